"""Response curves of the script, one a file: their names are the list of those that a browser can compute.

A curve in which each unit costs the same until there are no more needs no file: the script knows all such.
"""

from importlib.resources import files
from typing import Any

from simulator.scenario.curves import Curve
from simulator.scenario.scenario import Scenario
from simulator.text.grammar import listed

_ENDING = ".js"

CURVE_NAMES = tuple(
    sorted(each.name.removesuffix(_ENDING) for each in files(__name__).iterdir() if each.name.endswith(_ENDING))
)
"""The types of the curves that have a file."""

CURVE_SCRIPTS = tuple(f"curves/{name}{_ENDING}" for name in CURVE_NAMES)
"""Their files."""


def is_played(curve: Curve[Any]) -> bool:
    """Whether the script can compute a curve."""
    return curve.spares or curve.type in CURVE_NAMES


def not_played(scenario: Scenario[Any]) -> str:
    """Why the script cannot move the money of a scenario, in words; empty where it can."""
    beyond = [channel for channel in scenario.channels if not is_played(channel.curve)]
    if not beyond:
        return ""
    curves = listed([f"“{label}”" for label in dict.fromkeys(channel.curve.label for channel in beyond)])
    names = listed([channel.name for channel in beyond])
    return (
        f"Money cannot be moved here: the returns of {names} ({curves}) are computed by the app alone, on its page"
        " Plan."
    )
