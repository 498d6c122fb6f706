"""The same scenario for the next year: opened as a new one, and compared with this year's."""

import streamlit as st

from simulator.edits.next_year import LAST_YEAR, next_year
from simulator.edits.plans import plan_names
from simulator.errors import FunnelcastError
from simulator.scenario_files import write
from simulator.ui.frame.navigation import compare_page, plan_page
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.session import comparison, state
from simulator.ui.session.comparison_choice import EXAMPLE, SAVED, Pick, here
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace

ABOUT = (
    "A new scenario that starts a year later. Plans and what they spend stay, their dates move on; prices are those of "
    "the new year, and every channel ran before as the plan on screen has it in its twelfth month. What customers "
    "of this year still buy then is not counted there."
)


def next_year_button(now: Workspace) -> None:
    """The button that opens the same scenario for the next year, and compares the two."""
    can_move = bool(now.plan) and not state.problems() and now.draft.start.year <= LAST_YEAR
    if can_move and st.button("Duplicate for next year", icon=":material/event_repeat:", help=ABOUT, key="next-year"):
        _open(now)


def _open(now: Workspace) -> None:
    later, former = next_year(now.draft, now.plan), _as_it_lies(now)
    try:
        state.open_new(write(later, onto=now.content))
    except FunnelcastError as error:
        show_refusal(error, "Not duplicated")
        return
    plan = later.plans[plan_names(now.draft).index(now.plan)].name
    state.select_plan(plan)
    told = f"{later.name} is a new scenario. Save it to keep it among yours."
    as_saved = " This year's plan is compared as it was saved, without your changes since."
    tell(f"{told}{as_saved if former and now.is_changed else ''}")
    if former is None:
        st.switch_page(plan_page())
    comparison.choose_plans([former, here(plan)])
    comparison.choose_baseline(former)
    st.switch_page(compare_page())


def _as_it_lies(now: Workspace) -> Pick | None:
    """The plan of this year, where it can be read again; None if it is not saved."""
    if not any(plan.name == now.plan for plan in now.saved.plans):
        return None
    if now.file is not None:
        return Pick(SAVED, now.file.stem, now.plan)
    return None if now.shipped is None else Pick(EXAMPLE, now.shipped, now.plan)
