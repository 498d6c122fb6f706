"""What workers import: once for all of them where they are copies, and left alone by Python, so that they share it."""

import gc

from scipy import integrate, interpolate, optimize

from simulator.ui.allocation import search
from simulator.ui.goals import work as search_for_a_goal
from simulator.ui.plan import cached
from simulator.ui.tracking import work as tracking

__all__ = ["cached", "integrate", "interpolate", "optimize", "search", "search_for_a_goal", "tracking"]

gc.collect()
gc.freeze()
