"""Suppositions in plain words: what is supposed, what it makes of the numbers, and where it changes nothing."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from simulator.analyses.stress import Condition, Side, follows, rarity
from simulator.analyses.what_if import (
    AnyKnob,
    WhatIf,
    conditions_of,
    fitting,
    harmful_side,
    knobs_of,
    supposing,
    world_of,
)
from simulator.edits.knobs import (
    SEASONS,
    AverageSale,
    ComeBack,
    Knob,
    LeadsCost,
    OneBelief,
    ScaledBeliefs,
    Season,
    Stops,
)
from simulator.edits.scaling import can_be_scaled, scalable, scaled
from simulator.engine.sampling import MARKET
from simulator.presentation.conditions import (
    ConditionChoice,
    condition_choices,
    condition_texts,
    place_label,
    plainly,
    rarity_sentence,
    worlds_sentence,
)
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import SeasonActsOn
from simulator.scenario.curves import Linear
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted, listed

WHAT_IF = "What if"

SEASONS_IN_WORDS = {
    "March to May": SEASONS["mar-may"],
    "June to August": SEASONS["jun-aug"],
    "September to November": SEASONS["sep-nov"],
    "December to February": SEASONS["dec-feb"],
}
"""The first month of each season, by the words for it."""

SOUTHERN = frozenset(["ARS", "AUD", "BOB", "BRL", "CLP", "NZD", "PEN", "PYG", "UYU", "ZAR"])
"""Currencies of countries whose summer is from December to February."""

HARM = 0.2
"""The share by which a certain number is supposed to be worse at first."""

LEVEL_STAYS = "A season averages 1, so the other months are higher now: the level of the whole year stays as it was."
OTHERS_STAY = "Other rates and unit costs are as you stated them: they follow what is supposed, not what is written."
MOST_EXAMPLES = 2
NO_EFFECT_OF_SEASON = "there money buys at its price in every season"


CHIPS: dict[type[Knob], str] = {
    LeadsCost: "Leads cost more",
    AverageSale: "Smaller sales",
    ComeBack: "Fewer come back",
    Season: "A slow season",
    Stops: "A channel stops",
}
"""The words for what is supposed most often, by the kind of knob."""

STOPS_AFTER = 3
"""So many months a channel goes on at first before it stops."""


@dataclass(frozen=True, kw_only=True)
class Chip:
    """Something that is often supposed, in a few words: ``Leads cost more``; ``first`` is the knob as it is turned."""

    words: str
    first: Knob


@dataclass(frozen=True, kw_only=True)
class NumberChoice:
    """A number of a scenario about which something can be supposed, in plain words: ``Google Ads: cost per click``.

    ``sides`` are the words for its low and high value, empty where it is certain; ``can_be_scaled`` whether it can be
    supposed to be otherwise by a share. ``harmful`` is the side that one worries about.
    """

    path: str
    label: str
    harmful: Side
    sides: Mapping[Side, str] = field(default_factory=dict)
    can_be_scaled: bool = True

    @property
    def first(self) -> AnyKnob:
        """Supposition about it at first: that it is at its harmful side."""
        return Condition(self.path, self.harmful) if self.sides else self.first_share

    @property
    def first_share(self) -> OneBelief:
        """The share by which it is supposed to be worse at first."""
        return OneBelief(HARM if self.harmful == "high" else -HARM, self.path)


def chips(scenario: Scenario[Belief], plan: str) -> list[Chip]:
    """All that is often supposed, of that which fits the scenario; ``plan`` is the one that is looked at."""
    first: list[Knob] = [LeadsCost(0.3), AverageSale(-0.1), ComeBack(-0.2), Season(-0.3, summer(scenario.currency))]
    if scenario.channels:
        spent = dict(zip(scenario.channel_names, scenario.spend(plan).sum(axis=1), strict=True))
        largest = max(spent, key=lambda name: spent[name])
        first.append(Stops(largest, min(1 + STOPS_AFTER, scenario.horizon_months)))
    return [Chip(words=CHIPS[type(knob)], first=knob) for knob in first if knob.fits(scenario)]


def chip_of(supposed: AnyKnob) -> str:
    """The words of the chip for what is supposed; empty where there is none."""
    return "" if isinstance(supposed, Condition) else CHIPS.get(type(supposed), "")


def number_choices(scenario: Scenario[Belief], formats: Formats) -> list[NumberChoice]:
    """All numbers about which something can be supposed; the market first, where it moves anything."""
    return list(_number_choices(world_of(scenario), formats))


# Many words, and while a slider moves they stay.
@lru_cache(maxsize=32)
def _number_choices(scenario: Scenario[Belief], formats: Formats) -> tuple[NumberChoice, ...]:
    uncertain = {choice.path: choice for choice in condition_choices(scenario, formats)}
    market = uncertain.get(MARKET)
    found = [] if market is None else [_of_market(market)]
    for place in scalable(scenario):
        known = uncertain.get(place.path)
        found.append(
            NumberChoice(
                path=place.path,
                label=place_label(place, scenario),
                harmful=harmful_side(place),
                sides={} if known is None else _sides(known),
            )
        )
    return tuple(found)


def _of_market(choice: ConditionChoice) -> NumberChoice:
    return NumberChoice(path=MARKET, label=choice.label, harmful="low", sides=_sides(choice), can_be_scaled=False)


def _sides(choice: ConditionChoice) -> Mapping[Side, str]:
    return {"low": choice.low_text, "high": choice.high_text}


# -- what is supposed ----------------------------------------------------------------------------------------------


def knob_label(knob: Knob, scenario: Scenario[Belief]) -> str:
    """The words for what a knob is about: ``Leads cost``."""
    match knob:
        case LeadsCost():
            return "Leads cost"
        case AverageSale():
            return "Average sale"
        case ComeBack():
            return "Customers coming back"
        case Season():
            return f"Demand, {season_words(knob)}"
        case Stops():
            return f"Stop {knob.channel}"
        case OneBelief():
            return next(
                (place_label(place, scenario) for place in walk(scenario) if place.path == knob.path), knob.path
            )
        case _:
            return knob.subject


def knob_text(knob: Knob, scenario: Scenario[Belief], formats: Formats) -> str:
    """Supposition in words: ``Leads cost +30%``, ``Stop Google Ads in Apr 2027``."""
    label = knob_label(knob, scenario)
    match knob:
        case Stops():
            return f"{label} in {month_words(knob.month, scenario, formats)}"
        case ScaledBeliefs() | Season():
            return f"{label} {share_text(knob.by, formats)}"
        case _:
            return label


def what_if_texts(scenario: Scenario[Belief], what_if: Sequence[AnyKnob], formats: Formats) -> list[str]:
    """Everything that is supposed of a scenario, as far as it fits, in the scenario's own numbers."""
    return list(_texts(world_of(scenario), tuple(what_if), formats))


