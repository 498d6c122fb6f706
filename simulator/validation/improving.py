"""Checks of improvements: beliefs that are there to improve, and plans that buy what is offered."""

from collections.abc import Iterator

from simulator.errors import did_you_mean
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.improvements import IMPROVABLE, Improvement
from simulator.scenario.months import month_number
from simulator.scenario.scenario import HORIZON_MOST, Scenario
from simulator.scenario.stages import StageRates
from simulator.validation.names import (
    CHANNEL_NAMES,
    LONGEST_NAME,
    Found,
    channel_paths,
    folded,
    improvement_paths,
    name_problem,
    one_line,
    place_names,
)

MOST_IMPROVEMENTS = 50


def improvements(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Improvements of nothing that is stated, two of one name, and plans that buy what is not offered."""
    if len(scenario.improvements) > MOST_IMPROVEMENTS:
        yield Found("improvements", f"has {len(scenario.improvements)} entries; at most {MOST_IMPROVEMENTS}")
    seen = set[str]()
    for path, improvement in improvement_paths(scenario):
        problem = name_problem(improvement.name)
        if not problem and folded(improvement.name) in seen:
            problem = f'is "{improvement.name}", like an earlier improvement; give each a name of its own'
        if problem:
            yield Found(f"{path}.name", problem)
        seen.add(folded(improvement.name))
        yield from _belief_problems(scenario, improvement, path)
    yield from _purchases(scenario)
    yield from _money_for_nothing(scenario)


def improvable(scenario: Scenario[Belief]) -> list[str]:
    """The paths of the beliefs that can be improved: stated ones that something goes by."""
    owners = (("funnel", scenario.funnel), *channel_paths(scenario))
    return [
        f"{path}.{name}"
        for path, owner in owners
        for name in IMPROVABLE
        if getattr(owner, name, None) is not None and _goes_by(scenario, owner, name)
    ]


def _goes_by(scenario: Scenario[Belief], owner: Channel[Belief] | StageRates[Belief], name: str) -> bool:
    if isinstance(owner, Channel):
        return name == owner.cost or name in owner.rates(scenario.funnel.stages)
    return any(
        name in channel.rates(scenario.funnel.stages) and getattr(channel, name) is None
        for channel in scenario.channels
    )


def _belief_problems(scenario: Scenario[Belief], improvement: Improvement[Belief], path: str) -> Iterator[Found]:
    known = improvable(scenario)
    if improvement.belief in known:
        return
    rests_on = (CHANNEL_NAMES, "channels", "funnel", improvement.belief)
    belief = one_line(improvement.belief)
    shared = f"funnel.{improvement.field}"
    if improvement.channel in scenario.channel_names and shared in known:
        message = f"is {belief}, which is not stated there; improve {shared}, or state the channel's own first"
    else:
        near = did_you_mean(belief, known) if len(improvement.belief) <= LONGEST_NAME else ""
        example = f": such as {known[0]}" if known and not near else ""
        message = f'is "{belief}"; there is no rate or unit cost of this name to improve{near or example}'
    yield Found(f"{path}.belief", message, rests_on)


def _purchases(scenario: Scenario[Belief]) -> Iterator[Found]:
    offered = [each.name for each in scenario.improvements]
    places = place_names([plan.name for plan in scenario.plans])
    for place, plan in zip(places, scenario.plans, strict=True):
        for purchase in plan.improvements:
            path = f"plans.{place}.improvements.{one_line(purchase.improvement)}"
            if purchase.improvement not in offered:
                short = len(purchase.improvement) <= LONGEST_NAME
                hint = did_you_mean(purchase.improvement, offered) if short else ""
                yield Found(path, f"there is no improvement of this name{hint}", ("improvements",))
            month = month_number(purchase.first, scenario.start)
            if isinstance(purchase.first, int) and not 1 <= month <= HORIZON_MOST:
                yield Found(path, f"is {month}; it must be a month between 1 and {HORIZON_MOST}")


def _money_for_nothing(scenario: Scenario[Belief]) -> Iterator[Found]:
    """Plans that spend on visits that come without money."""
    unpaid = {channel.name for channel in scenario.channels if not channel.is_paid}
    places = place_names([plan.name for plan in scenario.plans])
    for place, plan in zip(places, scenario.plans, strict=True):
        for name, schedule in plan.monthly_spend.items():
            if name in unpaid and any(schedule.stated):
                path = f"plans.{place}.monthly_spend.{one_line(name)}"
                yield Found(path, "is money for visits that come without it; leave it out", (CHANNEL_NAMES, "channels"))
