"""Two people, one file: what somebody else did to the open file, and what to do about it."""

from collections.abc import Callable, Sequence

import streamlit as st

from simulator.errors import FunnelcastError
from simulator.presentation.changes import changes
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.notice_bar import Posted
from simulator.ui.frame.outside_changes import Fate, OutsideChange, outside
from simulator.ui.frame.problem_list import refusal_notice, show_problems, show_refusal
from simulator.ui.session import files, state
from simulator.ui.session.notice import Kind, Notice
from simulator.ui.session.session import say, tell
from simulator.ui.session.workspaces import Workspace

MOST_LINES = 12
"""The most changes of one side that are listed."""

_SAID = {
    Fate.CHANGED: "{name} was changed by someone else since you opened it. Yours is not saved over it unasked.",
    Fate.UNREADABLE: "{name} was changed by another program and cannot be read as a scenario any more.",
    Fate.GONE: "{name} is not in its folder any more: someone renamed it, moved it or threw it away.",
}


def what_happened(now: Workspace, found: OutsideChange) -> str:
    """The fate of the open file."""
    assert now.file is not None, "only a saved scenario has a file"
    return _SAID[found.fate].format(name=now.file.name)


def outside_notices(now: Workspace) -> list[Posted]:
    """The fate of the open file, with what can be done about it; none if it is as it was."""
    found = outside(now)
    if found is None:
        return []
    kind = Kind.HINT if found.fate is Fate.CHANGED else Kind.WARNING
    is_newer = found.fate is Fate.CHANGED and not now.is_changed
    act = _show_theirs_button if is_newer else _see_button
    return [Posted(notice=Notice(kind=kind, line=_line(now, found)), act=act)]


def _show_theirs_button() -> None:
    st.button("Show the new one", icon=":material/refresh:", on_click=_show_theirs, key="show-theirs")


def _show_theirs() -> None:
    try:
        files.show_theirs()
    except FunnelcastError as error:
        say(refusal_notice(error, "Not opened"))


def _see_button() -> None:
    if st.button("See what can be done", icon=":material/compare_arrows:", key="see-conflict"):
        conflict_dialog()


def _line(now: Workspace, found: OutsideChange) -> str:
    if found.fate is Fate.CHANGED and not now.is_changed:
        assert now.file is not None, "only a saved scenario has a file"
        return f"{now.file.name} was changed by someone else. You see it as it was before."
    kept = "Your changes are kept." if now.is_changed else "What you see is as it was before, and still whole."
    return f"{what_happened(now, found)} {kept}"


@st.dialog("The file is not what you opened", width="large")
def conflict_dialog() -> None:
    """The file's fate, compared in words if it can be, and the ways on; the draft stays until one is taken."""
    now = state.workspace()
    found = outside(now)
    if found is None or now.file is None:
        st.rerun()
        return
    st.markdown(escape_markdown(what_happened(now, found)))
    if found.scenario is not None:
        with st.expander("Compare: what they changed, what you changed", icon=":material/compare_arrows:"):
            _compared(now, found)
    if found.trouble is not None:
        with st.expander("What is wrong with the file now"):
            show_problems(found.trouble.problems, "Found in the file")
    _ways_on(now, found)


def _compared(now: Workspace, found: OutsideChange) -> None:
    formats = state.formats()
    assert found.scenario is not None, "only what can be read can be compared"
    theirs, mine = st.columns(2)
    with theirs:
        _listed("They changed", changes(now.saved, found.scenario, formats), "Nothing that counts: only its layout.")
    with mine:
        _listed("You changed", changes(now.saved, now.draft, formats), "Nothing.")
    if st.button("Open theirs, keep mine under Unsaved work" if now.is_changed else "Open theirs", key="open-theirs"):
        _do(files.show_theirs, "Not opened")


def _listed(title: str, lines: Sequence[str], nothing: str) -> None:
    st.markdown(f"**{title}**")
    st.markdown(as_list(lines, MOST_LINES) or nothing)


def as_list(lines: Sequence[str], most: int) -> str:
    """Sentences as a list in Markdown, the first ``most`` of them, then how many more there are; empty if none."""
    shown = [f"- {escape_markdown(line)}" for line in lines[:most]]
    more = [f"- and {len(lines) - most} more"] if len(lines) > most else []
    return "\n".join([*shown, *more])


def _ways_on(now: Workspace, found: OutsideChange) -> None:
    with st.container(horizontal=True, gap="small"):
        copy = st.button("Save mine as a copy", icon=":material/file_copy:", type="primary", key="conflict-copy")
        label = "Save it there again" if found.fate is Fate.GONE else "Overwrite with mine"
        overwrite = st.button(label, icon=":material/save:", key="conflict-overwrite")
    st.caption(_consequence(found))
    if copy:
        _do(_copy, "Not saved. Your changes are kept")
    elif overwrite:
        _do(_overwrite, "Not saved. Your changes are kept")


def _consequence(found: OutsideChange) -> str:
    if found.fate is Fate.GONE:
        return "A copy gets a name of its own. Saved there again, the file stands in the list as before."
    return (
        "A copy leaves theirs as it is. If you overwrite it, theirs is kept among the versions of the file, and can be "
        "restored from there."
    )


def _copy() -> None:
    state.save_copy()
    tell(f"Saved as {state.workspace().draft.name}.")


def _overwrite() -> None:
    state.save(overwrite=True)
    tell("Saved. What was there before is kept among the versions.")


def _do(action: Callable[[], None], refused: str) -> None:
    try:
        action()
    except FunnelcastError as error:
        show_refusal(error, refused)
    else:
        st.rerun()
