"""A split by period of what improvements leave of a budget.

To choose among improvements by period would take a search by period for every set of them. So they are chosen once, by
the best split that is the same in all months, and what they leave is divided by period.
"""

from dataclasses import replace

from simulator.analyses.allocation.by_period import AllocationByPeriod, Progress, best_by_period
from simulator.analyses.allocation.improving import ImprovedAllocation, best_with_improvements
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.scenario.limits import Limits


def best_by_period_with_improvements(
    problem: AllocationProblem, length: int, progress: Progress = lambda share: None
) -> AllocationByPeriod:
    """The best improvements for one split in all months, and the best split by period of what they leave.

    Raises as ``best_with_improvements`` does.
    """
    chosen = best_with_improvements(problem, lambda share: progress(0.5 * share))
    left = left_for_channels(chosen, problem.limits)
    found = best_by_period(left, length, lambda share: progress(0.5 + 0.5 * share))
    return with_chosen(found, chosen)


def left_for_channels(chosen: ImprovedAllocation, limits: Limits) -> AllocationProblem:
    """The problem of dividing what improvements leave, in limits as they are stated."""
    return replace(chosen.allocation.problem, limits=limits)


def with_chosen(found: AllocationByPeriod, chosen: ImprovedAllocation) -> AllocationByPeriod:
    """The split by period of what improvements leave that were chosen for one split in all months.

    It has no bound: with others a split by period might bring more.
    """
    if not (chosen.among and found.scenario.improvements):
        return found
    return replace(found, chosen=chosen, bound=None)
