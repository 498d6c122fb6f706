"""Exports of other programs: a box for files, a preview of what they say, and a button that takes it over."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.edits.actuals import with_exports
from simulator.imports import Export
from simulator.imports.by_channel import ByChannel, by_channel, without_sources
from simulator.imports.usual_channels import own_channel, usual_channels
from simulator.presentation.real_figures import doubts, figure_rows
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.export_files import (
    LEFT_OUT,
    ExportsBox,
    chosen_channels,
    in_money_of,
    opened_exports,
    said_of,
)
from simulator.ui.session import state
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking.html import figures_html
from simulator.validation import problems

BOX = ExportsBox("track")


def exports_box(now: Workspace, today: date) -> None:
    """The box, and below it the preview of the files in it."""
    files = BOX.files()
    if not files:
        return
    with st.container(border=True, key="track-preview"):
        if exports := opened_exports(files, today, BOX, now.draft.imported_tables):
            _preview(now, exports, files)


def _preview(now: Workspace, exports: list[tuple[str, Export]], files: Sequence[UploadedFile]) -> None:
    formats = state.formats()
    st.markdown("**Look at what was found before it is taken over**")
    for name, export in exports:
        count = counted(len({each.source for each in export.figures}), "name")
        st.markdown(escape_markdown(f"{name}: {export.platform}, {count}"))
    converted = in_money_of(exports, now.draft.currency, BOX)
    if converted is None:
        return
    opened = [each for _, each in converted]
    st.markdown("**Which channel is each name?** What you choose is remembered.")
    chosen = chosen_channels(opened, _proposed(opened, now.draft), now.draft.channel_names, BOX)
    left = {source for source, channel in chosen.items() if channel == LEFT_OUT}
    stated = {source: channel for source, channel in chosen.items() if channel != LEFT_OUT}
    found = by_channel([without_sources(each, left) for _, each in converted], now.draft.channel_names, stated)
    if found.figures:
        st.html(figures_html(*figure_rows(found.figures, formats)))
    said_of(converted, found, list(doubts(converted, found, formats)), BOX)
    _take_over(now.draft, found, files)


def _proposed(exports: Sequence[Export], scenario: Scenario[Belief]) -> Mapping[str, str]:
    names = scenario.channel_names
    known = by_channel(exports, names, scenario.channel_of_source)
    usual = {source: own_channel(channel, names) or LEFT_OUT for source, channel in usual_channels(exports).items()}
    return {
        each.source: known.sources.get(each.source) or usual.get(each.source, LEFT_OUT)
        for export in exports
        for each in export.figures
    }


def _take_over(scenario: Scenario[Belief], found: ByChannel, files: Sequence[UploadedFile]) -> None:
    if not found.figures:
        st.info("Nothing to take over yet: choose a channel for one of the names.", icon=":material/info:")
    changed = with_exports(scenario, found)
    wrong = problems(changed) if not problems(scenario) else []
    if wrong:
        st.error(escape_markdown(str(wrong[0])), icon=":material/error:")
    st.button(
        "Take these figures over",
        type="primary",
        icon=":material/check:",
        key="track-take-over",
        disabled=not found.figures or bool(wrong),
        on_click=_taken_over,
        args=(found, files),
    )


def _taken_over(found: ByChannel, files: Sequence[UploadedFile]) -> None:
    state.set_draft(with_exports(state.workspace().draft, found))
    BOX.emptied(files)
    months = len({month for own in found.figures.values() for month in own})
    tell(
        f"Taken over: {counted(len(found.figures), 'channel')}, {counted(months, 'month')}. Undo takes it back. Months "
        "that were there already are replaced."
    )
