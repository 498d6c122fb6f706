"""Problems of a scenario, as a list that a person can work through."""

from collections.abc import Sequence

import streamlit as st

from simulator.errors import FunnelcastError, Problem, ScenarioError
from simulator.presentation import beliefs
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import state
from simulator.ui.session.notice import Kind, Notice

MOST_SHOWN = 100


def show_problems(problems: Sequence[Problem], title: str) -> None:
    """All problems under a title, each with its place, what was found and how to mend it."""
    _show([_line(problem) for problem in problems], title)


def show_draft_problems(problems: Sequence[Problem], title: str) -> None:
    """Problems of the draft, in the words of the forms: nobody who types into boxes has seen its file."""
    _show(_draft_lines(problems), title)


def draft_notice(problems: Sequence[Problem], title: str) -> Notice:
    """The same as a notice."""
    return Notice(kind=Kind.REFUSED, line=title, details=_as_list(_draft_lines(problems)))


def refusal_notice(error: FunnelcastError, title: str) -> Notice:
    """Why something was not done, as a notice."""
    problems = error.problems if isinstance(error, ScenarioError) else ()
    details = _as_list([_line(problem) for problem in problems]) or escape_markdown(str(error))
    return Notice(kind=Kind.REFUSED, line=title, details=details)


def _draft_lines(problems: Sequence[Problem]) -> list[str]:
    draft = state.workspace().draft
    called, found = beliefs.places(draft), beliefs.problems_by_path(draft, problems, state.formats())
    listed = [(called.get(path, path), sentence(each)) for path, messages in found.items() for each in messages]
    return [f"**{escape_markdown(place)}**: {escape_markdown(message)}" for place, message in listed]


def show_refusal(error: FunnelcastError, title: str) -> None:
    """Why something was not done."""
    if isinstance(error, ScenarioError):
        show_problems(error.problems, title)
    else:
        st.error(escape_markdown(str(error)), title=title, icon=":material/error:")


def _show(lines: Sequence[str], title: str) -> None:
    st.error(_as_list(lines), title=title, icon=":material/error:")


def _as_list(lines: Sequence[str]) -> str:
    shown = [f"- {line}" for line in lines[:MOST_SHOWN]]
    more = [f"- and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    return "\n".join([*shown, *more])


def _line(problem: Problem) -> str:
    place = escape_markdown(problem.path or "The file")
    line = "" if problem.line is None else f" (line {problem.line})"
    return f"**{place}**{line}: {escape_markdown(problem.message)}"
