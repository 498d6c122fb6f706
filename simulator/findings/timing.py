"""Findings about time: what the horizon leaves out, and what it counts that was paid for before."""

import numpy as np

from simulator.engine.response import ramp_up
from simulator.engine.totals import ratio
from simulator.findings.review import Finding, Review, ReviewedChannel, Severity, first_few, only
from simulator.units import FloatArray

CARRIED_SHARE = 0.05
OPEN_SHARE = 0.15
MUCH_OPEN = 0.35
LATER_SHARE = 0.5
RIPE = 0.9


def horizon_shorter_than_cycle(review: Review) -> Finding | None:
    """Deals that take longer than the months looked at."""
    for share, months_of, severity in (
        ("half", _usual_deals, Severity.SERIOUS),
        ("one in ten", _slow_deals, Severity.NOTE),
    ):
        months = {row: months_of(review, row) for row in review.running}
        slow = [row for row in review.running if months[row] >= review.scenario.horizon_months]
        if slow:
            shortest = review.formats.months(min(months[row] for row in slow))
            return Finding(
                key="horizon_shorter_than_cycle",
                message=f"The result stops after {review.horizon}, but at least {share} of the deals from"
                f" {first_few([row.name for row in slow])} take {shortest} or longer to close: their cost is counted,"
                " their sales are not.",
                advice="Look further ahead, so that the sales are counted whose cost is counted.",
                channel=only(slow),
                severity=severity,
            )
    return None


def _slow_deals(review: Review, row: ReviewedChannel) -> float:
    cycle = review.scenario.sales_cycle(row.believed)
    return 0.0 if cycle is None else cycle.high


def _usual_deals(review: Review, row: ReviewedChannel) -> float:
    cycle = review.scenario.sales_cycle(row.believed)
    return 0.0 if cycle is None else cycle.likely


def open_pipeline(review: Review) -> Finding | None:
    """Customers that this money wins, but only after the horizon."""
    totals = review.funnel.plan
    still_open, closed = totals.open_pipeline, totals.customers
    share = _share(still_open, closed)
    if share <= OPEN_SHARE:
        return None
    waits = review.scenario.business.overflow == "queue" and review.scenario.business.new_customers_per_month_at_most
    return Finding(
        key="open_pipeline",
        message=f"About {review.count(still_open)} customers ({review.share(share)} of those that this money wins)"
        f" buy only after {review.horizon}{', because they still decide or wait for room' if waits else ''}."
        f" Their first sales of {review.money(totals.open_pipeline_value)} are in neither profit nor ROI.",
        advice="Look further ahead to count them, and judge by the cost per customer, which counts them already.",
        severity=Severity.SERIOUS if share > MUCH_OPEN else Severity.NOTE,
    )


def effect_after_horizon(review: Review) -> Finding | None:
    """Spend that is felt only after the horizon."""
    carried, spend = review.funnel.plan.carried_out, float(review.funnel.plan.spend.mean())
    if not review.running or float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_after_horizon",
        message=f"{review.money(carried)} of the spend ({review.share(float(carried.mean()) / spend)}) works only after"
        f" {review.horizon}: paid for here, but not counted.",
        advice="Look further ahead, or end the channels that are remembered for long a few months earlier.",
    )


def effect_from_before(review: Review) -> Finding | None:
    """Earlier spend that works within the horizon without being paid for in it."""
    carried, spend = review.funnel.plan.carried_in, float(review.funnel.plan.spend.mean())
    if float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_from_before",
        message=f"{review.money(carried)} spent before the plan still works within it: counted here, but not paid for.",
        advice="Compare plans with each other rather than with nothing: all of them have this head start.",
    )


def value_after_horizon(review: Review) -> Finding | None:
    """Most of what the customers are worth comes in after the horizon."""
    totals = review.funnel.plan
    worth, earned = float(totals.lifetime_value.mean()), float(totals.gross_profit.mean())
    if not np.isfinite(worth) or worth <= 0.0 or 1.0 - earned / worth <= LATER_SHARE:
        return None
    return Finding(
        key="value_after_horizon",
        message=f"Within {review.horizon} the new customers bring {review.money(totals.gross_profit)} gross profit; "
        f"over the years they bring {review.money(totals.lifetime_value)}. Profit and ROI count the first figure only.",
        advice="Look at lifetime value to CAC as well, but be sure how many customers really stay.",
    )


def not_ripe(review: Review) -> Finding | None:
    """Slow channels that do not reach their full effect within the horizon."""
    reached = {row: _ripe_at_last(row) for row in review.running}
    unripe = sorted((row for row in reached if reached[row] < RIPE), key=lambda row: reached[row])
    if not unripe:
        return None
    return Finding(
        key="not_ripe",
        message=f"Within {review.horizon} this plan does not bring slow channels to full effect: "
        + first_few([f"{row.name} gets to {review.share(reached[row])} of it" for row in unripe])
        + ".",
        advice="Spend nearer to the reference spend and for longer, look further ahead,"
        " or leave the channel out: half-grown it costs the same.",
        channel=only(unripe),
    )


def _ripe_at_last(row: ReviewedChannel) -> float:
    """How ripe the channel is in the end, on average, from 0 to 1."""
    ripe = ramp_up(row.drawn, row.spend)
    return 1.0 if ripe is None else float(ripe[-1].mean())


def _share(part: FloatArray, rest: FloatArray) -> float:
    """The part as a share of both, by their averages; 0 of nothing."""
    share = ratio(part.mean(), part.mean() + rest.mean()).item()
    return 0.0 if np.isnan(share) else share
