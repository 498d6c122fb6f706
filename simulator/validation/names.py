"""Names and paths: how the parts of a scenario are called in problems, and which names will not do."""

import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from simulator.errors import did_you_mean
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Scenario

LONGEST_NAME = 100


MOST_CHANNELS = 200

CHANNEL_NAMES = "channels.*.name"
"""Stands, among what a finding rests on, for the names of all channels."""


@dataclass(frozen=True)
class Found:
    """A problem, with the other paths that it rests on: it is no problem while one of them is unknown."""

    path: str
    message: str
    rests_on: tuple[str, ...] = ()

    def is_sure(self, unread: Collection[str]) -> bool:
        """Whether neither its own place nor what it rests on lies within an entry that could not be read."""
        return not any(is_within(path, unread) for path in (self.path, *self.rests_on))


def is_within(path: str, places: Collection[str]) -> bool:
    """Whether a path is one of some places, or lies in one."""
    ends = [index for index, character in enumerate(path) if character == "."]
    return path in places or any(path[:end] in places for end in ends)


def place_names(names: Sequence[str]) -> list[str]:
    """How named items are called in paths: by name, or by number (from 1) where the name cannot serve."""
    taken = repeated(names)
    return [str(index + 1) if name_problem(name) or taken[index] else name for index, name in enumerate(names)]


def repeated(names: Sequence[str]) -> list[bool]:
    """For each name whether it was used before, letter case and surrounding spaces apart."""
    seen: set[str] = set()
    found = []
    for name in names:
        found.append(folded(name) in seen)
        seen.add(folded(name))
    return found


def name_problem(name: str) -> str:
    """The problem of a name, in words; empty if there is none."""
    if not name.strip():
        return "is empty; give it a name"
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} characters; a name has at most {LONGEST_NAME}"
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        return "has a line break or another control character; a name is one line of text"
    return ""


def folded(name: str) -> str:
    """A name as it is compared: without letter case and surrounding spaces."""
    return name.strip().casefold()


def known_channel(name: str, names: Sequence[str], path: str) -> Iterator[Found]:
    """The problem that there is no such channel, where there are any."""
    if names and name not in names:
        hint = did_you_mean(name, names) if len(name) <= LONGEST_NAME else ""
        yield Found(path, f'is "{one_line(name)}"; there is no such channel{hint}', (CHANNEL_NAMES,))


def named_once(names: Sequence[str], path: str, what: str) -> Iterator[Found]:
    """The problems of names that stand in a list more than once."""
    known = [folded(name) for name in names]
    for name in dict.fromkeys(name for name in names if known.count(folded(name)) > 1):
        yield Found(path, f'states {what} "{one_line(name)}" twice')


def channel_paths(scenario: Scenario[Belief]) -> list[tuple[str, Channel[Belief]]]:
    """The channels with their paths."""
    places = place_names(scenario.channel_names)
    return [(f"channels.{place}", channel) for place, channel in zip(places, scenario.channels, strict=True)]


def improvement_paths(scenario: Scenario[Belief]) -> list[tuple[str, Improvement[Belief]]]:
    """The improvements with their paths."""
    places = place_names([each.name for each in scenario.improvements])
    return [(f"improvements.{place}", each) for place, each in zip(places, scenario.improvements, strict=True)]


def one_line(text: str) -> str:
    """Text of a person within a message or path: one line, not too long."""
    one_line = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return one_line if len(one_line) <= LONGEST_NAME else one_line[: LONGEST_NAME - 3] + "..."
