"""The improvements of the selected plan: a box to buy each, with the month, and what each is worth in it."""

from html import escape
from typing import cast

import streamlit as st

from simulator.edits.improvements import with_purchase
from simulator.presentation.improvement_text import improvement_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.improvements import Improvement
from simulator.scenario.months import month_number
from simulator.scenario.scenario import HORIZON_MOST
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.html import section_html
from simulator.ui.plan import cached
from simulator.ui.session import input_state, state
from simulator.ui.session.results import PlanResult
from simulator.ui.session.workspaces import Workspace

TITLE = "Money that makes a rate better"
ABOUT_WORTH = "What each is worth in this plan, with and without it in the same possible worlds."

OTHERS = f"Of many, {cached.MOST_WORTHS} are looked at: first those that the plan buys."


def improvement_boxes(now: Workspace, formats: Formats) -> None:
    """A box for each improvement that the scenario offers; nothing where none is offered."""
    if not now.draft.improvements or now.draft.horizon_months < 1:
        return
    with st.container(key="plan-improvements", gap="xsmall"):
        st.markdown(f"**{TITLE}**")
        for improvement in now.draft.improvements:
            _box(now, improvement, formats)


def _box(now: Workspace, improvement: Improvement[Belief], formats: Formats) -> None:
    name, plan = improvement.name, now.draft.plan(now.plan)
    first = next((each.first for each in plan.improvements if each.improvement == name), None)
    key, month_key = _key(now.plan, name), _month_key(now.plan, name)
    input_state.fill(key, first is not None)
    st.checkbox(escape_markdown(name), key=key, on_change=_ticked, args=(now.plan, name))
    st.caption(escape_markdown(improvement_text(now.draft, improvement, formats)))
    if first is None:
        return
    number, horizon = month_number(first, now.draft.start), min(now.draft.horizon_months, HORIZON_MOST)
    months = [*range(1, horizon + 1), *([] if 1 <= number <= horizon else [number])]
    input_state.fill(month_key, number)
    st.selectbox(
        f"{escape_markdown(name)}: from",
        sorted(months),
        format_func=lambda month: formats.month_of(now.draft.start, month),
        key=month_key,
        on_change=_month_chosen,
        args=(now.plan, name),
    )


def worth_of_improvements(found: PlanResult, formats: Formats) -> None:
    """Worth of each improvement in the plan, and the most one should pay for it."""
    told = cached.improvement_worths(found, formats)
    if told:
        left = len(found.scenario.improvements) - len(told)
        about = f"{ABOUT_WORTH} {OTHERS if left else ''}".rstrip()
        items = "".join(f"<li><b>{escape(name)}</b> {escape(text)}</li>" for name, text in told)
        st.html(f'{section_html(TITLE, about)}<ul class="fc-improvements">{items}</ul>')


def _ticked(plan: str, name: str) -> None:
    _buy(plan, name, 1 if input_state.held(_key(plan, name)) else None)


def _month_chosen(plan: str, name: str) -> None:
    month = input_state.held(_month_key(plan, name))
    if month is not None:
        _buy(plan, name, cast(int, month))


def _buy(plan: str, name: str, first: int | None) -> None:
    draft = state.workspace().draft
    if any(each.name == name for each in draft.improvements):
        state.set_draft(with_purchase(draft, plan, name, first))


def _key(plan: str, name: str) -> str:
    return f"buy {plan} {name}"


def _month_key(plan: str, name: str) -> str:
    # What it is comes first: a name may end with any word.
    return f"buy-month {plan} {name}"
