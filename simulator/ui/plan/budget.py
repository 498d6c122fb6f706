"""The budget of the selected plan: which plan it is, its sliders, and what they do not show."""

import streamlit as st

from simulator.edits.plans import ends_within, within_horizon
from simulator.edits.spend import varies
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.components.budget_sliders import budget_sliders
from simulator.ui.components.budget_sliders.messages import receive
from simulator.ui.components.month_grid.edits import place_of
from simulator.ui.frame.budget_file import budget_file_button
from simulator.ui.frame.plan_choice import plan_choice
from simulator.ui.plan.ahead import note_move
from simulator.ui.plan.months_dialog import months_button
from simulator.ui.plan.plan_menu import plan_menu
from simulator.ui.plan.schedule_dialog import schedule_button
from simulator.ui.plan.shares_dialog import shares_button
from simulator.ui.session import input_state, state
from simulator.ui.session.workspaces import Workspace

KEY = "budget"
"""The key under which the sliders are mounted."""

IN_PROPORTION = "; the slider shows the average and moves all months in proportion"

_CHOICE = "plan-choice"
_NUMBERS = {2: "two", 3: "three", 4: "four"}


def budget(now: Workspace, formats: Formats) -> None:
    """The plans to choose from, and the sliders of the chosen one."""
    plan = now.draft.plan(now.plan)
    input_state.begin(now.id)
    plan_choice(_CHOICE, now)
    plan_menu(now)
    with st.container(key="plan-notes"):
        if plan.notes:
            st.caption(escape_markdown(plan.notes))
    budget_sliders(
        state.panel(),
        key=KEY,
        of=(now.draft.name, now.plan),
        on_message=take,
        currency=now.draft.currency,
        locale=state.locale(),
        references={channel.name: channel.reference_spend for channel in now.draft.channels},
    )
    with st.container(horizontal=True, gap="xsmall", key="other-ways"):
        months_button()
        schedule_button()
        shares_button()
        budget_file_button(key="plan-from-file")
    if changing := timing_lines(now.draft, now.plan, formats):
        # Paper has no sliders that could hide it.
        st.container(key="changing-spend").caption("\n".join(f"- {escape_markdown(line)}" for line in changing))
    if now.draft.horizon_months >= 1 and not ends_within(now.draft):
        _offer_to_cut(now)


def _offer_to_cut(now: Workspace) -> None:
    months = now.draft.horizon_months
    st.warning(f"Plans state spend for months after the last one, month {months}.", icon=":material/warning:")
    st.button("Leave that spend out", icon=":material/content_cut:", on_click=_cut, key="within-horizon")


def _cut() -> None:
    state.set_draft(within_horizon(state.workspace().draft))


def take(message: object) -> None:
    """Move what a message of the sliders says."""
    note_move()
    place = place_of(state.workspace().draft, state.locale())
    state.set_panel(receive(state.panel(), message, place))


def timing_lines(scenario: Scenario[Belief], plan: str, formats: Formats) -> list[str]:
    """Timing that the sliders of the selected plan do not show, a line a channel; plain text."""
    # As they were found, too: a slider at zero takes no line away while it is held.
    found = changing_spend(scenario, state.plan_of_sliders(), formats)
    return list(dict.fromkeys([*found, *changing_spend(scenario, scenario.plan(plan), formats)]))


def changing_spend(scenario: Scenario[Belief], plan: Plan, formats: Formats) -> list[str]:
    """The channels that the sliders do not show: their spend is not the same in every month; plain text."""
    spent = {name: plan.monthly_spend[name] for name in scenario.channel_names if name in plan.monthly_spend}
    return [
        f"{name}: {_timing(schedule, scenario, formats)}"
        for name, schedule in spent.items()
        if varies(schedule) and scenario.spend_of(schedule).any()
    ]


def _timing(schedule: Schedule, scenario: Scenario[Belief], formats: Formats) -> str:
    match schedule:
        case Steady(grows=0.0):
            return f"the amount is spent {_months(schedule, scenario, formats) or 'in every month'}"
        case Steady():
            verb = "grows" if schedule.grows > 0.0 else "shrinks"
            growth = f"{verb} by {formats.percent(abs(schedule.grows))} a month"
            return " ".join(filter(None, (growth, _months(schedule, scenario, formats)))) + IN_PROPORTION
        case Monthly():
            return "differs from month to month" + IN_PROPORTION
        case PerQuarter():
            return "by quarter" + IN_PROPORTION
        case PerYear():
            return "by year" + IN_PROPORTION
        case Spans(spans=spans):
            amounts = "one amount" if len(spans) == 1 else f"{_NUMBERS.get(len(spans), len(spans))} amounts that add up"
            return amounts + IN_PROPORTION
        case _:
            return "differs from month to month" + IN_PROPORTION


def _months(schedule: Steady, scenario: Scenario[Belief], formats: Formats) -> str:
    """``from Mar 2027 on``, ``from Mar 2027 to May 2027``; empty for all months."""
    if schedule.last is None and schedule.first == 1:
        return ""
    begin = formats.month_of(scenario.start, schedule.first)
    if schedule.last is None:
        return f"from {begin} on"
    return f"from {begin} to {formats.month_of(scenario.start, schedule.last)}"
