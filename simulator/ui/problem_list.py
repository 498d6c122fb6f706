"""What is wrong with a scenario, as a list that a person can work through."""

from collections.abc import Sequence

import streamlit as st

from simulator.errors import FunnelcastError, Problem, ScenarioError
from simulator.formatting import escape_markdown

MOST_SHOWN = 100


def show_problems(problems: Sequence[Problem], title: str) -> None:
    """All problems under a title, each with its place, what was found and how to mend it."""
    listed = [f"- {_line(problem)}" for problem in problems[:MOST_SHOWN]]
    if len(problems) > MOST_SHOWN:
        listed.append(f"- and {len(problems) - MOST_SHOWN} more")
    st.error("\n".join(listed), title=title, icon=":material/error:")


def show_refusal(error: FunnelcastError, title: str) -> None:
    """Why something was not done."""
    if isinstance(error, ScenarioError):
        show_problems(error.problems, title)
    else:
        st.error(escape_markdown(str(error)), title=title, icon=":material/error:")


def _line(problem: Problem) -> str:
    place = escape_markdown(problem.path or "The file")
    line = "" if problem.line is None else f" (line {problem.line})"
    return f"**{place}**{line}: {escape_markdown(problem.message)}"
