"""What is wrong with a scenario: the limits of every number, and what must hold between entries.

All problems at once, each led by its path, in words for the person who wrote the scenario. A reader that could not
read everything names what it could not (``unread``), and nothing is said that rests on that.
"""

import math
import unicodedata
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from babel.numbers import list_currencies

from simulator.beliefs import Belief, certain
from simulator.channels import Channel
from simulator.declarations import Place, quantities, walk
from simulator.errors import Problem, did_you_mean
from simulator.metrics import METRICS
from simulator.plans import Monthly, Schedule, Steady
from simulator.scenario import HORIZON_MOST, SEASONALITY_TOLERANCE, Scenario, Target
from simulator.stages import QUALIFICATION_STAGES, Stage, StageRates, closing_chain, rates_of
from simulator.units import Quantity

MOST = 1e12
LEAST = 1e-12
NEAREST = 1e-9
"""Numbers of a range that are nearer than this, relative to their distance from the bounds, cannot be told apart."""

LONGEST_NAME = 100
FIRST_YEAR, LAST_YEAR = 1900, 2200


@dataclass(frozen=True)
class _Found:
    path: str
    message: str
    rests_on: tuple[str, ...] = ()

    def is_sure(self, unread: Collection[str]) -> bool:
        return not any(
            place == gap or place.startswith(gap + ".") for place in (self.path, *self.rests_on) for gap in unread
        )


def problems(scenario: Scenario[Belief], *, unread: Collection[str] = ()) -> list[Problem]:
    """All that keeps a scenario from being simulated; empty if it can be.

    ``unread`` are the paths of entries that hold a placeholder because they could not be read.
    """
    found = (
        *_words(scenario),
        *_numbers(scenario),
        *_seasons(scenario),
        *_needs(scenario),
        *_superfluous_rates(scenario),
        *_plans(scenario),
        *_targets(scenario),
    )
    sure = (Problem(item.path, item.message) for item in found if item.is_sure(unread))
    return list(dict.fromkeys(sure))


def place_names(names: Sequence[str]) -> list[str]:
    """How named items are called in paths: by name, or by number (from 1) where the name cannot serve."""
    folded = [_folded(name) for name in names]
    return [
        str(index + 1) if name_problem(name) or folded[index] in folded[:index] else name
        for index, name in enumerate(names)
    ]


