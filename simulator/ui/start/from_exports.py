"""A beginning from exports: what is measured in them is looked at, and a press makes it a scenario of one's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.edits.currency import converted
from simulator.edits.from_exports import Begun, begun_from_exports
from simulator.errors import FunnelcastError
from simulator.imports import Export
from simulator.imports.by_channel import by_channel, without_sources
from simulator.imports.usual_channels import usual_channels
from simulator.library.catalogue import SOMETHING_ELSE, trade
from simulator.library.folder import find, shipped_folder
from simulator.presentation.measured_text import HEADS, measured_rows
from simulator.presentation.real_figures import doubts
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import write
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.forms.exchange_rate import rate_box
from simulator.ui.frame.export_files import (
    LEFT_OUT,
    ExportsBox,
    chosen_channels,
    in_money_of,
    opened_exports,
    said_of,
)
from simulator.ui.frame.html import heads_html, rows_html, scroll_table_html
from simulator.ui.frame.navigation import TRADE_KEY, plan_page
from simulator.ui.frame.problem_list import show_problems, show_refusal
from simulator.ui.session import results, state
from simulator.ui.session.opening import unused_name
from simulator.validation import problems

STYLES = Path(__file__).parents[1] / "frame" / "tiles.css"
BOX = ExportsBox("start-exports")
ABOUT = (
    "Your channels with what they really cost and brought, measured from the files; the trade that is chosen above "
    "stands in for the rest, such as the margin."
)


def from_exports() -> None:
    """The box for files; below it what was measured, and the button that begins with it."""
    today = date.today()
    st.caption(ABOUT)
    files = BOX.files()
    if not files:
        return
    exports = opened_exports(files, today, BOX)
    example = None if not exports else _example([each for _, each in exports], today)
    if example is None:
        return
    own = in_money_of(exports, example.currency, BOX)
    if own is not None:
        _preview(example, own, files, today)


def _example(exports: Sequence[Export], today: date) -> Scenario[Belief] | None:
    """The example of the trade that is chosen, in the money of the exports; None while a rate is wanted."""
    key = str(st.session_state.get(TRADE_KEY, SOMETHING_ELSE))
    entry = results.entry(find(shipped_folder(), trade(key).scenario))
    if entry.scenario is None:
        show_problems(entry.trouble.problems if entry.trouble else (), "This example cannot be read")
        return None
    currency = next((each.currency for each in exports if each.currency), entry.scenario.currency)
    if currency == entry.scenario.currency:
        return entry.scenario
    rate = rate_box(entry.scenario.currency, currency, locale=state.locale(), key=f"{BOX.key}-example-rate-{currency}")
    if rate is None:
        st.caption(
            "Figures of the trade stand in for what the files do not say; type the rate to see what is measured."
        )
        return None
    return converted(entry.scenario, currency, rate, today)


def _preview(
    example: Scenario[Belief], exports: list[tuple[str, Export]], files: Sequence[UploadedFile], today: date
) -> None:
    opened, formats = [each for _, each in exports], Formats(example.currency, state.locale())
    usual = usual_channels(opened)
    proposed = {each.source: usual.get(each.source, LEFT_OUT) for export in opened for each in export.figures}
    names = list(dict.fromkeys(usual.values()))
    st.markdown("**Which channel is each name?**")
    chosen = chosen_channels(opened, proposed, names, BOX)
    found = by_channel([without_sources(each, _left_out(chosen)) for each in opened], names, _taken(chosen))
    begun = begun_from_exports(
        example, unused_name("My business"), found.figures, found.sources, found.tables, today=today
    )
    if begun.scenario.channels:
        st.html(STYLES)
        table = rows_html(measured_rows(begun.scenario, formats))
        st.html(scroll_table_html(heads_html(HEADS), table, caption="What is measured", kind="fc-wraps"))
    said_of(exports, found, [*_no_channels(begun), *doubts(exports, found, formats)], BOX)
    if not begun.scenario.channels:
        st.info(
            "There is no channel in these files yet. Add an export that says what was spent.", icon=":material/info:"
        )
    elif wrong := problems(begun.scenario):
        show_problems(wrong, "This cannot be begun with")
    elif st.button(
        f"Begin with {counted(len(begun.scenario.channels), 'channel')}",
        type="primary",
        icon=":material/arrow_forward:",
        key="begin-from-exports",
    ):
        _begin(begun, files)


def _begin(begun: Begun, files: Sequence[UploadedFile]) -> None:
    try:
        state.open_new(write(begun.scenario))
    except FunnelcastError as error:
        show_refusal(error, "Not begun")
        return
    BOX.emptied(files)
    st.switch_page(plan_page())


def _left_out(chosen: Mapping[str, str]) -> set[str]:
    return {source for source, channel in chosen.items() if channel == LEFT_OUT}


def _taken(chosen: Mapping[str, str]) -> dict[str, str]:
    return {source: channel for source, channel in chosen.items() if channel != LEFT_OUT}


def _no_channels(begun: Begun) -> list[str]:
    return [f"{escape_markdown(channel)} is no channel here: {why}" for channel, why in begun.left_out.items()]
