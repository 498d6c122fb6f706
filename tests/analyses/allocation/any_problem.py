"""Random problems of any kind, small enough to try every split of every set of improvements: the oracle of the search.

Without a capacity channels meet nowhere: each is run alone with each amount, and what splits bring are sums, which a
run of the whole plan bears out. Where they meet at a capacity every split is run as a whole plan.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain, combinations, product
from typing import Any

import numpy as np

from simulator.analyses.allocation.grid import grid_of
from simulator.analyses.allocation.improving import with_set
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.analyses.allocation.tables import Worlds
from simulator.edits.spend import with_slider_spend
from simulator.engine.funnel import Funnel, run
from simulator.errors import LimitsError
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray
from tests.analyses.allocation.problems import STEP, Problem, around, channel, keeps, searched
from tests.plain import beliefs

STEPS = {1: 7, 2: 7, 3: 7, 4: 6, 5: 5}
"""Into so many steps the budget is divided, by the number of channels."""

STEPS_TOGETHER = 4
PLAN = "Today"


def any_problem(seed: int) -> Problem:
    """A problem of two to five channels of any type with any curve, season, fee and limit.

    A third have improvements to choose among, with visits that come without money; a fourth meet at a capacity.
    """
    random = np.random.default_rng(seed)
    has_capacity, has_improvements = bool(random.random() < 0.25), bool(random.random() < 0.35)
    count = int(random.integers(2, 4 if has_capacity else 6))
    names = [f"Channel {place}" for place in range(count)]
    steps = STEPS_TOGETHER if has_capacity else STEPS[count]
    horizon = int(random.integers(3, 9))
    plain: dict[str, Any] = {
        "name": "Any",
        "currency": "USD",
        "start": f"2027-{random.integers(1, 13):02d}",
        "horizon_months": horizon,
        "business": {
            "revenue_per_sale": around(random, 700, 0.3),
            "gross_margin_rate": [0.4, 0.5, 0.6],
            "monthly_overhead": float(random.choice([0.0, 300.0])),
            "sales_cycle_months": random.choice([0.0, 0.5, 1.25]).item(),
        },
        "funnel": {"visit_to_lead_rate": around(random, 0.08, 0.3), "lead_to_customer_rate": around(random, 0.3, 0.3)},
        "channels": [_channel(random, name) for name in names],
        "plans": [{"name": PLAN, "monthly_spend": {name: _schedule(random, horizon) for name in names}}],
    }
    if random.random() < 0.4:
        plain["seasonality"] = _season(random)
    if has_capacity:
        plain["business"]["new_customers_per_month_at_most"] = float(random.integers(2, 12))
        plain["business"]["overflow"] = str(random.choice(["lose", "queue"]))
    or_less = bool(random.random() < 0.5)
    if has_improvements:
        plain["channels"].append({"name": "Direct", "type": "unpaid", "visits_per_month": around(random, 120, 0.3)})
        plain["improvements"] = _improvements(random, plain, horizon, whole=not or_less, count=1 if has_capacity else 2)
    own = _limits(random, names, steps)
    return Problem(beliefs(plain), STEP * steps, own, or_less)


def _season(random: np.random.Generator) -> list[float]:
    weights = random.uniform(0.5, 1.5, 12)
    found: list[float] = (12 * weights / weights.sum()).tolist()
    return found


def _schedule(random: np.random.Generator, horizon: int) -> Any:
    amount = STEP * float(random.integers(0, 4))
    kind = random.integers(0, 4)
    if kind == 0:
        return {"amount": amount, "from": int(random.integers(1, horizon))}
    if kind == 1 and amount:
        # On average what the slider has, so that a channel that is locked has whole steps.
        return [amount * share for share in ([0.5, 1.5] * horizon)[: horizon - horizon % 2]] + [amount] * (horizon % 2)
    return amount


def _channel(random: np.random.Generator, name: str) -> dict[str, Any]:
    own = channel(random, name)
    if random.random() < 0.3:
        kind = str(random.choice(["pay_per_impression", "broadcast"]))
        most = own["curve"].get("most_per_month") and around(random, 90_000, 0.3)
        priced = {"pay_per_impression": {"cost_per_mille": around(random, 12, 0.3),
                                         "click_through_rate": around(random, 0.002, 0.3)},
                  "broadcast": {"cost_per_mille": around(random, 12, 0.3),
                                "response_rate": around(random, 0.00016, 0.3)}}[kind]  # fmt: skip
        kept = {key: own[key] for key in own if not key.startswith("cost_per") and key != "response_rate"}
        own = {**kept, "type": kind, **priced, "curve": {**own["curve"], **({"most_per_month": most} if most else {})}}
    if random.random() < 0.2:
        own["incremental_share"] = around(random, 0.5, 0.2)
    if random.random() < 0.2:
        own["seasonality"] = _season(random)
    return own


def _improvements(
    random: np.random.Generator, plain: dict[str, Any], horizon: int, *, whole: bool, count: int
) -> list[dict[str, Any]]:
    """Some to choose among; where the whole budget is to be spent they take ``whole`` steps of it."""
    first = plain["channels"][0]
    price = next(key for key in first if key.startswith("cost_per"))
    offered: list[dict[str, Any]] = [
        {"name": "Form", "belief": "funnel.lead_to_customer_rate", "becomes": around(random, 0.4, 0.2)},
        {"name": "Bids", "belief": f"channels.{first['name']}.{price}",
         "becomes": [each * float(random.uniform(0.7, 0.75)) for each in first[price]]},
    ][:count]  # fmt: skip
    for each in offered:
        steps = 1.0 if whole else float(random.uniform(0.2, 1.5))
        each |= {"cost": STEP * steps * horizon} if random.random() < 0.5 else {"monthly_cost": STEP * steps}
    return offered


def _limits(random: np.random.Generator, names: list[str], steps: int) -> Limits:
    channels = [_channel_limits(random, name) for name in names]
    groups = []
    for place in range(int(random.integers(0, 4))):
        members = tuple(name for name in names if random.random() < 0.6) or (names[place % len(names)],)
        kind = random.integers(0, 3)
        own: dict[str, float] = {"at_most": STEP * float(random.integers(1, steps))}
        if kind == 1:
            own = {"share_at_most": float(random.choice([0.4, 0.6, 0.8]))}
        elif kind == 2:
            own = {"at_least": STEP, "share_at_most": 0.8}
        groups.append(GroupLimits(name=f"Group {place}", channels=members, **own))
    return Limits(step=STEP, channels=tuple(channels), groups=tuple(groups))


def _channel_limits(random: np.random.Generator, name: str) -> ChannelLimits:
    own, kind = ChannelLimits(channel=name), random.random()
    if kind < 0.12:
        own = replace(own, at_least=STEP)
    elif kind < 0.28:
        own = replace(own, at_least=STEP * float(random.integers(2, 4)), or_nothing=True)
    elif kind < 0.34:
        own = replace(own, locked=True)
    elif kind < 0.4:
        own = replace(own, committed_until=int(random.integers(1, 5)))
    elif kind < 0.5:
        own = replace(own, changes_at_most=float(random.choice([0.5, 1.0])))
    if random.random() < 0.25:
        own = replace(own, at_most=STEP * float(random.integers(3, 6)))
    return own


@dataclass(frozen=True)
class EverySplit:
    """Every split of a problem's budget, with every set of improvements that leaves something of it."""

    asked: Problem

    @cached_property
    def of_sets(self) -> "list[OfSet]":
        """The splits of each set of which some keep to the limits."""
        offered = [each.name for each in self.asked.scenario.improvements]
        sets = chain.from_iterable(combinations(offered, size) for size in range(len(offered) + 1))
        found = (OfSet(self.asked, names) for names in sets)
        return [each for each in found if each.left >= -1e-9 and each.splits]

    def best(self, objective: Objective) -> float:
        """The most that any of them brings."""
        return max(each.best(objective) for each in self.of_sets)


