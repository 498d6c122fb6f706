"""The KPIs: formulas over a funnel, and how to read them."""

from simulator.metrics.kpis import METRICS, draws_of

__all__ = ["METRICS", "draws_of"]
