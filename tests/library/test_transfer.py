"""Many files at once: in, from wherever they come, and out as they are."""

import io
import os
import random
import stat
import time
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any

import pytest

from simulator import library
from simulator.errors import SaveError, ScenarioFileError
from simulator.library import archives, transfer
from simulator.library.outcomes import add_outcomes, parsed, place_of, read_outcomes
from simulator.library.placing import Places
from simulator.library.transfer import MEGABYTE, ROOM_OF_A_FILE, Budget, Imported, incoming
from simulator.ui.session.cache import size_of
from tests.hostile_names import HOSTILE
from tests.library.ranges import COST, LATER, RATE
from tests.library.saving_process import content_of

SHIPPED = {path.name: path.read_bytes() for path in library.paths(library.shipped_folder())}


def zipped(files: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w", compression) as opened:
        for name, content in files.items():
            opened.writestr(name, content)
    return archive.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in library.paths(folder)}


def told(folder: Path, content: bytes, name: str = "files.zip") -> str:
    (imported,) = library.import_files(folder, [(name, content)])
    assert imported.path is None
    return str(imported.trouble)


def brought(
    folder: Path, files: list[tuple[str, bytes]], budget: Budget, clock: Callable[[], float] = time.monotonic
) -> list[Imported]:
    arriving = incoming(files, budget=budget, clock=clock)
    return list(library.imports(folder, arriving, budget=budget, clock=clock))


def test_good_files_are_saved_as_they_are_and_bad_ones_tell_their_problems(tmp_path):
    files = [("one.yaml", content_of("1")), ("bad.yaml", b"name: ["), ("two.yml", content_of("2")), ("empty.yaml", b"")]
    one, bad, two, empty = library.import_files(tmp_path, files)
    assert [imported.name for imported in (one, bad, two, empty)] == [name for name, _ in files]
    assert contents(tmp_path) == {"one.yaml": content_of("1"), "two.yaml": content_of("2")}
    assert one.path == tmp_path / "one.yaml"
    for refused in (bad, empty):
        assert refused.path is None
        assert isinstance(refused.trouble, ScenarioFileError)
        assert refused.trouble.problems


@pytest.mark.parametrize("start", [b"name: [\n", b"name: \xff\n", b"name: x\n", b"name: x\n" + b"x" * 60_000])
def test_nothing_of_a_refused_file_is_held_but_the_words_that_say_why(tmp_path, start):
    bad = start + b"# of this\n" * 50_000
    outcome = library.import_files(tmp_path, [("bad.yaml", bad), ("bad.zip", zipped({"bad.yaml": bad}))])
    assert all(imported.trouble for imported in outcome)
    assert size_of(outcome) < 20_000


def test_nothing_of_a_file_that_cannot_be_written_or_of_a_damaged_archive_is_held(tmp_path):
    (tmp_path / "file").write_text("in the way")
    good = content_of("1") + b"# of this\n" * 50_000
    damaged = zipped({"a.yaml": good}, zipfile.ZIP_STORED)[:-30]
    outcome = library.import_files(tmp_path / "file" / "library", [("a.yaml", good), ("a.zip", damaged)])
    assert all(imported.trouble for imported in outcome)
    assert size_of(outcome) < 20_000


def test_files_with_one_name_get_free_names(tmp_path):
    library.save_new(tmp_path, "ridge", content_of("mine"))
    imported = library.import_files(tmp_path, [("Ridge.yaml", content_of(text)) for text in ("1", "2")])
    assert [found.path.name for found in imported if found.path] == ["Ridge 2.yaml", "Ridge 3.yaml"]
    assert (tmp_path / "ridge.yaml").read_bytes() == content_of("mine")


def test_a_place_where_nothing_can_be_written_is_told_of_each_file(tmp_path):
    (tmp_path / "file").write_text("in the way")
    imported = library.import_files(tmp_path / "file" / "library", [("a.yaml", content_of("1"))])
    assert isinstance(imported[0].trouble, SaveError)
    assert "a.yaml cannot be saved in" in str(imported[0].trouble)


def test_a_library_goes_into_an_archive_and_comes_back_to_the_last_byte(tmp_path):
    for name, content in SHIPPED.items():
        library.save_new(tmp_path / "one", name.removesuffix(".yaml"), content)
    (tmp_path / "one" / "rubbish.yaml").write_bytes(b"\xff\x00")
    packed = library.as_zip(tmp_path / "one")
    imported = library.import_files(tmp_path / "other", [("all.zip", packed)])
    assert contents(tmp_path / "other") == SHIPPED
    assert [found.name for found in imported if found.trouble] == ["rubbish.yaml"]
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        assert archive.read("rubbish.yaml") == b"\xff\x00"


