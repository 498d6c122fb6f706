"""Inputs: the numbers that a person may change, each with a name that formulas speak of.

A number is on the sheet of assumptions if a formula asked for it: what changes nothing is not there to be changed.
Names are made of the program's own words and the place of a channel, never of what people typed.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from simulator.reports.workbook.formulas import Cells, Formula
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.fields import quantity_of
from simulator.scenario.improvements import Improvement
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import within
from simulator.units import Quantity, Role, Unit

BUSINESS, FUNNEL, IMPROVEMENTS = "business", "funnel", "improvements"

LIFETIME_YEARS = 10
"""So many years may be typed as the years that a customer is counted for, or what is stated if that is more."""


@dataclass(frozen=True)
class Input:
    """A number, or several in a row, on the sheet of assumptions.

    ``section`` is the business, the funnel or a channel. A ``belief`` says where the number comes from; it is a
    ``spread`` where low and high are computed with, too.
    """

    name: str
    section: str
    label: str
    quantity: Quantity
    values: tuple[float | str, ...]
    belief: Belief | None = None
    whole: bool = False

    @property
    def is_spread(self) -> bool:
        """Whether the low and the high of the range take part in the computation."""
        return self.quantity.role is Role.SPREAD and self.belief is not None and not self.belief.is_certain


@dataclass
class Inputs:
    """The inputs that were asked for, by name. Asking again gives the same one.

    ``bought`` are the plan's improvements by name, with the month, from 0, from which on they are there; those that are
    ``paid_before`` were bought before the plan starts.
    """

    scenario: Scenario[Belief]
    bought: tuple[tuple[str, int], ...] = ()
    paid_before: frozenset[str] = frozenset()
    asked: dict[str, Input] = field(default_factory=dict)

    def of_channel(self, channel: Channel[Belief], name: str) -> Formula | None:
        """A number that a channel states, None if it states none or one that changes nothing."""
        value, quantity = getattr(channel, name), quantity_of(channel, name)
        return self._number(self._section(channel), name, quantity, value)

    def acting_on(self, channel: Channel[Belief]) -> list[tuple[Improvement[Belief], int]]:
        """The improvements that are bought and act on a channel, with their months from 0."""
        offered = [(self.scenario.improvement(name), month) for name, month in self.bought]
        return [(each, month) for each, month in offered if self.scenario.is_improved(channel, each)]

    def of_improvement(self, improvement: Improvement[Belief], name: str) -> Formula:
        """A number of an improvement: what it makes of a belief, or a part of its cost."""
        place = 1 + [each.name for each in self.scenario.improvements].index(improvement.name)
        quantity, value = quantity_of(improvement, name), getattr(improvement, name)
        belief = value if isinstance(value, Belief) else None
        label = f"{improvement.name}: {within(quantity.label)}"
        return self._ask(Input(f"improvement_{place}_{name}", IMPROVEMENTS, label, quantity, (_likely(value),), belief))

    def of_curve(self, channel: Channel[Belief], name: str) -> Formula:
        """A number of a channel's curve."""
        value, quantity = getattr(channel.curve, name), quantity_of(channel.curve, name)
        return self._required(self._section(channel), name, quantity, value)

    def of_business(self, name: str) -> Formula:
        """A number that the business states."""
        owner = self.scenario.business
        quantity = quantity_of(owner, name)
        if name == "lifetime_years_at_most":
            quantity = replace(quantity, at_most=self.longest_lifetime / MONTHS_OF_A_YEAR)
        return self._required(BUSINESS, name, quantity, getattr(owner, name))

    def rate(self, channel: Channel[Belief], name: str) -> Formula:
        """A rate between two stages: the channel's own, or the one that all share."""
        if getattr(channel, name) is not None:
            return self._required(self._section(channel), name, quantity_of(channel, name), getattr(channel, name))
        shared = getattr(self.scenario.funnel, name)
        return self._required(FUNNEL, name, quantity_of(self.scenario.funnel, name), shared)

    def required(self, channel: Channel[Belief], name: str) -> Formula:
        """A number that a channel must state, or has by default, even where it is nothing."""
        return self._required(self._section(channel), name, quantity_of(channel, name), getattr(channel, name))

    def of_customers(self, channel: Channel[Belief], name: str) -> Formula | None:
        """A number of a channel's customers: the channel's own, or the business's; None where none is stated."""
        value = self.scenario.customer_value(channel, name)
        section = self._section_of_value(channel, name)
        return None if value is None else self._required(section, name, quantity_of(channel, name), value)

    @property
    def longest_lifetime(self) -> int:
        """The most months that a customer can be counted for: the sheet of customers has a row for each."""
        stated = self.scenario.business.lifetime_years_at_most * MONTHS_OF_A_YEAR
        return max(MONTHS_OF_A_YEAR * LIFETIME_YEARS, math.ceil(stated))

    def interval(self, channel: Channel[Belief]) -> Formula | None:
        """After how many months a channel's customers buy again; None if they do so now and then, or never."""
        every = self.scenario.repeat_every(channel)
        if every is None:
            return None
        section = self._section_of_value(channel, "repeat_every_months")
        quantity = Quantity(label="Months from one sale to the next", unit=Unit.MONTHS, role=Role.NUMBER, at_least=1.0)
        return self._ask(
            Input(f"{section}_repeat_every_months", section, quantity.label, quantity, (every,), whole=True)
        )

    def yearly_change(self, channel: Channel[Belief], name: str) -> Formula | None:
        """By what fraction a price grows from year to year; None where it stays."""
        own = getattr(channel, name)
        belief = own if own is not None else self.scenario.customer_value(channel, name)
        if belief is None or not belief.yearly_change:
            return None
        section = self._section(channel) if own is not None else BUSINESS
        quantity = Quantity(
            label=f"{quantity_of(channel, name).label}: change each year",
            unit=Unit.RATE,
            role=Role.NUMBER,
            at_least=-0.99,
        )
        return self._ask(
            Input(f"{section}_{name}_yearly_change", section, quantity.label, quantity, (belief.yearly_change,))
        )

    def cycle(self, channel: Channel[Belief]) -> tuple[str, Belief, Mapping[str, Formula]] | None:
        """The time to close that holds for a channel: whose it is, and its numbers by name; None for at once."""
        belief = self.scenario.sales_cycle(channel)
        if belief is None or (belief.is_certain and belief.likely == 0.0):
            return None
        section = self._section(channel) if channel.sales_cycle_months is not None else BUSINESS
        quantity = quantity_of(channel, "sales_cycle_months")
        likely = self._required(section, "sales_cycle_months", quantity, belief)
        name = f"{section}_sales_cycle_months"
        ends = {end: Formula(f"{name}_{end}", getattr(belief, end)) for end in ("low", "high")}
        return section, belief, {"likely": likely, **({} if belief.is_certain else ends)}

    def by_calendar(self, channel: Channel[Belief]) -> Cells | None:
        """The season that holds for a channel, January first; None where there is none."""
        own, shared = channel.seasonality, self.scenario.seasonality
        twelve = own or shared
        if not twelve:
            return None
        section = self._section(channel) if own else BUSINESS
        quantity = Quantity(label="Season", unit=Unit.RATIO, role=Role.NUMBER, open_below=True)
        return self._row(Input(f"{section}_season", section, "Season, January to December", quantity, tuple(twelve)))

    def by_month(self, name: str, values: tuple[float | str, ...]) -> Cells:
        """A number of the business that changes at certain months, month by month."""
        quantity = quantity_of(self.scenario.business, name)
        return self._row(Input(f"{BUSINESS}_{name}_by_month", BUSINESS, quantity.label, quantity, values))

    def channel_name(self, section: str) -> str | None:
        """The name of the channel that a section is of; None for the business and the funnel."""
        names = {self._section(channel): channel.name for channel in self.scenario.channels}
        return names.get(section)

    def _section(self, channel: Channel[Belief]) -> str:
        place = next(place for place, each in enumerate(self.scenario.channels, 1) if each is channel)
        return f"channel_{place}"

    def _section_of_value(self, channel: Channel[Belief], name: str) -> str:
        return self._section(channel) if getattr(channel, name) is not None else BUSINESS

    def _number(self, section: str, name: str, quantity: Quantity, value: Belief | float | None) -> Formula | None:
        changes_nothing = value is None or _likely(value) == quantity.default
        return None if changes_nothing else self._required(section, name, quantity, value)

    def _required(self, section: str, name: str, quantity: Quantity, value: Belief | float | None) -> Formula:
        if value is None:
            raise ValueError(f"{section}.{name} is not stated; check the scenario before it becomes a workbook")
        belief = value if isinstance(value, Belief) else None
        return self._ask(Input(f"{section}_{name}", section, quantity.label, quantity, (_likely(value),), belief))

    def _ask(self, asked: Input) -> Formula:
        self.asked.setdefault(asked.name, asked)
        return Formula(asked.name, asked.values[0])

    def _row(self, asked: Input) -> Cells:
        self.asked.setdefault(asked.name, asked)
        return Cells(asked.name, tuple(Formula("", value) for value in asked.values))


def _likely(value: Belief | float) -> float:
    return value.likely if isinstance(value, Belief) else float(value)
