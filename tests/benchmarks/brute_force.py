"""The best split against every split: ``uv run python -m tests.benchmarks.brute_force --problems 1000``.

Random problems of two to five channels with all curves, seasons, limits, improvements and capacities, each by all
objectives. It counts the answers that are the best of all, those that fall short of it by more than a thousandth and
the worst of these, bounds that lie below the best, answers that break a limit, and refusals of what can be met: of
all but the first there should be none. What is not as it should be is named by its seed. Ctrl-C prints what has been
counted, ``--first`` is the first seed.
"""

import argparse
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace

from simulator.analyses.allocation.improving import ImprovedAllocation, best_with_improvements, without_improvements
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.errors import LimitsError
from tests.analyses.allocation.any_problem import PLAN, EverySplit, any_problem, objectives_of
from tests.analyses.allocation.problems import DRAWS, Problem, keeps

ROUNDING, CLOSE = 1e-9, 1e-3
EVERY = 50


@dataclass
class Counts:
    """What has been counted, by objective and by whether channels meet at a capacity; what is ``wrong`` in words."""

    counts: Counter[tuple[str, str]] = field(default_factory=Counter)
    worst: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    wrong: list[str] = field(default_factory=list)

    def add(self, seed: int) -> None:
        """Try a problem by all objectives."""
        asked = any_problem(seed)
        together = " (capacity)" if asked.scenario.room_by_month is not None else ""
        every = EverySplit(asked)
        if not every.of_sets:
            self.counts["all", "no split keeps to the limits"] += 1
            if _answer(asked, Objective()) is not None:
                self._wrong(seed, "all", "an answer where none keeps to the limits")
            return
        self.counts["all", "problems"] += 1
        for name, objective in objectives_of(every).items():
            self._judge(seed, name + together, asked, objective, every.best(objective))

    def _judge(self, seed: int, name: str, asked: Problem, objective: Objective, best: float) -> None:
        found = _answer(asked, objective)
        if found is None:
            # Under an exact total a smaller one is no answer, unless there is no more to buy.
            self._wrong(seed, name, "refused what can be met")
            return
        value, bound = found.allocation.value, found.bound
        short = (best - value) / max(abs(best), ROUNDING)
        self.counts[name, "answers"] += 1
        self.counts[name, "the best of all"] += short <= ROUNDING
        self.counts[name, "proven"] += found.beside.is_proven
        self.worst[name] = max(self.worst[name], short)
        is_sum = objective.kind is Kind.MEAN and asked.scenario.room_by_month is None
        if short > (ROUNDING if is_sum else CLOSE):
            self._wrong(seed, name, f"short of the best by {short:.2%}")
        if bound is not None and bound < best - ROUNDING * abs(best):
            self._wrong(seed, name, "bound below the best")
        for problem in _broken(asked, found):
            self._wrong(seed, name, problem)

    def _wrong(self, seed: int, name: str, what: str) -> None:
        self.counts[name, what.partition(" by ")[0]] += 1
        self.wrong.append(f"seed {seed}, {name}: {what}")
        print(self.wrong[-1], flush=True)

    def show(self) -> None:
        """Print what has been counted."""
        for (name, what), count in sorted(self.counts.items()):
            print(f"{name:30} {count:6}  {what}")
        for name, short in sorted(self.worst.items()):
            print(f"{name:30} {short:.3%}  worst")


def _answer(asked: Problem, objective: Objective) -> ImprovedAllocation | None:
    problem = AllocationProblem(
        scenario=asked.scenario, budget=asked.budget, plan=PLAN, objective=objective, limits=asked.limits,
        or_less=asked.or_less, draws=DRAWS,
    )  # fmt: skip
    with suppress(LimitsError):
        return best_with_improvements(problem) if asked.scenario.improvements else without_improvements(problem)
    return None


def _broken(asked: Problem, found: ImprovedAllocation) -> Iterator[str]:
    """What an answer does not keep to."""
    left = asked.budget - found.monthly_cost
    limits = asked.limits.in_month(1, asked.scenario.start)
    spend = {name: round(amount, 2) for name, amount in found.allocation.spend.items()}
    if not keeps(replace(asked, budget=left, limits=limits), spend):
        yield "a limit is broken"
    if sum(spend.values()) > left + 0.005:
        yield "more than the budget"


def main() -> None:
    """Try the problems and print the counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--problems", type=int, default=1_000)
    parser.add_argument("--first", type=int, default=0)
    asked = parser.parse_args()
    counts = Counts()
    with suppress(KeyboardInterrupt):
        for place in range(asked.problems):
            counts.add(asked.first + place)
            if (place + 1) % EVERY == 0:
                print(f"{place + 1} problems", flush=True)
    counts.show()


if __name__ == "__main__":
    main()
