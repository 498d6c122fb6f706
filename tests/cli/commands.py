"""Command lines and what they print."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
WORKSHEET = ROOT / "scenarios" / "first-worksheet.yaml"
PLUMBER = ROOT / "scenarios" / "plumber.yaml"
MANUFACTURER = ROOT / "scenarios" / "b2b-manufacturer.yaml"
FEW = ("--draws", "64")


class Outcome(NamedTuple):
    code: int
    output: str
    errors: str


Funnelcast = Callable[..., Outcome]


def first_year(scenario: Path) -> str:
    """The text of a scenario over its first twelve months, where more of them would only take longer."""
    text = re.sub(r"horizon_months: \d+", "horizon_months: 12", scenario.read_text("utf-8"))
    return re.sub(r"\[((?:\d+, ){11}\d+)(?:, \d+)+\]", r"[\1]", text)
