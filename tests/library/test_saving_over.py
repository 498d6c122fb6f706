"""Saving over a file that others use too."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from filelock import FileLock

from simulator import library
from simulator.errors import ConflictError, SaveError
from simulator.library import locks
from simulator.library.versions import read_version, versions
from simulator.scenario_files import parse
from tests.library.saving_process import content_of

ROOT = Path(__file__).parents[2]
HOLDING = """
import sys, time
from pathlib import Path
from simulator.library.locks import locked
with locked(Path(sys.argv[1]), "a test"):
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def ridge(tmp_path) -> Path:
    return library.save_new(tmp_path, "Ridge", content_of("opened"))


def state(folder: Path) -> dict[str, bytes]:
    """Every file of a library and what it holds."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_what_someone_else_saved_meanwhile_is_not_overwritten(tmp_path, ridge):
    library.save_over(ridge, content_of("theirs"), expected=content_of("opened"))
    before = state(tmp_path)
    with pytest.raises(ConflictError, match=r"^Ridge\.yaml was changed by someone else since you opened it") as refused:
        library.save_over(ridge, content_of("mine"), expected=content_of("opened"))
    assert refused.value.found == content_of("theirs")
    assert state(tmp_path) == before


def test_a_file_that_is_gone_is_a_conflict_and_nothing_is_made(tmp_path, ridge):
    ridge.unlink()
    before = state(tmp_path)
    with pytest.raises(ConflictError, match="someone removed or renamed it") as refused:
        library.save_over(ridge, content_of("mine"), expected=content_of("opened"))
    assert refused.value.found is None
    assert state(tmp_path) == before


def test_a_folder_that_is_gone_is_a_conflict_and_is_not_made_again(tmp_path):
    with pytest.raises(ConflictError) as refused:
        library.save_over(tmp_path / "gone" / "Ridge.yaml", content_of("mine"), expected=content_of("opened"))
    assert refused.value.found is None
    assert list(tmp_path.iterdir()) == []


def test_a_file_changed_into_rubbish_is_a_conflict_that_shows_it(ridge):
    ridge.write_bytes(b"\x00 rubbish \xff" * 200_000)
    with pytest.raises(ConflictError) as refused:
        library.save_over(ridge, content_of("mine"), expected=content_of("opened"))
    assert refused.value.found is not None
    assert refused.value.found.startswith(b"\x00 rubbish \xff")
    assert len(refused.value.found) <= 1_000_001


@pytest.mark.parametrize("there", [None, b"rubbish", content_of("theirs")])
def test_overwriting_knowingly_saves_over_whatever_is_there(tmp_path, ridge, there):
    ridge.unlink()
    if there is not None:
        ridge.write_bytes(there)
    library.save_over(ridge, content_of("mine"), expected=None)
    assert ridge.read_bytes() == content_of("mine")
    kept = [read_version(tmp_path, "Ridge", version.id) for version in versions(tmp_path, "Ridge")]
    assert kept == ([] if there is None else [there])


def test_what_someone_saved_alike_is_no_conflict(tmp_path, ridge):
    library.save_over(ridge, content_of("same"), expected=content_of("opened"))
    library.save_over(ridge, content_of("same"), expected=content_of("opened"))
    assert len(versions(tmp_path, "Ridge")) == 1


def test_what_could_not_be_read_again_is_not_saved(tmp_path, ridge):
    before = state(tmp_path)
    with pytest.raises(SaveError, match=r"Ridge\.yaml was not saved, because it could not be read again"):
        library.save_over(ridge, b"name: [", expected=None)
    assert state(tmp_path) == before


def test_a_folder_in_the_place_of_the_file_is_told(tmp_path):
    (tmp_path / "Ridge.yaml").mkdir()
    with pytest.raises(SaveError, match="something that is not a file has its name"):
        library.save_over(tmp_path / "Ridge.yaml", content_of("mine"), expected=content_of("opened"))
    with pytest.raises(SaveError, match=r"Ridge\.yaml was not saved .* and is as it was"):
        library.save_over(tmp_path / "Ridge.yaml", content_of("mine"), expected=None)
    assert (tmp_path / "Ridge.yaml").is_dir()


def test_a_circle_of_links_is_told(tmp_path):
    (tmp_path / "Ridge.yaml").symlink_to("Ridge.yaml")
    with pytest.raises(SaveError):
        library.save_over(tmp_path / "Ridge.yaml", content_of("mine"), expected=content_of("opened"))


def test_whoever_holds_the_library_too_long_is_told_and_nothing_is_saved(tmp_path, ridge, monkeypatch):
    monkeypatch.setattr(locks, "LONGEST_WAIT", 0.05)
    with FileLock(tmp_path / ".locks" / "library.lock"):
        before = state(tmp_path)
        seen: list[str] = []

        def attempt() -> None:
            with pytest.raises(SaveError, match="is in use by somebody else at the moment; try again") as refused:
                library.save_over(ridge, content_of("mine"), expected=None)
            seen.append(str(refused.value))

        thread = threading.Thread(target=attempt)
        thread.start()
        thread.join()
        assert len(seen) == 1
        assert state(tmp_path) == before
    library.save_over(ridge, content_of("mine"), expected=None)


@pytest.mark.processes
def test_the_lock_of_a_killed_process_is_free_at_once(tmp_path, ridge, monkeypatch):
    monkeypatch.setattr(locks, "LONGEST_WAIT", 0.05)
    arguments = [sys.executable, "-c", HOLDING, str(tmp_path)]
    with subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(SaveError, match="in use by somebody else"):
            library.save_over(ridge, content_of("mine"), expected=None)
        holder.kill()
        holder.wait()
        library.save_over(ridge, content_of("mine"), expected=None)
    assert ridge.read_bytes() == content_of("mine")


def test_threads_that_save_at_once_lose_nothing(tmp_path, ridge):
    def save(who: int) -> None:
        for number in range(10):
            library.save_over(ridge, content_of(f"{who} {number}"), expected=None)

    threads = [threading.Thread(target=save, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    kept = [read_version(tmp_path, "Ridge", version.id) for version in versions(tmp_path, "Ridge")]
    wanted = {content_of("opened"), *(content_of(f"{who} {number}") for who in range(4) for number in range(10))}
    assert {ridge.read_bytes(), *kept} == wanted
    assert len(kept) == 40


def test_a_rename_meanwhile_is_a_conflict_for_who_has_the_file_open(ridge):
    renamed = library.rename(ridge, "Valley")
    with pytest.raises(ConflictError):
        library.save_over(ridge, content_of("mine"), expected=content_of("opened"))
    assert not ridge.exists()
    assert renamed.exists()


def test_a_name_that_is_taken_is_refused_in_whatever_case(tmp_path, ridge):
    valley = library.save_new(tmp_path, "Valley", content_of("valley"))
    before = state(tmp_path)
    for name in ("Valley", "VALLEY", "valley?"):
        with pytest.raises(SaveError, match="there is already a file"):
            library.rename(ridge, name)
        with pytest.raises(SaveError, match="there is already a file"):
            library.duplicate(ridge, name)
    assert valley.read_bytes() == content_of("valley")
    assert {name: before[name] for name in ("Ridge.yaml", "Valley.yaml")}.items() <= state(tmp_path).items()
    assert library.paths(tmp_path) == [ridge, valley]


@pytest.mark.parametrize("name", ["Ridge?", "RIDGE", "ridge"])
def test_a_name_that_makes_the_same_file_changes_the_name_within(tmp_path, ridge, name):
    assert library.rename(ridge, name) == ridge
    assert parse(ridge.read_bytes()).name == name
    assert library.paths(tmp_path) == [ridge]
    assert len(versions(tmp_path, "Ridge")) == 1


def test_free_names_are_counted_up(tmp_path, ridge):
    assert library.free_name(tmp_path, "Valley & hill") == "Valley & hill"
    assert library.free_name(tmp_path, "ridge") == "ridge 2"
    library.save_new(tmp_path, "Ridge 2", content_of("2"))
    assert library.free_name(tmp_path, "Ridge") == "Ridge 3"
    library.save_new(tmp_path, "x" * 300, content_of("long"))
    assert library.free_name(tmp_path, "x" * 300) == "x" * 98 + " 2"


def test_a_name_is_proposed_even_where_there_is_no_folder_of_that_name(tmp_path):
    (tmp_path / "file").write_text("in the way")
    assert library.free_name(tmp_path / "file", "Ridge") == "Ridge"


def test_parts_that_killed_processes_left_are_swept_and_no_other_files(tmp_path, ridge):
    ours, young, locked = (f".{sign * 16}.part" for sign in "abc")
    others = [".mine.part", "Ridge.yaml.part", "a" * 16 + ".part"]
    for name in (ours, young, *others):
        (tmp_path / name).write_text("left")
        os.utime(tmp_path / name, (1e9, 1e9))
    os.utime(tmp_path / young)
    (tmp_path / ".locks" / locked).write_text("left")
    library.save_over(ridge, content_of("mine"), expected=None)
    left = {path.name for path in tmp_path.rglob("*.part")}
    assert left == {young, *others}
