"""The sliders of what can be played with: their amounts and ends, and how their reader's numbers are written."""

from typing import Any

from simulator.edits.slider_ranges import maxima, slider_step
from simulator.edits.spend import slider_spend
from simulator.metrics.kpis import placed
from simulator.reports.playable.script import number_style
from simulator.reports.playable.worlds import shape_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

Json = dict[str, Any]


def sliders_read(scenario: Scenario[Belief], plan: str, formats: Formats) -> Json:
    """Data that the script reads beside the worlds."""
    months = range(1, scenario.horizon_months + 1)
    return {
        "channels": _channels(scenario, plan),
        "style": number_style(formats),
        "labels": {metric.key: metric.label for metric in placed("tiles")},
        "monthNames": [formats.month_of(scenario.start, month) for month in months],
    }


def _channels(scenario: Scenario[Belief], plan: str) -> list[Json]:
    decided = scenario.plan(plan)
    amounts = slider_spend(scenario, decided)
    ends = maxima(amounts, {channel.name: channel.reference_spend for channel in scenario.channels})
    return [
        {
            "name": channel.name,
            "amount": amounts[channel.name],
            "shape": shape_of(scenario, decided, channel.name).tolist(),
            "maximum": ends[channel.name],
            "step": slider_step(ends[channel.name]),
            "tested": 2.0 * channel.reference_spend if channel.reference_spend else None,
        }
        for channel in scenario.channels
        if channel.is_paid
    ]
