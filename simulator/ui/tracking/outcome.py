"""The plan beside what really happened: one sentence, a table by quarter, months and channels on demand."""

from datetime import date

import streamlit as st

from simulator.analyses.tracking import Period, Tracking
from simulator.edits.adoption import HeldTo, adopt, without_adoption
from simulator.errors import ScenarioFileError
from simulator.presentation.adoption_text import held_to_lines
from simulator.presentation.tracking_text import (
    THE_PLAN,
    lead,
    missing_text,
    of_channels,
    period_name,
)
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.long_work import awaited
from simulator.ui.frame.plan_choice import plan_choice
from simulator.ui.session import state
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking import work
from simulator.ui.tracking.ahead import ahead
from simulator.ui.tracking.html import lead_html, period_html, quarters_html

OUTSIDE = (
    "The real figures are all of months outside this plan ({first} to {last}), so there is nothing to hold them "
    "against. The ranges can still learn from them, below."
)

_PLAN, _TIME, _CHANNEL = "track-plan", "track-time", "track-of"


def tracked(now: Workspace, today: date) -> None:
    """The plan beside the figures, as soon as that is worked out, and which plan it is."""
    try:
        held = work.held(now.draft, now.plan)
    except ScenarioFileError as error:
        st.error(escape_markdown(str(error)), title="The adopted plan cannot be read", icon=":material/error:")
        _buttons(now, today)
        return
    asked = work.given(now.draft, held, today, state.draws())
    found = awaited("track", "The plan beside what happened", work.worked_out, *asked)
    if found is not None:
        _outcome(found, held, state.formats())
    _which_plan(now, held, today)
    if found is not None and found.months:
        going = awaited("track-ahead", "What made the difference, and where it ends", work.under_way, *asked)
        if going is not None:
            ahead(going, held, state.formats())


def _outcome(found: Tracking, held: HeldTo, formats: Formats) -> None:
    if not found.months:
        plan = held.scenario
        first, last = (formats.month_of(plan.start, month) for month in (1, plan.horizon_months))
        st.info(OUTSIDE.format(first=first, last=last), icon=":material/info:")
        return
    missing = "" if found.so_far is None else missing_text(found.so_far)
    st.html(lead_html(lead(found, formats), (*of_channels(found, formats), missing)))
    if found.quarters:
        st.html(quarters_html(found.quarters, formats))
    _closer(found, formats)


def _which_plan(now: Workspace, held: HeldTo, today: date) -> None:
    """Which plan is held against the figures, what has to be known of that, and the buttons that change it."""
    if held.adoption is None:
        plan_choice(_PLAN, now)
    for line in held_to_lines(now.draft, held, state.formats()):
        st.caption(escape_markdown(line))
    _buttons(now, today)


def _buttons(now: Workspace, today: date) -> None:
    adoption = now.draft.adopted
    with st.container(horizontal=True, gap="small", key="track-adoption"):
        label = "Adopt this plan" if adoption is None else f"Adopt “{now.plan}” as it is now instead"
        st.button(
            escape_markdown(label),
            icon=":material/verified:",
            key="track-adopt",
            on_click=_adopted,
            args=(now.plan, today),
            type="secondary" if adoption is None else "tertiary",
        )
        if adoption is not None:
            st.button(
                "Hold to no plan", icon=":material/close:", key="track-give-up", on_click=_given_up, type="tertiary"
            )


def _closer(tracking: Tracking, formats: Formats) -> None:
    """One time and one channel, with where each figure lies among the plan's worlds."""
    with st.expander("By month and channel", key="track-closer"):
        periods: list[Period] = [*([tracking.so_far] if tracking.so_far else []), *tracking.quarters, *tracking.months]
        names = dict.fromkeys(period_name(period, formats) for period in periods)
        by_name = {period_name(period, formats): period for period in reversed(periods)}
        with st.container(horizontal=True, gap="small"):
            time = st.selectbox("Time", list(names), key=_TIME, width=260)
            offered = [channel or THE_PLAN for channel in by_name[time].figures]
            channel = st.selectbox("Of", offered, key=_CHANNEL, width=260)
        st.html(period_html(by_name[time], "" if channel == THE_PLAN else channel, formats))


def _adopted(plan: str, today: date) -> None:
    state.set_draft(adopt(state.workspace().draft, plan, today))
    tell(f"“{plan}” is adopted: it is kept as it is today. Undo takes it back.")


def _given_up() -> None:
    state.set_draft(without_adoption(state.workspace().draft))
    tell("No plan is adopted any more. Undo takes it back.")
