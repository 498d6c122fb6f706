"""Conditions in plain words: what can be supposed of a scenario, what is supposed, and how rare that is."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from simulator.analyses.stress import Condition, Rarity, Side, Supposed, follows, market_moves, uncertain_beliefs
from simulator.engine.sampling import MARKET
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import listed, within
from simulator.text.rounding import rounded
from simulator.units import Unit

MARKET_LABEL = "The market"
MARKET_WORDS: dict[Side, str] = {"low": "poor", "high": "good"}
BEYOND: dict[bool, dict[Side, str]] = {
    False: {"low": "lower", "high": "higher"},
    True: {"low": "worse", "high": "better"},
}
"""Words for the worlds beyond a side: of a belief, and of the market."""

RAREST = 1_000_000
"""Of what is rarer, stated ranges cannot tell how rare it is."""

DIGITS = 4


@dataclass(frozen=True, kw_only=True)
class ConditionChoice:
    """A belief that can be supposed at its low or high value, in plain words: ``Google Ads: cost per click``."""

    path: str
    label: str
    low_text: str
    high_text: str

    def text(self, side: Side) -> str:
        """A supposed side in words: ``Low ($6.00)``."""
        return self.low_text if side == "low" else self.high_text


def condition_choices(scenario: Scenario[Belief], formats: Formats) -> list[ConditionChoice]:
    """All that can be supposed of a scenario: its uncertain beliefs, and the market where it moves anything."""
    return list(_choices(scenario, formats))


def condition_texts(scenario: Scenario[Belief], conditions: Sequence[Condition], formats: Formats) -> list[str]:
    """Each condition in the scenario's own numbers: ``Google Ads: cost per click: High ($12.00)``."""
    choices = {choice.path: choice for choice in condition_choices(scenario, formats)}
    return [f"{choices[each.path].label}: {choices[each.path].text(each.side)}" for each in conditions]


def worlds_sentence(scenario: Scenario[Belief], conditions: Sequence[Condition], formats: Formats) -> str:
    """Which worlds are looked at, and whether other beliefs are different there; empty if nothing is supposed."""
    if not conditions:
        return ""
    labels = {choice.path: choice.label for choice in condition_choices(scenario, formats)}
    where = listed([_is_so(labels[each.path], each) for each in conditions])
    shown = f"Shown are the worlds where {where}"
    if not follows(scenario, conditions):
        return f"{shown}; no other assumption is tied to that."
    if any(each.path == MARKET for each in conditions):
        return f"{shown}; other rates and unit costs follow the market."
    return f"{shown}; other rates and unit costs follow, as far as the same market moves them."


def rarity_sentence(rarity: Rarity, scenario: Scenario[Belief], formats: Formats) -> str:
    """How rare the conditions are together in a scenario."""
    labels = {choice.path: choice.label for choice in condition_choices(scenario, formats)}
    named = [_or_beyond(labels[condition.path], condition) for condition in rarity.conditions]
    if not named:
        return "Nothing changes here."
    if len(named) == 1:
        return f"{named[0]}: 1 world in 10, by definition."
    together = _together(rarity.conditions, named)
    if rarity.share < 1.0 / RAREST:
        return f"{together} is rarer than 1 world in {formats.count(RAREST)}."
    return f"{together} happens in about 1 world in {formats.count(_one_in(rarity.share))}."


def rarity_text(supposed: Supposed, formats: Formats) -> str:
    """How rare it is that the conditions hold; empty where none does and something else is supposed."""
    is_silent = supposed.knobs and not supposed.conditions
    return "" if is_silent else rarity_sentence(supposed.rarity, supposed.scenario, formats)


def _is_so(label: str, condition: Condition) -> str:
    if condition.path == MARKET:
        return f"{within(label)} is {MARKET_WORDS[condition.side]}"
    # The name of a channel keeps its capital letter.
    return f"{label if ': ' in label else within(label)} is {condition.side}"


def _or_beyond(label: str, condition: Condition) -> str:
    if condition.path == MARKET:
        return f"{label} is {MARKET_WORDS[condition.side]} or {BEYOND[True][condition.side]}"
    return f"{label} at its {condition.side} value or {BEYOND[False][condition.side]}"


def _together(conditions: Sequence[Condition], named: Sequence[str]) -> str:
    sides = {condition.side for condition in conditions}
    if len(sides) == 1 and all(condition.path != MARKET for condition in conditions):
        [side] = sides
        return f"All of these at their {side} value or {BEYOND[False][side]} together"
    return f"All of these together ({'; '.join(named)})"


def _one_in(share: float) -> float:
    """How many worlds there are to each of these: whole ones, of many no more than four digits."""
    one_in = 1.0 / share
    return float(rounded(one_in, max(0, math.floor(math.log10(one_in)) + 1 - DIGITS)))


def _choices(scenario: Scenario[Belief], formats: Formats) -> Iterator[ConditionChoice]:
    if market_moves(scenario):
        low, high = (MARKET_WORDS[side].capitalize() for side in ("low", "high"))
        yield ConditionChoice(path=MARKET, label=MARKET_LABEL, low_text=low, high_text=high)
    for place in uncertain_beliefs(scenario):
        low, high = (plainly(value, place.quantity.unit, formats) for value in (place.value.low, place.value.high))
        label = place_label(place, scenario)
        yield ConditionChoice(path=place.path, label=label, low_text=f"Low ({low})", high_text=f"High ({high})")


def plainly(value: float, unit: Unit, formats: Formats) -> str:
    """A number that a person stated."""
    # What a person states without a unit is a plain number, not a multiple.
    return formats.number(value, Unit.COUNT if unit is Unit.RATIO else unit)


def place_label(place: Place, scenario: Scenario[Belief]) -> str:
    """``Google Ads: cost per click``; without a channel where all share the belief."""
    inside = [name for name in scenario.channel_names if place.path.startswith(f"channels.{name}.")]
    label = place.quantity.label
    return f"{max(inside, key=len)}: {within(label)}" if inside else label
