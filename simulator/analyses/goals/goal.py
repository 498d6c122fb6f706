"""Goals: a number that a metric is to reach, or to keep to, within some months."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from simulator.errors import SettingsError, UnknownNameError
from simulator.metrics.kpis import METRICS, Metric
from simulator.units import Unit

KEPT_AT_LEAST, KEPT_AT_MOST = frozenset({"roi"}), frozenset({"cac", "payback_months"})
"""What more money makes worse: of these the largest budget is sought that keeps to the number."""


@dataclass(frozen=True)
class Goal:
    """At least, or at most, so much of a metric within the months from ``first``, counted from 1, to ``last``.

    ``last`` is None for the end of the horizon.
    """

    metric: str
    at_least: float | None = None
    at_most: float | None = None
    first: int = 1
    last: int | None = None

    @classmethod
    def of(cls, metric: str, number: float, first: int = 1, last: int | None = None) -> "Goal":
        """The goal of this number: at most so much of what is better the less it is, at least of all else."""
        if metric in KEPT_AT_MOST:
            return cls(metric, at_most=number, first=first, last=last)
        return cls(metric, at_least=number, first=first, last=last)

    @property
    def number(self) -> float:
        """The number that is to be reached, or kept to."""
        number = self.at_least if self.at_least is not None else self.at_most
        assert number is not None, "a goal is checked before it is looked at"
        return number

    @property
    def is_kept(self) -> bool:
        """Whether it is kept to, rather than reached by more money."""
        return self.metric in KEPT_AT_LEAST | KEPT_AT_MOST

    @property
    def is_count(self) -> bool:
        """Whether it counts people or things, so that luck comes on top."""
        return METRICS[self.metric].unit is Unit.COUNT

    def end(self, horizon_months: int) -> int:
        """Its last month."""
        return horizon_months if self.last is None else self.last


def goal_keys() -> list[str]:
    """The keys of the metrics of which a goal can be set."""
    return [key for key in METRICS if key in KEPT_AT_LEAST | KEPT_AT_MOST or _can_be_reached(key)]


def quarters(metric: str, numbers: Sequence[float], *, year: int = 1) -> tuple[Goal, ...]:
    """A goal for each quarter of a year, counted from the first month of the plan."""
    start = 12 * (year - 1)
    return tuple(
        Goal(metric, at_least=number, first=start + 3 * place + 1, last=start + 3 * place + 3)
        for place, number in enumerate(numbers)
    )


def check_goals(goals: Sequence[Goal], probability: float, horizon_months: int) -> None:
    """Raise SettingsError, or UnknownNameError, where goals or their probability mean nothing."""
    if not goals:
        raise SettingsError("there is no goal")
    if not 0.0 < probability < 1.0:
        raise SettingsError(f"the probability is {probability:g}; it must be between 0 and 1, such as 0.8")
    for goal in goals:
        _check(goal, horizon_months)


def _check(goal: Goal, horizon_months: int) -> None:
    if goal.metric not in METRICS:
        raise UnknownNameError("metric", goal.metric, goal_keys())
    if goal.metric not in goal_keys():
        raise SettingsError(f"{goal.metric} cannot be a goal; these can: {', '.join(goal_keys())}")
    if (goal.at_least is None) == (goal.at_most is None):
        raise SettingsError(f"the goal of {goal.metric} needs either a number to reach at least or one to keep below")
    if (goal.at_most is None) == (goal.metric in KEPT_AT_MOST):
        side = "most" if goal.metric in KEPT_AT_MOST else "least"
        raise SettingsError(f"a goal of {goal.metric} is a number that it has to be at {side}")
    if not math.isfinite(goal.number) or (goal.number < 0.0 and goal.metric != "roi"):
        raise SettingsError(f"the goal of {goal.metric} is {goal.number:g}; it must be a number of 0 or more")
    if not 1 <= goal.first <= goal.end(horizon_months) <= horizon_months:
        raise SettingsError(
            f"the goal is for the months {goal.first} to {goal.end(horizon_months)};"
            f" the plan has the months 1 to {horizon_months}"
        )
    if goal.metric == "payback_months" and goal.first > 1:
        raise SettingsError("payback is counted from the first month that costs something; it has no later span")


def _can_be_reached(key: str) -> bool:
    metric = METRICS[key]
    return isinstance(metric, Metric) and metric.adds_up and metric.better == "higher"
