"""Goals on the command line: the goal that was asked for, and the answer as JSON and for a terminal."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.goals.advice import StageAdvice
from simulator.analyses.goals.backwards import Backwards, StageNeed
from simulator.analyses.goals.goal import Goal, goal_keys, quarters
from simulator.analyses.goals.prices import HighestPrice
from simulator.analyses.goals.rates import RateNeeded
from simulator.analyses.goals.reach import Reach
from simulator.analyses.goals.takes import Takes
from simulator.analyses.summary import Summary
from simulator.cli.terminal import printable
from simulator.edits.plans import with_plan
from simulator.errors import SettingsError, UnknownNameError
from simulator.library import save
from simulator.metrics.kpis import METRICS
from simulator.presentation.goal_text import (
    advice_text,
    ahead_text,
    answer_text,
    beside_text,
    each_text,
    fallen_short_text,
    gap_text,
    gap_texts,
    given_text,
    how_sure_text,
    month_text,
    people_text,
    price_row,
    rate_text,
)
from simulator.reports.as_json import number
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import BestSplit
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, write
from simulator.text import parsing
from simulator.text.formats import DEFAULT_LOCALE, Formats
from simulator.units import Unit


def goals_from(
    metric: str, least: Sequence[str], most: str | None, year: int | None, scenario: Scenario[Belief]
) -> tuple[Goal, ...]:
    """The goals that were asked for: one, or one for each quarter of a year. Raises SettingsError."""
    if metric not in METRICS:
        raise UnknownNameError("metric", metric, goal_keys())
    if most is not None and least:
        raise SettingsError("--at-least and --at-most cannot be given together: choose one of them")
    at_least = [_number("--at-least", typed, metric, scenario) for typed in least]
    at_most = None if most is None else _number("--at-most", most, metric, scenario)
    if len(at_least) > 1:
        if len(at_least) > 4:
            raise SettingsError(f"--at-least is given {len(at_least)} times; a year has 4 quarters")
        return quarters(metric, at_least, year=year or 1)
    first, last = (1, None) if year is None else (12 * (year - 1) + 1, 12 * year)
    return (Goal(metric, at_least=at_least[0] if at_least else None, at_most=at_most, first=first, last=last),)


def probability_from(typed: str) -> float:
    """A probability as it was typed: 0.8 or 80 %. Raises SettingsError."""
    share = _read(typed, Unit.RATE, "USD")
    if share is None or not 0.0 < share < 1.0:
        raise SettingsError(f"--probability is {typed!r}; it must be between 0 and 1, such as 0.8 or 80 %")
    return share


def _number(option: str, typed: str, metric: str, scenario: Scenario[Belief]) -> float:
    found = _read(typed, METRICS[metric].unit, scenario.currency)
    if found is None:
        raise SettingsError(f"{option} is {typed!r}; it must be a number, such as 240 or, of rates, 50 %")
    return found


def _read(typed: str, unit: Unit, currency: str) -> float | None:
    """A number as in files: a rate without the sign of percent is a fraction of one."""
    read_as = Unit.RATIO if unit is Unit.RATE and "%" not in typed else unit
    return parsing.read(typed, read_as, locale=DEFAULT_LOCALE, currency=currency)


def save_as(file: Path, scenario: Scenario[Belief], found: Reach, name: str) -> None:
    """Add the answer to a file as a plan of its own. Raises SaveError."""
    plan = replace(found.scenario.plan(found.plan), name=name.strip(), notes="", best_split=BestSplit())
    save(file, write(with_plan(scenario, plan), onto=content_of(file)))


def goal_result(takes: Takes, scenario: Scenario[Belief], formats: Formats) -> dict[str, Any]:
    """The answer as JSON: amounts are money a month, ``probability`` is what the answer was found to have."""
    found = takes.reach
    return {
        "goals": [_goal(goal, chance, scenario) for goal, chance in zip(found.goals, found.each, strict=True)],
        "wanted_probability": found.probability,
        "reachable": found.reachable,
        "largest": found.is_largest,
        "budget": found.total,
        **(
            {"improvements": list(found.bought), "improvements_cost": number(found.monthly_cost)} if found.among else {}
        ),
        "allocation": dict(found.spend),
        "present": dict(found.now),
        "probability": number(found.chance),
        "probability_error": number(found.chance_error),
        "best_probability": number(found.chance),
        "present_probability": number(found.present_chance),
        "most": found.most,
        "step": found.step,
        "bound": None if found.bound is None else found.bound + found.monthly_cost,
        "proven": found.is_proven,
        "text": answer_text(found, scenario, formats),
        "backwards": [_backwards(span, scenario, formats) for span in takes.quarters],
        "rates": [_rate(each) for each in takes.rates],
        "prices": [_price(each) for each in takes.prices],
        "advice": [_advice(each, formats) for each in takes.advice],
    }


def _goal(goal: Goal, chance: float, scenario: Scenario[Belief]) -> dict[str, Any]:
    return {
        "metric": goal.metric,
        **({"at_least": goal.at_least} if goal.at_least is not None else {"at_most": goal.at_most}),
        "months": [goal.first, goal.end(scenario.horizon_months)],
        "probability": number(chance),
    }


def _rate(rate: RateNeeded) -> dict[str, Any]:
    return {"name": rate.name, "now": number(rate.now), "needed": None if rate.needed is None else number(rate.needed)}


def _price(price: HighestPrice) -> dict[str, Any]:
    return {
        "channel": price.channel,
        "field": price.field,
        "now": number(price.now),
        "highest": number(price.highest),
        "sure": number(price.sure),
        "lead_now": number(price.lead_now),
        "lead_highest": number(price.lead_highest),
        "lead_sure": number(price.lead_sure),
    }


def _advice(advice: StageAdvice, formats: Formats) -> dict[str, Any]:
    return {
        "rate": advice.worth.name,
        "why": advice.why.value,
        "channel": advice.channel,
        "worth": _figures(advice.worth.gain),
        "text": advice_text(advice, formats),
    }


def _backwards(span: Backwards, scenario: Scenario[Belief], formats: Formats) -> dict[str, Any]:
    return {
        "months": [span.goal.first, span.goal.end(scenario.horizon_months)],
        "wanted": number(span.goal.number),
        "given": _figures(span.given),
        "gap": {"kind": span.gap.value, "text": gap_text(span, scenario, formats)},
        "stages": _stages(span.stages),
        "channels": {name: _stages(stages) for name, stages in span.channels.items()},
    }


def _stages(stages: Sequence[StageNeed]) -> dict[str, Any]:
    return {need.stage.value: {**_figures(need.needed), "given": _figures(need.given)} for need in stages}


def _figures(summary: Summary) -> dict[str, Any]:
    return {name: number(getattr(summary, name)) for name in ("mean", "p10", "p50", "p90")}


def goal_page(takes: Takes, scenario: Scenario[Belief], formats: Formats) -> RenderableType:
    """The answer for a terminal."""
    found = takes.reach
    said = (
        fallen_short_text(found, formats),
        each_text(found, scenario, formats),
        beside_text(found, formats),
        how_sure_text(found, formats),
    )
    parts: list[RenderableType] = [
        Text(printable(answer_text(found, scenario, formats)), style="bold"),
        *(Text(printable(text)) for text in said if text),
        _split_table(found, formats),
    ]
    if takes.quarters:
        parts += [Text("The funnel backwards", style="bold"), Text(printable(ahead_text(takes.quarters, formats)))]
        parts += [_people_table(takes.quarters, scenario, formats)]
        parts += [Text(printable(text)) for text in gap_texts(takes, scenario, formats)]
    parts += [Text("Each rate by itself", style="bold")]
    parts += [Text(printable(rate_text(rate, formats))) for rate in takes.rates]
    parts += [Text("The highest price at which a channel still pays", style="bold"), _price_table(takes, formats)]
    if takes.advice:
        parts += [Text("What to work on", style="bold")]
        parts += [Text(printable(advice_text(each, formats))) for each in takes.advice]
    return Group(*parts)


def _split_table(found: Reach, formats: Formats) -> Table:
    table = Table(box=SIMPLE, show_edge=False)
    table.add_column("Channel")
    for heading in ("Now", "For the goal"):
        table.add_column(heading, justify="right")
    for name, amount in found.spend.items():
        table.add_row(printable(name), formats.money(found.now[name]), formats.money(amount))
    return table


def _people_table(spans: Sequence[Backwards], scenario: Scenario[Belief], formats: Formats) -> Table:
    table = Table(box=SIMPLE, show_edge=False)
    table.add_column("From")
    for need in spans[0].stages:
        table.add_column(f"{METRICS[need.stage.value].heading}: it takes", justify="right")
        table.add_column("plan", justify="right")
    for span in spans:
        cells = [text for need in span.stages for text in (people_text(need, formats), given_text(need, formats))]
        table.add_row(month_text(span.goal.first, scenario, formats), *cells)
    return table


def _price_table(takes: Takes, formats: Formats) -> Table:
    table = Table(box=SIMPLE, show_edge=False)
    for heading in ("Channel", "What money buys", "Now", "Pays up to", "A lead now", "Pays up to", ""):
        table.add_column(heading)
    for price in takes.prices:
        row = price_row(price, formats)
        highest, lead_highest = (
            ", ".join(filter(None, each)) for each in ((row.highest, row.sure), (row.lead_highest, row.lead_sure))
        )
        cells = (row.channel, row.unit, row.now, highest, row.lead_now, lead_highest, row.note)
        table.add_row(*(printable(cell) for cell in cells))
    return table
