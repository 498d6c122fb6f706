"""Slides as values: what a renderer needs, whether it makes pages, paper or shapes. All words are plain text."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from simulator.charts.theme import Spec
from simulator.presentation.headline import Tile
from simulator.text.formats import Formats


@dataclass(frozen=True, kw_only=True)
class Table:
    """Text in rows; the first column names the row, the last row is a total where ``has_total``.

    ``words`` are the columns, counted from 0, that hold words and are set flush left; all others hold figures.
    """

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    has_total: bool = False
    words: tuple[int, ...] = (0,)


@dataclass(frozen=True, kw_only=True, eq=False)
class Picture:
    """A chart: its Vega-Lite specification and data, and ``says``, the same in words for who cannot see it.

    ``reading`` says what no legend of it says; empty where there is no more to say.
    """

    key: str
    title: str
    spec: Spec
    frame: pd.DataFrame
    says: str
    reading: str = ""


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of a list: what it is, and what to do about it or why; ``text`` may be empty."""

    title: str
    text: str = ""


@dataclass(frozen=True, kw_only=True, eq=False)
class Slide:
    """One idea: ``title`` names it, ``lead`` is the sentence that answers it, and the rest stands behind it.

    ``notes`` say how to read it, for whoever presents.
    """

    key: str
    title: str
    lead: str
    sentences: tuple[str, ...] = ()
    tiles: tuple[Tile, ...] = ()
    pictures: tuple[Picture, ...] = ()
    table: Table | None = None
    points: tuple[Point, ...] = ()
    notes: str = ""


@dataclass(frozen=True, kw_only=True)
class StatedNumber:
    """A number that the figures rest on; ``owner`` is the channel that it belongs to, empty where channels share it."""

    owner: str
    name: str
    between: str
    middle: str
    source: str

    @property
    def row(self) -> tuple[str, str, str, str]:
        """The same as a row of a table: what it is called, its range, its middle and its source."""
        title = f"“{self.name}” of {self.owner}" if self.owner else f"“{self.name}”"
        return title, self.between, self.middle, self.source


NUMBER_HEADS = ("Number", "8 times in 10 between", "Half the time below", "Where it comes from")
"""The headings of a table of such numbers."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """Facts that a document states of how it came about."""

    scenario: str
    plan: str
    against: str
    on: date
    seed: int
    draws: int
    model: str
    formats: Formats

    @property
    def lines(self) -> tuple[tuple[str, str], ...]:
        """Each with its name, for a document's last page."""
        named = (("Scenario", self.scenario), ("Plan", self.plan), ("Set against", self.against))
        counted = (
            ("Date", self.on.isoformat()),
            ("Possible worlds", self.formats.count(self.draws)),
            ("Seed", str(self.seed)),
        )
        return (*(each for each in named if each[1]), *counted, ("Model", self.model))


@dataclass(frozen=True, kw_only=True, eq=False)
class Story:
    """The whole: a title slide first, then the parts that were chosen.

    ``numbers`` are all that the figures rest on, each with its range, source and date; ``terms`` has a row for each
    word that the story uses and that the glossary explains; ``colour`` is six digits after ``#``; ``logo`` a PNG, empty
    if there is none.
    """

    title: str
    client: str
    colour: str
    logo: bytes
    slides: Sequence[Slide]
    numbers: Sequence[StatedNumber]
    terms: Table
    made: Made

    @property
    def beliefs(self) -> Table:
        """All numbers that the figures rest on, as one table."""
        return numbers_table("Every number behind the plan", self.numbers)


def numbers_table(caption: str, numbers: Sequence[StatedNumber]) -> Table:
    """Numbers as a table, a row each."""
    return Table(caption=caption, heads=NUMBER_HEADS, rows=tuple(each.row for each in numbers), words=(0, 3))
