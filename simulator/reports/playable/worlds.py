"""A scenario's drawn parameters, packed for the script that computes with them in a browser (``kernel.js``).

What is certain is a number; what is uncertain is ``{"column": n}``, the n-th column of a number for each world. Columns
are 32-bit floats, little-endian, one after the other, in base64. A belief that channels share is one column.
"""

from base64 import b64encode
from typing import Any

import numpy as np

from simulator.edits.spend import slider_spend
from simulator.engine.decisions import Decisions, decisions_of
from simulator.engine.improvements import worlds_of
from simulator.engine.response import Spending, market_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel, Unpaid
from simulator.scenario.fields import quantities
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.scenario.plans import NOTHING, Plan, Steady
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

Json = dict[str, Any]


def packed(scenario: Scenario[Belief], drawn: Scenario[FloatArray], plan: str, *, replicates: int) -> Json:
    """Data that the script needs of a scenario and of the worlds that were ``drawn`` from it, ready for JSON.

    ``shape`` of a channel is what an amount on its slider is multiplied by in each month, ``amount`` that of the plan.
    """
    columns = Columns()
    decided = scenario.plan(plan)
    decisions = decisions_of(scenario, decided)
    amounts = slider_spend(scenario, decided)
    channels = [
        {
            **_channel(scenario, drawn, row, decisions, columns),
            "amount": amounts[channel.name],
            "shape": shape_of(scenario, decided, channel.name).tolist(),
        }
        for row, channel in enumerate(scenario.channels)
        if channel.is_paid
    ]
    rest = (row for row, channel in enumerate(scenario.channels) if not channel.is_paid)
    room = decisions.room
    return {
        "worlds": drawn.draws,
        "replicates": replicates if drawn.draws > 1 else 1,
        "months": scenario.horizon_months,
        "channels": channels,
        "unpaid": [_channel(scenario, drawn, row, decisions, columns) for row in rest],
        # What belongs to no channel: the overhead, and what improvements cost.
        "overhead": decisions.fixed_cost[-1].tolist(),
        "improvementCost": decisions.improvement_cost.tolist(),
        "room": None if room is None else [None if np.isinf(most) else most for most in room.tolist()],
        "overflow": scenario.business.overflow,
        "columns": columns.packed(),
    }


class Columns:
    """The columns of what is uncertain, each once."""

    def __init__(self) -> None:
        self._columns: list[FloatArray] = []
        self._places: dict[int, int] = {}

    def stated(self, values: FloatArray) -> Json | float:
        """A parameter as the script reads it."""
        if len(values) == 1:
            return float(values[0])
        if id(values) not in self._places:
            self._places[id(values)] = len(self._columns)
            # Kept, so that no other array is given the same identity.
            self._columns.append(values)
        return {"column": self._places[id(values)]}

    def packed(self) -> str:
        """All columns, one after the other."""
        whole = np.concatenate([np.zeros(0), *self._columns]).astype("<f4")
        return b64encode(whole.tobytes()).decode("ascii")


def shape_of(scenario: Scenario[Belief], plan: Plan, channel: str) -> FloatArray:
    """Multipliers of a channel's amount in each month, as when its slider is moved in the app; (month,)."""
    schedule = plan.monthly_spend.get(channel, NOTHING)
    if isinstance(schedule, Steady) and not schedule.grows:
        return scenario.spend_of(Steady(amount=1.0, first=schedule.first, last=schedule.last))
    budget = scenario.spend_of(schedule)
    return budget / budget.mean() if budget.any() else np.ones(len(budget))


