"""Doubts about time: what the horizon leaves out, and what it counts that was paid for before."""

import numpy as np

from simulator.engine.response import ramp_up
from simulator.engine.totals import ratio
from simulator.findings.case import Case, Finding, Row, Severity, listed, only
from simulator.units import FloatArray

CARRIED_SHARE = 0.05
OPEN_SHARE = 0.15
MUCH_OPEN = 0.35
LATER_SHARE = 0.5
RIPE = 0.9


def horizon_shorter_than_cycle(case: Case) -> Finding | None:
    """Deals that take longer than the months looked at."""
    for share, months_of, severity in (
        ("half", _usual_deals, Severity.SERIOUS),
        ("one in ten", _slow_deals, Severity.NOTE),
    ):
        months = {row: months_of(case, row) for row in case.running}
        slow = [row for row in case.running if months[row] >= case.scenario.horizon_months]
        if slow:
            return Finding(
                key="horizon_shorter_than_cycle",
                message=f"The result stops after {case.horizon}, but at least {share} of the deals from"
                f" {listed([row.name for row in slow])} take {case.formats.months(min(months[row] for row in slow))}"
                " or longer to close: their cost is counted, their sales are not.",
                advice="Look further ahead, so that the sales are counted whose cost is counted.",
                channel=only(slow),
                severity=severity,
            )
    return None


def _slow_deals(case: Case, row: Row) -> float:
    cycle = case.scenario.sales_cycle(row.believed)
    return 0.0 if cycle is None else cycle.high


def _usual_deals(case: Case, row: Row) -> float:
    cycle = case.scenario.sales_cycle(row.believed)
    return 0.0 if cycle is None else cycle.likely


def open_pipeline(case: Case) -> Finding | None:
    """Customers that this money wins, but only after the horizon."""
    totals = case.funnel.plan
    still_open, closed = totals.open_pipeline, totals.customers
    share = _share(still_open, closed)
    if share <= OPEN_SHARE:
        return None
    waits = case.scenario.business.overflow == "queue" and case.scenario.business.new_customers_per_month_at_most
    return Finding(
        key="open_pipeline",
        message=f"About {case.count(still_open)} customers ({case.share(share)} of those that this money wins)"
        f" buy only after {case.horizon}{', because they still decide or wait for room' if waits else ''}."
        f" Their first sales of {case.money(totals.open_pipeline_value)} are in neither profit nor ROI.",
        advice="Look further ahead to count them, and judge by the cost per customer, which counts them already.",
        severity=Severity.SERIOUS if share > MUCH_OPEN else Severity.NOTE,
    )


def effect_after_horizon(case: Case) -> Finding | None:
    """Spend that is felt only after the horizon."""
    carried, spend = case.funnel.plan.carried_out, float(case.funnel.plan.spend.mean())
    if not case.running or float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_after_horizon",
        message=f"{case.money(carried)} of the spend ({case.share(float(carried.mean()) / spend)}) works only after"
        f" {case.horizon}: paid for here, but not counted.",
        advice="Look further ahead, or end the channels that are remembered for long a few months earlier.",
    )


def effect_from_before(case: Case) -> Finding | None:
    """Earlier spend that works within the horizon without being paid for in it."""
    carried, spend = case.funnel.plan.carried_in, float(case.funnel.plan.spend.mean())
    if float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_from_before",
        message=f"{case.money(carried)} spent before the plan still works within it: counted here, but not paid for.",
        advice="Compare plans with each other rather than with nothing: all of them have this head start.",
    )


def value_after_horizon(case: Case) -> Finding | None:
    """Most of what the customers are worth comes in after the horizon."""
    totals = case.funnel.plan
    worth, earned = float(totals.lifetime_value.mean()), float(totals.gross_profit.mean())
    if not np.isfinite(worth) or worth <= 0.0 or 1.0 - earned / worth <= LATER_SHARE:
        return None
    return Finding(
        key="value_after_horizon",
        message=f"Within {case.horizon} the new customers bring {case.money(totals.gross_profit)} gross profit; over"
        f" the years they bring {case.money(totals.lifetime_value)}. Profit and ROI count the first figure only.",
        advice="Look at lifetime value to CAC as well, but be sure how many customers really stay.",
    )


def not_ripe(case: Case) -> Finding | None:
    """Slow channels that do not reach their full effect within the horizon."""
    reached = {row: _ripe_at_last(row) for row in case.running}
    unripe = sorted((row for row in reached if reached[row] < RIPE), key=lambda row: reached[row])
    if not unripe:
        return None
    return Finding(
        key="not_ripe",
        message=f"Within {case.horizon} this plan does not bring slow channels to full effect: "
        + listed([f"{row.name} gets to {case.share(reached[row])} of it" for row in unripe])
        + ".",
        advice="Spend nearer to the reference spend and for longer, look further ahead,"
        " or leave the channel out: half-grown it costs the same.",
        channel=only(unripe),
    )


def _ripe_at_last(row: Row) -> float:
    """How ripe the channel is in the end, on average, from 0 to 1."""
    ripe = ramp_up(row.drawn, row.spend)
    return 1.0 if ripe is None else float(ripe[-1].mean())


def _share(part: FloatArray, rest: FloatArray) -> float:
    """The part as a share of both, by their averages; 0 of nothing."""
    share = ratio(part.mean(), part.mean() + rest.mean()).item()
    return 0.0 if np.isnan(share) else share
