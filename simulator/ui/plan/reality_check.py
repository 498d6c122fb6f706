"""The check of the first answer against what its owner counts today: a card above the results."""

from datetime import date

import streamlit as st

from simulator.analyses.reality_check import RealityCheck, closing_factor, reality_check
from simulator.edits import with_value
from simulator.edits.beginnings import CUSTOMERS_NOW
from simulator.edits.close_rates import with_own_close_rates
from simulator.presentation.reality_check import reality_text, why_scaled
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.navigation import assumptions_page
from simulator.ui.session import state
from simulator.ui.session.cache import kept
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.results import PlanResult
from simulator.ui.session.session import say, tell

_KEY = "reality"
NOT_BY_CLOSE_RATES = "Close rates alone cannot explain that."
WHAT_ELSE = (
    "Even if far more or fewer of those who ask bought, this plan would not bring what you count. Look at what a click "
    "or an enquiry costs, at the budget, and at how much work you can take on. Or some customers come by themselves."
)


def show_reality_check(result: PlanResult) -> None:
    """What the figures say beside what is counted, with what to change; nothing if nobody said what they count."""
    # Always there, filled or not, so that nothing below is drawn anew when it goes.
    place = st.container(key=f"{_KEY}-place")
    stated = result.scenario.business.new_customers_per_month_now
    if stated is None:
        return
    check = kept(("reality check", result.key, stated), lambda: reality_check(result.simulation, stated))
    with place, st.container(border=True, key=_KEY, gap="xsmall"):
        _words(check)
        if not check.agrees and not check.may_be_close_rates:
            st.caption(WHAT_ELSE)
        with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
            if not check.agrees and check.may_be_close_rates:
                st.button(
                    "Let more of them buy" if check.says_fewer else "Let fewer of them buy",
                    icon=":material/balance:",
                    key=f"{_KEY}-scale",
                    on_click=_scale,
                    args=(stated,),
                    help="Scales all close rates, low to high, so that the middle is what you count.",
                )
            st.page_link(assumptions_page(), label="Look at the figures", icon=":material/rule:")
            st.button("Close", icon=":material/close:", type="tertiary", key=f"{_KEY}-close", on_click=_put_away)


def _words(check: RealityCheck) -> None:
    text = reality_text(check, state.formats())
    icon = ":green[:material/check_circle:]" if check.agrees else ":orange[:material/help:]"
    st.markdown(f"{icon} **{escape_markdown(text.line)}** {escape_markdown(text.advice)}")


def _put_away() -> None:
    """The check has been read: the number goes, and an undo brings both back."""
    state.set_draft(with_value(state.workspace().draft, CUSTOMERS_NOW, None))


def _scale(stated: float) -> None:
    now = state.workspace()
    factor = closing_factor(now.draft, now.plan, stated)
    if factor is None:
        say(Notice(kind=Kind.HINT, line=NOT_BY_CLOSE_RATES, details=WHAT_ELSE))
        return
    why = why_scaled(stated, state.formats())
    state.set_draft(with_own_close_rates(now.draft, factor, date.today(), why))
    tell("The close rates are changed, and marked as yours. Undo takes it back.")
