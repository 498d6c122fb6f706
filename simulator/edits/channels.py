"""Changes to a scenario as a person makes them: set a number, add, copy, rename, move and remove channels.

Each is a function of a scenario that returns another; the former is untouched. A result may be unfinished (a rate that
is not stated yet): ``checks`` says what is missing, and nothing that was entered is lost on the way there.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any, cast

from simulator.edits.actuals import with_actual_names
from simulator.edits.adoption import with_adopted_figures
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import CHANNEL_TYPES, Channel
from simulator.scenario.curves import CURVES
from simulator.scenario.improvements import with_channels_renamed
from simulator.scenario.plans import Plan, Schedule
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage, StageRates
from simulator.units import Quantity
from simulator.validation import name_problem

_WIDER = 1.25
_EDGE = 1e-6

RATES = tuple(item.name for item in fields(StageRates))


def value_at(scenario: Scenario[Belief], path: str) -> Any:
    """The value at a path (``channels.Google Ads.curve.slope``); raises KeyError where there is no such place."""
    node: Any = scenario
    if name := improvement_at(scenario, path):
        rest = path.removeprefix(f"improvements.{name}").removeprefix(".")
        return _within(scenario.improvement(name), rest.split(".") if rest else [])
    for name in _steps(scenario, path):
        node = node.channel(name) if isinstance(node, Scenario) and name in node.channel_names else getattr(node, name)
    return node


def with_value(scenario: Scenario[Belief], path: str, value: object) -> Scenario[Belief]:
    """The scenario with another value at a path; raises KeyError where there is no such place."""
    if name := improvement_at(scenario, path):
        inside = path.removeprefix(f"improvements.{name}.").split(".")
        return replace(
            scenario,
            improvements=tuple(
                _with(each, inside, value) if each.name == name else each for each in scenario.improvements
            ),
        )
    first, *rest = _steps(scenario, path)
    if first in scenario.channel_names and path.startswith("channels."):
        return with_channel(scenario, first, lambda channel: _with(channel, rest, value))
    changed: Scenario[Belief] = _with(scenario, [first, *rest], value)
    return changed


def with_channel(
    scenario: Scenario[Belief], name: str, change: Callable[[Channel[Belief]], Channel[Belief]]
) -> Scenario[Belief]:
    """The scenario with one channel changed; raises UnknownNameError."""
    chosen = scenario.channel(name)
    channels = tuple(change(channel) if channel is chosen else channel for channel in scenario.channels)
    return replace(scenario, channels=channels)


def channel_at(scenario: Scenario[Belief], path: str) -> str:
    """The name of the channel that a path leads into, which may hold dots; empty if it leads into none."""
    below = path.removeprefix("channels.")
    inside = [name for name in scenario.channel_names if f"{below}.".startswith(f"{name}.")] if below != path else []
    return max(inside, key=len, default="")


def improvement_at(scenario: Scenario[Belief], path: str) -> str:
    """The name of the improvement that a path leads into; empty if it leads into none."""
    below = path.removeprefix("improvements.")
    names = [each.name for each in scenario.improvements]
    inside = [name for name in names if f"{below}.".startswith(f"{name}.")] if below != path else []
    return max(inside, key=len, default="")


def other_name(before: Scenario[Belief], after: Scenario[Belief], name: str) -> str:
    """The name that a channel has after a change which gave it another one and did nothing else to it; else empty."""
    place = before.channel_names.index(name)
    if len(after.channels) != len(before.channels) or after.channels[place].name in before.channel_names:
        return ""
    new = after.channels[place].name
    return new if replace(before.channels[place], name=new) == after.channels[place] else ""


def free_name(scenario: Scenario[Belief], wanted: str) -> str:
    """``wanted``, or with a number behind it where a channel already has that name."""
    taken = {name.casefold() for name in scenario.channel_names}
    candidates = (wanted if number == 1 else f"{wanted} {number}" for number in range(1, len(taken) + 2))
    return next(name for name in candidates if name.casefold() not in taken)


def refusal(scenario: Scenario[Belief], name: str, wanted: str) -> str:
    """Why a channel cannot be renamed, in words; empty if it can."""
    bare = wanted.strip()
    if not bare:
        return "a channel needs a name"
    others = {other.casefold() for other in scenario.channel_names if other != name}
    return f"there is already a channel called {bare}" if bare.casefold() in others else name_problem(bare)


def rename_channel(scenario: Scenario[Belief], name: str, wanted: str) -> Scenario[Belief]:
    """The channel under another name, in every plan too."""
    assert not refusal(scenario, name, wanted), "asked before: refusal"
    new = wanted.strip()
    renamed = with_channel(scenario, name, lambda channel: replace(channel, name=new))
    changed = _with_spend(renamed, lambda channel: new if channel == name else channel)
    return with_adopted_figures(changed, lambda kept: with_channel_called(kept, name, new))


def with_channel_called(scenario: Scenario[Belief], name: str, new: str) -> Scenario[Belief]:
    """The scenario with a channel under a new name, where it has that channel; another of that name makes way."""
    if name not in scenario.channel_names or name == new:
        return scenario
    if any(new.casefold() == other.casefold() for other in scenario.channel_names if other != name):
        taken = next(other for other in scenario.channel_names if other != name and other.casefold() == new.casefold())
        scenario = rename_channel(scenario, taken, free_name(scenario, taken))
    return rename_channel(scenario, name, new)


def add_channel(scenario: Scenario[Belief], channel: Channel[Belief]) -> Scenario[Belief]:
    """The scenario with one more channel, last, under a name that is free, without what its funnel does not ask for."""
    named = replace(channel, name=free_name(scenario, channel.name))
    return replace(scenario, channels=(*scenario.channels, fitted(named, scenario.funnel.stages)))


def duplicate_channel(scenario: Scenario[Belief], name: str) -> Scenario[Belief]:
    """A copy of a channel behind it; without spend in any plan, or every plan would pay twice."""
    channel = scenario.channel(name)
    at = scenario.channel_names.index(name) + 1
    copied = replace(channel, name=free_name(scenario, f"{name} copy"))
    return replace(scenario, channels=(*scenario.channels[:at], copied, *scenario.channels[at:]))


def remove_channel(scenario: Scenario[Belief], name: str) -> Scenario[Belief]:
    """The scenario without a channel, in every plan too."""
    channels = tuple(channel for channel in scenario.channels if channel.name != name)
    without = replace(scenario, channels=channels)
    return _with_spend(without, lambda channel: None if channel == name else channel)


def move_channel(scenario: Scenario[Belief], name: str, by: int) -> Scenario[Belief]:
    """The channel that many places further back (negative: further to the front), as far as there are places."""
    at = scenario.channel_names.index(name)
    channels = list(scenario.channels)
    channels.insert(min(max(at + by, 0), len(channels) - 1), channels.pop(at))
    return replace(scenario, channels=tuple(channels))


def blank_channel(kind: str, name: str) -> Channel[Belief]:
    """A channel of a type of which nothing is stated yet: its unit cost and rates are missing."""
    blank: Channel[Belief] = _built(CHANNEL_TYPES[kind], {"name": name})
    return blank


def change_type(scenario: Scenario[Belief], name: str, kind: str) -> Scenario[Belief]:
    """The channel as one of another type, with everything that the new type also asks for."""
    wanted = CHANNEL_TYPES[kind]
    stages = scenario.funnel.stages
    changed = with_channel(scenario, name, lambda channel: fitted(_built(wanted, _stated(channel)), stages))
    if wanted.is_paid:
        return changed
    # There is nothing to spend on visits that come without money.
    plans = tuple(
        replace(plan, monthly_spend={one: each for one, each in plan.monthly_spend.items() if one != name})
        for plan in changed.plans
    )
    limits = changed.limits.with_names(lambda one: None if one == name else one)
    return replace(changed, plans=plans, limits=limits)


def change_curve(scenario: Scenario[Belief], name: str, kind: str) -> Scenario[Belief]:
    """The channel with another response curve, with everything that the new curve also asks for."""

    def changed(channel: Channel[Belief]) -> Channel[Belief]:
        wanted = CURVES[kind]
        return replace(channel, curve=_built(wanted, {**wanted.starting, **_stated(channel.curve)}))

    return with_channel(scenario, name, changed)


def fitted(channel: Channel[Belief], tracked: Sequence[Stage]) -> Channel[Belief]:
    """The channel without rates between stages that it does not pass through."""
    asked = channel.rates(tracked)
    dropped: dict[str, Any] = {rate: None for rate in RATES if rate not in asked}
    return replace(channel, **dropped)


def set_stages(scenario: Scenario[Belief], stages: Sequence[Stage]) -> Scenario[Belief]:
    """The scenario with other qualification stages tracked, without rates between stages that no longer follow."""
    tracked = tuple(stage for stage in QUALIFICATION_STAGES if stage in stages)
    channels = tuple(fitted(channel, tracked) for channel in scenario.channels)
    asked = asked_rates(channels, tracked)
    dropped: dict[str, Any] = {rate: None for rate in RATES if rate not in asked}
    return replace(scenario, channels=channels, funnel=replace(scenario.funnel, stages=tracked, **dropped))


def opened(belief: Belief, quantity: Quantity) -> Belief:
    """A range around a certainty, to start from: a quarter of the odds (or of the number) to either side.

    The number stays the half-way point where it lies inside the limits; at a limit the range begins a bit inside.
    """
    bottom, top = belief.support(quantity)
    middle = _inside(belief.likely, bottom, top)
    low, high = (_shifted(middle, factor, bottom, top) for factor in (1.0 / _WIDER, _WIDER))
    exact = replace(belief, low=low, likely=middle, high=high)
    readable = replace(exact, low=float(f"{low:.3g}"), high=float(f"{high:.3g}"))
    return exact if readable.problems(quantity) else readable


def closed(belief: Belief) -> Belief:
    """The certainty of a range's half-way point."""
    return replace(belief, low=belief.likely, high=belief.likely)


