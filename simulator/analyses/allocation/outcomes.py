"""Outcomes of plans with any amounts on their sliders, world by world: each channel run once for each amount it has.

Where channels meet at a capacity whole plans are run, many at a time.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from simulator.analyses.allocation.search import brought_by
from simulator.analyses.allocation.tables import Worlds, brought
from simulator.edits.spend import with_slider_spend
from simulator.engine.alternatives import gross_profits
from simulator.metrics.kpis import METRICS, Metric
from simulator.units import FloatArray

Spend = Mapping[str, float]
"""Each channel's amount [money per month]."""


@dataclass(frozen=True)
class Outcomes:
    """Outcomes of plans in a metric that adds up, in some worlds."""

    worlds: Worlds
    metric: Metric
    _known: dict[tuple[str, int, float], FloatArray] = field(default_factory=dict)

    def of(self, spends: Sequence[Spend]) -> FloatArray:
        """Outcome of each plan; (plan, draw)."""
        # What is paid does not hang on who is served.
        if self.worlds.scenario.room_by_month is None or self.metric.key == "marketing_cost":
            self._prepare(self.metric, spends)
            return np.stack([self._sum(self.metric, each) for each in spends]) + self.worlds.constant(self.metric.key)
        if self.metric.key != "profit":
            return np.stack([np.atleast_1d(brought_by(self.worlds, each, self.metric)) for each in spends])
        return self._profits(spends)

    def _profits(self, spends: Sequence[Spend]) -> FloatArray:
        scenario, cost = self.worlds.scenario, METRICS["marketing_cost"]
        assert isinstance(cost, Metric)
        plans = [with_slider_spend(scenario, self.worlds.shapes, each).plan(self.worlds.plan) for each in spends]
        earned = np.hstack([gross_profits(scenario, chunk, plans) for chunk in self.worlds.chunks])
        self._prepare(cost, spends)
        paid = np.stack([self._sum(cost, each) for each in spends])
        return np.asarray(earned - paid + self.worlds.constant(self.metric.key))

    def _sum(self, metric: Metric, spend: Spend) -> FloatArray:
        names = self.worlds.scenario.channel_names
        rows = (self._known[metric.key, row, spend[name]] for row, name in enumerate(names))
        return np.atleast_1d(np.asarray(sum(rows)))

    def _prepare(self, metric: Metric, spends: Sequence[Spend]) -> None:
        """Run each channel for all amounts that are asked for at once."""
        for row, name in enumerate(self.worlds.scenario.channel_names):
            amounts = [
                *dict.fromkeys(each[name] for each in spends if (metric.key, row, each[name]) not in self._known)
            ]
            for amount, values in zip(amounts, brought(self.worlds, row, amounts, metric), strict=False):
                self._known[metric.key, row, amount] = values
