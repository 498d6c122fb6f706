"""The window "Month by month": the selected plan's spend as a table, one row per channel, one column per month."""

import json

import streamlit as st

from simulator.edits.limits import paid_names
from simulator.edits.plans import spend_by_month
from simulator.scenario.scenario import HORIZON_MOST
from simulator.tables.budgets import summary
from simulator.tables.cells import UnreadableTableError
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.components.month_grid import MonthRow, MonthTable, month_grid
from simulator.ui.components.month_grid.edits import (
    Action,
    Spot,
    actions,
    applied,
    budget_in,
    place_of,
    with_amounts,
)
from simulator.ui.frame.budget_preview import Amounts, budget_preview
from simulator.ui.session import page_choices, state
from simulator.ui.session.workspaces import Workspace
from simulator.units import Unit

HOW = (
    "One row for each channel, one column for each month. To bring amounts from a spreadsheet, copy the cells there, "
    "click the first cell here, and paste. The names of channels and months may be among them."
)
NO_MONTHS = f"How many months to look at needs fixing first, under Assumptions: from 1 to {HORIZON_MOST}."
NO_CHANNELS = "There is no channel to spend on yet. Add one under Assumptions."

_KEY = "month-grid"
_BEGAN, _SEQUENCE, _SAID, _REFUSED = "months began", "months sequence", "months said", "months refused"
_ASKED = "months asked"


def months_button() -> None:
    """The button that opens the window."""
    if st.button("Month by month", icon=":material/calendar_month:", key="open-months", type="tertiary"):
        page_choices.choose(_BEGAN, str(len(state.workspace().past)))
        _tell("", refused=False)
        _ask(None)
        plan = escape_markdown(state.workspace().plan)
        st.dialog(f"Month by month: {plan}", width="large", on_dismiss="rerun")(_window)()


def _window() -> None:
    now, formats = state.workspace(), state.formats()
    if not 1 <= now.draft.horizon_months <= HORIZON_MOST or not paid_names(now.draft):
        st.info(NO_MONTHS if paid_names(now.draft) else NO_CHANNELS, icon=":material/info:")
        return
    st.caption(HOW)
    # Always there, filled or not: what comes and goes above the table would have it drawn anew.
    with st.container(key="months-asked"):
        _asked(now, formats)
    month_grid(_table(now, formats), key=_KEY, on_message=_take)
    with st.container(horizontal=True, horizontal_alignment="right", gap="xsmall"):
        nothing_yet = len(now.past) <= int(page_choices.chosen(_BEGAN, "0"))
        st.button("Undo", icon=":material/undo:", on_click=_undo, disabled=nothing_yet, key="months-undo")
        if st.button("Done", type="primary", icon=":material/check:", key="months-done"):
            st.rerun()


def _table(now: Workspace, formats: Formats) -> MonthTable:
    place = place_of(now.draft, state.locale())
    spend = spend_by_month(now.draft, now.plan)
    sums = [sum(month) for month in zip(*spend.values(), strict=True)]
    return MonthTable(
        token=_token(now),
        sequence=int(page_choices.chosen(_SEQUENCE, "0")),
        caption=f"{now.plan}: spend in each month, {now.draft.currency}",
        months=[place.month(index) for index in range(place.horizon)],
        rows=[
            MonthRow(
                name=name,
                cells=[_in_box(amount, place.decimals) for amount in amounts],
                total=formats.money(sum(amounts)),
            )
            for name, amounts in spend.items()
        ],
        totals=[formats.money(amount) for amount in sums],
        total=formats.money(sum(sums)),
        said=page_choices.chosen(_SAID),
        refused=page_choices.chosen(_REFUSED) != "",
    )


def _in_box(amount: float, decimals: int) -> str:
    return parsing.write(round(amount, decimals), Unit.MONEY, locale=state.locale())


def _token(now: Workspace) -> str:
    return f"{now.id} {now.plan}"


def _take(message: object) -> None:
    now = state.workspace()
    for action in actions(message, token=_token(now), after=int(page_choices.chosen(_SEQUENCE, "0"))):
        draft = state.workspace().draft
        outcome = applied(draft, now.plan, action, place_of(draft, state.locale()))
        _ask(outcome.asked)
        state.set_draft(outcome.scenario)
        _tell(outcome.said, refused=outcome.refused)
        page_choices.choose(_SEQUENCE, str(action.number))


def _asked(now: Workspace, formats: Formats) -> None:
    """What was pasted last, if it is not taken over yet, with what was understood of it."""
    action = _pending()
    if action is None:
        return
    try:
        budget = budget_in(action, place_of(now.draft, state.locale()))
    except UnreadableTableError:
        return
    with st.container(border=True, gap="xsmall"):
        st.markdown("**Look at what you pasted before it is taken over**")
        amounts = budget_preview(budget, formats, key=f"months-{page_choices.chosen(_SEQUENCE)}")
        said = "" if amounts is None else f"Pasted {summary(amounts, budget)}."
        with st.container(horizontal=True, gap="xsmall"):
            st.button(
                "Take it over",
                type="primary",
                icon=":material/check:",
                disabled=amounts is None,
                key="months-take",
                on_click=_taken_over,
                args=(amounts or {}, said),
            )
            st.button("Leave it", icon=":material/close:", key="months-leave", on_click=_left)


def _taken_over(amounts: Amounts, said: str) -> None:
    now = state.workspace()
    state.set_draft(with_amounts(now.draft, now.plan, amounts))
    _ask(None)
    _tell(said, refused=False)


def _left() -> None:
    _ask(None)
    _tell("Nothing was pasted.", refused=False)


def _ask(action: Action | None) -> None:
    asked = "" if action is None else json.dumps([action.text, action.spot.row, action.spot.column])
    page_choices.choose(_ASKED, asked)


def _pending() -> Action | None:
    asked = page_choices.chosen(_ASKED)
    if not asked:
        return None
    text, row, column = json.loads(asked)
    return Action(number=0, kind="paste", spot=Spot(row=row, column=column), text=text)


def _undo() -> None:
    state.undo()
    _tell("", refused=False)


def _tell(said: str, *, refused: bool) -> None:
    page_choices.choose(_SAID, said)
    page_choices.choose(_REFUSED, "yes" if refused else "")
