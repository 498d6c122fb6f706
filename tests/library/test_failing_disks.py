"""Disks that are full, folders where nothing can be written, and systems that refuse any one step."""

import errno
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from simulator import library
from simulator.errors import SaveError
from simulator.library import trash
from simulator.library.saving import save
from simulator.library.versions import read_version, versions
from tests.library.saving_process import content_of

STEPS = ("open", "write", "fsync", "link", "rename", "replace", "unlink", "rmdir", "mkdir", "chmod")
NEEDS_SPACE = ("open", "write", "fsync", "link", "mkdir")
NOBODY = 65534


class FailingSystem:
    """The system's calls that change a disk; those that ``fails`` tells by their number are refused."""

    def __init__(self, patch: pytest.MonkeyPatch, steps: tuple[str, ...], fails: Callable[[int], bool]) -> None:
        self.fails = fails
        self.calls = 0
        self.failed = 0
        for name in steps:
            patch.setattr(os, name, self.failing(name, getattr(os, name)))

    def failing(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def called(*arguments: Any, **named: Any) -> Any:
            if name == "open" and not arguments[1] & os.O_CREAT:
                return call(*arguments, **named)
            self.calls += 1
            if self.fails(self.calls):
                self.failed += 1
                raise OSError(errno.ENOSPC, "No space left on device")
            return call(*arguments, **named)

        return called


def library_with_history(folder: Path) -> Path:
    """A file Ridge with two former states, a file Valley, and a discarded file Hill with one former state."""
    ridge = library.save_new(folder, "Ridge", content_of("ridge 1"))
    for text in ("ridge 2", "ridge 3"):
        library.save_over(ridge, content_of(text), expected=None)
    library.save_new(folder, "Valley", content_of("valley"))
    hill = library.save_new(folder, "Hill", content_of("hill 1"))
    library.save_over(hill, content_of("hill 2"), expected=None)
    trash.discard(hill)
    return folder


def do_import(folder: Path) -> None:
    for imported in library.import_files(folder, [("new.yaml", content_of("new"))]):
        if imported.trouble is not None:
            raise imported.trouble


DOINGS: dict[str, Callable[[Path], object]] = {
    "save new": lambda folder: library.save_new(folder, "New", content_of("new")),
    "save over": lambda folder: library.save_over(
        folder / "Ridge.yaml", content_of("ridge 4"), expected=content_of("ridge 3")
    ),
    "overwrite": lambda folder: library.save_over(folder / "Valley.yaml", content_of("new"), expected=None),
    "save": lambda folder: save(folder / "Ridge.yaml", content_of("ridge 4")),
    "duplicate": lambda folder: library.duplicate(folder / "Ridge.yaml", "New"),
    "rename": lambda folder: library.rename(folder / "Ridge.yaml", "New"),
    "restore version": lambda folder: library.restore_version(
        folder / "Ridge.yaml", versions(folder, "Ridge")[1].id, expected=content_of("ridge 3")
    ),
    "import": do_import,
    "discard": lambda folder: trash.discard(folder / "Ridge.yaml"),
    "restore": lambda folder: trash.restore(folder, trash.trashed(folder)[0].id),
}


def state(folder: Path) -> dict[str, object]:
    """All that a person can see of a library."""
    files = {path.stem: path.read_bytes() for path in library.paths(folder)}
    kept = {stem: [read_version(folder, stem, found.id) for found in versions(folder, stem)] for stem in files}
    return {"files": files, "versions": kept, "trash": [found.stem for found in trash.trashed(folder)]}


def attempts(
    folder: Path, doing: str, steps: tuple[str, ...], fails: Callable[[int], Callable[[int], bool]]
) -> Iterator[tuple[Path, SaveError | None]]:
    """Do the same in a copy of one library each time, with the first, second, ... call refused, until none is."""
    former = library_with_history(folder / "former")
    for number in range(1, 200):
        mine = Path(shutil.copytree(former, folder / str(number)))
        with pytest.MonkeyPatch.context() as patch:
            system = FailingSystem(patch, steps, fails(number))
            try:
                DOINGS[doing](mine)
            except SaveError as error:
                trouble = error
            else:
                trouble = None
        if system.failed == 0:
            assert trouble is None
            return
        yield mine, trouble


@pytest.mark.parametrize("kind", ["one step is refused", "the disk is full from one step on"])
@pytest.mark.parametrize("doing", DOINGS)
def test_whatever_step_fails_all_is_as_it_was_or_done_and_can_be_done_again(tmp_path, doing, kind):
    before = state(library_with_history(tmp_path / "before"))
    DOINGS[doing](tmp_path / "before")
    after = state(tmp_path / "before")
    once = kind == "one step is refused"
    refusals = 0
    for folder, trouble in attempts(
        tmp_path,
        doing,
        STEPS if once else NEEDS_SPACE,
        (lambda number: number.__eq__) if once else (lambda number: number.__le__),
    ):
        assert state(folder) == (after if trouble is None else before)
        if trouble is not None:
            refusals += 1
            assert "No space left on device; free some space on the disk" in str(trouble)
            DOINGS[doing](folder)
            assert state(folder) == after
        library.save_new(folder, "sweeps", content_of("sweeps"))
        assert list((folder / ".locks").rglob("*.part")) == []
    assert refusals >= 3


def test_a_trash_that_cannot_be_emptied_is_told_and_can_be_emptied_later(tmp_path, monkeypatch):
    folder = library_with_history(tmp_path)
    with monkeypatch.context() as patch:
        FailingSystem(patch, ("rmdir",), lambda number: True)
        with pytest.raises(SaveError, match=r"the trash of .* cannot be emptied: No space left"):
            trash.empty(folder)
    trash.empty(folder)
    assert trash.trashed(folder) == []
    assert list((folder / ".trash").iterdir()) == []


# -- a small disk --------------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A real disk of 256 kB."""
    place = tmp_path / "disk"
    place.mkdir()
    if shutil.which("mount") is None:
        pytest.skip("no program to mount a small disk with")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("a small disk cannot be mounted without the rights of the system's owner")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def fill(disk: Path) -> Path:
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as opened, suppress(OSError):
        while opened.write(b"x" * 4096):
            pass
    with pytest.raises(OSError, match="No space"):
        (disk / "more").write_bytes(b"x" * 4096)
    return filler


@pytest.mark.processes
def test_a_full_disk_is_told_and_once_there_is_space_all_goes_on(small_disk):
    folder = library_with_history(small_disk / "library")
    before = state(folder)
    filler = fill(small_disk)
    for doing in ("save new", "save over", "overwrite", "save", "duplicate", "rename", "restore version", "import"):
        with pytest.raises(SaveError, match="No space left on device; free some space on the disk, then try again"):
            DOINGS[doing](folder)
        assert state(folder) == before
        assert list(folder.rglob("*.part")) == []
    filler.unlink()
    DOINGS["save over"](folder)
    assert (folder / "Ridge.yaml").read_bytes() == content_of("ridge 4")


# -- rights --------------------------------------------------------------------------------------------------------


@pytest.fixture
def nobody() -> Iterator[Path]:
    """A folder of someone without special rights, who does the test."""
    with tempfile.TemporaryDirectory() as name:
        owner = os.geteuid()
        if owner == 0:
            os.chown(name, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield Path(name)
        finally:
            for place in (Path(name), Path(name) / "library", Path(name) / "library" / "Ridge.yaml"):
                if place.exists():
                    place.chmod(0o700)
            os.seteuid(owner)


@pytest.mark.parametrize("doing", DOINGS)
def test_a_read_only_folder_is_told_and_nothing_changes(nobody, doing):
    folder = library_with_history(nobody / "library")
    before = state(folder)
    folder.chmod(0o500)
    with pytest.raises(SaveError, match="Permission denied; you have no permission there: allow it, or choose"):
        DOINGS[doing](folder)
    assert state(folder) == before
    assert list(folder.rglob("*.part")) == []


def test_a_new_library_where_nothing_can_be_written_is_told(nobody):
    nobody.chmod(0o500)
    with pytest.raises(SaveError, match=r"New\.yaml cannot be saved in .*: the folder .* cannot be made: Permission"):
        library.save_new(nobody / "library", "New", content_of("new"))


def test_a_file_that_may_not_be_read_is_told_and_kept_when_it_is_overwritten_knowingly(nobody):
    folder = library_with_history(nobody / "library")
    ridge = folder / "Ridge.yaml"
    ridge.chmod(0o000)
    with pytest.raises(SaveError, match=r"Ridge\.yaml was not saved in .* and is as it was: Permission denied"):
        library.save_over(ridge, content_of("mine"), expected=content_of("ridge 3"))
    library.save_over(ridge, content_of("mine"), expected=None)
    newest = folder / ".versions" / "Ridge" / f"{versions(folder, 'Ridge')[0].id}.yaml"
    for path in (ridge, newest):
        path.chmod(0o600)
    assert ridge.read_bytes() == content_of("mine")
    assert newest.read_bytes() == content_of("ridge 3")
