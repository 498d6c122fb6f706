"""A different world: up to three beliefs, or the market, at their low or high value."""

from collections.abc import Mapping, Sequence

import streamlit as st

from simulator.analyses.compared_plans import ComparedPlan, conditions_by_plan
from simulator.analyses.stress import MOST_CONDITIONS, Condition, Side, rarity
from simulator.presentation.conditions import ConditionChoice, condition_choices, rarity_sentence, worlds_sentence
from simulator.text.markdown import escape_markdown
from simulator.ui.session import comparison, input_state, state

_BELIEFS = "compare-beliefs"
ABOUT = (
    "Pick what worries you, or what you hope for. Every plan is worked out again in the worlds where it is so, and "
    "shown beside what you believe now."
)


def conditions(found: Sequence[ComparedPlan]) -> tuple[Condition, ...]:
    """The choice of conditions; what was chosen of those that the first plan's scenario offers."""
    with st.container(border=True, key="compare-stress"):
        st.markdown("**What if the world is different?**")
        offered = {choice.path: choice for choice in condition_choices(found[0].scenario, state.formats())}
        if not offered:
            st.caption("Every number of this scenario is stated as certain, so there is nothing to suppose.")
            return ()
        conditions = tuple(condition for condition in comparison.choice().conditions if condition.path in offered)
        _picker(offered, conditions)
        for condition in conditions:
            _side(offered[condition.path], condition)
        if conditions:
            _explain(found, conditions)
        return conditions


def _picker(offered: Mapping[str, ConditionChoice], conditions: Sequence[Condition]) -> None:
    input_state.fill(_BELIEFS, [condition.path for condition in conditions])
    st.multiselect(
        f"Suppose, up to {MOST_CONDITIONS}",
        list(offered),
        format_func=lambda path: offered[path].label,
        key=_BELIEFS,
        select_all=False,
        max_selections=MOST_CONDITIONS,
        placeholder="Type to search",
        help=ABOUT,
        on_change=_chosen,
    )


def _chosen() -> None:
    held = input_state.held(_BELIEFS)
    paths = [path for path in held if isinstance(path, str)] if isinstance(held, list) else []
    before = {condition.path: condition for condition in comparison.choice().conditions}
    comparison.choose_conditions([before.get(path, Condition(path, "low")) for path in paths])


def _side(offered: ConditionChoice, condition: Condition) -> None:
    key = f"compare-side-{condition.path}"
    words = {"low": offered.low_text, "high": offered.high_text}
    input_state.fill(key, condition.side)
    st.segmented_control(
        escape_markdown(offered.label),
        list(words),
        format_func=lambda side: escape_markdown(words[side]),
        required=True,
        key=key,
        on_change=_turned,
        args=(condition.path, key),
    )


def _turned(path: str, key: str) -> None:
    side: Side = "high" if input_state.text(key) == "high" else "low"
    former = comparison.choice().conditions
    comparison.choose_conditions([Condition(path, side) if each.path == path else each for each in former])


def _explain(found: Sequence[ComparedPlan], conditions: Sequence[Condition]) -> None:
    """Which worlds these are, how rare they are, and which plans they are no different for."""
    scenario, formats = found[0].scenario, state.formats()
    st.caption(escape_markdown(worlds_sentence(scenario, conditions, formats)))
    st.caption(escape_markdown(rarity_sentence(rarity(scenario, conditions), scenario, formats)))
    own = conditions_by_plan(found, conditions)
    for label in (label for label, kept in own.items() if len(kept) < len(conditions)):
        st.caption(f"{escape_markdown(label)}: its scenario does not have all of these, so less changes for it.")
