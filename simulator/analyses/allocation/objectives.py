"""Objectives: what a split is to bring the most of."""

import math
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from simulator.analyses.summary import quantiles
from simulator.errors import SettingsError
from simulator.metrics.kpis import METRICS, AnyMetric, Metric
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario, Target
from simulator.units import FloatArray

WORST = 0.1
"""The share of the worlds that count as the worst."""

ROUNDING = 1e-9


class Kind(StrEnum):
    """How many worlds become one number.

    MEAN is their average, MEDIAN the middle one, WORST the average of the worst tenth (the conditional value at risk),
    CHANCE the share that reaches a number.
    """

    MEAN = "mean"
    MEDIAN = "median"
    WORST = "worst"
    CHANCE = "chance"


@dataclass(frozen=True)
class Objective:
    """Figure to maximise: of a ``metric`` that adds up, in one of the ways of ``kind``; CHANCE of ``at_least``."""

    kind: Kind = Kind.MEAN
    metric: str = "profit"
    at_least: float = math.nan

    def score(self, draws: FloatArray) -> float:
        """The objective of what was brought, world by world; (draw,)."""
        match self.kind:
            case Kind.MEAN:
                return float(draws.mean())
            case Kind.MEDIAN:
                return float(quantiles(draws, [0.5])[0])
            case Kind.WORST:
                return float(worst_weights(draws) @ draws)
            case Kind.CHANCE:
                return float(np.mean(draws >= self.at_least - ROUNDING * abs(self.at_least)))

    def most(self, value: float) -> float:
        """Upper bound on the objective once this is reached: every world, by a chance; else infinite."""
        return 1.0 if self.kind is Kind.CHANCE and value >= 1.0 else math.inf

    def better_than(self, value: float, draws: int) -> tuple[float, float]:
        """A number that a better split reaches, and in how large a share of the worlds at least.

        Of the middle world, or of the chance of a number, alone.
        """
        if self.kind is Kind.MEDIAN:
            return value + ROUNDING * abs(value), (draws - math.ceil(draws / 2) + 0.5) / draws
        return self.at_least - ROUNDING * abs(self.at_least), value + 0.5 / draws


def metric_of(objective: Objective) -> Metric:
    """The metric that an objective asks for; raises SettingsError where no split can be judged by it."""
    metric = METRICS[objective.metric]
    if not (isinstance(metric, Metric) and can_be_judged_by(metric)):
        raise SettingsError(f"a split is judged by what adds up and is better the more it is; not {objective.metric}")
    return metric


def can_be_judged_by(metric: AnyMetric) -> bool:
    """Whether a split can be judged by a metric: it adds up, and is better the more it is."""
    return isinstance(metric, Metric) and metric.adds_up and metric.better == "higher"


def target_of(scenario: Scenario[Belief]) -> Target | None:
    """The first target of a scenario that a split can be judged by; None without one."""
    reached = (each for each in scenario.targets if each.at_least is not None)
    return next((each for each in reached if can_be_judged_by(METRICS[each.metric])), None)


def chance_of(target: Target) -> Objective:
    """The objective that a target is reached in as many worlds as can be."""
    assert target.at_least is not None, "such a target is not looked for"
    return Objective(Kind.CHANCE, target.metric, target.at_least)


BALANCED, CAREFUL, BOLD = Objective(Kind.MEDIAN), Objective(Kind.WORST), Objective(Kind.MEAN)


def worst_weights(draws: FloatArray) -> FloatArray:
    """The weights by which the worst worlds are averaged, the one that lies across the border in part; (draw,).

    Source: Rockafellar & Uryasev (2002), "Conditional value-at-risk for general loss distributions", Journal of Banking
    & Finance 26(7), proposition 8.
    """
    count = WORST * len(draws)
    order = np.argsort(draws, kind="stable")
    weights = np.zeros(len(draws))
    weights[order] = np.clip(count - np.arange(len(draws)), 0.0, 1.0) / count
    return weights
