import errno
import os
import threading
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator import library
from simulator.cli.serving import app_script
from simulator.errors import SaveError, UnknownNameError
from simulator.library.folder import LONGEST_STEM, stem_of

CONTENT = (library.shipped_folder() / "first-worksheet.yaml").read_bytes()


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def visible(folder: Path) -> list[str]:
    return sorted(found.name for found in folder.iterdir() if found.name != ".locks")


@pytest.mark.parametrize(
    ("name", "stem"),
    [
        ("Ridge Plumbing 2027", "Ridge Plumbing 2027"),
        ("Müller & Söhne", "Müller-Söhne"),
        ("../../x", "x"),
        ("..\\..\\x", "x"),
        ("/etc/passwd", "etc-passwd"),
        (".hidden", "hidden"),
        ("CON", "CON-scenario"),
        ("com1", "com1-scenario"),
        ("aux ", "aux-scenario"),
        ("con.yaml", "con-yaml"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        ("🚿🔧", "scenario"),
        ("Pipes 🚿 and more", "Pipes-and more"),
        ("", "scenario"),
        ("...", "scenario"),
        ("a\x00b\nc", "a-b-c"),
        ("\u202egnp.exe", "gnp-exe"),
        ("سباكة ريدج", "سباكة ريدج"),
        ("सड़क", "सड़क"),
        ("x" * 300, "x" * 100),
        ("é" * 300, "é" * 50),
    ],
)
def test_a_name_becomes_a_file_name_that_is_safe_everywhere(name, stem):
    assert stem_of(name) == stem


@given(st.text(max_size=400))
def test_whatever_the_name_the_file_lies_in_the_folder(name):
    stem = stem_of(name)
    for kind in (PurePosixPath, PureWindowsPath):
        assert kind("library", f"{stem}.yaml").parent == kind("library")
    assert 1 <= len(stem.encode()) <= LONGEST_STEM + len("-scenario")
    assert not stem.startswith((".", " ", "-"))
    assert stem.isprintable()
    assert stem_of(stem) == stem


def test_a_new_file_is_saved_and_listed(folder):
    path = library.save_new(folder, "Ridge / 2027", CONTENT)
    assert path == folder / "Ridge-2027.yaml"
    entry = library.entry(library.find(folder, "Ridge-2027"))
    assert entry.scenario is not None
    assert (entry.stem, entry.scenario.name, entry.trouble) == ("Ridge-2027", "First worksheet", None)


def test_a_taken_name_is_refused_and_nothing_is_overwritten(folder):
    path = library.save_new(folder, "Ridge", CONTENT)
    with pytest.raises(SaveError, match=r"there is already a file Ridge\.yaml"):
        library.save_new(folder, "Ridge?", CONTENT + b"# mine\n")
    assert path.read_bytes() == CONTENT
    assert visible(folder) == ["Ridge.yaml"]


def test_of_many_who_save_under_one_name_at_once_one_succeeds(folder):
    saved: list[bytes] = []

    def attempt(number: int) -> None:
        content = CONTENT + f"# {number}\n".encode()
        try:
            library.save_new(folder, "Ridge", content)
        except SaveError:
            return
        saved.append(content)

    threads = [threading.Thread(target=attempt, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [(folder / "Ridge.yaml").read_bytes()] == saved


def test_without_hard_links_a_taken_name_is_refused_too(folder, monkeypatch):
    def refuse(*_: object) -> None:
        raise OSError(errno.EPERM, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    path = library.save_new(folder, "Ridge", CONTENT)
    with pytest.raises(SaveError, match="already a file"):
        library.save_new(folder, "Ridge", CONTENT + b"# mine\n")
    assert path.read_bytes() == CONTENT
    assert visible(folder) == ["Ridge.yaml"]


def test_a_folder_that_cannot_be_made_is_reported(tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SaveError, match=r"the folder .* cannot be made: Not a directory"):
        library.save_new(tmp_path / "file" / "library", "Ridge", CONTENT)


def test_a_full_disk_is_reported_by_the_name_of_the_file(folder, monkeypatch):
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(
        SaveError, match=r"^Ridge\.yaml cannot be saved in .*: No space left on device; free some space"
    ):
        library.save_new(folder, "Ridge", CONTENT)
    assert visible(folder) == []
    assert list(folder.rglob("*.part")) == []


def test_only_scenario_files_are_listed_by_name(folder):
    folder.mkdir()
    for name in ("b.yaml", "A.yaml", ".hidden.yaml", "notes.txt"):
        (folder / name).write_bytes(CONTENT)
    (folder / "folder.yaml").mkdir()
    assert [path.name for path in library.paths(folder)] == ["A.yaml", "b.yaml"]


def test_a_file_that_cannot_be_read_is_listed_with_the_reason(folder):
    folder.mkdir()
    (folder / "broken.yaml").write_bytes(b"name: [")
    entry = library.entry(folder / "broken.yaml")
    assert entry.scenario is None
    assert entry.trouble is not None
    assert entry.trouble.problems


def test_a_file_that_has_just_gone_is_an_entry_with_trouble(folder):
    assert library.entry(folder / "gone.yaml").trouble is not None


def test_a_missing_folder_holds_nothing(folder):
    assert library.paths(folder) == []


@pytest.mark.parametrize("stem", ["../secret", "", ".", "library/../../secret", "/etc/passwd", "Ridge.yaml"])
def test_only_what_is_listed_is_found(folder, stem):
    folder.mkdir()
    (folder / "Ridge.yaml").write_bytes(CONTENT)
    (folder.parent / "secret.yaml").write_bytes(CONTENT)
    with pytest.raises(UnknownNameError):
        library.find(folder, stem)


def test_the_folder_is_stated_by_the_environment_or_lies_among_the_documents(folder, monkeypatch):
    assert library.library_folder() == folder
    monkeypatch.setenv("FUNNELCAST_LIBRARY", "")
    assert library.library_folder() == Path.home() / "Documents" / "funnelcast"


def test_the_front_end_and_the_examples_are_found():
    assert app_script().name == "app.py"
    assert app_script().is_file()
    assert (library.shipped_folder() / "plumber.yaml").is_file()


def test_an_unknown_name_among_hundreds_lists_a_few_and_says_how_many_more():
    message = str(UnknownNameError("scenario", "Gone", [f"Client {number}" for number in range(300)]))
    assert "Client 19, and 280 more" in message
    assert "Client 20" not in message
