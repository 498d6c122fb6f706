"""The whole model for one draw, in plain Python floats and plain loops: slow, and easy to see through.

It imports nothing of the package it checks, and neither numpy nor scipy. A scenario is a plain mapping in the
shape of a scenario file in which every belief is already one number (for money also
``{"value": number, "yearly_change": fraction}``), so that one run of the oracle is one
possible world.

- ``beliefs``: what low, likely and high mean (J-QPD-S), quantiles and distribution functions;
- ``closing``: how many months after its lead a deal closes;
- ``schedules``: a plan's money by month, and steps that hold until the next;
- ``prices``: money beliefs that move with the years;
- ``seasons``: how many people want it in a month;
- ``spending``: what a budget buys, and what of it is spent;
- ``improvements``: money that improves a rate: the world from its month on, and its cost;
- ``flow``: units through the stages, the time to close and the capacity;
- ``money``: marketing cost, revenue and what a customer is worth;
- ``rows``: one row per channel, and one for the overhead;
- ``kpis``: the figures that may be summed or are ratios of sums;
- ``paths``: payback, cash need and present value, which need the months in order;
- ``model``: all of it, one after the other;
- ``draws``: what is read from many draws: quantiles, standard errors, chances of a count.
"""

from .model import Outcome, run

__all__ = ["Outcome", "run"]
