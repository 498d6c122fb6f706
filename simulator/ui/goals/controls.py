"""Controls of a goal: of which figure how much, by when, and how sure."""

from dataclasses import replace
from functools import partial

import streamlit as st

from simulator.analyses.goals.improving import MOST_OFFERED
from simulator.analyses.goals.reach import most_to_spend
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.ui.forms.asked_number import asked_number, asked_number_box
from simulator.ui.forms.form import current
from simulator.ui.frame.plan_choice import plan_choice
from simulator.ui.session import input_state, page_choices, state
from simulator.ui.session.goal_choice import (
    ALL,
    OFFERED,
    QUARTERS,
    GoalChoice,
    can_be_spent,
    can_be_wanted,
    spans,
)
from simulator.ui.session.goals import choose
from simulator.ui.session.workspaces import Workspace
from simulator.units import Unit

SURES = (0.5, 0.7, 0.8, 0.9, 0.95)

_PLAN, _METRIC, _SPAN, _SURE, _MOST = "goals-plan", "goals-metric", "goals-span", "goals-sure", "goals-most"
_NUMBER, _IMPROVEMENTS = "goals-number-{}", "goals-improvements"

ALSO = "also"
FROM_THE_BUDGET = "What is bought is paid from the budget, its cost spread evenly over the months. It takes longer."
AS_IN_THE_PLAN = "What the plan buys stays bought, and is not part of the budget."

WANTED = {
    "customers": "New customers",
    "revenue": "Revenue",
    "gross_profit": "Gross profit",
    "profit": "Profit after marketing",
    "roi": "ROI of at least",
    "cac": "Cost per new customer of at most",
    "payback_months": "Payback within",
}

ABOUT_MOST = "The largest monthly budget that is looked at. Empty: twice the largest plan, or what was ever tried."


def controls(now: Workspace, wanted: GoalChoice) -> None:
    """The boxes, each with what holds now."""
    plan_choice(_PLAN, now)
    scenario = now.draft
    input_state.fill(_METRIC, wanted.metric)
    st.selectbox(
        "What you want",
        OFFERED,
        format_func=WANTED.__getitem__,
        key=_METRIC,
        on_change=_metric_chosen,
        args=(wanted,),
    )
    allowed = spans(wanted.metric, scenario.horizon_months)
    if len(allowed) > 1:
        input_state.fill(_SPAN, wanted.span)
        st.selectbox(
            "By when",
            allowed,
            format_func=lambda span: _span_label(span, scenario),
            key=_SPAN,
            on_change=_span_chosen,
            args=(wanted,),
        )
    _numbers(wanted)
    input_state.fill(_SURE, wanted.sure)
    sures = sorted({*SURES, wanted.sure})
    st.selectbox(
        "How sure you want to be",
        sures,
        format_func=lambda sure: f"In {state.formats().chance(sure)} possible worlds",
        key=_SURE,
        on_change=_sure_chosen,
        args=(wanted,),
    )
    _most(now, wanted)
    _improvements(now.draft)


def improvements_are_chosen(scenario: Scenario[Belief]) -> bool:
    """Whether the search chooses among improvements too: where somebody wants that, for it takes longer."""
    return 0 < len(scenario.improvements) <= MOST_OFFERED and page_choices.chosen(_IMPROVEMENTS) == ALSO


def _improvements(scenario: Scenario[Belief]) -> None:
    """The box, where there is something to choose among."""
    offered = len(scenario.improvements)
    if offered > MOST_OFFERED:
        st.caption(f"There are {offered} improvements: among more than {MOST_OFFERED} none can be chosen here.")
    elif offered:
        are_chosen = improvements_are_chosen(scenario)
        input_state.fill(_IMPROVEMENTS, are_chosen)
        st.checkbox("Also choose improvements", key=_IMPROVEMENTS, on_change=_improvements_ticked)
        st.caption(FROM_THE_BUDGET if are_chosen else AS_IN_THE_PLAN)


def _improvements_ticked() -> None:
    page_choices.choose(_IMPROVEMENTS, ALSO if input_state.held(_IMPROVEMENTS) else "")


def _span_label(span: str, scenario: Scenario[Belief]) -> str:
    if span == ALL:
        return f"By the end of the plan ({state.formats().months(scenario.horizon_months)})"
    if span == QUARTERS:
        return "In each quarter of the first year"
    return f"In year {span} of the plan"


def _metric_chosen(wanted: GoalChoice) -> None:
    if (key := input_state.text(_METRIC)) in OFFERED:
        # What was a number of customers is no amount of money.
        choose(GoalChoice(metric=key, sure=wanted.sure, most=wanted.most, span=wanted.span))


def _span_chosen(wanted: GoalChoice) -> None:
    choose(wanted.within(input_state.text(_SPAN)))


def _sure_chosen(wanted: GoalChoice) -> None:
    sure = input_state.held(_SURE)
    if isinstance(sure, float) and 0.0 < sure < 1.0:
        choose(replace(wanted, sure=sure))


def _numbers(wanted: GoalChoice) -> None:
    if wanted.count == 1:
        _number(wanted, 0, _label(wanted))
        return
    with st.container(horizontal=True, gap="small", key="goals-quarters"):
        for place in range(wanted.count):
            _number(wanted, place, f"Quarter {place + 1}")


def _number(wanted: GoalChoice, place: int, label: str) -> None:
    asked_number_box(
        current(),
        _NUMBER.format(place),
        label,
        wanted.number(place),
        METRICS[wanted.metric].unit,
        _number_typed,
        (wanted, place),
        refusal=_refusal,
    )


def _label(wanted: GoalChoice) -> str:
    match METRICS[wanted.metric].unit:
        case Unit.MONEY:
            return f"How much, {state.formats().currency}"
        case Unit.MONTHS:
            return "Months"
        case Unit.RATE:
            return "How much, in percent"
    return "How many"


def _refusal(typed: str) -> str:
    return f"“{typed}” is not a number that can be wanted"


def _number_typed(wanted: GoalChoice, place: int) -> None:
    unit = METRICS[wanted.metric].unit
    is_taken, number = asked_number(current(), _NUMBER.format(place), unit, partial(can_be_wanted, wanted.metric))
    if is_taken:
        choose(wanted.with_number(place, number))


def _most(now: Workspace, wanted: GoalChoice) -> None:
    asked_number_box(
        current(),
        _MOST,
        f"At most a month, {state.formats().currency}",
        wanted.most,
        Unit.MONEY,
        _most_typed,
        (wanted,),
        refusal=_refusal,
        # What is wrong with a draft, such as a horizon of millions of months, may keep this from being worked out.
        left_out="" if state.problems() else state.formats().money(most_to_spend(now.draft, now.plan)),
        about=ABOUT_MOST,
    )


def _most_typed(wanted: GoalChoice) -> None:
    is_taken, most = asked_number(current(), _MOST, Unit.MONEY, can_be_spent)
    if is_taken:
        choose(replace(wanted, most=most))
