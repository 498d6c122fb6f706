"""The page "Plan": move the budget, and see what comes back, how sure that is, and when."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache, partial
from pathlib import Path

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from simulator.analyses.next_move import cost_with_move
from simulator.edits.plans import plan_names
from simulator.engine.cost import Cost, cost_of, one_after_the_other
from simulator.errors import LostWorkError
from simulator.findings import Finding
from simulator.presentation.budget_table import budget_lines
from simulator.ui.components.budget_sliders import acknowledge
from simulator.ui.components.budget_sliders.panel import Setting
from simulator.ui.frame.large_run import is_too_large, offer_all_worlds
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.frame.own_figures import show_own_figures
from simulator.ui.frame.printed import printed_budget_html, printed_head_html
from simulator.ui.frame.problem_list import show_draft_problems, show_refusal
from simulator.ui.frame.status_bar import status_bar
from simulator.ui.plan import cached, outcome
from simulator.ui.plan.budget import KEY, budget
from simulator.ui.plan.following import follow_in_browser
from simulator.ui.plan.html import EXAMPLE, SAVED, title_html
from simulator.ui.plan.improvements import improvement_boxes, worth_of_improvements
from simulator.ui.plan.pace import FOLLOWS, Pace, whole_is_asked_for, whole_result_follows
from simulator.ui.plan.plan_menu import add_first_plan
from simulator.ui.plan.reality_check import show_reality_check
from simulator.ui.plan.what_if import supposed_sentence, what_if_section
from simulator.ui.session import state, what_if
from simulator.ui.session.results import PlanResult
from simulator.ui.session.turns import drawing, is_crowded, turn
from simulator.ui.session.workspaces import Workspace

STYLE = Path(__file__).parents[1] / "frame" / "tiles.css"


def page() -> None:
    """The whole page."""
    status_bar(undo_key="Ctrl+Z", redo_key="Ctrl+Shift+Z")
    st.html(STYLE)
    now = state.workspace()
    st.html(title_html(now.plan) + printed_head(now))
    left, right = st.columns([1, 2], gap="large")
    if not now.plan:
        with right:
            st.info("This scenario has no plan yet.", icon=":material/info:")
            add_first_plan()
        return
    with left, st.container(key="budget-column"):
        budget(now, state.formats())
        improvement_boxes(now, state.formats())
        what_if_section(now, state.formats())
    with right:
        if problems := state.problems():
            show_draft_problems(problems, "There is no result yet: these need fixing first")
            st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
            acknowledge(state.panel(), key=KEY)
        elif is_too_large(costs := cache(partial(cost, now)), "This plan"):
            acknowledge(state.panel(), key=KEY)
        else:
            show_result_or_why_not(now, costs(state.draws()))


def printed_head(now: Workspace) -> str:
    """The head of the printed page, and the budget, which its sliders show on a screen."""
    formats, has_result = state.formats(), bool(now.plan) and not state.problems()
    draws = state.draws() if has_result else None
    head = printed_head_html(now, f"Plan {now.plan}", on=date.today(), formats=formats, draws=draws)
    return head + (printed_budget_html(budget_lines(now.draft, now.plan, formats)) if has_result else "")


def cost(now: Workspace, draws: int) -> Cost:
    """The cost of the plan, its returns and its next move, and of the saved one if it is compared with that."""
    compared = baseline(now, state.result(now.plan), Pace.WHOLE)
    own = cost_with_move(now.draft, now.plan, draws)
    return own if compared is None else one_after_the_other([own, cost_of(compared.scenario, compared.plan, draws)])


def show_result_or_why_not(now: Workspace, takes: Cost) -> None:
    """The result, as it is worked out; where others wait for theirs, a worker does that, and it is shown after that."""
    try:
        with turn(takes) as others:
            pace = pace_among(others, now)
            if others == 0 or not cached.prepare(about_to_show(now, pace)):
                show_result(now, pace)
                cached.note(about_to_show(now, pace))
                return
    except LostWorkError as error:
        show_refusal(error, "There is no result")
        acknowledge(state.panel(), key=KEY)
        return
    with drawing:
        show_result(now, pace)


def pace_among(others: int, now: Workspace) -> Pace:
    """How much is worked out where so many others work something out, or wait."""
    if state.panel().dragging:
        return Pace.HELD
    is_patient = whole_is_asked_for() and others == 0
    if is_patient or not is_crowded() or cached.is_there(about_to_show(now, Pace.WHOLE)):
        return Pace.WHOLE
    return Pace.CROWDED


def about_to_show(now: Workspace, pace: Pace) -> cached.Shown:
    """Everything that the readings of the result depend on."""
    found = state.result(now.plan, preview=pace.is_quick)
    saved, believed = baseline(now, found, pace), state.believed_result(now.plan, preview=pace.is_quick)
    # What is spent stands in the plan; what the sliders keep of it cannot be sent to another process.
    return cached.Shown(found, saved, believed, state.formats(), replace(limits(), spend={}), pace.is_quick)


def show_result(now: Workspace, pace: Pace) -> None:
    """Everything that follows from the plan; what takes long comes last, when the sliders can be moved again."""
    formats = state.formats()
    found = state.result(now.plan, preview=pace.is_quick)
    saved = baseline(now, found, pace)
    # What somebody says of today is no matter of what is supposed.
    show_reality_check(now, state.believed_result(now.plan, preview=pace.is_quick))
    supposed = supposed_sentence(now, formats)
    former = SAVED if now.file else EXAMPLE
    outcome.result(found, saved, formats, supposed=supposed, former=former)
    links = st.container(key="goal-links-place")
    offer_all_worlds()
    about_worlds = st.container(key="about-worlds")
    following = st.container(key="next-money")
    improvements = st.container(key="improvement-worths")
    fan, findings = st.columns([5, 3], gap="large")
    people, returns = st.columns(2, gap="large")
    with fan, st.container(key="profit-fan"):
        outcome.over_time(found, saved, formats, supposed=supposed, former=former)
    with people:
        outcome.twenty_worlds(found, formats)
        outcome.stages(found, formats)
    if pace.is_quick:
        show_at_once(found, pace, following, findings, returns)
    else:
        show_returns(found, returns)
    with links:
        outcome.goal_links(found, formats)
    outcome.by_channel(found, formats, supposed=supposed)
    follow_in_browser(found, formats)
    acknowledge(state.panel(), key=KEY)
    if pace is Pace.WHOLE:
        show_in_time(found, following, findings)
        with improvements:
            worth_of_improvements(found, formats)
    if pace is Pace.CROWDED:
        with about_worlds:
            whole_result_follows(found.draws, formats)


def show_at_once(
    found: PlanResult, pace: Pace, following: DeltaGenerator, findings: DeltaGenerator, returns: DeltaGenerator
) -> None:
    """Stand-ins for the slow parts: as they were, where that is known."""
    formats, before = state.formats(), state.result_before_drag()
    step, known = next_step_of(before, pace), findings_of(before, pace)
    with following:
        if step is None:
            outcome.next_step_follows(found, formats, FOLLOWS)
        else:
            outcome.next_step_of_before(step, pace.as_before)
    with returns:
        outcome.returns(found, cached.returns_so_far(found, formats), formats)
    with findings:
        outcome.findings(known or [], FOLLOWS if known is None else pace.as_before)
        if known is not None:
            show_own_figures(before, key="own-figures")


def next_step_of(before: PlanResult, pace: Pace) -> cached.NextStep | None:
    """The next money before the last move; in a crowd only what is known of it."""
    known = cached.next_step_if_known if pace is Pace.CROWDED else cached.next_step
    return known(before, limits(), state.formats())


def findings_of(before: PlanResult, pace: Pace) -> Sequence[Finding] | None:
    """The findings before the last move; in a crowd only what is known of them."""
    known = cached.findings_if_known if pace is Pace.CROWDED else cached.findings
    return known(before, state.formats())


def show_returns(found: PlanResult, returns: DeltaGenerator) -> None:
    """The last of the charts: a browser draws them all while the server works out the rest."""
    with returns:
        outcome.returns(found, cached.next_returns(found, state.formats()), state.formats())


def show_in_time(found: PlanResult, following: DeltaGenerator, findings: DeltaGenerator) -> None:
    """The parts that run the plan many times over."""
    formats = state.formats()
    with following:
        outcome.next_step(found, limits(), formats)
    with findings:
        outcome.findings(cached.findings(found, formats))
        show_own_figures(state.believed_result(found.plan), key="own-figures")


def limits() -> Setting:
    """What a move has to leave as it is: what is locked, and what is supposed to stop."""
    setting = state.panel().setting
    return replace(setting, locked=setting.locked | what_if.stopping())


def baseline(now: Workspace, found: PlanResult, pace: Pace) -> PlanResult | None:
    """The plan to compare with: the same without what is supposed, else as it was saved.

    None while nothing has changed, or money is of another currency. Work that was never saved has none to compare with.
    Nor has a plan under a name that was not saved: another plan's figures would pass for its own.
    """
    if what_if.supposed():
        return _unless_the_same(state.believed_result(now.plan, preview=pace.is_quick), found)
    is_saved = not now.is_new and now.plan in plan_names(now.saved)
    if not is_saved or now.draft == now.saved or now.draft.currency != now.saved.currency:
        return None
    return _unless_the_same(state.saved_result(now.plan, preview=pace.is_quick), found)


def _unless_the_same(other: PlanResult, found: PlanResult) -> PlanResult | None:
    return None if replace(other, is_preview=found.is_preview) == found else other


page()
