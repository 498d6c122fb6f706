"""A plan beside real figures on the command line: by month, by quarter and so far, as JSON and for a terminal."""

import math
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.tracking import Period, TrackedFigure, Tracking, track
from simulator.cli.terminal import Answer, printable
from simulator.cli.under_way import under_way
from simulator.edits.adoption import HeldTo, adopt, held_to, plan_to_adopt
from simulator.engine.funnel import MODEL_VERSION
from simulator.presentation.adoption_text import held_to_lines
from simulator.presentation.tracking_text import (
    BY_LUCK_ALONE,
    THE_PLAN,
    TrackingRow,
    lead,
    missing_text,
    of_channels,
    partly_known_text,
    period_name,
    rows,
    status_text,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

COLUMNS = ("Figure", "Planned", "8 worlds in 10", "Actual", "Where that lies", "How it goes")


def with_adoption(scenario: Scenario[Belief], plan: str | None, today: date) -> Scenario[Belief]:
    """The scenario with a plan adopted today. Raises UnknownNameError."""
    return adopt(scenario, plan_to_adopt(scenario) if plan is None else plan, today)


def answer_of(
    scenario: Scenario[Belief],
    plan: str | None,
    formats: Formats,
    *,
    today: date,
    draws: int,
    seed: int,
    written: bool,
) -> Answer:
    """The plan that is held to beside the real figures of a scenario. Raises UnknownNameError and SettingsError."""
    held = held_to(scenario, plan)
    found = track(held.scenario, held.plan, scenario.actuals, today=today, draws=draws, seed=seed)
    ahead = under_way(held, scenario.actuals, today=today, draws=draws, seed=seed)
    said = [*held_to_lines(scenario, held, formats), lead(found, formats)]
    result = {**_held(held), **_figures(found), **ahead.result, "said": said, "written": written}
    return Answer(result, Group(*_pages(found, said, formats, written=written), *ahead.pages(formats)))


def _held(held: HeldTo) -> dict[str, Any]:
    adoption = held.adoption
    adopted = None if adoption is None else {"date": f"{adoption.on}", "model_version": adoption.model_version}
    scenario = held.scenario
    return {
        "scenario": scenario.name,
        "model_version": MODEL_VERSION,
        "currency": scenario.currency,
        "plan": held.plan,
        "adopted": adopted,
    }


def _figures(found: Tracking) -> dict[str, Any]:
    """What was planned and what was, in each time of which something is known."""
    return {
        "today": f"{found.today}",
        "months": [_period(each) for each in found.months],
        "quarters": [_period(each) for each in found.quarters],
        "so_far": None if found.so_far is None else _period(found.so_far),
    }


def _period(period: Period) -> dict[str, Any]:
    return {
        "from": f"{period.first:%Y-%m}",
        "to": f"{months_on(period.first, period.months - 1):%Y-%m}",
        "is_over": period.is_over,
        **_of_channel(period.figures.get("", {})),
        "channels": {name: _of_channel(own) for name, own in period.figures.items() if name},
    }


def _of_channel(figures: Mapping[str, TrackedFigure]) -> dict[str, Any]:
    return {
        name: {
            "planned": _number(each.planned),
            "p10": _number(each.low),
            "p90": _number(each.high),
            "actual": _number(each.actual),
            "chance_lower": each.chance_lower,
            "status": each.status.name.lower(),
            **({"without": list(each.without)} if each.without else {}),
            **({"months_unknown": each.months_unknown} if each.months_unknown else {}),
        }
        for name, each in figures.items()
    }


def _number(value: float) -> float | str:
    return value if math.isfinite(value) else str(value)


def _pages(found: Tracking, said: list[str], formats: Formats, *, written: bool) -> Iterator[RenderableType]:
    yield from (Text(printable(line)) for line in said)
    if written:
        yield Text("The scenario file says so now.")
    if found.so_far is not None:
        for channel in found.so_far.figures:
            yield _table(found.so_far, channel, f"{channel or THE_PLAN}, so far", formats)
        notes = (missing_text(found.so_far), partly_known_text(found.so_far))
        yield from (Text(printable(note)) for note in notes if note)
    if lines := of_channels(found, formats):
        yield from (Text(printable(line)) for line in (*lines, BY_LUCK_ALONE))
    for period in (*(found.quarters if len(found.quarters) > 1 else ()), *found.months):
        yield _table(period, "", f"{THE_PLAN}, {_named(period, formats)}", formats)


def _named(period: Period, formats: Formats) -> str:
    return period_name(period, formats) + ("" if period.is_over else " (not over yet)")


def _table(period: Period, channel: str, title: str, formats: Formats) -> Table:
    table = Table(box=SIMPLE, show_edge=False, title=printable(title), title_justify="left", title_style="bold")
    for place, heading in enumerate(COLUMNS):
        table.add_column(heading, justify="right" if 0 < place < 4 else "left")
    for row in rows(period, channel, formats):
        table.add_row(*(printable(cell) for cell in _cells(row)))
    return table


def _cells(row: TrackingRow) -> tuple[str, ...]:
    return (row.figure, row.planned, row.range, row.actual, row.place, status_text(row.status))
