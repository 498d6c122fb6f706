"""The answer of the page Plan: everything that follows from the plan as its sliders stand.

It is a fragment: a move of a slider runs this alone, unless it changes something around it (see ``around``). Within it
the headline is a fragment again: where many move sliders at once, a move runs that alone, and the rest follows once
nobody waits.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, nullcontext, suppress
from contextvars import ContextVar
from dataclasses import dataclass, replace
from datetime import date
from functools import cache, partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator
from streamlit.errors import StreamlitAPIException
from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulator.analyses.next_move import cost_with_move
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
from simulator.ui.plan import ahead, around, cached, outcome
from simulator.ui.plan.budget import KEY, take
from simulator.ui.plan.extent import FOLLOWS, Extent, whole_is_asked_for, whole_result_follows
from simulator.ui.plan.following import follow_in_browser
from simulator.ui.plan.html import EXAMPLE, SAVED
from simulator.ui.plan.improvements import worth_of_improvements
from simulator.ui.plan.look import Look
from simulator.ui.plan.reality_check import show_reality_check
from simulator.ui.plan.what_if import supposed_sentence
from simulator.ui.session import state, what_if
from simulator.ui.session.arrivals import give_way
from simulator.ui.session.bursts import together
from simulator.ui.session.results import PlanResult
from simulator.ui.session.turns import LARGE_FROM, drawing, is_crowded, turn
from simulator.ui.session.workspaces import Workspace

ANSWER, HEADLINE = "answer", "headline"
"""The fragments by key."""


@st.fragment(key=ANSWER)
def answer(printed: DeltaGenerator) -> None:
    """The result, or why there is none; ``printed`` is the place for the head of the page on paper."""
    now = state.workspace()
    _draw_all_if_outdated(now)
    if not (is_alone := _runs_alone()):
        printed.html(printed_head(now))
    if problems := state.problems():
        show_draft_problems(problems, "There is no result yet: these need fixing first")
        st.page_link(assumptions_page(), label="Fix them under Assumptions", icon=":material/rule:")
        answered()
    elif is_too_large(costs := cache(partial(cost, now)), "This plan"):
        answered()
    else:
        show_result_or_why_not(now, costs(state.draws()))
    if is_alone:
        # It has its place already, and nobody sees it on a screen.
        printed.html(printed_head(now))


def _draw_all_if_outdated(now: Workspace) -> None:
    if around.is_outdated(now):
        st.rerun()
    around.go_on()


def printed_head(now: Workspace) -> str:
    """The head of the printed page, and the budget, which its sliders show on a screen."""
    formats, has_result = state.formats(), not state.problems()
    draws = state.draws() if has_result else None
    head = printed_head_html(now, f"Plan {now.plan}", on=date.today(), formats=formats, draws=draws)
    return head + (printed_budget_html(budget_lines(now.draft, now.plan, formats)) if has_result else "")


def cost(now: Workspace, draws: int) -> Cost:
    """The cost of the plan, its returns and its next move, and of the saved one if it is compared with that."""
    compared = look().baseline(now, state.result(now.plan))
    own = cost_with_move(now.draft, now.plan, draws)
    return own if compared is None else one_after_the_other([own, cost_of(compared.scenario, compared.plan, draws)])


def show_result_or_why_not(now: Workspace, takes: Cost) -> None:
    """The result, as it is worked out; where others wait for theirs, a worker does that, and it is shown after that."""
    try:
        with turn(takes) as others:
            extent = extent_among(others, now)
            if others == 0 or not cached.prepare(about_to_show(now, extent)):
                show_result(now, extent)
                cached.note(about_to_show(now, extent))
                return
    except LostWorkError as error:
        show_refusal(error, "There is no result")
        answered()
        return
    with drawing:
        show_result(now, extent)


def extent_among(others: int, now: Workspace) -> Extent:
    """How much is worked out where so many others work something out, or wait."""
    if state.panel().dragging:
        return Extent.HELD
    is_patient = whole_is_asked_for() and others == 0
    if is_patient or not is_crowded() or cached.is_there(about_to_show(now, Extent.WHOLE)):
        return Extent.WHOLE
    return Extent.CROWDED


def about_to_show(now: Workspace, extent: Extent) -> cached.Shown:
    """Everything that the readings of the result depend on."""
    return look().shown(now, quick=extent.is_quick)


def look() -> Look:
    """How this session looks at its plan."""
    return Look(what_if.held(), state.draws(), state.formats(), limits())


def show_result(now: Workspace, extent: Extent) -> None:
    """Everything that follows from the plan; what takes long comes last, when the sliders can be moved again."""
    looks, found = look(), state.result(now.plan, preview=extent.is_quick)
    saved, formats = looks.baseline(now, found), looks.formats
    supposed = supposed_sentence(now, formats)
    with together() if cached.is_at_hand(found, formats) or ahead.is_under_way(found) else nullcontext():
        with together():
            with _drawn_with(extent, found):
                headline()
            places = _places()
        if extent.is_quick:
            give_way()
        with together():
            with places.fan:
                outcome.over_time(found, saved, formats, supposed=supposed, former=_former(now))
            with places.people:
                outcome.twenty_worlds(found, formats)
                outcome.stages(found, formats)
        with together():
            if extent.is_quick:
                show_at_once(found, extent, places)
            else:
                show_returns(found, places.returns)
    with together():
        with places.words:
            outcome.in_words(found, formats, is_supposed=bool(supposed))
        with places.links:
            outcome.goal_links(found, formats)
        outcome.by_channel(found, formats, supposed=supposed)
        follow_in_browser(found, looks)
        answered()
    if extent is Extent.WHOLE:
        show_in_time(found, places)


@st.fragment(key=HEADLINE)
def headline() -> None:
    """The headline; by itself where others wait, and what stands below is then as it was before."""
    now, whole = state.workspace(), _whole.get()
    if whole is not None:
        show_headline(now, *whole)
        return
    _draw_all_if_outdated(now)
    extent = Extent.HELD if state.panel().dragging else Extent.CROWDED
    about = replace(about_to_show(now, extent), only_headline=True)
    try:
        with turn(cost(now, state.draws())):
            is_there = cached.prepare(about)
            if not is_there:
                show_headline_alone(now, extent)
    except LostWorkError as error:
        show_refusal(error, "There is no result")
        answered_alone()
        return
    if is_there:
        with drawing:
            show_headline_alone(now, extent)


def show_headline_alone(now: Workspace, extent: Extent) -> None:
    """The headline where nothing else of the answer is drawn, and the end of that."""
    with together():
        show_headline(now, extent, state.result(now.plan, preview=True), is_alone=True)
        answered_alone()


def show_headline(now: Workspace, extent: Extent, found: PlanResult, *, is_alone: bool = False) -> None:
    """The judgement and the figures, below what somebody says of today; and when the rest follows."""
    formats = state.formats()
    # What somebody says of today is no matter of what is supposed.
    show_reality_check(now, state.believed_result(now.plan, preview=extent.is_quick))
    saved, supposed = look().baseline(now, found), supposed_sentence(now, formats)
    outcome.result(found, saved, formats, supposed=supposed, former=_former(now), is_alone=is_alone)
    with st.container(key="about-worlds"):
        if extent is Extent.CROWDED:
            whole_result_follows(found.draws, formats, is_alone=is_alone)


def headline_suffices(now: Workspace) -> bool:
    """Whether a move that changes nothing around the answer is to be answered by the headline alone, as others wait."""
    if not is_crowded() or cached.is_there(about_to_show(now, Extent.WHOLE)) or around.is_outdated(now):
        return False
    return cost(now, state.draws()).memory <= LARGE_FROM


def answered() -> None:
    """Tell the sliders that the answer to their move is drawn, and take the next; comes last."""
    acknowledge(state.panel(), key=KEY, on_message=_take)


def answered_alone() -> None:
    """The same of the headline alone."""
    acknowledge(state.panel(), key=KEY, on_message=_take_alone, part=HEADLINE)


def _take(message: object) -> None:
    take(message)
    if headline_suffices(state.workspace()):
        _run_instead(HEADLINE)


def _take_alone(message: object) -> None:
    take(message)
    if not headline_suffices(state.workspace()):
        _run_instead(ANSWER)


def _run_instead(key: str) -> None:
    """Run this fragment in place of the one that was asked for, where that was one, and this has been drawn."""
    if _runs_alone():
        with suppress(StreamlitAPIException):
            st.rerun(key)


def _runs_alone() -> bool:
    """Whether a part of the page was asked for, and the rest stays as it was drawn."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


