"""The right total in plain words."""

from collections.abc import Iterator

from simulator.analyses.allocation.improved_total import ImprovedTotal
from simulator.analyses.allocation.right_total import RightTotal, TotalPoint
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import Written
from simulator.text.formats import Formats
from simulator.text.grammar import listed, quoted

NEAR_ENOUGH = ("Channels share a limit of customers: each total is divided as well as was found, which may be a little"
               " below the best.")  # fmt: skip


def right_total_texts(found: RightTotal, formats: Formats) -> Iterator[str]:
    """Reading of the curve of totals in a few sentences: the best total, where more stops paying, and what is alike."""
    yield most_profitable_text(found, formats)
    yield pays_until_text(found, formats)
    low, high = (formats.money(each) for each in found.alike)
    if low != high:
        yield f"Any total from {low} to {high} a month brings about as much."
    present = formats.money(found.present.total)
    yield f"The plan as it is spends {present} a month: {profit_text(found.present, formats)}."
    if not found.is_proven:
        yield NEAR_ENOUGH


def improved_total_texts(found: ImprovedTotal, formats: Formats) -> Iterator[str]:
    """Total that is right where improvements may be bought from it."""
    if found.gain <= 0.0:
        yield "At the most profitable total no other improvements than the plan's own are worth buying from it."
        return
    spent = f"{formats.money(found.monthly_cost)} a month" if found.monthly_cost else "nothing"
    bought = listed(quoted(found.bought)) if found.bought else "no improvement"
    profit, more = profit_text(found.best, formats), formats.money(found.gain, found.best.profit.standard_error.mean)
    yield (
        f"With {bought} bought from it, for {spent}, the most profitable total is {formats.money(found.total)} a month:"
        f" {profit}. That is {more} more on average."
    )
    yield (
        "Improvements were chosen at the most profitable total alone; the totals beside it are those of channels, with"
        " what the plan buys."
    )


def most_profitable_text(found: RightTotal, formats: Formats) -> str:
    """The total that brings most."""
    best = found.most_profitable
    return f"The most profitable total is {formats.money(best.total)} a month: {profit_text(best, formats)}."


def pays_until_text(found: RightTotal, formats: Formats) -> str:
    """From where the next money brings back less than itself."""
    little, last = formats.money(found.next_money), formats.money(found.points[-1].total)
    if found.pays_until is not None:
        return f"From {formats.money(found.pays_until)} on the next {little} a month brings back less than it costs."
    end = f"Up to {last} a month the next {little} brings back more than it costs"
    return f"{end}; beyond that there is no more to buy that was ever tried." if found.is_all_to_buy else f"{end}."


def profit_text(point: TotalPoint, formats: Formats) -> str:
    """``average profit $98,000, 8 in 10 worlds between -$9,000 and $220,000``."""
    profit = Written(METRICS["profit"], point.profit, formats)
    return f"average profit {profit.average}, 8 in 10 worlds between {profit.low} and {profit.high}"


def next_text(point: TotalPoint, next_money: float, formats: Formats) -> str:
    """Amount the next money brings back: ``the next $100 brings back $180``; empty where there is no more to buy."""
    if point.next_return is None:
        return ""
    back = formats.money(next_money * (1.0 + point.next_return))
    return f"the next {formats.money(next_money)} brings back {back}"
