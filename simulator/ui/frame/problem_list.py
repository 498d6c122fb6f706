"""What is wrong with a scenario, as a list that a person can work through."""

from collections.abc import Sequence

import streamlit as st

from simulator.errors import FunnelcastError, Problem, ScenarioError
from simulator.presentation import beliefs
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import state

MOST_SHOWN = 100


def show_problems(problems: Sequence[Problem], title: str) -> None:
    """All problems under a title, each with its place, what was found and how to mend it."""
    _show([_line(problem) for problem in problems], title)


def show_draft_problems(problems: Sequence[Problem], title: str) -> None:
    """What is wrong with the draft, in the words of the forms: nobody who types into boxes has seen its file."""
    draft = state.workspace().draft
    called, found = beliefs.places(draft), beliefs.problems_by_path(draft, problems, state.formats())
    listed = [(called.get(path, path), sentence(each)) for path, messages in found.items() for each in messages]
    _show([f"**{escape_markdown(place)}**: {escape_markdown(message)}" for place, message in listed], title)


def show_refusal(error: FunnelcastError, title: str) -> None:
    """Why something was not done."""
    if isinstance(error, ScenarioError):
        show_problems(error.problems, title)
    else:
        st.error(escape_markdown(str(error)), title=title, icon=":material/error:")


def _show(lines: Sequence[str], title: str) -> None:
    shown = [f"- {line}" for line in lines[:MOST_SHOWN]]
    more = [f"- and {len(lines) - MOST_SHOWN} more"] if len(lines) > MOST_SHOWN else []
    st.error("\n".join([*shown, *more]), title=title, icon=":material/error:")


def _line(problem: Problem) -> str:
    place = escape_markdown(problem.path or "The file")
    line = "" if problem.line is None else f" (line {problem.line})"
    return f"**{place}**{line}: {escape_markdown(problem.message)}"
