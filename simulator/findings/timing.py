"""Findings about time: what the horizon leaves out, and what it counts that was paid for before."""

from dataclasses import replace

import numpy as np

from simulator.engine.response import ramp_up
from simulator.engine.totals import ratio
from simulator.findings.review import Finding, Review, ReviewedChannel, Severity, first_few, only
from simulator.text.grammar import counted
from simulator.units import FloatArray

CARRIED_SHARE = 0.05
OPEN_SHARE = 0.15
MUCH_OPEN = 0.35
LATER_SHARE = 0.5
RIPE = 0.9
MANY = 0.05
CUT_SHARE = 1.0 / 3.0
NEARLY_ALL = 0.95
FOR_EVER = 10**9
"""Months that no customer outlasts."""
ROUGHLY = 0.05
"""What a rule of three gives is told to this part of it."""


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
    waits = totals.waiting.mean() > MANY * still_open.mean()
    return Finding(
        key="open_pipeline",
        message=f"About {review.count(still_open)} customers ({review.share(share)} of those that this money wins)"
        f" buy only after {review.horizon}{', because they still decide or wait for room' if waits else ''}."
        f" Their first sales of {review.money(totals.open_pipeline_value)} are in neither profit nor ROI.",
        advice="Look further ahead to count them, and judge by the cost per customer, which counts them already.",
        severity=Severity.SERIOUS if share > MUCH_OPEN else Severity.NOTE,
    )


def effect_after_horizon(review: Review) -> Finding | None:
    """Spend that is felt only after the horizon, with what it will still bring."""
    carried, spend = review.funnel.plan.carried_out, float(review.funnel.plan.spend.mean())
    if not review.running or float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_after_horizon",
        message=f"{review.money(carried)} of the spend ({review.share(float(carried.mean()) / spend)}) works only after"
        f" {review.horizon}. {_still_to_come(review)}",
        advice="Look further ahead to see it, or compare plans that end alike.",
    )


def _still_to_come(review: Review) -> str:
    """What the carried spend brings if it works as the rest does, channel by channel; empty if that is nothing."""
    totals = review.funnel.by_channel
    worth = sum(
        float(totals.carried_out[row.index].mean() * totals.gross_profit[row.index].mean())
        * _ripeness_to_come(review, row)
        / float((row.working * _ripeness(row)).mean(axis=1).sum())
        for row in review.running
        if totals.carried_out[row.index].any()
    )
    if worth <= 0.0:
        return "What it brings then is in none of the figures."
    amount = review.formats.money(worth, ROUGHLY * worth)
    return f"If it works as well as the rest, it still brings about {amount} gross profit, in none of the figures."


def _ripeness(row: ReviewedChannel) -> FloatArray:
    """How ripe the channel is in each month, from 0 to 1; (month, draw), 1 where nothing has to ripen."""
    ripe = ramp_up(row.drawn, row.spending.real)
    return np.ones((1, 1)) if ripe is None else ripe


def _ripeness_to_come(review: Review, row: ReviewedChannel) -> float:
    """How ripe the channel is, on average, where the carried money works after the horizon: ripeness fades unpaid.

    Of the money with carry-over k, the part (1 - k) k^(j - 1) works j months later, when the ripeness is d^j times that
    of the last month, d = 2^(-1 / half-life): together (1 - k) d / (1 - k d).
    """
    if not row.drawn.ramp_up_months.any():
        return 1.0
    kept, slower = row.drawn.carry_over, 2.0 ** (-1.0 / row.drawn.fade_half_life_months)
    fading = np.where(row.drawn.ramp_up_months > 0.0, slower, 1.0)
    ripeness = _ripeness(row)[-1] * (1.0 - kept) * fading / (1.0 - kept * fading)
    carried = review.funnel.by_channel.carried_out[row.index, 0][: len(ripeness)]
    return float((carried * ripeness).mean() / carried.mean())


def effect_from_before(review: Review) -> Finding | None:
    """Earlier spend that is still to be felt when the plan starts, without being paid for in it."""
    carried, spend = review.funnel.plan.carried_in, float(review.funnel.plan.spend.mean())
    if float(carried.mean()) <= CARRIED_SHARE * spend:
        return None
    return Finding(
        key="effect_from_before",
        message=f"{review.money(carried)} spent before the plan is still to be felt when it starts: what that brings"
        f" within {review.horizon} is counted here, but not paid for.",
        advice="Compare plans with each other rather than with nothing: all of them have this head start.",
    )


def value_after_horizon(review: Review) -> Finding | None:
    """Most of what the customers are worth comes in after the horizon."""
    totals = review.funnel.plan
    worth, earned = float(totals.lifetime_value.mean()), float(totals.gross_profit.mean())
    years = _years_of_lifetime(review)
    if not np.isfinite(worth) or worth <= 0.0 or 1.0 - earned / worth <= LATER_SHARE:
        return None
    return Finding(
        key="value_after_horizon",
        message=f"Within {review.horizon} the new customers bring {review.money(totals.gross_profit)} gross profit; "
        f"over {years} each, those won bring {review.money(totals.lifetime_value)}. Profit and ROI count the first"
        " figure only.",
        advice="Look at lifetime value to CAC as well, but be sure how many customers really stay.",
    )


def lifetime_cut_off(review: Review) -> Finding | None:
    """Customers who leave so slowly that much of what they would bring lies beyond the years that are counted."""
    cut = _cut_off(review)
    if cut <= CUT_SHARE:
        return None
    how_much = "nearly all" if cut > NEARLY_ALL else review.share(cut)
    return Finding(
        key="lifetime_cut_off",
        message=f"Customers are said to leave so slowly that {how_much} of what they would bring comes after the"
        f" {_years_of_lifetime(review)} that a customer is counted for. Lifetime value leaves that out.",
        advice="Check how many customers really stay. If they do, state more years; they change lifetime value and what"
        " is compared with it, not profit or ROI.",
    )


def _years_of_lifetime(review: Review) -> str:
    """``5 years``: how long a customer is counted for."""
    years = review.scenario.business.lifetime_years_at_most
    return counted(review.formats.count(years), "year")


def _cut_off(review: Review) -> float:
    """The share of all customers' worth that comes after the years that are counted, in the middle world."""
    funnel = review.funnel
    if not funnel.economics.again:
        return 0.0
    rate, won = funnel.discount_rate_per_year, (funnel.by_channel.customers + funnel.by_channel.open_pipeline)[:-1]
    endless = replace(funnel.economics, lifetime_months=FOR_EVER)
    counted_worth, whole = ((won * each.lifetime_value(rate)).sum(axis=0) for each in (funnel.economics, endless))
    cut = np.where(whole > 0.0, 1.0 - ratio(counted_worth, whole), 0.0)
    return float(np.median(np.nan_to_num(cut)))


def not_ripe(review: Review) -> Finding | None:
    """Slow channels that do not reach their full effect within the horizon."""
    reached = {row: _ripe_at_best(row) for row in review.running}
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


def _ripe_at_best(row: ReviewedChannel) -> float:
    """How ripe the channel is in its best month, on average, from 0 to 1."""
    return float(_ripeness(row).mean(axis=1).max())


def _share(part: FloatArray, rest: FloatArray) -> float:
    """The part as a share of both, by their averages; 0 of nothing."""
    share = ratio(part.mean(), part.mean() + rest.mean()).item()
    return 0.0 if np.isnan(share) else share
