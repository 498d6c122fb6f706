"""Suppositions: a few what-ifs at once, and the plans under them.

A knob (``edits.knobs``) turns a scenario into another; a condition (``stress``) picks the worlds in which a belief is
low or high. The knobs come first, so that a low value is that of the belief as it is scaled.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from simulator.analyses.stress import MOST_CONDITIONS, Condition, Side, Supposed, held_by, rarity, simulate_under
from simulator.edits.channels import channel_at, other_name
from simulator.edits.knobs import Knob, OneBelief, Stops, read_knob, turned
from simulator.edits.knobs import spelled as knob_spelled
from simulator.edits.scaling import noted
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED, MARKET
from simulator.engine.simulation import Simulation
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.improvements import stands_for
from simulator.scenario.scenario import Scenario

AnyKnob = Knob | Condition
"""Anything that can be supposed."""

WhatIf = tuple[AnyKnob, ...]
"""What is supposed at once, in the order in which it was."""

MOST_KNOBS = 6
"""So many suppositions at once; at most MOST_CONDITIONS of them are conditions."""

_SIDES: dict[str, Side] = {"low": "low", "high": "high"}
_MARKET_SIDES: dict[str, Side] = {**_SIDES, "poor": "low", "good": "high"}


def knobs_of(what_if: Iterable[AnyKnob]) -> tuple[Knob, ...]:
    """Those that turn a scenario into another."""
    return tuple(each for each in what_if if isinstance(each, Knob))


def conditions_of(what_if: Iterable[AnyKnob]) -> tuple[Condition, ...]:
    """Those that pick some of its worlds."""
    return tuple(each for each in what_if if isinstance(each, Condition))


def fitting(scenario: Scenario[Belief], what_if: Iterable[AnyKnob]) -> WhatIf:
    """Those for which the scenario has a place; the others leave it as it is."""
    supposed = tuple(what_if)
    return _fitting(world_of(scenario), supposed) if supposed else ()


def following(what_if: WhatIf, before: Scenario[Belief], after: Scenario[Belief]) -> WhatIf:
    """Suppositions that are left after a change: those of a channel go with it, to another name or for good.

    What did not fit before stays: it may be another scenario's, or fit again.
    """
    if before.channel_names == after.channel_names:
        return what_if
    followed = (_followed(each, before, after) for each in what_if)
    return tuple(each for each in followed if each is not None)


def together(what_if: Iterable[AnyKnob]) -> WhatIf:
    """As many as can hold at once: the last of each subject, in the place of the first of it, up to MOST_KNOBS."""
    by_subject: dict[str, AnyKnob] = {}
    for each in what_if:
        by_subject[subject_of(each)] = each
    found, conditions = [], 0
    for each in by_subject.values():
        conditions += isinstance(each, Condition)
        if not isinstance(each, Condition) or conditions <= MOST_CONDITIONS:
            found.append(each)
    return tuple(found[:MOST_KNOBS])


def supposing(scenario: Scenario[Belief], what_if: Iterable[AnyKnob]) -> Scenario[Belief]:
    """The scenario as it is if the knobs among these are so; conditions are left to ``simulate_under``."""
    knobs = knobs_of(fitting(scenario, what_if))
    believed = tuple(knob for knob in knobs if not knob.is_decision)
    world = _turned(world_of(scenario), believed) if believed else scenario
    decided = (knob for knob in knobs if knob.is_decision)
    return turned(replace(world, plans=scenario.plans), decided) if knobs else scenario


def simulate_if(
    scenario: Scenario[Belief],
    plan: str,
    what_if: Sequence[AnyKnob],
    *,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Simulation:
    """Simulate a plan if all of this is so, as far as it fits; with nothing, the same as ``simulate``."""
    conditions = conditions_of(fitting(scenario, what_if))
    return simulate_under(supposing(scenario, what_if), plan, conditions, draws=draws, seed=seed)


def supposed_in(scenarios: Sequence[Scenario[Belief]], what_if: Sequence[AnyKnob]) -> list[Supposed]:
    """Suppositions in each scenario, of those that fit it; and how rare the conditions are there."""
    found = []
    for scenario in scenarios:
        own, changed = fitting(scenario, what_if), supposing(scenario, what_if)
        conditions = conditions_of(own)
        found.append(
            Supposed(scenario=changed, conditions=conditions, rarity=rarity(changed, conditions), knobs=knobs_of(own))
        )
    return found


def conditions_stated(scenario: Scenario[Belief], conditions: Iterable[Condition], note: str) -> Scenario[Belief]:
    """The scenario with each belief that is supposed at a side known to be that; the market states nothing.

    ``note`` is put behind the source, after the side.
    """
    sides = {each.path: each.side for each in conditions}

    def at_its_side(place: Place) -> object:
        path = stands_for(place).path
        if path not in sides:
            return place.value
        belief: Belief = place.value
        value: float = getattr(belief, sides[path])
        known = replace(belief, low=value, likely=value, high=value)
        return noted(known, f"its {sides[path]} value {note}")

    return mapped(scenario, at_its_side)


def harmful_side(place: Place) -> Side:
    """The side of a belief that one worries about: costs and delays high, all else low."""
    is_cost = place.quantity.market < 0 or place.name.startswith("cost_per_") or place.name == "ramp_up_months"
    return "high" if is_cost else "low"


def subject_of(supposed: AnyKnob) -> str:
    """The words before the colon: of two with the same only one can hold."""
    return supposed.path if isinstance(supposed, Condition) else supposed.subject


def spelled(supposed: AnyKnob) -> str:
    """``leads-cost:+30``, ``funnel.lead_to_customer_rate:low``."""
    return f"{supposed.path}:{supposed.side}" if isinstance(supposed, Condition) else knob_spelled(supposed)


def read(text: str) -> AnyKnob | None:
    """The supposition that is spelled like this; None if none is. Nothing that it says is trusted."""
    path, _, word = text.strip().rpartition(":")
    sides = _MARKET_SIDES if path == MARKET else _SIDES
    return Condition(path, sides[word]) if path and word in sides else read_knob(text)


def world_of(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """World that a scenario states, without its plans: while a slider moves it stays, and it can be hashed."""
    return replace(scenario, plans=())


@lru_cache(maxsize=64)
def _fitting(world: Scenario[Belief], what_if: WhatIf) -> WhatIf:
    return tuple(each for each in what_if if _fits(world, each))


@lru_cache(maxsize=64)
def _turned(world: Scenario[Belief], knobs: tuple[Knob, ...]) -> Scenario[Belief]:
    return turned(world, knobs)


def _fits(scenario: Scenario[Belief], supposed: AnyKnob) -> bool:
    if isinstance(supposed, Condition):
        return bool(held_by(scenario, [supposed]))
    return supposed.fits(scenario)


def _followed(supposed: AnyKnob, before: Scenario[Belief], after: Scenario[Belief]) -> AnyKnob | None:
    """The same of the channel under the name that it has now; None if there is no such channel any more."""
    channel = _channel_of(supposed, before)
    if not channel or channel in after.channel_names:
        return supposed
    name = other_name(before, after, channel)
    return _of_channel(supposed, channel, name) if name else None


def _channel_of(supposed: AnyKnob, scenario: Scenario[Belief]) -> str:
    """The channel of the scenario that is supposed to be otherwise; empty if it is none in particular."""
    match supposed:
        case Stops():
            return supposed.channel if supposed.channel in scenario.channel_names else ""
        case OneBelief() | Condition():
            return channel_at(scenario, supposed.path)
        case _:
            return ""


def _of_channel(supposed: AnyKnob, former: str, name: str) -> AnyKnob:
    match supposed:
        case Stops():
            return replace(supposed, channel=name)
        case OneBelief() | Condition():
            return replace(supposed, path=f"channels.{name}{supposed.path.removeprefix(f'channels.{former}')}")
        case _:
            return supposed
