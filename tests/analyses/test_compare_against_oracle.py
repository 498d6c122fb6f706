"""Comparing and stress against the oracle: one world after the other in plain Python floats, to 1e-12."""

import copy
import math
from dataclasses import replace
from statistics import fmean
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from simulator.analyses.comparison import PlanDraws, compare, compare_all, paired, plan_draws
from simulator.analyses.stress import Condition, market_moves, simulate_under, uncertain_beliefs
from simulator.engine.funnel import run
from simulator.engine.sampling import Market, sample
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario
from simulator.units import Role
from tests import oracle
from tests.agreement import RELATIVE, is_rounding_only, scale_of, varied
from tests.laws import examples
from tests.plain import beliefs, worlds
from tests.scenarios_strategy import Plain, plain_scenarios, spend_by_channel
from tests.variations import uncertain

WORLDS = 4
LABELS = ("Plan", "Second", "Third")
ROUGH = examples(25)


@st.composite
def with_three_plans(draw: st.DrawFn) -> Plain:
    """A scenario with three plans, one of which may be the first once more."""
    plain = draw(plain_scenarios())
    names = tuple(channel["name"] for channel in plain["channels"])
    first = plain["plans"][0]["monthly_spend"]
    others = [
        draw(st.just(first) | spend_by_channel(names, plain["horizon_months"], plain["start"])) for _ in LABELS[1:]
    ]
    plain["plans"] += [{"name": name, "monthly_spend": each} for name, each in zip(LABELS[1:], others, strict=True)]
    return plain


def compared_worlds(plains: list[Plain]) -> dict[str, PlanDraws]:
    """The engine's plans in these worlds."""
    sampled = worlds(plains)
    simulations = {
        label: Simulation(
            scenario=beliefs(plains[0]),
            chunks=(sampled,),
            plan=label,
            draws=WORLDS,
            seed=1,
            funnel=run(beliefs(plains[0]), [sampled], sampled.plan(label)),
        )
        for label in LABELS
    }
    return {label: plan_draws(simulation) for label, simulation in simulations.items()}


def figures_of(plains: list[Plain]) -> dict[str, list[dict[str, float]]]:
    """The oracle's figures of each plan, world by world."""
    return {label: [oracle.run(plain, label).plan for plain in plains] for label in LABELS}


def less(value: float, baseline: float) -> float:
    """A difference as figures are compared: infinities of one sign differ by nothing, rounding is no difference."""
    if value == baseline or (math.isfinite(baseline) and abs(value - baseline) <= RELATIVE * abs(baseline)):
        return 0.0
    return value - baseline


def is_near(found: float, expected: float, scale: float) -> bool:
    if not math.isfinite(expected):
        return found == expected or (math.isnan(found) and math.isnan(expected))
    return abs(found - expected) <= RELATIVE * scale


def scale_in(key: str, figures: dict[str, float]) -> float:
    """What the last digit of a figure is measured by."""
    return max(abs(figures[key]), scale_of(key, figures, figures)) if math.isfinite(figures[key]) else 1.0


@pytest.mark.thorough
@given(plain=with_three_plans(), factor=st.sampled_from([0.0, 0.3, 1.0]))
@ROUGH
def test_paired_differences_regret_and_chances_agree_with_a_count_by_hand(plain: Plain, factor: float) -> None:
    plains = [varied(plain, factor * draw / WORLDS) for draw in range(WORLDS)]
    plans, figures = compared_worlds(plains), figures_of(plains)
    comparisons = compare_all(plans)
    for key, metric in METRICS.items():
        theirs = {label: [world.get(key, math.nan) for world in figures[label]] for label in LABELS}
        rough = any(is_rounding_only(key, world, world) for label in LABELS for world in figures[label])
        if rough or any(key not in world for label in LABELS for world in figures[label]):
            continue
        scales = [sum(scale_in(key, figures[label][world]) for label in LABELS) for world in range(WORLDS)]
        check_differences(key, plans, theirs, scales)
        if metric.better and not any(math.isnan(value) for values in theirs.values() for value in values):
            sign = 1.0 if metric.better == "higher" else -1.0
            good = {label: [sign * value for value in values] for label, values in theirs.items()}
            check_chances(comparisons[key].plans, good, scales)


def check_differences(
    key: str, plans: dict[str, PlanDraws], theirs: dict[str, list[float]], scales: list[float]
) -> None:
    found = np.broadcast_to(paired(plans, metric=key), (len(LABELS), WORLDS))
    for row, label in enumerate(LABELS):
        for world in range(WORLDS):
            expected = less(theirs[label][world], theirs[LABELS[0]][world])
            assert is_near(float(found[row, world]), expected, scales[world]), (key, label, world)


def check_chances(compared: Any, good: dict[str, list[float]], scales: list[float]) -> None:
    """Regret, and, where rounding does not decide, who is better and best, counted one world after the other."""
    best = [max(good[label][world] for label in LABELS) for world in range(WORLDS)]
    losses = {label: [less(best[world], good[label][world]) for world in range(WORLDS)] for label in LABELS}
    for label in LABELS:
        assert is_near(compared[label].regret.mean, fmean(losses[label]), max(scales))
    gains = {
        label: [less(mine, base) for mine, base in zip(good[label], good[LABELS[0]], strict=True)] for label in LABELS
    }
    shares = [
        abs(gap) / max(scale, 1e-300)
        for each in (losses, gains)
        for row in each.values()
        for gap, scale in zip(row, scales, strict=True)
    ]
    if all(share == 0.0 or share > 1e-9 for share in shares):
        check_counts(compared, gains, losses)


