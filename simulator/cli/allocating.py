"""The best split of a budget: what was asked for, and the answer as JSON and for a terminal."""

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.allocation.beside import worths_by_period, worths_of
from simulator.analyses.allocation.best import Allocation
from simulator.analyses.allocation.by_period import AllocationByPeriod, best_by_period
from simulator.analyses.allocation.improved_by_period import best_by_period_with_improvements
from simulator.analyses.allocation.improving import ImprovedAllocation, best_with_improvements, without_improvements
from simulator.analyses.allocation.kept import CENT
from simulator.analyses.allocation.objectives import Kind, Objective, can_be_judged_by, chance_of, target_of
from simulator.analyses.allocation.periods import MONTH, QUARTER
from simulator.analyses.allocation.problem import AllocationProblem
from simulator.analyses.allocation.reasons import LimitWorth, Reasons, Wider, reasons_of
from simulator.analyses.improvement_worth import ImprovementWorth
from simulator.cli.periods import objective_result, period_page, period_result
from simulator.cli.terminal import Answer, printable, refuse
from simulator.edits.plans import plan_refusal, with_plan
from simulator.errors import SettingsError, did_you_mean
from simulator.library import save
from simulator.metrics.kpis import METRICS
from simulator.presentation.allocation_text import (
    allocation_verdict,
    moves_text,
    objective_text,
    optimism_text,
    proof_text,
    reason_texts,
    value_text,
)
from simulator.presentation.figures import Written
from simulator.presentation.improvement_text import choice_text, worth_text
from simulator.reports.as_json import number, summary_result
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import content_of, write
from simulator.text.formats import UNDEFINED, Formats
from simulator.units import Unit

MEDIAN, WORST, TARGET = "median", "worst", "target"
"""Objectives beside the metrics that add up: the middle profit, the worst tenth of worlds, the first target."""


class By(StrEnum):
    """Span that has an amount of its own: the whole plan, or each quarter or month."""

    WHOLE = "whole"
    QUARTER = "quarter"
    MONTH = "month"


LENGTHS = {By.QUARTER: QUARTER, By.MONTH: MONTH}
"""The lengths of periods [months]."""


Found = ImprovedAllocation | AllocationByPeriod


def searched(problem: AllocationProblem, by: By, *, improvements: bool) -> Found:
    """The best split of a budget, as it was asked for."""
    if by in LENGTHS:
        divided = best_by_period_with_improvements if improvements else best_by_period
        return divided(problem, LENGTHS[by])
    return best_with_improvements(problem) if improvements else without_improvements(problem)


def answer_of(found: Found, formats: Formats) -> Answer:
    """The answer with its reasons."""
    if isinstance(found, AllocationByPeriod):
        answer = Answer(period_result(found), period_page(found, formats))
        return (
            answer
            if found.chosen is None
            else _with_improvements(answer, found.chosen, worths_by_period(found), formats)
        )
    told = reasons_of(found.allocation)
    answer = Answer(allocation_result(found.beside, told, formats), allocation_page(found.beside, told, formats))
    return _with_improvements(answer, found, worths_of(found), formats) if found.among else answer


def _with_improvements(
    answer: Answer, chosen: ImprovedAllocation, worths: Sequence[ImprovementWorth], formats: Formats
) -> Answer:
    """The answer with the improvements that were chosen, and what each is worth at it."""
    return Answer(
        {**answer.result, **improvements_result(chosen, worths)},
        Group(improvements_page(chosen, worths, formats), answer.page),
    )


def objective_from(word: str, scenario: Scenario[Belief]) -> Objective:
    """The objective that a word stands for; raises SettingsError."""
    if word == MEDIAN:
        return Objective(Kind.MEDIAN)
    if word == WORST:
        return Objective(Kind.WORST)
    if word == TARGET:
        return _first_target(scenario)
    metrics = [key for key, metric in METRICS.items() if can_be_judged_by(metric)]
    if word not in metrics:
        known = [*metrics, MEDIAN, WORST, TARGET]
        raise SettingsError(f"--objective is {word!r}; it must be one of {', '.join(known)}{did_you_mean(word, known)}")
    return Objective(Kind.MEAN, word)


def _first_target(scenario: Scenario[Belief]) -> Objective:
    target = target_of(scenario)
    if target is None:
        raise SettingsError(
            "--objective target needs a target of the scenario that is to reach at least a sum or a count"
        )
    return chance_of(target)


def improvements_result(chosen: ImprovedAllocation, worths: Sequence[ImprovementWorth]) -> dict[str, Any]:
    """The improvements that were chosen, as JSON, with what each that is offered is worth at the answer."""
    return {
        "improvements": list(chosen.bought),
        "improvements_cost": number(chosen.monthly_cost),
        "worth": {
            each.name: {**summary_result(each.worth), "most_to_pay": number(each.most_to_pay)} for each in worths
        },
    }


