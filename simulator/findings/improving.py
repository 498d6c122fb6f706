"""Findings about improvements: money for one that nothing in the plan makes use of."""

import numpy as np

from simulator.engine.improvements import improved
from simulator.findings.review import Finding, Review, first_few
from simulator.scenario.months import month_number
from simulator.scenario.plans import Purchase


def improvement_without_effect(review: Review) -> Finding | None:
    """Improvements that are bought too late, for a channel without money, or that make nothing better."""
    idle = [each.improvement for each in review.plan.improvements if not _has_effect(review, each)]
    if not idle:
        return None
    names, change = first_few([f"“{name}”" for name in idle]), "changes" if len(idle) == 1 else "change"
    return Finding(
        key="improvement_without_effect",
        message=f"The plan buys {names}, which {change} nothing within {review.horizon}.",
        advice="Buy earlier, put money into what is improved, or leave it out.",
    )


def _has_effect(review: Review, purchase: Purchase) -> bool:
    first = month_number(purchase.first, review.scenario.start) - 1
    if first >= review.scenario.horizon_months:
        return False
    scenario, decisions = review.scenario, review.decisions
    improvement = scenario.improvement(purchase.improvement)
    rows = [
        row
        for row, channel in enumerate(scenario.channels)
        if scenario.is_improved(channel, improvement)
        and (not channel.is_paid or decisions.budget[row, max(first, 0) :].any() or channel.carry_over.high > 0.0)
    ]
    return bool(rows) and _is_better(review, purchase.improvement)


def _is_better(review: Review, name: str) -> bool:
    """Whether it makes a belief better in any of the worlds."""
    drawn = review.simulation.first_replicate
    improvement = drawn.improvement(name)
    after = improved(drawn, [improvement])
    owners = (drawn, after)
    if improvement.channel is None:
        before, later = (getattr(each.funnel, improvement.field) for each in owners)
    else:
        before, later = (getattr(each.channel(improvement.channel), improvement.field) for each in owners)
    return not np.array_equal(np.broadcast_to(before, later.shape), later)
