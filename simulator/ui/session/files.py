"""Work with files of the library, and what it means for the scenario that is open in this session."""

from dataclasses import replace

from simulator import library
from simulator.errors import SaveError
from simulator.library import trash, versions
from simulator.scenario_files import content_of, parse
from simulator.ui.session import opening, workspaces
from simulator.ui.session.range_outcomes import keep_outcomes, readable
from simulator.ui.session.session import enter, keep_on_disk, session, tell
from simulator.ui.session.uninterrupted import uninterrupted


def duplicate(stem: str) -> None:
    """Save a file once more under a free name; raises SaveError, ScenarioError or UnknownNameError."""
    path = library.find(library.library_folder(), stem)
    name = opening.copy_name(parse(content_of(path)).name)
    library.duplicate(path, name)
    tell(f"Saved as {name}.")


@uninterrupted()
def rename(stem: str, name: str) -> None:
    """Give a file another name, here too if it is open; raises SaveError, ScenarioError or UnknownNameError."""
    path = library.find(library.library_folder(), stem)
    now = session().workspace
    if now.file == path and content_of(path) != now.content:
        raise SaveError(f"{path.name} was changed by someone else since you opened it: open it again first")
    renamed = library.rename(path, name)
    if now.file == path:
        content = content_of(renamed)
        now = workspaces.called(now, parse(content), content, renamed)
        keep_on_disk(replace(session(), workspace=now))


def discard(stem: str) -> None:
    """Move a file to the trash. If it is open, unsaved changes stay among the unsaved work. Raises as rename."""
    path = library.find(library.library_folder(), stem)
    if session().workspace.file == path:
        enter(opening.first())
    scenario = readable(path)
    trash.discard(path)
    tell(f"{path.name} is in the trash. You can put it back from there.")
    if scenario is not None:
        keep_outcomes(path, scenario)


def open_version(stem: str, identifier: str) -> None:
    """Look at a former state of a file; raises ScenarioFileError, UnknownNameError or SaveError."""
    enter(opening.version(stem, identifier))


def restore_version(stem: str, identifier: str) -> None:
    """Make a former state the present one, which is kept as a version; raises SaveError or UnknownNameError.

    Where the file or one of its versions is open, the restored one is shown; unsaved changes stay among the unsaved
    work.
    """
    folder = library.library_folder()
    # Only what is known to be a name becomes a path.
    versions.read_version(folder, stem, identifier)
    path = folder / f"{stem}{library.SUFFIX}"
    library.restore_version(path, identifier, expected=None)
    now = session().workspace
    if now.file == path or (now.version is not None and now.version.stem == stem):
        enter(opening.from_library(stem))
    tell("Restored. What was there before is kept among the versions.")


def show_theirs() -> None:
    """Open the file as it is now; unsaved changes stay among the unsaved work. Raises ScenarioFileError."""
    file = session().workspace.file
    assert file is not None, "only a saved scenario can have changed on disk"
    enter(opening.from_library(file.stem))


def back_from_version() -> None:
    """From a version to the file as it is now, else to the first example."""
    now = session().workspace
    assert now.version is not None, "only a version has a present state"
    found = [path.stem for path in library.paths(library.library_folder())]
    enter(opening.from_library(now.version.stem) if now.version.stem in found else opening.first())