def scaled_to_one(season: Sequence[float]) -> tuple[float, ...]:
    """The same ups and downs around an average of 1, in numbers that a person can read."""
    mean = sum(season) / len(season)
    rounded = [round(factor / mean, 3) for factor in season]
    # What rounding leaves goes to the strongest month, where it is the smallest part.
    strongest = rounded.index(max(rounded))
    rounded[strongest] = round(rounded[strongest] + len(season) - sum(rounded), 3)
    return tuple(rounded)


def inherited(scenario: Scenario[Belief], path: str) -> Belief | None:
    """The belief that holds at a place of a channel which states none of its own: the business's or the funnel's."""
    if not path.startswith("channels."):
        return None
    name = path.rpartition(".")[2]
    found: Belief | None = getattr(scenario.funnel, name, None) or getattr(scenario.business, name, None)
    return found


def asked_rates(channels: Sequence[Channel[Belief]], tracked: Sequence[Stage]) -> tuple[str, ...]:
    """The rates between stages that at least one channel passes through, in their order."""
    passed = {rate for channel in channels for rate in channel.rates(tracked)}
    closing = CHANNEL_TYPES["pay_per_lead"].rates(tracked)
    return tuple(rate for rate in RATES if rate in passed or rate in closing)


def _steps(scenario: Scenario[Belief], path: str) -> list[str]:
    """The names along a path: a channel's name, which may hold dots, is one of them."""
    if not path.startswith("channels."):
        return path.split(".")
    name = channel_at(scenario, path)
    if not name:
        raise KeyError(path)
    rest = path.removeprefix(f"channels.{name}").removeprefix(".")
    return [name, *rest.split(".")] if rest else [name]


