"""Exports of other programs on a page: the box, what their owner says about them, their money and their doubts."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator.errors import ExportError
from simulator.imports import Export, named_table, read_export
from simulator.imports.any_table import KEYS
from simulator.imports.by_channel import ByChannel, at_rate, rate_of
from simulator.imports.columns import joined
from simulator.imports.files import headings_in
from simulator.presentation.real_figures import FIGURE_NAMES, left_out_text
from simulator.text.grammar import counted, month_date
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.uploads import let_go
from simulator.ui.session import state
from simulator.ui.session.cache import kept

LARGEST_MB = 20
LEFT_OUT = "Leave out"
MOST_ASKED = 30
"""So many names are asked for at once; further ones go where they usually belong."""

MOST_LINES = 12
PAST_MONTHS = 24
NAMES = {"source": "Campaign or source", "day": "Day", "month": "Month", "currency": "Currency", **FIGURE_NAMES}


@dataclass(frozen=True)
class ExportsBox:
    """A box for exports on a page of this name; another import has a box of its own, so that nothing comes twice."""

    page: str

    @property
    def key(self) -> str:
        """The name of the box that is there now; keys of what is asked about its files begin with it."""
        return f"{self.page}-{self._number}"

    def files(self) -> Sequence[UploadedFile]:
        """The box itself, and the files that are in it."""
        return st.file_uploader(
            "Exports of Google Ads, Google Analytics, Meta Ads, Microsoft Advertising, LinkedIn or HubSpot, or any "
            "table (.csv, .tsv, .xlsx, .zip)",
            type=["csv", "tsv", "txt", "xlsx", "zip"],
            accept_multiple_files=True,
            max_upload_size=LARGEST_MB,
            key=f"{self.page}-files-{self._number}",
        )

    def emptied(self, files: Sequence[UploadedFile]) -> None:
        """Let go of the files, and show an empty box."""
        let_go(files)
        st.session_state[self._count] = self._number + 1

    @property
    def _number(self) -> int:
        return int(st.session_state.get(self._count, 0))

    @property
    def _count(self) -> str:
        return f"{self.page}-box"


def opened_exports(
    files: Sequence[UploadedFile], today: date, box: ExportsBox, remembered: Sequence[Mapping[str, str]] = ()
) -> list[tuple[str, Export]]:
    """The exports that can be read, by the names of their files; of the others it is said why not.

    ``remembered`` are headings by what their columns hold, of tables that were read before.
    """
    exports: list[tuple[str, Export]] = []
    for file in files:
        said = _About(file, box, remembered)
        try:
            export = said.read(today)
        except ExportError as error:
            st.error(escape_markdown(str(error)), title="Not read", icon=":material/error:")
            said.ask(today)
        else:
            exports.append((file.name, export))
            if said.month or said.columns or export.table:
                said.ask(today)
    return exports


@dataclass(frozen=True)
class _About:
    """What the owner of a file says about it: the month that it is of, and which column holds what."""

    file: UploadedFile
    box: ExportsBox
    remembered: Sequence[Mapping[str, str]]

    @property
    def month(self) -> date | None:
        """The month that was chosen."""
        month: date | None = st.session_state.get(self._key("month"))
        return month

    @property
    def columns(self) -> dict[str, str]:
        """The headings that were chosen, by what their columns hold."""
        return {key: heading for key in KEYS if (heading := st.session_state.get(self._key(key, of="column")))}

    @property
    def is_asked(self) -> bool:
        """Whether its owner was asked which column holds what: what is chosen then counts, and nothing else."""
        return any(self._key(key, of="column") in st.session_state for key in KEYS)

    def read(self, today: date) -> Export:
        """The export, as it is with what was said. Raises ExportError."""
        content, month, columns = self.file.getvalue(), self.month, self.columns
        remembered = [] if self.is_asked else list(self.remembered)
        digest = hashlib.sha256(content).hexdigest()
        key = (digest, self.file.name, today, month, *(tuple(each.items()) for each in (columns, *remembered)))
        return kept(
            ("export", *key),
            lambda: read_export(
                self.file.name, content, today=today, month=month, columns=columns, remembered=remembered
            ),
        )

    def ask(self, today: date) -> None:
        """The boxes in which it is said; at first they hold what is remembered of such a table."""
        table = named_table(self.file.getvalue(), self.remembered)
        headings = list(dict.fromkeys(filter(None, table.headings))) if table else headings_in(self.file.getvalue())
        if table is not None and not self.is_asked:
            for key, heading in table.columns.items():
                # It may be written in another way than before.
                st.session_state[self._key(key, of="column")] = next(
                    each for each in headings if joined(each) == joined(heading)
                )
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
            st.caption(
                "Which column holds what? Name one figure at least; leave empty what the table does not have. It is "
                "remembered for the next file with these headings."
            )
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
        return f"{self.box.page}-{of}-{self.box.key}-{self.file.file_id}-{name}"


def in_money_of(exports: Sequence[tuple[str, Export]], own: str, box: ExportsBox) -> list[tuple[str, Export]] | None:
    """The exports with their money in a currency; None while a rate is wanted."""
    others = sorted({each.currency for _, each in exports if each.currency not in (None, own)} - {None})
    rates: dict[str, float] = {}
    for currency in others:
        rate = st.number_input(
            f"What is one {currency} worth in {own}?",
            min_value=0.0,
            value=None,
            format="%.6g",
            placeholder="such as 1.08",
            key=f"{box.key}-rate-{currency}",
            width=320,
        )
        if rate:
            rates[str(currency)] = rate
    found = [(name, each, rate_of(each, own, rates)) for name, each in exports]
    if any(rate is None for _, _, rate in found):
        st.caption("Type the rate to see the figures.")
        return None
    return [(name, at_rate(each, rate)) for name, each, rate in found if rate is not None]


def chosen_channels(
    exports: Sequence[Export], proposed: Mapping[str, str], offered: Sequence[str], box: ExportsBox
) -> dict[str, str]:
    """The channel of each name in the exports, of those that are offered, or that it is left out."""
    platforms: dict[str, str] = {}
    for export in exports:
        for each in export.figures:
            platforms.setdefault(each.source, export.platform)
    options = [LEFT_OUT, *offered]
    chosen = dict(proposed)
    with st.container(horizontal=True, gap="small"):
        for place, source in enumerate(list(platforms)[:MOST_ASKED]):
            chosen[source] = st.selectbox(
                escape_markdown(f"{source[:60]} ({platforms[source]})"),
                options,
                index=options.index(proposed[source]),
                key=f"{box.key}-source-{place}-{source}",
                width=260,
            )
    further = len(platforms) - MOST_ASKED
    if further > 0:
        st.caption(f"{counted(further, 'further name')} as their platform, or left out where that is no channel.")
    return chosen


def said_of(exports: Sequence[tuple[str, Export]], found: ByChannel, lines: Sequence[str], box: ExportsBox) -> None:
    """Questions that the exports leave open, and what was left out, with its reasons."""
    if lines:
        st.markdown("\n".join(f"- {escape_markdown(line)}" for line in lines[:MOST_LINES]))
        if len(lines) > MOST_LINES:
            st.caption(f"and {counted(len(lines) - MOST_LINES, 'more')}")
    left = [f"{name}: {left_out_text(each)}" for name, export in exports for each in export.left_out]
    left += [f"{source}: left out, as it stands for no channel" for source in found.unmapped]
    if left:
        with st.expander(f"What was left out ({len(left)})", key=f"{box.page}-left-out"):
            st.markdown("\n".join(f"- {escape_markdown(line)}" for line in left))
