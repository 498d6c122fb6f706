"""Findings about the money: where it goes further than what was stated about its channel."""

import numpy as np

from simulator.engine.response import adstock
from simulator.engine.totals import ratio
from simulator.findings.review import Finding, Review, ReviewedChannel, Severity, first_few, only
from simulator.scenario.curves import Capped, Linear

FURTHEST = 2.0
"""Multiples of the reference spend up to which the stated unit cost and curve are taken at their word."""
FAR = 4.0
WASTED_SHARE = 0.2
FEES_SHARE = 1.0 / 3.0
LOSING_CHANCE = 0.75
LOSING_AT_MOST = 0.5


def no_spend(review: Review) -> Finding | None:
    """The plan spends nothing."""
    if review.running:
        return None
    return Finding(
        key="no_spend",
        message="This plan spends no money on any channel.",
        advice="Give a channel a monthly amount, or compare with a plan that has one.",
    )


def beyond_reference(review: Review) -> Finding | None:
    """Spend beyond twice the reference: what it brings there is extrapolated."""
    far = {row: row.most / row.believed.reference_spend for row in review.running if row.believed.reference_spend}
    beyond = sorted((row for row in far if far[row] > FURTHEST * (1 + 1e-9)), key=lambda row: -far[row])
    if not beyond:
        return None
    return Finding(
        key="beyond_reference",
        message="Spend goes far beyond what the figures were stated for: "
        + first_few([_beyond(review, row, far[row]) for row in beyond])
        + ". What more money brings out there is a guess.",
        advice=f"Raise it in steps of at most {review.formats.ratio(FURTHEST)} and look at what comes back,"
        " or state the costs at the higher spend.",
        channel=only(beyond),
        severity=Severity.SERIOUS if far[beyond[0]] > FAR else Severity.NOTE,
    )


def _beyond(review: Review, row: ReviewedChannel, multiple: float) -> str:
    times = review.formats.ratio(multiple, 0.05)
    return f"{row.name} (up to {review.formats.money(row.most)} a month, {times} its reference spend)"


def no_diminishing_returns(review: Review) -> Finding | None:
    """A linear channel with spend: the model lets it buy as cheaply without end."""
    straight = [row for row in review.running if isinstance(row.believed.curve, Linear)]
    if not straight:
        return None
    return Finding(
        key="no_diminishing_returns",
        message=f"No diminishing returns are stated for {first_few([row.name for row in straight])}:"
        " twice the money is taken to bring twice as much, however much it is.",
        advice="Trust this near today's spend only. Choose a curve for the channel"
        " and say how much more you would get if you doubled the spend.",
        channel=only(straight),
    )


def beyond_limit(review: Review) -> Finding | None:
    """Spend on a channel with a limit that is above what the limit lets it buy."""
    idle = {row: _idle_share(row) for row in review.running if isinstance(row.believed.curve, Capped)}
    over = sorted((row for row in idle if idle[row] > WASTED_SHARE), key=lambda row: -idle[row])
    if not over:
        return None
    return Finding(
        key="beyond_limit",
        message="More is spent than there is to buy: on average "
        + first_few([f"{review.share(idle[row])} of the spend on {row.name}" for row in over])
        + " buys nothing.",
        advice="Spend less there, or raise the most that can be bought in a month if it is set too low.",
        channel=only(over),
    )


def _idle_share(row: ReviewedChannel) -> float:
    """The share of spend that buys nothing, on average over draws."""
    assert isinstance(row.drawn.curve, Capped)
    felt = adstock(row.drawn, row.spend)
    usable = np.minimum(felt, row.drawn.curve.most_per_month * row.drawn.unit_cost())
    return float(np.mean(1.0 - ratio(usable.sum(axis=0), felt.sum(axis=0))))


def large_fees(review: Review) -> Finding | None:
    """Much of the marketing cost never reaches a channel."""
    cost, spend = (float(total.mean()) for total in (review.funnel.plan.marketing_cost, review.funnel.plan.spend))
    if cost == 0.0 or not review.running or (cost - spend) / cost <= FEES_SHARE:
        return None
    return Finding(
        key="large_fees",
        message=f"Of {review.formats.money(cost)} marketing cost, {review.formats.money(cost - spend)}"
        f" ({review.share((cost - spend) / cost)}) are fees, set-up and overhead; only the rest is spent on channels.",
        advice="Check the fees, or put the money into fewer channels: each has fees of its own.",
    )


def losing_channels(review: Review) -> Finding | None:
    """Channels that most probably lose money within the horizon, in a plan that most probably does not."""
    if _chance_of_loss(review, None) > LOSING_AT_MOST:
        return None
    chances = {row: _chance_of_loss(review, row.index) for row in review.running}
    losing = sorted((row for row in chances if chances[row] > LOSING_CHANCE), key=lambda row: -chances[row])
    if not losing:
        return None
    return Finding(
        key="losing_channels",
        message=f"Within {review.horizon} money is lost on "
        + first_few([f"{row.name} in {review.formats.chance(chances[row])}" for row in losing])
        + " possible worlds; the other channels make up for it.",
        advice="Compare with a plan that moves this money elsewhere. Keep it if you count on what customers"
        " buy later, or on an effect that the figures leave out.",
        channel=only(losing),
    )


def _chance_of_loss(review: Review, row: int | None) -> float:
    profit = review.funnel.plan.profit[0] if row is None else review.funnel.by_channel.profit[row]
    return float((profit < 0.0).mean())
