"""Stress: what plans bring if the world is different: a few beliefs at their low or high value, a poor or good market.

A condition puts a certainty in the place of one belief; every other draw stays as it was, to the last bit, so that what
changes comes from the condition alone. It is a supposition, not a forecast: beliefs that the same market moves do not
follow, unless the market itself is supposed. "market" holds the one factor behind market_correlation at its P10 (poor)
or P90 (good); rates and unit costs then vary for their own reasons only.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, MARKET, normals, sample
from simulator.engine.simulation import Simulation, simulate
from simulator.errors import SettingsError, UnknownNameError
from simulator.scenario.beliefs import Z90, Belief, certain
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import within
from simulator.text.rounding import rounded
from simulator.units import BoolArray, FloatArray, Role, Unit

Side = Literal["low", "high"]

MOST_CONDITIONS = 3

MARKET_LABEL = "The market"
MARKET_WORDS: dict[Side, str] = {"low": "poor", "high": "good"}
BEYOND: dict[bool, dict[Side, str]] = {
    False: {"low": "lower", "high": "higher"},
    True: {"low": "worse", "high": "better"},
}
"""What lies beyond a side: of a belief, and of the market."""


@dataclass(frozen=True)
class Condition:
    """The belief at this path is at its low or high value; ``market`` low is a poor market, high a good one."""

    path: str
    side: Side


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A belief that can be supposed at its low or high value, in plain words: ``Google Ads: cost per click``."""

    path: str
    label: str
    low_text: str
    high_text: str

    def text(self, side: Side) -> str:
        """What is supposed at this side: ``Low ($6.00)``."""
        return self.low_text if side == "low" else self.high_text


@dataclass(frozen=True, kw_only=True)
class Rarity:
    """In how many of the possible worlds all conditions hold together, each at its value or beyond; counted."""

    worlds: int
    of: int
    conditions: tuple[Condition, ...]
    labels: tuple[str, ...]

    def sentence(self, formats: Formats | None = None) -> str:
        """How rare that is, in one sentence."""
        written = formats or Formats()
        if not self.conditions:
            return "Nothing changes here."
        if len(self.conditions) == 1:
            beyond = BEYOND[self.conditions[0].path == MARKET][self.conditions[0].side]
            return f"{self._named(0)} or {beyond}: 1 world in 10, by definition."
        if self.worlds == 0:
            return f"{self._together} is rarer than 1 world in {written.count(self.of)}."
        return f"{self._together} happens in about 1 world in {written.count(self._one_in)}."

    @property
    def _one_in(self) -> float:
        """How many worlds there are to each of these, in as many digits as were counted: one, or two from 100 on."""
        one_in = self.of / self.worlds
        digits = 1 if self.worlds < 100 else 2
        return float(rounded(one_in, max(0, math.floor(math.log10(one_in)) + 1 - digits)))

    @property
    def _together(self) -> str:
        sides = {condition.side for condition in self.conditions}
        if len(sides) == 1 and all(condition.path != MARKET for condition in self.conditions):
            return f"All of these at their {min(sides)} value together"
        return f"All of these together ({'; '.join(self._named(row) for row in range(len(self.labels)))})"

    def _named(self, row: int) -> str:
        condition = self.conditions[row]
        if condition.path == MARKET:
            return f"{self.labels[row]} is {MARKET_WORDS[condition.side]}"
        return f"{self.labels[row]} at its {condition.side} value"


def conditions_of(scenario: Scenario[Belief], formats: Formats | None = None) -> list[Choice]:
    """All that can be supposed of a scenario: its uncertain beliefs, and the market where it moves anything."""
    return list(_choices(scenario, formats or Formats(currency=scenario.currency)))


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
    labels = {choice.path: choice.label for choice in conditions_of(scenario)}
    return Rarity(
        worlds=int(np.count_nonzero(hold)),
        of=draws,
        conditions=tuple(conditions),
        labels=tuple(labels[each.path] for each in conditions),
    )


_MARKET_RANGE = Belief(low=-Z90, likely=0.0, high=Z90)


def _beyond(column: FloatArray, belief: Belief, side: Side) -> BoolArray:
    return column <= belief.low if side == "low" else column >= belief.high


def _can_vary(place: Place) -> bool:
    return place.quantity.role is Role.BELIEF and place.value is not None


def _uncertain(scenario: Scenario[Belief]) -> Iterator[Place]:
    return (place for place in walk(scenario) if _can_vary(place) and not place.value.is_certain)


def _paths(scenario: Scenario[Belief]) -> list[str]:
    market = [MARKET] if scenario.market_correlation > 0.0 else []
    return [*market, *(place.path for place in _uncertain(scenario))]


def _choices(scenario: Scenario[Belief], formats: Formats) -> Iterator[Choice]:
    if scenario.market_correlation > 0.0:
        low, high = (MARKET_WORDS[side].capitalize() for side in ("low", "high"))
        yield Choice(path=MARKET, label=MARKET_LABEL, low_text=low, high_text=high)
    for place in _uncertain(scenario):
        low, high = (_written(value, place.quantity.unit, formats) for value in (place.value.low, place.value.high))
        yield Choice(
            path=place.path, label=_label(place, scenario), low_text=f"Low ({low})", high_text=f"High ({high})"
        )


def _written(value: float, unit: Unit, formats: Formats) -> str:
    # What a person states without a unit is a plain number, not a multiple.
    return formats.number(value, Unit.COUNT if unit is Unit.RATIO else unit)


def _label(place: Place, scenario: Scenario[Belief]) -> str:
    """``Google Ads: cost per click``; without a channel where all share the belief."""
    inside = [name for name in scenario.channel_names if place.path.startswith(f"channels.{name}.")]
    label = place.quantity.label
    if not inside:
        return label
    return f"{max(inside, key=len)}: {within(label)}"
