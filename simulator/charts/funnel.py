"""The funnel: how many people reach each stage, which channels they come from, and how many go on.

A stage has hundreds of times as many people as the one after it, so on one scale the last bars would vanish, and on a
logarithmic one lengths would mislead. Here every bar is its stage as a whole, divided among the channels; how many
there are, and the share that came through from the stage before, stand above it in figures.

Columns of the frame, one row per stage and channel that has people there (one row for an empty stage): ``row`` (0 for
the first stage), ``part`` (0 for the first channel of a stage), ``channel`` (one of ``drawn_names``) and ``key`` (its
``theme.key_of``), ``start`` and ``end`` (shares of the stage, 0 to 1), ``says``, and the same in every row of a stage:
``stage`` (its name and number), ``rate`` (words).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from simulator.analyses.summary import averages, plan_means
from simulator.charts.rows import BAR, MARKS_DOWN, ROW, STEP, heading
from simulator.charts.theme import CHANNELS, NEUTRAL, SPOKEN, Spec, by_key, framed, key_of, silent
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage, closing_chain, rate_name
from simulator.text.formats import Formats

ABOUT = "The funnel: people at each stage, by channel, and the share that goes on to the next stage"

OTHERS = "All others"
"""The channels beyond those that have a colour of their own, taken together."""


BEFORE_LEADS = (Stage.IMPRESSIONS, Stage.PIECES, Stage.VISITS)
"""Stages that are left out where no money goes into a channel that has them."""


@dataclass(frozen=True, kw_only=True)
class StageFlow:
    """A stage: ``people`` by channel (average numbers), and the rate at which they came from the stage ``rate_of``.

    ``error`` is the standard error of the sum of ``people``, ``rate_error`` that of ``rate``; a nan rate is not shown.
    """

    label: str
    people: Mapping[str, float]
    error: float | None = None
    rate: float = math.nan
    rate_error: float | None = None
    rate_of: str = ""


def frame_of(simulation: Simulation, formats: Formats) -> pd.DataFrame:
    """The stages that any channel with spend reaches."""
    return frame(stage_flows(simulation), simulation.scenario.channel_names, formats)


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
        found = plan_means(simulation.funnel, [METRICS[name]])[name]
        rate, error = float(found.whole[0]), float(found.errors[0])
        if math.isfinite(rate):
            # Three digits are enough beside a bar, even where the draws support more.
            return replace(flow, rate=rate, rate_error=max(error, abs(rate) / 500.0), rate_of=before)
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


def frame(stages: Sequence[StageFlow], channels: Sequence[str], formats: Formats) -> pd.DataFrame:
    """The stages laid out; ``channels`` are all names, in the order of the bars' parts, the most important first."""
    rows = [row for number, stage in enumerate(stages) for row in _stage_rows(number, stage, channels, formats)]
    columns = ["row", "part", "key", "channel", "start", "end", "says", "stage", "rate"]
    return pd.DataFrame(rows, columns=columns)


def drawn_names(channels: Sequence[str]) -> list[str]:
    """The names that have a colour: all channels, or the first six and one for all others."""
    room = len(CHANNELS) + 1
    return list(channels) if len(channels) <= room else [*channels[: len(CHANNELS)], OTHERS]


def _people(amount: float) -> float:
    # A channel that has no such stage has nan people there.
    return amount if math.isfinite(amount) else 0.0


def _parts_of(stage: StageFlow, channels: Sequence[str]) -> list[float]:
    """The people of each of the ``drawn_names``."""
    parts = [0.0] * len(drawn_names(channels))
    for position, channel in enumerate(channels):
        parts[min(position, len(parts) - 1)] += _people(stage.people.get(channel, 0.0))
    return parts


def _stage_rows(number: int, stage: StageFlow, channels: Sequence[str], formats: Formats) -> list[tuple[object, ...]]:
    parts = _parts_of(stage, channels)
    total = sum(parts)
    words = (f"{stage.label}: {formats.count(total, stage.error)}", _rate_words(stage, formats))
    start, rows = 0.0, list[tuple[object, ...]]()
    for place, (name, people) in enumerate(zip(drawn_names(channels), parts, strict=True)):
        if people > 0:
            end = start + people / total
            says = _sentence(stage, name, people, total, formats)
            rows.append((number, len(rows), key_of(place, name), name, start, end, says, *words))
            start = end
    return rows or [(number, 0, None, None, 0.0, 0.0, f"{stage.label}: none", *words)]


def _sentence(stage: StageFlow, channel: str, people: float, total: float, formats: Formats) -> str:
    share = formats.percent(people / total, 0.005)
    return f"{stage.label} from {channel}: about {formats.count(people, math.nan)}, {share} of all"


def _rate_words(stage: StageFlow, formats: Formats) -> str:
    if not math.isfinite(stage.rate):
        return ""
    return f"{formats.percent(stage.rate, stage.rate_error)} of {stage.rate_of}"


@lru_cache(maxsize=16)
def spec(formats: Formats, channels: tuple[str, ...]) -> Spec:
    """The chart; colours belong to the channels in their order, so it changes only when a channel does."""
    first = "datum.part === 0"
    layers = [
        _whole(first),
        _parts(channels),
        heading("stage", first, fontWeight="bold"),
        heading("rate", first, align="right"),
    ]
    return framed(formats, about=ABOUT, height={"step": STEP}, layers=layers, legend_entry=170)


def _whole(first: str) -> Spec:
    mark = silent("bar", height=BAR, yOffset=MARKS_DOWN, color=NEUTRAL, opacity=0.18)
    encoding = {"x": {"value": 0}, "x2": {"value": "width"}, "y": ROW}
    return {"transform": [{"filter": first}], "mark": mark, "encoding": encoding}


def _parts(channels: tuple[str, ...]) -> Spec:
    color = by_key(drawn_names(channels), [*CHANNELS, NEUTRAL])
    x = {"field": "start", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    return {
        "transform": [{"filter": "datum.end > datum.start"}],
        "mark": {"type": "bar", "height": BAR, "yOffset": MARKS_DOWN},
        "encoding": {"x": x, "x2": {"field": "end"}, "y": ROW, "color": color, **SPOKEN},
    }
