"""A word before work that takes very long or very much memory, with a number of draws that takes less."""

from collections.abc import Callable, Iterable

from simulator.engine.cost import Cost, fewer_draws, side_by_side
from simulator.presentation.large_run import seconds, taken
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

CostOf = Callable[[Scenario[Belief], str, int], Cost]
"""The cost of what is done for a plan of a scenario with so many draws."""


def forewarning(cost_of: CostOf, plans: Iterable[tuple[Scenario[Belief], str]], draws: int, formats: Formats) -> str:
    """Cost of the work on these plans, and how to ask for less; empty where that is nothing out of the ordinary."""
    asked = list(plans)

    def cost(worlds: int) -> Cost:
        return side_by_side(cost_of(scenario, name, worlds) for scenario, name in asked)

    if not cost(draws).is_large:
        return ""
    fewer = fewer_draws(cost, draws)[:1]
    less = [f"; with --draws {worlds} about {seconds(cost(worlds), formats)}" for worlds in fewer]
    return f"funnelcast: a large run, which takes {taken(cost(draws), formats)}{''.join(less)}"
