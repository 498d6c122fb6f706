"""A channel's spend stated in another way: by month, by quarter, as amounts from month to month; the sum stays."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby

from simulator.edits.plans import with_plan
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import Month
from simulator.scenario.plans import NOTHING, Monthly, Periodic, PerQuarter, PerYear, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import month_date

WAYS: tuple[type[Schedule], ...] = (Steady, Spans, PerQuarter, PerYear, Monthly)
"""The ways to state spend, from the simplest on."""


def with_schedule(scenario: Scenario[Belief], plan: str, channel: str, schedule: Schedule) -> Scenario[Belief]:
    """The scenario with another schedule for a channel in a plan."""
    former = scenario.plan(plan)
    if former.monthly_spend.get(channel, NOTHING) == schedule:
        return scenario
    return with_plan(scenario, replace(former, monthly_spend={**former.monthly_spend, channel: schedule}))


def restated(schedule: Schedule, way: type[Schedule], scenario: Scenario[Belief]) -> Schedule:
    """The schedule stated in this way: it spends the same in all, and in each part that can be told apart."""
    if type(schedule) is way:
        return schedule
    amounts = scenario.spend_of(schedule).tolist()
    if way is Monthly:
        return Monthly(amounts=tuple(amounts))
    if way is Spans:
        return Spans(spans=_runs(schedule, amounts, scenario))
    return by_period(amounts, way) if issubclass(way, Periodic) else _average(amounts, scenario)


def by_period(amounts: Sequence[float], way: type[Periodic]) -> Schedule:
    """The amounts of whole periods whose months within the horizon spend what these months do."""
    parts = [amounts[at : at + way.MONTHS] for at in range(0, len(amounts), way.MONTHS)]
    # Of a last period that the horizon cuts only a part is spent.
    return way(amounts=tuple(sum(part) / len(part) * way.MONTHS for part in parts))


def _average(amounts: Sequence[float], scenario: Scenario[Belief]) -> Steady:
    """The same amount from the first month with spend to the last."""
    spent = [month for month, amount in enumerate(amounts, start=1) if amount]
    if not spent:
        return NOTHING
    first, last = spent[0], spent[-1]
    is_to_the_end = last == len(amounts)
    return Steady(
        amount=sum(amounts) / (last - first + 1),
        first=month_of(scenario, first),
        last=None if is_to_the_end else month_of(scenario, last),
    )


def month_of(scenario: Scenario[Belief], month: int) -> Month:
    """A month as it is stated: by the calendar, so that it stays when the plan starts later; the first is counted."""
    return 1 if month == 1 else month_date(scenario.start, month)


def _runs(schedule: Schedule, amounts: Sequence[float], scenario: Scenario[Belief]) -> tuple[Steady, ...]:
    """An amount for each run of months that spend the same; a schedule of one amount is its own run."""
    if isinstance(schedule, Steady):
        return (schedule,)
    found: list[Steady] = []
    month = 1
    for amount, run in groupby(amounts):
        after = month + len(list(run))
        if amount:
            last = None if after > len(amounts) else month_of(scenario, after - 1)
            found.append(Steady(amount=amount, first=month_of(scenario, month), last=last))
        month = after
    return tuple(found) or (NOTHING,)
