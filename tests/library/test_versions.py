"""Former states of files: kept, listed, pruned, and where they go."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator import library
from simulator.errors import SaveError, UnknownNameError
from simulator.library import trash
from simulator.library.file_names import is_timed, moment_of, timed_name
from simulator.library.versions import MOST_VERSIONS, read_version, versions
from simulator.scenario_files import parse
from tests.library.saving_process import content_of, text_in


@pytest.fixture
def ridge(tmp_path) -> Path:
    return library.save_new(tmp_path, "Ridge", content_of("0"))


def save(path: Path, *texts: str) -> None:
    for text in texts:
        library.save_over(path, content_of(text), expected=path.read_bytes())


def kept(folder: Path, stem: str) -> list[bytes]:
    return [read_version(folder, stem, version.id) for version in versions(folder, stem)]


def test_a_new_file_has_no_former_states(tmp_path, ridge):
    assert versions(tmp_path, "Ridge") == []


def test_every_save_keeps_the_former_file(tmp_path, ridge):
    save(ridge, "1", "2", "3")
    assert [text_in(content) for content in kept(tmp_path, "Ridge")] == ["2", "1", "0"]


def test_a_version_tells_when_that_state_was_saved(tmp_path, ridge):
    saved = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
    os.utime(ridge, (saved.timestamp(), saved.timestamp()))
    save(ridge, "1")
    assert [version.saved for version in versions(tmp_path, "Ridge")] == [saved]


def test_versions_follow_each_other_whatever_the_clock_says(tmp_path, ridge):
    for text in ("1", "2", "3"):
        os.utime(ridge, (0, 0))
        save(ridge, text)
    assert [text_in(content) for content in kept(tmp_path, "Ridge")] == ["2", "1", "0"]


def test_a_time_to_come_is_not_believed(tmp_path, ridge):
    os.utime(ridge, (4e9, 4e9))
    save(ridge, "1")
    assert versions(tmp_path, "Ridge")[0].saved <= datetime.now(UTC)


def test_saving_what_is_there_already_keeps_nothing(tmp_path, ridge):
    save(ridge, "1", "1")
    assert len(versions(tmp_path, "Ridge")) == 1


def test_overwriting_knowingly_keeps_what_was_there(tmp_path, ridge):
    ridge.write_bytes(b"\xff rubbish \x00")
    library.save_over(ridge, content_of("mine"), expected=None)
    assert ridge.read_bytes() == content_of("mine")
    assert kept(tmp_path, "Ridge") == [b"\xff rubbish \x00"]


def test_the_oldest_versions_go(tmp_path, ridge):
    save(ridge, *map(str, range(1, MOST_VERSIONS + 4)))
    texts = [text_in(content) for content in kept(tmp_path, "Ridge")]
    assert texts == [str(number) for number in range(MOST_VERSIONS + 2, 2, -1)]
    assert len(texts) == MOST_VERSIONS


@pytest.mark.parametrize("most", [1, 0, -3])
def test_the_last_version_never_goes(tmp_path, ridge, most):
    for number in range(1, 4):
        library.save_over(ridge, content_of(str(number)), expected=None, most_versions=most)
    assert kept(tmp_path, "Ridge") == [content_of("2")]


def test_restoring_keeps_the_present_state_too(tmp_path, ridge):
    save(ridge, "1", "2")
    oldest = versions(tmp_path, "Ridge")[-1]
    library.restore_version(ridge, oldest.id, expected=content_of("2"))
    assert ridge.read_bytes() == content_of("0")
    assert [text_in(content) for content in kept(tmp_path, "Ridge")] == ["2", "1", "0"]


def test_a_state_that_cannot_be_read_is_not_restored(tmp_path, ridge):
    ridge.write_bytes(b"rubbish")
    library.save_over(ridge, content_of("1"), expected=None)
    with pytest.raises(SaveError, match="could not be read again"):
        library.restore_version(ridge, versions(tmp_path, "Ridge")[0].id, expected=content_of("1"))
    assert ridge.read_bytes() == content_of("1")


def test_a_version_that_is_gone_is_told(tmp_path, ridge):
    save(ridge, "1")
    (version,) = versions(tmp_path, "Ridge")
    (tmp_path / ".versions" / "Ridge" / f"{version.id}.yaml").unlink()
    with pytest.raises(UnknownNameError, match="there is no version"):
        read_version(tmp_path, "Ridge", version.id)


def test_versions_follow_a_rename(tmp_path, ridge):
    save(ridge, "1", "2")
    renamed = library.rename(ridge, "Valley")
    assert parse(renamed.read_bytes()).name == "Valley"
    assert [text_in(content) for content in kept(tmp_path, "Valley")] == ["2", "1", "0"]
    assert versions(tmp_path, "Ridge") == []
    assert library.paths(tmp_path) == [renamed]


def saved_as_new(folder: Path, content: bytes) -> None:
    library.save_new(folder, "Ridge", content)


def imported(folder: Path, content: bytes) -> None:
    library.import_files(folder, [("Ridge.yaml", content)])


def renamed(folder: Path, content: bytes) -> None:
    library.rename(library.save_new(folder, "Valley", content), "Ridge")


@pytest.mark.parametrize(("begin", "own"), [(saved_as_new, []), (imported, []), (renamed, [content_of("new")])])
def test_a_new_file_takes_over_no_versions_of_one_that_another_program_removed(tmp_path, ridge, begin, own):
    save(ridge, "1", "2")
    ridge.unlink()
    begin(tmp_path, content_of("new"))
    assert kept(tmp_path, "Ridge") == own
    (left,) = trash.trashed(tmp_path)
    back = trash.restore(tmp_path, left.id)
    assert (back.name, text_in(back.read_bytes())) == ("Ridge 2.yaml", "1")
    assert kept(tmp_path, "Ridge 2") == [content_of("0")]


def test_what_a_removed_file_left_stays_its_own_when_it_is_saved_there_again(tmp_path, ridge):
    save(ridge, "1")
    ridge.unlink()
    library.save_over(ridge, content_of("again"), expected=None)
    assert kept(tmp_path, "Ridge") == [content_of("0")]
    assert trash.trashed(tmp_path) == []


def test_a_duplicate_begins_without_versions(tmp_path, ridge):
    save(ridge, "1")
    copy = library.duplicate(ridge, "Valley")
    assert versions(tmp_path, copy.stem) == []
    assert kept(tmp_path, "Ridge") == [content_of("0")]


def test_versions_go_to_the_trash_and_come_back(tmp_path, ridge):
    save(ridge, "1", "2")
    discarded = trash.discard(ridge)
    assert versions(tmp_path, "Ridge") == []
    other = library.save_new(tmp_path, "Ridge", content_of("other"))
    save(other, "other 2")
    back = trash.restore(tmp_path, discarded.id)
    assert [text_in(content) for content in kept(tmp_path, back.stem)] == ["1", "0"]
    assert kept(tmp_path, "Ridge") == [content_of("other")]


def test_other_files_among_the_versions_are_left_alone(tmp_path, ridge):
    save(ridge, "1")
    for name in ("notes.txt", "mine.yaml", "20269999T999999999999Z-00000000.yaml"):
        (tmp_path / ".versions" / "Ridge" / name).write_text("mine")
    assert len(versions(tmp_path, "Ridge")) == 1
    library.rename(ridge, "Valley")
    assert len(versions(tmp_path, "Valley")) == 2
    assert len(list((tmp_path / ".versions" / "Ridge").iterdir())) == 3


def test_without_hard_links_the_former_file_is_copied(tmp_path, ridge, monkeypatch):
    def refuse(*_: object) -> None:
        raise PermissionError(1, "no links here")

    monkeypatch.setattr(os, "link", refuse)
    save(ridge, "1", "2")
    assert [text_in(content) for content in kept(tmp_path, "Ridge")] == ["1", "0"]
    discarded = trash.discard(ridge)
    assert trash.restore(tmp_path, discarded.id) == ridge
    assert list(tmp_path.rglob("*.part")) == []


def test_a_version_does_not_change_when_another_program_writes_into_the_file(tmp_path, ridge):
    save(ridge, "1")
    with ridge.open("r+b") as opened:
        opened.write(b"XXXX")
    assert kept(tmp_path, "Ridge") == [content_of("0")]


def test_what_a_link_leads_to_is_kept_and_replaced(tmp_path):
    outside = tmp_path / "outside.yaml"
    outside.write_bytes(content_of("0"))
    (tmp_path / "library").mkdir()
    link = tmp_path / "library" / "Ridge.yaml"
    link.symlink_to(outside)
    library.save_over(link, content_of("1"), expected=content_of("0"))
    assert link.is_symlink()
    assert outside.read_bytes() == content_of("1")
    assert kept(tmp_path / "library", "Ridge") == [content_of("0")]


def test_timed_names_sort_by_time_and_differ():
    now = datetime.now(UTC)
    names = [timed_name(now - timedelta(seconds=seconds)) for seconds in (30, 20, 10, 0)]
    assert sorted(names) == names
    assert all(is_timed(name) for name in names)
    assert abs(moment_of(names[0]) - (now - timedelta(seconds=30))) < timedelta(microseconds=2)
    assert len({timed_name(now) for _ in range(1000)}) == 1000


def test_a_timed_name_comes_after_the_one_before():
    after = timed_name(datetime.now(UTC))
    assert timed_name(datetime(1970, 1, 1, tzinfo=UTC), after=after) > after
