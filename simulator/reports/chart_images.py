"""Charts as images for paper: the app's own specifications drawn without a browser, dark on white.

Needs the libraries of ``funnelcast[documents]``, and no network.
"""

import json
import re
from functools import cache
from importlib.resources import files
from typing import Any

import vl_convert

from simulator.charts.theme import INK, SCHEMA, Spec
from simulator.story import Picture

FONT_FAMILY = "Source Sans Pro"
FONT_FOLDER = str(files("font_source_sans_pro") / "files")

DARK = "#1a1f29"
"""What ``theme.INK`` is on paper."""

LETTERS = 13
"""The size of the words of axes and legends [pixels]."""

LETTER_WIDTH = 0.43
"""The width of a letter, as a share of its height."""

SYMBOL = 30
"""What an entry of a legend takes besides its words [pixels]."""

AXIS = 70
"""What an axis takes of the width [pixels]."""


def as_svg(picture: Picture, *, width: int, lower: float = 1.0) -> str:
    """The chart as SVG, ``width`` across with its axes [pixels], and so much ``lower`` than on a page of the app.

    What people named is in the image as text, never as markup.
    """
    return _svg(_on_paper(picture.spec, _rows(picture), width=width, lower=lower))


def warm() -> None:
    """The first chart takes ten times as long as any other: draw one that nobody sees."""
    rows = [{"month": 1, "says": ""}]
    spec: Spec = {
        "$schema": SCHEMA,
        "height": 100,
        "mark": "bar",
        "encoding": {"x": {"field": "month", "type": "quantitative"}},
    }
    _svg(_on_paper(spec, rows, width=100, lower=1.0))


def _svg(spec: Spec) -> str:
    _register_font()
    return vl_convert.vegalite_to_svg(spec, vl_version=vega_lite_version(spec["$schema"]), allowed_base_urls=[])


@cache
def _register_font() -> None:
    vl_convert.register_font_directory(FONT_FOLDER)


def vega_lite_version(schema: str) -> str:
    """The newest Vega-Lite at hand of the major version that a specification is written in."""
    [major] = re.findall(r"vega-lite/v(\d+)", schema)
    known = [version for version in vl_convert.get_vegalite_versions() if version.split(".")[0] == major]
    return max(known, key=lambda version: [int(part) for part in version.split(".")])


def _rows(picture: Picture) -> list[dict[str, Any]]:
    # Vega reads a day without a zone as one of the place where it runs, and writes it so: no month slips by an hour.
    rows: list[dict[str, Any]] = json.loads(picture.frame.to_json(orient="records", date_format="iso", date_unit="s"))
    return rows


def _on_paper(spec: Spec, rows: list[dict[str, Any]], *, width: int, lower: float) -> Spec:
    shown: Spec = _in_dark_ink(spec)
    return {
        **shown,
        "width": width,
        "height": round(lower * spec["height"]),
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": 0,
        "background": None,
        "config": _larger_letters(shown.get("config", {}), _longest_entry(shown), width - AXIS),
        "data": {"values": rows},
    }


def _longest_entry(part: Any) -> int:
    """The letters of the longest entry of a specification's legends."""
    if isinstance(part, list):
        return max(map(_longest_entry, part), default=0)
    if not isinstance(part, dict):
        return 0
    scale = part.get("scale")
    entries = scale.get("domain", []) if isinstance(scale, dict) and part.get("type") == "nominal" else []
    return max([*map(len, entries), *map(_longest_entry, part.values())], default=0)


def _larger_letters(config: Spec, longest_entry: int, width: int) -> Spec:
    """The looks of axes and legends; as many entries beside each other as fit without being cut.

    The width is stated: where columns follow from the chart's own width, rows are counted before that is known.
    """
    room = longest_entry * LETTERS * LETTER_WIDTH + SYMBOL
    size = {"labelFontSize": LETTERS}
    legend = {"columns": max(1, int(width / room)), "labelLimit": width - SYMBOL}
    return {
        **config,
        "font": FONT_FAMILY,
        "axis": {"gridColor": "#dfe3e8", "domainColor": DARK, "tickColor": DARK, **config.get("axis", {}), **size},
        "legend": {**config.get("legend", {}), **size, **legend},
    }


def _in_dark_ink(part: Any) -> Any:
    """The same specification where the colour of the page around is known. Only whole values are colours, no names."""
    if isinstance(part, dict):
        return {key: _in_dark_ink(value) for key, value in part.items()}
    if isinstance(part, list):
        return [_in_dark_ink(value) for value in part]
    return DARK if part == INK else part
