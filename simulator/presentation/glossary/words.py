"""The words that are no figure and are not typed: what is meant by a world, a range, churn."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from simulator.engine.sampling import DEFAULT_DRAWS, sample
from simulator.presentation.beliefs import RANGE_MEANING, spoken
from simulator.presentation.glossary.entry import Entry
from simulator.presentation.glossary.worked import THOUSAND, worked
from simulator.text.formats import Formats


@dataclass(frozen=True)
class _Word:
    key: str
    term: str
    words: str
    formula: str
    example: Callable[[Formats], str]
    also: tuple[str, ...] = ()


def words(formats: Formats) -> list[Entry]:
    """An entry for each word."""
    return [
        Entry(
            key=word.key,
            term=word.term,
            kind="word",
            words=word.words,
            formula=word.formula,
            example=word.example(formats),
            also=word.also,
        )
        for word in _WORDS
    ]


PRICE = "cost_per_click"
"""The number by which ranges are explained."""


def _drawn() -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    business = worked().scenario
    channel = worked().places[PRICE].owner.name
    drawn = sample(business, draws=DEFAULT_DRAWS).channel(channel)
    return np.asarray(getattr(drawn, PRICE))


def _worlds(formats: Formats) -> str:
    prices = ", ".join(formats.money(float(price)) for price in _drawn()[:3])
    return f"{formats.count(DEFAULT_DRAWS)} worlds are drawn; in the first three a click costs {prices}"


def _range(formats: Formats) -> str:
    place = worked().places[PRICE]
    return f"a click costs {spoken(place.value, place.quantity, formats)}"


def _eight_in_ten(formats: Formats) -> str:
    belief, prices = worked().places[PRICE].value, _drawn()
    inside = float(np.mean((prices >= belief.low) & (prices <= belief.high)))
    between = f"{formats.money(belief.low)} and {formats.money(belief.high)}"
    return f"a click costs between {between} in {formats.chance(inside)} worlds"


def _middle_and_average(formats: Formats) -> str:
    prices = _drawn()
    return f"a click: middle {formats.money(float(np.median(prices)))}, average {formats.money(float(prices.mean()))}"


def _churn(formats: Formats) -> str:
    kept = worked().middle("yearly_retention_rate")
    return f"{formats.percent(1.0)} − {formats.percent(kept)} = {formats.percent(1.0 - kept)}"


def _kept(formats: Formats) -> str:
    kept = worked().facts["kept_of_hundred"].text(formats)
    return f"{kept} / {formats.count(100.0)} = {formats.percent(worked().middle('yearly_retention_rate'))}"


def _saturation(formats: Formats) -> str:
    facts, twice = worked().facts, formats.money(2 * worked().facts["thousand_spent"].values[0])
    once = facts["thousand_spent"].text(formats)
    return f"{once} buys {facts['clicks_once'].text(formats)} clicks, {twice} {facts['clicks_twice'].text(formats)}"


BETTER = 1.2
"""What is improved in the examples becomes so many times as good."""


def _improvement(formats: Formats) -> str:
    better, as_it_is = worked().improved("opportunity_to_customer_rate", BETTER), worked()
    with_it, without = (formats.money(each.metric("profit")) for each in (better, as_it_is))
    gained = formats.money(better.metric("profit") - as_it_is.metric("profit"))
    return f"profit with it − profit without it: {with_it} − {without} = {gained}"


def _unpaid(formats: Formats) -> str:
    rate = worked().middle("visit_to_lead_rate")
    now, then = THOUSAND * rate, THOUSAND * BETTER * rate
    gained = f"{formats.count(then)} − {formats.count(now)} = {formats.count(then - now)}"
    return f"leads of {formats.count(THOUSAND)} such visits, beyond those who would come anyway: {gained}"


_WORDS = (
    _Word(
        "possible_world",
        "Possible world",
        "One way in which everything could turn out: each number has one value, drawn from its range. A plan is run in"
        " thousands of them, and every figure says how they differ.",
        "",
        _worlds,
        ("draw", "simulation", "Monte Carlo"),
    ),
    _Word(
        "low_likely_high",
        "Low, likely, high",
        RANGE_MEANING,
        "low = P10, likely = P50, high = P90",
        _range,
        ("P10", "P50", "P90", "range", "low", "likely", "high"),
    ),
    _Word(
        "eight_in_ten",
        "8 in 10",
        "The range that eight of ten possible worlds lie within: one in ten is below it, one in ten above.",
        "from P10 to P90",
        _eight_in_ten,
        ("8 in 10 worlds", "80 % interval", "range"),
    ),
    _Word(
        "middle_and_average",
        "Middle and average",
        "The middle is what half of the worlds lie below. The average counts every world, so that a few very good ones"
        " lift it. Averages add up over channels and months, middles do not.",
        "average = sum over all worlds / number of worlds",
        _middle_and_average,
        ("median", "mean", "average", "middle"),
    ),
    _Word(
        "retention",
        "Retention",
        "The share of customers who are still customers a year, or a month, later.",
        "customers who are still there / customers at the start",
        _kept,
        ("retention rate", "renewal rate"),
    ),
    _Word(
        "churn",
        "Churn",
        "The share of customers who are lost in a year, or a month: what is not kept.",
        "1 − retention",
        _churn,
        ("churn rate", "attrition"),
    ),
    _Word(
        "improvement",
        "Improvement",
        "Something to buy that makes a rate or a price better, such as a landing page, a shorter form or sales"
        " training. It is worth what the plan brings with it beyond what it brings without it, in the same worlds.",
        "profit with it, its own cost left out − profit without it",
        _improvement,
        ("improvements",),
    ),
    _Word(
        "unpaid_visits",
        "Unpaid visits",
        "Visits that come without money: people who type the address, follow a link, or find the site by themselves."
        " They would come anyway, so that only what an improvement gains of them counts.",
        "what they bring with improvements − what they bring without",
        _unpaid,
        ("visits without money", "direct visits"),
    ),
    _Word(
        "saturation",
        "Saturation",
        "The more is spent on a channel, the less each further bit buys: those who are easy to win come first.",
        "more spend buys more, but less for each further unit of money",
        _saturation,
        ("diminishing returns",),
    ),
)