def improvements_page(
    chosen: ImprovedAllocation, worths: Sequence[ImprovementWorth], formats: Formats
) -> RenderableType:
    """The improvements that were chosen, for a terminal, with what each that is offered is worth at the answer."""
    scenario = chosen.allocation.scenario
    lines = [f"{each.name}: {worth_text(each, scenario, formats)}" for each in worths]
    return Group(
        Text(printable(choice_text(chosen.bought, chosen.monthly_cost, formats)), style="bold"),
        *(Text(f"  {printable(line)}") for line in lines),
    )


def refuse_name(scenario: Scenario[Belief], name: str) -> None:
    """Refuse a name under which the answer cannot be saved."""
    if reason := plan_refusal(scenario, name):
        refuse(f"funnelcast: --save-as {printable(name)}: {printable(reason)}")


def refuse_none_offered(scenario: Scenario[Belief]) -> None:
    """Refuse to choose among improvements where the scenario offers none."""
    if not scenario.improvements:
        refuse("funnelcast: --improvements: the scenario offers none; leave it out, or state them under improvements")


def save_as(file: Path, scenario: Scenario[Belief], found: Found, name: str) -> None:
    """Add the answer to a file as a plan of its own. Raises SaveError."""
    answer = found.allocation if isinstance(found, ImprovedAllocation) else found
    plan = replace(answer.scenario.plan(answer.plan), name=name.strip(), notes="", best_split=found.recorded)
    save(file, write(with_plan(scenario, plan), onto=content_of(file)))


def allocation_result(found: Allocation, told: Reasons, formats: Formats) -> dict[str, Any]:
    """The answer as JSON: amounts are money a month."""
    return {
        "budget": found.budget,
        "step": found.step,
        "objective": objective_result(found.objective),
        "allocation": dict(found.spend),
        "present": dict(found.now),
        "present_keeps_limits": found.keeps_limits,
        "value": number(found.value),
        "current": number(found.current),
        "bound": None if found.bound is None else number(found.bound),
        "gap": None if found.gap is None else number(found.gap),
        "proven": found.is_proven,
        "unspent": found.unspent,
        "next": told.step,
        "marginal": {each.channel: summary_result(each.next) for each in told.returns},
        "binding": list(found.binding),
        "limits": [_limit(each) for each in told.limits],
        "wider": None if told.wider is None else _wider(told.wider),
        "unspent_because": told.unspent,
        "beyond": {each.channel: {"known": each.known, "furthest": each.furthest} for each in told.beyond},
        "verdict": {"kind": "better" if found.is_worth_it else "keep", "text": allocation_verdict(found, formats)},
        "fresh": number(found.fresh),
        "fresh_current": number(found.fresh_current),
    }


def _limit(worth: LimitWorth) -> dict[str, Any]:
    """What a little more on a limit brings, over the horizon; nulls where it allows no move."""
    return {
        "limit": worth.path,
        "from": worth.source,
        "to": worth.target,
        "value": None if worth.value is None else number(worth.value),
        "change": None if worth.change is None else summary_result(worth.change),
    }


def _wider(wider: Wider) -> dict[str, Any]:
    return {
        "allocation": dict(wider.spend),
        "value": number(wider.value),
        "change": summary_result(wider.change),
    }


def allocation_page(found: Allocation, told: Reasons, formats: Formats) -> RenderableType:
    """The answer for a terminal."""
    title = f"Best split of {formats.money(found.budget)} a month by the {objective_text(found.objective, formats)}"
    table = Table(box=SIMPLE, show_edge=False)
    table.add_column("Channel")
    following = f"Return on the next {formats.money(told.step)}"
    for heading in ("Now", "Best split", "Change", following, "8 in 10 worlds"):
        table.add_column(heading, justify="right")
    for each in told.returns:
        now, best = found.now[each.channel], found.spend[each.channel]
        table.add_row(
            printable(each.channel),
            formats.money(now),
            formats.money(best),
            _signed(best - now, formats),
            formats.percent(each.next.mean, each.next.standard_error.mean),
            Written(METRICS["roi"], each.next, formats).range,
        )
    said = (
        moves_text(found, formats),
        f"{value_text(found.objective, found.current, formats)} now,"
        f" {value_text(found.objective, found.value, formats)} with the best split.",
        proof_text(found, formats),
        optimism_text(found, formats),
        *reason_texts(found, told, formats),
    )
    return Group(
        Text(printable(title), style="bold"),
        Text(printable(allocation_verdict(found, formats))),
        table,
        *(Text(printable(text)) for text in said if text),
    )


def _signed(change: float, formats: Formats) -> str:
    if abs(change) < CENT:
        return UNDEFINED
    return formats.change(change, Unit.MONEY)