def test_an_archive_holds_the_present_files_alone(tmp_path):
    path = library.save_new(tmp_path, "Ridge", content_of("1"))
    library.save_over(path, content_of("2"), expected=None)
    with zipfile.ZipFile(io.BytesIO(library.as_zip(tmp_path))) as archive:
        assert archive.namelist() == ["Ridge.yaml"]
        assert archive.read("Ridge.yaml") == content_of("2")


def test_the_archive_of_an_empty_or_missing_library_is_empty(tmp_path):
    for folder in (tmp_path, tmp_path / "none"):
        assert zipfile.ZipFile(io.BytesIO(library.as_zip(folder))).namelist() == []


def test_names_in_an_archive_unpack_safely_on_every_system(tmp_path):
    stems = ["con", "x:y", "..x", "a\\b", "Ridge", "ridge", "end. ", "é" * 60, "é" * 61, "سباكة", "\udcff"]
    for stem in stems:
        (tmp_path / f"{stem}.yaml").write_bytes(content_of(ascii(stem)))
    with zipfile.ZipFile(io.BytesIO(library.as_zip(tmp_path))) as archive:
        names = archive.namelist()
        # "..x.yaml" is hidden, and no scenario of the library.
        assert len({name.casefold() for name in names}) == len(names) == len(stems) - 1
        for name in names:
            assert PurePosixPath(name).name == PureWindowsPath(name).name == name
            assert not PureWindowsPath(name).is_reserved()
            assert not set(name) & set('<>:"/\\|?*')
        assert all(stat.S_ISREG(member.external_attr >> 16) for member in archive.infolist())
        wanted = sorted(content_of(ascii(stem)) for stem in stems if stem != "..x")
        assert sorted(archive.read(name) for name in names) == wanted


def test_a_file_that_cannot_be_read_is_named_in_the_archive_of_the_others(tmp_path, monkeypatch):
    gone = library.save_new(tmp_path, "Ridge", content_of("1"))
    kept = library.save_new(tmp_path, "Other", content_of("2"))
    monkeypatch.setattr(transfer, "paths", lambda folder: [gone, kept])
    gone.unlink()
    with zipfile.ZipFile(io.BytesIO(library.as_zip(tmp_path))) as archive:
        assert archive.read("Other.yaml") == content_of("2")
        assert "Ridge.yaml cannot be read" in archive.read("Not in this archive.txt").decode()
        assert len(archive.namelist()) == 2


def test_a_file_from_before_archives_could_tell_the_time_is_packed(tmp_path):
    packed = archives.packed([("Ridge", library.entry(tmp_path / "gone.yaml").changed.replace(year=1960), b"1")])
    assert zipfile.ZipFile(io.BytesIO(packed)).infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize("name", HOSTILE.values(), ids=HOSTILE)
def test_names_in_an_archive_lead_nowhere(tmp_path, name):
    library.import_files(tmp_path / "a" / "library", [("all.zip", zipped({f"{name}.yaml": content_of("1")}))])
    found = [path for path in tmp_path.rglob("*") if path.is_file() and ".locks" not in path.parts]
    assert all(path.parent == tmp_path / "a" / "library" for path in found)


def test_folders_and_other_files_of_an_archive_are_passed_over(tmp_path):
    files = {
        "sub/": b"",
        "sub/Ridge.yaml": content_of("1"),
        "__MACOSX/sub/._Ridge.yaml": b"\x00\x05\x16\x07",
        "readme.txt": b"hello",
        "other\\Valley.YML": content_of("2"),
    }
    imported = library.import_files(tmp_path, [("all.zip", zipped(files))])
    assert [(found.name, found.trouble) for found in imported] == [("Ridge.yaml", None), ("Valley.YML", None)]
    assert contents(tmp_path) == {"Ridge.yaml": content_of("1"), "Valley.yaml": content_of("2")}


def test_a_bomb_is_unpacked_no_further_than_a_scenario_may_be_long(tmp_path):
    bomb = zipped({"bomb.yaml": b"# \n" * 6_000_000, "Ridge.yaml": content_of("1")})
    assert len(bomb) < 1_000_000
    refused, saved = library.import_files(tmp_path, [("bomb.zip", bomb)])
    assert "is too large" in str(refused.trouble)
    assert saved.trouble is None
    assert contents(tmp_path) == {"Ridge.yaml": content_of("1")}


