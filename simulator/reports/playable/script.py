"""The files of the script and of its looks, and how it writes numbers; the front end's sliders share them."""

from importlib.resources import files

from babel.numbers import get_currency_precision

from simulator.reports.playable.curves import CURVE_SCRIPTS
from simulator.text.formats import Formats

_FOLDER = files(__package__)

KERNEL = ("kernel.js", *CURVE_SCRIPTS)
"""From drawn parameters to draws of figures."""

MODEL = (*KERNEL, "figures.js", "writing.js")
"""From drawn parameters to figures as text: nothing of a page."""

PANEL = ("fan.js", "panel.js")
"""Sliders, tiles and the fan, wherever they are put."""


def script(*names: str) -> str:
    """Files of the script, joined."""
    return "\n".join(_FOLDER.joinpath(name).read_text("utf-8") for name in names)


def number_style(formats: Formats) -> dict[str, object]:
    """How the script writes numbers."""
    return {**formats.number_style(), "cents": get_currency_precision(formats.currency)}


def style(*names: str) -> str:
    """Files of the looks, joined."""
    return script(*names)
