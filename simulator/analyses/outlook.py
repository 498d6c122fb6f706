"""The outlook: what was so far plus the rest simulated again, and the chance of each target now.

Months that are over and known count as they were. The rest is simulated with

* beliefs that have learned from those months (``lessons``), so that worlds which could not have brought what was seen
  weigh nothing; where nothing is known, or beliefs are certain, they are as stated;
* the real spend so far, from which carry-over and ramp-up go on;
* the real leads so far (or the latest stage before customers that is known), which close when their time has come: a
  month with twice the leads has twice as many customers still to come. How many of them have signed already changes
  the close rate that is learned, not how many are left;
* the real customers so far, who stay and buy again at the believed rates;
* luck: whole customers, as many as chance gives, and sales of different size (exponential amounts).

A month that runs still counts as if nothing of it were known. What is not known of a month that is over is simulated
like the rest. All is told in the plan's terms: of the customers whom a platform counts, only those count who would not
have come anyway. Customers who do not fit at the capacity are lost or wait, with all channels sharing in proportion.

A target may be about any metric that these worlds have, each read by its own formula: CAC counts the customers still
to close, payback and cash follow the money month by month. ``Untold`` says what has no outlook, and why.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

import numpy as np

from simulator.analyses.counted_months import months_over
from simulator.analyses.probabilities import RELATIVE_TOLERANCE
from simulator.analyses.summary import quantiles
from simulator.analyses.worlds_ahead import WorldsAhead, average_of, worlds_ahead
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.metrics.kpis import METRICS
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import P10, P50, P90, Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario, Target
from simulator.units import FloatArray, Unit

FIGURES = ("customers", "revenue", "gross_profit", "marketing_cost", "profit", "roi")
"""What the outlook tells of the whole plan; the names are those of metrics."""


class Untold(StrEnum):
    """Why a metric has no outlook."""

    RATE = "rate"
    """A rate is what the plan believes and learns, no outcome of it."""
    DECIDED = "decided"
    """It is decided, whatever comes."""
    NOT_COUNTED = "not_counted"
    """Nobody counts it in the months that are over."""


def why_untold(metric: str) -> Untold | None:
    """Why a metric has no outlook; None where it has one."""
    if METRICS[metric].unit is Unit.RATE and metric != "roi":
        return Untold.RATE
    return _UNTOLD.get(metric)


_UNTOLD = {
    "budget": Untold.DECIDED,
    "carried_in": Untold.DECIDED,
    "carried_out": Untold.DECIDED,
    "customers_lost": Untold.NOT_COUNTED,
}


@dataclass(frozen=True, kw_only=True)
class Ahead:
    """A figure at the end of the plan: where it lies in 8 of 10 worlds, its middle and average.

    ``so_far`` is what is there after the months that are over, with the average of what is not known of them.
    """

    low: float
    middle: float
    high: float
    average: float
    so_far: float


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """A plan's figures over its whole horizon, as they look after so many ``months`` that are over.

    ``targets`` are the chances by the target's label, nan where its metric means nothing, as payback without cost.
    ``untold`` says by the label why a target has no outlook.
    """

    plan: str
    months: int
    figures: Mapping[str, Ahead]
    targets: Mapping[str, float]
    untold: Mapping[str, Untold] = field(default_factory=dict)


def outlook(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Outlook:
    """The outlook of a plan as of today. Raises UnknownNameError and SettingsError as simulate."""
    over = months_over(scenario, today)
    worlds = worlds_ahead(scenario, plan, actuals, over, draws=draws, seed=seed)
    reasons = {target.label: why_untold(target.metric) for target in scenario.targets}
    return Outlook(
        plan=plan,
        months=over,
        figures={figure: _ahead(worlds, figure) for figure in FIGURES},
        targets={
            target.label: _chance(worlds.draws_of(target.metric), target)
            for target in scenario.targets
            if reasons[target.label] is None
        },
        untold={label: why for label, why in reasons.items() if why is not None},
    )


def outlooks(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> tuple[Outlook, ...]:
    """How the outlook moved: before the plan began, and after each month that is over. Errors as for ``outlook``."""
    return tuple(
        outlook(scenario, plan, actuals, today=months_on(scenario.start, over), draws=draws, seed=seed)
        for over in range(months_over(scenario, today) + 1)
    )


def _ahead(worlds: WorldsAhead, name: str) -> Ahead:
    low, middle, high = quantiles(worlds.draws_of(name), [P10, P50, P90])
    return Ahead(
        low=float(low),
        middle=float(middle),
        high=float(high),
        average=average_of(name, worlds.totals),
        so_far=average_of(name, worlds.so_far),
    )


def _chance(values: FloatArray, target: Target) -> float:
    """The share of worlds that reach a target; one in which its metric means nothing, as CAC of nobody, does not."""
    if np.isnan(values).all():
        return float("nan")
    if target.at_least is not None:
        return float(np.mean(values >= target.at_least - RELATIVE_TOLERANCE * abs(target.at_least)))
    assert target.at_most is not None
    return float(np.mean(values <= target.at_most + RELATIVE_TOLERANCE * abs(target.at_most)))
