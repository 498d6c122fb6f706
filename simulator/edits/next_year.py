"""The same scenario a year later: what was planned for this year, planned for the next.

Plans stay as they are, and months of the calendar in them move by a year. What is so in the world stays in the world:
seasons keep their months, a van that is bought in July is there from January on, prices are those of the new first
month, a channel that ran at the end of the year ran before the next one began, what the plan that was carried out
bought is there and paid for, and who was committed until a month is so until that one.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from simulator.edits.channels import value_at
from simulator.edits.currency import rounded
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.improvements import Improvement
from simulator.scenario.limits import ChannelLimits, Limits
from simulator.scenario.months import MONTHS_OF_A_YEAR, Month, month_number
from simulator.scenario.plans import Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Step, Steps
from simulator.text.grammar import month_date

LAST_YEAR = 9_998
"""The last year in which a plan may start and still be moved on: dates end with the next."""

_YEAR = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])", re.ASCII)


def next_year(scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    """The scenario that starts a year later; ``plan`` is the one that was carried out until then.

    No plan of it is adopted yet. Plans keep their names but for the years in them. What existing customers still buy,
    deals that are still open and the customers that were counted then belong to the former year and are not carried
    over.
    """
    moved = mapped(scenario, lambda place: _a_year_on(place, scenario))
    before = _spend_before(scenario, plan)
    carried_out = _carried_out(scenario, plan)
    later = replace(
        moved,
        name=_with_next_year(scenario.name, scenario.start.year),
        start=_later(scenario.start),
        business=replace(moved.business, new_customers_per_month_now=None),
        channels=tuple(replace(each, monthly_spend_before=before[each.name]) for each in moved.channels),
        plans=tuple(_moved_plan(each, carried_out) for each in scenario.plans),
        limits=_moved_limits(scenario),
        adopted=None,
    )
    return _with_moved_names(later, scenario)


def _a_year_on(place: Place, scenario: Scenario[Belief]) -> Any:
    value, owner = place.value, place.owner
    if isinstance(owner, Improvement) and place.name == "becomes":
        # What a cost becomes moves as the cost itself does.
        change = value_at(scenario, owner.belief).yearly_change
        return (
            replace(_dearer(replace(value, yearly_change=change), scenario.start.year), yearly_change=0.0)
            if change
            else value
        )
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
    learned = belief.learned and belief.learned.with_money(lambda amount: rounded(amount * factor, 12))
    dearer = replace(belief, low=low, likely=likely, high=high, at_least=least, at_most=most, source=source)
    return replace(dearer, learned=learned)


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


def _moved_plan(plan: Plan, carried_out: Mapping[str, date]) -> Plan:
    """The plan a year later; what was bought in fact, by the plan that was carried out, is not bought again."""
    spend = {name: _moved(each) for name, each in plan.monthly_spend.items()}
    bought = tuple(
        replace(each, first=carried_out.get(each.improvement, _moved_month(each.first))) for each in plan.improvements
    )
    return replace(plan, monthly_spend=spend, improvements=bought)


def _carried_out(scenario: Scenario[Belief], plan: str) -> dict[str, date]:
    """What a plan bought until the year was over, by name, with the month of the calendar in which it did."""
    months = {each.improvement: month_date(scenario.start, each.first) for each in scenario.plan(plan).improvements}
    return {name: month for name, month in months.items() if month < _later(scenario.start)}


def _moved_limits(scenario: Scenario[Belief]) -> Limits:
    """The limits as the later year sees them: a commitment that ends before it is none any more."""

    def moved(own: ChannelLimits) -> ChannelLimits:
        until = own.committed_until
        if until is None:
            return own
        is_over = month_number(until, scenario.start) <= MONTHS_OF_A_YEAR
        return replace(own, committed_until=None if is_over else _earlier(until))

    return replace(scenario.limits, channels=tuple(moved(each) for each in scenario.limits.channels))


def _with_moved_names(later: Scenario[Belief], former: Scenario[Belief]) -> Scenario[Belief]:
    """With the years in the names of plans moved as well: what stopped in Apr 2027 stops in Apr 2028 now."""
    moved = {plan.name: _a_year_later(plan.name, former) for plan in former.plans}
    if len({name.casefold() for name in moved.values()}) < len(moved):
        return later  # a plan is known by its name: rather a wrong year in it than two of one name
    plans = tuple(replace(plan, name=moved[plan.name]) for plan in later.plans)
    told = later.presentation
    named = replace(told, plan=moved.get(told.plan, told.plan), against=moved.get(told.against, told.against))
    return replace(later, plans=plans, presentation=named)


def _a_year_later(name: str, scenario: Scenario[Belief]) -> str:
    """The name with each year of the scenario in it moved on."""
    begin, months = scenario.start, scenario.start.month + scenario.horizon_months
    years = range(begin.year, begin.year + (months - 2) // MONTHS_OF_A_YEAR + 1)
    return _YEAR.sub(lambda found: str(int(found[0]) + (int(found[0]) in years)), name)


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
