"""A plan's spend as sliders show it: one amount a month for each channel, and the plan that follows from them."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from simulator.edits.apportionment import UNIT, shared_out
from simulator.edits.plans import plan_names, with_plan
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import Month
from simulator.scenario.plans import NOTHING, BestSplit, Plan, Purchase, Schedule, Steady
from simulator.scenario.scenario import Scenario

SPLIT_DIGITS = 3
"""A total is divided into parts that are round to so many of its digits."""


def slider_spend(scenario: Scenario[Belief], plan: Plan) -> dict[str, float]:
    """Each channel's amount on its slider [money per month], in the order of the channels.

    The amount of the months in which a steady schedule spends; of any other the average over the horizon. Visits that
    come without money have none.
    """
    return {name: _amount(plan.monthly_spend.get(name, NOTHING), scenario) for name in scenario.channel_names}


def paid_spend(scenario: Scenario[Belief], plan: Plan) -> dict[str, float]:
    """The same for the channels that cost money: those that have a slider."""
    spend = slider_spend(scenario, plan)
    return {channel.name: spend[channel.name] for channel in scenario.channels if channel.is_paid}


def with_slider_spend(scenario: Scenario[Belief], shapes: Plan, spend: Mapping[str, float]) -> Scenario[Belief]:
    """The scenario with the sliders of a plan at these amounts [money per month].

    ``shapes`` is the plan as it was when its sliders were opened: a steady schedule keeps its months, any other its
    shape, also when a slider has been at zero in between. What has not moved keeps every digit, and a channel that the
    plan did not name is not named for having been moved and put back.
    """
    plan = scenario.plan(shapes.name)
    now, opened = slider_spend(scenario, plan), slider_spend(scenario, shapes)
    moved = {name: amount for name, amount in spend.items() if name in now and amount != now[name]}
    schedules = {
        name: _with_amount(shapes.monthly_spend.get(name, NOTHING), opened[name], amount)
        for name, amount in moved.items()
    }
    put_back = {
        name for name, schedule in schedules.items() if schedule == NOTHING and name not in shapes.monthly_spend
    }
    monthly_spend = {**plan.monthly_spend, **schedules}
    kept = {name: schedule for name, schedule in monthly_spend.items() if name not in put_back}
    return with_plan(scenario, replace(plan, monthly_spend=kept))


def with_split(
    scenario: Scenario[Belief],
    model: str,
    spend: Mapping[str, float],
    name: str,
    notes: str = "",
    best_split: BestSplit = BestSplit(),  # noqa: B008 - it is frozen
    improvements: tuple[Purchase, ...] | None = None,
) -> Scenario[Belief]:
    """The scenario with a plan more, behind its model: the model's months with these amounts [money per month].

    It buys these ``improvements``; those of the model where none are given.
    """
    divided = _divided(scenario, model, spend, improvements)
    return with_plan_behind(scenario, model, replace(divided, best_split=best_split), name, notes)


def with_plan_behind(
    scenario: Scenario[Belief], model: str, plan: Plan, name: str, notes: str = ""
) -> Scenario[Belief]:
    """The scenario with a plan more, under a name of its own, behind its model."""
    added = replace(plan, name=name.strip(), notes=notes.strip())
    return with_plan(scenario, added, plan_names(scenario).index(model) + 1)


def plan_with_split(
    scenario: Scenario[Belief],
    model: str,
    spend: Mapping[str, float],
    improvements: tuple[Purchase, ...] | None = None,
) -> str:
    """The name of a plan that spends the model's months with these amounts and buys the same; empty if there is none.

    Improvements are as in ``with_split``.
    """
    return plan_like(scenario, model, _divided(scenario, model, spend, improvements))


def plan_like(scenario: Scenario[Belief], model: str, wanted: Plan) -> str:
    """The name of a plan other than the model that spends and buys the same as another; empty if there is none."""
    alike = (plan.name for plan in scenario.plans if plan.name != model and _decides(plan) == _decides(wanted))
    return next(alike, "")


def _divided(
    scenario: Scenario[Belief], model: str, spend: Mapping[str, float], improvements: tuple[Purchase, ...] | None
) -> Plan:
    shapes = scenario.plan(model)
    bought = shapes.improvements if improvements is None else improvements
    return replace(with_slider_spend(scenario, shapes, spend).plan(model), improvements=bought)


def _decides(plan: Plan) -> tuple[dict[str, Schedule], dict[str, Month]]:
    return dict(plan.monthly_spend), {each.improvement: each.first for each in plan.improvements}


def follows(scenario: Scenario[Belief], shapes: Plan, spend: Mapping[str, float]) -> bool:
    """Whether the plan is what its sliders at these amounts make of ``shapes``, and nothing else has changed it."""
    plan, opened = scenario.plan(shapes.name), paid_spend(scenario, shapes)
    return list(spend) == list(opened) and all(
        plan.monthly_spend.get(name, NOTHING)
        == _with_amount(shapes.monthly_spend.get(name, NOTHING), opened[name], amount)
        for name, amount in spend.items()
    )


def scaled_spend(scenario: Scenario[Belief], plan: Plan, total: float) -> dict[str, float]:
    """A monthly total, divided as the plan divides its own; the parts are round, and add up.

    $4,040 is divided to the ten dollars and 60,000,000 rupiah to the hundred thousand: nobody plans to the last digit.
    A plan that spends nothing says nothing about the parts: the reference spends do then, else all get the same.
    """
    now = paid_spend(scenario, plan)
    amounts = list(now.values())
    weights = amounts if any(amounts) else [scenario.channel(name).reference_spend or 0.0 for name in now]
    round_amount = 10 ** max(0, len(str(round(total))) - SPLIT_DIGITS)
    shares = shared_out(round(total * UNIT), _hundredths(weights), unit=UNIT * round_amount)
    return {name: share / UNIT for name, share in zip(now, shares, strict=True)}


def varies(schedule: Schedule) -> bool:
    """Whether a schedule does more than spend the same in every month."""
    if not isinstance(schedule, Steady):
        return True
    return (schedule.first, schedule.last, schedule.grows) != (1, None, 0.0)


def _hundredths(amounts: Sequence[float]) -> list[int]:
    return [round(amount * UNIT) for amount in amounts]


def _amount(schedule: Schedule, scenario: Scenario[Belief]) -> float:
    if isinstance(schedule, Steady) and not schedule.grows:
        return schedule.amount
    # A draft may have no months yet; its plan is then shown, though it cannot be run.
    return float(scenario.spend_of(schedule).sum()) / max(scenario.horizon_months, 1)


def _with_amount(schedule: Schedule, before: float, amount: float) -> Schedule:
    if amount == before:
        return schedule
    if isinstance(schedule, Steady) and not schedule.grows:
        return replace(schedule, amount=amount)
    return schedule.scaled(amount / before) if before > 0.0 else Steady(amount=amount)
