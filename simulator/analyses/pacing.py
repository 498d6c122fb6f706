"""Pacing: how the month that runs goes, and where it ends.

Figures of the month that runs are those up to yesterday; of a day that has just begun little is known. What comes,
comes evenly: after 10 of 30 days a third of the month was to be there.

*Spend* ends where it does if the rest of the month goes on as its days so far; no chance is in it.

*Counts* have a band. A world of the plan under way (``under_way``) expects m of them in the whole month and m times the
part that is over by now; it counts as much as it makes what came likely, by the Poisson chance, and the rest is Poisson
around what it expects of the days that are left. So a plan that is sure of itself is hardly moved by three days, one
that is not follows what came, and the band narrows to what came as the days pass. That the month's spend is not what
was planned is not taken into account.
"""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
from scipy.special import xlogy

from simulator.analyses.counted_months import ChannelMonths, channel_months, months_over
from simulator.analyses.under_way import expected_customers, under_way
from simulator.engine.sampling import DEFAULT_DRAWS, DEFAULT_SEED
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import P10, P50, P90, Belief
from simulator.scenario.months import months_on
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

SPEND, CUSTOMERS = "spend", "customers"
COUNTS = ("visits", "leads", CUSTOMERS)
"""The counts that are paced, in the order of the funnel."""


@dataclass(frozen=True, kw_only=True)
class Paced:
    """A figure of the month that runs: what is there, what was to be by now and by its end, and where it ends.

    ``low`` to ``high`` holds the end in 8 of 10 cases; all three are the same of spend. ``left_a_day`` is what remains
    of the plan for each day that is left, today among them; less than nothing where the month's plan is exceeded.
    """

    so_far: float
    by_now: float
    planned: float
    low: float
    middle: float
    high: float
    left_a_day: float


@dataclass(frozen=True, kw_only=True)
class Pace:
    """The month that runs, with its ``days`` and those that are ``over``; figures by channel, "" for all together.

    A figure of all channels counts those of which it is known on both sides.
    """

    month: date
    days: int
    over: int
    figures: Mapping[str, Mapping[str, Paced]]

    @property
    def left(self) -> int:
        """The days that are left, today among them."""
        return self.days - self.over


def pace(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    *,
    today: date,
    draws: int = DEFAULT_DRAWS,
    seed: int = DEFAULT_SEED,
) -> Pace | None:
    """How the month that runs goes; None outside of the plan, or where nothing is known of the month.

    Raises UnknownNameError and SettingsError as simulate.
    """
    over, month = months_over(scenario, today), today.replace(day=1)
    if months_on(scenario.start, over) != month or over >= scenario.horizon_months:
        return None
    worlds = under_way(scenario, plan, actuals, over)
    known = [name for name in scenario.channel_names if any(own.channel == name for own in actuals)]
    channels = [
        _Channel(
            now=channel_months(worlds, plan, actuals, name, draws=draws, seed=seed),
            plan=channel_months(scenario, plan, (), name, draws=draws, seed=seed),
        )
        for name in known
    ]
    days = monthrange(today.year, today.month)[1]
    running = _Running(place=over, days=days, over=today.day - 1, seed=seed)
    figures = {"": running.figures(channels)} | {each.now.name: running.figures([each]) for each in channels}
    told = {name: each for name, each in figures.items() if each}
    return Pace(month=month, days=days, over=running.over, figures=told) if told else None


@dataclass(frozen=True, kw_only=True)
class _Channel:
    """A channel as its worlds are ``now``, and as the ``plan`` had it."""

    now: ChannelMonths
    plan: ChannelMonths


@dataclass(frozen=True, kw_only=True)
class _Running:
    """The month that runs, at ``place`` among those of the plan."""

    place: int
    days: int
    over: int
    seed: int

    def figures(self, channels: Sequence[_Channel]) -> dict[str, Paced]:
        """All figures that are known of some of these channels."""
        found = {}
        for figure in (SPEND, *COUNTS):
            counted = [each for each in channels if self._is_known(each.now, figure)]
            if counted:
                so_far = float(sum(each.now.actual[figure][self.place] for each in counted))
                planned = float(sum(each.plan.planned(figure)[self.place] for each in counted))
                expected = np.sum([self._expected(each.now, figure) for each in counted], axis=0)
                ends = self._spent(so_far, planned) if figure == SPEND else self._counted(so_far, expected)
                found[figure] = self._paced(so_far, planned, ends)
        return found

    def _is_known(self, each: ChannelMonths, figure: str) -> bool:
        is_there = figure in each.expected and (figure != SPEND or each.channel.is_paid)
        return is_there and not np.isnan(each.actual[figure][self.place])

    def _expected(self, each: ChannelMonths, figure: str) -> FloatArray:
        of_months = expected_customers(each, self.place) if figure == CUSTOMERS else each.expected[figure]
        return np.asarray(of_months[self.place])

    def _spent(self, so_far: float, planned: float) -> tuple[float, float, float]:
        # On the first day nothing but the plan says how it will go on.
        end = so_far * self.days / self.over if self.over else planned
        return end, end, end

    def _counted(self, so_far: float, expected: FloatArray) -> tuple[float, float, float]:
        part = self.over / self.days
        logs = xlogy(so_far, np.maximum(expected, 1e-12) * part) - expected * part if self.over else 0.0 * expected
        weights = np.exp(logs - logs.max())
        rest = np.random.default_rng(self.seed).poisson(np.maximum(expected, 0.0) * (1.0 - part))
        order = np.argsort(rest)
        shares = np.cumsum(weights[order]) / weights.sum()
        places = [min(int(np.searchsorted(shares, share)), len(order) - 1) for share in (P10, P50, P90)]
        low, middle, high = (so_far + float(rest[order][place]) for place in places)
        return low, middle, high

    def _paced(self, so_far: float, planned: float, ends: tuple[float, float, float]) -> Paced:
        low, middle, high = ends
        return Paced(
            so_far=so_far,
            by_now=planned * self.over / self.days,
            planned=planned,
            low=low,
            middle=middle,
            high=high,
            left_a_day=(planned - so_far) / (self.days - self.over),
        )
