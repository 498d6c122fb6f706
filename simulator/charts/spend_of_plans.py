"""The money of several plans: spend by channel, the plans side by side.

Columns of the frame, one row per channel and plan: ``row`` (of the channel, from 0), ``channel``, ``number`` (of the
plan, from 0), ``plan`` and ``key`` (its ``theme.key_of``), ``spend`` [money], ``amount`` (in words), ``says``.
"""

from collections.abc import Mapping, Sequence
from functools import lru_cache

import pandas as pd

from simulator.charts.plan_colours import colour
from simulator.charts.rows import ROW, heading
from simulator.charts.theme import SAYS, Spec, framed, key_of, once, words
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

ABOUT = "Budget by channel, all plans side by side"

BAR = 13
"""The height of a bar [pixels]."""

APART = 16
"""From the middle of one bar to the next [pixels]."""

HEAD = 26
"""The height of a channel's name above its bars [pixels]."""

ROOM = 92
"""Space for the amount beside the longest bar [pixels]."""


def frame_of(plans: Mapping[str, tuple[Scenario[Belief], str]], formats: Formats) -> pd.DataFrame:
    """Spend over all months of each plan, which is given as its scenario and its name there."""
    return frame({label: _spend(*plan) for label, plan in plans.items()}, formats)


def _spend(scenario: Scenario[Belief], plan: str) -> dict[str, float]:
    return dict(zip(scenario.channel_names, scenario.spend(plan).sum(axis=1).tolist(), strict=True))


def frame(spend: Mapping[str, Mapping[str, float]], formats: Formats) -> pd.DataFrame:
    """The bars laid out; ``spend`` is that of each channel over the whole plan [money], by plan.

    Channels into which no plan puts money are left out.
    """
    channels = list(dict.fromkeys(name for amounts in spend.values() for name, amount in amounts.items() if amount))
    rows = [
        (row, channel, number, plan, key_of(number, plan), amounts.get(channel, 0.0))
        for row, channel in enumerate(channels)
        for number, (plan, amounts) in enumerate(spend.items())
    ]
    laid_out = pd.DataFrame(rows, columns=["row", "channel", "number", "plan", "key", "spend"])
    laid_out["amount"] = [formats.money(float(round(amount))) for amount in laid_out["spend"]]
    laid_out["says"] = laid_out["plan"] + ", " + laid_out["channel"] + ": " + laid_out["amount"]
    return laid_out


def spoken(frame: pd.DataFrame) -> str:
    """The chart in a sentence, for those who hear the page: every amount of each plan."""
    return f"{'; '.join(frame.sort_values('number', kind='stable')['says'])}."


@lru_cache(maxsize=16)
def spec(formats: Formats, plans: tuple[str, ...]) -> Spec:
    """The chart; a channel's row is as high as its bars need."""
    step = HEAD + APART * len(plans) + 6
    first = "datum.number === 0"
    bars = [mark for number in range(len(plans)) for mark in _bar(number, _down(number, step), plans)]
    name = heading("channel", first, fontWeight="bold", down=HEAD / 2 - step / 2)
    return framed(formats, about=ABOUT, height={"step": step}, layers=[*bars, name], legend_entry=300)


def _down(number: int, step: int) -> float:
    return HEAD + (number + 0.5) * APART - step / 2


def _bar(number: int, down: float, plans: Sequence[str]) -> list[Spec]:
    scale = {"nice": False, "domainMin": 0, "range": [0, {"expr": f"width - {ROOM}"}]}
    x = {"field": "spend", "type": "quantitative", "axis": None, "scale": scale}
    kept = once(f"datum.number === {number}")
    bar = {"type": "bar", "height": BAR, "yOffset": down}
    amount = words(fontSize=12, baseline="middle", dx=6, yOffset=down)
    return [
        {"transform": kept, "mark": bar, "encoding": {"x": x, "y": ROW, "color": colour(plans), **SAYS}},
        {"transform": kept, "mark": amount, "encoding": {"x": x, "y": ROW, "text": {"field": "amount"}}},
    ]
