"""Which plans of which files are compared, under which names and conditions."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from simulator.analyses.comparability import Obstacle, common_horizon_months, distinct_labels, obstacle, with_horizon
from simulator.analyses.comparison import PlanDraws, plan_draws
from simulator.analyses.stress import Condition, Side, check_conditions, held_by, simulate_under
from simulator.cli.terminal import refusals, refuse
from simulator.engine.sampling import MARKET
from simulator.errors import UnknownNameError
from simulator.presentation.comparability_text import obstacle_text
from simulator.presentation.conditions import MARKET_WORDS
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.text.formats import Formats

LEAST_TO_COMPARE = 2

SIDES: Mapping[str, Side] = {"low": "low", "high": "high"}
MARKET_SIDES: Mapping[str, Side] = {**SIDES, **{word: side for side, word in MARKET_WORDS.items()}}


@dataclass(frozen=True, kw_only=True)
class ComparedPlan:
    """A plan that is compared: of which scenario, from which file, under which label."""

    label: str
    plan: str
    scenario: Scenario[Belief]
    file: Path


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
        shorter = {id(each.scenario): with_horizon(each.scenario, horizon_months) for each in chosen}
        chosen = [replace(each, scenario=shorter[id(each.scenario)]) for each in chosen]
    _refuse_obstacles(scenarios_of(chosen))
    return chosen


def scenarios_of(chosen: Iterable[ComparedPlan]) -> list[Scenario[Belief]]:
    """The scenarios of the plans, each once."""
    return list({id(each.scenario): each.scenario for each in chosen}.values())


def conditions_from(texts: Sequence[str], scenarios: Sequence[Scenario[Belief]]) -> tuple[Condition, ...]:
    """The conditions that ``PATH=low`` and the like stand for. Raises UnknownNameError or SettingsError."""
    conditions = tuple(_condition(text) for text in texts)
    check_conditions(scenarios, conditions)
    return conditions


def all_draws(
    chosen: Sequence[ComparedPlan],
    conditions: Sequence[Condition],
    *,
    draws: int,
    seed: int,
    done: Callable[[str], None],
) -> dict[str, PlanDraws]:
    """What comparing needs of each plan by label; a scenario without a belief is not conditioned by it."""
    found = {}
    for each in chosen:
        held = held_by(each.scenario, conditions)
        found[each.label] = plan_draws(simulate_under(each.scenario, each.plan, held, draws=draws, seed=seed))
        done(each.label)
    return found


def _plans_of(file: Path) -> list[ComparedPlan]:
    with refusals(str(file)):
        scenario = read(file)
    return [ComparedPlan(label=plan.name, plan=plan.name, scenario=scenario, file=file) for plan in scenario.plans]


def _labelled(plans: Sequence[ComparedPlan]) -> list[ComparedPlan]:
    labels = distinct_labels([(each.plan, each.scenario.name, str(each.file)) for each in plans])
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
