"""Command lines and what they print."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
WORKSHEET = ROOT / "scenarios" / "first-worksheet.yaml"
PLUMBER = ROOT / "scenarios" / "plumber.yaml"
FEW = ("--draws", "64")


class Outcome(NamedTuple):
    code: int
    output: str
    errors: str


Funnelcast = Callable[..., Outcome]
