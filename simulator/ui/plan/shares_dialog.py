"""The window "Total and shares": the selected plan's spend as a total, and the percentage that each channel gets."""

import math
from collections.abc import Sequence

import streamlit as st

from simulator.edits.apportionment import UNIT, shared_out
from simulator.edits.limits import paid_names
from simulator.edits.slider_ranges import MOST_SPEND
from simulator.edits.totals import (
    WHOLE,
    from_monthly_total,
    from_whole_total,
    monthly_total,
    scaled_to_whole,
    shares_of,
    weights_of,
    whole_total,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.form import current
from simulator.ui.forms.typed import doubts_in
from simulator.ui.plan.months_dialog import NO_CHANNELS, NO_MONTHS
from simulator.ui.session import input_state, page_choices, state
from simulator.units import Unit

MONTHLY, WHOLE_TIME = "month", "whole"

_TOTAL, _PERIOD, _SHARE, _OPENED = "shares total", "shares period", "share of", "shares opened with"


def shares_button() -> None:
    """The button that opens the window."""
    if st.button("Total and shares", icon=":material/percent:", key="open-shares", type="tertiary"):
        now = state.workspace()
        can_fill = 1 <= now.draft.horizon_months <= HORIZON_MOST and paid_names(now.draft)
        if can_fill:
            fill(now.draft, now.plan)
        body = window if can_fill else _nothing_to_share
        st.dialog(f"Total and shares: {escape_markdown(now.plan)}")(body)()


def _nothing_to_share() -> None:
    st.info(NO_MONTHS if paid_names(state.workspace().draft) else NO_CHANNELS, icon=":material/info:")


def fill(scenario: Scenario[Belief], plan: str) -> None:
    """Put the plan's present total and shares into the boxes of the window."""
    input_state.put(_PERIOD, MONTHLY)
    input_state.put(_TOTAL, _total_text(scenario, plan, MONTHLY))
    shares = [_percent(share) for share in shares_of(scenario, plan).values()]
    for place, share in enumerate(shares):
        input_state.put(_share_key(place), share)
    page_choices.choose(_OPENED, "\n".join(shares))


def window() -> None:
    """The content of the window."""
    now, formats = state.workspace(), state.formats()
    st.caption("What you want to spend in all, and how much of it each channel gets. Each keeps the months it has now.")
    total = _total_box(now.draft, now.plan, formats)
    shares = _share_boxes(now.draft, now.plan, total, formats)
    is_whole = _about_sum(shares)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
        if not is_whole and any(shares) and None not in shares:
            st.button("Scale to 100 %", icon=":material/balance:", on_click=_scale, key="shares-scale")
        use = st.button(
            "Use these",
            type="primary",
            icon=":material/check:",
            disabled=total is None or not is_whole,
            key="shares-use",
        )
    if use and total is not None:
        _use(now.draft, now.plan, total, [share or 0 for share in shares])
        st.rerun()


def _total_box(scenario: Scenario[Belief], plan: str, formats: Formats) -> float | None:
    """The total that is typed [money]; None if it cannot be used."""
    stated, period = st.columns([2, 3], vertical_alignment="bottom")
    with period:
        st.segmented_control(
            "Period",
            [MONTHLY, WHOLE_TIME],
            format_func={
                MONTHLY: "a month",
                WHOLE_TIME: f"in all {counted(scenario.horizon_months, 'month')}",
            }.__getitem__,
            required=True,
            key=_PERIOD,
            label_visibility="collapsed",
            on_change=_period_chosen,
            args=(_total_text(scenario, plan, MONTHLY), _total_text(scenario, plan, WHOLE_TIME)),
        )
    with stated:
        typed = st.text_input(f"Total, {formats.currency_symbol}", key=_TOTAL) or ""
    doubts_in(current(), _TOTAL, Unit.MONEY)
    total = parsing.read(typed, Unit.MONEY, locale=state.locale(), currency=scenario.currency)
    most = MOST_SPEND * (scenario.horizon_months if input_state.text(_PERIOD) == WHOLE_TIME else 1)
    if problem := _total_problem(typed, total, most, formats):
        _complain(problem)
        return None
    return total


def _total_problem(typed: str, total: float | None, most: float, formats: Formats) -> str:
    if total is None:
        return f"“{typed}” is not an amount" if typed.strip() else "Say how much to spend"
    if total < 0.0:
        return "A spend is at least 0"
    return f"That is too much; at most {formats.money(most)}" if total > most else ""


def _share_boxes(scenario: Scenario[Belief], plan: str, total: float | None, formats: Formats) -> list[int | None]:
    """A box for each channel, with what it comes to; the shares that are typed, None where one cannot be read."""
    form = current()
    shares = [_read_share(input_state.text(_share_key(place))) for place in range(len(paid_names(scenario)))]
    known = [share or 0 for share in shares]
    weights = list(_weights(scenario, plan, known).values())
    is_whole = None not in shares and sum(known) == WHOLE
    amounts = _amounts(total, weights) if total is not None and is_whole else None
    for place, name in enumerate(paid_names(scenario)):
        label, box, comes_to = st.columns([5, 3, 4], vertical_alignment="center", wrap=False)
        label.markdown(escape_markdown(name))
        with box:
            st.text_input(f"Share of {escape_markdown(name)}", key=_share_key(place), label_visibility="collapsed")
        comes_to.caption("" if amounts is None else formats.money(amounts[place]))
        if shares[place] is None:
            typed = input_state.text(_share_key(place)).strip()
            _complain(f"“{typed}” is not a share from 0 to 100 %" if typed else "A share is missing; 0 for none")
        doubts_in(form, _share_key(place), Unit.RATE)
    return shares


def _about_sum(shares: Sequence[int | None]) -> bool:
    """Say what the shares add up to, and what is missing; whether it is the whole."""
    if None in shares:
        return False
    together = sum(share or 0 for share in shares)
    if together == WHOLE:
        st.markdown(":material/check: Together **100 %**.")
        return True
    rest = _percent(abs(WHOLE - together))
    gap = f"**{rest}** is missing" if together < WHOLE else f"That is **{rest}** too much"
    st.warning(f"Together {_percent(together)}. {gap}.", icon=":material/warning:")
    return False


def _use(scenario: Scenario[Belief], plan: str, total: float, shares: Sequence[int]) -> None:
    is_old_total = input_state.text(_TOTAL) == _total_text(scenario, plan, input_state.text(_PERIOD))
    if is_old_total and not _are_new(len(shares)):
        return
    divided = from_whole_total if input_state.text(_PERIOD) == WHOLE_TIME else from_monthly_total
    state.set_draft(divided(scenario, plan, total, _weights(scenario, plan, shares)))


def _weights(scenario: Scenario[Belief], plan: str, shares: Sequence[int]) -> dict[str, int]:
    """What the channels get is in proportion to these; shares that were only looked at are not rounded as shown."""
    if not _are_new(len(shares)):
        return weights_of(scenario, plan)
    return dict(zip(paid_names(scenario), shares, strict=True))


def _are_new(boxes: int) -> bool:
    """Whether other shares stand in the boxes than the window was opened with."""
    return "\n".join(input_state.text(_share_key(place)) for place in range(boxes)) != page_choices.chosen(_OPENED)


def _scale() -> None:
    places = range(len(paid_names(state.workspace().draft)))
    shares = [_read_share(input_state.text(_share_key(place))) or 0 for place in places]
    for place, share in zip(places, scaled_to_whole(shares), strict=True):
        input_state.put(_share_key(place), _percent(share))


def _period_chosen(monthly: str, whole: str) -> None:
    # A total that was typed stays; one that was only shown follows the period.
    shown = {MONTHLY: monthly, WHOLE_TIME: whole}
    if input_state.text(_TOTAL) in shown.values():
        input_state.put(_TOTAL, shown[input_state.text(_PERIOD)])


def _total_text(scenario: Scenario[Belief], plan: str, period: str) -> str:
    total = (monthly_total if period == MONTHLY else whole_total)(scenario, plan)
    return parsing.write(round(total, 2), Unit.MONEY, locale=state.locale())


def _amounts(total: float, shares: Sequence[int]) -> list[float]:
    return [part / UNIT for part in shared_out(round(total * UNIT), list(shares))]


def _read_share(typed: str) -> int | None:
    """A share in thousandths of a percent; None if it is none."""
    rate = parsing.read(typed, Unit.RATE, locale=state.locale(), currency="")
    if rate is None or not math.isfinite(rate) or not 0.0 <= rate <= 1.0:
        return None
    return round(rate * WHOLE)


def _percent(share: int) -> str:
    return parsing.write(share / WHOLE, Unit.RATE, locale=state.locale())


def _share_key(place: int) -> str:
    return f"{_SHARE} {place + 1}"


def _complain(message: str) -> None:
    st.markdown(f":red[:material/error: {escape_markdown(message)}.]")
