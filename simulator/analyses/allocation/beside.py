"""A split beside others: what a plan with it brings by all that splits are judged by, not by its own objective alone.

Figures are those of all worlds, as every page shows them of a plan. Whether a split is better is judged in worlds that
had no part in choosing it (see ``best``).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from simulator.analyses.allocation.best import CHANCES_ALIKE, Allocation
from simulator.analyses.allocation.by_period import AllocationByPeriod
from simulator.analyses.allocation.improving import (
    ImprovedAllocation,
    best_with_improvements,
    bought_by,
    without_improvements,
)
from simulator.analyses.allocation.objectives import (
    BALANCED,
    BOLD,
    CAREFUL,
    Kind,
    Objective,
    chance_of,
    target_of,
    worst_weights,
)
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.reasons import Reasons, reasons_of
from simulator.analyses.improvement_worth import ImprovementWorth, improvement_worths
from simulator.analyses.summary import Summary, error_of_share, plan_summary
from simulator.engine.simulation import Simulation, simulate
from simulator.errors import LimitsError, SettingsError
from simulator.metrics.kpis import METRICS, Metric, draws_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

WAYS: Mapping[Kind, Objective] = {each.kind: each for each in (BOLD, BALANCED, CAREFUL)}
"""The splits that stand beside each other: the best on average, in the middle, and in the worst tenth of all worlds."""


def ways_of(scenario: Scenario[Belief]) -> Mapping[Kind, Objective]:
    """The WAYS, and the best chance of the scenario's target where it has one that a split can be judged by."""
    target = target_of(scenario)
    return WAYS if target is None else {**WAYS, Kind.CHANCE: chance_of(target)}


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """Profit that a plan brings over the horizon, the average of its ``worst`` tenth of worlds, and customers.

    ``loses`` is the share of worlds in which profit is below nothing. ``reaches`` is that of worlds that reach the
    target by which splits are judged, of a count by what is expected, luck aside; None without such a target.
    """

    profit: Summary
    worst: float
    loses: float
    loses_error: float
    customers: Summary
    reaches: float | None = None
    reaches_error: float = 0.0

    def by(self, kind: Kind) -> float:
        """Figure that a split of this kind is to maximise: a profit, or the chance of the target."""
        if kind is Kind.CHANCE:
            assert self.reaches is not None, "by its chance only a target is judged"
            return self.reaches
        return {Kind.MEAN: self.profit.mean, Kind.MEDIAN: self.profit.p50, Kind.WORST: self.worst}[kind]


@dataclass(frozen=True, kw_only=True)
class Split:
    """The best split by an objective, what it brings, and what the plan as it is brings.

    ``worths`` are those of the improvements that were chosen among, at the answer; ``bought_now`` are those that the
    plan as it is buys.
    """

    chosen: ImprovedAllocation
    outlook: Outlook
    present: Outlook
    worths: Sequence[ImprovementWorth] = ()
    bought_now: tuple[str, ...] = ()

    @property
    def found(self) -> Allocation:
        """The split of what is left for channels, beside the plan as it is."""
        return self.chosen.beside

    @property
    def kind(self) -> Kind:
        """How worlds become the one number that it has the most of."""
        return self.found.objective.kind

    def gives_up(self, other: "Split") -> float:
        """By how much the other split is better at what that one has the most of [money], or how much more likely."""
        return other.outlook.by(other.kind) - self.outlook.by(other.kind)

    @property
    def matters(self) -> float:
        """A difference in what it has the most of that does not matter."""
        return CHANCES_ALIKE if self.kind is Kind.CHANCE else self.found.gain.matters


