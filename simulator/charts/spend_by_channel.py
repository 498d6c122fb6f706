"""Where the money goes: media spend by channel.

Columns of the frame, one row per channel: ``row`` (from 0), ``channel``, ``spend`` [money], ``note``, ``says``.
"""

from collections.abc import Mapping
from functools import lru_cache

import pandas as pd

from simulator.charts.rows import BAR, MARKS_DOWN, ROW, STEP, heading
from simulator.charts.theme import GAIN, SPOKEN, Spec, framed
from simulator.text.formats import Formats

ABOUT = "Spend by channel over the whole plan"


def frame(spend: Mapping[str, float], formats: Formats) -> pd.DataFrame:
    """The channels laid out, in their order; ``spend`` over the whole plan by channel [money]."""
    total = sum(spend.values())
    notes = [_note(amount, total, formats) for amount in spend.values()]
    return pd.DataFrame(
        {
            "row": range(len(spend)),
            "channel": list(spend),
            "spend": [float(amount) for amount in spend.values()],
            "note": notes,
            "says": [f"{name}: {note}" for name, note in zip(spend, notes, strict=True)],
        }
    )


def _note(amount: float, total: float, formats: Formats) -> str:
    share = formats.percent(amount / total if total else 0.0, 0.005)
    return f"{formats.money(amount)}, {share}"


@lru_cache(maxsize=16)
def spec(formats: Formats) -> Spec:
    """The chart."""
    x = {"field": "spend", "type": "quantitative", "axis": None, "scale": {"nice": False}}
    bars = {
        "mark": {"type": "bar", "height": BAR, "yOffset": MARKS_DOWN, "color": GAIN},
        "encoding": {"x": x, "y": ROW, **SPOKEN},
    }
    layers = [bars, heading("channel", "true", fontWeight="bold"), heading("note", "true", align="right")]
    return framed(formats, about=ABOUT, height={"step": STEP}, layers=layers)
