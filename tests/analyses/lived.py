"""Possible worlds lived through with luck, so that it is known how they end."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from simulator.engine.sales_cycle import closing_matrix
from simulator.engine.sampling import sample
from simulator.engine.simulation import simulate
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.scenario import Scenario
from simulator.units import Role


@dataclass(frozen=True)
class Lived:
    """A world's real figures over the whole plan, and what it ends with."""

    actuals: list[Actuals]
    customers: float
    profit: float


def lived_worlds(scenario: Scenario[Belief], plan: str, worlds: int, seed: int) -> Iterator[Lived]:
    """Worlds of a plan whose channels are bought at a price and go from one unit to leads to customers.

    People go one by one: units as many as were bought, leads and customers binomial, each signing in a month of its
    own; every sale is an exponential amount.
    """
    drawn = {place.path: place.value for place in walk(sample(scenario, draws=worlds, seed=seed))}
    for world in range(worlds):
        yield lived(_certain(scenario, drawn, world), plan, np.random.default_rng([seed, world]))


def _certain(scenario: Scenario[Belief], drawn: dict[str, object], world: int) -> Scenario[Belief]:
    def settled(place: Place) -> object:
        if place.quantity.role is not Role.BELIEF or place.value is None:
            return place.value
        values = np.atleast_1d(drawn[place.path])
        value = float(values[world % len(values)])
        return replace(place.value, low=value, likely=value, high=value)

    return mapped(scenario, settled)


def lived(world: Scenario[Belief], plan: str, random: np.random.Generator) -> Lived:
    """A world without doubt, lived through once with luck."""
    horizon, business = world.horizon_months, world.business
    actuals, customers, profit = [], 0.0, 0.0
    spent = world.spend(plan)
    for row, channel in enumerate(world.channels):
        spend = {channel.name: world.plan(plan).monthly_spend[channel.name]}
        alone = replace(world, channels=(channel,), plans=(replace(world.plan(plan), monthly_spend=spend),), targets=())
        months = simulate(alone, plan, draws=8).funnel.by_month
        units = np.broadcast_to(months.stages[channel.buys][0, :, 0], horizon).round().astype(int)
        first, second = channel.rates(())
        leads = random.binomial(units, world.rate(channel, first).likely)
        won = random.binomial(leads, world.rate(channel, second).likely)
        closing = closing_matrix(world.sales_cycle(channel), horizon)
        assert closing is not None
        signed = np.zeros(horizon)
        for month, count in enumerate(won):
            shares = closing[:, month]
            signed += random.multinomial(count, [*shares, max(0.0, 1.0 - shares.sum())])[:-1]
        revenue = business.revenue_per_sale.likely * np.where(signed, random.gamma(np.maximum(signed, 1.0)), 0.0)
        gross_profit = revenue * business.gross_margin_rate.likely
        figures = {channel.buys.value: units, "leads": leads, "customers": signed}
        figures |= {"spend": spent[row], "revenue": revenue, "gross_profit": gross_profit}
        told = {name: tuple(map(float, each)) for name, each in figures.items()}
        actuals.append(Actuals(channel=channel.name, first=world.start, **told))
        customers += float(signed.sum())
        profit += float(gross_profit.sum() - spent[row].sum())
    return Lived(actuals, customers, profit)
