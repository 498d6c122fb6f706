"""The trash: what was deleted, to be brought back or removed for good."""

import streamlit as st

from simulator.errors import FunnelcastError
from simulator.library import drafts, trash
from simulator.library.folder import library_folder
from simulator.library.trash import Trashed
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.session.session import tell


def discarded(formats: Formats) -> None:
    """The trash, folded away; nothing if it is empty."""
    found = trash.trashed(library_folder())
    if not found:
        return
    with st.expander(f"Trash ({len(found)})", icon=":material/delete:", key="trash"):
        for trashed in found:
            with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
                _row(trashed, formats)
        _empty(len(found))


def _row(trashed: Trashed, formats: Formats) -> None:
    when = escape_markdown(formats.moment(trashed.discarded))
    about = f"unsaved work, discarded {when}" if trashed.is_work else f"deleted {when}"
    st.markdown(f"**{escape_markdown(trashed.stem)}**  \n:small[{about}]", width="content")
    if not st.button("Put back", icon=":material/restore_from_trash:", key=f"restore-{trashed.id}"):
        return
    try:
        done = _put_back(trashed)
    except FunnelcastError as error:
        show_refusal(error, "Not put back")
    else:
        tell(done)
        st.rerun()


def _put_back(trashed: Trashed) -> str:
    """Put it back where it was; returns what was done."""
    if trashed.is_work:
        drafts.put_back(library_folder(), trashed.id)
        return f"{trashed.stem} is among the unsaved work again."
    path = trash.restore(library_folder(), trashed.id)
    return f"{path.name} is among the saved scenarios now."


def _empty(count: int) -> None:
    with st.popover("Empty the trash", icon=":material/delete_forever:", key="empty-trash"):
        st.markdown(f"{counted(count, 'file')} would be gone for good, with all older versions.")
        if not st.button("Remove for good", type="primary", key="empty-trash-confirm"):
            return
        try:
            count = trash.empty(library_folder())
        except FunnelcastError as error:
            show_refusal(error, "Not all was removed")
        else:
            tell(f"{counted(count, 'file')} removed for good.")
            st.rerun()
