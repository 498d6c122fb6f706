"""The choice of what to compare: plans, also of other scenarios, the baseline, and the figure to judge by."""

import math
from collections.abc import Sequence

import streamlit as st

from simulator.analyses.compared_plans import ComparedPlan
from simulator.metrics.kpis import METRICS
from simulator.presentation.metric_table import ordered_metrics
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.asked_number import asked_number, asked_number_box
from simulator.ui.forms.form import current
from simulator.ui.session import comparison, expander_state, input_state
from simulator.ui.session.compared_plans import Other, others
from simulator.ui.session.comparison_choice import MOST_CHOSEN, Pick, here, pick_of, picks_of

_PLANS, _BASELINE, _METRIC, _MATTERS = "compare-plans", "compare-baseline", "compare-metric", "compare-matters"
_ADD, _SCENARIO, _PLAN = "compare-add", "compare-scenario", "compare-plan"

ABOUT_MATTERS = (
    "How large a difference must be before you would change plans for it. Left empty: a hundredth of what the baseline "
    "costs for sums of money, one point of ROI, a hundredth of the baseline's figure for all else."
)


def controls(found: Sequence[ComparedPlan]) -> None:
    """The choice of plans, baseline and metric."""
    with st.container(key="compare-controls"):
        plans, against, by = st.columns([4, 2, 2])
        with plans:
            _plans(found)
        with against:
            _baseline(found)
        with by:
            _metric()
            _matters()


def _plans(found: Sequence[ComparedPlan]) -> None:
    labels = {compared.origin: compared.label for compared in found}
    own = {here(plan.name).text: plan.name for plan in comparison.workspace().draft.plans}
    input_state.fill(_PLANS, _in_order(found))
    st.multiselect(
        f"Plans, up to {MOST_CHOSEN}",
        [*own, *(text for text in labels if text not in own)],
        format_func=lambda text: labels.get(text) or own.get(text) or "",
        key=_PLANS,
        select_all=False,
        max_selections=MOST_CHOSEN,
        placeholder="Choose plans",
        wrap=True,
        on_change=_plans_chosen,
    )


def _in_order(found: Sequence[ComparedPlan]) -> list[str]:
    """The chosen plans in the order in which they were chosen, which the baseline has left."""
    texts = [compared.origin for compared in found]
    chosen = comparison.choice().picks
    if chosen is None:
        own = [here(plan.name).text for plan in comparison.workspace().draft.plans]
        return [text for text in own if text in texts]
    return [pick.text for pick in chosen if pick.text in texts]


def _plans_chosen() -> None:
    held = input_state.held(_PLANS)
    comparison.choose_plans(
        picks_of([text for text in held if isinstance(text, str)] if isinstance(held, list) else [])
    )


def _baseline(found: Sequence[ComparedPlan]) -> None:
    labels = {text: compared.label for text in _in_order(found) for compared in found if compared.origin == text}
    if not labels:
        return
    input_state.fill(_BASELINE, found[0].origin)
    st.selectbox(
        "Compare with",
        list(labels),
        format_func=lambda text: labels.get(text, ""),
        key=_BASELINE,
        help="The plan that all others are measured against: usually what you do today.",
        on_change=lambda: comparison.choose_baseline(pick_of(input_state.text(_BASELINE))),
    )


def _metric() -> None:
    input_state.fill(_METRIC, comparison.choice().metric)
    st.selectbox(
        "Judge by",
        [metric.key for metric in ordered_metrics()],
        format_func=lambda key: METRICS[key].label,
        key=_METRIC,
        on_change=_metric_chosen,
    )


def _metric_chosen() -> None:
    if (key := input_state.text(_METRIC)) in METRICS:
        comparison.choose_metric(key)


def _matters() -> None:
    choice = comparison.choice()
    asked_number_box(
        current(),
        _MATTERS,
        "Differences that do not count, up to",
        choice.matters,
        METRICS[choice.metric].unit,
        _matters_typed,
        refusal=lambda typed: f"“{typed}” is not a number of 0 or more",
        left_out="a hundredth",
        about=ABOUT_MATTERS,
    )


def _matters_typed() -> None:
    unit = METRICS[comparison.choice().metric].unit
    is_taken, amount = asked_number(current(), _MATTERS, unit, lambda amount: 0.0 <= amount < math.inf)
    if is_taken:
        comparison.choose_matters(amount)


def add_from_elsewhere(found: Sequence[ComparedPlan]) -> None:
    """A plan of a saved scenario or an example, to compare with those of the open one."""
    if len(found) >= MOST_CHOSEN:
        st.caption(f"{MOST_CHOSEN} plans are as many as can be compared at once.")
        return
    label = "Add a plan of another scenario"
    # Its content looks at every file of the library, so it is made only while it is open.
    with st.popover(label, icon=":material/add:", key=_ADD, on_change="rerun") as opened:
        if opened.open:
            _add(others(comparison.workspace()))


def _add(offered: Sequence[Other]) -> None:
    by_place = {f"{other.kind}/{other.stem}": other for other in offered}
    place = st.selectbox("Scenario", list(by_place), format_func=lambda text: _facts(by_place[text]), key=_SCENARIO)
    if place is None:
        st.markdown("There is no other scenario.")
        return
    other = by_place[place]
    scenario = other.scenario
    if scenario is None:
        st.warning(f"{escape_markdown(other.label)} cannot be read: the page Scenarios says why.")
    else:
        _add_of(other, scenario)


def _add_of(other: Other, scenario: Scenario[Belief]) -> None:
    names = [plan.name for plan in scenario.plans]
    plan = st.selectbox("Plan", names, key=f"{_PLAN}-{other.kind}/{other.stem}") or names[0]
    if notes := scenario.plan(plan).notes:
        st.caption(escape_markdown(notes))
    st.button(
        "Add it", type="primary", key="compare-add-it", on_click=_added, args=(Pick(other.kind, other.stem, plan),)
    )


def _facts(other: Other) -> str:
    months = other.summary.horizon_months
    told = (other.label, other.summary.currency, "" if months is None else counted(months, "month"))
    return ", ".join(fact for fact in told if fact)


def _added(pick: Pick) -> None:
    comparison.add_plan(pick)
    expander_state.close_expander(_ADD)
