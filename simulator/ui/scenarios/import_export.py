"""Files in and out of the library: several at once in, all of them out as one archive."""

from datetime import date
from functools import partial

import streamlit as st

from simulator import library
from simulator.library.folder import library_folder
from simulator.library.transfer import Imported
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal

MOST_MEGABYTES = 20
"""The largest archive that is taken in; a single scenario file is far smaller."""

MOST_FILES = 500
"""The most files that are taken in at once."""


def exchange(*, anything_saved: bool) -> None:
    """The buttons above the list: bring files in, take all of them out."""
    with st.container(horizontal=True, gap="xsmall"):
        if st.button("Import files", icon=":material/upload:", key="import"):
            import_dialog()
        if anything_saved:
            _download_all()


def _download_all() -> None:
    st.download_button(
        "Download all (zip)",
        partial(library.as_zip, library_folder()),
        file_name=f"funnelcast {date.today().isoformat()}.zip",
        mime="application/zip",
        icon=":material/folder_zip:",
        on_click="ignore",
        key="download-all",
    )


@st.dialog("Import files", width="medium", on_dismiss="rerun")
def import_dialog() -> None:
    """Several files into the library; the good ones are in, the others say what is wrong with them."""
    # A form clears its boxes: a second press cannot take the same files in again.
    with st.form("import-form", border=False, clear_on_submit=True):
        uploaded = st.file_uploader(
            "Scenario files (.yaml), as many as you like, or a zip of them",
            type=["yaml", "yml", "zip"],
            accept_multiple_files=True,
            max_upload_size=MOST_MEGABYTES,
            key="import-files",
        )
        pressed = st.form_submit_button("Import them", type="primary", key="import-confirm")
    if pressed:
        _import([(file.name, file.getvalue()) for file in uploaded])
    if st.button("Back to the list", key="import-close"):
        st.rerun()


def _import(chosen: list[tuple[str, bytes]]) -> None:
    if len(chosen) > MOST_FILES:
        st.error(f"These are {len(chosen)} files. At most {MOST_FILES} are taken in at once.")
    elif chosen:
        _report(library.import_files(library_folder(), chosen))
    else:
        st.warning("Choose files first.")


def _report(outcome: list[Imported]) -> None:
    good = [imported.path.stem for imported in outcome if imported.path is not None]
    if good:
        title = f"{counted(len(good), 'file')} imported"
        st.success(", ".join(escape_markdown(stem) for stem in good), title=title, icon=":material/check:")
    for imported in outcome:
        if imported.trouble is not None:
            show_refusal(imported.trouble, f"{escape_markdown(imported.name)} was not imported")
