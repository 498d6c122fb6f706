"""Stress: what plans bring if the world is different: a few beliefs at their low or high value, a poor or good market.

A condition puts a certainty in the place of one belief; every other draw stays as it was, to the last bit, so that what
changes comes from the condition alone. It is a supposition, not a forecast: beliefs that the same market moves do not
follow, unless the market itself is supposed. "market" holds the one factor behind market_correlation at its P10 (poor)
or P90 (good); rates and unit costs then vary for their own reasons only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, MARKET, normals, sample
from simulator.engine.simulation import Simulation, simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.scenario.beliefs import Z90, Belief, certain
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.scenario import Scenario
from simulator.units import BoolArray, FloatArray, Role

Side = Literal["low", "high"]

MOST_CONDITIONS = 3


@dataclass(frozen=True)
class Condition:
    """The belief at this path is at its low or high value; ``market`` low is a poor market, high a good one."""

    path: str
    side: Side


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """In how many of the possible worlds all conditions hold together, each at its value or beyond; counted."""

    worlds: int
    of: int
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """Conditions that hold in a scenario, and how rare they are together there."""

    scenario: Scenario[Belief]
    conditions: tuple[Condition, ...]
    rarity: Rarity


def uncertain_beliefs(scenario: Scenario[Belief]) -> list[Place]:
    """The beliefs of a scenario that can be supposed at their low or high value."""
    return [place for place in walk(scenario) if _can_vary(place) and not place.value.is_certain]


def market_moves(scenario: Scenario[Belief]) -> bool:
    """Whether the market can be supposed poor or good: whether it moves anything."""
    return scenario.market_correlation > 0.0


def held_by(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> tuple[Condition, ...]:
    """Those of the conditions that this scenario has a belief for; the others leave it as it is.

    For a comparison of several scenarios: one that lacks a belief, or is certain of it, is not conditioned by it.
    """
    known = _paths(scenario)
    return tuple(condition for condition in conditions if condition.path in known)


def check_conditions(scenarios: Sequence[Scenario[Belief]], conditions: Sequence[Condition]) -> None:
    """Raise unless the conditions can be supposed together.

    UnknownNameError for a path at which none of the scenarios has an uncertain belief; SettingsError for more than
    MOST_CONDITIONS, or for two of the same belief.
    """
    if len(conditions) > MOST_CONDITIONS:
        raise SettingsError(f"{len(conditions)} conditions are too many; at most {MOST_CONDITIONS} at once")
    known = list(dict.fromkeys(path for scenario in scenarios for path in _paths(scenario)))
    for row, condition in enumerate(conditions):
        if condition.path not in known:
            raise UnknownNameError("uncertain belief", condition.path, known)
        if condition.path in (other.path for other in conditions[:row]):
            raise SettingsError(f"{condition.path} is supposed twice; choose its low value or its high value")


def under(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> tuple[Scenario[Belief], float | None]:
    """The scenario with the conditions as certainties, and the state of the market (see sample), None if left open.

    Raises as ``check_conditions`` does.
    """
    check_conditions([scenario], conditions)
    sides = {condition.path: condition.side for condition in conditions}

    def supposed(place: Place) -> object:
        if place.path not in sides:
            return place.value
        return certain(getattr(place.value, sides[place.path]))

    market = {None: None, "low": -Z90, "high": Z90}[sides.pop(MARKET, None)]
    return mapped(scenario, supposed) if sides else scenario, market


def simulate_under(
    scenario: Scenario[Belief],
    plan: str,
    conditions: Sequence[Condition],
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Simulation:
    """Simulate a plan under conditions; with none, the same as ``simulate``.

    Raises as ``simulate`` and ``check_conditions`` do: of several scenarios, give each what ``held_by`` says.
    """
    supposed, market = under(scenario, conditions)
    return simulate(supposed, plan, draws=draws, seed=seed, market=market)


def suppose(
    scenarios: Sequence[Scenario[Belief]],
    conditions: Sequence[Condition],
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> list[Supposed]:
    """The conditions in each scenario, of those that it has a belief for. Raises as ``rarity`` does."""
    held = [(scenario, held_by(scenario, conditions)) for scenario in scenarios]
    return [
        Supposed(scenario=scenario, conditions=own, rarity=rarity(scenario, own, draws=draws, seed=seed))
        for scenario, own in held
    ]


def rarity(
    scenario: Scenario[Belief], conditions: Sequence[Condition], *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> Rarity:
    """In how many worlds of the scenario, as it is believed, all conditions hold at once: at their value or beyond it.

    Raises SettingsError for draws or a seed that cannot be run, and as ``check_conditions`` does.
    """
    check_conditions([scenario], conditions)
    sampled = sample(scenario, draws=draws, seed=seed)
    columns = {place.path: place.value for place in walk(sampled) if _can_vary(place)}
    columns[MARKET] = normals(MARKET, draws=draws, seed=seed)
    limits = {place.path: place.value for place in walk(scenario)} | {MARKET: _MARKET_RANGE}
    hold: BoolArray = np.ones(draws, dtype=bool)
    for each in conditions:
        hold &= _beyond(columns[each.path], limits[each.path], each.side)
    return Rarity(worlds=int(np.count_nonzero(hold)), of=draws, conditions=tuple(conditions))


_MARKET_RANGE = Belief(low=-Z90, likely=0.0, high=Z90)


def _beyond(column: FloatArray, belief: Belief, side: Side) -> BoolArray:
    return column <= belief.low if side == "low" else column >= belief.high


def _can_vary(place: Place) -> bool:
    return place.quantity.role is Role.BELIEF and place.value is not None


def _paths(scenario: Scenario[Belief]) -> list[str]:
    market = [MARKET] if market_moves(scenario) else []
    return [*market, *(place.path for place in uncertain_beliefs(scenario))]
