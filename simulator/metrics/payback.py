"""Cumulative profit, and what is read off it: payback, cash need, present value. All need the month axis."""

from collections.abc import Callable

import numpy as np

from simulator.engine.funnel import Funnel
from simulator.engine.totals import ratio
from simulator.engine.unit_economics import UnitEconomics
from simulator.units import BoolArray, FloatArray

RELATIVE_TOLERANCE = 1e-9
LONGEST_PAYBACK_MONTHS = 1200.0


def cumulative_profit(profit: FloatArray) -> FloatArray:
    """Profit from the first month up to each month [money]; the shape of ``profit`` (row, month, draw)."""
    total = np.empty(profit.shape)
    total[:, 0] = profit[:, 0]
    # Month after month, all draws at once: numpy's own running sum goes through the draws one by one.
    for month in range(1, profit.shape[1]):
        np.add(total[:, month - 1], profit[:, month], out=total[:, month])
    return total


def payback_months(profit: FloatArray, marketing_cost: FloatArray) -> FloatArray:
    """Months until marketing has paid for itself for good; infinite if not within the horizon.

    ``profit`` (row, month, draw), ``marketing_cost`` (row, 1, 1) of the whole horizon [money]; shape (row, 1, draw).
    "For good": a plan that dips below zero again has not paid back. nan without cost.
    """
    paid = cumulative_profit(profit) >= -RELATIVE_TOLERANCE * marketing_cost
    for_good = np.logical_and.accumulate(paid[:, ::-1], axis=1)[:, ::-1]
    months = 1.0 + np.argmax(for_good, axis=1, keepdims=True)
    # argmax of all-False is 0, which would read as "paid back in the first month".
    found = np.where(for_good[:, -1:], months, np.inf)
    return np.where(marketing_cost == 0.0, np.nan, found)


def peak_cash_need(profit: FloatArray) -> FloatArray:
    """How far cumulative profit falls below zero [money]; 0 if it never does. Shape (row, 1, draw)."""
    lowest = cumulative_profit(profit).min(axis=1, keepdims=True)
    return np.asarray(np.maximum(0.0, -lowest))


def npv(profit: FloatArray, discount_rate_per_year: float) -> FloatArray:
    """Net present value: profit of month t divided by (1 + rate)^(t / 12), summed [money]; shape (row, 1, draw)."""
    months = np.arange(1, profit.shape[1] + 1)
    factors = (1.0 + discount_rate_per_year) ** (-months / 12.0)
    return np.asarray(np.einsum("rmd,m->rd", profit, factors)[:, np.newaxis])


def cac_payback_of_plan(funnel: Funnel, cac: FloatArray) -> FloatArray:
    """Smallest n >= 1 such that an average customer's gross profit of n months covers the cost of winning them.

    Channels are weighted by their customers; ``cac`` (1, 1, draw) [money]. Shape (1, 1, draw); infinite if it takes
    above 1,200 months; nan without customers or where the cost is undefined.
    """
    customers = funnel.by_channel.customers[:-1]

    def together(values: FloatArray) -> FloatArray:
        return np.asarray(values.sum(axis=0, keepdims=True))

    return _first_month_covered(funnel.economics, customers, cac, together)


def cac_payback_of_rows(funnel: Funnel, cac: FloatArray) -> FloatArray:
    """The same for every channel alone, nan for the overhead; ``cac`` and the result (row, 1, draw)."""
    customers = funnel.by_channel.customers[:-1]
    months = _first_month_covered(funnel.economics, customers, cac[:-1], lambda values: values)
    return np.concatenate([months, np.full_like(months[:1], np.nan)])


def _first_month_covered(
    economics: UnitEconomics, customers: FloatArray, cac: FloatArray, grouped: Callable[[FloatArray], FloatArray]
) -> FloatArray:
    heads = grouped(customers)
    with np.errstate(invalid="ignore"):
        needed = cac * heads * (1.0 - RELATIVE_TOLERANCE)

    def covered(months: FloatArray) -> BoolArray:
        return grouped(customers * economics.earned_within(months)) >= needed

    low, high = np.zeros_like(needed), np.full_like(needed, LONGEST_PAYBACK_MONTHS)
    ever = covered(high)
    # What is earned never falls with time, so bisection finds the first month.
    while (high - low > 1.0).any():
        middle = np.ceil((low + high) / 2.0)
        enough = covered(middle)
        low, high = np.where(enough, low, np.minimum(middle, high - 1.0)), np.where(enough, middle, high)
    months = np.where(ever, high, np.inf)
    return np.where(np.isnan(needed) | (heads == 0.0), np.nan, months)


def cac_of(marketing_cost: FloatArray, customers: FloatArray, open_pipeline: FloatArray) -> FloatArray:
    """Customer acquisition cost, marketing only [money]: cost over customers and those still to close."""
    return ratio(marketing_cost, customers + open_pipeline)
