"""The table of real figures of one channel, to type and paste into, and what is worth checking about all of them."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from simulator.findings import Finding
from simulator.findings.real_figures import real_figure_findings
from simulator.findings.review import Severity
from simulator.scenario.actuals import Known
from simulator.tables.figures import FigureTable
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.components.month_grid import MonthRow, MonthTable, month_grid
from simulator.ui.components.month_grid.edits import actions
from simulator.ui.session import input_state, page_choices, state
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking.typed import MOST_SHOWN, YEAR, applied, cells_of, shown_months, table_of
from simulator.units import Unit

HOW = (
    "Type what really happened, or copy cells in a spreadsheet, click the first cell here and paste. Leave empty what "
    "you do not know: an empty cell is not 0. The names of months and rows may be among what you paste."
)
MOST_CHECKS = 8

_CHANNEL, _GRID = "track-channel", "track-grid"
_SEQUENCE, _SAID, _REFUSED, _EARLIER = "track sequence", "track said", "track refused", "track earlier"


def figures_table(now: Workspace, today: date) -> None:
    """The choice of the channel, and its table."""
    names = now.draft.channel_names
    channel = _channel(names)
    input_state.fill(_CHANNEL, channel)
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        st.selectbox("Channel", names, key=_CHANNEL, on_change=_channel_chosen, width=320)
        if shown_months(now.draft, today, earlier=_earlier())[1] < MOST_SHOWN:
            st.button(
                "Show an earlier year", icon=":material/history:", key="track-earlier", type="tertiary", on_click=_back
            )
    st.caption(HOW)
    table = table_of(now.draft, channel, today=today, locale=state.locale(), earlier=_earlier())
    month_grid(_shown(now, channel, table, state.formats()), key=_GRID, on_message=lambda sent: _take(sent, today))


def checks(now: Workspace, today: date) -> None:
    """Points worth checking about the figures, if there are any."""
    found = real_figure_findings(now.draft, today, state.formats())
    found.sort(key=lambda each: each.severity is not Severity.SERIOUS)
    if not found:
        return
    with st.container(key="track-checks"):
        lines = [f"- {_line(each)}" for each in found[:MOST_CHECKS]]
        if len(found) > MOST_CHECKS:
            lines.append(f"- and {counted(len(found) - MOST_CHECKS, 'more')}")
        serious = any(each.severity is Severity.SERIOUS for each in found)
        show = st.warning if serious else st.info
        show(
            "\n".join(lines),
            title="Check these figures" if serious else "Good to know",
            icon=":material/fact_check:" if serious else ":material/info:",
        )


def _line(found: Finding) -> str:
    return escape_markdown(f"{found.message} {found.advice}")


def _channel(names: Sequence[str]) -> str:
    chosen = page_choices.chosen(_CHANNEL)
    return chosen if chosen in names else names[0]


def _channel_chosen() -> None:
    page_choices.choose(_CHANNEL, input_state.text(_CHANNEL))
    _tell("", refused=False)


def _earlier() -> int:
    return int(page_choices.chosen(_EARLIER, "0"))


def _back() -> None:
    page_choices.choose(_EARLIER, str(_earlier() + YEAR))


def _token(now: Workspace, channel: str, table: FigureTable) -> str:
    return f"{now.id} {channel} {table.first} {table.months}"


def _shown(now: Workspace, channel: str, table: FigureTable, formats: Formats) -> MonthTable:
    rows = cells_of(now.draft, channel, table)
    return MonthTable(
        token=_token(now, channel, table),
        sequence=int(page_choices.chosen(_SEQUENCE, "0")),
        caption=f"{channel}: what really happened in each month, money in {now.draft.currency}",
        months=[table.month(place) for place in range(table.months)],
        rows=[
            MonthRow(name=name, cells=[_in_box(value) for value in cells], total=_total(name, cells, table, formats))
            for name, cells in zip(table.names, rows, strict=True)
        ],
        fills=False,
        said=page_choices.chosen(_SAID),
        refused=page_choices.chosen(_REFUSED) != "",
    )


def _in_box(value: Known) -> str:
    return "" if value is None else parsing.write(value, Unit.MONEY, locale=state.locale())


def _total(name: str, cells: Sequence[Known], table: FigureTable, formats: Formats) -> str:
    known = [value for value in cells if value is not None]
    if not known:
        return ""
    return formats.money(sum(known)) if name in table.money else formats.count(sum(known))


def _take(message: object, today: date) -> None:
    now = state.workspace()
    names = now.draft.channel_names
    if not names:
        return
    channel = _channel(names)
    table = table_of(now.draft, channel, today=today, locale=state.locale(), earlier=_earlier())
    token = _token(now, channel, table)
    for action in actions(message, token=token, after=int(page_choices.chosen(_SEQUENCE, "0"))):
        outcome = applied(state.workspace().draft, channel, action, table)
        state.set_draft(outcome.scenario)
        _tell(outcome.said, refused=outcome.refused)
        page_choices.choose(_SEQUENCE, str(action.number))


def _tell(said: str, *, refused: bool) -> None:
    page_choices.choose(_SAID, said)
    page_choices.choose(_REFUSED, "yes" if refused else "")
