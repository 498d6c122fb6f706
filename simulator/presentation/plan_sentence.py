"""The result of a plan as one sentence, and what its words mean; plain text, no more certain than the draws are."""

import math

import numpy as np

from simulator.analyses.probabilities import chance_error, target_chance
from simulator.analyses.summary import Summary, error_of_share, summarise
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, draws_of
from simulator.scenario.scenario import Target
from simulator.scenario.stages import Stage
from simulator.text.formats import Formats
from simulator.text.grammar import listed, within
from simulator.units import FloatArray, Unit

ALL_SPENT = 0.005
"""A budget of which a smaller part than this is left over is spent."""


def result_sentence(simulation: Simulation, formats: Formats) -> str:
    """The result in one sentence: what the plan brings, how often it loses money or reaches each target."""
    profit = draws_of(simulation, "profit")
    certain = bool(np.ptp(profit) == 0.0)
    middle = _middle(summarise(profit[np.newaxis])[0], formats, certain=certain)
    reached = (_target(simulation, target, formats) for target in simulation.scenario.targets)
    parts = [_losing(profit, formats, certain=certain), *reached]
    return f"{_spending(simulation, formats)}, {middle}; {listed(parts)}."


def worlds_explained(simulation: Simulation, formats: Formats) -> str:
    """The meaning of a possible world, said once on a page."""
    if simulation.funnel.draws == 1:
        return "Every number of this scenario is stated as certain, so there is only one possible world."
    count = formats.count(simulation.draws)
    return (
        f"Nobody knows the exact numbers, so this plan was tried in {count} possible worlds; in each of them every "
        "number takes one value from its range. The big figures are the middle of them: half of the worlds lie above. "
        "“8 in 10” is where they lie in 8 of 10 of them."
    )


def _spending(simulation: Simulation, formats: Formats) -> str:
    """What may be spent a month; and what is, where there is not enough to buy."""
    scenario, budget = simulation.scenario, simulation.spend.sum(axis=0)
    monthly, horizon = float(budget.sum()) / scenario.horizon_months, formats.months(scenario.horizon_months)
    if monthly == 0.0:
        return f"Spending nothing for {horizon}"
    varies = np.ptp(budget) > 1e-9 * monthly
    planned, [spent] = _amount(monthly, formats), summarise(simulation.funnel.plan.spend[0] / scenario.horizon_months)
    really = _amount(spent.mean, formats, spent.standard_error.mean)
    if is_all_spent(monthly, spent.mean) or really == planned:
        return f"Spending {'an average of ' if varies else ''}{planned} a month for {horizon}"
    on_average = "" if simulation.funnel.draws == 1 else " on average"
    return (
        f"With {'an average' if varies else 'a'} budget of {planned} a month for {horizon}, of which {really} is"
        f" spent{on_average} because there is no more to buy"
    )


def is_all_spent(budget: float, spend: float) -> bool:
    """Whether so little of a budget is left over [money] that budget and spend are one figure."""
    return spend >= (1.0 - ALL_SPENT) * budget


def _amount(monthly: float, formats: Formats, error: float = 0.0) -> str:
    # Cents of a hundred say nothing; what is known is told to the last of its whole digits.
    if monthly < 100:
        return formats.money(monthly, error)
    return formats.money(monthly, max(error, 1.0)) if error else formats.money(float(round(monthly)))


def _middle(profit: Summary, formats: Formats, *, certain: bool) -> str:
    amount = formats.money(abs(profit.p50), profit.standard_error.p50)
    makes = profit.p50 >= 0.0
    if certain:
        return f"you {'make' if makes else 'lose'} {amount} after marketing"
    if makes:
        return f"you make more than {amount} after marketing in half of all possible worlds"
    return f"you lose more than {amount} after marketing in half of all possible worlds"


def _losing(profit: FloatArray, formats: Formats, *, certain: bool) -> str:
    share = float(np.mean(profit < 0.0))
    if share == 0.0:
        return "you do not lose money" if certain else "you lose money in none of them"
    if share == 1.0:
        return "that is certain" if certain else "you lose money in all of them"
    return f"you lose money in {formats.chance(share, error_of_share(share, len(profit)))}"


def _target(simulation: Simulation, target: Target, formats: Formats) -> str:
    chance = target_chance(simulation, target)
    goal = _goal(target, formats)
    if math.isnan(chance):
        return f"whether you reach {goal} cannot be said"
    wanted = "" if target.probability is None else f" (you want {formats.chance(target.probability)})"
    # Where all is certain there is one world, and luck alone decides how many customers come of it.
    tries = " tries" if simulation.funnel.draws == 1 else ""
    reached = formats.chance(chance, chance_error(simulation, chance, target))
    return f"you reach {goal} in {reached}{tries}{wanted}"


def _goal(target: Target, formats: Formats) -> str:
    metric = METRICS[target.metric]
    word, bound = ("at least", target.at_least) if target.at_least is not None else ("at most", target.at_most)
    assert bound is not None
    figure = f"{word} {formats.number(bound, metric.unit)}"
    if target.metric in set(Stage):
        return f"{figure} {within(metric.label)}"
    joined = "after" if metric.unit is Unit.MONTHS else "of"
    article = "a " if metric.countable else ""
    return f"{article}{within(metric.label)} {joined} {figure}"