def worlds_sentences(scenario: Scenario[Belief], what_if: Sequence[AnyKnob], formats: Formats) -> tuple[str, ...]:
    """Which worlds are looked at where conditions leave some out, and how rare they are; none without conditions."""
    return _worlds(world_of(scenario), tuple(what_if), formats) if conditions_of(what_if) else ()


@lru_cache(maxsize=64)
def _worlds(scenario: Scenario[Belief], what_if: WhatIf, formats: Formats) -> tuple[str, ...]:
    changed, conditions = supposing(scenario, what_if), conditions_of(what_if)
    rare = rarity_sentence(rarity(changed, conditions), changed, formats)
    return worlds_sentence(changed, conditions, formats), rare


@lru_cache(maxsize=64)
def _texts(scenario: Scenario[Belief], what_if: WhatIf, formats: Formats) -> tuple[str, ...]:
    changed = supposing(scenario, what_if)

    def text(each: AnyKnob) -> str:
        if isinstance(each, Condition):
            # A low value is that of the belief as it is scaled.
            return condition_texts(changed, [each], formats)[0]
        return knob_text(each, scenario, formats)

    return tuple(text(each) for each in fitting(scenario, what_if))


def what_if_sentence(scenario: Scenario[Belief], what_if: Sequence[AnyKnob], formats: Formats) -> str:
    """``What if: Leads cost +30%; Average sale -10%.``; empty where nothing is supposed."""
    texts = what_if_texts(scenario, what_if, formats)
    return f"{WHAT_IF}: {'; '.join(texts)}." if texts else ""


