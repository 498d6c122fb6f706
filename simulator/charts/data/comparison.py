"""What the charts of several plans show: from draws to the frames that the charts read."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from simulator.analyses.comparison import PlanDraws
from simulator.analyses.summary import quantiles, summarise
from simulator.charts import difference_dots, profit_of_plans, spend_of_plans
from simulator.charts.data.plan import months_of
from simulator.charts.dots import PROBABILITIES
from simulator.charts.profit_of_plans import Course
from simulator.metrics.kpis import AnyMetric
from simulator.metrics.payback import cumulative_profit as accumulated
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.units import FloatArray

UNDEFINED = "In some worlds this figure does not exist, so there is no picture of the difference."
ENDLESS = (
    "Dots at the very end are worlds in which only one of the two has a figure at all, as when one never pays back."
)
BEYOND = 0.15
"""How far beyond the others such dots stand, as a share of what is drawn."""


@dataclass(frozen=True)
class Dots:
    """The difference of one plan to the baseline at the twenty quantiles of ``dots`` [the metric's unit]."""

    places: tuple[float, ...]

    @property
    def can_be_drawn(self) -> bool:
        """Whether there is a difference in every world, be it endless."""
        return not any(math.isnan(place) for place in self.places)

    @property
    def is_endless(self) -> bool:
        """Whether it is endless in some worlds."""
        return any(math.isinf(place) for place in self.places)


def spend_side_by_side(plans: Mapping[str, tuple[Scenario[Belief], str]], formats: Formats) -> pd.DataFrame:
    """Spend by channel over all months of each plan, which is given as its scenario and its name there."""
    return spend_of_plans.frame({label: _spend(*plan) for label, plan in plans.items()}, formats)


def _spend(scenario: Scenario[Belief], plan: str) -> dict[str, float]:
    months = scenario.spend(plan)
    return dict(zip(scenario.channel_names, months.sum(axis=1).tolist(), strict=True))


def course(plan: PlanDraws) -> Course:
    """A plan's cumulative profit month by month, and its payback."""
    drawn = plan.values["payback_months"]  # noqa: PD011 - a mapping, no pandas
    payback = np.broadcast_to(drawn, (1, plan.plan_profit.shape[-1]))
    return Course(summarise(accumulated(plan.plan_profit)[0]), summarise(payback)[0])


def reach_of_courses(*sides: Mapping[str, Course]) -> tuple[float, float]:
    """The lowest and the highest profit that is drawn in charts that stand beside each other."""
    ends = [profit_of_plans.reach_of(courses) for courses in sides]
    return min(low for low, _ in ends), max(high for _, high in ends)


def profits_together(
    scenario: Scenario[Belief], courses: Mapping[str, Course], formats: Formats, *, reach: tuple[float, float]
) -> pd.DataFrame:
    """Cumulative profit of plans; the months are called as those of the scenario."""
    return profit_of_plans.frame(months_of(scenario), courses, formats, reach=reach)


def twenty_differences(differences: FloatArray) -> list[Dots]:
    """Each plan's difference in twenty worlds; ``differences`` (plan, draw) as ``comparison.paired`` gives them."""
    return [Dots(tuple(row)) for row in quantiles(differences, PROBABILITIES).T.tolist()]


def reach_of(dots: Sequence[Dots]) -> tuple[float, float]:
    """From where to where the axis reaches that all of these share; endless ones stand at its ends."""
    places = [place for drawn in dots if drawn.can_be_drawn for place in drawn.places]
    finite = [place for place in places if math.isfinite(place)]
    low, high = min(finite, default=0.0), max(finite, default=0.0)
    room = BEYOND * (max(high, 0.0) - min(low, 0.0)) or 1.0
    return (
        min(low, 0.0) - room if -math.inf in places else low,
        max(high, 0.0) + room if math.inf in places else high,
    )


def difference(dots: Dots, formats: Formats, metric: AnyMetric, *, reach: tuple[float, float]) -> pd.DataFrame:
    """The twenty dots of one plan."""
    return difference_dots.frame(dots.places, formats, unit=metric.unit, better=metric.better, reach=reach)
