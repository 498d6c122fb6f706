"""Cumulative profit, and what is read off it: payback, cash need, present value. All need the month axis."""

import math
from collections.abc import Callable

import numpy as np

from simulator.engine.funnel import Funnel
from simulator.engine.totals import ratio
from simulator.engine.unit_economics import UnitEconomics
from simulator.units import BoolArray, FloatArray, IntArray

RELATIVE_TOLERANCE = 1e-9


def cumulative_profit(profit: FloatArray) -> FloatArray:
    """Profit from the first month up to each month [money]; the shape of ``profit`` (row, month, draw)."""
    total = np.empty(profit.shape)
    total[:, 0] = profit[:, 0]
    # Month after month, all draws at once: numpy's own running sum goes through the draws one by one.
    for month in range(1, profit.shape[1]):
        np.add(total[:, month - 1], profit[:, month], out=total[:, month])
    return total


def payback_months(profit: FloatArray, marketing_cost: FloatArray, first_cost: IntArray) -> FloatArray:
    """Months, from the first that costs something, until marketing has paid for itself for good; else infinite.

    ``profit`` (row, month, draw), ``marketing_cost`` (row, 1, draw) of the whole horizon [money], ``first_cost`` (row,)
    the first month with cost, counted from 0; shape (row, 1, draw). "For good": a plan that dips below zero again has
    not paid back. nan without cost.
    """
    paid = cumulative_profit(profit) >= -RELATIVE_TOLERANCE * marketing_cost
    months = paid.shape[1]
    for_good, lasting = np.ones_like(paid[:, -1]), np.zeros(paid[:, -1].shape, dtype=np.int64)
    # As above, all draws at once.
    for month in reversed(range(months)):
        for_good &= paid[:, month]
        lasting += for_good
    # What was earned before the first cost, as by earlier advertising, pays it back within its own month.
    after = np.maximum(1.0, 1.0 + months - lasting - first_cost[:, np.newaxis])
    found = np.where(lasting > 0, after, np.inf)[:, np.newaxis]
    return np.where(marketing_cost == 0.0, np.nan, found)


def peak_cash_need(profit: FloatArray, cost: FloatArray) -> FloatArray:
    """How far the account falls below zero when a month's cost goes out before its gross profit comes in [money].

    ``profit`` and marketing ``cost`` (row, month, draw); 0 if it never does. Shape (row, 1, draw).
    """
    total = cumulative_profit(profit)
    lowest = np.minimum(total.min(axis=1, keepdims=True), -cost[:, :1])
    if total.shape[1] > 1:
        lowest = np.minimum(lowest, (total[:, :-1] - cost[:, 1:]).min(axis=1, keepdims=True))
    return np.asarray(np.maximum(0.0, -lowest))


def npv(profit: FloatArray, discount_rate_per_year: float) -> FloatArray:
    """Net present value: profit of month t divided by (1 + rate)^(t / 12), summed [money]; shape (row, 1, draw)."""
    months = np.arange(1, profit.shape[1] + 1)
    factors = (1.0 + discount_rate_per_year) ** (-months / 12.0)
    return np.asarray(np.einsum("rmd,m->rd", profit, factors)[:, np.newaxis])


def cac_payback_of_plan(funnel: Funnel, cac: FloatArray) -> FloatArray:
    """Smallest n >= 1 such that an average customer's gross profit of n months covers the cost of winning them.

    Channels are weighted by their customers, those still to close included; ``cac`` (1, 1, draw) [money]. Shape
    (1, 1, draw); infinite if it is not covered within a customer's lifetime; nan without customers or where the cost is
    undefined.
    """
    return months_to_cover(funnel.economics, _won(funnel), cac)


def months_to_cover(economics: UnitEconomics, customers: FloatArray, cac: FloatArray) -> FloatArray:
    """The same of so many ``customers`` (channel, 1, draw)."""

    def together(values: FloatArray) -> FloatArray:
        return np.asarray(values.sum(axis=0, keepdims=True))

    return _first_month_covered(economics, customers, cac, together)


def cac_payback_of_rows(funnel: Funnel, cac: FloatArray) -> FloatArray:
    """The same for every channel alone, nan for the overhead; ``cac`` and the result (row, 1, draw)."""
    months = _first_month_covered(funnel.economics, _won(funnel), cac[:-1], lambda values: values)
    return np.concatenate([months, np.full_like(months[:1], np.nan)])


def _won(funnel: Funnel) -> FloatArray:
    """Customers of each channel, those still to close included; (channel, 1, draw)."""
    return (funnel.by_channel.customers + funnel.by_channel.open_pipeline)[:-1]


def _first_month_covered(
    economics: UnitEconomics, customers: FloatArray, cac: FloatArray, grouped: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    heads = grouped(customers)
    with np.errstate(invalid="ignore"):
        needed = cac * heads * (1.0 - RELATIVE_TOLERANCE)

    def covered(months: FloatArray) -> BoolArray:
        return grouped(customers * economics.earned_within(months)) >= needed

    search = _by_halves if economics.never_loses else _one_after_the_other
    longest, shape = math.floor(economics.lifetime_months), np.broadcast_shapes(needed.shape, heads.shape)
    found = search(covered, shape, longest) if longest else np.full(shape, np.inf)
    return np.where(np.isnan(needed) | (heads == 0.0), np.nan, found)


def _by_halves(covered: Callable[[FloatArray], BoolArray], shape: tuple[int, ...], longest: int) -> FloatArray:
    """The first month that is covered, infinite if none is: what is earned never falls with time."""
    low, high = np.zeros(shape), np.full(shape, float(longest))
    ever = covered(high)
    while (high - low > 1.0).any():
        middle = np.ceil((low + high) / 2.0)
        enough = covered(middle)
        low, high = np.where(enough, low, np.minimum(middle, high - 1.0)), np.where(enough, middle, high)
    return np.where(ever, high, np.inf)


def _one_after_the_other(
    covered: Callable[[FloatArray], BoolArray], shape: tuple[int, ...], longest: int
) -> FloatArray:
    """The first month that is covered, infinite if none is: repeat sales may lose money."""
    first = np.full(shape, np.inf)
    for month in range(longest, 0, -1):
        first = np.where(covered(np.full(shape, float(month))), float(month), first)
    return first


def cac_of(marketing_cost: FloatArray, customers: FloatArray, open_pipeline: FloatArray) -> FloatArray:
    """Customer acquisition cost, marketing only [money]: cost over customers and those still to close."""
    return ratio(marketing_cost, customers + open_pipeline)
