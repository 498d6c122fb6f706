"""The marks that tell plans apart in charts that show several: by colour, and by the dashes of their lines too.

The frames of such charts have the column ``key``, a plan's ``theme.key_of``.
"""

from collections.abc import Sequence

from simulator.charts.theme import CHANNELS, Spec, by_key

COLOURS = CHANNELS
DASHES = ([1, 0], [8, 4], [2, 3], [12, 4, 2, 4], [5, 2], [1, 5])
"""Dashes and gaps in pixels; the first plan, the baseline, has a whole line."""

MOST_PLANS = len(COLOURS)


def colour(plans: Sequence[str]) -> Spec:
    """The colour of each plan, in their order."""
    return by_key(plans, COLOURS)


def dash(plans: Sequence[str]) -> Spec:
    """The dashes of each plan's line, in their order."""
    return by_key(plans, DASHES)