def _channel(
    scenario: Scenario[Belief], drawn: Scenario[FloatArray], row: int, decisions: Decisions, columns: Columns
) -> Json:
    channel, spending, closing = drawn.channels[row], decisions.spendings[row], decisions.closing[row]
    _, *later = worlds_of(drawn, decisions.improvements, row)
    return {
        "name": channel.name,
        "curve": _curve(channel, columns),
        "reference": channel.reference_spend,
        "visits": columns.stated(channel.visits_per_month) if isinstance(channel, Unpaid) else None,
        "cost": columns.stated(getattr(channel, channel.cost)) if channel.is_paid else 1.0,
        "later": [_way(world, row, month, columns) for month, world in later],
        "costIsFor": channel.cost_is_for,
        "carryOver": columns.stated(channel.carry_over),
        "spendBefore": channel.monthly_spend_before,
        "rampUp": columns.stated(channel.ramp_up_months),
        "fadeHalfLife": channel.fade_half_life_months,
        "incremental": columns.stated(channel.incremental_share),
        "rates": _rates(drawn, channel, columns),
        "seasonActsOn": channel.season_acts_on.value,
        "season": spending.season.tolist(),
        "market": _market(channel, spending),
        "price": spending.price.tolist(),
        # The same share closes after so many months, whatever the month of the lead.
        "closing": None if closing is None else closing[:, 0].tolist(),
        "feeRate": channel.fee_rate,
        "monthlyFee": channel.monthly_fee,
        "setupCost": channel.setup_cost,
        "sale": _sale(scenario, drawn, row, columns),
        "prices": _prices(decisions, row),
    }


def _way(world: Scenario[FloatArray], row: int, month: int, columns: Columns) -> Json:
    """What an improvement changes of a channel, from a month on, counted from 0."""
    channel = world.channels[row]
    cost = columns.stated(getattr(channel, channel.cost)) if channel.is_paid else 1.0
    return {"from": month, "cost": cost, "rates": _rates(world, channel, columns)}


def _curve(channel: Channel[FloatArray], columns: Columns) -> Json:
    """A curve's own numbers by name, and how many there are to buy in a month if it says so."""
    curve = channel.curve
    values = {name: getattr(curve, name) for name in quantities(curve)}
    numbers = {name: None if value is None else columns.stated(np.atleast_1d(value)) for name, value in values.items()}
    return {"type": curve.type, "numbers": numbers, "most": numbers[curve.ceiling] if curve.spares else None}


def _market(channel: Channel[FloatArray], spending: Spending) -> Json:
    """The market's size by month, what money is divided by in it, and what units are multiplied by."""
    size = market_of(channel, spending)
    divisor, factor = channel.curve.in_market(size)
    return {"size": size.tolist(), "divisor": divisor.tolist(), "factor": factor.tolist()}


def _rates(drawn: Scenario[FloatArray], channel: Channel[FloatArray], columns: Columns) -> list[Json | float]:
    """The rates from what money buys to customers; the first is that of the response, where a season acts on one."""
    rates = [drawn.rate(channel, name) for name in channel.rates(drawn.funnel.stages)]
    return [columns.stated(rate) for rate in rates if rate is not None]


def _sale(scenario: Scenario[Belief], drawn: Scenario[FloatArray], row: int, columns: Columns) -> Json:
    """What a customer of a channel brings; entries that are not stated are those of the first sale, or nothing."""
    channel = drawn.channels[row]

    def held(*names: str) -> FloatArray:
        found = (drawn.customer_value(channel, name) for name in names)
        return next((values for values in found if values is not None), np.zeros(1))

    every, by_month = scenario.repeat_every(scenario.channels[row]), "monthly_retention_rate"
    is_monthly = drawn.customer_value(channel, by_month) is not None
    return {
        "revenue": columns.stated(held("revenue_per_sale")),
        "margin": columns.stated(held("gross_margin_rate")),
        "cost": columns.stated(held("cost_per_sale")),
        "repeats": 1.0 if every else columns.stated(held("repeat_sales_per_year")),
        "repeatsOf": 1 if every else MONTHS_OF_A_YEAR,
        "every": every or 1,
        "repeatRevenue": columns.stated(held("revenue_per_repeat_sale", "revenue_per_sale")),
        "repeatMargin": columns.stated(held("repeat_gross_margin_rate", "gross_margin_rate")),
        "retention": columns.stated(held(by_month, "yearly_retention_rate")),
        "retentionOf": 1 if is_monthly else MONTHS_OF_A_YEAR,
    }


def _prices(decisions: Decisions, row: int) -> Json:
    prices = decisions.prices
    named = {"sale": prices.sale, "repeat": prices.repeat, "cost": prices.cost}
    return {name: rows[row if len(rows) > 1 else 0].tolist() for name, rows in named.items()}
