"""Findings about what is known: ranges, sources, and how beliefs hang together."""

from datetime import date
from functools import partial

from simulator.findings.review import Finding, Review, ReviewedChannel, Severity, first_few, only
from simulator.findings.stated import Stated, beliefs_in_use, by_effect
from simulator.scenario.customers import REPEATS, RETENTION, CustomerValue
from simulator.scenario.fields import quantities
from simulator.scenario.provenance import measured_until, months_since
from simulator.text.formats import Formats
from simulator.text.grammar import listed
from simulator.units import Role

TELLING_EFFECT = 0.15
"""A standardised effect on profit below this is not worth naming."""
MOST_BELIEFS = 3
OLD_YEARS = 5
OLD_MONTHS = 3
"""So many whole months after the last month that was learned from, real figures are old."""
CHANNELS_THAT_AVERAGE_OUT = 3


def no_uncertainty(review: Review) -> Finding | None:
    """Everything is stated as certain: the result has no range at all."""
    if not review.running or not all(each.belief.is_certain for each in beliefs_in_use(review)):
        return None
    return Finding(
        key="no_uncertainty",
        message="Every number is stated as certain, so the result shows no range. No plan is that sure.",
        advice="Give low, likely and high, first for the average sale and for the rates from lead to customer.",
        severity=Severity.SERIOUS,
    )


def never_buy_again(review: Review) -> Finding | None:
    """Customers who are said to stay, or repeat sales that are said to bring something, where nobody buys again."""
    ignored = {row: names for row in review.running if (names := _ignored_without_repeats(review, row))}
    if not ignored:
        return None
    names = list(dict.fromkeys(name for each in ignored.values() for name in each))
    stated = [f"“{quantities(CustomerValue)[name].label}”" for name in names]
    whose = "" if len(ignored) == len(review.running) else f" from {first_few([row.name for row in ignored])}"
    said = "to stay" if set(names) & set(RETENTION) else "to bring something later"
    return Finding(
        key="never_buy_again",
        message=f"Customers{whose} are said {said}, but never to buy again: {listed(stated)}"
        f" {'is' if len(stated) == 1 else 'are'} stated, but not how often they buy, so no repeat sale is counted.",
        advice="State repeat sales per year, or the months from one sale to the next: 1 for a monthly subscription."
        " If they buy once only, leave the other entries out.",
        channel=only(list(ignored)),
        severity=Severity.SERIOUS,
    )


_ONLY_OF_REPEATS = (*RETENTION, "revenue_per_repeat_sale", "repeat_gross_margin_rate")
"""Entries that mean nothing where nobody buys again."""


def _ignored_without_repeats(review: Review, row: ReviewedChannel) -> list[str]:
    """The names of what is stated of a channel's repeat sales, where it is not stated that there are any.

    Who states 0 repeat sales has said that there are none.
    """
    value = partial(review.scenario.customer_value, row.believed)
    if any(value(name) is not None for name in REPEATS):
        return []
    return [name for name in _ONLY_OF_REPEATS if value(name) is not None]


def lopsided_range(review: Review) -> Finding | None:
    """Ranges whose likely value stands so near one end that the far tail runs away."""
    lopsided = [each for each in beliefs_in_use(review) if each.belief.is_lopsided(each.quantity)]
    if not lopsided:
        return None
    lopsided.sort(key=lambda each: -abs(each.belief.lopsidedness(each.quantity) - 0.5))
    return Finding(
        key="lopsided_range",
        message=f"{_ranges(len(lopsided))} with the likely value close to one end, so the other end reaches far: "
        + "; ".join(_tail(review, each) for each in lopsided[:MOST_BELIEFS])
        + ".",
        advice="If that cannot be, move the likely value or the far end, or state the least or the most it can be.",
    )


def _ranges(count: int) -> str:
    return "One range is stated" if count == 1 else f"{count} ranges are stated"


