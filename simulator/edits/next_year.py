"""The same scenario a year later: what was planned for this year, planned for the next.

Plans stay as they are, and months of the calendar in them move by a year. What is so in the world stays in the world:
seasons keep their months, a van that is bought in July is there from January on, prices are those of the new first
month, and a channel that ran at the end of the year ran before the next one began.
"""

import re
from dataclasses import replace
from datetime import date
from typing import Any

from simulator.edits.currency import rounded
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.months import MONTHS_OF_A_YEAR, Month, month_number
from simulator.scenario.plans import Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Step, Steps

LAST_YEAR = 9_998
"""The last year in which a plan may start and still be moved on: dates end with the next."""


def next_year(scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    """The scenario that starts a year later; ``plan`` is the one that was carried out until then.

    What existing customers still buy, deals that are still open and the customers that were counted then belong to the
    former year and are not carried over.
    """
    moved = mapped(scenario, lambda place: _a_year_on(place, scenario))
    before = _spend_before(scenario, plan)
    return replace(
        moved,
        name=_with_next_year(scenario.name, scenario.start.year),
        start=_later(scenario.start),
        business=replace(moved.business, new_customers_per_month_now=None),
        channels=tuple(replace(each, monthly_spend_before=before[each.name]) for each in moved.channels),
        plans=tuple(_moved_plan(each) for each in scenario.plans),
    )


def _a_year_on(place: Place, scenario: Scenario[Belief]) -> Any:
    value = place.value
    if isinstance(value, Belief) and value.yearly_change:
        return _dearer(value, scenario.start.year)
    return _moved_steps(value, scenario.start) if isinstance(value, Steps) else value


def _dearer(belief: Belief, year: int) -> Belief:
    """A belief at the prices of the next year; two numbers that were apart stay so."""
    factor = 1.0 + belief.yearly_change
    note = f"the figure of {year}, {100.0 * belief.yearly_change:+.6g} %"
    source = f"{belief.source.rstrip()} ({note})" if belief.source.strip() else note
    low, likely, high = (rounded(number * factor, 12) for number in (belief.low, belief.likely, belief.high))
    least, most = (
        None if bound is None else rounded(bound * factor, 12) for bound in (belief.at_least, belief.at_most)
    )
    return replace(belief, low=low, likely=likely, high=high, at_least=least, at_most=most, source=source)


def _moved_steps(stepped: Steps, start: date) -> Steps:
    """Steps as the later year sees them: the last one before it begins holds from its first month on."""
    begin = MONTHS_OF_A_YEAR + 1
    ordered = sorted(stepped.steps, key=lambda step: month_number(step.first, start))
    past = [step for step in ordered if month_number(step.first, start) <= begin]
    ahead = [replace(step, first=_earlier(step.first)) for step in ordered[len(past) :]]
    first = [Step(amount=past[-1].amount)] if past else []
    return Steps(steps=(*first, *ahead))


def _earlier(month: Month) -> Month:
    """A month of the calendar stays; a counted one is that many months nearer."""
    return month if isinstance(month, date) else month - MONTHS_OF_A_YEAR


def _spend_before(scenario: Scenario[Belief], plan: str) -> dict[str, float]:
    """What each channel had at the end of the year [money per month]; a plan that ends before it, in its last month."""
    spend = scenario.spend(plan)
    last = min(MONTHS_OF_A_YEAR, scenario.horizon_months) - 1
    return dict(zip(scenario.channel_names, spend[:, last].tolist(), strict=True))


def _moved_plan(plan: Plan) -> Plan:
    return replace(plan, monthly_spend={name: _moved(each) for name, each in plan.monthly_spend.items()})


def _moved(schedule: Schedule) -> Schedule:
    match schedule:
        case Spans():
            return Spans(spans=tuple(_moved_span(span) for span in schedule.spans))
        case Steady():
            return _moved_span(schedule)
        case _:
            return schedule


def _moved_span(span: Steady) -> Steady:
    return replace(span, first=_moved_month(span.first), last=None if span.last is None else _moved_month(span.last))


def _moved_month(month: Month) -> Month:
    return _later(month) if isinstance(month, date) else month


def _later(month: date) -> date:
    return month.replace(year=month.year + 1)


def _with_next_year(name: str, year: int) -> str:
    """``Ridge 2028`` for ``Ridge 2027``; a name without the year gets the next one behind it."""
    following = str(year + 1)
    renamed, count = re.subn(rf"(?<![0-9]){year}(?![0-9])", following, name)
    return renamed if count else f"{name} {following}"
