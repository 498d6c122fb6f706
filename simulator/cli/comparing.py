"""The plans to compare, from which files, under which names and conditions."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from simulator.analyses.comparability import Obstacle, check_horizon, common_horizon_months, obstacle
from simulator.analyses.compared_plans import (
    ComparedPlan,
    distinct_labels,
    over_first_months,
    scenarios_of,
    what_if_by_plan,
)
from simulator.analyses.comparison import PlanDraws, check_matters, plan_draws
from simulator.analyses.stress import Condition, Side, check_conditions
from simulator.analyses.what_if import WhatIf, simulate_if
from simulator.cli.terminal import refusals, refuse
from simulator.engine.sampling import MARKET
from simulator.errors import SettingsError, UnknownNameError
from simulator.presentation.comparability_text import obstacle_text
from simulator.presentation.conditions import MARKET_WORDS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.units import Unit

LEAST_TO_COMPARE = 2

SIDES: Mapping[str, Side] = {"low": "low", "high": "high"}
MARKET_SIDES: Mapping[str, Side] = {**SIDES, **{word: side for side, word in MARKET_WORDS.items()}}


def compared_plans(
    files: Sequence[Path], names: Sequence[str] | None, horizon_months: int | None
) -> list[ComparedPlan]:
    """The plans to compare, in order; the first is the baseline. Refuses what cannot be compared, with the reason.

    ``names`` are plans, each taken from every file that has it, or ``Plan (Scenario)`` for that one; all if none.
    """
    everyone = _labelled([plan for file in files for plan in _plans_of(file)])
    chosen = _labelled(_chosen(everyone, names))
    if len(chosen) < LEAST_TO_COMPARE:
        refuse("funnelcast: name two plans or more, as in --plan A --plan B")
    if horizon_months is not None:
        for scenario in scenarios_of(chosen):
            check_horizon(scenario, horizon_months)
        chosen = over_first_months(chosen, horizon_months)
    _refuse_obstacles(scenarios_of(chosen))
    return chosen


def matters_from(typed: str | None, unit: Unit, currency: str) -> float | None:
    """The difference up to which none counts, from what was typed; of a rate ``5 %`` or 0.05. Raises SettingsError."""
    if typed is None:
        return None
    # As in files, a rate without the sign of percent is a fraction of one.
    read_as = Unit.RATIO if unit is Unit.RATE and "%" not in typed else unit
    amount = parsing.read(typed, read_as, locale=LOCALE_OF_ARGUMENTS, currency=currency)
    if amount is None:
        raise SettingsError(f"--matters is {typed!r}; it must be a number of 0 or more, {_EXAMPLES[unit]}")
    check_matters(amount)
    return amount


LOCALE_OF_ARGUMENTS = "en_US"
"""A command means the same on every machine: the point is the decimal mark, whatever the terminal's language."""

_EXAMPLES = {
    Unit.MONEY: "as 1,500",
    Unit.RATE: "as 5 % or 0.05",
    Unit.COUNT: "as 10",
    Unit.RATIO: "as 0.5",
    Unit.MONTHS: "as 2",
}


def conditions_from(texts: Sequence[str], scenarios: Sequence[Scenario[Belief]]) -> tuple[Condition, ...]:
    """The conditions that ``PATH=low`` and the like stand for. Raises UnknownNameError or SettingsError."""
    conditions = tuple(_condition(text) for text in texts)
    check_conditions(scenarios, conditions)
    return conditions


def all_draws(
    chosen: Sequence[ComparedPlan],
    what_if: WhatIf,
    *,
    draws: int,
    seed: int,
    done: Callable[[str], None],
) -> dict[str, PlanDraws]:
    """The draws that comparing needs of each plan, by label, if so much of this is so as fits it."""
    found, supposed = {}, what_if_by_plan(chosen, what_if)
    for each in chosen:
        simulation = simulate_if(each.scenario, each.plan, supposed[each.label], draws=draws, seed=seed)
        found[each.label] = plan_draws(simulation)
        done(each.label)
    return found


def _plans_of(file: Path) -> list[ComparedPlan]:
    with refusals(str(file)):
        scenario = read(file)
    return [
        ComparedPlan(label=plan.name, plan=plan.name, scenario=scenario, origin=str(file)) for plan in scenario.plans
    ]


def _labelled(plans: Sequence[ComparedPlan]) -> list[ComparedPlan]:
    labels = distinct_labels([(each.plan, each.scenario.name, each.origin) for each in plans])
    return [replace(each, label=label) for each, label in zip(plans, labels, strict=True)]


def _chosen(everyone: Sequence[ComparedPlan], names: Sequence[str] | None) -> list[ComparedPlan]:
    chosen: dict[str, ComparedPlan] = {}
    for name in names or [each.label for each in everyone]:
        meant = [each for each in everyone if name == each.label] or [each for each in everyone if name == each.plan]
        if not meant:
            raise UnknownNameError("plan", name, [each.label for each in everyone])
        chosen |= {each.label: each for each in meant}
    return list(chosen.values())


def _refuse_obstacles(scenarios: Sequence[Scenario[Belief]]) -> None:
    found = obstacle(scenarios)
    if found is None:
        return
    helps = f" Ask for that with --horizon {common_horizon_months(scenarios)}."
    offer = helps if found is Obstacle.HORIZONS else ""
    refuse(f"funnelcast: {obstacle_text(found, scenarios, Formats())}{offer}")


def _condition(text: str) -> Condition:
    path, _, word = text.rpartition("=")
    sides = MARKET_SIDES if path == MARKET else SIDES
    if word not in sides:
        words = " or ".join(f"{path or 'PATH'}={each}" for each in sides)
        refuse(f"funnelcast: --stress {text!r} is not understood; write {words}")
    return Condition(path, sides[word])
