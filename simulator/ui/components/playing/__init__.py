"""Sliders to play with on a slide: the panel of the page to play with, put into a page of the front end.

Nothing that is moved leaves the browser, so that it changes no plan and no file. The worlds are fetched as by
``live_figures``.
"""

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

import streamlit as st

from simulator.reports.playable.page import playing_html
from simulator.reports.playable.script import MODEL, PANEL, script, style
from simulator.ui.components.live_figures import WORLDS_PLACE
from simulator.ui.components.mounting import mounting

BEFORE = "proposed"
"""The plan before it is moved."""

_FOLDER = files(__name__)


def _read(name: str) -> str:
    return _FOLDER.joinpath(name).read_text("utf-8")


_PLAYING = st.components.v2.component(
    "funnelcast_playing",
    html='<div class="place"></div>',
    css=f"{style('panel.css')}\n{_read('playing.css')}",
    js=f"{_read('playing.js')}\n{script(*MODEL, *PANEL)}\n{mounting()}",
)


def playing(digest: str, read: Mapping[str, Any], *, key: str, about: str) -> None:
    """The sliders, tiles and fan; ``read`` is what the script reads beside the worlds, ``about`` says what moves."""
    data = {"key": key, "worlds": WORLDS_PLACE + digest, "read": {**read, "before": BEFORE}}
    _PLAYING(key=key, data={**data, "html": playing_html(about, before=BEFORE)})
