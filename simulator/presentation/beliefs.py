"""The words beside boxes: units, ranges, places and findings, as plain text."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from simulator import edits
from simulator.errors import Problem
from simulator.scenario.beliefs import LOPSIDED_BELOW, Belief, certain
from simulator.scenario.fields import walk
from simulator.scenario.provenance import is_marked_as_own, is_measured
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Steps
from simulator.text import parsing
from simulator.text.amounts import begins_with_zero, taken_apart
from simulator.text.formats import DEFAULT_LOCALE, Formats
from simulator.units import Quantity, Role, Unit
from simulator.validation import one_line, place_names

RANGE_BOXES = ("Low", "Likely", "High")
RANGE_MEANING = "Low: 1 time in 10 it is below this. Likely: half the time. High: 1 time in 10 it is above."
SPREAD_BOXES = ("1 deal in 10 within", "Half within", "9 in 10 within")
ONE_BOX = "Always"
ONE_TIME_BOX = "Every deal takes"

SECTIONS = {"business": "Business", "funnel": "Leads to customers", "channels": "Channels"}
"""The parts of the page, by the first step of the paths of what stands there."""

_EXAMPLES = {Unit.RATE: 0.085, Unit.MONEY: 1200.0}
"""A number of a unit, to show how it is written; of others it is 1.5."""

_OUTSIDE = re.compile(r"is (\S+); it must be between (\S+) and ([^\s:]+)")
_PATH = re.compile(r"(?:as |see )?\b(business|funnel)\.[a-z_]+")


def box_labels(quantity: Quantity) -> tuple[str, str, str]:
    """The meaning of the three numbers, as the labels of their boxes."""
    return SPREAD_BOXES if quantity.role is Role.SPREAD else RANGE_BOXES


def about(quantity: Quantity) -> str:
    """Meaning of a number, and that of low, likely and high where the labels do not say it."""
    meaning = "" if quantity.role is Role.SPREAD else RANGE_MEANING
    return " ".join(filter(None, (quantity.help, meaning)))


def one_box_label(quantity: Quantity) -> str:
    """The meaning of a single number, as the label of its box."""
    return ONE_TIME_BOX if quantity.role is Role.SPREAD else ONE_BOX


def titled(quantity: Quantity, formats: Formats) -> str:
    """The label of a number with its unit: ``Cost per click, $``."""
    unit = {Unit.MONEY: formats.currency_symbol, Unit.RATE: "%", Unit.MONTHS: "months"}.get(quantity.unit, "")
    says_so = not unit or unit in quantity.label or quantity.label.lower().startswith("months")
    return quantity.label if says_so else f"{quantity.label}, {unit}"


def shown(value: float, quantity: Quantity, formats: Formats) -> str:
    """A number in its unit, in a sentence."""
    return formats.number(value, _unit(quantity))


def shown_range(belief: Belief, quantity: Quantity, formats: Formats) -> str:
    """From low to high, in a sentence."""
    return formats.range(belief.low, belief.high, _unit(quantity))


def _unit(quantity: Quantity) -> Unit:
    # A ratio of results is a multiple (3.2x); what a person states without a unit is a plain number.
    return Unit.COUNT if quantity.unit is Unit.RATIO else quantity.unit


def spoken(belief: Belief, quantity: Quantity, formats: Formats) -> str:
    """A belief in words: ``$8 to $25, half below $13``."""
    likely = shown(belief.likely, quantity, formats)
    if belief.is_certain:
        return likely
    half = "half within" if quantity.role is Role.SPREAD else "half below"
    return f"{shown_range(belief, quantity, formats)}, {half} {likely}"


def picture_about(belief: Belief, quantity: Quantity, formats: Formats) -> str:
    """The picture of a range in words, to be read out."""
    whose = "deals" if quantity.role is Role.SPREAD else "times"
    likely = shown(belief.likely, quantity, formats)
    between = shown_range(belief, quantity, formats)
    return f"{quantity.label}: 8 in 10 {whose} {between}, half of them below {likely}"


def lopsided_note(belief: Belief, quantity: Quantity, formats: Formats) -> str:
    """The far value that a lopsided range implies; empty for a range that is not lopsided."""
    if belief.is_certain or not belief.is_lopsided(quantity):
        return ""
    runs_up = belief.lopsidedness(quantity) < LOPSIDED_BELOW
    side, ends = ("above", "low and middle") if runs_up else ("below", "middle and high")
    reach = shown(belief.far_value(quantity), quantity, formats)
    return f"Lopsided: it says that 1 time in 100 the truth is {side} {reach}. Is that meant? The {ends} lie close."


def belief_problems(belief: Belief, quantity: Quantity, formats: Formats) -> list[str]:
    """All that is wrong with the numbers themselves, as the person who typed them reads them; empty if nothing is."""
    found = belief.problems(quantity)
    numbers = dict.fromkeys((belief.low, belief.likely, belief.high))
    outside = [number for number in numbers if not quantity.allows(number)]
    if outside:
        return [not_allowed(number, quantity, formats) for number in outside]
    if found and not belief.is_certain and not belief.low < belief.likely < belief.high:
        return ["the three numbers must rise, each above the one before"]
    bottom, top = belief.support(quantity)
    if found and not belief.is_certain and bottom < top:
        lower, upper = shown(bottom, quantity, formats), shown(top, quantity, formats)
        edges = (
            (belief.low <= bottom, f"the first number must be above {lower}: 1 time in 10 the truth is below it"),
            (belief.high >= top, f"the last number must be below {upper}: 1 time in 10 the truth is above it"),
        )
        return [message for is_wrong, message in edges if is_wrong]
    return found


def limits(quantity: Quantity, formats: Formats) -> str:
    """The limits of a number in its unit: ``it must be above 0% and below 100%``."""
    lower = f"{'above' if quantity.open_below else 'at least'} {shown(quantity.at_least, quantity, formats)}"
    if math.isinf(quantity.at_most):
        return f"it must be {lower}"
    upper = f"{'below' if quantity.open_above else 'at most'} {shown(quantity.at_most, quantity, formats)}"
    return f"it must be {lower} and {upper}"


def not_allowed(value: float, quantity: Quantity, formats: Formats) -> str:
    """The problem of a number outside its limits: ``120% cannot be: it must be at most 100%``."""
    if value <= quantity.at_least:
        limit = f"{'above' if quantity.open_below else 'at least'} {shown(quantity.at_least, quantity, formats)}"
    else:
        limit = f"{'below' if quantity.open_above else 'at most'} {shown(quantity.at_most, quantity, formats)}"
    return f"{shown(value, quantity, formats)} cannot be: it must be {limit}"


def source_line(belief: Belief, formats: Formats) -> str:
    """Where a belief comes from, on one line."""
    if is_measured(belief):
        return f"{_each_year(belief, formats)}{' '.join(belief.source.split())}"
    if is_marked_as_own(belief):
        day = "" if belief.as_of is None else f", {formats.day(belief.as_of)}"
        return f"{_each_year(belief, formats)}{' '.join(belief.source.split())}{day}"
    source = f"Source: {' '.join(belief.source.split())}" if belief.source.strip() else "No source stated"
    dated = source if belief.as_of is None else f"{source} ({formats.month_name(belief.as_of)})"
    return f"{_each_year(belief, formats)}{dated}"


def _each_year(belief: Belief, formats: Formats) -> str:
    change = belief.yearly_change
    return f"{formats.percent(abs(change))} {'more' if change > 0.0 else 'less'} each year. " if change else ""


def not_a_number(typed: str, quantity: Quantity, formats: Formats) -> str:
    """The problem of a text that cannot be read as a number, with an example as its reader writes numbers."""
    locale = formats.locale or DEFAULT_LOCALE
    amount = taken_apart(typed, currency=formats.currency, locale=locale)
    if amount is not None and quantity.unit is Unit.MONEY and amount.foreign:
        return f"“{typed}” is in another currency: amounts here are in {formats.currency}"
    if amount is not None and amount.is_percent:
        return f"“{typed}” is a percentage: write a plain number here"
    if begins_with_zero(typed):
        return f"“{typed}” begins with 0, like half of a number with a comma in it"
    example = parsing.write(_EXAMPLES.get(quantity.unit, 1.5), quantity.unit, locale=locale)
    return f"“{typed}” is not a number: write it like {example}" if typed.strip() else "a number is missing here"


def reading_note(typed: str, shown: str, instead: str, *, is_reworded: bool) -> str:
    """How a text was read as the number ``shown``, where that may not be what was meant; else empty."""
    if instead:
        return f"“{typed}” is read as {shown}. Did you mean {instead}?"
    return f"“{typed}” is read as {shown}." if is_reworded else ""


def in_words(message: str) -> str:
    """A message about a file as it is said on the page: with the part of the page in place of a path."""
    return _PATH.sub(lambda found: f"under {SECTIONS[found[1]]}", message)


def declared_words(scenario: Scenario[Belief], path: str) -> tuple[str, str]:
    """The label and the explanation that stand beside the declaration of a text."""
    parent, _, name = path.rpartition(".")
    owner: Any = edits.value_at(scenario, parent) if parent else scenario
    metadata = next(item.metadata for item in fields(owner) if item.name == name)
    return str(metadata["label"]), str(metadata["help"])


def problems_by_path(
    scenario: Scenario[Belief], problems: Sequence[Problem], formats: Formats
) -> Mapping[str, Sequence[str]]:
    """Problems at each place of a draft, as the person who typed it reads them: in percent, not in fractions."""
    found: dict[str, list[str]] = defaultdict(list)
    for problem in problems:
        message = in_words(problem.message)
        is_change = problem.path.endswith((".yearly_change", ".grows"))
        found[problem.path].append(_in_percent(message, formats) if is_change else message)
    numbers = {place.path: place for place in walk(replace(scenario, targets=()))} if found else {}
    for number, target in enumerate(scenario.targets, start=1):
        numbers |= {f"targets.{number}.{place.name}": place for place in walk(target)}
    for path in found.keys() & numbers.keys():
        place = numbers[path]
        if place.value is not None and not isinstance(place.value, Steps):
            belief = place.value if isinstance(place.value, Belief) else certain(place.value)
            found[path] = belief_problems(belief, place.quantity, formats) or found[path]
    return found


def _in_percent(message: str, formats: Formats) -> str:
    """A problem of a change that a form asks for in percent."""
    fractions = _OUTSIDE.match(message)
    if fractions is None:
        return message
    found, least, most = (formats.percent(float(text)) for text in fractions.groups())
    return f"{found} cannot be: it must be between {least} and {most}"


def places(scenario: Scenario[Belief]) -> Mapping[str, str]:
    """The words for each place of a scenario, by path: ``Google Ads: Cost per click``."""
    named = {place.path: f"{_owner(place.path, scenario)}{place.quantity.label}" for place in walk(scenario)}
    targets = {
        f"targets.{number}{step}": f"Target {number}"
        for number in range(1, len(scenario.targets) + 1)
        for step in ("", ".metric", ".at_least", ".at_most", ".probability")
    }
    parts = {
        **_texts(scenario.business, "business", SECTIONS["business"]),
        **_texts(scenario.funnel, "funnel", SECTIONS["funnel"]),
        "channels": SECTIONS["channels"],
    }
    inside = {
        **_channel_places(scenario),
        **_improvement_places(scenario),
        **_plan_places(scenario),
        **named,
        **_details(scenario),
    }
    return {**_texts(scenario), **parts, **inside, **targets}


def _details(scenario: Scenario[Belief]) -> dict[str, str]:
    """The words for what is stated within a number: its steps, and how it changes from year to year."""
    found: dict[str, str] = {}
    for place in walk(scenario):
        words = f"{_owner(place.path, scenario)}{place.quantity.label}"
        found[f"{place.path}.yearly_change"] = f"{words}: change a year"
        for number in range(1, len(place.value.steps) + 1) if isinstance(place.value, Steps) else ():
            found |= {f"{place.path}.{number}.{part}": f"{words}, step {number}" for part in ("from", "amount")}
    return found


def _channel_places(scenario: Scenario[Belief]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, channel in zip(place_names(scenario.channel_names), scenario.channels, strict=True):
        owner = channel.name.strip() or f"Channel {place}"
        found |= {f"channels.{place}": owner, f"channels.{channel.name}": owner}
        found |= {**_texts(channel, f"channels.{place}", owner), **_texts(channel, f"channels.{channel.name}", owner)}
    return found


def _improvement_places(scenario: Scenario[Belief]) -> dict[str, str]:
    found: dict[str, str] = {"improvements": "Improvements"}
    names = [each.name for each in scenario.improvements]
    for place, improvement in zip(place_names(names), scenario.improvements, strict=True):
        owner = improvement.name.strip() or f"Improvement {place}"
        found |= {f"improvements.{place}": owner, **_texts(improvement, f"improvements.{place}", owner)}
    return found


def _plan_places(scenario: Scenario[Belief]) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, plan in zip(place_names([plan.name for plan in scenario.plans]), scenario.plans, strict=True):
        owner = f"Plan {plan.name.strip() or place}"
        found |= {f"plans.{place}": owner, **_texts(plan, f"plans.{place}", owner)}
        for purchase in plan.improvements:
            bought = one_line(purchase.improvement)
            found[f"plans.{place}.improvements.{bought}"] = f"{owner}: {bought}"
        for name, schedule in plan.monthly_spend.items():
            path, words = f"plans.{place}.monthly_spend.{one_line(name)}", f"{owner}: {one_line(name)}"
            found |= {path: words, f"{path}.grows": f"{words}, growth"}
            for number in range(1, len(schedule.stated) + 1):
                inside = {"": "", ".amount": "", ".grows": ", growth"}
                found |= {f"{path}.{number}{end}": f"{words}, amount {number}{word}" for end, word in inside.items()}
    return found


def _texts(owner: Any, path: str = "", whose: str = "") -> dict[str, str]:
    """The words for the entries of a record that are no numbers."""
    labels = {item.name: str(item.metadata["label"]) for item in fields(owner) if "label" in item.metadata}
    before, words = (f"{path}." if path else "", f"{whose}: " if whose else "")
    return {f"{before}{name}": f"{words}{label}" for name, label in labels.items()}


def _owner(path: str, scenario: Scenario[Belief]) -> str:
    inside = [name for name in scenario.channel_names if path.startswith(f"channels.{name}.")]
    inside += [each.name for each in scenario.improvements if path.startswith(f"improvements.{each.name}.")]
    if inside:
        return f"{max(inside, key=len)}: "
    label = SECTIONS.get(path.split(".")[0])
    return f"{label}: " if label else ""
