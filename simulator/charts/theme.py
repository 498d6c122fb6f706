"""The look that all charts share: colours, the outer shape of a specification, and what is said of it.

A chart module has ``spec(formats)``, a Vega-Lite specification without data that stays the same while sliders move,
``frame(...)``, which lays figures out as the columns that the specification reads, and ``frame_of(...)``, which reads
those figures off what was simulated. A page sends the frame alone::

    st.vega_lite_chart(frame_of(simulation, formats), spec(formats))

Titles and legends carry no numbers that change, because a changed specification draws the chart anew while changed
data only move its marks. Every figure in a frame's text columns comes from ``formatting``. A specification is
cached: do not change it.
"""

import math
from collections.abc import Sequence
from typing import Any

from simulator.text.formats import Formats

Spec = dict[str, Any]
"""A Vega-Lite specification, or a part of one."""

GAIN = "#2f7fd6"
LOSS = "#d95f02"
NEUTRAL = "#7a828e"
"""A blue, an orange and a grey that differ for every kind of colour vision, and stand out from white and from black."""

SECOND = "#c68910"
"""An amber for what is neither gain nor loss but a second series."""

INK = "currentColor"
"""The colour of the text around the chart: dark on a light page, light on a dark one."""

ON_DARK, ON_LIGHT = "#ffffff", "#0f1116"
"""The colours of words on a mark: white on a dark one, black on a light one."""

CHANNELS = ("#2f7fd6", "#c68910", "#2a6f41", "#8a26ed", "#aa420e", "#0eaa5c")
"""Six colours for channels; NEUTRAL is for all others.

Each has a contrast of at least 3 to Streamlit's light and dark background; any two, NEUTRAL among them, differ by at
least 19 (CIE 1976) for normal vision and for three kinds of colour blindness (Machado, Oliveira & Fernandes 2009).
"""

SAYS: Spec = {"tooltip": {"field": "says"}}
"""The sentence of a mark, beside the pointer: the frame's column ``says``."""

LEGEND_ENTRY = 130
"""The usual room for an entry of a legend [pixels]."""

LEGEND_LETTER, BESIDE_LEGEND_LABEL = 6.9, 36
"""The width of a letter of a legend, and the room beside its words [pixels]."""

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"


def framed(
    formats: Formats, *, about: str, height: object, layers: Sequence[Spec], legend_entry: int = LEGEND_ENTRY
) -> Spec:
    """A whole specification, as wide as its place, with the reader's numbers and months.

    ``about`` is what screen readers say of the chart, which is one picture to them: what it shows stands before it in a
    sentence, and its marks, axes and legend are not read one by one. ``height`` is in pixels, legend and axis included,
    or a step per row; ``legend_entry`` is the room that an entry of the legend should have [pixels].
    """
    return {
        "$schema": SCHEMA,
        "description": about,
        "height": height,
        "layer": list(layers),
        "usermeta": {"legendEntry": legend_entry},
        "config": {
            "locale": formats.chart_locale(),
            "aria": False,
            "mark": {"aria": False},
            "view": {"stroke": None},
            "legend": _legend(legend_entry),
            "axis": {"labelLimit": 160, "titlePadding": 8, "labelPadding": 6, "labelColor": INK, "titleColor": INK},
        },
    }


def enlarged(spec: Spec, factor: float, *, height: int) -> Spec:
    """A whole specification for readers who sit further away: words and marks grow, the width stays that of its place.

    ``height`` is in pixels.
    """
    grown: Spec = _grown(spec, factor)
    sizes = {"labelFontSize": 11 * factor, "titleFontSize": 12 * factor, "symbolSize": 100 * factor * factor}
    axis = {**grown["config"]["axis"], **sizes, "labelLimit": 160 * factor}
    legend = {**_legend(int(grown["usermeta"]["legendEntry"] * factor)), **sizes}
    return {**grown, "height": height, "config": {**grown["config"], "axis": axis, "legend": legend}}


