"""Checks of plans and targets."""

from collections.abc import Iterator, Sequence
from datetime import date

import numpy as np

from simulator.errors import did_you_mean
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.scenario.months import Month, month_number
from simulator.scenario.plans import Monthly, Schedule, Spans, Steady
from simulator.scenario.scenario import HORIZON_MOST, Scenario, Target
from simulator.scenario.steps import Steps
from simulator.validation.limits import MOST, fraction_problem, size_problem
from simulator.validation.names import CHANNEL_NAMES, LONGEST_NAME, MOST_CHANNELS, Found, folded, one_line, place_names
from simulator.validation.words import FIRST_YEAR, LAST_YEAR

LEAST_GROWTH, MOST_GROWTH = -0.9, 1.0
"""Fractions by which spend may grow from month to month."""

MOST_HINTS = 20
"""After so many unknown names no more is guessed about what was meant: guessing takes time."""


def plans(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Plans that spend on unknown channels, outside the horizon, or less than nothing."""
    names = scenario.channel_names
    unknown = 0
    for path, name, schedule in _spends(scenario):
        if names and name not in names:
            unknown += 1
            hint = _near(name, names) if unknown <= MOST_HINTS else ""
            yield Found(path, f"there is no channel of this name{hint}", (CHANNEL_NAMES,))
        yield from _amount_problems(schedule, path)
        yield from _growth_problems(schedule, path)
        if 1 <= scenario.horizon_months <= HORIZON_MOST:
            yield from _period_problems(schedule, path, scenario.horizon_months, scenario.start)


def _spends(scenario: Scenario[Belief]) -> Iterator[tuple[str, str, Schedule]]:
    places = place_names([plan.name for plan in scenario.plans])
    for place, plan in zip(places, scenario.plans, strict=True):
        for name, schedule in plan.monthly_spend.items():
            yield f"plans.{place}.monthly_spend.{one_line(name)}", name, schedule


def _near(name: str, names: Sequence[str]) -> str:
    if len(name) > LONGEST_NAME:
        return ""
    same = [other for other in names if folded(other) == folded(name)]
    return f"; did you mean {same[0]}?" if same else did_you_mean(name, names[:MOST_CHANNELS])


def _amount_problems(schedule: Schedule, path: str) -> Iterator[Found]:
    if isinstance(schedule, Spans):
        for place, span in _spans(schedule, path):
            yield from _amount_problems(span, f"{place}.amount")
        return
    for amount in dict.fromkeys(schedule.stated):
        if amount < 0.0:
            yield Found(path, f"is {amount:g}; a spend is at least 0")
        elif size_problem(amount):
            yield Found(path, size_problem(amount))


def _growth_problems(schedule: Schedule, path: str) -> Iterator[Found]:
    for place, span in _spans(schedule, path):
        if not LEAST_GROWTH <= span.grows <= MOST_GROWTH:
            yield Found(f"{place}.grows", fraction_problem(span.grows, LEAST_GROWTH, MOST_GROWTH))


def _spans(schedule: Schedule, path: str) -> list[tuple[str, Steady]]:
    """The amounts from a month to a month of a schedule, with their paths."""
    if isinstance(schedule, Spans):
        return [(f"{path}.{number}", span) for number, span in enumerate(schedule.spans, start=1)]
    return [(path, schedule)] if isinstance(schedule, Steady) else []


def _period_problems(schedule: Schedule, path: str, horizon: int, start: date) -> Iterator[Found]:
    """What lies outside the months from the first to the horizon."""
    if isinstance(schedule, Spans) and not schedule.spans:
        yield Found(path, "has no amounts; state at least one, or 0")
    for place, span in _spans(schedule, path):
        for message in _span_problems(span, horizon, start):
            yield Found(place, message, ("horizon_months", "start"))
        if LEAST_GROWTH <= span.grows <= MOST_GROWTH and span.amount <= MOST < _largest(span, horizon, start):
            message = (
                f"lets the spend grow to {_largest(span, horizon, start):.3g} a month, which is too large to be meant"
            )
            yield Found(f"{place}.grows", message, ("horizon_months", "start"))
    if not isinstance(schedule, Steady | Spans) and schedule.within(horizon, start) != schedule:
        things = "months" if isinstance(schedule, Monthly) else "amounts"
        beyond = f"the horizon of {horizon}" if isinstance(schedule, Monthly) else f"the horizon of {horizon} months"
        yield Found(path, f"has {len(schedule.stated)} {things}, with spend beyond {beyond}", ("horizon_months",))


def _largest(span: Steady, horizon: int, start: date) -> float:
    with np.errstate(all="ignore"):
        return float(span.by_month(horizon, start).max())


def _span_problems(span: Steady, horizon: int, start: date) -> Iterator[str]:
    first = month_number(span.first, start)
    last = horizon if span.last is None else month_number(span.last, start)
    for word, month in (("from", span.first), ("to", horizon if span.last is None else span.last)):
        yield from month_problems(word, month, horizon, start)
    if 1 <= last < first <= horizon:
        yield f"to is {_month_text(span.last)}, before from, which is {_month_text(span.first)}"


def month_problems(word: str, month: Month, horizon: int, start: date) -> Iterator[str]:
    """A month of the calendar may lie where a plan's own months end: what began before goes on, what ends later too."""
    number = month_number(month, start)
    if not isinstance(month, date):
        if not 1 <= number <= horizon:
            yield f"{word} is {month}; it must be a month between 1 and the horizon, {horizon}{_year_hint(month)}"
    elif word == "from" and number > horizon:
        yield f"from is {_month_text(month)}, after the last month that is looked at"
    elif word == "to" and number < 1:
        yield f"to is {_month_text(month)}, before the plan starts in {_month_text(start)}"


def _month_text(month: Month | None) -> str:
    return month.isoformat()[:7] if isinstance(month, date) else str(month)


def steps(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Steps in months that are none, and two of which nobody knows which holds.

    One beyond the horizon is right: it says what holds then, whoever looks so far.
    """
    for place in walk(scenario.business, "business"):
        if isinstance(place.value, Steps):
            yield from _step_problems(place.value, place.path, scenario.start)


def _step_problems(steps: Steps, path: str, start: date) -> Iterator[Found]:
    seen = set[int]()
    for number, step in enumerate(steps.steps, start=1):
        month = month_number(step.first, start)
        if not isinstance(step.first, date) and not 1 <= month <= HORIZON_MOST:
            message = f"is {month}; it must be a month between 1 and {HORIZON_MOST}{_year_hint(month)}"
            yield Found(f"{path}.{number}.from", message)
        elif month in seen:
            message = f"is {_month_text(step.first)}, like that of an earlier step; state one amount for a month"
            yield Found(f"{path}.{number}.from", message, ("start",))
        seen.add(month)


def _year_hint(month: int) -> str:
    return f": for a month of the calendar write {month}-01" if FIRST_YEAR <= month <= LAST_YEAR else ""


def targets(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Targets without a metric that exists, or without exactly one bound."""
    for index, target in enumerate(scenario.targets, start=1):
        for name, message in _target_problems(target):
            yield Found(f"targets.{index}{name}", message, (f"targets.{index}.at_least", f"targets.{index}.at_most"))


def _target_problems(target: Target) -> Iterator[tuple[str, str]]:
    if target.metric not in METRICS:
        hint = did_you_mean(target.metric, METRICS) if len(target.metric) <= LONGEST_NAME else ""
        yield ".metric", f'is "{one_line(target.metric)}"; there is no such metric{hint}'
    if target.at_least is None and target.at_most is None:
        yield "", "states neither at_least nor at_most; state one of them"
    if target.at_least is not None and target.at_most is not None:
        yield "", "states both at_least and at_most; state one of them, or make two targets"
    for name, bound in ((".at_least", target.at_least), (".at_most", target.at_most)):
        if bound is not None and size_problem(bound):
            yield name, size_problem(bound)
