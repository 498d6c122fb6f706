"""Scenarios made from other scenarios: what the laws compare."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from simulator.engine.simulation import Simulation, simulate
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import Channel
from simulator.scenario.curves import Capped
from simulator.scenario.fields import Place, mapped
from simulator.scenario.plans import Monthly, Periodic, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Steps
from simulator.units import Role, Unit
from tests.plain import beliefs
from tests.scenarios_strategy import improved_scenarios, plain_scenarios

DRAWS = 64


def certain_scenarios() -> st.SearchStrategy[Scenario[Belief]]:
    """Scenarios without doubt, of every channel type, curve and schedule; the plan is called Plan."""
    return plain_scenarios().map(beliefs)


def scenarios() -> st.SearchStrategy[Scenario[Belief]]:
    """The same with a range for every belief that can have one, in markets that move together or do not."""
    return st.builds(
        lambda scenario, correlation: replace(uncertain(scenario), market_correlation=correlation),
        certain_scenarios(),
        st.sampled_from([0.0, 0.4]),
    )


def improved_worlds() -> st.SearchStrategy[Scenario[Belief]]:
    """The same with improvements, some of them bought, and in some visits that come without money."""
    return st.builds(
        lambda scenario, correlation: replace(uncertain(scenario), market_correlation=correlation),
        improved_scenarios().map(beliefs),
        st.sampled_from([0.0, 0.4]),
    )


def simulated(scenario: Scenario[Belief]) -> Simulation:
    return simulate(scenario, "Plan", draws=DRAWS, seed=1)


def uncertain(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """A range about every belief that is neither 0 nor at its upper limit."""

    def ranged(place: Place) -> Any:
        value, top = place.value, place.quantity.at_most
        if place.quantity.role is not Role.BELIEF or value is None or not 0.0 < value.likely < top:
            return value
        high = min(1.6 * value.likely, (value.likely + top) / 2.0)
        return replace(between(0.7 * value.likely, value.likely, high), yearly_change=value.yearly_change)

    return mapped(scenario, ranged)


def in_other_money(scenario: Scenario[Belief], factor: float) -> Scenario[Belief]:
    """The same business with every amount of money multiplied, as in another currency."""

    def exchanged(place: Place) -> Any:
        value = place.value
        if place.quantity.unit is not Unit.MONEY or value is None:
            return value
        if isinstance(value, Belief):
            dearer = between(factor * value.low, factor * value.likely, factor * value.high)
            return replace(dearer, yearly_change=value.yearly_change)
        if isinstance(value, Steps):
            return Steps(steps=tuple(replace(step, amount=factor * step.amount) for step in value.steps))
        return factor * value

    return with_spend(mapped(scenario, exchanged), lambda amount: factor * amount)


def with_spend(scenario: Scenario[Belief], change: Callable[[float], float]) -> Scenario[Belief]:
    """The same scenario with other amounts in every plan."""
    return replace(scenario, plans=tuple(_plan(plan, change) for plan in scenario.plans))


def _plan(plan: Plan, change: Callable[[float], float]) -> Plan:
    return replace(plan, monthly_spend={name: _schedule(item, change) for name, item in plan.monthly_spend.items()})


def _schedule(schedule: Schedule, change: Callable[[float], float]) -> Schedule:
    match schedule:
        case Steady():
            return replace(schedule, amount=change(schedule.amount))
        case Spans():
            return Spans(spans=tuple(replace(span, amount=change(span.amount)) for span in schedule.spans))
        case Monthly() | Periodic(amounts=tuple()):
            return replace(schedule, amounts=tuple(map(change, schedule.stated)))
        case Periodic(amounts=amount):
            return replace(schedule, amounts=change(amount))
    raise TypeError(type(schedule))


def halved(channel: Channel[Belief], name: str) -> Channel[Belief]:
    """A channel that does at half the money half of what this one does."""

    def half(place: Place) -> Any:
        decided = place.quantity.role is Role.NUMBER and place.quantity.unit is Unit.MONEY
        if place.name == "most_per_month":
            return between(place.value.low / 2.0, place.value.likely / 2.0, place.value.high / 2.0)
        return place.value / 2.0 if decided and place.value is not None else place.value

    return replace(mapped(channel, half), name=name)


def split_in_halves(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The same scenario with every channel as two halves."""
    names = [(name, f"{name} again") for name in scenario.channel_names]
    channels = [halved(channel, half) for channel, pair in zip(scenario.channels, names, strict=True) for half in pair]
    plan = scenario.plan("Plan")
    spend = {half: plan.monthly_spend[name] for name, *_ in names if name in plan.monthly_spend
             for half in (name, f"{name} again")}  # fmt: skip
    wider = replace(scenario, channels=tuple(channels), plans=(replace(plan, monthly_spend=spend),))
    return with_spend(wider, lambda amount: amount / 2.0)


