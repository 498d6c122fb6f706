"""Learning on the command line: what the beliefs learn from real figures, as JSON and for a terminal."""

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Group
from rich.table import Table
from rich.text import Text

from simulator.analyses.calibration import Calibration, as_judged, by_source, calibration, outcomes
from simulator.analyses.learning import Arrivals, Evidence, Paid, Tries
from simulator.analyses.lessons import Lesson, Lessons
from simulator.cli.terminal import Answer, printable
from simulator.edits.learning import learned_paths, taken_back
from simulator.errors import SaveError, ScenarioError, SettingsError, UnknownNameError
from simulator.library.folder import paths
from simulator.library.outcomes import Outcome, add_outcomes, merged, read_outcomes
from simulator.presentation.beliefs import places, spoken
from simulator.presentation.learning_text import (
    CALIBRATION_HEADS,
    CALIBRATION_NOTE,
    calibration_line,
    calibration_rows,
    conflict_words,
    evidence_words,
    few_line,
    learned_scenario,
    unused_lines,
    worth_words,
)
from simulator.scenario.beliefs import Belief, between
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.text.grammar import sentence


def day_from(typed: str | None, today: date) -> date:
    """A day as it was typed: 2027-04-10; today if none was."""
    if typed is None:
        return today
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise SettingsError(f"--today is {typed!r}; it must be a day, such as 2027-04-10") from None


def weight_from(typed: float) -> float:
    """How like the future the real figures are held to be."""
    if not 0.0 <= typed <= 1.0:
        raise SettingsError(f"--like-future is {typed:g}; it must be between 0 and 1")
    return typed


def with_taken_back(scenario: Scenario[Belief], paths: Sequence[str]) -> Scenario[Belief]:
    """The scenario with what beliefs have learned taken back. Raises UnknownNameError."""
    known = learned_paths(scenario)
    for path in paths:
        if path not in known:
            raise UnknownNameError("belief that has learned", path, known)
        scenario = taken_back(scenario, path)
    return scenario


def with_lessons(scenario: Scenario[Belief], found: Lessons, formats: Formats) -> Scenario[Belief]:
    """The scenario whose beliefs have learned."""
    return learned_scenario(scenario, list(found.by_path.values()), formats)


@dataclass(frozen=True, kw_only=True)
class Known:
    """Ranges that real figures judged; ``kept_in`` is the library that keeps them, ``trouble`` what is wrong there."""

    ranges: Sequence[Outcome]
    kept_in: Path | None = None
    trouble: str = ""


def own_ranges(file: Path, scenario: Scenario[Belief], today: date, *, by: str) -> list[Outcome]:
    """The ranges of a scenario that real figures judge; ``by`` typed those that say nothing of where they are from."""
    return outcomes(scenario, today, name=file.stem, by=by)


def known_ranges(own: Sequence[Outcome], folder: Path, today: date) -> Known:
    """The ranges of all scenarios of a library that can be read, and those that it knows of: all are kept there now.

    A copy of a scenario is not counted again. Raises SettingsError where there is no such folder.
    """
    if not folder.is_dir():
        raise SettingsError(f"--library is {folder}; there is no such folder")
    return kept_in_library([*own, *_ranges_in(folder, today)], folder)


def kept_in_library(new: Sequence[Outcome], folder: Path) -> Known:
    """The ranges that a library knows of, with new ones, which are kept there now."""
    try:
        found = add_outcomes(folder, new)
    except SaveError as error:
        return Known(ranges=merged(read_outcomes(folder).ranges, new), trouble=str(error))
    trouble = f"{found.trouble}; it is kept beside the new one" if found.trouble and new else found.trouble
    return Known(ranges=found.ranges, kept_in=folder, trouble=trouble)


def _ranges_in(folder: Path, today: date) -> Iterator[Outcome]:
    for path in paths(folder):
        # A file that cannot be read has nothing to say; it is not the one that was asked for.
        with suppress(ScenarioError, OSError):
            yield from outcomes(read(path), today, name=path.stem)


def answer_of(
    scenario: Scenario[Belief],
    found: Lessons,
    formats: Formats,
    *,
    known: Known,
    back: Sequence[str],
    written: bool,
) -> Answer:
    """Lesson of each belief, what was left out, and how often the ranges were right."""
    ranges = as_judged(known.ranges)
    of_all, of_sources = calibration(ranges), by_source(ranges)
    result: dict[str, Any] = {
        "beliefs": {path: _belief(lesson) for path, lesson in found.by_path.items()},
        "calibration": {
            **_calibration(of_all),
            "ranges_judged": [
                {**_outcome(each), "within": one.is_within} for each, one in zip(known.ranges, ranges, strict=True)
            ],
            "by_source": {source: _calibration(own) for source, own in of_sources.items()},
            "kept_in": None if known.kept_in is None else str(known.kept_in),
            "trouble": known.trouble,
        },
        "left_out": [
            {
                "path": each.path,
                "channel": each.channel,
                "months": [f"{month:%Y-%m}" for month in each.months],
                "why": str(each.why),
            }
            for each in found.unused
        ],
        "taken_back": list(back),
        "written": written,
    }
    lines = [
        *_lines(scenario, found, formats, back=back),
        *_end(written=written, is_changed=bool(found.by_path or back)),
        calibration_line(of_all),
    ]
    rows = calibration_rows(of_all, of_sources, formats)
    after = [few_line(of_sources) if rows else "", *_kept(known)]
    return Answer(
        result,
        Group(
            *([_table(scenario, found, formats)] if found.by_path else []),
            *_said(lines),
            *([_calibration_table(rows)] if rows else []),
            *_said(after),
        ),
    )


