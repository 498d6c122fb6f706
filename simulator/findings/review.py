"""Findings, and the simulated plan that they are judged by."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

import numpy as np

from simulator.analyses.luck import Count, expected_count
from simulator.analyses.summary import error_of_share
from simulator.analyses.tested_range import working_money
from simulator.analyses.whole_customers import WholeCustomers, through_the_door
from simulator.engine.decisions import Decisions, decisions_of
from simulator.engine.funnel import Funnel
from simulator.engine.response import Spending
from simulator.engine.simulation import Simulation
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import Channel
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import listed
from simulator.units import FloatArray

MOST_NAMED = 3


class Severity(StrEnum):
    """How much a finding weighs: ``serious`` may turn the decision, ``note`` is good to know."""

    SERIOUS = "serious"
    NOTE = "note"


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A finding about a result, and what to do about it.

    ``key`` names the kind of finding; a result has at most one of each kind. ``channel`` is the one that it concerns;
    None for several, or for the plan as a whole. ``message`` and ``advice`` are plain text that may quote names which
    a person typed.
    """

    key: str
    message: str
    advice: str
    channel: str | None = None
    severity: Severity = Severity.NOTE


@dataclass(frozen=True, eq=False)
class ReviewedChannel:
    """A channel with a budget in the plan: its row of the funnel, beliefs, draws, and its money by month.

    ``drawn`` holds the draws of the first replicate.
    """

    index: int
    believed: Channel[Belief]
    drawn: Channel[FloatArray]
    spending: Spending

    @property
    def name(self) -> str:
        """The channel's name."""
        return self.believed.name

    @cached_property
    def working(self) -> FloatArray:
        """The money that works in each month, after carry-over and as far as it is spent [money]; (month, draw)."""
        return working_money(self.drawn, self.spending)


@dataclass(frozen=True, eq=False)
class Review:
    """A simulated plan, how numbers are written for its reader, and the day on which it is read, where that counts."""

    simulation: Simulation
    formats: Formats
    on: date | None = None

    @property
    def scenario(self) -> Scenario[Belief]:
        """The scenario as it was stated."""
        return self.simulation.scenario

    @property
    def funnel(self) -> Funnel:
        """The funnel of the plan."""
        return self.simulation.funnel

    @property
    def plan(self) -> Plan:
        """The plan as it was stated."""
        return self.scenario.plan(self.simulation.plan)

    @property
    def horizon(self) -> str:
        """``24 months``."""
        return self.formats.months(self.scenario.horizon_months)

    @cached_property
    def running(self) -> Sequence[ReviewedChannel]:
        """The channels that the plan spends money on."""
        drawn = self.simulation.first_replicate.channels
        rows = zip(self.scenario.channels, drawn, self.decisions.spendings, strict=True)
        return [ReviewedChannel(index, *row) for index, row in enumerate(rows) if row[2].budget.any()]

    @cached_property
    def improved(self) -> Sequence[Channel[Belief]]:
        """The visits without money that an improvement of the plan works on."""
        bought = [self.scenario.improvement(name) for name, _ in self.decisions.improvements]
        unpaid = (channel for channel in self.scenario.channels if not channel.is_paid)
        return [each for each in unpaid if any(self.scenario.is_improved(each, improvement) for improvement in bought)]

    @cached_property
    def decisions(self) -> Decisions:
        """The decided money of the plan, and what follows from it, by month."""
        return decisions_of(self.scenario, self.plan)

    @cached_property
    def at_the_door(self) -> WholeCustomers | None:
        """The customers who meet at the capacity, with the luck of every month; None where there is no capacity."""
        limited = self.scenario.business.new_customers_per_month_at_most is not None
        return through_the_door(self.simulation) if limited else None

    @cached_property
    def customers(self) -> Count:
        """New customers with luck."""
        if self.at_the_door is not None:
            return self.at_the_door.count("customers")
        return expected_count(self.simulation, "customers")

    def money(self, draws: FloatArray) -> str:
        """The average of draws as money, with the digits that their number supports."""
        return self.formats.money(*average(draws))

    def count(self, draws: FloatArray) -> str:
        """The average of draws as a number of things, with the digits that their number supports."""
        return self.formats.count(*average(draws))

    def chance(self, share: float) -> str:
        """A share of the worlds that were tried, as exactly as their number allows."""
        return self.formats.chance(share, error_of_share(share, self.funnel.draws))

    def share(self, part: float) -> str:
        """A share of something, in whole percent."""
        return self.formats.percent(part, 0.005)


def average(draws: FloatArray) -> tuple[float, float]:
    """The mean of draws and its standard error (that of plain sampling, which stratified draws do not exceed)."""
    return float(draws.mean()), float(draws.std() / np.sqrt(draws.size))


def first_few(names: Sequence[str]) -> str:
    """``A, B and C``; of many, the first few and how many more."""
    shown = list(names) if len(names) <= MOST_NAMED + 1 else [*names[:MOST_NAMED], f"{len(names) - MOST_NAMED} more"]
    return listed(shown)


def only(rows: Sequence[ReviewedChannel]) -> str | None:
    """The name of the channel, if it is only one."""
    return rows[0].name if len(rows) == 1 else None
