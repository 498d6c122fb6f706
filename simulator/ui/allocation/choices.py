"""The choice of what to divide: the plan, the total a month, and whether all of it is to be spent."""

from dataclasses import dataclass

import streamlit as st

from simulator.analyses.allocation.improving import MOST_OFFERED, monthly_cost
from simulator.edits.slider_ranges import MOST_SPEND
from simulator.edits.spend import slider_spend
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.markdown import escape_markdown
from simulator.ui.allocation.segments import segments
from simulator.ui.forms.asked_number import asked_number, asked_number_box
from simulator.ui.forms.form import current
from simulator.ui.frame.plan_choice import plan_choice
from simulator.ui.session import input_state, page_choices, state
from simulator.ui.session.workspaces import Workspace
from simulator.units import Unit

ALL, AT_MOST = "all", "at-most"
HOW = {ALL: "All of it", AT_MOST: "At most this"}
ABOUT_HOW = "“At most this” leaves money unspent where more of it would not bring more."

ALSO, AS_THEY_ARE = "also", "as-they-are"
FROM_THE_TOTAL = "What is bought is paid from the total, its cost spread evenly over the months."
AS_IN_THE_PLAN = "What the plan buys stays bought, and is not part of the total."

_PLAN, _TOTAL, _HOW, _IMPROVEMENTS = "split-plan", "split-total", "split-how", "split-improvements"


@dataclass(frozen=True)
class Asked:
    """Budget to be divided: the months of this plan, so much [money per month], or less; among improvements too."""

    plan: str
    budget: float
    or_less: bool
    improvements: bool = False


def choices(now: Workspace) -> Asked:
    """The boxes, each with what holds now; what they say."""
    plan_choice(_PLAN, now)
    improvements = _improvements_are_chosen(now.draft)
    own = own_total(now.draft, now.plan)
    if improvements and not state.problems():
        own = round(own + monthly_cost(now.draft, now.plan), 2)
    budget = float(page_choices.chosen(f"{_TOTAL} {now.plan}") or own)
    _total(now, budget, own)
    how = segments("Spend", HOW, key=_HOW, explained=ABOUT_HOW)
    _improvements(now.draft, improvements)
    return Asked(now.plan, budget, how == AT_MOST, improvements)


def _improvements_are_chosen(scenario: Scenario[Belief]) -> bool:
    """Whether the search chooses among improvements too: it does unless somebody does not want it to."""
    return 0 < len(scenario.improvements) <= MOST_OFFERED and page_choices.chosen(_IMPROVEMENTS, ALSO) == ALSO


def _improvements(scenario: Scenario[Belief], are_chosen: bool) -> None:
    """The box, where there is something to choose among."""
    offered = len(scenario.improvements)
    if offered > MOST_OFFERED:
        st.caption(f"There are {offered} improvements: among more than {MOST_OFFERED} none can be chosen here.")
    elif offered:
        input_state.fill(_IMPROVEMENTS, are_chosen)
        st.checkbox("Also choose improvements", key=_IMPROVEMENTS, on_change=_improvements_ticked)
        st.caption(FROM_THE_TOTAL if are_chosen else AS_IN_THE_PLAN)


def _improvements_ticked() -> None:
    page_choices.choose(_IMPROVEMENTS, ALSO if input_state.held(_IMPROVEMENTS) else AS_THEY_ARE)


def own_total(scenario: Scenario[Belief], plan: str) -> float:
    """The total of a plan's sliders [money per month]."""
    return round(sum(slider_spend(scenario, scenario.plan(plan)).values()), 2)


def _total(now: Workspace, budget: float, own: float) -> None:
    form = current()
    asked_number_box(
        form,
        _TOTAL,
        f"Total a month, {now.draft.currency}",
        budget,
        Unit.MONEY,
        _total_typed,
        refusal=lambda typed: f"“{typed}” is not an amount of 0 or more",
        left_out="what the plan spends",
        about="What the plan spends now, unless you type something else.",
    )
    if abs(budget - own) >= 0.005:
        st.button(
            f"Use what the plan spends: {escape_markdown(form.formats.money(own))}",
            key="split-own-total",
            type="tertiary",
            on_click=_own_total,
        )


def _total_typed() -> None:
    is_taken, amount = asked_number(current(), _TOTAL, Unit.MONEY, lambda amount: 0.0 <= amount <= MOST_SPEND)
    if is_taken:
        page_choices.choose(f"{_TOTAL} {state.workspace().plan}", "" if amount is None else repr(amount))


def _own_total() -> None:
    input_state.accept(_TOTAL)
    page_choices.choose(f"{_TOTAL} {state.workspace().plan}", "")
