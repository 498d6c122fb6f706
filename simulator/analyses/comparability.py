"""Comparability: whether plans of several scenarios can be compared, and what makes them comparable."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from enum import Enum

from simulator.errors import SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Scenario


class Obstacle(Enum):
    """Why plans of several scenarios cannot be compared as they are.

    HORIZONS can be overcome: over the months that all of them look at (see common_horizon_months and with_horizon).
    """

    CURRENCIES = "currencies"
    HORIZONS = "horizons"


class Caveat(Enum):
    """A difference between scenarios to bear in mind when their plans are compared."""

    FIRST_MONTHS = "first months"
    MARKET_CORRELATIONS = "market correlations"


def obstacle(scenarios: Sequence[Scenario[Belief]]) -> Obstacle | None:
    """The reason why plans of these scenarios cannot be compared; None if they can.

    Other first months are no obstacle, as every plan is counted from its own first month: see caveats.
    """
    if len({scenario.currency for scenario in scenarios}) > 1:
        return Obstacle.CURRENCIES
    if len({scenario.horizon_months for scenario in scenarios}) > 1:
        return Obstacle.HORIZONS
    return None


def common_horizon_months(scenarios: Sequence[Scenario[Belief]]) -> int:
    """The months that all of these scenarios look at."""
    return min(scenario.horizon_months for scenario in scenarios)


def caveats(scenarios: Sequence[Scenario[Belief]]) -> list[Caveat]:
    """All that there is to bear in mind when plans of these scenarios are compared."""
    differ = {
        Caveat.FIRST_MONTHS: len({scenario.start for scenario in scenarios}) > 1,
        Caveat.MARKET_CORRELATIONS: len({scenario.market_correlation for scenario in scenarios}) > 1,
    }
    return [caveat for caveat, holds in differ.items() if holds]


def with_horizon(scenario: Scenario[Belief], months: int) -> Scenario[Belief]:
    """A look at the first so many months of the same scenario: every plan spends in them what it did.

    Without its targets, which are meant for the whole horizon. Raises SettingsError if there are not so many months.
    """
    if months == scenario.horizon_months:
        return scenario
    check_horizon(scenario, months)
    plans = tuple(_shortened(plan, months, scenario.start) for plan in scenario.plans)
    return replace(scenario, horizon_months=months, plans=plans, targets=())


def check_horizon(scenario: Scenario[Belief], months: int) -> None:
    """Raise SettingsError unless the scenario looks so many months ahead, or more."""
    if not 1 <= months <= scenario.horizon_months:
        raise SettingsError(
            f"{scenario.name} looks {scenario.horizon_months} months ahead;"
            f" {months} is not a part of that: choose from 1 to {scenario.horizon_months}"
        )


def _shortened(plan: Plan, months: int, start: date) -> Plan:
    spend = {name: schedule.within(months, start) for name, schedule in plan.monthly_spend.items()}
    return replace(plan, monthly_spend=spend)