_whole = ContextVar[tuple[Extent, PlanResult] | None]("whole", default=None)
"""The answer that the headline is drawn with, and its extent; None where the headline is drawn by itself."""


@contextmanager
def _drawn_with(extent: Extent, found: PlanResult) -> Iterator[None]:
    # Not as an argument: a session keeps those of a fragment, and a result holds draws.
    token = _whole.set((extent, found))
    try:
        yield
    finally:
        _whole.reset(token)


def _former(now: Workspace) -> str:
    return SAVED if now.file else EXAMPLE


@dataclass(frozen=True)
class _Places:
    """Places between the headline and the table, in the order in which they stand on the page."""

    words: DeltaGenerator
    links: DeltaGenerator
    following: DeltaGenerator
    improvements: DeltaGenerator
    fan: DeltaGenerator
    findings: DeltaGenerator
    people: DeltaGenerator
    returns: DeltaGenerator


def _places() -> _Places:
    words = st.container(key="in-words")
    links = st.container(key="goal-links-place")
    offer_all_worlds()
    following = st.container(key="next-money")
    improvements = st.container(key="improvement-worths")
    fan, findings = st.columns([5, 3], gap="large")
    people, returns = st.columns(2, gap="large")
    return _Places(
        words=words,
        links=links,
        following=following,
        improvements=improvements,
        fan=fan.container(key="profit-fan"),
        findings=findings,
        people=people,
        returns=returns,
    )


