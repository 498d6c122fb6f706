"""The gap between planned and real profit in words: what made it, where to look first, and what is not known."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from simulator.analyses.focus import Focus
from simulator.analyses.gap import CUSTOMERS, GROSS_PROFIT, SPEND, Cause, Gap, Link
from simulator.presentation.tracking_text import NAMES
from simulator.scenario.stages import Stage
from simulator.text.formats import Formats
from simulator.text.grammar import listed, within
from simulator.units import Unit

NOTHING = "No month is over yet of which the result of a channel is known: customers, revenue or gross profit."
NO_FOCUS = "No price, rate or sale costs much against the plan so far: nothing stands out to work on."
LUCK_NOTE = "Within what chance alone does in 8 of 10 cases. It asks for nothing and says nothing against the plan."
NAMED = 3
"""So many causes are named in a sentence."""

ADVICE = {
    Cause.UNITS: "Look whether fewer people search for it, and whether the site can still be found.",
    Cause.UNIT_COST: "Look at bids, audiences and search terms; a price that stays high belongs in the assumptions.",
    Cause.VALUE: "Look at discounts, at what is sold, and at the cost of the work.",
}
RATE_ADVICE = {
    "visits": "Look at the ad itself: who sees it, and what it promises.",
    "leads": "Look at the page they land on, the form and the telephone: can everyone who wants to get in touch do so?",
    "mqls": "Look at whom the channel reaches: are they a fit?",
    "sqls": "Look at how soon and how often leads are called back.",
    "opportunities": "Look at how soon an offer goes out.",
    CUSTOMERS: "Look at how soon leads are answered, at follow-ups, and at the offers that were lost.",
}
LEADS_FROM_MANY = "Look at whom it reaches, and at how they can get in touch."


@dataclass(frozen=True)
class GapRow:
    """A line of the table: what made the profit another, the money, and a note."""

    label: str
    money: str
    note: str


def link_label(link: Link) -> str:
    """``Visits that become leads``, ``Cost per visit``: the name of a link on screen."""
    if link.cause is Cause.RATE:
        return f"{_name(link.source)} that become {within(_name(link.target))}"
    if link.cause is Cause.UNIT_COST:
        target = "gross profit" if link.target == GROSS_PROFIT else within(_name(link.target))
        return f"{target[:1].upper()}{target[1:]} for the money"
    if link.cause is Cause.UNITS:
        return "Gross profit" if link.target == GROSS_PROFIT else f"{_name(link.target)} that came"
    if link.cause is Cause.VALUE:
        return (
            "Gross profit a customer"
            if link.source == CUSTOMERS
            else f"Gross profit for the {within(_name(link.source))}"
        )
    return {Cause.SPEND: "Spend", Cause.TIME_TO_CLOSE: "Time to close", Cause.LUCK: "Luck"}[link.cause]


def gap_lead(gap: Gap, formats: Formats) -> str:
    """``Until Mar 2027: $2,400 less profit than planned. Most of it: Visits that become leads (-$1,500).``."""
    if not gap.channels:
        return NOTHING
    until = formats.month_name(_until(gap))
    change = gap.actual - gap.planned
    planned, actual = formats.money(gap.planned), formats.money(gap.actual)
    if formats.vanishes(change, Unit.MONEY):
        return f"Until {until}: profit is as planned, {actual}."
    more = "more" if change > 0.0 else "less"
    said = f"Until {until}: {formats.money(abs(change))} {more} profit than planned ({actual}, planned {planned})."
    causes = sorted(((money, link) for link, money in gap.by_link.items()), key=lambda each: -abs(each[0]))
    told = [
        f"{within(link_label(link))} ({formats.change(money, Unit.MONEY)})"
        for money, link in causes[:NAMED]
        if not formats.vanishes(money, Unit.MONEY)
    ]
    return f"{said} What made most of it: {listed(told)}." if told else said


def gap_rows(gap: Gap, formats: Formats) -> list[GapRow]:
    """All links in the order of the chain, with the money that each made more or less; they add up to the gap."""
    order = list(Cause)
    links = sorted(gap.by_link.items(), key=lambda each: (order.index(each[0].cause), _place(each[0])))
    return [GapRow(link_label(link), formats.change(money, Unit.MONEY), _note(link)) for link, money in links]


def gap_notes(gap: Gap, formats: Formats) -> list[str]:
    """Notes on what is not known, and what was done about it."""
    notes = []
    for each in gap.channels:
        if each.unknown:
            names = listed([within(_name(stage)) for stage in each.unknown])
            notes.append(f"{each.channel}: {names} not known in every month, so the steps around are told as one.")
        if each.as_planned:
            names = listed([within(NAMES[figure]) for figure in each.as_planned])
            notes.append(f"{each.channel}: where {names} is not known, it counts as the plan has it.")
    if gap.left_out:
        notes.append(f"Left out, because no result is known: {listed(gap.left_out)}.")
    if gap.channels:
        notes.append(
            "All who came by a channel count, also those who would have come anyway; no overhead is taken off."
        )
    return notes


def focus_text(found: Focus | None, formats: Formats) -> list[str]:
    """The weakest link by its cost, what to look at there, and what to watch next."""
    if found is None:
        return [NO_FOCUS]
    label, cost = link_label(found.link), formats.money(found.cost)
    ratio = _ratio_text(found, formats)
    lines = [f"Weakest against the plan: {within(label)}, which cost {cost} so far, luck not counted. {ratio}"]
    lines.append(_advice(found.link))
    watch = [f"Watch next: {within(label)} in {found.channel}, month by month."]
    if found.still_open:
        watch.append("Some of its leads had no time to close yet, so customers are still to come.")
    if found.then is not None:
        watch.append(f"Then look at: {within(link_label(found.then))}.")
    return [*lines, " ".join(watch)]


def _ratio_text(found: Focus, formats: Formats) -> str:
    """``In Ads most: 5% where 8% was planned.``."""
    link = found.link
    if link.cause is Cause.RATE and max(found.planned, found.actual) <= 1.0:
        planned, actual = formats.percent(found.planned), formats.percent(found.actual)
    elif link.cause is Cause.UNIT_COST and link.target != GROSS_PROFIT and min(found.planned, found.actual) > 0.0:
        planned, actual = (f"{formats.money(1.0 / each)} each" for each in (found.planned, found.actual))
    elif link.cause is Cause.VALUE and link.source == CUSTOMERS:
        planned, actual = formats.money(found.planned), formats.money(found.actual)
    else:
        return f"Most of that in {found.channel}."
    if planned == actual:
        return f"Most of that in {found.channel}."
    return f"Most of that in {found.channel}: about {actual}, where {planned} was planned."


def _advice(link: Link) -> str:
    if link.cause is not Cause.RATE:
        return ADVICE[link.cause]
    if link.target == "leads" and link.source in ("impressions", "pieces"):
        return LEADS_FROM_MANY
    return RATE_ADVICE[link.target]


def _note(link: Link) -> str:
    if link.cause is Cause.LUCK:
        return LUCK_NOTE
    if link.cause is Cause.TIME_TO_CLOSE:
        return "By the stated time to close, more or fewer of the real leads had time to sign than of the planned ones."
    if link.is_coarse:
        return "The steps between are not known, so they cannot be told apart."
    if link.cause is Cause.SPEND:
        return "What was spent more or less, and what it brings."
    return ""


def _name(figure: str) -> str:
    return NAMES[figure]


def _place(link: Link) -> tuple[int, int]:
    order = ["", SPEND, *map(str, Stage), GROSS_PROFIT]
    return order.index(link.source), order.index(link.target)


def _until(gap: Gap) -> date:
    months: Sequence[date] = [month for each in gap.channels for month in each.months]
    return max(months)
