"""The headline of a plan: five figures with their ranges, and what changed against the saved plan, as text.

The big figure is the middle one: half of the possible worlds lie above it. Changes are paired, world by world.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from simulator.analyses.comparison import UNSURE_FROM, UNSURE_TO
from simulator.analyses.pairing import paired_differences, probability_better
from simulator.analyses.summary import Figures, Summary, summarise
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, AnyMetric, draws_of
from simulator.text.formats import UNDEFINED, Formats
from simulator.units import FloatArray, Unit

HEADLINE = ("profit", "roi", "customers", "cac", "payback_months")
"""The keys of the figures, in their order."""

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

    ``range`` is what 8 in 10 worlds lie within, empty where there is none; ``change`` is None where there is nothing to
    compare with.
    """

    key: str
    label: str
    about: str
    middle: str
    average: str
    range: str
    change: Change | None = None


def headline(simulation: Simulation, formats: Formats, *, saved: Simulation | None = None) -> tuple[Tile, ...]:
    """The tiles of a plan. ``saved`` is what it is compared with: the same seed, and as many draws or fewer beliefs."""
    metrics = [METRICS[key] for key in HEADLINE]
    values = _values(metrics, simulation)
    summaries = summarise(values)
    changes = [None] * len(metrics) if saved is None else _changes(metrics, values, _values(metrics, saved), formats)
    horizon = simulation.scenario.horizon_months
    return tuple(
        _tile(metric, summary, change, draws, formats, horizon)
        for metric, summary, change, draws in zip(metrics, summaries, changes, values, strict=True)
    )


def _values(metrics: Sequence[AnyMetric], simulation: Simulation) -> FloatArray:
    """The draws of each metric; shape (metric, draw)."""
    rows = [draws_of(simulation, metric.key) for metric in metrics]
    return np.stack([np.broadcast_to(row, simulation.funnel.draws) for row in rows])


def _tile(
    metric: AnyMetric, summary: Summary, change: Change | None, draws: FloatArray, formats: Formats, horizon: int
) -> Tile:
    errors = _errors_to_show(metric, summary)
    spread = formats.range(summary.p10, summary.p90, metric.unit, (errors.p10, errors.p90), horizon_months=horizon)
    middle = formats.number(summary.p50, metric.unit, errors.p50, horizon_months=horizon)
    return Tile(
        key=metric.key,
        label=metric.label,
        about=metric.about,
        middle=middle,
        average=_average(metric, summary, draws, formats),
        range="" if spread in {UNDEFINED, middle} else spread,
        change=change,
    )


def _errors_to_show(metric: AnyMetric, summary: Summary) -> Figures:
    # Payback is counted in whole months, so its quantiles have no decimals to round.
    return Figures(0.0, 0.0, 0.0, 0.0) if metric.unit is Unit.MONTHS else summary.standard_error


def _average(metric: AnyMetric, summary: Summary, draws: FloatArray, formats: Formats) -> str:
    if math.isfinite(summary.mean):
        return f"Average {formats.number(summary.mean, metric.unit, summary.standard_error.mean)}"
    if math.isnan(summary.mean):
        return "Nothing is spent" if np.isnan(draws).all() else "No average: undefined in some worlds"
    never = formats.chance(float(np.isinf(draws).mean()))
    return f"No average: {_ENDLESS.get(metric.key, 'without limit')} in {never} worlds"


_ENDLESS = {"payback_months": "not paid back", "cac": "no customers"}
"""Why a metric is infinite in some worlds."""


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
        difference=_difference(metric.unit, summary, formats),
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


def _difference(unit: Unit, summary: Summary, formats: Formats) -> str:
    if math.isinf(summary.p50) and unit is Unit.MONTHS:
        return "now never" if summary.p50 > 0 else "no longer never"
    return formats.change(summary.p50, unit, None if unit is Unit.MONTHS else summary.standard_error.p50)


def _favour(share: float) -> Favour:
    if UNSURE_FROM <= share <= UNSURE_TO:
        return Favour.UNSURE
    return Favour.BETTER if share > UNSURE_TO else Favour.WORSE
