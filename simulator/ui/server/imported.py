"""Imports of workers: made once for all where they are copies, and left alone by Python, so that they are shared."""

import gc

from scipy import integrate, interpolate, optimize

from simulator.ui.allocation import search
from simulator.ui.goals import work as search_for_a_goal
from simulator.ui.plan import cached
from simulator.ui.tracking import work as tracking

__all__ = ["cached", "integrate", "interpolate", "optimize", "search", "search_for_a_goal", "tracking"]

gc.collect()
gc.freeze()
