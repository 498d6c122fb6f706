"""Problems of a scenario: the limits of every number, and what must hold between entries.

All problems at once, each led by its path, in words for the person who wrote the scenario. A reader that could not
read everything names what it could not (``unread``), and nothing is said that rests on that.
"""

from collections.abc import Collection

from simulator.errors import Problem
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.validation.actuals import actuals
from simulator.validation.adopting import adoption
from simulator.validation.decisions import plans, steps, targets
from simulator.validation.improving import improvements
from simulator.validation.limits import numbers
from simulator.validation.names import (
    CHANNEL_NAMES,
    LONGEST_NAME,
    channel_paths,
    is_within,
    name_problem,
    one_line,
    place_names,
)
from simulator.validation.needs import needs, superfluous_rates
from simulator.validation.presenting import presentation
from simulator.validation.splitting import split_limits
from simulator.validation.words import MOST_PLANS, currencies, seasons, words

__all__ = ["LONGEST_NAME", "MOST_PLANS", "currencies", "name_problem", "one_line", "place_names", "problems"]


def problems(scenario: Scenario[Belief], *, unread: Collection[str] = ()) -> list[Problem]:
    """All that keeps a scenario from being simulated; empty if it can be.

    ``unread`` are the paths of entries that hold a placeholder because they could not be read.
    """
    found = (
        *words(scenario),
        *numbers(scenario),
        *seasons(scenario),
        *needs(scenario),
        *superfluous_rates(scenario),
        *plans(scenario),
        *steps(scenario),
        *targets(scenario),
        *presentation(scenario),
        *split_limits(scenario),
        *improvements(scenario),
        *actuals(scenario),
        *adoption(scenario),
    )
    gaps = {*unread, *_unread_names(scenario, unread)}
    sure = (Problem(item.path, item.message) for item in found if item.is_sure(gaps))
    return list(dict.fromkeys(sure))


def _unread_names(scenario: Scenario[Belief], unread: Collection[str]) -> tuple[str, ...]:
    paths = ("channels", *(f"{path}.name" for path, _ in channel_paths(scenario)))
    is_unsure = any(name_problem(name) for name in scenario.channel_names)
    return (CHANNEL_NAMES,) if is_unsure or any(is_within(path, unread) for path in paths) else ()
