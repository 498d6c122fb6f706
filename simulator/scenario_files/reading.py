"""From a file to a scenario, with every problem at once."""

import errno
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from simulator.errors import Problem, ScenarioError, ScenarioFileError
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.scenario import Scenario
from simulator.scenario_files.kinds import UNREAD, Reading, shown
from simulator.scenario_files.loading import MOST_BYTES, Document, load
from simulator.scenario_files.nodes import Group, node_of
from simulator.scenario_files.records import Record, kind_of_class
from simulator.scenario_files.upgrades import FORMAT, upgraded
from simulator.scenario_files.words import Whole
from simulator.validation import problems as problems_of

SCENARIO = Record(Scenario, constants=(("format", str(FORMAT)),))
"""How a whole scenario stands in a file."""

CHANNEL = kind_of_class(Channel)
"""How a channel of any type stands in a file."""

MOST_PROBLEMS = 200


def parse(content: bytes) -> Scenario[Belief]:
    """The scenario of a file's bytes. Raises ScenarioFileError with all that is wrong, in the file's order."""
    scenario, reading = _read(content)
    for problem in problems_of(scenario, unread=reading.unread):
        reading.problems.append(Problem(problem.path, problem.message, _line(problem.path, reading.lines)))
    if scenario.adopted is not None and "adopted.figures" not in reading.unread:
        for message in _adoption_problems(scenario.adopted):
            path = "adopted.figures"
            reading.problems.append(Problem(path, message, _line(path, reading.lines)))
    _raise_any(reading.problems)
    return scenario


def adopted(adoption: Adoption) -> Scenario[Belief]:
    """The scenario of the day on which a plan was adopted. Raises ScenarioFileError if it cannot be read any more."""
    kept, reading = _read(adoption.figures.encode())
    if kept.adopted is not None:
        reading.refuse("adopted", "stands in the figures of an adopted plan; remove it there", 0)
    _raise_any([*reading.problems, *problems_of(kept, unread=reading.unread)])
    return kept


def parse_draft(content: bytes) -> Scenario[Belief]:
    """The scenario of an unfinished file: its numbers may be outside their limits, and entries may be missing.

    Raises ScenarioFileError if it cannot be read at all.
    """
    scenario, reading = _read(content)
    _raise_any(reading.problems)
    return scenario


def read(path: Path) -> Scenario[Belief]:
    """The scenario of a file. Raises ScenarioFileError with all that is wrong."""
    return parse(content_of(path))


def content_of(path: Path) -> bytes:
    """A file's bytes. Raises ScenarioFileError if it cannot be opened, or is too large to be read."""
    try:
        if path.exists() and not path.is_file():
            raise ScenarioFileError([Problem("", f"{path} is not a file")])
        with path.open("rb") as opened:
            # One byte more than allowed shows that there is more; the rest is never read.
            return opened.read(MOST_BYTES + 1)
    except OSError as error:
        reasons = {errno.ENOENT: "there is no such file", errno.EACCES: "you may not read it"}
        reason = reasons.get(error.errno or 0, error.strerror or str(error))
        raise ScenarioFileError([Problem("", f"{path} cannot be opened: {reason}")]) from error
    except ValueError as error:
        raise ScenarioFileError([Problem("", "no file can have this name")]) from error


def channel_from(entries: Mapping[str, Any], name: str) -> Channel[Belief]:
    """A channel of the entries that a file would have, given as plain Python values. Raises ScenarioError."""
    reading = Reading()
    node = node_of({**entries, "name": name})
    channel = CHANNEL.read(node, name, reading)
    if reading.problems or channel is UNREAD:
        raise ScenarioError(reading.problems)
    return cast("Channel[Belief]", channel)


def document_of(content: bytes) -> Document:
    """A file's tree in the present format. Raises ScenarioFileError."""
    return upgraded(load(content))


def _read(content: bytes) -> tuple[Scenario[Belief], Reading]:
    document = document_of(content)
    reading = Reading(problems=list(document.problems), lines={"": document.root.line})
    _check_format(document, reading)
    scenario = SCENARIO.read(document.root, "", reading)
    return cast("Scenario[Belief]", scenario), reading


def _check_format(document: Document, reading: Reading) -> None:
    assert isinstance(document.root, Group)
    entry = document.root.entry("format")
    if entry is None:
        reading.refuse("format", f"is missing; write format: {FORMAT} at the top", document.root.line)
    else:
        Whole().read(entry.value, "format", reading)


def _adoption_problems(adoption: Adoption) -> Iterator[str]:
    """Why nothing can be held against an adopted plan."""
    if not adoption.figures.strip():
        return
    try:
        names = [plan.name for plan in adopted(adoption).plans]
    except ScenarioFileError as error:
        # Lines of the text within are not those of the file.
        first, *others = (Problem(problem.path, problem.message) for problem in error.problems)
        more = f", and {len(others):,} more" if others else ""
        yield f"cannot be read as a scenario ({first}{more}); adopt the plan again"
        return
    if adoption.plan not in names:
        yield f'has no plan "{shown(adoption.plan)}"; adopt the plan again'


def _line(path: str, lines: Mapping[str, int]) -> int | None:
    """The line of an entry, or of the nearest one that it would stand in."""
    while path not in lines:
        path = path.rpartition(".")[0]
    return lines[path] or None


def _raise_any(problems: Iterable[Problem]) -> None:
    found = sorted(dict.fromkeys(problems), key=lambda problem: (problem.line or 0, problem.path))
    if len(found) > MOST_PROBLEMS:
        more = Problem("", f"and {len(found) - MOST_PROBLEMS:,} more problems", None)
        found = [*found[:MOST_PROBLEMS], more]
    if found:
        raise ScenarioFileError(found)
