"""Calibration: how often the truth fell into the 8-in-10 ranges that were stated.

Of a range that says what it means, the truth lies within 8 times in 10. The truth is known from counts, which have luck
of their own: a range counts as right where the count lies within the 8 in 10 that it gave to counts of that size. Only
ranges are judged that were stated before the figures were known, and that the figures say more about than the range
itself does.

The interval score (Gneiting & Raftery 2007, "Strictly Proper Scoring Rules, Prediction, and Estimation", Journal of the
American Statistical Association 102, section 6.2) rewards narrow ranges and punishes misses; it is taken of logarithms,
of the odds where a number is bounded above, so that money and rates can be averaged. Less is better.

``outcomes`` are what a library keeps of this, so that how good somebody's ranges were outlives the scenarios.
"""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import bdtr, ndtri

from simulator.analyses.evidence import OfBelief, gathered
from simulator.analyses.learning import grid_of_belief
from simulator.edits.learning import as_stated
from simulator.library.outcomes import Outcome, shortened
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import months_on
from simulator.scenario.provenance import YOUR_FIGURE, is_marked_as_own
from simulator.scenario.scenario import Scenario
from simulator.units import Quantity

STATED = 0.8
"""The share of truths that lie within ranges from P10 to P90."""
FEWEST = 10
"""With fewer ranges than this, chance allows nearly anything."""

_SURE = 0.95
_FURTHEST = 6.0
"""The normal score beyond which a miss counts no more than this."""


@dataclass(frozen=True, kw_only=True)
class Judged:
    """A range that was stated, and where the truth turned out to be.

    ``score`` is the normal score of what was counted among what the range gave to be counted: within +-1.28 eight times
    in ten. ``interval_score`` is that of the range.
    """

    path: str
    source: str
    measured: float
    score: float
    interval_score: float

    @property
    def is_within(self) -> bool:
        """Whether the truth fell into the range, for all that the count tells."""
        return bool(abs(self.score) <= ndtri((1.0 + STATED) / 2.0))


@dataclass(frozen=True, kw_only=True)
class Calibration:
    """How often the truth fell into ranges: ``within`` of ``ranges``, and the band that chance allows, 19 in 20 times.

    Without a band there are too few ranges to say anything, and the interval score is nan. ``widen_by`` is the factor
    by which the ranges would have to be wider, on the scale on which they are judged; None where chance explains the
    misses.
    """

    ranges: int
    within: int
    band: tuple[int, int] | None
    interval_score: float
    widen_by: float | None


def judged(scenario: Scenario[Belief], today: date) -> list[Judged]:
    """Every range of the scenario that its real figures can judge."""
    return [_judged(each) for each in _judging(as_stated(scenario), today)]


def outcomes(scenario: Scenario[Belief], today: date, *, name: str, by: str = "") -> list[Outcome]:
    """How every range of a scenario turned out that its real figures can judge, as a library keeps it.

    ``name`` is that of its file without suffix, ``by`` of the person who typed the ranges without saying where they are
    from; empty if it is not known.
    """
    stated = as_stated(scenario)
    found = _judging(stated, today)
    firsts = {first: _measured(stated, months_on(first, 1)) for first in {min(each.months) for each in found}}
    return [_outcome(each, firsts[min(each.months)], today, name, by) for each in found]


def as_judged(ranges: Iterable[Outcome]) -> list[Judged]:
    """Ranges that a library keeps; the source is the person, where that is known."""
    return [
        Judged(
            path=each.path,
            source=each.whose,
            measured=each.measured,
            score=each.score,
            interval_score=each.interval_score,
        )
        for each in ranges
    ]


def calibration(ranges: Iterable[Judged]) -> Calibration:
    """How often the truth fell into these ranges."""
    each = list(ranges)
    count, within = len(each), sum(one.is_within for one in each)
    band = band_of(count) if count >= FEWEST else None
    return Calibration(
        ranges=count,
        within=within,
        band=band,
        interval_score=math.nan if band is None else math.fsum(one.interval_score for one in each) / count,
        widen_by=_widen_by(each) if band is not None and within < band[0] else None,
    )


