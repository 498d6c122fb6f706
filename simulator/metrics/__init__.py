"""The KPIs: formulas over a funnel, and how to read them."""

from simulator.metrics.kpis import METRICS

__all__ = ["METRICS"]
