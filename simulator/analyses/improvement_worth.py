"""The worth of each improvement in a plan: profit with it less profit without it, its own cost added back.

Both plans are run in the same draws, so that all but the improvement is the same in every world. The worth is at the
same time the most that one should pay for it within the horizon; what is gained after that is not counted. One that the
plan does not buy is looked at as if it were bought in the first month.
"""

from dataclasses import dataclass, replace

import numpy as np

from simulator.analyses.summary import Summary, summarise
from simulator.edits.improvements import bought
from simulator.engine.decisions import decisions_of
from simulator.engine.funnel import run
from simulator.engine.simulation import Simulation
from simulator.scenario.months import Month
from simulator.scenario.plans import Plan
from simulator.units import FloatArray


@dataclass(frozen=True, kw_only=True)
class ImprovementWorth:
    """The worth of an improvement in a plan that has it from the month ``first`` on [money].

    ``worth`` is over possible worlds, ``cost`` what is paid for it within the horizon, ``monthly`` the part of that
    which comes month by month.
    """

    name: str
    is_bought: bool
    first: Month
    worth: Summary
    cost: float
    monthly: float

    @property
    def net(self) -> float:
        """Remainder of the worth after its cost, on average [money]."""
        return self.worth.mean - self.cost

    @property
    def most_to_pay(self) -> float:
        """The most that one should pay for it once, beside what it costs month by month [money]."""
        return max(0.0, self.worth.mean - self.monthly)


def improvement_worths(simulation: Simulation, *, most: int | None = None) -> list[ImprovementWorth]:
    """The worth of every improvement that the scenario offers, in its order; each takes a run of the plan.

    Of more than ``most`` those that the plan buys come before the rest.
    """
    bought_now = {each.improvement for each in simulation.scenario.plan(simulation.plan).improvements}
    names = [each.name for each in simulation.scenario.improvements]
    first = sorted(names, key=lambda name: name not in bought_now)[:most]
    return [_worth(simulation, name) for name in names if name in first]


def _worth(simulation: Simulation, name: str) -> ImprovementWorth:
    scenario, plan = simulation.scenario, simulation.scenario.plan(simulation.plan)
    own = next((each.first for each in plan.improvements if each.improvement == name), None)
    first: Month = 1 if own is None else own
    with_it, without = bought(plan, name, first), bought(plan, name, None)
    cost = _cost(simulation, with_it) - _cost(simulation, without)
    free = replace(scenario.improvement(name), cost=0.0)
    offered = tuple(free if each.name == name else each for each in scenario.improvements)
    monthly = replace(simulation, scenario=replace(scenario, improvements=offered))
    return ImprovementWorth(
        name=name,
        is_bought=own is not None,
        first=first,
        worth=summarise(np.atleast_2d(_profit(simulation, with_it) - _profit(simulation, without) + cost))[0],
        cost=cost,
        monthly=_cost(monthly, with_it) - _cost(monthly, without),
    )


def _profit(simulation: Simulation, plan: Plan) -> FloatArray:
    if plan == simulation.scenario.plan(simulation.plan):
        return np.asarray(simulation.funnel.plan.profit[0, 0])
    return np.asarray(run(simulation.scenario, simulation.chunks, plan).plan.profit[0, 0])


def _cost(simulation: Simulation, plan: Plan) -> float:
    """What a plan's improvements cost within the horizon [money]."""
    return float(decisions_of(simulation.scenario, plan).improvement_cost.sum())
