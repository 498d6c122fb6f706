"""Exports of other programs: a box for files, a preview of what they say, and a button that takes it over."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.edits.actuals import with_exports
from simulator.errors import ExportError
from simulator.imports import Export, read_export
from simulator.imports.any_table import KEYS
from simulator.imports.by_channel import ByChannel, at_rate, by_channel, rate_of, without_sources
from simulator.imports.files import headings_in
from simulator.imports.usual_channels import usual_channels
from simulator.presentation.real_figures import FIGURE_NAMES, doubts, figure_rows, left_out_text
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import counted, month_date
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.uploads import let_go
from simulator.ui.session import state
from simulator.ui.session.cache import kept
from simulator.ui.session.session import tell
from simulator.ui.session.workspaces import Workspace
from simulator.ui.tracking.html import figures_html
from simulator.validation import problems

LARGEST_MB = 20
LEFT_OUT = "Leave out"
MOST_ASKED = 30
"""So many names are asked for at once; further ones go where they usually belong."""

MOST_LINES = 12
PAST_MONTHS = 24
NAMES = {"source": "Campaign or source", "day": "Day", "month": "Month", "currency": "Currency", **FIGURE_NAMES}

_BOX = "track-box"


def exports_box(now: Workspace, today: date) -> None:
    """The box, and below it the preview of the files in it."""
    # Another import has a box of its own: nothing is taken over a second time.
    box = int(st.session_state.get(_BOX, 0))
    files = st.file_uploader(
        "Exports of Google Ads, Google Analytics, Meta Ads, Microsoft Advertising, LinkedIn or HubSpot, or any table "
        "(.csv, .tsv, .xlsx, .zip)",
        type=["csv", "tsv", "txt", "xlsx", "zip"],
        accept_multiple_files=True,
        max_upload_size=LARGEST_MB,
        key=f"track-files-{box}",
    )
    if not files:
        return
    with st.container(border=True, key="track-preview"):
        if exports := _opened(files, today, box):
            _preview(now, exports, files, box)


def _opened(files: Sequence[UploadedFile], today: date, box: int) -> list[tuple[str, Export]]:
    """The exports that can be read, by the names of their files; of the others it is said why not."""
    exports: list[tuple[str, Export]] = []
    for file in files:
        said = _About(file, box)
        try:
            exports.append((file.name, said.read(today)))
        except ExportError as error:
            st.error(escape_markdown(str(error)), title="Not read", icon=":material/error:")
            said.ask(today)
        else:
            if said.month or said.columns:
                said.ask(today)
    return exports


@dataclass(frozen=True)
class _About:
    """What the owner of a file says about it: the month that it is of, and which column holds what."""

    file: UploadedFile
    box: int

    @property
    def month(self) -> date | None:
        """The month that was chosen."""
        month: date | None = st.session_state.get(self._key("month"))
        return month

    @property
    def columns(self) -> dict[str, str]:
        """The headings that were chosen, by what their columns hold."""
        return {key: heading for key in KEYS if (heading := st.session_state.get(self._key(key, of="column")))}

    def read(self, today: date) -> Export:
        """The export, as it is with what was said. Raises ExportError."""
        content, month, columns = self.file.getvalue(), self.month, self.columns
        key = (hashlib.sha256(content).hexdigest(), self.file.name, today, month, tuple(columns.items()))
        return kept(
            ("export", *key), lambda: read_export(self.file.name, content, today=today, month=month, columns=columns)
        )

    def ask(self, today: date) -> None:
        """The boxes in which it is said."""
        headings = headings_in(self.file.getvalue())
        if not headings:
            return
        name = escape_markdown(self.file.name)
        with st.expander(f"Say what {name} is about", expanded=True, key=self._key("about")):
            st.selectbox(
                "The month that it is about, if it does not say so",
                [month_date(today.replace(day=1), 1 - back) for back in range(PAST_MONTHS)],
                index=None,
                format_func=state.formats().month_name,
                key=self._key("month"),
            )
            st.caption("Which column holds what? Name one figure at least; leave empty what the table does not have.")
            with st.container(horizontal=True, gap="small"):
                for key in KEYS:
                    st.selectbox(
                        NAMES[key],
                        headings,
                        index=None,
                        key=self._key(key, of="column"),
                        width=200,
                    )

    def _key(self, name: str, *, of: str = "of") -> str:
        return f"track-{of}-{self.box}-{self.file.file_id}-{name}"


def _preview(now: Workspace, exports: list[tuple[str, Export]], files: Sequence[UploadedFile], box: int) -> None:
    formats = state.formats()
    st.markdown("**Look at what was found before it is taken over**")
    for name, export in exports:
        count = counted(len({each.source for each in export.figures}), "name")
        st.markdown(escape_markdown(f"{name}: {export.platform}, {count}"))
    converted = _in_own_money(exports, now.draft, box)
    if converted is None:
        return
    chosen = _chosen(converted, now.draft, box)
    left = {source for source, channel in chosen.items() if channel == LEFT_OUT}
    stated = {source: channel for source, channel in chosen.items() if channel != LEFT_OUT}
    found = by_channel([without_sources(each, left) for _, each in converted], now.draft.channel_names, stated)
    if found.figures:
        st.html(figures_html(*figure_rows(found.figures, formats)))
    _said(converted, found, list(doubts(converted, found, formats)))
    _take_over(now.draft, found, files)


def _in_own_money(
    exports: list[tuple[str, Export]], scenario: Scenario[Belief], box: int
) -> list[tuple[str, Export]] | None:
    """The exports with money in the scenario's currency; None while a rate is wanted."""
    others = sorted({each.currency for _, each in exports if each.currency not in (None, scenario.currency)} - {None})
    rates: dict[str, float] = {}
    for currency in others:
        rate = st.number_input(
            f"What is one {currency} worth in {scenario.currency}?",
            min_value=0.0,
            value=None,
            format="%.6g",
            placeholder="such as 1.08",
            key=f"track-rate-{box}-{currency}",
            width=320,
        )
        if rate:
            rates[str(currency)] = rate
    found = [(name, each, rate_of(each, scenario.currency, rates)) for name, each in exports]
    if any(rate is None for _, _, rate in found):
        st.caption("Type the rate to see the figures.")
        return None
    return [(name, at_rate(each, rate)) for name, each, rate in found if rate is not None]


