"""Changes to the improvements of a scenario: offer, rename and take back one, buy it in a plan or leave it.

Each is a function of a scenario that returns another; the former is untouched. Improvements are known by their names.
"""

from collections.abc import Callable
from dataclasses import replace

from simulator.edits.channels import opened, value_at, without_lost_purchases
from simulator.edits.scaling import scaled
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantity_of
from simulator.scenario.improvements import Improvement
from simulator.scenario.months import Month
from simulator.scenario.plans import Plan, Purchase
from simulator.scenario.scenario import Scenario
from simulator.validation import name_problem

BETTER = 0.2
"""What is offered anew begins as so much better, in odds; a person says how much it really is."""


def free_improvement_name(scenario: Scenario[Belief], wanted: str) -> str:
    """``wanted``, or with a number behind it where an improvement already has that name."""
    taken = {each.name.casefold() for each in scenario.improvements}
    candidates = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in candidates if name.casefold() not in taken)


def improvement_refusal(scenario: Scenario[Belief], name: str, wanted: str) -> str:
    """Why an improvement cannot be renamed, in words; empty if it can."""
    bare = wanted.strip()
    if not bare:
        return "an improvement needs a name"
    others = {each.name.casefold() for each in scenario.improvements if each.name != name}
    return f"there is already an improvement called {bare}" if bare.casefold() in others else name_problem(bare)


def offer_improvement(scenario: Scenario[Belief], belief: str, name: str) -> Scenario[Belief]:
    """The scenario that offers one more improvement, of the belief at a path: a bit better than that is now."""
    blank = Improvement(
        name=free_improvement_name(scenario, name), belief=belief, becomes=better(scenario, belief), cost=0.0
    )
    return replace(scenario, improvements=(*scenario.improvements, blank))


def better(scenario: Scenario[Belief], path: str) -> Belief:
    """A belief that is a bit better than the one at a path, without its source: nobody has stated it yet."""
    owner, _, name = path.rpartition(".")
    declared = quantity_of(value_at(scenario, owner), name)
    by = BETTER if declared.market > 0 else -BETTER
    bare = replace(value_at(scenario, path), source="", as_of=None, yearly_change=0.0, learned=None)
    found = scaled(bare, declared, by)
    low, likely, high = (float(f"{number:.3g}") for number in (found.low, found.likely, found.high))
    readable = replace(found, low=low, likely=likely, high=high)
    found = found if readable.problems(declared) else readable
    return opened(found, declared) if found.is_certain else found


def rename_improvement(scenario: Scenario[Belief], name: str, wanted: str) -> Scenario[Belief]:
    """The improvement under another name, in every plan too."""
    new = wanted.strip()
    renamed = with_improvement(scenario, name, lambda each: replace(each, name=new))
    plans = tuple(
        replace(
            plan,
            improvements=tuple(
                replace(each, improvement=new) if each.improvement == name else each for each in plan.improvements
            ),
        )
        for plan in scenario.plans
    )
    return replace(renamed, plans=plans)


def with_improvement(
    scenario: Scenario[Belief], name: str, change: Callable[[Improvement[Belief]], Improvement[Belief]]
) -> Scenario[Belief]:
    """The scenario with one improvement changed."""
    changed = tuple(change(each) if each.name == name else each for each in scenario.improvements)
    return replace(scenario, improvements=changed)


def improving(scenario: Scenario[Belief], name: str, belief: str) -> Scenario[Belief]:
    """The scenario in which an improvement is one of the belief at another path."""
    becomes = better(scenario, belief)
    return with_improvement(scenario, name, lambda each: replace(each, belief=belief, becomes=becomes))


def remove_improvement(scenario: Scenario[Belief], name: str) -> Scenario[Belief]:
    """The scenario without an improvement; no plan buys it any more."""
    left = tuple(each for each in scenario.improvements if each.name != name)
    return without_lost_purchases(replace(scenario, improvements=left))


def with_purchase(scenario: Scenario[Belief], plan: str, name: str, first: Month | None) -> Scenario[Belief]:
    """The scenario in which a plan has an improvement from a month on; None leaves it."""
    return replace(
        scenario,
        plans=tuple(bought(each, name, first) if each.name == plan else each for each in scenario.plans),
    )


def bought(plan: Plan, name: str, first: Month | None) -> Plan:
    """The plan with an improvement from a month on; None leaves it."""
    others = tuple(each for each in plan.improvements if each.improvement != name)
    if first is None:
        return replace(plan, improvements=others)
    wanted = Purchase(improvement=name, first=first)
    if len(others) == len(plan.improvements):
        return replace(plan, improvements=(*others, wanted))
    kept = (wanted if each.improvement == name else each for each in plan.improvements)
    return replace(plan, improvements=tuple(kept))
