"""The funnel: how many people reach each stage, which channels they come from, and how many go on.

A stage has hundreds of times as many people as the one after it, so on one scale the last bars would vanish, and on a
logarithmic one lengths would mislead. Here every bar is its stage as a whole, divided among the channels, and each is
narrower than the one above by the same step, as a funnel is drawn; how many there are, and the share that came through
from the stage before, stand above it in figures. Parts that are wide enough say whose they are, so that colours need
not be told apart.

Columns of the frame, one row per stage and channel that has people there (one row for an empty stage): ``row`` (0 for
the first stage), ``part`` (0 for the first channel of a stage), ``channel`` (one of ``drawn_names``) and ``key`` (its
``theme.key_of``), ``start`` and ``end`` (shares of the stage, 0 to 1), ``left`` and ``right`` (where that lies across
the chart, 0 to 1), ``name`` (what stands on it: the channel and its share), ``ink`` (the colour of that), ``says``, and
the same in every row of a stage: ``stage`` (its name and number), ``rate`` (words).
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

import pandas as pd

from simulator.analyses.summary import averages, plan_means
from simulator.charts.rows import BAR, MARKS_DOWN, ROW, STEP, heading
from simulator.charts.theme import (
    CHANNELS,
    NEUTRAL,
    ON_DARK,
    ON_LIGHT,
    SAYS,
    Spec,
    by_key,
    entry_for,
    framed,
    key_of,
    silent,
)
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario.stages import Stage, closing_chain, rate_name
from simulator.text.formats import Formats

ABOUT = "The funnel: people at each stage, by channel, and the share that goes on to the next stage"

NARROWEST = 0.4
"""How wide the last stage is, beside the first."""

SHORT = 0.005
"""How exactly a share is said on a part."""

SHARE = "slice(datum.name, lastindexof(datum.name, ' ') + 1)"
"""What stands on a part that has no room for the channel's name."""

LETTER = 6.2
"""The width of a letter on a part [pixels]."""

INKS = (ON_LIGHT, ON_LIGHT, ON_DARK, ON_DARK, ON_DARK, ON_LIGHT, ON_LIGHT)
"""The colour of words on each of the channels' colours and on NEUTRAL, of which the contrast is 4.5 or more."""

OTHERS = "All others"
"""The channels beyond those that have a colour of their own, taken together."""


MOST = 0.5
"""A rate is shown beside a stage if so large a share of its people came through the stage before."""

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
    """The stage with the rate into it; without one where most did not come through the stage before."""
    for name, source, before in _rates_into(stage, simulation.scenario):
        if _came_through(flow, source, simulation) < MOST:
            continue
        found = plan_means(simulation.funnel, [METRICS[name]])[name]
        rate, error = float(found.whole[0]), float(found.errors[0])
        if math.isfinite(rate):
            # Three digits are enough beside a bar, even where the draws support more.
            return replace(flow, rate=rate, rate_error=max(error, abs(rate) / 500.0), rate_of=before)
    return flow


def _came_through(flow: StageFlow, source: Stage, simulation: Simulation) -> float:
    """The share of a stage's people whose channel has the stage before; 1 where nobody is there."""
    before = simulation.funnel.by_channel.stages[source][:-1, 0]
    have = [
        name for name, people in zip(simulation.scenario.channel_names, before, strict=True) if (people > 0.0).any()
    ]
    together = math.fsum(flow.people.values())
    return math.fsum(flow.people.get(name, 0.0) for name in have) / together if together else 1.0


