"""A scenario in another currency: every amount of money in it at a rate of exchange, and said so where it came from."""

import math
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any, cast

from babel.numbers import format_decimal, get_currency_name, get_currency_precision

from simulator.edits.adoption import with_adopted_figures
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.fields import Place, mapped
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario, Target
from simulator.units import Role, Unit

DIGITS = 4
"""So many digits of a converted amount are kept: more would claim to be known."""

_MOST_DIGITS = 15


def converted(scenario: Scenario[Belief], currency: str, rate: float, on: date) -> Scenario[Belief]:
    """The scenario in another currency, of which ``rate`` are worth one of its own.

    Every amount of money is converted and rounded to few digits, plans and targets too; rates and counts stay. The
    source of a belief says how it was converted.
    """
    kept = with_adopted_figures(scenario, lambda former: converted(former, currency, rate, on))
    note, coins = conversion_note(scenario.currency, rate, on), get_currency_precision(currency)
    changed = mapped(scenario, lambda place: _converted(place, rate, note))
    return replace(
        changed,
        currency=currency,
        plans=tuple(_converted_plan(plan, rate) for plan in scenario.plans),
        # What really happened is known to the coin.
        actuals=tuple(own.with_money(lambda amount: round(amount * rate, coins)) for own in scenario.actuals),
        targets=tuple(_converted_target(target, rate) for target in scenario.targets),
        adopted=kept.adopted,
    )


def converted_channel(channel: Channel[Belief], former: str, rate: float, on: date) -> Channel[Belief]:
    """A channel whose money was in a ``former`` currency, in one of which ``rate`` are worth one of the former."""
    note = conversion_note(former, rate, on)
    return mapped(channel, lambda place: _converted(place, rate, note))


def without_money(channel: Channel[Belief]) -> Channel[Belief]:
    """The channel with every amount of money that was stated left open, for someone to fill in."""
    return mapped(channel, _opened)


def conversion_note(former: str, rate: float, on: date) -> str:
    """``US dollars, converted at 15,500 on 2026-11-25``."""
    return f"{get_currency_name(former, count=2, locale='en_US')}, converted at {_written(rate)} on {on:%Y-%m-%d}"


def rounded(amount: float, digits: int = DIGITS) -> float:
    """An amount to so many digits, of which it may have fewer."""
    if not amount or not math.isfinite(amount):
        return amount
    return float(f"{amount:.{digits - 1}e}")


def _written(rate: float) -> str:
    return str(format_decimal(rate, format="#,##0.########", locale="en_US"))


def _converted(place: Place, rate: float, note: str) -> Any:
    if place.quantity.unit is not Unit.MONEY or place.value is None:
        return place.value
    is_default = place.quantity.default is not None and place.value == place.quantity.default
    return place.value if is_default else _scaled(place.value, rate, note)


def _scaled(value: Any, rate: float, note: str) -> Any:
    """A number, a belief, or a list of amounts with their months, at the rate."""
    if isinstance(value, Belief):
        return _scaled_belief(value, rate, note)
    if isinstance(value, float | int):
        return rounded(float(value) * rate)
    if isinstance(value, tuple):
        return tuple(_scaled(each, rate, note) for each in value)
    return _with_amounts(value, lambda amount: rounded(amount * rate)) if is_dataclass(value) else value


def _scaled_belief(belief: Belief, rate: float, note: str) -> Belief:
    three = (belief.low, belief.likely, belief.high)
    bottom, top = (
        None if bound is None else rounded(bound * rate, _MOST_DIGITS) for bound in (belief.at_least, belief.at_most)
    )
    low, likely, high = _still_apart(three, rate)
    source = f"{belief.source.rstrip()} ({note})" if belief.source.strip() else note
    learned = belief.learned and belief.learned.with_money(lambda amount: rounded(amount * rate, _MOST_DIGITS))
    scaled = replace(belief, low=low, likely=likely, high=high, at_least=bottom, at_most=top, source=source)
    return replace(scaled, learned=learned)


def _still_apart(three: tuple[float, float, float], rate: float) -> tuple[float, ...]:
    """The three numbers at the rate, to as few digits as keep apart what was apart."""
    distinct = len(set(three))
    for digits in range(DIGITS, _MOST_DIGITS):
        found = tuple(rounded(number * rate, digits) for number in three)
        if len(set(found)) == distinct:
            return found
    return tuple(number * rate for number in three)


def _converted_plan(plan: Plan, rate: float) -> Plan:
    def change(amount: float) -> float:
        return rounded(amount * rate)

    split = plan.best_split
    return replace(
        plan,
        monthly_spend={name: _with_amounts(each, change) for name, each in plan.monthly_spend.items()},
        best_split=split if split.total is None else replace(split, total=change(split.total)),
    )


def _with_amounts(schedule: Any, change: Callable[[float], float]) -> Any:
    """A schedule of any kind with its amounts changed, those of the schedules within it too."""
    found: dict[str, Any] = {}
    for item in fields(schedule):
        value = getattr(schedule, item.name)
        if item.name in ("amount", "amounts") and isinstance(value, float | int):
            found[item.name] = change(value)
        elif isinstance(value, tuple):
            found[item.name] = tuple(
                _with_amounts(each, change) if is_dataclass(each) else change(each) for each in value
            )
    return replace(schedule, **found)


def _converted_target(target: Target, rate: float) -> Target:
    metric = METRICS.get(target.metric)
    if metric is None or metric.unit is not Unit.MONEY:
        return target
    bounds = {
        name: None if bound is None else rounded(bound * rate)
        for name, bound in (("at_least", target.at_least), ("at_most", target.at_most))
    }
    return replace(target, **cast("Any", bounds))


def _opened(place: Place) -> Any:
    is_stated = place.quantity.unit is Unit.MONEY and place.value is not None
    if not is_stated:
        return place.value
    if place.quantity.default is not None:
        return place.quantity.default if place.quantity.role is Role.NUMBER else place.value
    return None
