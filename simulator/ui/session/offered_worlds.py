"""Worlds that browsers compute in while a slider is held: offered by a run of the page, packed when one asks for them.

They depend on what is believed and not on what is spent, so that a browser fetches them once, however often sliders
move. A browser names them by their digest; only what was offered can be had.
"""

import gzip
import json
from dataclasses import dataclass, replace
from functools import cached_property
from hashlib import sha256

from simulator.analyses.stress import Condition, under
from simulator.engine.cost import cost_of
from simulator.engine.sampling import DEFAULT_SEED, REPLICATES, sample
from simulator.reports.playable.curves import not_played
from simulator.reports.playable.worlds import packed
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.ui.session.cache import kept
from simulator.ui.session.offers import Offers
from simulator.ui.session.results import PlanResult, stated
from simulator.ui.session.turns import turn

MOST_WORLDS, FEWEST_WORLDS = 2_048, 512

MOST_NUMBERS = 3_000_000
"""Numbers by channel, month and world that a browser works out at the rate of a screen, and has the memory for."""


@dataclass(frozen=True)
class Worlds:
    """So many possible worlds of a scenario in which some conditions hold; its one plan spends nothing."""

    scenario: Scenario[Belief]
    conditions: tuple[Condition, ...]
    count: int

    @cached_property
    def digest(self) -> str:
        """The name by which browsers ask for them."""
        return sha256(repr((stated(self.scenario), self.conditions, self.count)).encode()).hexdigest()

    def packed(self) -> bytes:
        """Data that the script reads, compressed; worked out where it is not kept."""
        return kept(("packed worlds", self.digest), self._packed)

    def _packed(self) -> bytes:
        [plan] = self.scenario.plans
        with turn(cost_of(self.scenario, plan.name, self.count)):
            scenario, market = under(self.scenario, self.conditions)
            drawn = sample(scenario, draws=self.count, seed=DEFAULT_SEED, market=market)
            read = packed(scenario, drawn, plan.name, replicates=REPLICATES)
        return gzip.compress(json.dumps(read, separators=(",", ":")).encode(), 1)


_offered = Offers[Worlds]()


def offer(result: PlanResult) -> Worlds | None:
    """Let browsers ask for the worlds of a result by their digest.

    None where a plan is too large for a browser, or has a response curve that the script lacks.
    """
    count = _count(result)
    if count < FEWEST_WORLDS or not_played(result.scenario):
        return None
    worlds = Worlds(_without_spend(result.scenario, result.plan), result.conditions, count)
    _offered.put(worlds.digest, worlds)
    return worlds


def offered(digest: str) -> Worlds | None:
    """The worlds of a digest, if they were offered."""
    return _offered.found(digest)


def _count(result: PlanResult) -> int:
    """How many worlds: as many as a browser can keep up with."""
    numbers = len(result.scenario.channels) * result.scenario.horizon_months
    count = min(MOST_WORLDS, result.draws)
    while count * numbers > MOST_NUMBERS:
        count //= 2
    return count


def _without_spend(scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
    """The scenario with its beliefs alone: neither words nor the channels' money, which move no world.

    What the plan improves it keeps.
    """
    bought = Plan(name=plan, monthly_spend={}, improvements=scenario.plan(plan).improvements)
    return replace(scenario, name="", notes="", targets=(), plans=(bought,))