def _rates_into(stage: Stage, scenario: Scenario[Belief]) -> list[tuple[str, Stage, str]]:
    """The rates that may lead into a stage, from which stage, and what each is a share of; the most telling first."""
    chain = closing_chain(scenario.funnel.stages)
    if stage in chain[1:]:
        source = chain[chain.index(stage) - 1]
        return [(rate_name(source, stage), source, _WORDS[source])]
    visits = (rate_name(Stage.VISITS, Stage.LEADS), Stage.VISITS, _WORDS[Stage.VISITS])
    reached = [("response_rate", source, "those reached") for source in (Stage.IMPRESSIONS, Stage.PIECES)]
    return {
        Stage.VISITS: [("click_through_rate", Stage.IMPRESSIONS, "times shown")],
        Stage.LEADS: [visits, *reached],
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
    laid_out = pd.DataFrame(rows, columns=columns)
    narrowed = 1.0 - (1.0 - NARROWEST) * laid_out["row"] / max(len(stages) - 1, 1)
    return laid_out.assign(
        left=0.5 + narrowed * (laid_out["start"].astype(float) - 0.5),
        right=0.5 + narrowed * (laid_out["end"].astype(float) - 0.5),
        name=[
            f"{channel} {formats.percent(end - start, SHORT)}" if isinstance(channel, str) else ""
            for channel, start, end in laid_out[["channel", "start", "end"]].itertuples(index=False)
        ],
        ink=[INKS[_colour(key)] if isinstance(key, str) else ON_DARK for key in laid_out["key"]],
    )


def _colour(key: str) -> int:
    """Which of the colours a channel has, by its key; the last for what comes after the sixth."""
    return min(int(key.partition(":")[0]) - 1, len(INKS) - 1)


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: every stage with its number, and the share that goes on."""
    stages = frame[frame["part"] == 0]
    said = [f"{stage} ({rate})" if rate else stage for stage, rate in zip(stages["stage"], stages["rate"], strict=True)]
    return f"{'; '.join(said)}." if said else "Nobody is reached."


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


@lru_cache(maxsize=64)
def spec(formats: Formats, channels: tuple[str, ...]) -> Spec:
    """The chart; colours belong to the channels in their order, so it changes only when a channel does."""
    first = "datum.part === 0"
    layers = [
        _whole(first),
        _parts(channels),
        _names(),
        heading("stage", first, fontWeight="bold"),
        heading("rate", first, align="right"),
    ]
    return framed(
        formats, about=ABOUT, height={"step": STEP}, layers=layers, legend_entry=entry_for(drawn_names(channels))
    )


def _whole(first: str) -> Spec:
    """A pale bar for a stage that nobody reaches."""
    mark = silent("bar", height=BAR, yOffset=MARKS_DOWN, color=NEUTRAL, opacity=0.18)
    encoding = {"x": {"value": 0}, "x2": {"value": "width"}, "y": ROW}
    return {"transform": [{"filter": f"{first} && datum.end === 0"}], "mark": mark, "encoding": encoding}


def _names() -> Spec:
    """Whose a part is, where there is room for it; else its share, where there is room for that."""
    shown = f"{_fits('datum.name')} ? datum.name : {_fits(SHARE)} ? {SHARE} : ''"
    return {
        "transform": [{"calculate": "(datum.left + datum.right) / 2", "as": "middle"}],
        "mark": silent("text", baseline="middle", dy=MARKS_DOWN, fontSize=12, text={"expr": shown}),
        "encoding": {
            "x": {"field": "middle", "type": "quantitative"},
            "y": ROW,
            "color": {"field": "ink", "type": "nominal", "scale": None},
        },
    }


def _fits(text: str) -> str:
    """Whether a text finds room on its part."""
    return f"(datum.right - datum.left) * width > {LETTER} * length({text}) + 8"


def _parts(channels: tuple[str, ...]) -> Spec:
    color = by_key(drawn_names(channels), [*CHANNELS, NEUTRAL])
    x = {"field": "left", "type": "quantitative", "axis": None, "scale": {"domain": [0, 1]}}
    return {
        "transform": [{"filter": "datum.end > datum.start"}],
        "mark": {"type": "bar", "height": BAR, "yOffset": MARKS_DOWN},
        "encoding": {"x": x, "x2": {"field": "right"}, "y": ROW, "color": color, **SAYS},
    }
