"""The headline of a plan: five figures with their ranges, and what changed against the saved plan, as text.

The big figure is the middle one: half of the possible worlds lie above it. Changes are paired, world by world.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np

from simulator.analyses.comparison import UNSURE_FROM, UNSURE_TO, AnyPlan, profit_by_month, values_of
from simulator.analyses.luck import luck_decides
from simulator.analyses.pairing import paired_differences, probability_better
from simulator.analyses.summary import Summary, summarise
from simulator.analyses.whole_customers import profit_with_luck
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, AnyMetric, placed
from simulator.presentation.figures import Written, WrittenChange
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

PROFIT = METRICS["profit"]

HARDLY, TWICE = 0.05, 1.95
"""A range that is less wider than this is the same to a reader; from twice on it is so many times as wide."""

ROUND = 0.05
"""How exactly a width is said: luck is drawn."""

WORTH_SAYING = 0.01
"""The share of worlds without any difference from which on it is mentioned."""


class Favour(StrEnum):
    """Whether a change is more often for the better or for the worse."""

    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure against the saved plan: the middle difference, and in how many worlds it is better; plain text.

    ``sign`` is that of the middle difference: 1 for more, -1 for less, 0 for neither.
    """

    difference: str
    chance: str
    favour: Favour
    sign: int


@dataclass(frozen=True, kw_only=True)
class Tile:
    """One headline figure; everything is plain text.

    ``range`` is what 8 in 10 worlds lie within, empty where there is none; ``luck`` says how much wider that is with
    the luck of small numbers, empty where numbers are not small; ``change`` is None where there is nothing to compare
    with.
    """

    key: str
    label: str
    about: str
    middle: str
    average: str
    range: str
    luck: str = ""
    change: Change | None = None


def headline(simulation: Simulation, formats: Formats, *, saved: AnyPlan | None = None) -> tuple[Tile, ...]:
    """The tiles of a plan. ``saved`` is what it is compared with: the same seed, and as many draws or fewer beliefs."""
    metrics = placed("tiles")
    values = _values(metrics, simulation)
    summaries = summarise(values)
    changes = [None] * len(metrics) if saved is None else _changes(metrics, values, _values(metrics, saved), formats)
    horizon = simulation.scenario.horizon_months
    tiles = (
        _tile(metric, summary, change, draws, formats, horizon)
        for metric, summary, change, draws in zip(metrics, summaries, changes, values, strict=True)
    )
    luck = _profit_with_luck(simulation, formats) if luck_decides(simulation) else ""
    return tuple(replace(tile, luck=luck) if tile.key == PROFIT.key else tile for tile in tiles)


def _profit_with_luck(simulation: Simulation, formats: Formats) -> str:
    """The range of profit with the luck of small numbers."""
    [without] = summarise(PROFIT.of_plan(simulation.funnel)[0])
    [luck] = summarise(profit_with_luck(simulation)[np.newaxis])
    spread = Written(PROFIT, luck, formats).spread
    return f"With luck counted in: {_wider(without, luck, spread, formats)}" if spread else ""


def _wider(without: Summary, luck: Summary, spread: str, formats: Formats) -> str:
    """A range with luck, and how much wider it is than without, in round words."""
    if without.p90 == without.p10:
        return spread
    times = (luck.p90 - luck.p10) / (without.p90 - without.p10)
    if times < 1.0 + HARDLY:
        return "hardly wider"
    if times < TWICE:
        return f"{spread}, about {formats.percent(times - 1.0, ROUND)} wider"
    return f"{spread}, about {formats.number(times, Unit.COUNT, ROUND)} times as wide"


def _values(metrics: Sequence[AnyMetric], plan: AnyPlan) -> FloatArray:
    """The draws of each metric; shape (metric, draw)."""
    rows = [values_of(metric, plan) for metric in metrics]
    return np.stack([np.broadcast_to(row, profit_by_month(plan).shape[-1]) for row in rows])


def _tile(
    metric: AnyMetric, summary: Summary, change: Change | None, draws: FloatArray, formats: Formats, horizon: int
) -> Tile:
    written = Written(metric, summary, formats, horizon)
    return Tile(
        key=metric.key,
        label=metric.label,
        about=metric.about,
        middle=written.middle,
        average=_average(written, draws),
        range=written.spread,
        change=change,
    )


def _average(written: Written, draws: FloatArray) -> str:
    mean = written.figures.mean
    if math.isfinite(mean):
        return f"Average {written.average}"
    if math.isnan(mean):
        return "Nothing is spent" if np.isnan(draws).all() else "No average: undefined in some worlds"
    never = written.formats.chance(float(np.isinf(draws).mean()))
    return f"No average: {written.metric.endless} in {never} worlds"


def _changes(
    metrics: Sequence[AnyMetric], values: FloatArray, before: FloatArray, formats: Formats
) -> list[Change | None]:
    differences = paired_differences(values, before)
    found = zip(metrics, values, before + np.zeros_like(values), differences, summarise(differences), strict=True)
    return [_change(metric, now, then, paired, summary, formats) for metric, now, then, paired, summary in found]


def _change(
    metric: AnyMetric,
    now: FloatArray,
    before: FloatArray,
    paired: FloatArray,
    summary: Summary,
    formats: Formats,
) -> Change | None:
    if np.isnan(paired).any():
        return None
    if not paired.any():
        same = "the same in every possible world"
        return Change(difference="no change", chance=same, favour=Favour.UNSURE, sign=0)
    turned = 1.0 if metric.better == "higher" else -1.0
    share = float(probability_better(turned * paired[np.newaxis])[0])
    return Change(
        difference=WrittenChange(metric, summary, formats).middle,
        chance=_how_often(turned * paired, share, formats),
        favour=_favour(share),
        sign=int(np.sign(summary.p50)),
    )


def _how_often(gain: FloatArray, share: float, formats: Formats) -> str:
    if np.mean(gain == 0.0) < WORTH_SAYING:
        return f"better in {formats.chance(share)} possible worlds"
    # Worlds in which nothing changes are no gain, so they are not counted as half a one here.
    better, worse = (formats.chance(float(np.mean(side > 0.0))) for side in (gain, -gain))
    return f"better in {better} and worse in {worse} possible worlds"


def _favour(share: float) -> Favour:
    if UNSURE_FROM <= share <= UNSURE_TO:
        return Favour.UNSURE
    return Favour.BETTER if share > UNSURE_TO else Favour.WORSE
