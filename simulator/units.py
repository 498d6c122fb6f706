"""Numbers: their unit, their limits, and the words beside them.

A ``Quantity`` is stated once, beside the field it describes. The file reader (limits), the sampler (what to
draw), the forms (label, unit, help), the JSON Schema and the charts of drivers all read that one declaration.
"""

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.intp]

Market = Literal[-1, 0, 1]


class Unit(StrEnum):
    """How a number is read and written."""

    MONEY = "money"
    RATE = "rate"
    COUNT = "count"
    MONTHS = "months"
    RATIO = "ratio"


class Role(StrEnum):
    """Who sets a number: the world (a belief, drawn), the deals (a spread within each world), or a decision."""

    BELIEF = "belief"
    SPREAD = "spread"
    NUMBER = "number"


@dataclass(frozen=True, kw_only=True)
class Quantity:
    """A number's meaning, and where it may lie.

    ``at_least`` and ``at_most`` are the limits, in the number's own unit; ``open_below`` and ``open_above`` say
    that the limit itself is not allowed. ``default`` is the certain value of a missing entry; an ``optional``
    number may be missing altogether. ``market`` is +1 for what a good market raises, -1 for what it lowers.
    """

    label: str
    unit: Unit
    role: Role = Role.BELIEF
    help: str = ""
    at_least: float = 0.0
    at_most: float = math.inf
    open_below: bool = False
    open_above: bool = False
    default: float | None = None
    optional: bool = False
    market: Market = 0

    def allows(self, value: float) -> bool:
        """Whether a number is finite and lies within the limits."""
        above = value > self.at_least if self.open_below else value >= self.at_least
        below = value < self.at_most if self.open_above else value <= self.at_most
        return math.isfinite(value) and above and below

    @property
    def limits(self) -> str:
        """The limits in words, for messages and help: ``between 0 and 1``, ``above 0``."""
        if math.isinf(self.at_most):
            return f"above {self.at_least:g}" if self.open_below else f"at least {self.at_least:g}"
        if not (self.open_below or self.open_above):
            return f"between {self.at_least:g} and {self.at_most:g}"
        lower = "above" if self.open_below else "at least"
        upper = "below" if self.open_above else "at most"
        return f"{lower} {self.at_least:g} and {upper} {self.at_most:g}"
