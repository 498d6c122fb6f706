"""The judgement on a plan: is it worth it, as a value; the words for it stand in ``presentation``.

A plan is judged by the share of possible worlds in which it makes money, in the steps of calibrated language that
reports on uncertain science use: more likely than not from one half on, likely from two in three, very likely from
nine in ten. A step counts as reached
only if the share exceeds it by two of its standard errors; so what is between two steps is the more modest one.
Source: Mastrandrea et al. (2010), "Guidance Note for Lead Authors of the IPCC Fifth Assessment Report on Consistent
Treatment of Uncertainties", table 1.
"""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from simulator.analyses.summary import Summary, error_of_share, summarise
from simulator.analyses.verdict import OWN_ERRORS
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, draws_of

HALF, LIKELY, VERY_LIKELY = 0.5, 2.0 / 3.0, 0.9
ROUNDING = 1e-9
"""A profit that is a smaller part of the marketing cost is none."""


class Worth(StrEnum):
    """Whether a plan is worth its money.

    ALWAYS and NEVER hold in every world that was tried, EVEN is neither more nor less likely than not.
    NOTHING_EITHER_WAY is a plan that brings in exactly what it costs, NOTHING_SPENT one without any budget.
    """

    ALWAYS = "always"
    VERY_LIKELY = "very_likely"
    LIKELY = "likely"
    MORE_LIKELY_THAN_NOT = "more_likely_than_not"
    EVEN = "even"
    LESS_LIKELY_THAN_NOT = "less_likely_than_not"
    UNLIKELY = "unlikely"
    VERY_UNLIKELY = "very_unlikely"
    NEVER = "never"
    NOTHING_EITHER_WAY = "nothing_either_way"
    NOTHING_SPENT = "nothing_spent"


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """A plan's worth, and the figures behind it.

    ``profit`` and ``cash_need``, the most out of pocket, are over the whole horizon [money]. ``losing`` is the share of
    worlds in which it loses money. Where all beliefs are certain, ``worlds`` is 1.
    """

    worth: Worth
    profit: Summary
    cash_need: Summary
    losing: float
    losing_error: float
    worlds: int

    @property
    def is_torn(self) -> bool:
        """Whether the average and the middle profit are of different signs, beyond their errors."""
        errors = self.profit.standard_error
        beyond = abs(self.profit.mean) > OWN_ERRORS * errors.mean and abs(self.profit.p50) > OWN_ERRORS * errors.p50
        return beyond and (self.profit.mean > 0.0) != (self.profit.p50 > 0.0)


def judgement(simulation: Simulation) -> Judgement:
    """The judgement on a simulated plan."""
    profit, cash_need = draws_of(simulation, METRICS["profit"].key), draws_of(simulation, "peak_cash_need")
    worlds = simulation.funnel.draws
    nothing = ROUNDING * float(simulation.funnel.plan.marketing_cost.mean())
    making, losing = float(np.mean(profit > nothing)), float(np.mean(profit < -nothing))
    return Judgement(
        worth=_worth(making, losing, worlds) if simulation.spend.any() else Worth.NOTHING_SPENT,
        profit=summarise(profit[np.newaxis])[0],
        cash_need=summarise(cash_need[np.newaxis])[0],
        losing=losing,
        losing_error=error_of_share(losing, worlds),
        worlds=worlds,
    )


def _worth(making: float, losing: float, worlds: int) -> Worth:
    """The worth of a plan that makes money in one share of the worlds, and loses some in another."""
    if making == losing == 0.0:
        return Worth.NOTHING_EITHER_WAY
    if making == 1.0 or losing == 1.0:
        return Worth.ALWAYS if making else Worth.NEVER
    if step := _reached(making, worlds):
        return _MAKING[step]
    if step := _reached(losing, worlds):
        return _LOSING[step]
    return Worth.EVEN


def _reached(share: float, worlds: int) -> float:
    """The highest step that a share of the worlds exceeds by more than its error; 0 if it is none."""
    surely = share - OWN_ERRORS * error_of_share(share, worlds)
    return max((step for step in _MAKING if surely > step), default=0.0)


_MAKING = {HALF: Worth.MORE_LIKELY_THAN_NOT, LIKELY: Worth.LIKELY, VERY_LIKELY: Worth.VERY_LIKELY}
_LOSING = {HALF: Worth.LESS_LIKELY_THAN_NOT, LIKELY: Worth.UNLIKELY, VERY_LIKELY: Worth.VERY_UNLIKELY}
