"""Middle values: the one world in which every belief turns out as likely as not to be more."""

from dataclasses import replace

from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.scenario import Scenario
from simulator.units import Role


def at_middle_values(scenario: Scenario[Belief]) -> Scenario[Belief]:
    """The scenario with every belief certain to be its ``likely`` value; what it states of deals and plans stays.

    Its results are not the middle of the possible results: what a product or a curve makes of middle values is another
    number than the middle of what it makes.
    """
    return mapped(scenario, _settled)


def _settled(place: Place) -> object:
    if place.quantity.role is not Role.BELIEF or place.value is None:
        return place.value
    belief: Belief = place.value
    return replace(belief, low=belief.likely, high=belief.likely)
