"""Findings about a result, each with advice.

A check is a function of a Review that gives a Finding or None. To add one, write it in the file of its family and name
it in CHECKS below.
"""

from collections.abc import Callable

from simulator.engine.simulation import Simulation
from simulator.findings.knowledge import (
    lopsided_range,
    no_market_correlation,
    no_uncertainty,
    old_sources,
    unsourced_assumptions,
)
from simulator.findings.limits import capacity_loses_customers, queue_at_end, rough_figures, small_counts
from simulator.findings.review import Finding, Review, Severity
from simulator.findings.spending import (
    beyond_limit,
    beyond_reference,
    large_fees,
    losing_channels,
    no_diminishing_returns,
    no_spend,
)
from simulator.findings.timing import (
    effect_after_horizon,
    effect_from_before,
    horizon_shorter_than_cycle,
    not_ripe,
    open_pipeline,
    value_after_horizon,
)
from simulator.text.formats import Formats

__all__ = ["Finding", "Severity", "findings"]

Check = Callable[[Review], Finding | None]


def findings(simulation: Simulation, formats: Formats | None = None) -> list[Finding]:
    """All findings about a simulated plan, the serious ones first.

    ``formats`` says how numbers are written; by default in the scenario's currency, for a reader of US English.
    """
    review = Review(simulation, Formats(simulation.scenario.currency) if formats is None else formats)
    found = [finding for check in CHECKS if (finding := check(review)) is not None]
    return sorted(found, key=lambda finding: finding.severity is not Severity.SERIOUS)


CHECKS: tuple[Check, ...] = (
    no_spend,
    no_uncertainty,
    beyond_reference,
    small_counts,
    capacity_loses_customers,
    queue_at_end,
    horizon_shorter_than_cycle,
    open_pipeline,
    not_ripe,
    beyond_limit,
    losing_channels,
    no_diminishing_returns,
    lopsided_range,
    unsourced_assumptions,
    no_market_correlation,
    old_sources,
    effect_after_horizon,
    effect_from_before,
    value_after_horizon,
    large_fees,
    rough_figures,
)
