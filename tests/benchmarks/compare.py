"""The cost of a comparison against one plan, as ratios within one run: ``uv run python -m tests.benchmarks.compare``.

Six plans that differ in every channel, 8 channels, 24 months, 8,192 draws; draws are cached for both, as they are from
the second look on. One plan is its simulation and all its KPIs with their standard errors; the comparison is six
simulations and the comparison by every metric: paired differences, chances, regret and verdicts.
"""

import statistics
import time
import tracemalloc
from collections.abc import Callable, Mapping
from dataclasses import replace

from simulator.analyses.comparison import compare, compare_all, plan_draws
from simulator.analyses.summary import plan_summary
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan, Steady
from simulator.scenario.scenario import Scenario
from tests.benchmarks.eight_channels import FULL, PLAIN, WITH_REPEATS

PLANS = 6
MOST = 7.0
ROUNDS = 30
CASES = {"plain": PLAIN, "with repeat sales": WITH_REPEATS, "with repeats, delay and capacity": FULL}


def with_plans(stated: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with plans none of which spends in any channel what another does."""
    names = stated.channel_names
    spends = [{name: Steady(amount=900.0 + 40.0 * place + 150.0 * number) for place, name in enumerate(names)}
              for number in range(PLANS)]  # fmt: skip
    plans = tuple(Plan(name=f"Plan {number}", monthly_spend=spend) for number, spend in enumerate(spends, start=1))
    return replace(stated, plans=plans)


def one_plan(scenario: Scenario[Belief]) -> object:
    """One plan and all its KPIs."""
    return plan_summary(simulate(scenario, "Plan 1"))


def all_metrics(scenario: Scenario[Belief]) -> object:
    """Six plans by every metric; each simulation is forgotten once it is read."""
    return compare_all({plan.name: plan_draws(simulate(scenario, plan.name)) for plan in scenario.plans})


def all_metrics_held(scenario: Scenario[Belief]) -> object:
    """The same with all simulations kept."""
    return compare_all({plan.name: simulate(scenario, plan.name) for plan in scenario.plans})


def one_metric(scenario: Scenario[Belief]) -> object:
    """Six plans by their profit alone."""
    return compare({plan.name: simulate(scenario, plan.name) for plan in scenario.plans}, metric="profit")


WORKS: Mapping[str, Callable[[Scenario[Belief]], object]] = {
    "every metric": all_metrics,
    "every metric, simulations kept": all_metrics_held,
    "profit alone, simulations kept": one_metric,
}


def processor_seconds(work: Callable[[Scenario[Belief]], object], scenario: Scenario[Belief]) -> float:
    """How long the processor works at it; what else the machine does in the meantime does not count."""
    start = time.process_time()
    work(scenario)
    return time.process_time() - start


def as_often_as_allowed(scenario: Scenario[Belief]) -> object:
    """One plan after the other, as many as a comparison may cost: as long a stretch of work, disturbed as often."""
    return [one_plan(scenario) for _ in range(int(MOST))]


def ratios(scenario: Scenario[Belief]) -> dict[str, float]:
    """The time of each comparison over that of one plan: medians, the works taken in turns."""
    works = {"allowed": as_often_as_allowed, **WORKS}
    rounds = [{name: processor_seconds(work, scenario) for name, work in works.items()} for _ in range(ROUNDS)]
    typical = {name: statistics.median(row[name] for row in rounds) for name in works}
    one = typical["allowed"] / int(MOST)
    return {name: typical[name] / one for name in WORKS} | {"one plan [ms]": 1e3 * one}


def megabytes(work: Callable[[Scenario[Belief]], object], scenario: Scenario[Belief]) -> float:
    """The most memory that the work holds at once."""
    work(scenario)
    tracemalloc.start()
    work(scenario)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def main() -> None:
    """Measure and print."""
    for case, stated in CASES.items():
        scenario = with_plans(stated)
        found = ratios(scenario)
        print(f"{case}: one plan {found['one plan [ms]']:.1f} ms, {megabytes(one_plan, scenario):.0f} MB")
        for name, work in WORKS.items():
            remark = "" if found[name] <= MOST else f"  ABOVE {MOST:g}"
            memory = megabytes(work, scenario)
            print(f"  {name}: {found[name]:.2f} times one plan, {memory:.0f} MB{remark}")


if __name__ == "__main__":
    main()
