"""The speed of the engine, as ratios within one run: ``uv run python -m tests.benchmarks.engine``.

The yardstick is one ``numpy.power`` over an array (channel, month, draw) plus one sort of (month, draw).
"""

import time
import tracemalloc
from collections.abc import Callable, Mapping

import numpy as np

from simulator import Scenario, Simulation
from simulator.analyses.summary import plan_summary
from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import sample_in_chunks
from simulator.metrics.payback import cumulative_profit
from simulator.scenario.beliefs import Belief
from simulator.scenario.stages import Stage
from tests.benchmarks.eight_channels import CAPPED, FULL, PLAIN, WITH_REPEATS, scenario

CHANNELS, MONTHS, DRAWS = 8, 24, 8_192
ROUNDS = 40


def seconds(work: Callable[[], object]) -> float:
    """How long it takes once."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def least(works: Mapping[str, Callable[[], object]], rounds: int = ROUNDS) -> dict[str, float]:
    """The shortest time of each, taken in turns so that a busy machine is busy for all of them."""
    for work in works.values():
        work()
    times = [{name: seconds(work) for name, work in works.items()} for _ in range(rounds)]
    return {name: min(taken[name] for taken in times) for name in works}


def up_to_sorted_profit(stated: Scenario[Belief], draws: int = DRAWS) -> Callable[[], Funnel]:
    """The engine with draws cached, up to the funnel with its totals and the sorted cumulative profit."""
    chunks = sample_in_chunks(stated, draws=draws)
    plan = stated.plans[0]

    def work() -> Funnel:
        funnel = run(stated, chunks, plan)
        np.sort(cumulative_profit(funnel.plan_profit)[0], axis=-1)
        return funnel

    return work


def with_months(stated: Scenario[Belief]) -> Callable[[], object]:
    """The same, and the totals by month of everything, which are worked out when they are first read."""
    work = up_to_sorted_profit(stated)

    def read() -> list[object]:
        months = work().by_month
        return [months.revenue, *(months.stages[stage] for stage in Stage)]

    return read


def yardstick() -> Callable[[], object]:
    """One power and one sort."""
    generator = np.random.default_rng(0)
    cells, path = generator.random((CHANNELS, MONTHS, DRAWS)) + 0.5, generator.random((MONTHS, DRAWS))

    def work() -> None:
        np.power(cells, 1.37)
        np.sort(path, axis=1)

    return work


def kpis(stated: Scenario[Belief]) -> Callable[[], object]:
    """All KPIs of the plan with their standard errors."""
    chunks = sample_in_chunks(stated)
    simulation = Simulation(
        scenario=stated,
        chunks=chunks,
        plan="Plan",
        draws=DRAWS,
        seed=1,
        funnel=run(stated, chunks, stated.plans[0]),
    )
    return lambda: plan_summary(simulation)


def peak_arrays(stated: Scenario[Belief]) -> float:
    """The most memory that the engine holds at once, in arrays (channel, month, draw)."""
    work = up_to_sorted_profit(stated)
    work()
    tracemalloc.start()
    kept = work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert kept.draws == DRAWS
    return peak / (CHANNELS * MONTHS * DRAWS * 8)


def growth() -> dict[str, float]:
    """Time per cell as a multiple of that of the first row, above a million cells."""
    sizes = {(8, 24, 8_192): 10, (16, 24, 8_192): 8, (40, 24, 8_192): 5, (8, 48, 16_384): 5, (40, 24, 131_072): 2}
    found = {}
    for (channels, months, draws), rounds in sizes.items():
        work = up_to_sorted_profit(scenario(channels=channels, months=months), draws)
        name = f"{channels} channels x {months} months x {draws:,} draws"
        found[name] = least({"engine": work}, rounds)["engine"] / (channels * months * draws)
    first = next(iter(found.values()))
    return {name: per_cell / first for name, per_cell in found.items()}


def main() -> None:
    """Measure and print."""
    cases = {
        "plain": PLAIN,
        "with capped channels": CAPPED,
        "with repeat sales": WITH_REPEATS,
        "with repeats, delay and capacity": FULL,
    }
    works = {name: up_to_sorted_profit(stated) for name, stated in cases.items()}
    monthly = {f"{name}, months too": with_months(stated) for name, stated in cases.items()}
    taken = least({"yardstick": yardstick(), **works, **monthly, "KPIs": kpis(FULL)})
    print(f"yardstick {1e3 * taken['yardstick']:.1f} ms")
    for name, stated in cases.items():
        arrays = peak_arrays(stated)
        alone, together = (taken[key] / taken["yardstick"] for key in (name, f"{name}, months too"))
        print(
            f"engine, {name}: {alone:.1f} yardsticks ({together:.1f} with totals by month), at most {arrays:.1f} arrays"
        )
    print(f"all KPIs with errors: {taken['KPIs'] / taken['with repeats, delay and capacity']:.2f} of the full engine")
    for name, per_cell in growth().items():
        print(f"time per cell, {name}: {per_cell:.2f}")


if __name__ == "__main__":
    main()