def _chosen(exports: list[tuple[str, Export]], scenario: Scenario[Belief], box: int) -> dict[str, str]:
    """The channel of each name in the exports, or that it is left out, as somebody chooses."""
    opened = [each for _, each in exports]
    proposed = _proposed(opened, scenario)
    platforms = {each.source: export.platform for export in opened for each in export.figures}
    st.markdown("**Which channel is each name?** What you choose is remembered.")
    offered = [LEFT_OUT, *scenario.channel_names]
    chosen = dict(proposed)
    with st.container(horizontal=True, gap="small"):
        for place, source in enumerate(list(platforms)[:MOST_ASKED]):
            chosen[source] = st.selectbox(
                escape_markdown(f"{source[:60]} ({platforms[source]})"),
                offered,
                index=offered.index(proposed[source]),
                key=f"track-source-{box}-{place}-{source}",
                width=260,
            )
    further = len(platforms) - MOST_ASKED
    if further > 0:
        st.caption(f"{counted(further, 'further name')} as their platform, or left out where that is no channel.")
    return chosen


def _proposed(exports: Sequence[Export], scenario: Scenario[Belief]) -> Mapping[str, str]:
    names = scenario.channel_names
    remembered = {each.source: each.channel for each in scenario.imports}
    known = by_channel(exports, names, remembered)
    own = {name.casefold(): name for name in names}
    usual = {source: own.get(channel.casefold(), LEFT_OUT) for source, channel in usual_channels(exports).items()}
    return {
        each.source: known.sources.get(each.source) or usual.get(each.source, LEFT_OUT)
        for export in exports
        for each in export.figures
    }


def _said(exports: list[tuple[str, Export]], found: ByChannel, lines: list[str]) -> None:
    if lines:
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            st.caption(f"and {counted(len(lines) - MOST_LINES, 'more')}")
    left = [f"{name}: {left_out_text(each)}" for name, export in exports for each in export.left_out]
    left += [f"{source}: left out, as it stands for no channel" for source in found.unmapped]
    if left:
        with st.expander(f"What was left out ({len(left)})", key="track-left-out"):
            st.markdown("\n".join(f"- {escape_markdown(line)}" for line in left))


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
    let_go(files)
    st.session_state[_BOX] = int(st.session_state.get(_BOX, 0)) + 1
    months = len({month for own in found.figures.values() for month in own})
    tell(
        f"Taken over: {counted(len(found.figures), 'channel')}, {counted(months, 'month')}. Undo takes it back. Months "
        "that were there already are replaced."
    )