def by_source(ranges: Iterable[Judged]) -> dict[str, Calibration]:
    """The calibration of each source, where it is stated: of the person or the study whose ranges they are."""
    found: dict[str, list[Judged]] = {}
    for each in ranges:
        if each.source:
            found.setdefault(each.source, []).append(each)
    return {source: calibration(own) for source, own in found.items()}


def band_of(ranges: int) -> tuple[int, int]:
    """The fewest and the most of so many ranges that hold the truth 19 in 20 times if they say what they mean."""
    at_most = bdtr(np.arange(ranges + 1), ranges, STATED)
    fewest, most = np.searchsorted(at_most, [(1.0 - _SURE) / 2.0, (1.0 + _SURE) / 2.0])
    return int(fewest), int(most)


def _judging(stated: Scenario[Belief], today: date) -> list[OfBelief]:
    return [each for each in gathered(stated, today).of_beliefs if _was_stated_before(each) and _is_told(each)]


def _measured(stated: Scenario[Belief], today: date) -> dict[str, float]:
    """What the figures that were there on a day measured, by the path of the belief."""
    return {each.path: each.evidence.measured for each in gathered(stated, today).of_beliefs}


def _outcome(each: OfBelief, began: Mapping[str, float], today: date, name: str, by: str) -> Outcome:
    found = _judged(each)
    return Outcome(
        scenario=shortened(name),
        path=shortened(each.path),
        low=each.belief.low,
        likely=each.belief.likely,
        high=each.belief.high,
        source=shortened(found.source),
        by=shortened(by) if found.source == YOUR_FIGURE else "",
        as_of=each.belief.as_of,
        months=len(each.months),
        first=min(each.months),
        last=max(each.months),
        began=began.get(each.path, found.measured),
        measured=found.measured,
        score=found.score,
        interval_score=found.interval_score,
        judged=today,
    )


def _was_stated_before(each: OfBelief) -> bool:
    return each.belief.as_of is None or each.belief.as_of < months_on(min(each.months), 1)


def _is_told(each: OfBelief) -> bool:
    """Whether the figures say more about the number than the range does."""
    values, weights = grid_of_belief(each.belief, each.quantity)
    return each.steady.telling >= each.steady.worth(values, weights)


def _judged(each: OfBelief) -> Judged:
    values, weights = grid_of_belief(each.belief, each.quantity)
    at_most, at_least = (float(weights @ chances) for chances in each.steady.chances(values))
    # Of the chance of the very count that was found, half is below it.
    share = min(max((1.0 + at_most - at_least) / 2.0, 1e-300), 1.0 - 1e-16)
    measured = each.evidence.measured
    return Judged(
        path=each.path,
        source=YOUR_FIGURE if is_marked_as_own(each.belief) else " ".join(each.belief.source.split()),
        measured=measured,
        score=float(np.clip(ndtri(share), -_FURTHEST, _FURTHEST)),
        interval_score=interval_score(each.belief, each.quantity, measured),
    )


def interval_score(belief: Belief, quantity: Quantity, measured: float) -> float:
    """The width of the range from P10 to P90 and ten times any miss, of logarithms or of those of the odds."""
    bottom, top = belief.support(quantity)
    low, high, truth = (_logarithm(value, bottom, top) for value in (belief.low, belief.high, measured))
    return (high - low) + 2.0 / (1.0 - STATED) * (max(low - truth, 0.0) + max(truth - high, 0.0))


def _logarithm(value: float, bottom: float, top: float) -> float:
    tiny = 1e-9 * (1.0 if math.isinf(top) else top - bottom)
    inside = max(value - bottom, tiny)
    return math.log(inside) - (0.0 if math.isinf(top) else math.log(max(top - value, tiny)))


def _widen_by(ranges: list[Judged]) -> float:
    """The spread of the scores, which is 1 of ranges that say what they mean."""
    return math.sqrt(math.fsum(each.score**2 for each in ranges) / len(ranges))
