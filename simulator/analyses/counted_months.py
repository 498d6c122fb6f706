"""Counts that are expected of each channel in each month of a plan, as platforms and books count them.

They count all who came by a channel, also those who would have come anyway. Each channel is simulated by itself, in the
same worlds as the plan; where customers are turned away at a capacity, that says a bit more than the plan does.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from simulator.engine.simulation import Simulation, simulate
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.channels import Channel
from simulator.scenario.months import month_number, months_on
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

MONEY_OF_SALES = ("revenue", "gross_profit")

EVERYONE = certain(1.0)
"""The incremental share with which all count who come by a channel."""


@dataclass(frozen=True, kw_only=True)
class ChannelMonths:
    """A channel's figures by month: what each world expects (month, draw), what was (month,), nan where not known."""

    channel: Channel[Belief]
    expected: Mapping[str, FloatArray]
    actual: Mapping[str, FloatArray]
    simulation: Simulation

    @property
    def name(self) -> str:
        """The name of the channel."""
        return self.channel.name

    @property
    def stages(self) -> tuple[str, ...]:
        """The stages that the channel passes through, in order, customers last."""
        return tuple(str(stage) for stage in type(self.channel).stages(self.simulation.scenario.funnel.stages))

    def planned(self, figure: str) -> FloatArray:
        """Figure that the plan expects, on average of all worlds; (month,)."""
        return np.asarray(self.expected[figure].mean(axis=1))

    def known_or_planned(self, figure: str) -> FloatArray:
        """Figure as it was, and as the plan expects it where that is not known; (month,)."""
        known = self.actual[figure]
        return np.where(np.isnan(known), self.planned(figure), known)


def months_over(scenario: Scenario[Belief], today: date) -> int:
    """How many months of the plan have ended."""
    return min(max(month_number(today.replace(day=1), scenario.start) - 1, 0), scenario.horizon_months)


def counted_months(
    scenario: Scenario[Belief], plan: str, channel: str, *, draws: int, seed: int
) -> Mapping[str, FloatArray]:
    """Expected figures of a channel by their names; (month, draw) each: spend, its stages, revenue and gross profit.

    ``cost`` is its marketing cost, with fees. Raises UnknownNameError and SettingsError as simulate.
    """
    return _expected(_simulated(scenario, plan, channel, EVERYONE, draws, seed))


def channel_months(
    scenario: Scenario[Belief],
    plan: str,
    actuals: Sequence[Actuals],
    name: str,
    *,
    draws: int,
    seed: int,
    incremental_share: Belief | None = EVERYONE,
) -> ChannelMonths:
    """A channel's expected and real figures. Raises UnknownNameError and SettingsError as simulate.

    ``incremental_share`` is taken in place of the channel's own, unless it is None.
    """
    simulation = _simulated(scenario, plan, name, incremental_share, draws, seed)
    nothing = Actuals(channel=name, first=scenario.start)
    return ChannelMonths(
        channel=scenario.channel(name),
        expected=_expected(simulation),
        actual=actual_months(next((own for own in actuals if own.channel == name), nothing), scenario),
        simulation=simulation,
    )


def _simulated(
    scenario: Scenario[Belief], plan: str, name: str, share: Belief | None, draws: int, seed: int
) -> Simulation:
    """A channel simulated by itself, without overhead."""
    decided, channel = scenario.plan(plan), scenario.channel(name)
    spent = {key: each for key, each in decided.monthly_spend.items() if key == name}
    alone = replace(
        scenario,
        channels=(channel if share is None else replace(channel, incremental_share=share),),
        plans=(replace(decided, monthly_spend=spent),),
        business=replace(scenario.business, monthly_overhead=0.0),
        targets=(),
    )
    return simulate(alone, plan, draws=draws, seed=seed)


def _expected(simulation: Simulation) -> Mapping[str, FloatArray]:
    totals, scenario = simulation.funnel.by_month, simulation.scenario
    shape = (scenario.horizon_months, simulation.draws)
    found = {"spend": totals.spend, "cost": totals.marketing_cost}
    found |= {stage.value: totals.stages[stage] for stage in type(scenario.channels[0]).stages(scenario.funnel.stages)}
    found |= {figure: getattr(totals, figure) for figure in MONEY_OF_SALES}
    return {figure: np.broadcast_to(each[0], shape) for figure, each in found.items()}


def actual_months(actual: Actuals, scenario: Scenario[Belief]) -> Mapping[str, FloatArray]:
    """Real figures in the months of the plan by their names; (month,) each, nan where one is not known."""
    found = {figure: np.full(scenario.horizon_months, np.nan) for figure in FIGURES}
    for figure, months in found.items():
        for place, value in enumerate(getattr(actual, figure)):
            at = month_number(months_on(actual.first, place), scenario.start) - 1
            if value is not None and 0 <= at < scenario.horizon_months:
                months[at] = value
    return found
