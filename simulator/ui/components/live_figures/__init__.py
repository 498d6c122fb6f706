"""Figures that follow a slider while it is held, at the rate of the screen: the browser alone works them out.

The script computes with the model's second reading (``reports.playable``) in worlds that it fetches once while the page
is idle, and writes into the tiles and the chart that the page drew. The sliders say how far they are held by an event,
``funnelcast-budget``; a listener that prevents its default follows, and then nothing is sent. Once the page has
answered with all worlds, what was written is taken back, where the answer has not replaced it already. Where a slider
rests before it is let go the server is told, so that it can work ahead.

Where the worlds do not come, the browser is too slow, or scripts fail, nobody prevents anything, and the page follows
as it does without: see ``budget_sliders``.
"""

from collections.abc import Mapping, Sequence
from importlib.resources import files

import streamlit as st

from simulator.metrics.kpis import placed
from simulator.presentation.judgement import CERTAIN, INSTEAD, WORDS
from simulator.reports.playable.script import MODEL, number_style, script
from simulator.text.formats import Formats
from simulator.ui.components.mounting import mounting

WORLDS_PLACE = "/_funnelcast/worlds/"
"""The address under which worlds are fetched, up to their digest."""

AHEAD_PLACE = "/_funnelcast/ahead/"
"""The address at which a browser says where a slider rests, up to the name of the sliders."""

_FOLDER = files(__name__)


def _read(*names: str) -> str:
    return "\n".join(_FOLDER.joinpath(name).read_text("utf-8") for name in names)


_LIVE_FIGURES = st.components.v2.component(
    "funnelcast_live_figures",
    js="\n".join(
        (
            _read("live_figures.js", "ahead.js", "tiles.js", "judgement.js", "fan_view.js"),
            script(*MODEL),
            mounting(),
        )
    ),
)


def live_figures(
    digest: str,
    *,
    key: str,
    sliders: str,
    shapes: Mapping[str, Sequence[float]],
    months: Sequence[str],
    worlds: str,
    formats: Formats,
) -> None:
    """Follow the sliders mounted under ``key`` in the worlds of this digest; they are asked about as ``sliders``.

    ``shapes`` are what an amount on a channel's slider is multiplied by in each month; ``months`` are their names, and
    ``worlds`` says how many there are.
    """
    figures = [{"key": each.key, "unit": each.unit.value, "endless": each.endless} for each in placed("tiles")]
    _LIVE_FIGURES(
        key=f"{key}-live-figures",
        data={
            "key": key,
            "worlds": WORLDS_PLACE + digest,
            "ahead": AHEAD_PLACE + sliders,
            "count": worlds,
            "shapes": [{"name": name, "shape": list(shape)} for name, shape in shapes.items()],
            "months": list(months),
            "style": number_style(formats),
            "figures": figures,
            "judged": {"worth": WORDS, "certain": CERTAIN, "instead": INSTEAD},
        },
    )
