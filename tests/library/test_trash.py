"""The trash: in, out, and for good."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from simulator import library
from simulator.errors import SaveError, UnknownNameError
from simulator.library import trash
from simulator.library.versions import versions
from tests.library.saving_process import content_of


def new(folder: Path, name: str, text: str) -> Path:
    return library.save_new(folder, name, content_of(text))


def test_a_discarded_file_is_in_the_trash_and_no_longer_listed(tmp_path):
    discarded = trash.discard(new(tmp_path, "Ridge", "1"))
    assert library.paths(tmp_path) == []
    assert trash.trashed(tmp_path) == [discarded]
    assert discarded.stem == "Ridge"
    assert timedelta() <= datetime.now(UTC) - discarded.discarded < timedelta(minutes=1)


def test_the_last_discarded_comes_first_and_names_may_be_the_same(tmp_path):
    for text in ("1", "2", "3"):
        trash.discard(new(tmp_path, "Ridge", text))
    restored = [trash.restore(tmp_path, found.id) for found in trash.trashed(tmp_path)]
    assert [path.name for path in restored] == ["Ridge.yaml", "Ridge 2.yaml", "Ridge 3.yaml"]
    assert [path.read_bytes() for path in restored] == [content_of("3"), content_of("2"), content_of("1")]
    assert trash.trashed(tmp_path) == []


def test_a_name_that_differs_in_case_alone_is_not_free(tmp_path):
    discarded = trash.discard(new(tmp_path, "Ridge", "1"))
    new(tmp_path, "ridge", "2")
    assert trash.restore(tmp_path, discarded.id).name == "Ridge 2.yaml"


def test_emptying_removes_for_good(tmp_path):
    for text in ("1", "2"):
        path = new(tmp_path, "Ridge", text)
        library.save_over(path, content_of(text + " again"), expected=None)
        trash.discard(path)
    stays = new(tmp_path, "Valley", "stays")
    assert trash.empty(tmp_path) == 2
    assert trash.trashed(tmp_path) == []
    assert list((tmp_path / ".trash").iterdir()) == []
    assert library.paths(tmp_path) == [stays]
    assert trash.empty(tmp_path) == 0


def test_an_empty_trash_of_no_library_makes_no_folder(tmp_path):
    assert trash.trashed(tmp_path / "none") == []
    assert trash.empty(tmp_path / "none") == 0
    assert list(tmp_path.iterdir()) == []


def test_emptying_follows_no_link_and_touches_nothing_else(tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "mine.txt").write_text("mine")
    folder = tmp_path / "library"
    discarded = trash.discard(new(folder, "Ridge", "1"))
    (folder / ".trash" / discarded.id / "link").symlink_to(outside, target_is_directory=True)
    (folder / ".trash" / "mine").mkdir()
    assert trash.empty(folder) == 1
    assert (outside / "mine.txt").exists()
    assert [place.name for place in (folder / ".trash").iterdir()] == ["mine"]


def test_what_is_not_in_the_trash_is_told(tmp_path):
    discarded = trash.discard(new(tmp_path, "Ridge", "1"))
    trash.restore(tmp_path, discarded.id)
    with pytest.raises(UnknownNameError, match="there is no discarded file"):
        trash.restore(tmp_path, discarded.id)


def test_discarding_what_is_gone_is_told_and_leaves_nothing(tmp_path):
    path = new(tmp_path, "Ridge", "1")
    path.unlink()
    with pytest.raises(SaveError, match=r"Ridge\.yaml was not moved to the trash .*moved or removed"):
        trash.discard(path)
    assert trash.trashed(tmp_path) == []
    assert list((tmp_path / ".trash").iterdir()) == []


def test_a_file_that_cannot_be_read_can_be_discarded_and_restored(tmp_path):
    path = tmp_path / "broken.yaml"
    path.write_bytes(b"\xff\x00")
    discarded = trash.discard(path)
    assert trash.restore(tmp_path, discarded.id) == path
    assert path.read_bytes() == b"\xff\x00"


def test_a_process_killed_between_file_and_versions_loses_neither(tmp_path):
    path = new(tmp_path, "Ridge", "1")
    library.save_over(path, content_of("2"), expected=None)
    (version,) = versions(tmp_path, "Ridge")
    discarded = trash.discard(path)
    # As it stands where the process was killed before the versions followed.
    (tmp_path / ".trash" / discarded.id / "versions").rename(tmp_path / ".versions" / "Ridge")
    assert trash.restore(tmp_path, discarded.id) == path
    assert versions(tmp_path, "Ridge") == [version]
