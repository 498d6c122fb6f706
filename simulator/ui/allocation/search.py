"""Searches of the page "Best split" in a process of their own. It imports no toolkit, so that one begins soon."""

from dataclasses import replace

from simulator.analyses.allocation.beside import Split, split_and_improvements_of, split_of, ways_of
from simulator.analyses.allocation.best import Allocation
from simulator.analyses.allocation.by_period import AllocationByPeriod, best_by_period
from simulator.analyses.allocation.improved_by_period import left_for_channels
from simulator.analyses.allocation.improved_total import ImprovedTotal, right_total_with_improvements
from simulator.analyses.allocation.objectives import Kind, target_of
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.reasons import Reasons, reasons_of
from simulator.analyses.allocation.right_total import RightTotal, right_total
from simulator.edits.spend import slider_spend
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import GroupLimits
from simulator.scenario.scenario import Scenario
from simulator.ui.session.alone import alone
from simulator.ui.session.workers import report

Given = tuple[Scenario[Belief], str, float, Kind, bool, int]
"""The scenario with the plan alone, the plan, the total [money per month], the kind, or less, and the draws."""


def given(scenario: Scenario[Belief], plan: str, budget: float, kind: Kind, or_less: bool, draws: int) -> Given:
    """All that a search depends on, and nothing else: to add a plan, or to name something, asks for no other answer."""
    # A group of which nothing is limited yet changes no answer.
    groups = tuple(group for group in scenario.limits.groups if _is_limited(group))
    limits = replace(scenario.limits, groups=groups)
    # Of the targets the one by which splits are judged, however sure somebody wants to be of it.
    target = target_of(scenario)
    targets = () if target is None else (replace(target, probability=None),)
    return replace(alone(scenario, plan), limits=limits, targets=targets), plan, budget, kind, or_less, draws


Totals = tuple[Scenario[Belief], str, int]


def given_totals(scenario: Scenario[Belief], plan: str, draws: int) -> Totals:
    """All that the best splits of every total depend on: of the other plans only the largest says how far to look."""
    of_plan, *_ = given(scenario, plan, 0.0, Kind.MEAN, False, draws)
    largest = max(scenario.plans, key=lambda each: sum(slider_spend(scenario, each).values()))
    others = () if largest.name == plan else (replace(largest, notes=""),)
    return replace(of_plan, plans=(*of_plan.plans, *others), targets=()), plan, draws


def totals(scenario: Scenario[Belief], plan: str, draws: int) -> RightTotal:
    """The best split of every total. Raises LimitsError and SettingsError."""
    return right_total(scenario, plan=plan, limits=scenario.limits, draws=draws)


def totals_with_improvements(scenario: Scenario[Belief], plan: str, draws: int) -> ImprovedTotal:
    """The same, and what to buy from the most profitable one. Raises LimitsError and SettingsError."""
    return right_total_with_improvements(
        scenario,
        plan=plan,
        limits=scenario.limits,
        draws=draws,
        progress=lambda share: report(share, "trying what to buy" if 0.3 <= share < 0.7 else "dividing every total"),
    )


def _is_limited(group: GroupLimits) -> bool:
    return any(each is not None for each in (group.at_least, group.at_most, group.share_at_most))


def searched(scenario: Scenario[Belief], plan: str, budget: float, kind: Kind, or_less: bool, draws: int) -> Split:
    """The best split of a total. Raises LimitsError and SettingsError."""
    return split_of(_problem(scenario, plan, budget, kind, or_less, draws))


def searched_with_improvements(
    scenario: Scenario[Belief], plan: str, budget: float, kind: Kind, or_less: bool, draws: int
) -> Split:
    """The best use of a total for channels and improvements together. Raises LimitsError and SettingsError."""
    asked = _problem(scenario, plan, budget, kind, or_less, draws)
    return split_and_improvements_of(asked, progress=lambda share: report(share, "trying what to buy"))


def _problem(
    scenario: Scenario[Belief], plan: str, budget: float, kind: Kind, or_less: bool, draws: int
) -> AllocationProblem:
    """The problem of dividing a total within the scenario's own limits."""
    return AllocationProblem(
        scenario=scenario,
        budget=budget,
        plan=plan,
        objective=ways_of(scenario)[kind],
        limits=scenario.limits,
        or_less=or_less,
        draws=draws,
    )


def given_periods(whole: Split, length: int) -> tuple[AllocationProblem, int]:
    """All that a split by period depends on: the same money, for the same, as that of one split for all months."""
    chosen = whole.chosen
    return left_for_channels(chosen, chosen.allocation.before.limits), length


def by_period(problem: AllocationProblem, length: int) -> AllocationByPeriod:
    """The best split by period. Raises LimitsError and SettingsError."""
    return best_by_period(problem, length, progress=lambda share: report(share, "dividing months anew"))


def reasons(found: Allocation) -> Reasons:
    """The reasons for an answer."""
    return reasons_of(found)