def name_problem(name: str) -> str:
    """What is wrong with a name, in words; empty if nothing is."""
    if not name.strip():
        return "is empty; give it a name"
    if len(name) > LONGEST_NAME:
        return f"has {len(name)} characters; a name has at most {LONGEST_NAME}"
    if any(unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp") for character in name):
        return "has a line break or another control character; a name is one line of text"
    return ""


def _folded(name: str) -> str:
    return name.strip().casefold()


def _channel_paths(scenario: Scenario[Belief]) -> list[tuple[str, Channel[Belief]]]:
    places = place_names(scenario.channel_names)
    return [(f"channels.{place}", channel) for place, channel in zip(places, scenario.channels, strict=True)]


def _words(scenario: Scenario[Belief]) -> Iterator[_Found]:
    if name_problem(scenario.name):
        yield _Found("name", name_problem(scenario.name))
    if scenario.currency not in currencies():
        hint = did_you_mean(scenario.currency.upper()[:3], currencies())
        yield _Found("currency", f"is {one_line(scenario.currency)}; it must be three letters such as USD{hint}")
    if not FIRST_YEAR <= scenario.start.year <= LAST_YEAR:
        yield _Found("start", f"is in {scenario.start.year}; it must lie between {FIRST_YEAR} and {LAST_YEAR}")
    if not 1 <= scenario.horizon_months <= HORIZON_MOST:
        yield _Found("horizon_months", f"is {scenario.horizon_months}; it must be between 1 and {HORIZON_MOST}")
    yield from _names("channels", scenario.channel_names)
    yield from _names("plans", [plan.name for plan in scenario.plans])


def _names(kind: str, names: Sequence[str]) -> Iterator[_Found]:
    if not names:
        yield _Found(kind, f"there are none; a scenario needs at least one {kind.removesuffix('s')}")
    for index, (name, place) in enumerate(zip(names, place_names(names), strict=True)):
        path = f"{kind}.{place}.name"
        if name_problem(name):
            yield _Found(path, name_problem(name))
        elif _folded(name) in [_folded(earlier) for earlier in names[:index]]:
            one = kind.removesuffix("s")
            yield _Found(path, f"is {one_line(name)}, as an earlier {one} is called; every {one} needs its own name")


def currencies() -> frozenset[str]:
    """The currencies of ISO 4217, by their three letters."""
    return frozenset(list_currencies())


def _numbers(scenario: Scenario[Belief]) -> Iterator[_Found]:
    rest = replace(scenario, channels=(), targets=())
    yield from _numbers_of(rest, "")
    for path, channel in _channel_paths(scenario):
        yield from _numbers_of(channel, path)
    for index, target in enumerate(scenario.targets, start=1):
        yield from _numbers_of(target, f"targets.{index}")


def _numbers_of(node: Any, path: str) -> Iterator[_Found]:
    for place in walk(node, path):
        # A draft may lack what a file cannot be read without.
        if place.value is None and place.quantity.default is None and not place.quantity.optional:
            yield _Found(place.path, "is missing; state it here")
    places = [place for place in walk(node, path) if place.value is not None]
    declared = {place.path: _declared_problems(place) for place in places}
    spoilt = {id(place.owner) for place in places if declared[place.path]}
    for place in places:
        # Limits that depend on another field of the owner mean nothing while one of its fields is wrong.
        adjusted = [] if id(place.owner) in spoilt else _value_problems(place.value, place.quantity)
        siblings = tuple(f"{place.path.rpartition('.')[0]}.{name}" for name in quantities(type(place.owner)))
        for message in declared[place.path]:
            yield _Found(place.path, message)
        for message in adjusted:
            yield _Found(place.path, message, siblings)


def _declared_problems(place: Place) -> list[str]:
    return _value_problems(place.value, quantities(type(place.owner))[place.name])


def _value_problems(value: Belief | float, quantity: Quantity) -> list[str]:
    belief = value if isinstance(value, Belief) else certain(value)
    numbers = (belief.low, belief.likely, belief.high, belief.at_least, belief.at_most)
    sizes = [_size_problem(number) for number in dict.fromkeys(numbers) if number is not None]
    return (
        [problem for problem in sizes if problem]
        or _own_limit_problems(belief, quantity)
        or belief.problems(quantity)
        or _nearness_problems(belief, quantity)
    )


def _size_problem(number: float) -> str:
    if math.isnan(number) or abs(number) > MOST:
        return f"is {number:g}; that is too large to be meant (at most {MOST:g})"
    if 0.0 < abs(number) < LEAST:
        return f"is {number:g}; that is too small to be meant (at least {LEAST:g}, or 0)"
    return ""


def _own_limit_problems(belief: Belief, quantity: Quantity) -> list[str]:
    own = (("at_least", belief.at_least), ("at_most", belief.at_most))
    return [
        f"{name} is {limit:g}; it must be {quantity.limits}"
        for name, limit in own
        if limit is not None and not quantity.at_least <= limit <= quantity.at_most
    ]


def _nearness_problems(belief: Belief, quantity: Quantity) -> list[str]:
    if belief.is_certain:
        return []
    bottom, top = belief.support(quantity)
    low, likely, high = belief.low, belief.likely, belief.high
    room_below = min(likely - bottom, top - likely)
    room_above = min(high - bottom, top - high)
    if likely - low < NEAREST * room_below or high - likely < NEAREST * room_above:
        return [f"is [{low!r}, {likely!r}, {high!r}]; the numbers are all but equal: write one number"]
    return []


def _seasons(scenario: Scenario[Belief]) -> Iterator[_Found]:
    stated = [("seasonality", scenario.seasonality)]
    stated += [(f"{path}.seasonality", channel.seasonality) for path, channel in _channel_paths(scenario)]
    for path, season in stated:
        message = "" if season is None else _season_problem(season)
        if message:
            yield _Found(path, message)


def _season_problem(season: Sequence[float]) -> str:
    if len(season) != 12:
        return f"has {len(season)} numbers; a season has twelve, January to December"
    if not all(LEAST <= number <= MOST for number in season):
        return "has a number that is not above 0; each month's must be"
    mean = math.fsum(season) / 12
    if abs(mean - 1.0) > SEASONALITY_TOLERANCE:
        return f"the twelve numbers average {mean:.4g}; they must average 1: divide each by {mean:.4g}"
    return ""


def _needs(scenario: Scenario[Belief]) -> Iterator[_Found]:
    for name in ("revenue_per_sale", "gross_margin_rate"):
        everywhere = [path for path, _ in _channel_paths(scenario)]
        lacking = [p for p, channel in _channel_paths(scenario) if scenario.customer_value(channel, name) is None]
        yield from _missing(f"business.{name}", lacking, everywhere)
    if _tracks_in_order(scenario.funnel.stages):
        yield from _missing_rates(scenario)
    for path, channel in _channel_paths(scenario):
        yield from _missing_retention(scenario, path, channel)
        yield from _missing_reference(path, channel)


def _missing(shared: str, lacking: Sequence[str], needing: Sequence[str]) -> Iterator[_Found]:
    name = shared.rpartition(".")[2]
    rests_on = ("channels", *(f"{path}.{name}" for path in lacking))
    if lacking and len(lacking) == len(needing):
        yield _Found(shared, "is missing; state it here, or in every channel that needs it", rests_on)
        return
    for path in lacking:
        yield _Found(f"{path}.{name}", f"is missing; state it here, or for all channels as {shared}", (shared,))


def _missing_rates(scenario: Scenario[Belief]) -> Iterator[_Found]:
    needing: dict[str, list[tuple[str, Channel[Belief]]]] = {}
    for path, channel in _channel_paths(scenario):
        for name in set(channel.rates(scenario.funnel.stages)) & set(quantities(StageRates)):
            needing.setdefault(name, []).append((path, channel))
    for name, channels in sorted(needing.items()):
        lacking = [path for path, channel in channels if scenario.rate(channel, name) is None]
        for found in _missing(f"funnel.{name}", lacking, [path for path, _ in channels]):
            yield replace(found, rests_on=(*found.rests_on, "funnel.stages"))


def _missing_retention(scenario: Scenario[Belief], path: str, channel: Channel[Belief]) -> Iterator[_Found]:
    repeats = scenario.customer_value(channel, "repeat_sales_per_year")
    if repeats is None or repeats.high <= 0.0:
        return
    if scenario.customer_value(channel, "yearly_retention_rate") is None:
        place = path if channel.repeat_sales_per_year is not None else "business"
        rests_on = (f"{path}.yearly_retention_rate", "business.yearly_retention_rate")
        message = "is missing; repeat sales need the share of customers kept from year to year"
        yield _Found(f"{place}.yearly_retention_rate", message, rests_on)


def _missing_reference(path: str, channel: Channel[Belief]) -> Iterator[_Found]:
    if channel.reference_spend is not None:
        return
    reason = ""
    if channel.curve.needs_reference_spend:
        reason = f"a {channel.curve.type} curve"
    elif channel.ramp_up_months.high > 0.0:
        reason = "ramp_up_months"
    if reason:
        message = f"is missing; {reason} needs the monthly spend at which the unit cost is true"
        yield _Found(f"{path}.reference_spend", message, (f"{path}.curve", f"{path}.ramp_up_months"))


def _tracks_in_order(stages: Sequence[Stage]) -> bool:
    return list(stages) == [stage for stage in QUALIFICATION_STAGES if stage in stages]


def _superfluous_rates(scenario: Scenario[Belief]) -> Iterator[_Found]:
    tracked = scenario.funnel.stages
    if not _tracks_in_order(tracked):
        allowed = ", ".join(QUALIFICATION_STAGES)
        yield _Found("funnel.stages", f"is [{', '.join(tracked)}]; it may hold {allowed}, each once, in this order")
        return
    shared = rates_of((Stage.VISITS, *closing_chain(tracked)))
    yield from _unused(scenario.funnel, "funnel", shared)
    for path, channel in _channel_paths(scenario):
        yield from _unused(channel, path, channel.rates(tracked))


def _unused(owner: StageRates[Belief], path: str, used: Sequence[str]) -> Iterator[_Found]:
    for name in quantities(StageRates):
        if getattr(owner, name) is not None and name not in used:
            message = f"is not used; the rates here are {', '.join(used)} (see funnel.stages)"
            yield _Found(f"{path}.{name}", message, ("funnel.stages",))


def _plans(scenario: Scenario[Belief]) -> Iterator[_Found]:
    places = place_names([plan.name for plan in scenario.plans])
    names = scenario.channel_names
    sure_names = ("channels", *(f"{path}.name" for path, _ in _channel_paths(scenario)))
    for place, plan in zip(places, scenario.plans, strict=True):
        for name, schedule in plan.monthly_spend.items():
            path = f"plans.{place}.monthly_spend.{one_line(name)}"
            if name not in names:
                yield _Found(path, f"there is no channel of this name{_near(name, names)}", sure_names)
            for message in _schedule_problems(schedule, scenario.horizon_months):
                yield _Found(path, message, ("horizon_months",) if "horizon" in message else ())


def _near(name: str, names: Sequence[str]) -> str:
    same = [other for other in names if _folded(other) == _folded(name)]
    return did_you_mean(name, same or names) if len(name) <= LONGEST_NAME else ""


def _schedule_problems(schedule: Schedule, horizon: int) -> Iterator[str]:
    if isinstance(schedule, Steady):
        yield from _amount_problems((schedule.amount,))
        yield from _period_problems(schedule, horizon)
    elif isinstance(schedule, Monthly):
        yield from _amount_problems(schedule.amounts)
        if any(schedule.amounts[horizon:]):
            yield f"has {len(schedule.amounts)} months with spend beyond the horizon of {horizon}"


def _amount_problems(amounts: Sequence[float]) -> Iterator[str]:
    for amount in dict.fromkeys(amounts):
        if amount < 0.0:
            yield f"is {amount:g}; a spend is at least 0"
        elif _size_problem(amount):
            yield _size_problem(amount)


def _period_problems(schedule: Steady, horizon: int) -> Iterator[str]:
    last = horizon if schedule.last is None else schedule.last
    for word, month in (("from", schedule.first), ("to", last)):
        if not 1 <= month <= horizon:
            yield f"{word} is {month}; it must be a month between 1 and the horizon, {horizon}"
    if 1 <= last < schedule.first <= horizon:
        yield f"to is {last}, before from, which is {schedule.first}"


def _targets(scenario: Scenario[Belief]) -> Iterator[_Found]:
    for index, target in enumerate(scenario.targets, start=1):
        for name, message in _target_problems(target):
            yield _Found(f"targets.{index}{name}", message, (f"targets.{index}.at_least", f"targets.{index}.at_most"))


def _target_problems(target: Target) -> Iterator[tuple[str, str]]:
    if target.metric not in METRICS:
        hint = did_you_mean(target.metric[:LONGEST_NAME], METRICS)
        yield ".metric", f"is {one_line(target.metric)}; there is no such metric{hint}"
    if target.at_least is None and target.at_most is None:
        yield "", "states neither at_least nor at_most; state one of them"
    if target.at_least is not None and target.at_most is not None:
        yield "", "states both at_least and at_most; state one of them, or make two targets"
    for name, bound in ((".at_least", target.at_least), (".at_most", target.at_most)):
        if bound is not None and _size_problem(bound):
            yield name, _size_problem(bound)


def one_line(text: str) -> str:
    """Text of a person within a message or path: one line, not too long."""
    one_line = "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp") else c for c in text)
    return one_line if len(one_line) <= LONGEST_NAME else one_line[: LONGEST_NAME - 3] + "..."
