"""How ranges turned out, kept with the library: each once, whatever becomes of scenarios, and of the file."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from simulator.errors import SaveError
from simulator.library import outcomes
from simulator.library.outcomes import (
    LONGEST,
    MOST_RANGES,
    Outcome,
    add_outcomes,
    as_lines,
    import_outcomes,
    merged,
    parsed,
    place_of,
    read_outcomes,
    shortened,
)
from simulator.scenario_files import MOST_BYTES
from tests.hostile_names import HOSTILE
from tests.library.ranges import COST, LATER, RATE

TODAY = date(2026, 6, 1)


def of_library(folder: Path) -> tuple[Outcome, ...]:
    found = read_outcomes(folder)
    assert found.trouble == ""
    return found.ranges


def test_a_library_without_any_knows_of_none_and_nothing_is_made(tmp_path: Path) -> None:
    assert of_library(tmp_path) == ()
    assert add_outcomes(tmp_path, []).ranges == ()
    assert list(tmp_path.iterdir()) == []


def test_what_is_kept_comes_back_to_the_last_bit(tmp_path: Path) -> None:
    given = [replace(RATE, measured=1 / 3), replace(COST, as_of=None, by="Ben", source="")]
    assert set(add_outcomes(tmp_path, given).ranges) == set(given)
    assert set(of_library(tmp_path)) == set(given)


def test_a_range_that_is_judged_again_by_more_months_counts_once(tmp_path: Path) -> None:
    add_outcomes(tmp_path, [RATE, COST])
    add_outcomes(tmp_path, [LATER])
    assert set(of_library(tmp_path)) == {LATER, COST}


def test_months_that_were_taken_out_again_take_nothing_away(tmp_path: Path) -> None:
    add_outcomes(tmp_path, [LATER])
    add_outcomes(tmp_path, [replace(RATE, judged=TODAY)])
    assert of_library(tmp_path) == (LATER,)


def test_of_as_many_months_the_later_judgement_stands() -> None:
    mended = replace(RATE, measured=0.06, began=0.08, judged=TODAY)
    assert merged([RATE], [mended]) == (mended,)
    assert merged([mended], [RATE]) == (mended,)


@pytest.mark.parametrize("change", [{"scenario": "Ridge copy"}, {"scenario": "Ridge 2027", "months": 9}])
def test_a_copy_and_a_scenario_under_another_name_are_not_counted_again(change: dict[str, Any]) -> None:
    assert len(merged([RATE], [replace(RATE, **change)])) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"scenario": "Other", "began": 0.03},
        {"scenario": "Other", "first": date(2026, 2, 1)},
        {"high": 0.15},
        {"path": "channels.Maps.visit_to_lead_rate"},
        {"source": "A study"},
        {"as_of": date(2025, 12, 2)},
    ],
)
def test_what_was_stated_of_something_else_or_anew_counts_too(change: dict[str, Any]) -> None:
    assert len(merged([RATE], [replace(RATE, **change)])) == 2


def test_who_stated_a_range_is_not_forgotten() -> None:
    own = replace(RATE, source="Your figure", by="Anna")
    (found,) = merged([own], [replace(LATER, source="Your figure")])
    assert (found.months, found.by, found.whose) == (4, "Anna", "Anna")
    assert merged([replace(own, by="")], [own])[0].by == "Anna"


def many(count: int, **change: Any) -> list[Outcome]:
    days = (RATE.judged + timedelta(days=place) for place in range(count))
    return [
        replace(RATE, scenario=f"S{place}", began=1.0 + place, judged=day, **change) for place, day in enumerate(days)
    ]


def test_beyond_the_most_those_go_that_were_judged_the_longest_ago(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "MOST_RANGES", 50)
    all_of_them = many(70)
    add_outcomes(tmp_path, all_of_them[:15])
    assert add_outcomes(tmp_path, all_of_them).ranges == tuple(all_of_them[20:])
    assert of_library(tmp_path) == tuple(all_of_them[20:])


def test_the_longest_texts_make_no_file_that_cannot_be_read(tmp_path: Path) -> None:
    longest = shortened("\U0001f600" * (LONGEST + 5))
    assert len(longest) == LONGEST
    add_outcomes(tmp_path, many(MOST_RANGES, source=longest, path=longest))
    assert place_of(tmp_path).stat().st_size <= MOST_BYTES
    kept = of_library(tmp_path)
    assert 100 < len(kept) < MOST_RANGES
    assert kept[-1].scenario == f"S{MOST_RANGES - 1}"


def test_names_of_any_kind_come_back(tmp_path: Path) -> None:
    given = [
        replace(RATE, scenario=shortened(name), source=shortened(name), began=float(at))
        for at, name in enumerate([*HOSTILE, "\udcff"])
    ]
    add_outcomes(tmp_path, given)
    assert set(of_library(tmp_path)) == set(merged((), given))


def test_what_is_known_already_is_not_written_again(tmp_path: Path) -> None:
    add_outcomes(tmp_path, [RATE, COST])
    before = place_of(tmp_path).stat()
    add_outcomes(tmp_path, [COST, RATE])
    after = place_of(tmp_path).stat()
    assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_several_at_once_lose_nothing(tmp_path: Path) -> None:
    given = many(24)
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(lambda each: add_outcomes(tmp_path, [each]), given))
    assert of_library(tmp_path) == tuple(given)


# -- files that are damaged, or come from elsewhere ----------------------------------------------------------------


def written(folder: Path, content: bytes) -> bytes:
    place_of(folder).parent.mkdir(parents=True, exist_ok=True)
    place_of(folder).write_bytes(content)
    return content


def lines(*more: bytes) -> bytes:
    return as_lines([RATE]) + b"\n".join([*more, b""])


def line(**change: Any) -> bytes:
    return json.dumps({**asdict(COST), **change}, default=str).encode()


BROKEN = {
    "no JSON": b"{",
    "no text": b"\xff\xfe\x00",
    "deep": b"[" * 100_000,
    "a list": b"[1, 2]",
    "nothing of it": b"{}",
    "one field more": line(secret=1),
    "not a number": line().replace(b"10.03", b"NaN"),
    "endless": line().replace(b"10.03", b"Infinity"),
    "beyond numbers": line().replace(b"10.03", b"1e999"),
    "very long": line().replace(b"10.03", b"9" * 4_000),
    "text for a number": line(measured="10"),
    "a number for text": line(source=7),
    "too long": line(source="x" * (LONGEST + 1)),
    "no day": line(judged="2026-13-01"),
    "a day that is none": line(first=20260101),
    "no months": line(months=0),
    "part of a month": line(months=1.5),
    "backwards": line(low=30.0),
    "ends before it begins": line(last="2025-12-01"),
    "a score that is none": line(score=1e300),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN.keys())
def test_a_line_that_is_no_outcome_is_passed_over_and_said_and_nothing_of_the_file_is_lost(
    tmp_path: Path, broken: bytes
) -> None:
    content = written(tmp_path, lines(broken))
    found = read_outcomes(tmp_path)
    assert found.ranges == (RATE,)
    assert found.trouble == f"{place_of(tmp_path)} has 1 line that cannot be read, from line 3 on"
    assert add_outcomes(tmp_path, [LATER]).trouble == found.trouble
    assert of_library(tmp_path) == (LATER,)
    (aside,) = place_of(tmp_path).parent.glob("ranges as found *")
    assert aside.read_bytes() == content


@pytest.mark.parametrize("content", [b"", b"\x00" * 99, b"name: Ridge\n", b'["funnelcast"]\n', b"x" * (MOST_BYTES + 1)])
def test_a_file_that_is_none_of_ours_is_set_aside(tmp_path: Path, content: bytes) -> None:
    written(tmp_path, content)
    assert read_outcomes(tmp_path).ranges == ()
    assert str(place_of(tmp_path)) in read_outcomes(tmp_path).trouble
    add_outcomes(tmp_path, [RATE])
    assert of_library(tmp_path) == (RATE,)
    (aside,) = place_of(tmp_path).parent.glob("ranges as found *")
    assert aside.read_bytes() == content


def test_what_another_version_has_written_stays_as_it_is(tmp_path: Path) -> None:
    content = written(tmp_path, lines().replace(b'"format": 1', b'"format": 2'))
    with pytest.raises(SaveError, match=r"is not kept in .*ranges.jsonl: .* was written by another version"):
        add_outcomes(tmp_path, [COST])
    assert place_of(tmp_path).read_bytes() == content


def test_where_the_file_cannot_be_read_at_all_nothing_is_written(tmp_path: Path) -> None:
    place_of(tmp_path).mkdir(parents=True)
    assert "cannot be read" in read_outcomes(tmp_path).trouble
    with pytest.raises(SaveError, match="how ranges turned out is not kept in"):
        add_outcomes(tmp_path, [RATE])
    assert list(place_of(tmp_path).parent.iterdir()) == [place_of(tmp_path)]


def test_a_disk_that_is_full_leaves_the_former_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_outcomes(tmp_path, [RATE])

    def full(*given: object, **named: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(outcomes, "put", full)
    with pytest.raises(SaveError, match="free some space on the disk"):
        add_outcomes(tmp_path, [COST])
    assert of_library(tmp_path) == (RATE,)


# -- from an archive -----------------------------------------------------------------------------------------------


def brought(folder: Path, ranges: Sequence[Outcome]) -> bool:
    return import_outcomes(folder, as_lines(ranges), today=TODAY)


def test_what_an_archive_brings_is_merged_and_not_doubled(tmp_path: Path) -> None:
    add_outcomes(tmp_path, [LATER])
    assert brought(tmp_path, [RATE, COST])
    assert set(of_library(tmp_path)) == {LATER, COST}
    assert not brought(tmp_path, [RATE, COST])


def test_an_archive_drives_nothing_out(tmp_path: Path) -> None:
    add_outcomes(tmp_path, [RATE])
    with pytest.raises(SaveError, match="more ranges than there is room for: at most 2,500 are kept"):
        brought(tmp_path, many(MOST_RANGES, source="other"))
    assert of_library(tmp_path) == (RATE,)


def test_a_day_to_come_in_an_archive_is_today(tmp_path: Path) -> None:
    brought(tmp_path, [replace(RATE, judged=date(9999, 12, 31))])
    assert of_library(tmp_path)[0].judged == TODAY


@pytest.mark.parametrize("content", [b"", b"{}", lines(b"{"), lines().replace(b'"format": 1', b'"format": 2')])
def test_what_cannot_be_read_of_an_archive_is_refused_and_changes_nothing(tmp_path: Path, content: bytes) -> None:
    add_outcomes(tmp_path, [COST])
    with pytest.raises(SaveError, match=r"^calibration.jsonl "):
        import_outcomes(tmp_path, content, today=TODAY)
    assert of_library(tmp_path) == (COST,)


def test_the_file_says_what_it_is_to_whoever_opens_it() -> None:
    top, only = as_lines([RATE]).decode().splitlines()
    assert json.loads(top) == {"funnelcast": "how ranges turned out", "format": 1}
    assert json.loads(only)["judged"] == "2026-04-10"
    assert parsed(as_lines([RATE])).ranges == (RATE,)
