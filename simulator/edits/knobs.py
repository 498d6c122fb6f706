"""Knobs: what may turn out otherwise, each of which turns a scenario into another.

A belief is scaled in its own terms: see ``scaling``. Draws belong to paths, which no knob changes, so that the worlds
with a knob are those without it, in all but what is supposed.

A knob is spelled ``SUBJECT:VALUE``, for addresses and the command line: ``leads-cost:+30``, ``stops.Google Ads:4``.
"""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import ClassVar

from simulator.edits.limits import paid_names
from simulator.edits.plans import free_plan_name, new_plan, plan_names, spend_by_month, with_spend_by_month
from simulator.edits.scaling import can_be_scaled, in_few_digits, noted, scaled
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.improvements import UNIT_COSTS, stands_for
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.scenario.scenario import Scenario
from simulator.validation import LONGEST_NAME

LEAST, MOST = -0.95, 9.0
"""The shares by which a number can be supposed to be otherwise."""
SHARE_DIGITS = 6
"""So many decimals of a share are told apart."""

SEASON_MONTHS = 3
SEASON_DIGITS = 3
SEASONS = {"mar-may": 3, "jun-aug": 6, "sep-nov": 9, "dec-feb": 12}
"""The seasons of a year, each by its first month."""


@dataclass(frozen=True)
class Knob:
    """A supposition about a scenario. Of two with the same ``subject`` only one can hold.

    ``is_decision`` tells what is done, which a plan can state, from what is believed of the world.
    """

    is_decision: ClassVar[bool] = False

    @property
    def subject(self) -> str:
        """The words before the colon: ``leads-cost``."""
        raise NotImplementedError

    @property
    def value(self) -> str:
        """The words behind the colon: ``+30``."""
        raise NotImplementedError

    def fits(self, scenario: Scenario[Belief]) -> bool:
        """Whether the scenario has what this is about."""
        raise NotImplementedError

    def turned(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The scenario as it is if this is so; it may be none that a file can hold."""
        raise NotImplementedError

    def stated(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The same as a file can hold it."""
        return self.turned(scenario)


@dataclass(frozen=True)
class ByShare(Knob):
    """A knob that is turned by a share: 0.3 is 30 % more."""

    by: float

    @property
    def value(self) -> str:
        """The share in percent, with its sign, to the last digit."""
        return percent_text(self.by)


@dataclass(frozen=True)
class ScaledBeliefs(ByShare):
    """A knob that scales beliefs, each in its own terms."""

    def is_about(self, place: Place) -> bool:
        """Whether this scales what stands in a place."""
        raise NotImplementedError

    def fits(self, scenario: Scenario[Belief]) -> bool:
        """Whether there is anything that it scales."""
        return any(self.is_about(place) and can_be_scaled(place) for place in walk(scenario))

    def turned(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The scenario with these beliefs scaled."""
        return _with_beliefs(scenario, self.is_about, lambda place: scaled(place.value, place.quantity, self.by))

    def stated(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The same with no more digits than are known."""
        return _with_beliefs(
            scenario,
            self.is_about,
            lambda place: in_few_digits(scaled(place.value, place.quantity, self.by), place.quantity),
        )


@dataclass(frozen=True)
class OneBelief(ScaledBeliefs):
    """A single belief, by its path."""

    path: str

    @property
    def subject(self) -> str:
        """The path."""
        return self.path

    def is_about(self, place: Place) -> bool:
        """Whether the place is the one."""
        return stands_for(place).path == self.path


@dataclass(frozen=True)
class LeadsCost(ScaledBeliefs):
    """The unit costs of all that channels buy, fees apart: clicks, leads, pieces, times shown."""

    subject = "leads-cost"

    def is_about(self, place: Place) -> bool:
        """Whether it is the unit cost of a channel, or what that becomes."""
        return place.name == getattr(place.owner, "cost", None) or stands_for(place).name in UNIT_COSTS


@dataclass(frozen=True)
class AverageSale(ScaledBeliefs):
    """Price that customers pay, at the first sale and at each repeat; margins stay the same shares of it."""

    subject = "average-sale"

    def is_about(self, place: Place) -> bool:
        """Whether it is the price of a sale, of the business or of a channel."""
        return place.name in ("revenue_per_sale", "revenue_per_repeat_sale")


@dataclass(frozen=True)
class ComeBack(ScaledBeliefs):
    """How often customers buy again, and the odds that they stay."""

    subject = "come-back"

    def is_about(self, place: Place) -> bool:
        """Whether customers come back more often with it."""
        return place.name in ("repeat_sales_per_year", "yearly_retention_rate", "monthly_retention_rate")


@dataclass(frozen=True)
class Season(ByShare):
    """How many people want it in three months of each year, the first of them ``first`` (1 is January)."""

    first: int

    @property
    def subject(self) -> str:
        """``season.jun-aug``."""
        return f"season.{next(name for name, first in SEASONS.items() if first == self.first)}"

    @property
    def months(self) -> tuple[int, ...]:
        """The months of the year."""
        return tuple((self.first - 1 + month) % MONTHS_OF_A_YEAR + 1 for month in range(SEASON_MONTHS))

    def fits(self, scenario: Scenario[Belief]) -> bool:
        """Whether there is a channel for which it could matter."""
        return bool(scenario.channels)

    def turned(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The scenario with these months of its season, and of each channel's own, scaled: the year's level moves."""
        if not self.by:
            return scenario
        return _with_seasons(scenario, self._scaled)

    def stated(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The same with the year's level as it was, because the season of a file averages 1."""
        return _with_seasons(scenario, lambda season: _averaging_one(self._scaled(season)))

    def _scaled(self, season: Sequence[float]) -> tuple[float, ...]:
        factor = 1.0 + self.by
        return tuple(level * factor if month in self.months else level for month, level in enumerate(season, start=1))


@dataclass(frozen=True)
class Stops(Knob):
    """A channel into which no plan puts money from a month on, counted from 1."""

    channel: str
    month: int

    is_decision = True

    @property
    def subject(self) -> str:
        """``stops.Google Ads``."""
        return f"stops.{self.channel}"

    @property
    def value(self) -> str:
        """The month."""
        return str(self.month)

    def fits(self, scenario: Scenario[Belief]) -> bool:
        """Whether there are such a channel, of which something can be stopped, and such a month."""
        return self.channel in paid_names(scenario) and 1 <= self.month <= scenario.horizon_months

    def turned(self, scenario: Scenario[Belief]) -> Scenario[Belief]:
        """The scenario in which every plan stops the channel."""
        for plan in plan_names(scenario):
            scenario = self.turned_in(scenario, plan)
        return scenario

    def turned_in(self, scenario: Scenario[Belief], plan: str) -> Scenario[Belief]:
        """The scenario in which this plan stops the channel."""
        spent = spend_by_month(scenario, plan)[self.channel]
        kept = tuple(amount if month < self.month else 0.0 for month, amount in enumerate(spent, start=1))
        return scenario if kept == spent else with_spend_by_month(scenario, plan, {self.channel: kept})


# -- seasons -------------------------------------------------------------------------------------------------------


def _with_seasons(
    scenario: Scenario[Belief], change: Callable[[Sequence[float]], tuple[float, ...]]
) -> Scenario[Belief]:
    """The scenario with another season, and with another own season for each channel that has one."""
    channels = tuple(
        channel if channel.seasonality is None else replace(channel, seasonality=change(channel.seasonality))
        for channel in scenario.channels
    )
    level = scenario.seasonality or (1.0,) * MONTHS_OF_A_YEAR
    return replace(scenario, seasonality=change(level), channels=channels)


def _averaging_one(season: Sequence[float]) -> tuple[float, ...]:
    average = sum(season) / len(season)
    return tuple(round(level / average, SEASON_DIGITS) for level in season)


def _with_beliefs(
    scenario: Scenario[Belief], is_about: Callable[[Place], bool], change: Callable[[Place], Belief]
) -> Scenario[Belief]:
    return mapped(scenario, lambda place: change(place) if is_about(place) and can_be_scaled(place) else place.value)


# -- several knobs -------------------------------------------------------------------------------------------------


def turned(scenario: Scenario[Belief], knobs: Iterable[Knob]) -> Scenario[Belief]:
    """The scenario as it is if all of this is so."""
    for knob in knobs:
        scenario = knob.turned(scenario)
    return scenario


def stated(scenario: Scenario[Belief], knobs: Iterable[Knob], on: date) -> Scenario[Belief]:
    """The scenario with what is supposed of the world written into it; the source of each belief says so."""
    for knob in knobs:
        if not knob.is_decision:
            scenario = _noted(scenario, knob.stated(scenario), f"{knob.value} % supposed {on:%Y-%m-%d}")
    return scenario


def as_plan(scenario: Scenario[Belief], plan: str, knobs: Iterable[Knob], wanted: str) -> tuple[Scenario[Belief], str]:
    """The scenario with a further plan, which does what is supposed of this one; and the name of the new one.

    What would be proposed to a client stays so: what is supposed is mostly feared.
    """
    name = free_plan_name(scenario, wanted[:LONGEST_NAME])
    scenario = new_plan(_proposing_the_same(scenario), plan, name)
    for knob in knobs:
        if isinstance(knob, Stops):
            scenario = knob.turned_in(scenario, name)
    return scenario, name


def _proposing_the_same(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with the plan that is proposed stated: where it is not, the second is, and else the only one."""
    shown = scenario.presentation
    return replace(scenario, presentation=replace(shown, plan=shown.plan or plan_names(scenario)[:2][-1]))


def _noted(before: Scenario[Belief], after: Scenario[Belief], note: str) -> Scenario[Belief]:
    """The changed scenario, with a note at each belief that is another than before."""
    former = {place.path: place.value for place in walk(before)}

    def with_note(place: Place) -> object:
        is_new = isinstance(place.value, Belief) and place.value != former[place.path]
        return noted(place.value, note) if is_new else place.value

    return mapped(after, with_note)


# -- spelling ------------------------------------------------------------------------------------------------------

_PERCENT = re.compile(r"[+-]?[0-9]{1,4}(\.[0-9]{1,20})?")
_MONTH = re.compile(r"[1-9][0-9]{0,2}")
_BUNDLES: dict[str, type[ScaledBeliefs]] = {each.subject: each for each in (LeadsCost, AverageSale, ComeBack)}


def spelled(knob: Knob) -> str:
    """``leads-cost:+30``."""
    return f"{knob.subject}:{knob.value}"


def read_knob(text: str) -> Knob | None:
    """The knob that is spelled like this; None if none is. Nothing that it says is trusted."""
    subject, colon, value = text.strip().rpartition(":")
    kind, dot, rest = subject.partition(".")
    if not colon or not subject:
        return None
    if kind == "stops" and dot:
        return Stops(rest, int(value)) if rest and _MONTH.fullmatch(value.strip()) else None
    by = read_percent(value)
    if by is None:
        return None
    if subject in _BUNDLES:
        return _BUNDLES[subject](by)
    if kind == "season" and dot:
        return Season(by, SEASONS[rest]) if rest in SEASONS else None
    return OneBelief(by, subject)


def percent_text(by: float) -> str:
    """``+30`` for 0.3: every digit of it."""
    return f"{Decimal(repr(by)).scaleb(2).normalize():+f}"


def read_percent(text: str) -> float | None:
    """0.3 for ``+30`` or ``30 %``; None for what is no percentage or too large a one."""
    # The plus of an address that was typed by hand arrives as a space.
    bare = text.strip().removesuffix("%").strip()
    return known_share(float(Decimal(bare).scaleb(-2))) if _PERCENT.fullmatch(bare) else None


def known_share(by: float) -> float | None:
    """A share by which a number can be supposed to be otherwise, as far as shares are told apart; None for others."""
    return round(by, SHARE_DIGITS) if LEAST <= by <= MOST else None
