"""Channels month by month: what the plan expects of each in every world, beside what is known of it.

As platforms and books do, all who came by a channel are counted, also those who would have come anyway. Each channel is
simulated by itself, in the worlds that it has in the whole plan.
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
        """What the plan expects on average of all worlds; (month,)."""
        return np.asarray(self.expected[figure].mean(axis=1))

    def known_or_planned(self, figure: str) -> FloatArray:
        """What was, and what the plan expects where that is not known; (month,)."""
        known = self.actual[figure]
        return np.where(np.isnan(known), self.planned(figure), known)


def months_over(scenario: Scenario[Belief], today: date) -> int:
    """How many months of the plan have ended."""
    return min(max(month_number(today.replace(day=1), scenario.start) - 1, 0), scenario.horizon_months)


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

    ``incremental_share`` is taken in place of the channel's own, unless it is None: all count who come by it.
    """
    alone = _alone(scenario, plan, name, incremental_share)
    simulation = simulate(alone, plan, draws=draws, seed=seed)
    totals, shape = simulation.funnel.by_month, (scenario.horizon_months, draws)
    channel = alone.channels[0]
    found = {"spend": totals.spend, "revenue": totals.revenue, "gross_profit": totals.gross_profit}
    found |= {str(stage): totals.stages[stage] for stage in type(channel).stages(scenario.funnel.stages)}
    own = next((each for each in actuals if each.channel == name), None)
    return ChannelMonths(
        channel=scenario.channel(name),
        expected={figure: np.broadcast_to(each[0], shape) for figure, each in found.items()},
        actual={figure: _by_month(own, figure, scenario) for figure in FIGURES},
        simulation=simulation,
    )


def _alone(scenario: Scenario[Belief], plan: str, name: str, share: Belief | None) -> Scenario[Belief]:
    channel = scenario.channel(name)
    decided = scenario.plan(plan)
    spent = {key: each for key, each in decided.monthly_spend.items() if key == name}
    return replace(
        scenario,
        channels=(channel if share is None else replace(channel, incremental_share=share),),
        plans=(replace(decided, monthly_spend=spent),),
        targets=(),
    )


def _by_month(actual: Actuals | None, figure: str, scenario: Scenario[Belief]) -> FloatArray:
    """A real figure in each month of the plan; (month,), nan where it is not known."""
    found = np.full(scenario.horizon_months, np.nan)
    if actual is None:
        return found
    for place, value in enumerate(getattr(actual, figure)):
        at = month_number(months_on(actual.first, place), scenario.start) - 1
        if value is not None and 0 <= at < scenario.horizon_months:
            found[at] = value
    return found
