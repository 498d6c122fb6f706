"""Whether a split by quarter, or by month, would be better: worked out once somebody asks for it."""

from dataclasses import replace

import streamlit as st

from simulator.analyses.allocation.beside import Split
from simulator.analyses.allocation.by_period import AllocationByPeriod
from simulator.analyses.allocation.improved_by_period import with_chosen
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.edits.plans import free_plan_name
from simulator.edits.spend import plan_like, with_plan_behind
from simulator.errors import LimitsError, SettingsError
from simulator.presentation.allocation_text import BY, objective_text, period_texts
from simulator.presentation.splits import period_headings, period_rows
from simulator.scenario.plans import Plan
from simulator.text.formats import Formats
from simulator.text.grammar import sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.allocation.added import FULL, say_added
from simulator.ui.allocation.choices import Asked
from simulator.ui.allocation.html import splits_html, verdict_html
from simulator.ui.allocation.search import by_period, given_periods
from simulator.ui.allocation.segments import segments
from simulator.ui.frame.html import lines_html
from simulator.ui.frame.long_work import awaited
from simulator.ui.session import state
from simulator.validation import MOST_PLANS

TITLE = "Would a split by quarter or by month be better?"
LENGTHS = {BY[length]: length for length in (QUARTER, MONTH)}
LABELS = {BY[QUARTER]: "By quarter", BY[MONTH]: "By month"}
ABOUT = {
    QUARTER: "The same total in each month, divided anew every three months. A commitment lasts to the quarter's end.",
    MONTH: "The same total in each month, divided anew every month. Months that hardly differ share a column.",
}
NOT_YET = "It follows once the split is there that it is held against."
NO_COLUMN = -1

_BY = "split-by-period"


def periods_section(asked: Asked, whole: Split | None, formats: Formats) -> None:
    """A part that is folded away until somebody wants it; ``whole`` is the chosen split, the same in all months."""
    part = st.expander(TITLE, key="split-periods-open", on_change="rerun", icon=":material/date_range:")
    if not part.open:
        return
    with part:
        length = LENGTHS[segments("Divide anew", LABELS, key=_BY)]
        if whole is None:
            st.markdown(NOT_YET)
        else:
            _by_period(asked, whole, length, formats)


def _by_period(asked: Asked, whole: Split, length: int, formats: Formats) -> None:
    what = f"The split by {BY[length]}"
    try:
        found = awaited("split-periods", what, by_period, *given_periods(whole, length))
    except (LimitsError, SettingsError) as error:
        st.info(sentence(escape_markdown(str(error))), icon=":material/info:")
        return
    if found is None:
        return
    found = with_chosen(found, whole.chosen)
    verdict, *more = period_texts(found, formats)
    st.html(verdict_html(verdict))
    _actions(asked, found, formats)
    rows = [*period_rows(found, formats)]
    st.html(splits_html(period_headings(found, formats), rows, NO_COLUMN, caption=what))
    st.html(lines_html(more))
    st.caption(ABOUT[length])


def _actions(asked: Asked, found: AllocationByPeriod, formats: Formats) -> None:
    """The button that makes it a plan; nothing where there is one already."""
    draft, answer = state.workspace().draft, found.scenario.plan(found.plan)
    if made := plan_like(draft, "", answer):
        st.caption(f"This is the plan “{escape_markdown(made)}”.")
    elif len(draft.plans) >= MOST_PLANS:
        st.caption(FULL)
    else:
        st.button(
            f"Make this split by {BY[found.length]} a plan",
            icon=":material/add:",
            key="split-periods-make",
            on_click=_make,
            args=(asked, replace(answer, best_split=found.recorded), found, formats),
        )


def _make(asked: Asked, answer: Plan, found: AllocationByPeriod, formats: Formats) -> None:
    """Make it a plan, say so, and go on looking at the one that it was made from."""
    draft, by = state.workspace().draft, BY[found.length]
    name = free_plan_name(draft, f"Split by {by}")
    best = f"The best split by {by} found of {formats.money(asked.budget)} a month"
    notes = f"{best}, by the {objective_text(found.whole.objective, formats)}, made from {asked.plan}."
    state.set_draft(with_plan_behind(draft, asked.plan, answer, name, notes))
    say_added(name, asked.plan)
