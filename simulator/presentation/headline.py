"""The headline of a plan: five figures with their ranges, and what changed against the saved plan, as text.

The big figure is the middle one: half of the possible worlds lie above it. Changes are paired, world by world.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property

import numpy as np

from simulator.analyses.comparison import AnyPlan, balance, mean_changes, means_by_key, profit_by_month, values_of
from simulator.analyses.pairing import paired_differences, probability_better
from simulator.analyses.probabilities import luck_decides
from simulator.analyses.summary import Means, Summary, error_of_share, summarise
from simulator.analyses.verdict import COST, Verdict, verdict, what_matters
from simulator.analyses.whole_customers import profit_with_luck
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, AnyMetric, placed
from simulator.presentation.figures import Written, WrittenChange, error_of
from simulator.text.formats import Formats
from simulator.units import BoolArray, FloatArray, Unit

PROFIT = METRICS["profit"]

HARDLY, TWICE = 0.05, 1.95
"""A range that is less wider than this is the same to a reader; from twice on it is so many times as wide."""

ROUND = 0.05
"""How exactly a width is said: luck is drawn."""

ABOUT_CHANCES = "“Better in” counts possible worlds: each is tried with the change and without it."
"""What the chances of all changes mean, to be said once."""

WORTH_SAYING = 0.01
"""The share of worlds without any difference from which on it is mentioned."""


class Favour(StrEnum):
    """Whether a change is for the better or for the worse."""

    BETTER = "better"
    WORSE = "worse"
    UNSURE = "unsure"


@dataclass(frozen=True, kw_only=True)
class Change:
    """A figure against the saved plan: the difference of the two, and in how many worlds it is better; plain text.

    ``former`` is the middle figure that it is set against, and ``difference`` that of the two as they are shown, so
    that it can be checked by eye; ``by_world`` is the middle of the differences in each world, which need not be the
    same. ``chance`` is in how many worlds it is better (``ABOUT_CHANCES``). ``sign`` is that of what is shown: 1 for
    more, -1 for less, 0 for neither.
    """

    former: str
    difference: str
    by_world: str
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
    own = _read(simulation)
    changes = [None] * len(own) if saved is None else _changes(own, saved, formats)
    horizon = simulation.scenario.horizon_months
    tiles = (_tile(*pair, formats, horizon) for pair in zip(own, changes, strict=True))
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


@dataclass(frozen=True)
class _Read:
    """A metric of a plan: its draws (1, draw), their mean, and all figures."""

    metric: AnyMetric
    draws: FloatArray
    means: Means

    @cached_property
    def summary(self) -> Summary:
        return summarise(self.draws, self.means)[0]


def _read(plan: AnyPlan) -> list[_Read]:
    """The headline metrics of a plan."""
    metrics, draws = placed("tiles"), profit_by_month(plan).shape[-1]
    means = means_by_key(metrics, plan)
    return [
        _Read(metric, np.broadcast_to(values_of(metric, plan), (1, draws)), means[metric.key]) for metric in metrics
    ]


def _tile(read: _Read, change: Change | None, formats: Formats, horizon: int) -> Tile:
    written = Written(read.metric, read.summary, formats, horizon)
    return Tile(
        key=read.metric.key,
        label=read.metric.label,
        about=read.metric.about,
        middle=written.middle,
        average=_average(written, read.draws),
        range=written.spread,
        change=change,
    )


def _average(written: Written, draws: FloatArray) -> str:
    mean = written.figures.mean
    if math.isfinite(mean):
        return f"Average {written.average}"
    if math.isnan(mean):
        return "Nothing is spent" if np.isnan(draws).all() else "No average: undefined in some worlds"
    never = _share_of_worlds(np.isinf(draws), written.formats)
    return f"No average: {written.metric.endless} in {never} worlds"


def _changes(own: Sequence[_Read], saved: AnyPlan, formats: Formats) -> list[Change | None]:
    cost = float(means_by_key([METRICS[COST]], saved)[COST].whole[0])
    horizon = saved.scenario.horizon_months
    return [_change(now, before, cost, formats, horizon) for now, before in zip(own, _read(saved), strict=True)]


def _change(now: _Read, before: _Read, cost: float, formats: Formats, horizon: int) -> Change | None:
    """The change of a metric; ``cost`` is the average marketing cost of the saved plan."""
    paired, metric = paired_differences(now.draws, before.draws), now.metric
    if np.isnan(paired).any():
        return None
    former = Written(metric, before.summary, formats, horizon).middle
    if not paired.any():
        same = "the same in every world"
        nothing = "no change"
        return Change(former=former, difference=nothing, by_world=nothing, chance=same, favour=Favour.UNSURE, sign=0)
    summary = summarise(paired, mean_changes(metric, paired, now.means, before.means))[0]
    turned = 1.0 if metric.better == "higher" else -1.0
    share = float(probability_better(turned * paired)[0])
    by_world = WrittenChange(metric, summary, formats).middle
    return Change(
        former=former,
        difference=_of_shown(now, before, formats) or by_world,
        by_world=by_world,
        chance=_how_often(turned * paired[0], share, formats),
        favour=favour_of(verdict(balance(metric, summary, share), what_matters(metric, before.summary, cost))),
        sign=_sign(now.summary.p50, before.summary.p50),
    )


def _of_shown(now: _Read, before: _Read, formats: Formats) -> str:
    """The difference of the two figures as they are shown; empty where one is infinite."""
    figures = [(each.summary.p50, each.summary.standard_error.p50) for each in (now, before)]
    (own, own_error), (former, former_error) = ((value, error_of(now.metric, error)) for value, error in figures)
    if not (math.isfinite(own) and math.isfinite(former)):
        return ""
    return formats.change_of_shown(own, former, now.metric.unit, (own_error, former_error))


def _how_often(gain: FloatArray, share: float, formats: Formats) -> str:
    if np.mean(gain == 0.0) < WORTH_SAYING:
        return f"better in {formats.chance(share, error_of_share(share, gain.size))}"
    # Worlds in which nothing changes are no gain, so they are not counted as half a one here.
    better, worse = (_share_of_worlds(side > 0.0, formats) for side in (gain, -gain))
    return f"better in {better} and worse in {worse}"


def _share_of_worlds(found: BoolArray, formats: Formats) -> str:
    """The share of worlds that are so, as exactly as their number allows."""
    share = float(found.mean())
    return formats.chance(share, error_of_share(share, found.size))


def _sign(now: float, before: float) -> int:
    return (now > before) - (now < before)


def favour_of(found: Verdict) -> Favour:
    """Whether a verdict is for the plan, against it, or neither."""
    return {Verdict.BETTER: Favour.BETTER, Verdict.WORSE: Favour.WORSE}.get(found, Favour.UNSURE)
