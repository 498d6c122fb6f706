"""The money of one plan, month by month: a bar for each month, divided among the channels.

Columns of the frame, one row per month and channel with spend: ``month`` (from 1), ``date`` (its first day),
``channel`` and ``key`` (its ``theme.key_of``), ``place`` (its place in the bar, from 0), ``spend`` [money], ``says``.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from simulator.charts.months import WHOLE_MONTHS, months_of
from simulator.charts.theme import CHANNELS, NEUTRAL, SAYS, Spec, by_key, entry_for, figure_axis, framed, key_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.units import FloatArray, Unit

ABOUT = "Budget month by month, by channel"

HEIGHT = 340

OTHERS = "All others"
"""The channels beyond those that have a colour of their own, taken together."""


def frame_of(scenario: Scenario[Belief], plan: str, formats: Formats) -> pd.DataFrame:
    """The budget of a plan laid out; the channels with most money have colours of their own."""
    spend = dict(zip(scenario.channel_names, scenario.spend(plan), strict=True))
    return frame(months_of(scenario), drawn(spend), formats)


def drawn(spend: Mapping[str, FloatArray]) -> dict[str, FloatArray]:
    """The channels with spend in their order, those with least money taken together where there are too many."""
    spent = {name: amounts for name, amounts in spend.items() if amounts.any()}
    if len(spent) <= len(CHANNELS):
        return spent
    largest = sorted(spent, key=lambda name: -float(spent[name].sum()))[: len(CHANNELS)]
    rest = np.sum([amounts for name, amounts in spent.items() if name not in largest], axis=0)
    return {**{name: amounts for name, amounts in spent.items() if name in largest}, OTHERS: rest}


def frame(months: Sequence[date], spend: Mapping[str, FloatArray], formats: Formats) -> pd.DataFrame:
    """The bars laid out; ``spend`` is that of each channel in each month [money]."""
    rows = [
        (number, day, channel, key_of(place, channel), place, float(amounts[number - 1]))
        for place, (channel, amounts) in enumerate(spend.items())
        for number, day in enumerate(months, start=1)
    ]
    laid_out = pd.DataFrame(rows, columns=["month", "date", "channel", "key", "place", "spend"])
    laid_out["date"] = pd.to_datetime(laid_out["date"])
    laid_out["says"] = [
        f"{channel}, {formats.month_name(day.date())}: {formats.money(float(round(amount)))}"
        for channel, day, amount in zip(laid_out["channel"], laid_out["date"], laid_out["spend"], strict=True)
    ]
    return laid_out


def spoken(frame: pd.DataFrame, formats: Formats) -> str:
    """The chart in a sentence, for those who hear the page: what each channel gets altogether."""
    if frame.empty:
        return "Nothing is spent."
    totals = frame.groupby("channel", sort=False)["spend"].sum()
    parts = [f"{name} {formats.money(float(round(total)))}" for name, total in totals.items()]
    return f"Altogether: {'; '.join(parts)}."


@lru_cache(maxsize=16)
def spec(formats: Formats, channels: tuple[str, ...]) -> Spec:
    """The chart; ``channels`` are those of the frame."""
    colours = [
        NEUTRAL if name == OTHERS else colour for name, colour in zip(channels, (*CHANNELS, NEUTRAL), strict=False)
    ]
    axis = figure_axis(formats.axis_format(Unit.MONEY), ticks=5)
    bars: Spec = {
        "mark": {"type": "bar", "width": {"band": 0.8}},
        "encoding": {
            "x": WHOLE_MONTHS,
            "y": {"field": "spend", "type": "quantitative", "stack": "zero", "axis": axis},
            "color": by_key(channels, colours),
            "order": {"field": "place", "type": "quantitative"},
            **SAYS,
        },
    }
    return framed(formats, about=ABOUT, height=HEIGHT, layers=[bars], legend_entry=entry_for(channels))
