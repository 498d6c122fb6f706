"""Spending: a budget's carry-over, curve and ramp-up, the units that it buys, and what of it is spent."""

from collections.abc import Mapping
from typing import Any

from .prices import first_price, price_levels
from .seasons import LARGER_MARKET, season

UNIT_COST = {
    "pay_per_impression": "cost_per_mille",
    "pay_per_click": "cost_per_click",
    "retainer": "cost_per_visit",
    "direct_mail": "cost_per_piece",
    "broadcast": "cost_per_mille",
    "pay_per_lead": "cost_per_lead",
}


def effective_spend(channel: Mapping[str, Any], spend: list[float]) -> list[float]:
    """Spend at work in each month: geometric adstock, normalised so that over unlimited time none is lost.

    ``e[t] = (1 - k) x[t] + k e[t - 1]``, e[0] the monthly spend before. Source: Jin et al. (2017), "Bayesian
    Methods for Media Mix Modeling with Carryover and Shape Effects", section 2.1, over unlimited lags.
    """
    carry_over = channel.get("carry_over", 0.0)
    at_work = []
    before = channel.get("monthly_spend_before", 0.0)
    for amount in spend:
        before = (1.0 - carry_over) * amount + carry_over * before
        at_work.append(before)
    return at_work


def carried_in(channel: Mapping[str, Any]) -> float:
    """Money's worth still to come, at the start, of what was spent before."""
    carry_over = channel.get("carry_over", 0.0)
    return float(channel.get("monthly_spend_before", 0.0) * carry_over / (1.0 - carry_over))


def carried_out(channel: Mapping[str, Any], budget: list[float]) -> float:
    """Money's worth still to come, at the end, of what this plan paid for.

    Of the money at work in the last month, what was spent before the start is e[0] k^H.
    """
    carry_over = channel.get("carry_over", 0.0)
    left_of_before = channel.get("monthly_spend_before", 0.0) * carry_over ** len(budget)
    at_work = effective_spend(channel, budget)[-1] - left_of_before
    return float(at_work * carry_over / (1.0 - carry_over))


def unit_cost(channel: Mapping[str, Any]) -> float:
    """Money per unit of the stage that the channel buys, at its reference spend in the first month."""
    key = UNIT_COST[channel["type"]]
    stated = first_price(channel[key])
    return stated / 1000.0 if key == "cost_per_mille" else stated


def unit_cost_levels(channel: Mapping[str, Any], horizon: int) -> list[float]:
    """How much dearer a unit is in each month than in the first."""
    return price_levels(channel[UNIT_COST[channel["type"]]], horizon)


def response(channel: Mapping[str, Any], at_work: float) -> float:
    """Units that a month's spend at work buys at first prices, by a channel's curve that is not capped.

    At the reference spend S the curved ones buy S / unit cost; at 2 S, 1 + gain_from_doubling times that.
    """
    cost = unit_cost(channel)
    curve = channel.get("curve", {"type": "linear"})
    match curve["type"]:
        case "linear":
            return at_work / cost
        case "saturating":
            return _saturating(at_work, float(channel["reference_spend"]), cost, curve["gain_from_doubling"])
        case "s_shaped":
            reference = float(channel["reference_spend"])
            return _s_shaped(at_work, reference, cost, curve["gain_from_doubling"], curve["slope"])
        case unknown:
            raise ValueError(f"no curve is called {unknown}")


def _saturating(at_work: float, reference: float, cost: float, gain: float) -> float:
    """Hyperbolic saturation: V e / (K + e)."""
    half = 2.0 * gain * reference / (1.0 - gain)
    ceiling = (reference / cost) * (half + reference) / reference
    return ceiling * at_work / (half + at_work)


def _s_shaped(at_work: float, reference: float, cost: float, gain: float, slope: float) -> float:
    """Hill's curve: V e^n / (K^n + e^n)."""
    doubled = 2.0**slope
    half_to_the_slope = doubled * gain / (doubled - 1.0 - gain) * reference**slope
    ceiling = (reference / cost) * (half_to_the_slope + reference**slope) / reference**slope
    return float(ceiling * at_work**slope / (half_to_the_slope + at_work**slope))


