"""A plan under way on the command line: the gap explained, the weakest link, the month that runs, and the outlook."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from rich.box import SIMPLE
from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.focus import Focus, focus
from simulator.analyses.gap import Cause, Gap, Link, explained_gap
from simulator.analyses.outlook import Outlook, outlooks
from simulator.analyses.pacing import Pace, pace
from simulator.cli.terminal import printable
from simulator.edits.adoption import HeldTo
from simulator.presentation.gap_text import focus_text, gap_lead, gap_notes, gap_rows
from simulator.presentation.outlook_text import SO_FAR_NOTE, outlook_lead, outlook_rows, target_lines
from simulator.presentation.pacing_text import channel_name, pace_lead, pace_rows
from simulator.scenario.actuals import Actuals
from simulator.scenario.months import months_on
from simulator.scenario.stages import Stage, rate_name
from simulator.text.formats import Formats


@dataclass(frozen=True, kw_only=True)
class UnderWay:
    """How a plan that is held to stands, and where it goes; ``moved`` are its outlooks month after month."""

    held: HeldTo
    gap: Gap
    focus: Focus | None
    pace: Pace | None
    moved: Sequence[Outlook]

    @property
    def result(self) -> dict[str, Any]:
        """The JSON keys ``gap``, ``focus``, ``pace`` and ``outlook``."""
        return {
            "gap": _gap(self.gap),
            "focus": None if self.focus is None else _focus(self.focus),
            "pace": None if self.pace is None else _pace(self.pace),
            "outlook": {**_outlook(self.moved[-1]), "moved": [_moved(self.held, each) for each in self.moved]},
        }

    def pages(self, formats: Formats) -> Iterator[RenderableType]:
        """The same to read."""
        yield from _lines([gap_lead(self.gap, formats)])
        if self.gap.channels:
            rows = [(row.label, row.money, row.note) for row in gap_rows(self.gap, formats)]
            yield _table("What made the difference", ("What", "Money", "Note"), rows)
            yield from _lines([*gap_notes(self.gap, formats), *focus_text(self.focus, formats)])
        yield from _lines([pace_lead(self.pace, formats)])
        if self.pace is not None:
            for channel in self._paced_channels(self.pace):
                paced = [
                    (row.figure, row.so_far, row.by_now, row.end, row.planned)
                    for row in pace_rows(self.pace, channel, formats)
                ]
                title = f"{channel_name(channel)}, {formats.month_name(self.pace.month)}"
                yield _table(title, ("Figure", "So far", "Expected by now", "By the end", "Planned"), paced)
        scenario, now = self.held.scenario, self.moved[-1]
        yield from _lines([outlook_lead(now, scenario.horizon_months, formats)])
        ahead = [(row.figure, row.so_far, row.middle, row.range) for row in outlook_rows(now, formats)]
        yield _table("By the end of the plan", ("Figure", "So far", "Middle", "8 worlds in 10"), ahead)
        yield from _lines([SO_FAR_NOTE, *target_lines(self.moved, scenario.targets, formats)])

    @staticmethod
    def _paced_channels(pace: Pace) -> list[str]:
        """All together, and each channel where there are several."""
        return list(pace.figures) if len(pace.figures) > 2 else [""]


def under_way(held: HeldTo, actuals: Sequence[Actuals], *, today: date, draws: int, seed: int) -> UnderWay:
    """The plan that is held to beside real figures. Raises UnknownNameError and SettingsError as simulate."""
    scenario, plan = held.scenario, held.plan
    gap = explained_gap(scenario, plan, actuals, today=today, draws=draws, seed=seed)
    return UnderWay(
        held=held,
        gap=gap,
        focus=focus(gap),
        pace=pace(scenario, plan, actuals, today=today, draws=draws, seed=seed),
        moved=outlooks(scenario, plan, actuals, today=today, draws=draws, seed=seed),
    )


def _gap(gap: Gap) -> dict[str, Any]:
    return {
        "planned": gap.planned,
        "actual": gap.actual,
        **_parts(gap.by_link),
        "channels": {
            each.channel: {
                "planned": each.planned,
                "actual": each.actual,
                "months": [f"{month:%Y-%m}" for month in each.months],
                **_parts({part.link: part.money for part in each.parts}),
                "as_planned": list(each.as_planned),
                "unknown": list(each.unknown),
            }
            for each in gap.channels
        },
        "left_out": list(gap.left_out),
    }


def _parts(links: Mapping[Link, float]) -> dict[str, Any]:
    """The money of each cause, which together are the gap; rates by their names."""
    parts: dict[str, Any] = {str(cause): 0.0 for cause in Cause if cause is not Cause.RATE} | {"rates": {}}
    for link, money in links.items():
        if link.cause is Cause.RATE:
            parts["rates"][rate_name(Stage(link.source), Stage(link.target))] = money
        else:
            parts[link.cause] += money
    return parts


def _focus(found: Focus) -> dict[str, Any]:
    return {
        "cause": str(found.link.cause),
        "source": found.link.source,
        "target": found.link.target,
        "cost": found.cost,
        "channel": found.channel,
        "channel_cost": found.channel_cost,
        "planned": found.planned,
        "actual": found.actual,
        "still_open": found.still_open,
    }


def _pace(found: Pace) -> dict[str, Any]:
    figures = {
        channel: {
            name: {
                "so_far": each.so_far,
                "expected_by_now": each.by_now,
                "planned": each.planned,
                "p10": each.low,
                "p50": each.middle,
                "p90": each.high,
                "left_a_day": each.left_a_day,
            }
            for name, each in own.items()
        }
        for channel, own in found.figures.items()
    }
    together = figures.pop("", {})
    return {"month": f"{found.month:%Y-%m}", "days": found.days, "over": found.over, **together, "channels": figures}


def _outlook(found: Outlook) -> dict[str, Any]:
    return {
        "months_over": found.months,
        "figures": {
            name: {
                "mean": _number(each.average),
                "p10": _number(each.low),
                "p50": _number(each.middle),
                "p90": _number(each.high),
                "so_far": _number(each.so_far),
            }
            for name, each in found.figures.items()
        },
        "targets": {label: _number(chance) for label, chance in found.targets.items()},
        "untold": {label: str(why) for label, why in found.untold.items()},
    }


def _moved(held: HeldTo, found: Outlook) -> dict[str, Any]:
    through = f"{months_on(held.scenario.start, found.months - 1):%Y-%m}" if found.months else None
    return {"through": through, "targets": {label: _number(chance) for label, chance in found.targets.items()}}


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _lines(lines: Sequence[str]) -> Iterator[Text]:
    yield from (Text(printable(line)) for line in lines)


def _table(title: str, headings: Sequence[str], rows: Sequence[Sequence[str]]) -> Table:
    table = Table(box=SIMPLE, show_edge=False, title=printable(title), title_justify="left", title_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(heading, justify="left" if place == 0 or heading == "Note" else "right")
    for row in rows:
        table.add_row(*map(printable, row))
    return table
