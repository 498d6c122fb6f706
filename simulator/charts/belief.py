"""A small picture of a belief: how likely each value is, with the middle eight of ten filled.

Drawn as SVG, because a form shows dozens of them at once, in a colour that stands out from light and dark alike.
"""

from functools import lru_cache

import numpy as np

from simulator.scenario.beliefs import Belief
from simulator.units import FloatArray, Quantity, Unit

WIDTH, HEIGHT = 220, 56
"""The size of the picture [px]; it shrinks where there is less room."""

COLOUR = "#3b82f6"
"""At least 3.6 to 1 against white and against the darkest grey."""

_BASE = HEIGHT - 6.0
_TOP = 4.0
_NORMAL = np.linspace(-2.4, 2.4, 97)
"""Shown to about one time in a hundred on either side [standard normals]."""

_TAIL = 1.2
"""A long tail is cut off at so many times the distance from low to high, or it would squeeze the rest."""


def belief_picture(belief: Belief, quantity: Quantity) -> str:
    """The distribution of a range that can be drawn, as SVG."""
    assert not belief.is_certain, "a certainty has no picture"
    curve, middle, half = _paths(belief.low, belief.likely, belief.high, *belief.support(quantity))
    line = f'fill="none" stroke="{COLOUR}" vector-effect="non-scaling-stroke"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
        'preserveAspectRatio="none">'
        f'<path d="{middle}" fill="{COLOUR}" fill-opacity="0.3"/>'
        f'<path d="{curve}" {line} stroke-width="1.5"/>'
        f'<path d="{half}" {line} stroke-width="2"/>'
        f'<path d="M0,{_BASE} H{WIDTH}" {line} stroke-opacity="0.5"/>'
        "</svg>"
    )


@lru_cache(maxsize=4096)
def _paths(low: float, likely: float, high: float, bottom: float, top: float) -> tuple[str, str, str]:
    """The outline, the part between low and high, and the line at the half-way point, as SVG paths."""
    quantity = Quantity(label="", unit=Unit.RATIO, at_least=bottom, at_most=top)
    drawn = Belief(low=low, likely=likely, high=high).distribution(quantity)
    # A very lopsided range runs away at its far end, beyond what a float can hold.
    with np.errstate(over="ignore"):
        value = drawn.of_normal(_NORMAL)
    reach = _TAIL * (high - low)
    shown = np.isfinite(value) & (value >= low - reach) & (value <= high + reach)
    normal, value = _NORMAL[shown], value[shown]
    density = np.exp(-0.5 * normal**2) / np.maximum(np.gradient(value, normal), 1e-12 * (high - low))
    across = WIDTH * (value - value[0]) / (value[-1] - value[0])
    down = _BASE - (_BASE - _TOP) * density / density.max()
    between = (value >= low) & (value <= high)
    middle = f"M{across[between][0]:.1f},{_BASE} {_line(across[between], down[between])} V{_BASE} Z"
    at = int(np.argmin(np.abs(normal)))
    return f"M{_line(across, down)[1:]}", middle, f"M{across[at]:.1f},{down[at]:.1f} V{_BASE}"


def _line(across: FloatArray, down: FloatArray) -> str:
    return "L" + " L".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
