"""The line at the top of every page: what is open, whether it is saved, and the way back."""

from functools import partial
from pathlib import Path

import streamlit as st

from simulator.errors import ConflictError, FunnelcastError
from simulator.library.catalogue import SOMETHING_ELSE, TRADES
from simulator.library.folder import SUFFIX, library_folder, stem_of
from simulator.text.markdown import escape_markdown
from simulator.ui.components.browser import browser_habits
from simulator.ui.frame.conflict import conflict_dialog, outside_notices
from simulator.ui.frame.navigation import TRADE_KEY, open_noted, scenarios_page, start_page
from simulator.ui.frame.notice_bar import Posted, show_notices
from simulator.ui.frame.problem_list import draft_notice, refusal_notice, show_refusal
from simulator.ui.frame.version_banner import notice_version, suggested_name
from simulator.ui.session import input_state, presses, state
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.opening import draft_content
from simulator.ui.session.session import heed, say, telling, told
from simulator.ui.session.workspaces import Workspace

SAVE, ABOUT_SAVE = "save", "Ctrl+S saves too, from anywhere"
STYLES = tuple(Path(__file__).with_name(name) for name in ("frame.css", "print.css"))
NOT_SAFE = "Your changes are not safe yet"
EXAMPLE = "Not your figures."
"""Beside a badge that says that it is an example; as short as a phone is narrow."""
ABOUT_EXAMPLE = (
    "Try anything: the example itself never changes. “Use my business” begins with your own budget, sale and margin; "
    "figures of the trade stand in for what you leave empty."
)
CANNOT_SAVE = "Not saved yet. Your changes are kept, but these need fixing first"


def status_bar(*, undo_key: str | None = None, redo_key: str | None = None) -> None:
    """Show what is open, with undo, redo and save; every page calls this first.

    The keys press the buttons from anywhere on the page, so a page with boxes of text, which have an undo of their
    own, gives none.
    """
    page_frame()
    now = state.workspace()
    with st.container(horizontal=True, key="bar"):
        with st.container(horizontal=True, key="status"):
            st.markdown(f"**{escape_markdown(now.draft.name)}**")
            st.markdown(_condition(now))
        notices = st.container(horizontal=True, vertical_alignment="center", gap="small", key="notices")
        with st.container(horizontal=True, width="content", gap="xsmall", key="status-actions"):
            _way_back(now, undo_key, redo_key)
            _save_button(now)
    # Always there, filled or not: what stands below would move, and be drawn anew, if it came and went.
    with st.container(key="banner"):
        notice_version(now)
    presses.carry_out(SAVE, lambda _: save_or_ask())
    with notices:
        show_notices([*_of_session(now, told()), *outside_notices(now)])


def as_shown(now: Workspace) -> tuple[object, ...]:
    """Content of the line now, to tell whether one that was drawn before shows the same."""
    notices = [posted.notice for posted in (*_of_session(now, telling()), *outside_notices(now))]
    return now.id, now.draft.name, _condition(now), now.is_changed, bool(now.past), bool(now.future), notices


@st.dialog("Save as")
def save_as_dialog() -> None:
    """Ask for a name, and save under it unless it is taken."""
    name = st.text_input(
        "Name of the scenario",
        value=suggested_name(state.workspace()),
        max_chars=input_state.MOST_TYPED,
        key="save-as-name",
    )
    st.caption(f"It is saved in {escape_markdown(str(library_folder()))}.")
    if not st.button("Save", type="primary", icon=":material/save:", key="save-as-confirm"):
        return
    try:
        state.save_as(name)
    except FunnelcastError as error:
        show_refusal(error, "Not saved")
    else:
        st.rerun()


def save_or_ask() -> None:
    """Save to the scenario's file; ask for a name first if it has none, and what to do if it was changed meanwhile."""
    if found := state.problems():
        say(draft_notice(found, CANNOT_SAVE))
        return
    if state.workspace().file is None:
        save_as_dialog()
        return
    try:
        state.save()
    except ConflictError:
        conflict_dialog()
    except FunnelcastError as error:
        say(refusal_notice(error, "Not saved. Your changes are kept"))
    else:
        st.rerun()


def download_button(now: Workspace, label: str, *, key: str) -> None:
    """A press downloads the open scenario as it stands, as a file."""
    st.download_button(
        label,
        partial(draft_content, now),
        file_name=f"{stem_of(now.draft.name)}{SUFFIX}",
        mime="application/yaml",
        icon=":material/download:",
        on_click="ignore",
        key=key,
    )


def page_frame() -> None:
    """Parts of every page that nobody sees: where a press leads, its look, and what the keys of the browser do."""
    open_noted()
    with st.container(key="browser"):
        browser_habits(SAVE)
    st.html(f"<style>{''.join(style.read_text('utf-8') for style in STYLES)}</style>")


def _condition(now: Workspace) -> str:
    if now.is_new:
        return ":orange-badge[:material/edit: Not saved yet]"
    if now.is_changed:
        return ":orange-badge[:material/edit: Unsaved changes]"
    if now.version is not None:
        return ":gray-badge[:material/history: Older version]"
    if now.shipped is not None:
        return ":gray-badge[Example]"
    return ":green-badge[:material/check: Saved]"


def _way_back(now: Workspace, undo_key: str | None, redo_key: str | None) -> None:
    st.button("Undo", icon=":material/undo:", on_click=state.undo, disabled=not now.past, shortcut=undo_key, key="undo")
    st.button(
        "Redo", icon=":material/redo:", on_click=state.redo, disabled=not now.future, shortcut=redo_key, key="redo"
    )


def _save_button(now: Workspace) -> None:
    st.button(
        "Save",
        icon=":material/save:",
        type="primary",
        disabled=not now.is_changed,
        key=SAVE,
        help=ABOUT_SAVE,
        on_click=presses.note,
        args=(SAVE,),
    )


def _of_session(now: Workspace, said: Notice | None) -> list[Posted]:
    found = [] if said is None else [Posted(notice=said)]
    if trouble := state.trouble():
        details = f"{escape_markdown(trouble)}. Save or download your work before you close this page."
        unsafe = Notice(kind=Kind.WARNING, line=NOT_SAFE, details=details)
        found.append(
            Posted(notice=unsafe, act=partial(download_button, now, "Download my work", key="download-unsafe"))
        )
    if notice := state.notice():
        found.append(Posted(notice=_hint(notice), heed=_heed_or_go))
    if now.shipped is not None:
        found.append(Posted(notice=Notice(kind=Kind.HINT, line=EXAMPLE, details=ABOUT_EXAMPLE), act=use_my_business))
    return found


def use_my_business() -> None:
    """A button that leads to the page Start, with the trade of the example that is open."""
    if not st.button("Use my business", type="tertiary", icon=":material/flag:", key="use-my-business"):
        return
    shipped = state.workspace().shipped
    input_state.put(TRADE_KEY, next((each.key for each in TRADES if each.scenario == shipped), SOMETHING_ELSE))
    st.switch_page(start_page())


def _hint(text: str) -> Notice:
    """Sentences as a notice: the first is its line, which has little room, the others are read in full."""
    line, end, rest = text.partition(". ")
    return Notice(kind=Kind.HINT, line=f"{line}." if end else line, details=escape_markdown(rest))


def _heed_or_go() -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button("Got it", on_click=heed, key="heed-notice")
        st.page_link(scenarios_page(), label="Show me", icon=":material/folder_open:")
