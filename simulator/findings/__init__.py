"""Findings about a result, each with advice.

A check is a function of a Review that gives a Finding or None. To add one, write it in the file of its family and name
it in CHECKS below.
"""

from collections.abc import Callable
from datetime import date

from simulator.engine.simulation import Simulation
from simulator.findings import averages, improving, knowledge, limits, spending, timing
from simulator.findings.review import Finding, Review, Severity
from simulator.text.formats import Formats

__all__ = ["Finding", "Severity", "findings"]

Check = Callable[[Review], Finding | None]


def findings(simulation: Simulation, formats: Formats | None = None, *, on: date | None = None) -> list[Finding]:
    """All findings about a simulated plan, the serious ones first.

    ``formats`` says how numbers are written; by default in the scenario's currency, for a reader of US English. ``on``
    is the present day; without it nothing is found that depends on it.
    """
    review = Review(simulation, Formats(simulation.scenario.currency) if formats is None else formats, on)
    found = [finding for check in CHECKS if (finding := check(review)) is not None]
    return sorted(found, key=lambda finding: finding.severity is not Severity.SERIOUS)


CHECKS: tuple[Check, ...] = (
    spending.no_spend,
    knowledge.no_uncertainty,
    knowledge.never_buy_again,
    spending.beyond_reference,
    limits.small_counts,
    limits.capacity_loses_customers,
    limits.luck_at_capacity,
    limits.queue_at_end,
    timing.horizon_shorter_than_cycle,
    timing.open_pipeline,
    timing.not_ripe,
    spending.budget_left_over,
    spending.schedule_ends_early,
    spending.season_changes_nothing,
    spending.losing_channels,
    spending.no_diminishing_returns,
    averages.average_of_few_worlds,
    averages.wide_range,
    knowledge.lopsided_range,
    knowledge.unsourced_assumptions,
    knowledge.no_market_correlation,
    knowledge.old_sources,
    knowledge.old_figures,
    timing.effect_after_horizon,
    timing.effect_from_before,
    timing.value_after_horizon,
    timing.lifetime_cut_off,
    spending.large_fees,
    improving.improvement_without_effect,
    limits.rough_figures,
)
