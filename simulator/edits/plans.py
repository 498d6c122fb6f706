"""Changes to the plans of a scenario as a person makes them: add, copy, rename, delete, reorder, spend by month.

Each is a function of a scenario that returns another; the former is untouched. Plans are known by their names. The
first plan is the baseline, everywhere.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from simulator.edits.limits import paid_names
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import NOTHING, Monthly, Periodic, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import month_date
from simulator.validation import LONGEST_NAME, name_problem

FIRST_NAME = "My plan"


def plan_names(scenario: Scenario[Belief]) -> tuple[str, ...]:
    """The names of the plans, in their order."""
    return tuple(plan.name for plan in scenario.plans)


def free_plan_name(scenario: Scenario[Belief], wanted: str) -> str:
    """``wanted``, or with a number behind it where a plan already has that name; never too long for a name."""
    taken = {name.strip().casefold() for name in plan_names(scenario)}
    endings = ("" if number == 1 else f" {number}" for number in range(1, len(taken) + 2))
    candidates = (f"{wanted.strip()[: LONGEST_NAME - len(ending)].rstrip()}{ending}" for ending in endings)
    return next(name for name in candidates if name.casefold() not in taken)


def plan_refusal(scenario: Scenario[Belief], wanted: str, *, present: str = "") -> str:
    """Why a plan cannot have this name, in words; empty if it can. ``present`` is its name now, if it has one."""
    bare = wanted.strip()
    if not bare:
        return "a plan needs a name"
    others = {name.strip().casefold() for name in plan_names(scenario) if name != present}
    if bare.casefold() in others:
        return f"there is already a plan called {bare}"
    problem = name_problem(bare)
    return f"this name {problem}" if problem else ""


def with_plan(scenario: Scenario[Belief], plan: Plan, at: int | None = None) -> Scenario[Belief]:
    """The scenario with a plan in the place of the one of the same name; else as a further one, at a place or last."""
    names = plan_names(scenario)
    if plan.name in names:
        return _changed(scenario, plan.name, lambda _: plan)
    place = len(names) if at is None else at
    return replace(scenario, plans=(*scenario.plans[:place], plan, *scenario.plans[place:]))


def first_plan(scenario: Scenario[Belief]) -> Plan:
    """A plan to begin with: it goes on with what the channels spent a month before."""
    before = {channel.name: channel.monthly_spend_before for channel in scenario.channels}
    spend: dict[str, Schedule] = {name: Steady(amount=amount) for name, amount in before.items() if amount}
    return Plan(name=free_plan_name(scenario, FIRST_NAME), monthly_spend=spend)


def new_plan(scenario: Scenario[Belief], model: str, name: str, notes: str = "") -> Scenario[Belief]:
    """A plan that spends what another one does, behind it, with a name and a purpose of its own."""
    assert not plan_refusal(scenario, name), "asked before: plan_refusal"
    plan = replace(scenario.plan(model), name=name.strip(), notes=notes.strip())
    return with_plan(scenario, plan, plan_names(scenario).index(model) + 1)


def duplicated_plan(scenario: Scenario[Belief], name: str) -> tuple[Scenario[Belief], str]:
    """A copy of a plan behind it, what it is for included; and the name of the copy."""
    copied = free_plan_name(scenario, f"{name[: LONGEST_NAME - 10]} copy")
    return new_plan(scenario, name, copied, scenario.plan(name).notes), copied


def renamed_plan(scenario: Scenario[Belief], name: str, wanted: str) -> Scenario[Belief]:
    """The plan under another name."""
    assert not plan_refusal(scenario, wanted, present=name), "asked before: plan_refusal"
    renamed = _changed(scenario, name, lambda plan: replace(plan, name=wanted.strip()))
    return replace(renamed, presentation=scenario.presentation.with_plan_renamed(name, wanted.strip()))


def without_plan(scenario: Scenario[Belief], name: str) -> Scenario[Belief]:
    """The scenario without a plan; the last one stays, because a scenario needs one."""
    assert len(scenario.plans) > 1, "asked before: the last plan stays"
    plans = tuple(plan for plan in scenario.plans if plan.name != name)
    return replace(scenario, plans=plans, presentation=scenario.presentation.with_plan_renamed(name, ""))


def as_baseline(scenario: Scenario[Belief], name: str) -> Scenario[Belief]:
    """The plan moved to the front, where the baseline stands; the others keep their order."""
    baseline = scenario.plan(name)
    return replace(scenario, plans=(baseline, *(plan for plan in scenario.plans if plan is not baseline)))


def with_notes(scenario: Scenario[Belief], name: str, notes: str) -> Scenario[Belief]:
    """The plan with what it is for."""
    return _changed(scenario, name, lambda plan: replace(plan, notes=notes.strip()))


def spend_by_month(scenario: Scenario[Belief], name: str) -> dict[str, tuple[float, ...]]:
    """The spend of each channel that costs money in months 1 to the horizon [money], in the order of the channels."""
    plan = scenario.plan(name)
    return {
        channel: tuple(scenario.spend_of(plan.monthly_spend.get(channel, NOTHING)).tolist())
        for channel in paid_names(scenario)
    }


def with_spend_by_month(
    scenario: Scenario[Belief], name: str, spend: Mapping[str, Sequence[float]]
) -> Scenario[Belief]:
    """The plan with other amounts for these channels in months 1 to the horizon [money].

    Each row is stated as simply as it can be; a channel whose amounts stay the same keeps its schedule as it is.
    """

    def changed(plan: Plan) -> Plan:
        former = plan.monthly_spend
        rows = {
            channel: schedule_of(amounts, scenario.start, former.get(channel)) for channel, amounts in spend.items()
        }
        wanted = {channel: row for channel, row in rows.items() if channel in former or row != NOTHING}
        return replace(plan, monthly_spend={**former, **wanted})

    return _changed(scenario, name, changed)


def schedule_of(amounts: Sequence[float], start: date, former: Schedule | None = None) -> Schedule:
    """The simplest schedule that spends these amounts in months 1, 2, ...: the former one if it does already.

    The first of the months is ``start``.

    One amount in every month, or from a month to a month, is steady; anything else is a list: by quarter or by year
    where the former one is and still can be, else by month. Months of the calendar stay months of the calendar.
    """
    if former is not None and _spends(former, amounts, start):
        return former
    spent = [month for month, amount in enumerate(amounts, start=1) if amount]
    if not spent:
        return NOTHING
    first, last = spent[0], spent[-1]
    if len(set(amounts[first - 1 : last])) == 1:
        steady = Steady(amount=amounts[first - 1], first=first, last=None if last == len(amounts) else last)
        return _of_the_calendar(steady, start) if former is not None and _names_months(former) else steady
    by_period = None if former is None else _by_period(type(former), amounts)
    if by_period is not None and _spends(by_period, amounts, start):
        return by_period
    return Monthly(amounts=tuple(amounts))


def _by_period(kind: type[Schedule], amounts: Sequence[float]) -> Schedule | None:
    """The amounts by quarter or year, from the first month of each; None for a schedule of another kind."""
    if not issubclass(kind, Periodic):
        return None
    return kind(amounts=tuple(amount * kind.MONTHS for amount in amounts[:: kind.MONTHS]))


def _names_months(schedule: Schedule) -> bool:
    """Whether a schedule states months of the calendar."""
    spans = schedule.spans if isinstance(schedule, Spans) else (schedule,)
    return any(
        isinstance(span, Steady) and isinstance(span.first, date) | isinstance(span.last, date) for span in spans
    )


def _of_the_calendar(schedule: Steady, start: date) -> Steady:
    """The same months, by their names: they stay where they are when the plan starts in another month."""
    first = month_date(start, schedule.first) if schedule.first != 1 else 1
    return replace(schedule, first=first, last=None if schedule.last is None else month_date(start, schedule.last))


def ends_within(scenario: Scenario[Belief]) -> bool:
    """Whether no plan states spend for months beyond the horizon."""
    return within_horizon(scenario) == scenario


def within_horizon(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario without what its plans spend beyond the horizon, as after a horizon became shorter."""
    months, start = scenario.horizon_months, scenario.start
    plans = (
        replace(plan, monthly_spend={name: row.within(months, start) for name, row in plan.monthly_spend.items()})
        for plan in scenario.plans
    )
    return replace(scenario, plans=tuple(plans))


def _spends(schedule: Schedule, amounts: Sequence[float], start: date) -> bool:
    """Whether a schedule spends these amounts in months 1, 2, ..., and states none beyond a list of them."""
    is_cut = isinstance(schedule, Steady) or schedule.within(len(amounts), start) == schedule
    return is_cut and schedule.by_month(len(amounts), start).tolist() == list(amounts)


def _changed(scenario: Scenario[Belief], name: str, change: Callable[[Plan], Plan]) -> Scenario[Belief]:
    chosen = scenario.plan(name)
    return replace(scenario, plans=tuple(change(plan) if plan is chosen else plan for plan in scenario.plans))