def _tail(review: Review, stated: Stated) -> str:
    """The value that the range implies one time in a hundred, at its far end."""
    below = stated.belief.lopsidedness(stated.quantity) > 0.5
    value = stated.belief.far_value(stated.quantity)
    written = review.formats.number(value, stated.quantity.unit, 0.02 * abs(value))
    kind = "deal" if stated.quantity.role is Role.SPREAD else "time"
    return f"for {stated.title} it says one {kind} in 100 {'below' if below else 'above'} {written}"


def unsourced_assumptions(review: Review) -> Finding | None:
    """Beliefs in use that say nothing of where they come from."""
    stated = beliefs_in_use(review)
    assumed = [each for each in stated if not each.has_source]
    if not assumed:
        return None
    telling = [each.title for each, effect in by_effect(review, assumed) if effect >= TELLING_EFFECT][:MOST_BELIEFS]
    which = f" Of these, profit depends most on {first_few(telling)}." if telling else ""
    return Finding(
        key="unsourced_assumptions",
        message=f"{_how_many(len(assumed), len(stated), review.formats)} without a source.{which}",
        advice="Put your own figures in their place"
        + (", these first." if telling else ", and say where they are from."),
    )


def _how_many(assumed: int, stated: int, formats: Formats) -> str:
    verb = "is an assumption" if assumed == 1 else "are assumptions"
    if assumed == stated:
        return (
            "The one number behind this result is an assumption"
            if stated == 1
            else (f"All {formats.count(stated)} numbers behind this result are assumptions")
        )
    return f"{formats.count(assumed)} of the {formats.count(stated)} numbers behind this result {verb}"


def old_sources(review: Review) -> Finding | None:
    """Sources that were already old when the plan starts."""
    start = review.scenario.start
    limit = date(start.year - OLD_YEARS, start.month, 1)
    dated = [(each.belief.as_of, each) for each in beliefs_in_use(review) if each.belief.as_of is not None]
    old = sorted(((day, each) for day, each in dated if day < limit), key=lambda pair: pair[0])
    if not old:
        return None
    oldest, stated = old[0]
    older = f"more than {OLD_YEARS} years older than the plan"
    return Finding(
        key="old_sources",
        message=f"The source of {stated.title} is {older}: from {oldest.year}."
        if len(old) == 1
        else f"{len(old)} numbers have sources {older}; the oldest is that of {stated.title}, from {oldest.year}.",
        advice="Prices and habits have moved since: look for newer figures, or widen the range.",
    )


def old_figures(review: Review) -> Finding | None:
    """Ranges that were measured from real figures which are some months old by now."""
    until = [month for each in beliefs_in_use(review) if (month := measured_until(each.belief)) is not None]
    if not until or review.on is None:
        return None
    passed = months_since(max(until), review.on)
    if passed < OLD_MONTHS:
        return None
    return Finding(
        key="old_figures",
        message=f"The ranges were made with real figures up to {review.formats.month_name(max(until))};"
        f" {passed} months have passed.",
        advice="Take in the real figures of the months since, and let the ranges learn from them.",
    )


def no_market_correlation(review: Review) -> Finding | None:
    """Several uncertain channels that are taken to have nothing in common."""
    uncertain = _channels_with_own_ranges(review)
    if review.scenario.market_correlation > 0.0 or uncertain < CHANNELS_THAT_AVERAGE_OUT:
        return None
    return Finding(
        key="no_market_correlation",
        message=f"The {uncertain} channels are taken to do well or badly each on its own, so bad luck in one is"
        " evened out by the others. A bad year hits all at once: the real range is wider than shown.",
        advice="State how much the whole market moves together; 0.2 is a start.",
    )


def _channels_with_own_ranges(review: Review) -> int:
    """How many channels have an uncertain rate or unit cost of their own, which the market would move."""
    paths = [
        each.path
        for each in beliefs_in_use(review)
        if each.quantity.market != 0 and not each.belief.is_certain
    ]  # fmt: skip
    return sum(any(path.startswith(f"channels.{row.name}.") for path in paths) for row in review.running)
