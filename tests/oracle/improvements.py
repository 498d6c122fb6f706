"""Money that improves a rate: what a plan buys of it, the world from then on, and what it costs.

A bought improvement acts on what a month's money buys from its month on, and on what becomes of it: a visit of an
earlier month goes on as it would have, however late it turns into a lead's deal. It never makes a rate lower, or a
unit cost higher, than it was. Of several on one belief the best counts.
"""

import copy
from collections.abc import Mapping, Sequence
from typing import Any

from .schedules import month_number

Scenario = Mapping[str, Any]


def purchases(scenario: Scenario, plan: Mapping[str, Any]) -> list[tuple[Mapping[str, Any], int]]:
    """The improvements that a plan buys, each with its month; what is bought after the horizon is never there."""
    offered = {each["name"]: each for each in scenario.get("improvements", [])}
    bought = {name: month_number(month, scenario["start"]) for name, month in plan.get("improvements", {}).items()}
    horizon = scenario.get("horizon_months", 24)
    return [(offered[name], month) for name, month in bought.items() if month <= horizon]


def improved(scenario: Scenario, bought: Sequence[tuple[Mapping[str, Any], int]], month: int) -> Scenario:
    """The world for what is bought in a month, counted from 1."""
    world = copy.deepcopy(dict(scenario))
    for improvement, first in bought:
        if first <= month:
            owner, key = _place(world, improvement["belief"])
            owner[key] = _better(key, owner[key], improvement["becomes"])
    return world


def cheaper(scenario: Scenario, bought: Sequence[tuple[Mapping[str, Any], int]], month: int) -> Scenario:
    """The same with the lower costs alone: what money buys in a month, before any rate is better."""
    costs = [(each, first) for each, first in bought if _is_cost(each["belief"].rpartition(".")[2])]
    return improved(scenario, costs, month)


def _place(world: dict[str, Any], path: str) -> tuple[dict[str, Any], str]:
    """The mapping in which a belief stands, and its key there."""
    whose, _, key = path.rpartition(".")
    if whose == "funnel":
        return world["funnel"], key
    (channel,) = (each for each in world["channels"] if f"channels.{each['name']}" == whose)
    return channel, key


def _better(key: str, stated: Any, becomes: float) -> Any:
    """The better of two: the lower cost, the higher rate. What a cost does over the years stays."""
    if isinstance(stated, Mapping):
        return {**stated, "value": _better(key, stated["value"], becomes)}
    return min(stated, becomes) if _is_cost(key) else max(stated, becomes)


def _is_cost(key: str) -> bool:
    return key.startswith("cost_per_")


def improvement_cost(bought: Sequence[tuple[Mapping[str, Any], int]], horizon: int) -> list[float]:
    """The cost of what is bought by month: once in its month, and monthly from then on.

    What was bought before the plan starts was paid for then.
    """
    costs = [0.0] * horizon
    for improvement, first in bought:
        for t in range(horizon):
            if t + 1 == first:
                costs[t] += improvement.get("cost", 0.0)
            if t + 1 >= first:
                costs[t] += improvement.get("monthly_cost", 0.0)
    return costs