_GROWING = ("fontSize", "strokeWidth", "dx", "dy", "labelFlush")
_GROWING_BOTH_WAYS = ("size",)


def _grown(part: Any, factor: float) -> Any:
    """A part of a specification with the numbers that say how large a mark or a word is drawn made larger.

    Of larger words along an axis fewer fit.
    """
    if isinstance(part, list):
        return [_grown(each, factor) for each in part]
    if not isinstance(part, dict):
        return part
    if "tickCount" in part and isinstance(part["tickCount"], dict):
        fewer = f"max(2, floor(({part['tickCount']['expr']}) / {factor}))"
        part = {**part, "tickCount": {"expr": fewer}}
    by = {**dict.fromkeys(_GROWING, factor), **dict.fromkeys(_GROWING_BOTH_WAYS, factor * factor)}
    return {
        key: value * by[key] if key in by and isinstance(value, int | float) else _grown(value, factor)
        for key, value in part.items()
    }


def entry_for(words: Sequence[str]) -> int:
    """The room that the longest entry of a legend needs, so that none is cut where there is that much [pixels]."""
    longest = max((len(each) for each in words), default=0)
    return max(LEGEND_ENTRY, BESIDE_LEGEND_LABEL + math.ceil(LEGEND_LETTER * longest))


def _legend(entry: int) -> Spec:
    """As many entries beside each other as fit, each within its part of the width."""
    columns = f"max(1, floor(width / {entry}))"
    return {
        "orient": "bottom",
        "title": None,
        "symbolOpacity": 1,
        "symbolStrokeWidth": 0,
        "columns": {"expr": columns},
        "labelLimit": {"expr": f"width / {columns} - {BESIDE_LEGEND_LABEL}"},
        # Streamlit's own grey has a contrast of 3.6 on white.
        "labelColor": INK,
    }


def key_of(number: int, name: str) -> str:
    """A name that a person gave, as charts group by it; ``number`` is its place among the others, from 0.

    Vega keeps groups, and the words of expressions, in plain objects, where names such as ``constructor`` are taken.
    """
    return f"{number + 1}: {name}"


def by_key(names: Sequence[str], looks: Sequence[object]) -> Spec:
    """The looks of things that people named, one each, by the frame's column ``key``; the legend has the bare names."""
    keys = [key_of(number, name) for number, name in enumerate(names)]
    legend = {"labelExpr": "slice(datum.label, indexof(datum.label, ':') + 2)"}
    scale = {"domain": keys, "range": list(looks[: len(keys)])}
    return {"field": "key", "type": "nominal", "scale": scale, "legend": legend}


def silent(mark: str, **settings: object) -> Spec:
    """A mark that says nothing beside the pointer, because another mark says it."""
    return {"type": mark, "tooltip": None, **settings}


def words(**settings: object) -> Spec:
    """A line of text in the colour of the page."""
    return {"type": "text", "color": INK, "fontSize": 13, "align": "left", "tooltip": None, **settings}


def once(condition: str) -> list[Spec]:
    """The transform that keeps the one row for which the condition holds: for what is drawn once."""
    return [{"filter": condition}]


def zero_line(channel: str, only: str) -> Spec:
    """A line across the whole chart where ``channel`` (x or y) is zero; ``only`` is true for one row of the frame."""
    mark = silent("rule", color=INK, strokeWidth=1, opacity=0.6)
    return {"transform": once(only), "mark": mark, "encoding": {channel: {"datum": 0}}}


def figure_axis(figure_format: str, *, ticks: Spec | int) -> Spec:
    """An axis of figures in a d3 format."""
    return {"format": figure_format, "tickCount": ticks, "title": None, "grid": True}


def as_many_as_fit(pixels: int) -> Spec:
    """A number of ticks along the width, one in so many pixels."""
    return {"expr": f"max(2, floor(width / {pixels}))"}


def drawable(value: float) -> float:
    """The value where it can be drawn, else nan, for which nothing is drawn."""
    return value if math.isfinite(value) else math.nan
