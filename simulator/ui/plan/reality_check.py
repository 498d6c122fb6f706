"""The check of today's plan against what its owner counts today: a card above the results until it is put away."""

from datetime import date

import streamlit as st

from simulator.analyses.reality_check import RealityCheck, closing_factor, reality_check
from simulator.edits.close_rates import with_own_close_rates
from simulator.edits.plans import plan_names, spend_by_month
from simulator.presentation.reality_check import RealityText, moved_text, not_by_close_rates, reality_text, why_scaled
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.session import state, what_if
from simulator.ui.session.cache import kept
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.results import PlanResult
from simulator.ui.session.session import say, tell
from simulator.ui.session.workspaces import Workspace

_KEY = "reality"
_PUT_AWAY = f"{_KEY}-put-away"
"""The key of the counts that were put away in this session, each with the work that it belongs to."""

AGREES, DIFFERS = ":green[:material/check_circle:]", ":orange[:material/help:]"
NOT_SCALED = "The close rates stay as they are."
STAYS = "Put away until you open this again. Your count stays under Assumptions."


def show_reality_check(now: Workspace, result: PlanResult) -> None:
    """Comparison of today's plan with today's count, and what to change; nothing if nobody said a count."""
    # Always there, filled or not, so that nothing below is drawn anew when it goes.
    place = st.container(key=f"{_KEY}-place")
    stated, formats = now.draft.business.new_customers_per_month_now, state.formats()
    if stated is None or now.plan != now.draft.plans[0].name or _is_put_away(now, stated):
        return
    counted = counted_of_today(now)
    check = None if counted is None else check_of(result, counted)
    with place, st.container(border=True, key=_KEY, gap="xsmall"):
        is_supposed = bool(what_if.supposed())
        _words(reality_text(check, formats, is_supposed=is_supposed) if check else moved_text(stated, formats), check)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if check and not check.agrees and check.may_be_close_rates:
                _scale_button(check)
            st.page_link(assumptions_page(), label="Look at the figures", icon=":material/rule:")
            st.button(
                "Close",
                icon=":material/close:",
                type="tertiary",
                key=f"{_KEY}-close",
                on_click=_put_away,
                args=(stated,),
            )


def counted_of_today(now: Workspace) -> float | None:
    """Count of today, where the selected plan is today's: a budget that was moved is not."""
    stated = now.draft.business.new_customers_per_month_now
    if stated is None or now.plan != now.draft.plans[0].name or not _is_as_stated(now):
        return None
    return stated


def _is_as_stated(now: Workspace) -> bool:
    """Whether the selected plan spends what it was begun or saved with."""
    months = min(now.saved.horizon_months, now.draft.horizon_months)
    is_known = now.plan in plan_names(now.saved)
    return is_known and _spent(now.saved, now.plan, months) == _spent(now.draft, now.plan, months)


def _spent(scenario: Scenario[Belief], plan: str, months: int) -> dict[str, tuple[float, ...]]:
    """What each channel spends in the first months; none without money, which may or may not stand in the plan."""
    spends = {channel: amounts[:months] for channel, amounts in spend_by_month(scenario, plan).items()}
    return {channel: amounts for channel, amounts in spends.items() if any(amounts)}


def check_of(result: PlanResult, stated: float) -> RealityCheck:
    """The customers of a result beside those that are counted."""
    return kept(("reality check", result.key, stated), lambda: reality_check(result.simulation, stated))


def _words(text: RealityText, check: RealityCheck | None) -> None:
    icon = AGREES if check and check.agrees else DIFFERS
    st.markdown(f"{icon} **{escape_markdown(text.line)}** {escape_markdown(text.advice)}")


def _scale_button(check: RealityCheck) -> None:
    st.button(
        "Let more of them buy" if check.says_fewer else "Let fewer of them buy",
        icon=":material/balance:",
        key=f"{_KEY}-scale",
        on_click=_scale,
        args=(check,),
        help="Scales all close rates, low to high, so that the middle is what you count.",
    )


# A card that was read is no change of the file, and what was counted stays in it.
def _put_away(stated: float) -> None:
    st.session_state[_PUT_AWAY] = _all_put_away() | _places(state.workspace(), stated)
    tell(STAYS)


def _is_put_away(now: Workspace, stated: float) -> bool:
    return bool(_all_put_away() & _places(now, stated))


def _all_put_away() -> frozenset[tuple[str, float]]:
    found: frozenset[tuple[str, float]] = st.session_state.get(_PUT_AWAY, frozenset())
    return found


def _places(now: Workspace, stated: float) -> frozenset[tuple[str, float]]:
    """Where a count was read: in the work that is open, which keeps its name when it is saved, and in its file."""
    return frozenset({(now.id, stated)} if now.file is None else {(now.id, stated), (str(now.file), stated)})


def _scale(check: RealityCheck) -> None:
    now = state.workspace()
    factor = closing_factor(now.draft, now.plan, check.stated)
    if factor is None:
        say(Notice(kind=Kind.HINT, line=NOT_SCALED, details=not_by_close_rates(check, state.formats())))
        return
    why = why_scaled(check.stated, state.formats())
    state.set_draft(with_own_close_rates(now.draft, factor, date.today(), why))
    tell("The close rates are changed, and marked as yours. Undo takes it back.")
