"""Findings about numbers: capacity that is too small, counts so small that luck decides, draws too few."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from simulator.analyses.probabilities import luck_decides
from simulator.analyses.summary import summarise
from simulator.engine.sampling import REPLICATES
from simulator.engine.totals import ratio
from simulator.findings.review import Finding, Review, Severity, first_few
from simulator.units import Unit

LOST_SHARE = 0.01
LOST_BY_LUCK = 0.03
MUCH_LOST = 0.1
WHOLE = 0.5
"""The error with which people are counted as whole ones."""

FULL_CHANCE = 0.25
OFTEN_FULL = 0.5
NOBODY = 1e-6
"""Fewer customers than this are a rounding, not a queue."""
RARE = 0.01
WORRYING_CHANCE_OF_NONE = 0.05
ROUGH = 0.05
"""A standard error of the middle profit above this part of its 8-in-10 range makes the figures rough."""


def capacity_loses_customers(review: Review) -> Finding | None:
    """Customers who wanted to buy and were turned away."""
    lost, served = review.funnel.plan.customers_lost, review.funnel.plan.customers
    share = ratio(lost.mean(), lost.mean() + served.mean()).item()
    if not share > LOST_SHARE:
        return None
    about = "About" if review.funnel.draws == 1 else "On average about"
    return Finding(
        key="capacity_loses_customers",
        message=f"{about} {review.count(lost)} customers ({review.share(share)} of those who want to buy) are "
        f"turned away{_when(review)}, because there is room for only {_room(review)} a month. The money that brought "
        "them is lost.",
        advice="Spend less in the busiest months, make room for more, or let customers wait if they would.",
        severity=Severity.SERIOUS if share > MUCH_LOST else Severity.NOTE,
    )


def _when(review: Review) -> str:
    """`` in Jun 2027 to Aug 2027``: the months in which customers are turned away, where room changes; else empty."""
    room, months = review.scenario.room_by_month, review.funnel.by_month
    assert room is not None
    if (room == room[0]).all():
        return ""
    lost, served = (each[0].mean(axis=1) for each in (months.customers_lost, months.customers))
    full = np.flatnonzero(lost > LOST_SHARE * (lost + served)).tolist()
    return f" in {first_few([_span(review, *span) for span in _spans(full)])}"


def _spans(months: Sequence[int]) -> list[tuple[int, int]]:
    """The first and the last of months that follow each other."""
    edges = [0, *(place for place in range(1, len(months)) if months[place] > months[place - 1] + 1), len(months)]
    return [(months[start], months[end - 1]) for start, end in pairwise(edges)]


def _span(review: Review, first: int, last: int) -> str:
    """``Jun 2027``, ``Jun 2027 to Aug 2027``; months are counted from 0."""
    ends = [review.formats.month_of(review.scenario.start, month + 1) for month in (first, last)]
    return " to ".join(dict.fromkeys(ends))


def luck_at_capacity(review: Review) -> Finding | None:
    """Customers who are turned away because the months differ by luck, beside those whom the expected numbers show."""
    if review.at_the_door is None or review.scenario.business.overflow != "lose":
        return None
    lost, served = review.at_the_door.lost, review.at_the_door.served.sum(axis=0)
    expected = review.funnel.plan.customers_lost[0, 0]
    by_luck = lost - (expected if len(expected) == 1 else expected[: len(lost)])
    share = ratio(by_luck.mean(), lost.mean() + served.mean()).item()
    if not share > LOST_BY_LUCK:
        return None
    return Finding(
        key="luck_at_capacity",
        message="By luck some months bring more customers than there is room for, and quiet months do not make up for"
        f" that: on average about {review.formats.count(by_luck.mean(), WHOLE)} customers ({review.share(share)} of"
        " those who want to buy) are turned away beyond what the figures show.",
        advice="Make room for more than come on average, or let customers wait if they would.",
        severity=Severity.SERIOUS if share > MUCH_LOST else Severity.NOTE,
    )


def queue_at_end(review: Review) -> Finding | None:
    """Customers who may still be waiting for room when the horizon ends."""
    full = float((review.funnel.plan.waiting > NOBODY).mean())
    if full <= FULL_CHANCE:
        return None
    return Finding(
        key="queue_at_end",
        message=f"In {review.chance(full)} possible worlds customers still wait when the last month ends, for"
        f" there is room for only {_room(review)} a month. Waiting customers are counted as still to close, and some"
        " may not wait.",
        advice="Make room for more, or spend less: more customers cannot be served sooner.",
        severity=Severity.SERIOUS if full > OFTEN_FULL else Severity.NOTE,
    )


def _room(review: Review) -> str:
    """The room for new customers a month, in words; the least and the most where it changes."""
    room = review.scenario.room_by_month
    assert room is not None
    finite = room[np.isfinite(room)]
    least, most = float(finite.min()), float(finite.max())
    return review.formats.count(most) if least == most else review.formats.range(least, most, Unit.COUNT)


def small_counts(review: Review) -> Finding | None:
    """So few customers that luck decides, whatever the beliefs, or that none at all may come."""
    if not review.running:
        return None
    decides, none = luck_decides(review.simulation), review.customers.chance_at_most(0)
    worrying = none > WORRYING_CHANCE_OF_NONE
    if not (decides or worrying):
        return None
    return Finding(
        key="small_counts",
        message=_luck_decides(review, none) if decides else _none_at_all(review, none),
        advice="Do not judge a channel by a few months. Leads come in larger numbers: watch those.",
        severity=Severity.SERIOUS if worrying else Severity.NOTE,
    )


def _luck_decides(review: Review, none: float) -> str:
    least, most = (review.customers.not_exceeded(probability) for probability in (0.1, 0.9))
    nothing = f", and in {review.chance(none)} possible worlds not a single one" if none >= RARE else ""
    return (
        f"There may be so few customers that luck decides: with luck counted in, the 8-in-10 range is"
        f" {least} to {most} new customers in {review.horizon}{nothing}."
    )


def _none_at_all(review: Review, none: float) -> str:
    return (
        f"There may be no customer at all: with luck counted in, not a single one comes in {review.chance(none)}"
        f" possible worlds in {review.horizon}."
    )


def rough_figures(review: Review) -> Finding | None:
    """Too few draws for the figures to be stable."""
    profit = review.funnel.plan.profit[0]
    if profit.shape[1] == 1 or profit.shape[1] % REPLICATES:
        return None
    [summary] = summarise(profit)
    if not summary.standard_error.p50 > ROUGH * (summary.p90 - summary.p10):
        return None
    return Finding(
        key="rough_figures",
        message=f"Only {review.formats.count(profit.shape[1])} possible worlds were looked at, so another run would"
        " give noticeably other figures.",
        advice="Use more draws.",
    )
