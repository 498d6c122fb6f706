"""Random problems of dividing money, small enough to try every split: the oracle of the search."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np

from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.edits.spend import slider_spend, with_slider_spend
from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import picked, sample
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import ChannelLimits, GroupLimits, Limits
from simulator.scenario.scenario import Scenario
from tests.plain import beliefs

DRAWS = 64
STEP = 250.0
STEPS = 7
REFERENCE = 1_000.0


@dataclass(frozen=True)
class Problem:
    """A scenario, whose plan ``Today`` is to be divided anew, and the limits of that."""

    scenario: Scenario[Belief]
    budget: float
    limits: Limits
    or_less: bool


def problem(seed: int, *, capacity: bool = False, money: float = 1.0) -> Problem:
    """A problem of two to four channels, with any curves, seasons, fees and limits; all ``money`` times as much."""
    random = np.random.default_rng(seed)
    count = int(random.integers(2, 5))
    names = [f"Channel {place}" for place in range(count)]
    plain: dict[str, Any] = {
        "name": "Random",
        "currency": "USD",
        "start": f"2027-{random.integers(1, 13):02d}",
        "horizon_months": int(random.integers(2, 9)),
        "business": {
            "revenue_per_sale": around(random, 700, 0.3),
            "gross_margin_rate": [0.4, 0.5, 0.6],
            "monthly_overhead": float(random.choice([0.0, 300.0])),
        },
        "funnel": {"visit_to_lead_rate": around(random, 0.08, 0.3), "lead_to_customer_rate": around(random, 0.3, 0.3)},
        "channels": [channel(random, name) for name in names],
        "plans": [{"name": "Today", "monthly_spend": {name: STEP * random.integers(0, 4) for name in names}}],
    }
    if random.random() < 0.3:
        weights = random.uniform(0.5, 1.5, 12)
        plain["seasonality"] = (12 * weights / weights.sum()).tolist()
    if capacity:
        plain["business"]["new_customers_per_month_at_most"] = float(random.integers(2, 12))
    own = limits(random, names)
    return Problem(
        beliefs(in_money(plain, money)), money * STEP * STEPS, limits_in(own, money), bool(random.random() < 0.4)
    )


MONEY = {"revenue_per_sale", "monthly_overhead", "cost_per_click", "cost_per_visit", "cost_per_lead", "cost_per_piece",
         "reference_spend", "monthly_fee", "setup_cost", "monthly_spend"}  # fmt: skip


def in_money(plain: Any, factor: float, *, is_money: bool = False) -> Any:
    """A plain scenario with every sum of money times a factor."""
    if isinstance(plain, dict):
        return {key: in_money(each, factor, is_money=is_money or key in MONEY) for key, each in plain.items()}
    if isinstance(plain, list):
        return [in_money(each, factor, is_money=is_money) for each in plain]
    return factor * plain if is_money else plain


def limits_in(own: Limits, factor: float) -> Limits:
    """Limits with every sum of money times a factor."""

    def scaled(each: Any) -> Any:
        stated = {field: getattr(each, field) for field in ("at_least", "at_most")}
        return replace(each, **{field: None if value is None else factor * value for field, value in stated.items()})

    assert own.step is not None
    channels, groups = (tuple(map(scaled, each)) for each in (own.channels, own.groups))
    return Limits(step=factor * own.step, channels=channels, groups=groups)


def around(random: np.random.Generator, middle: float, most: float) -> list[float]:
    """A range around about this middle."""
    likely, width = middle * random.uniform(0.6, 1.6), random.uniform(0.05, most)
    return [likely * (1 - width), likely, likely * (1 + width)]


def channel(random: np.random.Generator, name: str) -> dict[str, Any]:
    """A channel of any type with any curve."""
    types: dict[str, dict[str, Any]] = {
        "pay_per_click": {"cost_per_click": around(random, 8, 0.3)},
        "retainer": {"cost_per_visit": around(random, 6, 0.3)},
        "pay_per_lead": {"cost_per_lead": around(random, 90, 0.3)},
        "direct_mail": {"cost_per_piece": around(random, 0.8, 0.3), "response_rate": around(random, 0.012, 0.3)},
    }
    most = {"pay_per_click": 120, "retainer": 160, "pay_per_lead": 11, "direct_mail": 1200}
    kind = str(random.choice(list(types)))
    curve: dict[str, dict[str, Any]] = {
        "linear": {},
        "saturating": {"gain_from_doubling": around(random, 0.5, 0.25)},
        "s_shaped": {"gain_from_doubling": around(random, 0.7, 0.25), "slope": float(random.uniform(1.5, 4.0))},
        "capped": {"most_per_month": around(random, most[kind], 0.3)},
    }
    shape = str(random.choice(list(curve)))
    entries: dict[str, Any] = {"reference_spend": REFERENCE} if shape != "capped" or random.random() < 0.5 else {}
    if shape != "capped" and random.random() < 0.3:
        entries["carry_over"] = around(random, 0.4, 0.2)
    if "reference_spend" in entries and random.random() < 0.3:
        entries["ramp_up_months"] = around(random, 3, 0.3)
    fees = {"fee_rate": 0.15, "monthly_fee": 100.0, "setup_cost": 400.0}
    entries |= {field: amount for field, amount in fees.items() if random.random() < 0.25}
    return {"name": name, "type": kind, **types[kind], "curve": {"type": shape, **curve[shape]}, **entries}


def limits(random: np.random.Generator, names: list[str]) -> Limits:
    """Any limits that can be met together, more or less."""
    each = []
    for name in names:
        own = ChannelLimits(channel=name)
        if random.random() < 0.15:
            own = replace(own, at_least=STEP)
        elif random.random() < 0.2:
            own = replace(own, at_least=2 * STEP, or_nothing=True)
        if random.random() < 0.25:
            own = replace(own, at_most=STEP * float(random.integers(3, 6)))
        each.append(own)
    groups = []
    if random.random() < 0.5:
        members = tuple(name for name in names if random.random() < 0.6) or (names[0],)
        groups.append(GroupLimits(name="Some", channels=members, at_most=STEP * float(random.integers(2, 6))))
    if random.random() < 0.3:
        members = tuple(name for name in names if random.random() < 0.6) or (names[-1],)
        groups.append(GroupLimits(name="Others", channels=members, share_at_most=0.6, at_least=STEP))
    return Limits(step=STEP, channels=tuple(each), groups=tuple(groups))


@dataclass(frozen=True)
class Tried:
    """A split that was tried: amounts by channel, and the runs that say what it brings in the worlds of the search."""

    spend: dict[str, float]
    _runs: "_Runs"

    def brought(self, metric: str) -> np.ndarray:
        """What it brings, world by world; (draw,)."""
        return self._runs.brought(self.spend, metric)


@dataclass(frozen=True)
class _Runs:
    """Runs of whole plans of a scenario: of each split where channels meet, of each channel's amounts elsewhere.

    Without a capacity what a split brings is the sum of what each channel adds to a plan without spend, as
    ``any_problem`` holds against whole runs.
    """

    scenario: Scenario[Belief]
    _known: dict[tuple[float, ...], Funnel] = field(default_factory=dict)

    def brought(self, spend: dict[str, float], metric: str) -> np.ndarray:
        amounts = tuple(spend.values())
        if self.scenario.room_by_month is not None:
            return self._of(amounts, metric)
        nothing = self._of((0.0,) * len(amounts), metric)
        alone = [tuple(np.where(np.arange(len(amounts)) == row, amounts, 0.0).tolist()) for row in range(len(amounts))]
        return np.asarray(nothing + sum(self._of(each, metric) - nothing for each in alone))

    def _of(self, amounts: tuple[float, ...], metric: str) -> np.ndarray:
        if amounts not in self._known:
            own = dict(zip(self.scenario.channel_names, amounts, strict=True))
            changed = with_slider_spend(self.scenario, self.scenario.plan("Today"), own)
            self._known[amounts] = run(changed, [self._worlds], changed.plan("Today"))
        draws: np.ndarray = METRICS[metric].of_plan(self._known[amounts])[0, 0]
        return draws

    @cached_property
    def _worlds(self) -> Any:
        return searched(self.scenario)


def every_split(asked: Problem, caps: dict[str, float]) -> Iterator[Tried]:
    """Every split that keeps to the limits; ``caps`` are the most that each channel may have.

    Under an exact total the splits of the largest total that can be had.
    """
    names, runs = asked.scenario.channel_names, _Runs(asked.scenario)
    spends = [
        dict(zip(names, (STEP * step for step in steps), strict=True))
        for steps in product(range(STEPS + 1), repeat=len(names))
        if sum(steps) <= STEPS
    ]
    kept = [spend for spend in spends if keeps(asked, spend) and all(spend[name] <= caps[name] for name in names)]
    largest = max((sum(spend.values()) for spend in kept), default=0.0)
    for spend in kept:
        if asked.or_less or sum(spend.values()) == largest:
            yield Tried(spend, runs)


def keeps(asked: Problem, spend: dict[str, float]) -> bool:
    """Whether a split keeps to every limit that is stated."""
    before = now(asked.scenario)
    for name, amount in spend.items():
        own = asked.limits.of(name)
        if own.locked:
            if amount != before[name]:
                return False
            continue
        within = (own.at_least or 0.0) <= amount <= (np.inf if own.at_most is None else own.at_most)
        if own.changes_at_most is not None:
            within = within and abs(amount - before[name]) <= own.changes_at_most * before[name] + 1e-9
        if not (within or (own.or_nothing and amount == 0.0)):
            return False
    for group in asked.limits.groups:
        together = sum(spend[name] for name in group.channels)
        share = np.inf if group.share_at_most is None else group.share_at_most * asked.budget
        if not (group.at_least or 0.0) <= together <= min(share, np.inf if group.at_most is None else group.at_most):
            return False
    return True


def searched(scenario: Scenario[Belief]) -> Any:
    """The worlds in which a split is searched: one half of them all."""
    return picked(sample(scenario, draws=DRAWS, seed=1), np.arange(DRAWS // 2))


def now(scenario: Scenario[Belief]) -> dict[str, float]:
    """What the channels have today."""
    return slider_spend(scenario, scenario.plan("Today"))


OBJECTIVES = {
    "mean profit": Objective(),
    "mean customers": Objective(Kind.MEAN, "customers"),
    "worst": Objective(Kind.WORST),
    "median": Objective(Kind.MEDIAN),
    "chance": Objective(Kind.CHANCE, "profit", 0.0),
}
