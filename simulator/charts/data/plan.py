"""What the charts of a simulated plan show: from draws to the frames that the charts read."""

import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd

from simulator.analyses.marginal_roi import MarginalReturn, step_of
from simulator.analyses.summary import Figures, Summary, averages, quantiles, summarise
from simulator.charts import channel_roi, cumulative_profit, funnel, outcome_dots
from simulator.charts.dots import PROBABILITIES
from simulator.charts.funnel import StageFlow
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import draws_of, roi
from simulator.metrics.payback import cumulative_profit as accumulated
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage, closing_chain, rate_name
from simulator.text.formats import Formats
from simulator.text.grammar import month_date
from simulator.units import FloatArray

UNKNOWN = Summary(math.nan, math.nan, math.nan, math.nan, Figures(math.nan, math.nan, math.nan, math.nan))
"""The figures of what has not been computed yet, or does not exist."""

BEFORE_LEADS = (Stage.IMPRESSIONS, Stage.PIECES, Stage.VISITS)
"""Stages that are left out where no money goes into a channel that has them."""


def profit_fan(simulation: Simulation, formats: Formats, *, saved: Simulation | None = None) -> pd.DataFrame:
    """Cumulative profit by month, with payback, and the middle of the saved plan over as many months as it has."""
    total = accumulated(simulation.funnel.plan_profit)[0]
    inner = quantiles(total, (0.25, 0.75))
    outer = summarise(total)
    lines = {key: np.array([getattr(month, key) for month in outer]) for key in ("p10", "p50", "p90")}
    errors = {key: [getattr(month.standard_error, key) for month in outer] for key in lines}
    return cumulative_profit.frame(
        months_of(simulation.scenario),
        {**lines, "p25": inner[0], "p75": inner[1]},
        summarise(draws_of(simulation, "payback_months")[np.newaxis])[0],
        formats,
        errors={key: np.array(values) for key, values in errors.items()},
        saved=None if saved is None else _middle_by_month(saved, len(outer)),
    )


def _middle_by_month(simulation: Simulation, months: int) -> FloatArray:
    total = accumulated(simulation.funnel.plan_profit)[0]
    middle = np.full(months, math.nan)
    shared = min(months, len(total))
    middle[:shared] = quantiles(total[:shared], (0.5,))[0]
    return middle


def months_of(scenario: Scenario[Belief]) -> list[date]:
    """The first day of each month of the horizon."""
    return [month_date(scenario.start, month) for month in range(1, scenario.horizon_months + 1)]


def outcomes(simulation: Simulation, formats: Formats) -> pd.DataFrame:
    """Profit in twenty worlds."""
    profit = draws_of(simulation, "profit")
    return outcome_dots.frame(quantiles(profit, PROBABILITIES).tolist(), formats)


def returns(found: Sequence[MarginalReturn], formats: Formats) -> pd.DataFrame:
    """Return by channel, on all spend and on the next bit of it."""
    return channel_roi.frame(found, formats)


def returns_so_far(simulation: Simulation) -> list[MarginalReturn]:
    """The return of every channel on all of its spend, the one on the next bit of money still unknown."""
    names, step = simulation.scenario.channel_names, step_of(simulation)
    wholes = summarise(roi(simulation.funnel.by_channel)[:-1, 0]) if names else []
    return [
        MarginalReturn(channel=name, step=step, months=0, average=whole, next=UNKNOWN)
        for name, whole in zip(names, wholes, strict=True)
    ]


def people(simulation: Simulation, formats: Formats) -> pd.DataFrame:
    """The funnel by stage and channel: the stages that any channel with spend reaches."""
    return funnel.frame(stage_flows(simulation), simulation.scenario.channel_names, formats)


def stage_flows(simulation: Simulation) -> list[StageFlow]:
    """Average numbers of people by stage and channel, and the rates between the stages."""
    found = (_flow(simulation, stage) for stage in Stage)
    return [flow for flow in found if flow is not None]


def _flow(simulation: Simulation, stage: Stage) -> StageFlow | None:
    names = simulation.scenario.channel_names
    together, error = averages(simulation.funnel.plan.stages[stage][:, 0])
    if math.isnan(together[0]) or (stage in BEFORE_LEADS and together[0] == 0.0):
        return None
    people, _ = averages(simulation.funnel.by_channel.stages[stage][:-1, 0])
    flow = StageFlow(
        label=stage.label,
        people={name: amount for name, amount in zip(names, people.tolist(), strict=True) if amount > 0.0},
        error=float(error[0]),
    )
    return _with_rate(flow, stage, simulation)


def _with_rate(flow: StageFlow, stage: Stage, simulation: Simulation) -> StageFlow:
    for name, before in _rates_into(stage, simulation.scenario):
        rate, error = averages(draws_of(simulation, name)[np.newaxis])
        if math.isfinite(rate[0]):
            # Three digits are enough beside a bar, even where the draws support more.
            coarse = max(float(error[0]), abs(float(rate[0])) / 500.0)
            return replace(flow, rate=float(rate[0]), rate_error=coarse, rate_of=before)
    return flow


def _rates_into(stage: Stage, scenario: Scenario[Belief]) -> list[tuple[str, str]]:
    """The rates that may lead into a stage, and what each is a share of; the most telling first."""
    chain = closing_chain(scenario.funnel.stages)
    if stage in chain[1:]:
        source = chain[chain.index(stage) - 1]
        return [(rate_name(source, stage), _WORDS[source])]
    visits = (rate_name(Stage.VISITS, Stage.LEADS), _WORDS[Stage.VISITS])
    return {
        Stage.VISITS: [("click_through_rate", "times shown")],
        Stage.LEADS: [visits, ("response_rate", "those reached")],
    }.get(stage, [])


_WORDS = {
    Stage.VISITS: "visits",
    Stage.LEADS: "leads",
    Stage.MQLS: "MQLs",
    Stage.SQLS: "SQLs",
    Stage.OPPORTUNITIES: "opportunities",
}
