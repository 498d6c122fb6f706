"""The right total where improvements may be bought from it, too.

To choose among improvements at every total would take as many searches as there are totals. So they are chosen once, at
the most profitable total of the plan as it is; with what is bought then, every total is divided again.
"""

from collections.abc import Callable
from dataclasses import dataclass

from simulator.analyses.allocation.improving import best_with_improvements, bought_by, monthly_cost, with_set
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.right_total import RightTotal, TotalPoint, right_total
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario


@dataclass(frozen=True, kw_only=True)
class ImprovedTotal:
    """The most profitable total with the improvements ``bought``, which take ``monthly_cost`` of it.

    ``as_it_is`` is that of the plan with what it buys, and ``cost_now`` what that takes [money per month]. ``best`` is
    the split of what is left for the channels.
    """

    as_it_is: RightTotal
    cost_now: float
    bought: tuple[str, ...]
    monthly_cost: float
    best: TotalPoint

    @property
    def total(self) -> float:
        """The most profitable total, with what improvements take [money per month]."""
        return round(self.best.total + self.monthly_cost, 2)

    @property
    def gain(self) -> float:
        """How much more profit that is on average than the most profitable total of the plan as it is [money]."""
        return self.best.profit.mean - self.as_it_is.most_profitable.profit.mean


def right_total_with_improvements(
    scenario: Scenario[Belief],
    *,
    plan: str,
    limits: Limits = Limits(),  # noqa: B008 - it is frozen
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
    progress: Callable[[float], None] = lambda share: None,
) -> ImprovedTotal:
    """The most profitable total where improvements may be bought from it. Raises as ``right_total`` does.

    Also SettingsError where more improvements are offered than can be tried.
    """
    as_it_is = right_total(scenario, plan=plan, limits=limits, draws=draws, seed=seed)
    progress(0.3)
    now, cost_now = bought_by(scenario, plan), monthly_cost(scenario, plan)
    kept = ImprovedTotal(
        as_it_is=as_it_is, cost_now=cost_now, bought=now, monthly_cost=cost_now, best=as_it_is.most_profitable
    )
    asked = AllocationProblem(
        scenario=scenario,
        budget=as_it_is.most_profitable.total + cost_now,
        plan=plan,
        limits=limits,
        or_less=True,
        draws=draws,
        seed=seed,
    )
    names = best_with_improvements(asked, lambda share: progress(0.3 + 0.4 * share)).bought
    if set(names) == set(now):
        return kept
    progress(0.7)
    changed = with_set(scenario, plan, names)
    again = right_total(changed, plan=plan, limits=limits, draws=draws, seed=seed)
    found = ImprovedTotal(
        as_it_is=as_it_is,
        cost_now=cost_now,
        bought=names,
        monthly_cost=monthly_cost(changed, plan),
        best=again.most_profitable,
    )
    return found if found.gain > 0.0 else kept