def _within(node: Any, steps: Sequence[str]) -> Any:
    for name in steps:
        if not is_dataclass(node) or name not in {item.name for item in fields(node)}:
            raise KeyError(name)
        node = getattr(node, name)
    return node


def _with(node: Any, steps: Sequence[str], value: object) -> Any:
    name, *rest = steps
    if not is_dataclass(node) or name not in {item.name for item in fields(node)}:
        raise KeyError(name)
    changed = _with(getattr(node, name), rest, value) if rest else value
    return replace(cast("Any", node), **{name: changed})


def _with_spend(scenario: Scenario[Belief], name_of: Callable[[str], str | None]) -> Scenario[Belief]:
    """The scenario with channels under other names wherever they are named; None takes one out."""
    plans = tuple(_plan_with(plan, name_of) for plan in scenario.plans)
    improvements = with_channels_renamed(scenario.improvements, name_of)
    changed = replace(scenario, plans=plans, limits=scenario.limits.with_names(name_of), improvements=improvements)
    return without_lost_purchases(with_actual_names(changed, name_of))


def without_lost_purchases(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario in which plans buy only what is offered."""
    offered = {each.name for each in scenario.improvements}
    if all(each.improvement in offered for plan in scenario.plans for each in plan.improvements):
        return scenario
    kept = (tuple(each for each in plan.improvements if each.improvement in offered) for plan in scenario.plans)
    plans = tuple(replace(plan, improvements=own) for plan, own in zip(scenario.plans, kept, strict=True))
    return replace(scenario, plans=plans)


def _plan_with(plan: Plan, name_of: Callable[[str], str | None]) -> Plan:
    spend: dict[str, Schedule] = {}
    for channel, schedule in plan.monthly_spend.items():
        name = name_of(channel)
        if name is not None:
            spend[name] = schedule
    return replace(plan, monthly_spend=spend)


def _inside(value: float, bottom: float, top: float) -> float:
    if bottom + _EDGE < value < top - _EDGE:
        return value
    if math.isinf(top):
        return bottom + 1.0
    return bottom + (top - bottom) * (0.1 if value <= bottom + _EDGE else 0.9)


def _shifted(value: float, factor: float, bottom: float, top: float) -> float:
    """The value whose distance above the bottom, or whose odds between the limits, is ``factor`` times as much."""
    if math.isinf(top):
        return bottom + (value - bottom) * factor
    odds = (value - bottom) / (top - value) * factor
    return bottom + (top - bottom) * odds / (1.0 + odds)


def _stated(node: Any) -> dict[str, Any]:
    return {item.name: getattr(node, item.name) for item in fields(node)}


def _built(declared: type[Any], stated: dict[str, Any]) -> Any:
    """A record with those of the stated entries that it has; a number it cannot do without is then missing (None)."""
    missing = {item.name: None for item in fields(declared) if "quantity" in item.metadata and _is_required(item)}
    names = {item.name for item in fields(declared)} - getattr(declared, "unused", frozenset())
    return declared(**{**missing, **{name: value for name, value in stated.items() if name in names}})


def _is_required(item: Any) -> bool:
    quantity = item.metadata["quantity"]
    return quantity.default is None and not quantity.optional
