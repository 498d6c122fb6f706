"""A plan's money by month, what of it carries over, and the units of the bought stage that it buys."""

from collections.abc import Mapping, Sequence
from typing import Any

UNIT_COST = {
    "pay_per_impression": "cost_per_mille",
    "pay_per_click": "cost_per_click",
    "retainer": "cost_per_visit",
    "direct_mail": "cost_per_piece",
    "broadcast": "cost_per_mille",
    "pay_per_lead": "cost_per_lead",
}


def monthly_spend(entry: Any, horizon: int) -> list[float]:
    """Money by month from one of the three forms: an amount, {amount, from, to}, or a list by month."""
    if isinstance(entry, Mapping):
        first, last = entry.get("from", 1), entry.get("to", horizon)
        return [float(entry["amount"]) if first <= month <= last else 0.0 for month in range(1, horizon + 1)]
    if isinstance(entry, Sequence):
        return [float(entry[index]) if index < len(entry) else 0.0 for index in range(horizon)]
    return [float(entry)] * horizon


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


def carried(channel: Mapping[str, Any], at_work: float) -> float:
    """Money's worth still to come of past spend, when spend at work was this much in the month before."""
    carry_over = channel.get("carry_over", 0.0)
    return float(at_work * carry_over / (1.0 - carry_over))


def unit_cost(channel: Mapping[str, Any]) -> float:
    """Money per unit of the stage that the channel buys, at its reference spend."""
    key = UNIT_COST[channel["type"]]
    stated = float(channel[key])
    return stated / 1000.0 if key == "cost_per_mille" else stated


def response(channel: Mapping[str, Any], at_work: float) -> float:
    """Units that a month's spend at work buys, by the channel's curve.

    At the reference spend S the curved ones buy S / unit cost; at 2 S, 1 + gain_from_doubling times that.
    """
    cost = unit_cost(channel)
    curve = channel.get("curve", {"type": "linear"})
    match curve["type"]:
        case "linear":
            return at_work / cost
        case "capped":
            return min(at_work / cost, float(curve["most_per_month"]))
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


def ripeness(channel: Mapping[str, Any], spend: list[float]) -> list[float]:
    """Multiplier of units while a channel ramps up: a month at full reference spend ripens it by one."""
    ramp_up = channel.get("ramp_up_months", 0.0)
    if ramp_up == 0.0:
        return [1.0] * len(spend)
    reference = channel["reference_spend"]
    ripe_months = ramp_up * min(1.0, channel.get("monthly_spend_before", 0.0) / reference)
    multipliers = []
    for amount in spend:
        ripe_months += min(1.0, amount / reference)
        multipliers.append(min(1.0, ripe_months / ramp_up))
    return multipliers


def season(scenario: Mapping[str, Any], channel: Mapping[str, Any]) -> list[float]:
    """Multiplier of units by month of the horizon; a channel's own twelve replace the scenario's."""
    by_calendar_month = channel.get("seasonality", scenario.get("seasonality", [1.0] * 12))
    start = int(str(scenario["start"]).split("-")[1])
    horizon = scenario.get("horizon_months", 24)
    return [float(by_calendar_month[(start - 1 + index) % 12]) for index in range(horizon)]


def bought_units(scenario: Mapping[str, Any], channel: Mapping[str, Any], spend: list[float]) -> list[float]:
    """Units of the bought stage by month: carry-over, then the curve, then ramp-up, then the season."""
    at_work = effective_spend(channel, spend)
    ripe, seasonal = ripeness(channel, spend), season(scenario, channel)
    return [response(channel, at_work[t]) * ripe[t] * seasonal[t] for t in range(len(spend))]