def _said(lines: Sequence[str]) -> Iterator[Text]:
    return (Text(printable(line)) for line in lines if line)


def _kept(known: Known) -> Iterator[str]:
    if known.kept_in is not None and known.ranges:
        yield f"{CALIBRATION_NOTE} Here: {known.kept_in}."
    if known.trouble:
        yield f"{sentence(known.trouble)}."


def _calibration_table(rows: Sequence[tuple[str, ...]]) -> Table:
    table = Table(box=SIMPLE, show_edge=False)
    for heading in CALIBRATION_HEADS:
        table.add_column(heading)
    for row in rows:
        table.add_row(*(printable(cell) for cell in row))
    return table


def _outcome(each: Outcome) -> dict[str, Any]:
    return {
        "scenario": each.scenario,
        "path": each.path,
        "range": [each.low, each.likely, each.high],
        "source": each.source,
        "by": each.by,
        "as_of": None if each.as_of is None else each.as_of.isoformat(),
        "from": f"{each.first:%Y-%m}",
        "to": f"{each.last:%Y-%m}",
        "months": each.months,
        "measured": each.measured,
        "interval_score": each.interval_score,
        "judged": each.judged.isoformat(),
    }


def _belief(lesson: Lesson) -> dict[str, Any]:
    of = lesson.of
    return {
        "before": [of.belief.low, of.belief.likely, of.belief.high],
        "after": list(lesson.three),
        "evidence": {
            "from": f"{of.months[0]:%Y-%m}",
            "to": f"{of.months[-1]:%Y-%m}",
            "months": len(of.months),
            "channels": list(of.channels),
            "what": of.what,
            **_counts(of.evidence),
            "dispersion": of.dispersion,
        },
        "weight": lesson.weight,
        "conflict": lesson.after.contradicts,
        "chance": lesson.after.chance,
        "range_was_worth": lesson.after.belief_worth,
    }


def _counts(evidence: Evidence) -> dict[str, float]:
    match evidence:
        case Tries():
            return {"tries": evidence.tries, "hits": evidence.hits, "share": evidence.share}
        case Paid():
            return {"count": evidence.count, "amount": evidence.amount}
        case Arrivals():
            return {"count": evidence.count, "in_months": evidence.months}
        case _:
            raise ValueError(f"no kind of evidence: {evidence}")


def _calibration(found: Calibration) -> dict[str, Any]:
    return {
        "ranges": found.ranges,
        "within": found.within,
        "band": None if found.band is None else list(found.band),
        "interval_score": "nan" if math.isnan(found.interval_score) else found.interval_score,
        "widen_by": found.widen_by,
    }


def _table(scenario: Scenario[Belief], found: Lessons, formats: Formats) -> Table:
    names: Mapping[str, str] = places(scenario)
    table = Table(box=SIMPLE, show_edge=False)
    for heading in ("Belief", "Before", "Now", "Learned from"):
        table.add_column(heading)
    for path, lesson in found.by_path.items():
        quantity = lesson.of.quantity
        cells = (
            names.get(path, path),
            spoken(lesson.of.belief, quantity, formats),
            spoken(between(*lesson.three), quantity, formats),
            evidence_words(lesson, formats),
        )
        table.add_row(*(printable(cell) for cell in cells))
    return table


def _lines(scenario: Scenario[Belief], found: Lessons, formats: Formats, *, back: Sequence[str]) -> Iterator[str]:
    names = places(scenario)
    for path, lesson in found.by_path.items():
        yield f"{names.get(path, path)}: {worth_words(lesson, formats)}."
        if said := conflict_words(lesson):
            yield f"  {said}"
    yield from unused_lines(scenario, found, formats)
    yield from (f"{names.get(path, path)}: taken back." for path in back)
    if not found.by_path and not back:
        yield "Nothing new to learn: no month that is over has figures that no range has learned from yet."


def _end(*, written: bool, is_changed: bool) -> Iterator[str]:
    if written:
        yield "The scenario file says so now."
    elif is_changed:
        yield "Nothing is written yet: add --write to put this into the scenario file."