def with_channels(scenario: Scenario[Belief], **entries: Any) -> Scenario[Belief]:
    """The same scenario with these entries in every channel."""
    return replace(scenario, channels=tuple(replace(channel, **entries) for channel in scenario.channels))


def without_seasons(scenario: Scenario[Belief]) -> Scenario[Belief]:
    return with_channels(replace(scenario, seasonality=None), seasonality=None)


def with_steady_prices(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The same scenario with prices that are in every year what they are in the first."""

    def steady(place: Place) -> Any:
        return replace(place.value, yearly_change=0.0) if isinstance(place.value, Belief) else place.value

    return mapped(scenario, steady)


def always_the_same(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The same business with nothing in it that knows the date: no season, changing price, step or overhead."""
    room = None if isinstance(scenario.business.new_customers_per_month_at_most, Steps) else (
        scenario.business.new_customers_per_month_at_most
    )  # fmt: skip
    business = replace(scenario.business, monthly_overhead=0.0, new_customers_per_month_at_most=room)
    return without_seasons(with_steady_prices(replace(scenario, business=business)))


def later(scenario: Scenario[Belief], months: int) -> Scenario[Belief]:
    """The same plan so many months later, looked at for as many months more."""
    spend = scenario.plan("Plan").spend(scenario.channel_names, scenario.horizon_months, scenario.start)
    moved = {
        name: Monthly(amounts=(0.0,) * months + tuple(row.tolist()))
        for name, row in zip(scenario.channel_names, spend, strict=True)
    }
    return replace(
        scenario,
        horizon_months=scenario.horizon_months + months,
        plans=(replace(scenario.plan("Plan"), monthly_spend=moved),),
    )


def steadily(scenario: Scenario[Belief], amount: float) -> Scenario[Belief]:
    """Every channel gets the same amount each month, and did before."""
    plan = replace(
        scenario.plan("Plan"), monthly_spend={name: Steady(amount=amount) for name in scenario.channel_names}
    )
    return with_channels(replace(scenario, plans=(plan,)), monthly_spend_before=amount)


def limited(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """In every channel there are only so many to buy, at once and in each month."""
    curve = Capped(most_per_month=between(20.0, 40.0, 70.0))
    return with_channels(scenario, curve=curve, carry_over=certain(0.0), ramp_up_months=certain(0.0))


def with_repeats(scenario: Scenario[Belief], **often: Any) -> Scenario[Belief]:
    """Customers of every channel buy again so often, as long as they stay: nine in ten do from year to year."""
    stated = {"repeat_sales_per_year": None, "repeat_every_months": None, "monthly_retention_rate": None}
    business = replace(scenario.business, **{**stated, "yearly_retention_rate": between(0.8, 0.9, 0.95), **often})
    return with_channels(replace(scenario, business=business), **stated, yearly_retention_rate=None)


def with_number(scenario: Scenario[Belief], path: str, number: float) -> Scenario[Belief]:
    """The same scenario with one belief stated as a number."""

    def stated(place: Place) -> Any:
        if place.path != path:
            return place.value
        return replace(certain(number), yearly_change=place.value.yearly_change)

    return mapped(scenario, stated)