def check_counts(compared: Any, gains: dict[str, list[float]], losses: dict[str, list[float]]) -> None:
    sharing = [sum(losses[label][world] == 0.0 for label in LABELS) for world in range(WORLDS)]
    for label in LABELS:
        points = [1.0 if gain > 0.0 else 0.5 if gain == 0.0 else 0.0 for gain in gains[label]]
        wins = [1.0 / sharing[world] if losses[label][world] == 0.0 else 0.0 for world in range(WORLDS)]
        assert compared[label].probability_better == fmean(points)
        assert compared[label].probability_best == pytest.approx(fmean(wins), rel=RELATIVE)


# -- stress --------------------------------------------------------------------------------------------

DRAWS = 8


def worlds_of(plain: Plain, stated: Scenario[Belief], market: Market) -> list[Plain]:
    """The drawn worlds as plain mappings that the oracle can run: every belief is the number drawn for it."""
    columns = {
        place.path: np.broadcast_to(place.value, DRAWS).tolist()
        for place in walk(sample(stated, draws=DRAWS, seed=1, market=market))
        if place.quantity.role is Role.BELIEF and place.value is not None
    }
    return [with_numbers(plain, {path: column[draw] for path, column in columns.items()}) for draw in range(DRAWS)]


def market_given(signs: list[int], correlation: float, at: float) -> Market:
    """The market where beliefs that it moves this way are all at one normal: the covariance matrix, inverted."""
    across = np.sqrt(correlation) * np.array(signs)
    among = np.outer(across, across) + np.diag(1.0 - across**2)
    pull = np.linalg.solve(among, across)
    return Market(mean=float(pull.sum() * at), spread=float(np.sqrt(1.0 - pull @ across)))


def with_numbers(plain: Plain, numbers: dict[str, float]) -> Plain:
    """The mapping with other numbers at these paths; what it does not state stays at its default."""
    other = copy.deepcopy(plain)
    channels = {channel["name"]: channel for channel in other["channels"]}
    for path, number in numbers.items():
        if path.startswith("channels."):
            _, name, *rest = path.split(".")
            owner, field = (channels[name]["curve"], rest[1]) if len(rest) > 1 else (channels[name], rest[0])
        else:
            part, field = path.split(".")
            owner = other.get(part, {})
        if field in owner:
            stated = owner[field]
            owner[field] = {**stated, "value": number} if isinstance(stated, dict) else number
    return other


@given(
    plain=plain_scenarios(),
    correlation=st.sampled_from([0.0, 0.4]),
    side=st.sampled_from(["low", "high"]),
    picked=st.lists(st.integers(0, 100), min_size=1, max_size=3, unique=True),
)
@ROUGH
def test_a_plan_under_conditions_is_what_the_oracle_says_with_the_beliefs_replaced(
    plain: Plain, correlation: float, side: Any, picked: list[int]
) -> None:
    stated = replace(uncertain(beliefs(plain)), market_correlation=correlation)
    moving = ["market"] if market_moves(stated) else []
    offered = [*moving, *(place.path for place in uncertain_beliefs(stated))]
    assume(offered)
    paths = list(dict.fromkeys(offered[number % len(offered)] for number in picked))
    found = simulate_under(stated, "Plan", [Condition(path, side) for path in paths], draws=DRAWS, seed=1)
    # By hand: the drawn worlds with a number in the place of each belief that is supposed.
    at = {"low": -1.0, "high": 1.0}[side] * 1.2815515655446004
    signs = {place.path: place.quantity.market for place in walk(stated)}
    market = Market(at, 0.0) if "market" in paths else market_given([signs[path] for path in paths], correlation, at)
    believed = {place.path: place.value for place in walk(stated)}
    replaced = {path: getattr(believed[path], side) for path in paths if path != "market"}
    for draw, world in enumerate(worlds_of(plain, stated, market)):
        figures = oracle.run(with_numbers(world, replaced), "Plan").plan
        for key in ("profit", "revenue", "leads", "customers", "marketing_cost"):
            value = float(np.broadcast_to(METRICS[key].of_plan(found.funnel)[0, 0], DRAWS)[draw])
            assert is_near(value, figures[key], scale_in(key, figures)), (key, draw)


def test_the_count_by_hand_notices_a_difference() -> None:
    plain = {
        "name": "Leads", "currency": "USD", "start": "2027-01", "horizon_months": 2,
        "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4}, "funnel": {"lead_to_customer_rate": 0.3},
        "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 40}],
        "plans": [{"name": name, "monthly_spend": {"Leads": 1000.0 + row}} for row, name in enumerate(LABELS)],
    }  # fmt: skip
    plans = compared_worlds([plain] * WORLDS)
    wrong = {label: [0.0] * WORLDS for label in LABELS}
    with pytest.raises(AssertionError):
        check_differences("profit", plans, wrong, [1.0] * WORLDS)
    with pytest.raises(AssertionError):
        check_chances(compare(plans, metric="profit").plans, wrong, [1.0] * WORLDS)
