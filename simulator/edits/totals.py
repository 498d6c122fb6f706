"""A plan's spend as a total with a share for each channel: pure. Shares are whole thousandths of a percent."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

import numpy as np

from simulator.edits.apportionment import UNIT, shared_out
from simulator.edits.plans import spend_by_month, with_plan
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import NOTHING, Schedule, Steady
from simulator.scenario.scenario import Scenario

WHOLE = 100_000
"""All of it: 100 %, in thousandths of a percent."""


def whole_total(scenario: Scenario[Belief], name: str) -> float:
    """A plan's spend from the first month to the horizon [money]."""
    return sum(sum(amounts) for amounts in spend_by_month(scenario, name).values())


def monthly_total(scenario: Scenario[Belief], name: str) -> float:
    """A plan's spend a month, averaged over the months to the horizon [money per month]."""
    return whole_total(scenario, name) / scenario.horizon_months


def weights_of(scenario: Scenario[Belief], name: str) -> dict[str, int]:
    """Each channel's sum over all months, in hundredths: exactly in proportion to the plan's spend.

    A plan that spends nothing says nothing about the parts: the reference spends do then, else all get the same.
    """
    spent = {channel: sum(amounts) for channel, amounts in spend_by_month(scenario, name).items()}
    usual = {channel.name: channel.reference_spend or 0.0 for channel in scenario.channels if channel.is_paid}
    return {channel: round(amount * UNIT) for channel, amount in (spent if any(spent.values()) else usual).items()}


def shares_of(scenario: Scenario[Belief], name: str) -> dict[str, int]:
    """Each channel's share of what a plan spends, to the tenth of a percent; they add up to the whole."""
    weights = weights_of(scenario, name)
    return dict(zip(weights, scaled_to_whole(list(weights.values())), strict=True)) if weights else {}


def scaled_to_whole(shares: Sequence[int]) -> list[int]:
    """Shares in the same proportions that add up to the whole, to the tenth of a percent."""
    return shared_out(WHOLE, list(shares))


def from_monthly_total(
    scenario: Scenario[Belief], name: str, total: float, weights: Mapping[str, int]
) -> Scenario[Belief]:
    """The plan with this average total [money per month], divided among the channels by weight.

    Each channel keeps its months: what begins in May begins in May, and a list by month keeps its shape.
    """
    months = scenario.horizon_months
    parts = shared_out(round(total * UNIT), list(weights.values()))
    return _with_sums(scenario, name, [Fraction(part * months, UNIT) for part in parts], weights)


def from_whole_total(
    scenario: Scenario[Belief], name: str, total: float, weights: Mapping[str, int]
) -> Scenario[Belief]:
    """The plan with this total from the first month to the horizon [money], divided and timed as by the month."""
    parts = shared_out(round(total * UNIT), list(weights.values()))
    return _with_sums(scenario, name, [Fraction(part, UNIT) for part in parts], weights)


def _with_sums(
    scenario: Scenario[Belief], name: str, sums: Sequence[Fraction], channels: Mapping[str, int]
) -> Scenario[Belief]:
    plan = scenario.plan(name)
    former = plan.monthly_spend
    schedules = {
        channel: _with_sum(former.get(channel, NOTHING), wanted, scenario)
        for channel, wanted in zip(channels, sums, strict=True)
        if wanted or channel in former
    }
    return with_plan(scenario, replace(plan, monthly_spend={**former, **schedules}))


def _with_sum(schedule: Schedule, wanted: Fraction, scenario: Scenario[Belief]) -> Schedule:
    """A schedule in the same months that spends so much in all; untouched if it does already."""
    spent = float(scenario.spend_of(schedule).sum())
    if spent == float(wanted):
        return schedule
    if isinstance(schedule, Steady) and not schedule.grows:
        active = int(np.count_nonzero(scenario.spend_of(replace(schedule, amount=1.0))))
        return replace(schedule, amount=float(wanted / active)) if active else _every_month(wanted, scenario)
    return schedule.scaled(float(wanted) / spent) if spent > 0.0 else _every_month(wanted, scenario)


def _every_month(wanted: Fraction, scenario: Scenario[Belief]) -> Schedule:
    return Steady(amount=float(wanted / scenario.horizon_months))
