"""Stress: what plans bring in the worlds where a few beliefs are low or high, or the market is poor or good.

To suppose a belief is to condition: of all possible worlds, those are looked at in which it has that value. Where one
market moves many beliefs (``market_correlation`` r), a high cost per click tells of a poor market, and so of the rates
of all channels; what the same market moves follows. A belief that no market moves tells of nothing else: every other
draw stays as it was, to the last bit. "market" holds the factor itself at its P10 (poor) or P90 (good); beliefs that
are supposed beside it have nothing more to tell.

Each belief that the market moves is ``z = s sqrt(r) f + sqrt(1 - r) e`` in its own normal z, with s = +1 or -1 and f
and e standard normal. Given K of them, f is normal with precision ``1 + K r / (1 - r)`` and mean ``sum of s sqrt(r) z
/ (1 - r)`` over that precision. Source: the Gaussian conditional, as in Gelman et al., "Bayesian Data Analysis" (3rd
ed. 2013), section 2.5; the copula as in Vasicek (2002), "The Distribution of Loan Portfolio Value", Risk 15(12).
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np
from scipy.special import ndtr

from simulator.edits.knobs import Knob
from simulator.engine.sampling import ANY_MARKET, DEFAULT_DRAWS, DEFAULT_SEED, MARKET, Market
from simulator.engine.simulation import Simulation, simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.scenario.beliefs import Z90, Belief
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.improvements import stands_for
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, Role

Side = Literal["low", "high"]

STANDS_AT: dict[Side, float] = {"low": -Z90, "high": Z90}
"""The standard normals of a low and of a high value."""

MOST_CONDITIONS = 3


@dataclass(frozen=True)
class Condition:
    """The belief at this path is at its low or high value; ``market`` low is a poor market, high a good one."""

    path: str
    side: Side


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """The share of the possible worlds in which all conditions hold together, each at its value or beyond it."""

    share: float
    conditions: tuple[Condition, ...]


@dataclass(frozen=True, kw_only=True)
class Supposed:
    """Conditions that hold in a scenario, and how rare they are together there.

    ``knobs`` have turned the scenario into what it is.
    """

    scenario: Scenario[Belief]
    conditions: tuple[Condition, ...]
    rarity: Rarity
    knobs: tuple[Knob, ...] = ()


def uncertain_beliefs(scenario: Scenario[Belief]) -> list[Place]:
    """The beliefs of a scenario that can be supposed at their low or high value; improved ones follow their own."""
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
        if condition.path == MARKET and MARKET not in known:
            raise SettingsError(
                "the market moves nothing here: state a market_correlation above 0 in the scenario first"
            )
        if condition.path not in known:
            raise UnknownNameError("uncertain belief", condition.path, known)
        if condition.path in (other.path for other in conditions[:row]):
            raise SettingsError(f"{condition.path} is supposed twice; choose its low value or its high value")


def under(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> tuple[Scenario[Belief], Market]:
    """The scenario with the conditions as certainties, and what they tell of the market.

    Raises as ``check_conditions`` does.
    """
    check_conditions([scenario], conditions)
    sides = {condition.path: condition.side for condition in conditions}

    def supposed(place: Place) -> object:
        path = stands_for(place).path
        if path not in sides:
            return place.value
        value = getattr(place.value, sides[path])
        # It still changes from year to year.
        return replace(place.value, low=value, likely=value, high=value)

    market = _market_under(scenario, conditions)
    return mapped(scenario, supposed) if sides.keys() - {MARKET} else scenario, market


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


def rarity(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> Rarity:
    """How often all conditions hold at once in the scenario as it is believed: at their value or beyond it.

    Given the market, beliefs know nothing of each other: one integral over the factor. Raises as ``check_conditions``
    does.
    """
    check_conditions([scenario], conditions)
    loadings = _loadings(scenario)
    at, weight = _market_nodes([each.side for each in conditions if each.path == MARKET])
    for each in conditions:
        if each.path != MARKET:
            weight = weight * _beyond(at, loadings[each.path], each.side)
    return Rarity(share=float(weight.sum()), conditions=tuple(conditions))


def follows(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> bool:
    """Whether any other belief follows what is supposed: whether it tells of a market that moves others, too."""
    supposed = {each.path for each in conditions}
    others = [loading for path, loading in _loadings(scenario).items() if path not in supposed]
    return any(others) and _market_under(scenario, conditions) != ANY_MARKET


def _market_under(scenario: Scenario[Belief], conditions: Sequence[Condition]) -> Market:
    """The market in the worlds in which the conditions hold."""
    known = [STANDS_AT[each.side] for each in conditions if each.path == MARKET]
    if known:
        return Market(mean=known[0], spread=0.0)
    loadings = _loadings(scenario)
    precision, pull = 1.0, 0.0
    for each in conditions:
        own = 1.0 - loadings[each.path] ** 2
        precision += loadings[each.path] ** 2 / own
        pull += loadings[each.path] * STANDS_AT[each.side] / own
    return Market(mean=pull / precision, spread=1.0 / math.sqrt(precision))


def _loadings(scenario: Scenario[Belief]) -> dict[str, float]:
    """How strongly the market moves each belief, and which way."""
    root = math.sqrt(scenario.market_correlation)
    return {place.path: place.quantity.market * root for place in uncertain_beliefs(scenario)}


NODES = 160
FARTHEST = 9.0
"""The factor is beyond this once in 10 ** 18 worlds."""

_gauss_legendre = lru_cache(maxsize=1)(np.polynomial.legendre.leggauss)


def _market_nodes(sides: Sequence[Side]) -> tuple[FloatArray, FloatArray]:
    """States of the market and their weights, for an integral over all worlds or those of a poor or good market."""
    start = Z90 if "high" in sides else -FARTHEST
    end = -Z90 if "low" in sides else FARTHEST
    node, weight = _gauss_legendre(NODES)
    half = (end - start) / 2.0
    at = start + half * (node + 1.0)
    return at, half * weight * np.exp(-0.5 * at**2) / math.sqrt(2.0 * math.pi)


def _beyond(market: FloatArray, loading: float, side: Side) -> FloatArray:
    """The chance that a belief is at its low or high value or beyond it, in a state of the market."""
    toward = loading if side == "high" else -loading
    return np.asarray(ndtr((toward * market - Z90) / math.sqrt(1.0 - loading**2)))


def _can_vary(place: Place) -> bool:
    is_belief = place.quantity.role is Role.BELIEF and place.value is not None
    return is_belief and stands_for(place) is place


def _paths(scenario: Scenario[Belief]) -> list[str]:
    market = [MARKET] if market_moves(scenario) else []
    return [*market, *(place.path for place in uncertain_beliefs(scenario))]