def test_an_archive_of_too_many_files_is_refused_as_a_whole(tmp_path):
    content = zipped({f"{number}.yaml": content_of("1") for number in range(4)})
    (refused,) = brought(tmp_path, [("files.zip", content)], Budget(files=3))
    assert "holds 4 files; import at most 3" in str(refused.trouble)
    assert contents(tmp_path) == {}


def test_an_archive_of_very_many_empty_entries_is_refused_before_it_is_opened(tmp_path):
    content = zipped({f"{number}/": b"" for number in range(30_000)})
    assert "holds 30,000 files; import at most 10,000" in told(tmp_path, content)
    tracemalloc.start()
    told(tmp_path, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(content)


def test_an_archive_of_as_many_files_as_one_import_takes_comes_in_with_its_note(tmp_path):
    for number in range(6):
        (tmp_path / f"{number}.yaml").write_bytes(content_of(str(number)))
    (tmp_path / "0 Film.yaml").write_bytes(b"x" * 1_000_001)
    budget = Budget(files=7)
    for part in range(1, len(library.archive_parts(tmp_path, budget=budget)) + 1):
        packed = library.as_zip(tmp_path, part=part, budget=budget)
        outcome = brought(tmp_path / "other", [("all.zip", packed)], budget)
        assert all(imported.path is not None for imported in outcome)
    assert len(contents(tmp_path / "other")) == 6


def test_files_beyond_the_number_of_one_import_are_refused_by_name(tmp_path):
    files = [(f"{number}.yaml", content_of(str(number))) for number in range(4)]
    *good, refused = brought(tmp_path, files, Budget(files=3))
    assert all(imported.path for imported in good)
    assert (refused.name, refused.path) == ("3.yaml", None)
    assert "goes beyond the 3 files of one import: import it after the others" in str(refused.trouble)


def test_an_archive_beyond_the_number_of_one_import_is_refused_as_a_whole_and_a_smaller_one_comes_in(tmp_path):
    two, more, one = (
        zipped({f"{name}{number}.yaml": content_of(name + str(number)) for number in range(count)})
        for name, count in (("a", 2), ("b", 2), ("c", 1))
    )
    *good, last = brought(tmp_path, [("two.zip", two), ("more.zip", more), ("one.zip", one)], Budget(files=3))
    assert [imported.name for imported in (*good, last) if imported.path] == ["a0.yaml", "a1.yaml", "c0.yaml"]
    (refused,) = (imported for imported in good if imported.trouble)
    assert refused.name == "more.zip"
    assert "goes beyond the 3 files of one import: import it after the others" in str(refused.trouble)


def test_of_many_archives_no_more_is_listed_than_one_import_takes():
    folders = zipped({f"{number}/": b"" for number in range(999)} | {"a.yaml": b""})
    empty = zipped({f"{number}.yaml": b"" for number in range(1_000)})
    archives = [(f"{number}.zip", content) for number in range(20) for content in (folders, empty)]
    tracemalloc.start()
    arriving = incoming(archives, budget=Budget(files=3_500))
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    # Folders count too: to go through them takes as long.
    assert len(arriving.files) == 1 + 1_000 + 1 + 37
    assert held < 3_500 * 1_500


def test_the_time_of_an_import_begins_before_its_first_archive_is_opened(tmp_path, monkeypatch):
    now = [0.0]

    def slow(content: bytes) -> Any:
        now[0] += 2.0
        return archives.unpacked(content)

    monkeypatch.setattr(transfer, "unpacked", slow)
    files = [(f"{number}.zip", zipped({f"{number}.yaml": content_of(str(number))})) for number in range(5)]
    outcome = brought(tmp_path, files, Budget(seconds=4.0), clock=lambda: now[0])
    assert [imported.name for imported in outcome] == ["0.yaml", "1.yaml", "2.zip", "3.zip", "4.zip"]
    assert not any(imported.was_reached for imported in outcome)
    assert contents(tmp_path) == {}


@pytest.fixture
def small_megabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Megabytes of a few bytes: files that are read take a second for each megabyte."""
    monkeypatch.setattr(transfer, "MEGABYTE", 50_000)


@pytest.mark.usefixtures("small_megabytes")
def test_files_that_exceed_the_bytes_of_one_import_together_are_refused_by_name(tmp_path):
    half = content_of("1") + b"# half a megabyte of this\n" * 950
    small, large, after = brought(tmp_path, [("a.yaml", half), ("b.yaml", half), ("c.yaml", half)], Budget(megabytes=1))
    assert small.path is not None
    for refused in (large, after):
        assert "goes beyond the 1 MB of one import: import it by itself" in str(refused.trouble)
    assert list(contents(tmp_path)) == ["a.yaml"]


@pytest.mark.usefixtures("small_megabytes")
def test_archives_are_unpacked_no_further_than_one_import_may_unpack(tmp_path):
    large = {
        f"{number}.yaml": content_of(str(number)) + b"# most of a megabyte of this\n" * 1_500 for number in range(5)
    }
    content = zipped(large)
    assert len(content) < transfer.MEGABYTE / 10
    outcome = brought(tmp_path, [("files.zip", content)], Budget(unpacked_megabytes=1))
    assert [imported.path is not None for imported in outcome] == [True, True, False, False, False]
    assert "goes beyond the 1 MB that one import unpacks" in str(outcome[-1].trouble)


def test_what_is_not_reached_in_time_is_told_by_name_and_comes_in_with_the_next_import(tmp_path):
    files = [(f"{number}.yaml", content_of(str(number))) for number in range(5)]
    # One look as it begins, one before each file is opened and one before it is saved.
    ticks = iter([0.0] * 6 + [1.0, 2.0, 3.0, 4.0, 5.0])
    outcome = brought(tmp_path, files, Budget(seconds=3.0), clock=lambda: next(ticks))
    assert [imported.name for imported in outcome if not imported.was_reached] == ["2.yaml", "3.yaml", "4.yaml"]
    assert list(contents(tmp_path)) == ["0.yaml", "1.yaml"]
    again = library.import_files(tmp_path, files)
    assert [imported.was_there for imported in again] == [True, True, False, False, False]
    assert contents(tmp_path) == dict(files)


def test_an_import_that_is_given_up_leaves_whole_files_and_nothing_else(tmp_path):
    files = [(f"{number}.yaml", content_of(str(number))) for number in range(5)]
    importing = library.imports(tmp_path, incoming(files))
    next(importing), next(importing)
    importing.close()
    assert contents(tmp_path) == dict(files[:2])
    assert list(tmp_path.rglob("*.part")) == []


def test_what_the_library_has_already_is_passed_over_under_whatever_number(tmp_path):
    library.save_new(tmp_path, "ridge", content_of("mine"))
    first = library.import_files(tmp_path, [("Ridge.yaml", content_of("theirs"))])
    again = library.import_files(tmp_path, [("Ridge.yaml", content_of("theirs")), ("Ridge.yaml", content_of("mine"))])
    assert [imported.path for imported in again] == [first[0].path, tmp_path / "ridge.yaml"]
    assert [imported.was_there for imported in (*first, *again)] == [False, True, True]
    assert sorted(contents(tmp_path)) == ["Ridge 2.yaml", "ridge.yaml"]


def comment(noise: random.Random) -> bytes:
    """A line of a thousand bytes that does not get much smaller when it is packed."""
    return f"# {noise.randbytes(498).hex()}x\n".encode()


def counted_listings(folder: Path, patch: pytest.MonkeyPatch) -> list[str]:
    """The listings of a folder from now on, by the system's call."""
    listings: list[str] = []

    def counting(name: str) -> None:
        call = getattr(os, name)

        def listed(place: str | Path = ".") -> Any:
            if Path(place) == folder:
                listings.append(name)
            return call(place)

        patch.setattr(os, name, listed)

    counting("listdir")
    counting("scandir")
    return listings


@pytest.mark.parametrize(("there", "new"), [(300, 0), (300, 40), (0, 40)])
def test_a_folder_is_listed_no_more_often_however_many_files_are_in_it_or_come_in(tmp_path, monkeypatch, there, new):
    files = {f"{number}.yaml": content_of(str(number)) for number in range(there + new)}
    for name in list(files)[:there]:
        (tmp_path / name).write_bytes(files[name])
    with monkeypatch.context() as patch:
        listings = counted_listings(tmp_path, patch)
        outcome = library.import_files(tmp_path, [("all.zip", zipped(files))])
    # One for what a killed process left, one before the lock's folder is made, and one after.
    assert len(listings) <= 3
    assert [imported.was_there for imported in outcome] == [True] * there + [False] * new
    assert contents(tmp_path) == files


def test_what_others_save_while_an_import_runs_is_passed_over_and_not_overwritten(tmp_path):
    files = [(f"{number}.yaml", content_of(str(number))) for number in range(4)]
    importing = library.imports(tmp_path, incoming(files))
    next(importing)
    library.save_new(tmp_path, "1", content_of("1"))
    library.save_new(tmp_path, "2", content_of("theirs"))
    outcome = list(importing)
    assert [imported.path and imported.path.stem for imported in outcome] == ["1", "2 2", "3"]
    assert [imported.was_there for imported in outcome] == [True, False, False]
    assert (tmp_path / "2.yaml").read_bytes() == content_of("theirs")


def test_a_file_that_came_unseen_is_not_overwritten(tmp_path):
    places = Places(tmp_path)
    places.put("a", content_of("1"), tmp_path)
    times = tmp_path.stat()
    (tmp_path / "b.yaml").write_bytes(content_of("theirs"))
    # As on a disk whose clock ticks slowly: the folder seems not to have changed.
    os.utime(tmp_path, ns=(times.st_atime_ns, times.st_mtime_ns))
    assert places.put("b", content_of("2"), tmp_path).name == "b 2.yaml"
    assert (tmp_path / "b.yaml").read_bytes() == content_of("theirs")


def test_a_file_that_is_removed_while_an_import_runs_leaves_its_name_free(tmp_path):
    files = [("a.yaml", content_of("1")), ("a.yaml", content_of("1"))]
    importing = library.imports(tmp_path, incoming(files))
    next(importing)
    (tmp_path / "a.yaml").unlink()
    (again,) = importing
    assert (again.path, again.was_there) == (tmp_path / "a.yaml", False)


SMALL = Budget(megabytes=1, files=7)
"""So small that a library of a few files takes several archives."""


@pytest.mark.thorough
@pytest.mark.parametrize(("count", "size"), [(10, 0), (10, 100_000), (6, 400_000)])
def test_the_archives_of_a_library_of_whatever_size_come_back_within_one_import_each(tmp_path, count, size):
    noise = random.Random(size)
    for number in range(count):
        content = content_of(str(number)) + b"".join(comment(noise) for _ in range(size // 1_000))
        (tmp_path / f"{'n' * 96} {number}.yaml").write_bytes(content)
    parts = library.archive_parts(tmp_path, budget=SMALL)
    assert len(parts) > 1
    assert sum(len(part) for part in parts) == count
    for part in range(1, len(parts) + 1):
        packed = library.as_zip(tmp_path, part=part, budget=SMALL)
        assert len(packed) <= SMALL.megabytes * MEGABYTE
        outcome = brought(tmp_path / "other", [("all.zip", packed)], SMALL)
        assert all(imported.path is not None for imported in outcome)
    assert contents(tmp_path / "other") == contents(tmp_path)


def test_an_archive_keeps_its_size_where_packing_gains_nothing(tmp_path):
    for number in range(30):
        (tmp_path / f"{'é' * 49}{number}.yaml").write_bytes(random.Random(number).randbytes(30_000))
    raw = sum(path.stat().st_size for path in library.paths(tmp_path))
    assert raw < len(library.as_zip(tmp_path)) <= raw + 30 * ROOM_OF_A_FILE


def test_a_file_that_is_too_large_for_a_scenario_is_named_in_the_archive_of_the_others(tmp_path):
    library.save_new(tmp_path, "Ridge", content_of("1"))
    (tmp_path / "Film.yaml").write_bytes(b"x" * 1_000_001)
    with zipfile.ZipFile(io.BytesIO(library.as_zip(tmp_path))) as archive:
        assert archive.namelist() == ["Ridge.yaml", "Not in this archive.txt"]
        assert "Film.yaml has more than 1,000,000 bytes" in archive.read("Not in this archive.txt").decode()


def test_an_archive_in_an_archive_is_not_opened(tmp_path):
    assert "holds no scenario files" in told(tmp_path, zipped({"all.zip": zipped({"a.yaml": content_of("1")})}))


def test_an_archive_in_an_archive_is_named_beside_the_files_that_come_in(tmp_path):
    inner = zipped({"b.yaml": content_of("2")})
    saved, nested = library.import_files(
        tmp_path, [("all.zip", zipped({"a.yaml": content_of("1"), "older/More.ZIP": inner}))]
    )
    assert saved.path == tmp_path / "a.yaml"
    assert (nested.name, nested.path) == ("More.ZIP", None)
    assert "is an archive within an archive: unpack it first" in str(nested.trouble)
    assert contents(tmp_path) == {"a.yaml": content_of("1")}


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_unusual_archive_is_told(tmp_path, compression):
    assert "packed in an unusual way" in told(tmp_path, zipped({"a.yaml": content_of("1")}, compression))


def test_a_locked_archive_is_told(tmp_path):
    content = bytearray(zipped({"a.yaml": content_of("1")}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    assert "locked with a password" in told(tmp_path, bytes(content))


def test_whatever_byte_of_an_archive_is_wrong_it_is_told_or_read(tmp_path):
    whole = zipped({"a.yaml": content_of("1")})
    for place in range(len(whole)):
        for wrong in (0x00, 0xFF, whole[place] ^ 0x01):
            content = whole[:place] + bytes([wrong]) + whole[place + 1 :]
            for imported in library.import_files(tmp_path / "library", [("all.zip", content)]):
                assert (imported.path is None) != (imported.trouble is None)
                if imported.path is not None:
                    assert imported.path.read_bytes() == content_of("1")
                    imported.path.unlink()


def test_a_torn_archive_is_told(tmp_path):
    whole = zipped({"a.yaml": content_of("1")})
    assert "damaged" in told(tmp_path, whole[:-30])
    assert "damaged" in told(tmp_path, whole[:40])


# -- how ranges turned out -----------------------------------------------------------------------------------------


def test_how_ranges_turned_out_goes_with_the_archive_and_is_merged_where_it_comes_to(tmp_path):
    library.save_new(tmp_path / "one", "Ridge", content_of("1"))
    add_outcomes(tmp_path / "one", [RATE, COST])
    packed = library.as_zip(tmp_path / "one")
    add_outcomes(tmp_path / "other", [LATER])
    first, again = (library.import_files(tmp_path / "other", [("all.zip", packed)]) for _ in range(2))
    assert {each.name: (each.is_outcomes, each.was_there) for each in first} == {
        "Ridge.yaml": (False, False),
        "calibration.jsonl": (True, False),
    }
    assert all(each.was_there for each in again)
    assert set(read_outcomes(tmp_path / "other").ranges) == {LATER, COST}


def test_a_library_whose_scenarios_are_all_gone_still_gives_what_it_knows_of_ranges(tmp_path):
    add_outcomes(tmp_path / "one", [RATE])
    assert library.archive_parts(tmp_path / "one") == [[]]
    (imported,) = library.import_files(tmp_path / "other", [("all.zip", library.as_zip(tmp_path / "one"))])
    assert (imported.trouble, imported.path) == (None, place_of(tmp_path / "other"))
    assert read_outcomes(tmp_path / "other").ranges == (RATE,)


def test_of_several_archives_one_has_the_ranges_and_none_is_too_large(tmp_path):
    for number in range(12):
        library.save_new(tmp_path / "one", str(number), content_of(str(number)))
    add_outcomes(tmp_path / "one", [RATE])
    parts = library.archive_parts(tmp_path / "one", budget=SMALL)
    assert [len(part) for part in parts] == [5, 6, 1]
    for part in range(1, 4):
        packed = library.as_zip(tmp_path / "one", part=part, budget=SMALL)
        outcome = brought(tmp_path / "other", [("all.zip", packed)], SMALL)
        assert all(imported.path is not None for imported in outcome)
        assert [imported.name for imported in outcome if imported.is_outcomes] == ["calibration.jsonl"] * (part == 1)


def test_ranges_of_an_archive_that_cannot_be_read_are_refused_and_its_scenarios_come_in(tmp_path):
    add_outcomes(tmp_path, [COST])
    packed = zipped({"Ridge.yaml": content_of("1"), "deep/down/calibration.jsonl": b"[" * 100_000})
    ridge, refused = library.import_files(tmp_path, [("all.zip", packed)])
    assert ridge.path == tmp_path / "Ridge.yaml"
    assert str(refused.trouble).startswith("calibration.jsonl does not begin as how ranges turned out does")
    assert read_outcomes(tmp_path).ranges == (COST,)


def test_a_damaged_file_of_ranges_is_named_in_the_archive_beside_what_can_be_read_of_it(tmp_path):
    add_outcomes(tmp_path, [RATE])
    with place_of(tmp_path).open("ab") as opened:
        opened.write(b"{\n")
    with zipfile.ZipFile(io.BytesIO(library.as_zip(tmp_path))) as archive:
        assert parsed(archive.read("calibration.jsonl")).ranges == (RATE,)
        assert "has 1 line that cannot be read" in archive.read("Not in this archive.txt").decode()
