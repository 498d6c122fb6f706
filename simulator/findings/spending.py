"""Findings about the money: where it goes further than what was stated about its channel."""

import math

import numpy as np

from simulator.analyses.tested_range import FURTHEST, known_spend, market, multiples
from simulator.findings.review import Finding, Review, ReviewedChannel, Severity, first_few, only
from simulator.scenario.channels import SeasonActsOn
from simulator.scenario.curves import Linear
from simulator.scenario.plans import Monthly, Periodic, Schedule

FAR = 4.0
LEFT_SHARE = 0.05
FEES_SHARE = 1.0 / 3.0
LOSING_CHANCE = 0.75
LOSING_AT_MOST = 0.5


def no_spend(review: Review) -> Finding | None:
    """The plan has no budget."""
    if review.running:
        return None
    return Finding(
        key="no_spend",
        message="This plan spends no money on any channel.",
        advice="Give a channel a monthly amount, or compare with a plan that has one.",
    )


def beyond_reference(review: Review) -> Finding | None:
    """Spend beyond twice the reference, or twice what was spent before: what it brings there is extrapolated."""
    far = {row: _furthest(row) for row in review.running if known_spend(row.believed)}
    beyond = sorted((row for row in far if far[row][1] > FURTHEST * (1 + 1e-9)), key=lambda row: -far[row][1])
    if not beyond:
        return None
    return Finding(
        key="beyond_reference",
        message="Spend goes far beyond what the figures were stated for: "
        + first_few([_beyond(review, row, *far[row]) for row in beyond])
        + ". What more money brings out there is a guess.",
        advice=f"Raise it in steps of at most {review.formats.ratio(FURTHEST)} and look at what comes back,"
        " or state the costs at a higher reference spend. Where few want it in a month, spend less then.",
        channel=only(beyond),
        severity=Severity.SERIOUS if far[beyond[0]][1] > FAR else Severity.NOTE,
    )


def _furthest(row: ReviewedChannel) -> tuple[int, float]:
    """The month, from 0, in which the money that works goes furthest beyond what is known, and how many times that."""
    far = multiples(row.believed, row.spending, row.working)
    month = int(np.argmax(far))
    return month, float(far[month])


def _beyond(review: Review, row: ReviewedChannel, month: int, multiple: float) -> str:
    most = review.formats.money(float(row.working[month].mean()), 0.0)
    times = review.formats.ratio(multiple, 0.05)
    against = "its reference spend" if row.believed.reference_spend else "what was spent before the plan"
    slow = ", because so few want it then" if market(row.believed, row.spending)[month] < 1.0 else ""
    return f"{row.name} (up to {most} a month, {times} {against}{slow})"


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


def budget_left_over(review: Review) -> Finding | None:
    """Budget of a channel with a limit that cannot be spent, because there is no more to buy."""
    left = {row: _left_over(review, row) for row in review.running if row.believed.curve.spares}
    over = sorted((row for row in left if left[row][1] > LEFT_SHARE), key=lambda row: -left[row][0])
    if not over:
        return None
    return Finding(
        key="budget_left_over",
        message="There is not enough to buy for all of the budget: on average "
        + first_few([f"{_written_left(review, left[row])} for {row.name}" for row in over])
        + " is left over. What is not spent is not counted as a cost.",
        advice="Plan that money for another channel, or raise the most that can be bought in a month"
        " if it is set too low.",
        channel=only(over),
    )


def _left_over(review: Review, row: ReviewedChannel) -> tuple[float, float]:
    """The budget that is not spent, on average [money], and its share of the whole."""
    totals = review.funnel.by_channel
    budget = float(totals.budget[row.index].mean())
    left = budget - float(totals.spend[row.index].mean())
    return left, left / budget


def _written_left(review: Review, left: tuple[float, float]) -> str:
    amount, share = left
    return f"{review.formats.money(amount, 0.005 * amount)} ({review.share(share)}) of that"


def schedule_ends_early(review: Review) -> Finding | None:
    """Amounts by month, quarter or year that are fewer than the horizon has: nothing is spent after them."""
    stated = {row: _months_of(review.plan.monthly_spend[row.name]) for row in review.running}
    short = [row for row in review.running if stated[row] < review.scenario.horizon_months]
    if not short:
        return None
    return Finding(
        key="schedule_ends_early",
        message=f"The plan looks at {review.horizon}, but amounts are stated only for "
        + first_few([f"{review.formats.months(stated[row])} of {row.name}" for row in short])
        + ". After that nothing is spent there.",
        advice="Add the missing amounts, or a 0 if it is to end there; or look fewer months ahead.",
        channel=only(short),
    )


def _months_of(schedule: Schedule) -> float:
    """For how many months a schedule states amounts; infinite if it has no end, or ends with 0 on purpose."""
    match schedule:
        case Monthly(amounts=(*_, last) as amounts) if last > 0.0:
            return len(amounts)
        case Periodic(amounts=(*_, last) as amounts) if last > 0.0:
            return len(amounts) * schedule.MONTHS
    return math.inf


def season_changes_nothing(review: Review) -> Finding | None:
    """A season of a channel in which money buys at its price, as much as is paid for."""
    deaf = [row for row in review.running if _is_deaf(row)]
    if not deaf:
        return None
    return Finding(
        key="season_changes_nothing",
        message=f"The season changes nothing for {first_few([row.name for row in deaf])}: money buys at its price in"
        " every month, and there is no limit or diminishing return by which a larger market would show.",
        advice="If a good season brings more there, state diminishing returns or the most that can be bought in a"
        " month, and plan more money for it.",
        channel=only(deaf),
    )


def _is_deaf(row: ReviewedChannel) -> bool:
    acts_on_market = row.believed.season_acts_on is SeasonActsOn.MARKET
    is_linear = isinstance(row.believed.curve, Linear)
    return acts_on_market and is_linear and bool((row.spending.season[row.spending.runs] != 1.0).any())


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
        + first_few([f"{row.name} in {review.chance(chances[row])}" for row in losing])
        + " possible worlds; the other channels make up for it.",
        advice="Compare with a plan that moves this money elsewhere. Keep it if you count on what customers"
        " buy later, or on an effect that the figures leave out.",
        channel=only(losing),
    )


def _chance_of_loss(review: Review, row: int | None) -> float:
    profit = review.funnel.plan.profit[0] if row is None else review.funnel.by_channel.profit[row]
    return float((profit < 0.0).mean())