@dataclass(frozen=True)
class OfSet:
    """Every split of what a set of improvements leaves of the budget."""

    asked: Problem
    names: tuple[str, ...]

    @cached_property
    def scenario(self) -> Scenario[Belief]:
        """The scenario whose plan buys them."""
        return with_set(self.asked.scenario, PLAN, self.names)

    @cached_property
    def left(self) -> float:
        """What they leave of the budget [money per month]."""
        months = self.asked.scenario.horizon_months
        bought = [each for each in self.asked.scenario.improvements if each.name in self.names]
        return self.asked.budget - sum(each.cost / months + each.monthly_cost for each in bought)

    @cached_property
    def splits(self) -> list[dict[str, float]]:
        """Those that keep to the limits, and to what there is to buy; under an exact total those of the largest."""
        worlds = Worlds(self.scenario, PLAN, [self._worlds])
        try:
            grid = grid_of(worlds, self.left, self._limits, or_less=self.asked.or_less)
        except LimitsError:
            return []
        most = [float(own[cap]) for own, cap in zip(grid.amounts, grid.caps, strict=True)]
        asked = replace(self.asked, scenario=self.scenario, budget=self.left, limits=self._limits)
        kept = [
            spend
            for spend in self._all
            if keeps(asked, spend) and all(spend[name] <= cap for name, cap in zip(spend, most, strict=True))
        ]
        largest = max((sum(spend.values()) for spend in kept), default=0.0)
        return [spend for spend in kept if self.asked.or_less or sum(spend.values()) == largest]

    @property
    def _limits(self) -> Limits:
        return self.asked.limits.in_month(1, self.scenario.start)

    @property
    def _all(self) -> Iterator[dict[str, float]]:
        steps = int(self.left / STEP + 1e-9)
        names = self.scenario.channel_names
        ranges = [range(steps + 1) if channel.is_paid else range(1) for channel in self.scenario.channels]
        for split in product(*ranges):
            if sum(split) <= steps:
                yield dict(zip(names, (STEP * each for each in split), strict=True))

    @cached_property
    def _worlds(self) -> Any:
        return searched(self.scenario)

    def best(self, objective: Objective) -> float:
        """The most that any of them brings by an objective."""
        values = [objective.score(each) for each in self.brought(objective.metric)]
        best = int(np.argmax(values))
        whole = objective.score(self.whole(self.splits[best], objective.metric))
        assert np.isclose(values[best], whole, rtol=1e-9, atol=1e-6), "channels that meet nowhere add up"
        return values[best]

    def brought(self, metric: str) -> list[FloatArray]:
        """What each of the splits brings, world by world; worked out once for all objectives."""
        if metric not in self._brought:
            self._brought[metric] = self._brought_by(metric)
        return self._brought[metric]

    @cached_property
    def _brought(self) -> dict[str, list[FloatArray]]:
        return {}

    def _brought_by(self, metric: str) -> list[FloatArray]:
        if self.scenario.room_by_month is not None:
            return [self.whole(spend, metric) for spend in self.splits]
        nothing = dict.fromkeys(self.scenario.channel_names, 0.0)
        base, alone = self.whole(nothing, metric), dict[tuple[str, float], FloatArray]()
        found = []
        for spend in self.splits:
            for name, amount in spend.items():
                if (name, amount) not in alone:
                    alone[name, amount] = self.whole({**nothing, name: amount}, metric) - base
            found.append(np.asarray(base + sum(alone[each] for each in spend.items())))
        return found

    def whole(self, spend: dict[str, float], metric: str) -> FloatArray:
        """What a plan with these amounts brings, world by world."""
        draws = METRICS[metric].of_plan(self._run(tuple(spend.items())))[0, 0]
        return np.broadcast_to(draws, self._worlds.draws)

    def _run(self, amounts: tuple[tuple[str, float], ...]) -> Funnel:
        if amounts not in self._runs:
            changed = with_slider_spend(self.scenario, self.scenario.plan(PLAN), dict(amounts))
            self._runs[amounts] = run(changed, [self._worlds], changed.plan(PLAN))
        return self._runs[amounts]

    @cached_property
    def _runs(self) -> dict[tuple[tuple[str, float], ...], Funnel]:
        return {}


def objectives_of(every: EverySplit) -> dict[str, Objective]:
    """What a problem is asked for; the numbers to reach are such that some splits reach them, and others do not."""
    middle = {
        metric: float(np.median([draws.mean() for draws in every.of_sets[0].brought(metric)]))
        for metric in ("profit", "customers")
    }
    return {
        "mean profit": Objective(),
        "mean customers": Objective(Kind.MEAN, "customers"),
        "worst profit": Objective(Kind.WORST),
        "median profit": Objective(Kind.MEDIAN),
        "chance of profit": Objective(Kind.CHANCE, "profit", middle["profit"]),
        "chance of customers": Objective(Kind.CHANCE, "customers", middle["customers"]),
    }
