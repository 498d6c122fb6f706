"""The versions of a file: when each was saved, what changed with it, what it brought, and the way back to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from simulator import library
from simulator.engine.cost import cost_of
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import preview
from simulator.errors import FunnelcastError, ScenarioFileError
from simulator.library import versions
from simulator.library.versions import MOST_VERSIONS, Version
from simulator.presentation.changes import changes, headline_change, model_change
from simulator.scenario_files import content_of, model_of, parse
from simulator.text.formats import Formats
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.conflict import as_list
from simulator.ui.frame.navigation import plan_page
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.session import files, state

ON_A_PAGE = 10
MOST_LINES = 6
"""The most changes of one version that are listed."""

UNREADABLE = "This version cannot be read as a scenario."
NOT_COMPARED = "The version before it cannot be read as a scenario, so there is nothing to compare with."


@dataclass(frozen=True, kw_only=True)
class Difference:
    """Changes that came with a version: sentences, the change of the headline, and of the model; plain text."""

    lines: Sequence[str]
    headline: str = ""
    model: str = ""


@dataclass(frozen=True, kw_only=True)
class State:
    """A state of a file, the present one (``version`` is None) or a former one."""

    stem: str
    version: Version | None
    saved: datetime

    def content(self) -> bytes:
        """The bytes of the file in this state; raises FunnelcastError if they are gone."""
        folder = library.library_folder()
        if self.version is None:
            return content_of(library.find(folder, self.stem))
        return versions.read_version(folder, self.stem, self.version.id)


@st.dialog("Versions", width="large", on_dismiss="rerun")
def versions_dialog(stem: str) -> None:
    """All states of a file that are kept, the newest first."""
    st.caption(f"Every save keeps the former file. The last {MOST_VERSIONS} are kept, the oldest go first.")
    states = _states(stem)
    pages = -(-len(states) // ON_A_PAGE)
    page = st.pagination(pages, key="versions-page") if pages > 1 else 1
    first = (page - 1) * ON_A_PAGE
    for place in range(first, min(first + ON_A_PAGE, len(states))):
        older = states[place + 1] if place + 1 < len(states) else None
        with st.container(border=True):
            _row(states[place], older)
    if not states:
        st.markdown("This file is not here any more: someone renamed it, or threw it away. Its versions went with it.")
    if len(states) == 1:
        st.markdown("There is no older version yet. The next time you save, this one is kept.")


def _states(stem: str) -> list[State]:
    folder = library.library_folder()
    present = [path for path in library.paths(folder) if path.stem == stem]
    kept = [State(stem=stem, version=version, saved=version.saved) for version in versions.versions(folder, stem)]
    return [*(State(stem=stem, version=None, saved=_saved(path)) for path in present), *kept]


def _saved(path: Path) -> datetime:
    return datetime.fromtimestamp(library.version_of(path)[0] / 1e9).astimezone()


def _row(found: State, older: State | None) -> None:
    words, actions = st.columns([4, 1])
    when = escape_markdown(state.formats().moment(found.saved))
    with words:
        st.markdown(f"**{when}**" + (" :green-badge[Now]" if found.version is None else ""))
        readable = _changes(found, older)
    with actions:
        if found.version is not None and readable:
            _actions(found.version)


def _changes(found: State, older: State | None) -> bool:
    """Say what changed since the older state; whether this one can be read."""
    try:
        content = found.content()
        before = None if older is None else older.content()
    except FunnelcastError:
        st.caption("This version is not there any more: it was pruned meanwhile.")
        return False
    if not _is_readable(content):
        st.caption(UNREADABLE)
        return False
    if before is None:
        st.caption("The oldest that is kept.")
        return True
    told = difference(before, content, state.locale())
    st.markdown(as_list(told.lines, MOST_LINES))
    for caption in (told.headline, told.model):
        if caption:
            st.caption(escape_markdown(caption))
    return True


def _actions(version: Version) -> None:
    if st.button("Look at it", icon=":material/visibility:", width="stretch", key=f"look-{version.id}"):
        try:
            files.open_version(version.stem, version.id)
        except FunnelcastError as error:
            show_refusal(error, "Not opened")
        else:
            st.switch_page(plan_page())
    if st.button("Restore", icon=":material/history:", width="stretch", key=f"restore-version-{version.id}"):
        try:
            files.restore_version(version.stem, version.id)
        except FunnelcastError as error:
            show_refusal(error, "Not restored")
        else:
            st.rerun()


# The bytes are the key: a state never changes.
@st.cache_resource(max_entries=500, show_spinner=False)
def difference(before: bytes, after: bytes, locale: str) -> Difference:
    """Changes from one state of a file to the next, which can be read."""
    now = parse(after)
    try:
        former = parse(before)
    except ScenarioFileError:
        return Difference(lines=(NOT_COMPARED,))
    formats = Formats(currency=now.currency, locale=locale)
    lines = changes(former, now, formats) or ["Only the layout of the file."]
    model = model_change(model_of(before), model_of(after))
    firsts = [(each, each.plans[0].name) for each in (former, now) if each.plans]
    if len(firsts) < 2 or any(cost_of(*each, DEFAULT_DRAWS).is_large for each in firsts):
        return Difference(lines=lines, model=model)
    before_it, after_it = (preview(*each) for each in firsts)
    return Difference(lines=lines, headline=headline_change(before_it, after_it, formats), model=model)


@st.cache_resource(max_entries=500, show_spinner=False)
def _is_readable(content: bytes) -> bool:
    try:
        parse(content)
    except ScenarioFileError:
        return False
    return True