def outlook_of(simulation: Simulation) -> Outlook:
    """Outlook of a simulated plan over the horizon."""
    metric, summaries = METRICS["profit"], plan_summary(simulation)
    assert isinstance(metric, Metric)
    draws = metric.of_plan(simulation.funnel)[0, 0]
    loses = float((draws < 0.0).mean())
    reaches = _reaches(simulation)
    return Outlook(
        profit=summaries["profit"],
        worst=float(worst_weights(draws) @ draws),
        loses=loses,
        loses_error=error_of_share(loses, draws.size) if draws.size > 1 else 0.0,
        customers=summaries["customers"],
        reaches=reaches,
        reaches_error=0.0 if reaches is None or draws.size == 1 else error_of_share(reaches, draws.size),
    )


def _reaches(simulation: Simulation) -> float | None:
    """The share of worlds that reach the target by which splits are judged."""
    target = target_of(simulation.scenario)
    return None if target is None else chance_of(target).score(draws_of(simulation, target.metric))


@dataclass(frozen=True, kw_only=True)
class Divided:
    """The search for the split that a plan says it is, and why it is that.

    ``worths`` are those of the improvements that were chosen among, at the answer.
    """

    chosen: ImprovedAllocation
    reasons: Reasons
    worths: Sequence[ImprovementWorth] = ()

    @property
    def found(self) -> Allocation:
        """The split of what is left for channels, beside the plan as it is."""
        return self.chosen.beside


def divided_again(scenario: Scenario[Belief], plan: str, base: str, draws: int, seed: int) -> Divided | None:
    """The search that a plan came from, once more, beside the plan ``base``.

    None where the plan came about otherwise, or is not what is found now: it, the beliefs or the limits have changed.
    """
    proposed = scenario.plan(plan)
    stated = proposed.best_split
    if stated.total is None:
        return None
    best = best_with_improvements if stated.with_improvements else without_improvements
    problem = AllocationProblem(
        scenario=scenario,
        budget=stated.total,
        plan=base,
        objective=WAYS[Kind(stated.by)],
        limits=scenario.limits,
        or_less=stated.or_less,
        draws=draws,
        seed=seed,
    )
    try:
        chosen = best(problem)
    except (LimitsError, SettingsError):
        return None
    found = chosen.allocation
    answer = found.scenario.plan(base)
    is_it = dict(answer.monthly_spend) == dict(proposed.monthly_spend) and answer.improvements == proposed.improvements
    if not is_it:
        return None
    return Divided(chosen=chosen, reasons=reasons_of(found), worths=worths_of(chosen))


def split_of(problem: AllocationProblem) -> Split:
    """The best split of a budget by one of the WAYS. Raises LimitsError and SettingsError."""
    return _told(without_improvements(problem), problem.scenario)


def split_and_improvements_of(
    problem: AllocationProblem, progress: Callable[[float], None] = lambda share: None
) -> Split:
    """The best use of a budget for channels and improvements together. Raises as ``split_of`` does."""
    return _told(best_with_improvements(problem, progress), problem.scenario)


def _told(chosen: ImprovedAllocation, scenario: Scenario[Belief]) -> Split:
    """An answer beside the plan as it is."""
    found = chosen.allocation
    now = simulate(scenario, found.plan, draws=found.draws, seed=found.seed)
    is_kept = chosen.beside.is_the_present_plan
    then = now if is_kept else simulate(found.scenario, found.plan, draws=found.draws, seed=found.seed)
    return Split(
        chosen=chosen,
        outlook=outlook_of(then),
        present=outlook_of(now),
        worths=improvement_worths(then) if chosen.among else [],
        bought_now=bought_by(scenario, found.plan),
    )


def worths_of(chosen: ImprovedAllocation) -> Sequence[ImprovementWorth]:
    """Worth of each improvement that was chosen among, at the answer."""
    found = chosen.allocation
    if not chosen.among:
        return []
    return improvement_worths(simulate(found.scenario, found.plan, draws=found.draws, seed=found.seed))


def worths_by_period(found: AllocationByPeriod) -> Sequence[ImprovementWorth]:
    """Worth of each improvement that is offered, at a split by period."""
    whole = found.whole
    return improvement_worths(simulate(found.scenario, found.plan, draws=whole.draws, seed=whole.seed))
