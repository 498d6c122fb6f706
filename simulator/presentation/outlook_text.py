"""The outlook in words: where the plan ends as things stand, the chance of each target now, and how it moved."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from simulator.analyses.outlook import FIGURES, Outlook, Untold
from simulator.metrics.kpis import METRICS
from simulator.scenario.scenario import Target
from simulator.text.formats import Formats
from simulator.text.grammar import counted
from simulator.units import Unit

BEFORE = "No month is over yet: this is the plan itself."
SO_FAR_NOTE = (
    "So far: the months that are over. What is not known of them is simulated; the month that runs counts as not begun."
)
MOVED_NOTE = (
    "As it looked after each month: where 8 of 10 worlds end, and how many of 100 worlds reach a target. What is not "
    "known of a month was simulated."
)
REASONS = {
    Untold.RATE: "a rate is what the plan believes, and learns, not what comes of it",
    Untold.DECIDED: "it is decided, whatever comes",
    Untold.NOT_COUNTED: "nobody counts it in the months that are over",
}
MOST_MOVED = 12
HARDLY = 0.03
"""A chance that moved by less than this is about the same: the simulation is no sharper."""


@dataclass(frozen=True)
class OutlookRow:
    """A line of the table: a figure over the whole plan, with its range, and what is there already."""

    figure: str
    so_far: str
    middle: str
    range: str


def outlook_lead(found: Outlook, horizon_months: int, formats: Formats) -> str:
    """``After 3 of 12 months: 210 to 290 new customers and $8,000 to $31,000 profit by the end in 8 of 10 worlds.``."""
    if not found.months:
        return BEFORE
    customers, profit = found.figures["customers"], found.figures["profit"]
    people = formats.range(customers.low, customers.high, Unit.COUNT)
    money = formats.range(profit.low, profit.high, Unit.MONEY)
    return (
        f"After {found.months} of {counted(horizon_months, 'month')}: {people} new customers and a profit of {money}"
        " by the end, each in 8 of 10 worlds that fit what came so far."
    )


def outlook_rows(found: Outlook, formats: Formats) -> list[OutlookRow]:
    """The figures of the whole plan as they look now."""
    rows = []
    for name in FIGURES:
        metric, ahead = METRICS[name], found.figures[name]
        rows.append(
            OutlookRow(
                figure=metric.label,
                so_far=formats.number(ahead.so_far, metric.unit),
                middle=formats.number(ahead.middle, metric.unit),
                range=formats.range(ahead.low, ahead.high, metric.unit),
            )
        )
    return rows


def target_lines(moved: Sequence[Outlook], targets: Sequence[Target], formats: Formats) -> list[str]:
    """Each target's chance now, and how it moved since the plan began; ``moved`` are the outlooks in order."""
    now, began = moved[-1], moved[0]
    lines = []
    for target in targets:
        if target.label not in now.targets:
            continue
        chance = now.targets[target.label]
        if math.isnan(chance):
            lines.append(f"{_goal(target, formats)}: this plan has no such figure.")
            continue
        said = f"{_goal(target, formats)}: {formats.chance(chance)} worlds reach it"
        lines.append(said + _moved(chance, began.targets[target.label], now.months, formats))
    without = [(target, now.untold[target.label]) for target in targets if target.label in now.untold]
    return [*lines, *(f"{_goal(target, formats)}: no outlook, because {REASONS[why]}." for target, why in without)]


def moved_heads(moved: Sequence[Outlook], targets: Sequence[Target], formats: Formats) -> tuple[str, ...]:
    """The headings of the table that says how the outlook moved: what is looked at after each month."""
    told = [_goal(each, formats) for each in targets if each.label in moved[-1].targets]
    return ("After", "New customers", "Profit after marketing", *told)


def moved_rows(
    moved: Sequence[Outlook], start: date, targets: Sequence[Target], formats: Formats
) -> list[tuple[str, ...]]:
    """Where the plan ends as it looked when it began, and after each month since; the last ones, if there are many."""
    rows = []
    for found in (moved[0], *moved[1:][-MOST_MOVED:]):
        customers, profit = found.figures["customers"], found.figures["profit"]
        rows.append(
            (
                formats.month_of(start, found.months) if found.months else "the plan",
                formats.range(customers.low, customers.high, Unit.COUNT),
                formats.range(profit.low, profit.high, Unit.MONEY),
                *(formats.chance(found.targets[each.label]) for each in targets if each.label in found.targets),
            )
        )
    return rows


def _goal(target: Target, formats: Formats) -> str:
    metric = METRICS[target.metric]
    sign, bound = ("at least", target.at_least) if target.at_least is not None else ("at most", target.at_most)
    assert bound is not None
    return f"{metric.label} {sign} {formats.number(bound, metric.unit)}"


def _moved(now: float, before: float, months: int, formats: Formats) -> str:
    if not months:
        return "."
    if abs(now - before) < HARDLY:
        return ", about as many as when the plan began."
    return f", {formats.chance(before)} when the plan began."
