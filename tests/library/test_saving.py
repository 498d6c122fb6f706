"""Saving: the one file or the other, never a part of one."""

import os
import stat
from pathlib import Path

import pytest

from simulator.errors import SaveError
from simulator.library.saving import save
from simulator.scenario_files import read

SOUND = (Path(__file__).parents[2] / "scenarios" / "first-worksheet.yaml").read_bytes()
OTHER = SOUND.replace(b"horizon_months: 1\n", b"horizon_months: 2\n")


@pytest.fixture
def former(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_bytes(SOUND)
    return path


def test_a_saved_file_holds_the_bytes_and_nothing_is_left_beside_it(former):
    content = SOUND + b"# more\n"
    save(former, content)
    assert former.read_bytes() == content
    assert os.listdir(former.parent) == ["mine.yaml"]


def test_a_file_that_was_not_there_is_made(tmp_path):
    save(tmp_path / "new.yaml", SOUND)
    assert read(tmp_path / "new.yaml").name


def test_a_wrong_scenario_is_not_saved(former):
    with pytest.raises(SaveError, match=r"currency \(line \d+\): no such entry|could not be read again"):
        save(former, SOUND.replace(b"currency:", b"curency:"))
    assert former.read_bytes() == SOUND
    assert os.listdir(former.parent) == ["mine.yaml"]


def test_a_disk_that_fails_leaves_the_former_file_and_no_other(former, monkeypatch):
    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(SaveError, match=r"No space left on device.*untouched"):
        save(former, SOUND + b"# more\n")
    assert former.read_bytes() == SOUND
    assert os.listdir(former.parent) == ["mine.yaml"]


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(SaveError, match="No such file or directory"):
        save(tmp_path / "nowhere" / "mine.yaml", SOUND)


def test_a_folder_in_the_place_of_the_file_is_told_and_stays(tmp_path):
    (tmp_path / "mine.yaml").mkdir()
    with pytest.raises(SaveError, match="untouched"):
        save(tmp_path / "mine.yaml", SOUND)
    assert os.listdir(tmp_path) == ["mine.yaml"]


def test_permissions_of_the_former_file_stay(former):
    former.chmod(0o640)
    save(former, SOUND + b"# more\n")
    assert stat.S_IMODE(former.stat().st_mode) == 0o640


def test_a_link_still_points_to_the_saved_file(former, tmp_path):
    link = tmp_path / "link.yaml"
    link.symlink_to(former)
    save(link, SOUND + b"# more\n")
    assert link.is_symlink()
    assert former.read_bytes().endswith(b"# more\n")