def share_text(by: float, formats: Formats) -> str:
    """``+30%``, ``-10%``."""
    return f"{'-' if by < 0.0 else '+'}{formats.percent(abs(by))}"


def month_words(month: int, scenario: Scenario[Belief], formats: Formats) -> str:
    """A month of the horizon, counted from 1: ``Apr 2027``."""
    return formats.month_of(scenario.start, month)


def season_words(season: Season) -> str:
    """``June to August``."""
    return next(words for words, first in SEASONS_IN_WORDS.items() if first == season.first)


def summer(currency: str) -> int:
    """The first month of the summer where this currency is used."""
    return SEASONS["dec-feb" if currency in SOUTHERN else "jun-aug"]


# -- what it makes of the numbers ----------------------------------------------------------------------------------


def effect_text(knob: Knob, scenario: Scenario[Belief], plan: str, formats: Formats) -> str:
    """Effect of a knob on the numbers, or where it changes nothing; empty where there is nothing to say."""
    match knob:
        case ScaledBeliefs():
            return _becoming(knob, scenario, formats)
        case Season():
            deaf = [name for name in _running(scenario, plan) if _is_deaf(scenario, name)]
            return f"Changes nothing for {_few(deaf)}: {NO_EFFECT_OF_SEASON}." if deaf else ""
        case Stops() if not _spends_from(knob, scenario, plan):
            return f"{plan} spends nothing on {knob.channel} from then on, so nothing changes."
        case _:
            return ""


def _becoming(knob: ScaledBeliefs, scenario: Scenario[Belief], formats: Formats) -> str:
    """``Search: cost per click $8 becomes $10.40; and 3 more``."""
    places = [place for place in walk(scenario) if knob.is_about(place) and can_be_scaled(place)]
    told = []
    for place in places[:MOST_EXAMPLES]:
        after = scaled(place.value, place.quantity, knob.by)
        before, now = (plainly(value, place.quantity.unit, formats) for value in (place.value.likely, after.likely))
        name = "" if isinstance(knob, OneBelief) else f"{place_label(place, scenario)}: "
        told.append(f"{name}{before} becomes {now}" if before != now else f"{name}{before} hardly changes")
    further = len(places) - len(told)
    return "; ".join([*told, *([f"and {further} more"] if further else [])]) + "."


def _running(scenario: Scenario[Belief], plan: str) -> list[str]:
    spend = scenario.spend(plan)
    return [name for name, row in zip(scenario.channel_names, spend, strict=True) if row.any()]


def _is_deaf(scenario: Scenario[Belief], name: str) -> bool:
    channel = scenario.channel(name)
    return channel.season_acts_on is SeasonActsOn.MARKET and isinstance(channel.curve, Linear)


def _spends_from(knob: Stops, scenario: Scenario[Belief], plan: str) -> bool:
    row = scenario.spend(plan)[scenario.channel_names.index(knob.channel)]
    return bool(row[knob.month - 1 :].any())


def _few(names: Sequence[str]) -> str:
    further = len(names) - MOST_EXAMPLES
    return listed(names) if further <= 1 else listed([*names[:MOST_EXAMPLES], counted(further, "other channel")])


# -- what it becomes when it is kept -------------------------------------------------------------------------------


def plan_name_with(plan: str, what_if: Iterable[AnyKnob], scenario: Scenario[Belief], formats: Formats) -> str:
    """The name of a plan that does what is supposed: ``Today, stop Google Ads Apr 2027``."""
    stops = [knob for knob in knobs_of(what_if) if isinstance(knob, Stops)]
    told = [f"stop {knob.channel} {month_words(knob.month, scenario, formats)}" for knob in stops]
    return ", ".join([plan, *told])


def written_notice(scenario: Scenario[Belief], what_if: Sequence[AnyKnob], formats: Formats) -> str:
    """Suppositions that were written into the assumptions, and what that does not say."""
    said = f"Written into the assumptions: {'; '.join(what_if_texts(scenario, what_if, formats))}."
    level = LEVEL_STAYS if any(isinstance(each, Season) for each in what_if) else ""
    others = OTHERS_STAY if follows(scenario, conditions_of(what_if)) else ""
    return " ".join(filter(None, (said, level, others)))
