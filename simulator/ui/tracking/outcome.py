"""The plan beside what really happened: one sentence, a table by quarter, months and channels on demand."""

from datetime import date

import streamlit as st

from simulator.analyses.tracking import Period, Tracking
from simulator.edits.adoption import adopt, without_adoption
from simulator.errors import ScenarioFileError
from simulator.presentation.tracking_text import (
    THE_PLAN,
    adoption_text,
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
from simulator.ui.tracking.html import lead_html, period_html, quarters_html
from simulator.ui.tracking.work import given, worked_out

ABOUT_ADOPTING = (
    "Adopt a plan once it is decided. It is then kept as it is today, with every number it rests on, so that later "
    "changes do not rewrite what was planned."
)
OUTSIDE = (
    "The real figures are all of months outside this plan ({first} to {last}), so there is nothing to hold them "
    "against. The ranges can still learn from them, below."
)

_PLAN, _TIME, _CHANNEL = "track-plan", "track-time", "track-of"


def held_plan(now: Workspace, today: date) -> None:
    """Which plan is held against the figures, and the buttons that adopt it or give it up."""
    formats, adoption = state.formats(), now.draft.adopted
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="track-adoption"):
        if adoption is not None:
            said = f"Held against {adoption_text(adoption.plan, adoption.on, formats)}"
            st.markdown(escape_markdown(said), width="content")
            st.button("Give it up", icon=":material/close:", key="track-give-up", on_click=_given_up, type="tertiary")
            if now.plan:
                st.button(
                    escape_markdown(f"Adopt “{now.plan}” as it is now instead"),
                    key="track-adopt",
                    on_click=_adopted,
                    args=(now.plan, today),
                    type="tertiary",
                )
            return
        plan_choice(_PLAN, now)
        st.button(
            "Adopt this plan",
            icon=":material/verified:",
            key="track-adopt",
            on_click=_adopted,
            args=(now.plan, today),
            help=ABOUT_ADOPTING,
        )
    st.caption(ABOUT_ADOPTING)


def outcome(now: Workspace, today: date) -> None:
    """The plan beside the figures, as soon as that is worked out."""
    try:
        asked = given(now.draft, now.plan, today, state.draws())
    except ScenarioFileError as error:
        st.error(escape_markdown(str(error)), title="The adopted plan cannot be read", icon=":material/error:")
        return
    tracking = awaited("track", "The plan beside what happened", worked_out, *asked)
    if tracking is None:
        return
    formats = state.formats()
    if not tracking.months:
        held = asked[0]
        first, last = (formats.month_of(held.start, month) for month in (1, held.horizon_months))
        st.info(OUTSIDE.format(first=first, last=last), icon=":material/info:")
        return
    missing = "" if tracking.so_far is None else missing_text(tracking.so_far)
    st.html(lead_html(lead(tracking, formats), (*of_channels(tracking, formats), missing)))
    if tracking.quarters:
        st.html(quarters_html(tracking.quarters, formats))
    _closer(tracking, formats)


def _closer(tracking: Tracking, formats: Formats) -> None:
    """One time and one channel, with where each figure lies among the plan's worlds."""
    with st.expander("By month and channel", key="track-closer"):
        periods: list[Period] = [*([tracking.so_far] if tracking.so_far else []), *tracking.quarters, *tracking.months]
        names = dict.fromkeys(period_name(period, formats) for period in periods)
        by_name = {period_name(period, formats): period for period in reversed(periods)}
        with st.container(horizontal=True, gap="small"):
            time = st.selectbox("Time", list(names), key=_TIME, width=260)
            offered = [channel or THE_PLAN for channel in by_name[time].figures]
            channel = st.selectbox("Of", offered, key=_CHANNEL, format_func=escape_markdown, width=260)
        st.html(period_html(by_name[time], "" if channel == THE_PLAN else channel, formats))


def _adopted(plan: str, today: date) -> None:
    state.set_draft(adopt(state.workspace().draft, plan, today))
    tell(f"“{plan}” is adopted: it is kept as it is today. Undo takes it back.")


def _given_up() -> None:
    state.set_draft(without_adoption(state.workspace().draft))
    tell("No plan is adopted any more. Undo takes it back.")
