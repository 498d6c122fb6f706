"""Files in and out of the library: several at once in, all of them out as archives."""

import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import partial

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from simulator import library
from simulator.errors import MOST_LISTED, SaveError, ScenarioFileError
from simulator.library.folder import library_folder
from simulator.library.transfer import IMPORT, Imported
from simulator.text.grammar import counted
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.problem_list import show_refusal
from simulator.ui.frame.uploads import let_go

GO_ON = "Import the same files again to go on: what is in the library already is passed over."
OUTCOMES = "How the ranges of that library turned out is known here too: see Track."
MOST_IN_FULL = 10
"""The most refused files whose problems are all shown; of further ones the first problem."""

_RUN, _REPORT, _BOX = "import-run", "import-report", "import-box"
_SLICE = 0.4
"""How long files come in until the progress is drawn again, and a press of Stop is heard [seconds]."""


@dataclass(frozen=True)
class Report:
    """An import: the names of all its files, and what became of those that were reached."""

    names: tuple[str, ...]
    outcome: tuple[Imported, ...]

    @property
    def left(self) -> list[str]:
        """The names of the files that were not reached: the time was over, or it was stopped."""
        too_late = [imported.name for imported in self.outcome if not imported.was_reached]
        return [*too_late, *self.names[len(self.outcome) :]]


@dataclass(frozen=True)
class Run:
    """An import that is under way; ``outcome`` grows with each of its ``steps``."""

    names: tuple[str, ...]
    steps: Generator[Imported]
    outcome: list[Imported] = field(default_factory=list)

    def ended(self) -> Report:
        """The outcome of an import; the content of all files is let go."""
        self.steps.close()
        return Report(self.names, tuple(self.outcome))


def exchange() -> None:
    """The buttons above the list: bring files in, take all of them out."""
    with st.container(horizontal=True, gap="xsmall"):
        asked = st.button("Import files", icon=":material/upload:", key="import")
        _download_all()
    # Whoever closes the window of an import stops it.
    if run := st.session_state.pop(_RUN, None):
        st.session_state[_REPORT] = run.ended()
    if (report := st.session_state.pop(_REPORT, None)) and report.left:
        _say_what_is_left(report)
    if asked:
        import_dialog()


def _download_all() -> None:
    parts = len(library.archive_parts(library_folder()))
    for part in range(1, parts + 1):
        of_several = f" part {part} of {parts}" if parts > 1 else ""
        st.download_button(
            f"Download all{of_several} (zip)",
            partial(library.as_zip, library_folder(), part=part),
            file_name=f"funnelcast {date.today().isoformat()}{of_several}.zip",
            mime="application/zip",
            icon=":material/folder_zip:",
            on_click="ignore",
            key="download-all" if part == 1 else f"download-all-{part}",
        )


@st.dialog("Import files", width="medium", on_dismiss="rerun")
def import_dialog() -> None:
    """Several files into the library; the good ones are in, the others say what is wrong with them."""
    if (run := st.session_state.get(_RUN)) is not None:
        _go_on(run)
    elif (report := st.session_state.get(_REPORT)) is not None:
        _show(report)
    else:
        _choose()
    if st.button("Back to the list", key="import-close"):
        st.session_state.pop(_REPORT, None)
        st.rerun()


def _choose() -> None:
    # A form clears its boxes, and another import has a box of its own: nothing is taken in a second time.
    with st.form("import-form", border=False, clear_on_submit=True):
        uploaded = st.file_uploader(
            "Scenario files (.yaml), or a zip of them",
            type=["yaml", "yml", "zip"],
            accept_multiple_files=True,
            key=f"import-files-{st.session_state.get(_BOX, 0)}",
        )
        st.caption(f"One import takes at most {IMPORT}.")
        pressed = st.form_submit_button("Import them", type="primary", key="import-confirm")
    if pressed and uploaded:
        _begin(uploaded)
    elif pressed:
        st.warning("Choose files first.")


def _begin(uploaded: Sequence[UploadedFile]) -> None:
    arriving = library.incoming((file.name, file.getvalue()) for file in uploaded)
    let_go(uploaded)
    st.session_state[_BOX] = st.session_state.get(_BOX, 0) + 1
    st.session_state[_RUN] = Run(
        tuple(each.name for each in arriving.files), library.imports(library_folder(), arriving)
    )
    st.rerun(scope="fragment")


def _go_on(run: Run) -> None:
    """Take in some more files. Streamlit hears a press within a dialog only between two runs of it."""
    done, count = len(run.outcome), len(run.names)
    st.progress(done / count, text=f"{done:,} of {counted(count, 'file')}")
    stopped = st.button("Stop", icon=":material/stop_circle:", key="import-stop")
    if stopped or not _more_follow(run):
        st.session_state[_REPORT] = run.ended()
        del st.session_state[_RUN]
    st.rerun(scope="fragment")


def _more_follow(run: Run) -> bool:
    end = time.monotonic() + _SLICE
    for imported in run.steps:
        run.outcome.append(imported)
        if time.monotonic() >= end:
            return True
    return False


def _show(report: Report) -> None:
    files = [imported for imported in report.outcome if not imported.is_outcomes]
    new = [imported.path.stem for imported in files if imported.path is not None and not imported.was_there]
    if new:
        st.success(_listed(new), title=f"{counted(len(new), 'file')} imported", icon=":material/check:")
    if any(each.is_outcomes and each.path is not None and not each.was_there for each in report.outcome):
        st.success(OUTCOMES, icon=":material/check:")
    if there := [imported.name for imported in files if imported.was_there]:
        title = f"{counted(len(there), 'file')} passed over: the library has the same already"
        st.info(_listed(there), title=title, icon=":material/info:")
    _show_refused([(each.name, each.trouble) for each in report.outcome if each.trouble is not None])
    if report.left:
        _say_what_is_left(report)
    st.button("Import more", key="import-more", on_click=st.session_state.pop, args=(_REPORT, None))


def _show_refused(refused: Sequence[tuple[str, ScenarioFileError | SaveError]]) -> None:
    for name, trouble in refused[:MOST_IN_FULL]:
        show_refusal(trouble, f"{escape_markdown(name)} was not imported")
    if further := refused[MOST_IN_FULL:]:
        lines = [f"- {escape_markdown(f'{name}: {_first_line(trouble)}')}" for name, trouble in further[:MOST_LISTED]]
        more = [f"- and {len(further) - MOST_LISTED:,} more"] if len(further) > MOST_LISTED else []
        title = f"{counted(len(further), 'more file')} not imported"
        st.error("\n".join([*lines, *more]), title=title, icon=":material/error:")


def _first_line(trouble: ScenarioFileError | SaveError) -> str:
    return str(trouble).partition("\n")[0]


def _say_what_is_left(report: Report) -> None:
    title = f"The import ended early: {counted(len(report.left), 'file')} not imported"
    st.warning(f"{_listed(report.left)}  \n{GO_ON}", title=title, icon=":material/warning:")


def _listed(names: Sequence[str]) -> str:
    more = [f"and {len(names) - MOST_LISTED:,} more"] if len(names) > MOST_LISTED else []
    return ", ".join([*(escape_markdown(name) for name in names[:MOST_LISTED]), *more])