def ripeness(channel: Mapping[str, Any], budget: list[float]) -> list[float]:
    """Multiplier of units while a channel ramps up; the budget is at first prices.

    A month at full reference spend ripens it by one month, and of what is not paid for, half is left after
    ``fade_half_life_months``.
    """
    ramp_up = channel.get("ramp_up_months", 0.0)
    if ramp_up == 0.0:
        return [1.0] * len(budget)
    fading = 1.0 - 2.0 ** (-1.0 / channel.get("fade_half_life_months", 12.0))
    ripe_months = ripe_months_before(channel, ramp_up, fading)
    multipliers = []
    for amount in budget:
        paid = min(1.0, amount / channel["reference_spend"])
        ripe_months = min(ramp_up, ripe_months * (1.0 - (1.0 - paid) * fading) + paid)
        multipliers.append(ripe_months / ramp_up)
    return multipliers


def ripe_months_before(channel: Mapping[str, Any], ramp_up: float, fading: float) -> float:
    """Where a channel stands that has spent the same for ever before the start."""
    paid = min(1.0, channel.get("monthly_spend_before", 0.0) / channel["reference_spend"])
    return ramp_up if paid == 1.0 else min(ramp_up, paid / ((1.0 - paid) * fading))


def is_capped(channel: Mapping[str, Any]) -> bool:
    """Whether there is a limit to what can be bought in a month."""
    return bool(channel.get("curve", {"type": "linear"})["type"] == "capped")


def most_to_buy(scenario: Mapping[str, Any], channel: Mapping[str, Any], budget: list[float]) -> list[float]:
    """The most units that a capped channel finds in each month."""
    levels, seasonal = unit_cost_levels(channel, len(budget)), season(scenario, channel)
    ripe = ripeness(channel, [amount / level for amount, level in zip(budget, levels, strict=True)])
    market = seasonal if channel["type"] in LARGER_MARKET else [1.0] * len(budget)
    return [channel["curve"]["most_per_month"] * ripe[t] * market[t] for t in range(len(budget))]


def money_spent(scenario: Mapping[str, Any], channel: Mapping[str, Any], budget: list[float]) -> list[float]:
    """What of the budget is charged: a budget is a ceiling, and what is not there to buy costs nothing.

    Visits that come without money have no budget.
    """
    if not is_capped(channel):
        return budget
    most, cost = most_to_buy(scenario, channel, budget), unit_cost(channel)
    levels = unit_cost_levels(channel, len(budget))
    return [min(budget[t], levels[t] * most[t] * cost) for t in range(len(budget))]


def bought_units(scenario: Mapping[str, Any], channel: Mapping[str, Any], budget: list[float]) -> list[float]:
    """Units of the bought stage by month; visits of a retainer, and those without money, follow the season."""
    seasonal = season(scenario, channel)
    if channel["type"] == "unpaid":
        return [channel["visits_per_month"] * seasonal[t] for t in range(len(budget))]
    units = _units_for_sale(scenario, channel, budget)
    if channel["type"] != "retainer":
        return units
    return [units[t] * seasonal[t] for t in range(len(budget))]


def _units_for_sale(scenario: Mapping[str, Any], channel: Mapping[str, Any], budget: list[float]) -> list[float]:
    months, levels = range(len(budget)), unit_cost_levels(channel, len(budget))
    if is_capped(channel):
        most, cost = most_to_buy(scenario, channel, budget), unit_cost(channel)
        return [min(budget[t] / (levels[t] * cost), most[t]) for t in months]
    at_work, seasonal = effective_spend(channel, budget), season(scenario, channel)
    ripe = ripeness(channel, [budget[t] / levels[t] for t in months])
    return [ripe[t] * _from_market(channel, at_work[t] / levels[t], seasonal[t]) for t in months]


def _from_market(channel: Mapping[str, Any], at_work: float, market: float) -> float:
    """Units bought where a market of clicks or leads is so many times its usual size."""
    curve = channel.get("curve", {"type": "linear"})["type"]
    if channel["type"] not in LARGER_MARKET or curve == "linear":
        return response(channel, at_work)
    if curve == "s_shaped":
        # Spread over a larger market, first money that buys little would buy even less.
        return market * response(channel, at_work)
    return market * response(channel, at_work / market)
