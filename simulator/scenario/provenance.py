"""Provenance of a belief that a person typed: marked as their own figure, with the day on which they said so."""

from dataclasses import replace
from datetime import date

from simulator.scenario.beliefs import Belief

YOUR_FIGURE = "Your figure"
"""The source of a number that a person typed without saying where it is from."""


def as_own(belief: Belief, on: date, why: str = "") -> Belief:
    """The belief as a person's own figure of a day; ``why`` says how they came by it."""
    return replace(belief, source=f"{YOUR_FIGURE}: {why}" if why else YOUR_FIGURE, as_of=on)


def is_marked_as_own(belief: Belief) -> bool:
    """Whether the belief's source is that a person typed it."""
    return belief.source.strip().startswith(YOUR_FIGURE)