def show_at_once(found: PlanResult, extent: Extent, places: _Places) -> None:
    """Stand-ins for the slow parts: as they were, where that is known."""
    formats, before = state.formats(), state.result_before_drag()
    step, known = next_step_of(before, extent), findings_of(before, extent)
    with places.following:
        if step is None:
            outcome.next_step_follows(found, formats, FOLLOWS)
        else:
            outcome.next_step_of_before(step, extent.as_before)
    with places.returns:
        outcome.returns(found, cached.returns_so_far(found, formats), formats)
    with places.findings:
        outcome.findings(known or [], FOLLOWS if known is None else extent.as_before)
        if known is not None:
            show_own_figures(before, key="own-figures")


def next_step_of(before: PlanResult, extent: Extent) -> cached.NextStep | None:
    """The next money before the last move; in a crowd only what is known of it."""
    known = cached.next_step_if_known if extent is Extent.CROWDED else cached.next_step
    return known(before, limits(), state.formats())


def findings_of(before: PlanResult, extent: Extent) -> Sequence[Finding] | None:
    """The findings before the last move; in a crowd only what is known of them."""
    known = cached.findings_if_known if extent is Extent.CROWDED else cached.findings
    return known(before, state.formats())


def show_returns(found: PlanResult, returns: DeltaGenerator) -> None:
    """The last of the charts: a browser draws them all while the server works out the rest."""
    with returns:
        outcome.returns(found, cached.next_returns(found, state.formats()), state.formats())


def show_in_time(found: PlanResult, places: _Places) -> None:
    """The parts that run the plan many times over; whoever moves a slider again does not wait for them."""
    formats = state.formats()
    give_way()
    with together(), places.following:
        outcome.next_step(found, limits(), formats)
    give_way()
    with together():
        with places.findings:
            outcome.findings(cached.findings(found, formats))
            show_own_figures(state.believed_result(found.plan), key="own-figures")
        with places.improvements:
            worth_of_improvements(found, formats)


def limits() -> Setting:
    """Limits on a move, which leaves as it is what is locked and what is supposed to stop."""
    setting = state.panel().setting
    return replace(setting, locked=setting.locked | what_if.stopping())
