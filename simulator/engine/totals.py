"""Totals: sums over a group of channels and months, and what ratios of them need.

A group is the plan, a channel or a month. Every array has the axes (channel, month, draw), of length 1 where the
group sums over the axis or where nothing varies.
"""

from collections.abc import Callable
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any, TypeVar

import numpy as np

from simulator.scenario.stages import Stage
from simulator.units import FloatArray

AXES = ("channel", "month", "draw")

Key = TypeVar("Key")
Value = TypeVar("Value")


class OnDemand(dict[Key, Value]):
    """Values that are worked out when they are first asked for."""

    def __init__(self, work_out: Callable[[Key], Value]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, key: Key) -> Value:
        """Work the value out, and keep it."""
        value = self[key] = self._work_out(key)
        return value


@dataclass(frozen=True, kw_only=True)
class Totals:
    """Sums of everything over each group.

    ``stages`` counts people by stage (nan where no channel of the group has the stage), ``stage_cost`` is the marketing
    cost [money] of the channels that have the stage and are paid for, ``paid_stages`` counts their people. ``passed``
    holds, by the name of a rate, how many stood before the step and how many came through, over channels that have both
    stages; into customers it counts those who buy sooner or later, before incremental_share, capacity and the horizon.
    ``budget`` is what may be spent, ``spend`` what is: less where there was no more to buy. ``lifetime_value`` is the
    lifetime value of the group's customers together, those still to close included, and ``worth_of_one`` that of a
    single customer, known of a channel alone even if it has none. The rest are money, but for customers counted in
    ``open_pipeline``, in ``waiting`` (those of them who wait for room) and in ``customers_lost``.
    """

    stages: OnDemand[Stage, FloatArray]
    stage_cost: OnDemand[Stage, FloatArray]
    paid_stages: OnDemand[Stage, FloatArray]
    passed: OnDemand[str, tuple[FloatArray, FloatArray]]
    budget: FloatArray
    spend: FloatArray
    marketing_cost: FloatArray
    revenue: FloatArray
    gross_profit: FloatArray
    open_pipeline: FloatArray
    open_pipeline_value: FloatArray
    waiting: FloatArray
    customers_lost: FloatArray
    carried_in: FloatArray
    carried_out: FloatArray
    lifetime_value: FloatArray
    worth_of_one: FloatArray | None = None

    def averaged(self, parts: int) -> "Totals":
        """The means over each of so many equal parts of the draws, which follow each other; (channel, month, part).

        What does not vary keeps its length of 1. The ratio of two means weighs each draw by how much of it there is.
        """
        return self._averages[parts]

    @cached_property
    def _averages(self) -> "OnDemand[int, Totals]":
        # Tables, tiles and charts all ask for them, and to add up takes as long as all that follows.
        own = {item.name: getattr(self, item.name) for item in fields(self)}
        return OnDemand(lambda parts: Totals(**{name: _averaged(held, parts) for name, held in own.items()}))

    @property
    def profit(self) -> FloatArray:
        """Gross profit less marketing cost [money]."""
        return self.gross_profit - self.marketing_cost

    @property
    def customers(self) -> FloatArray:
        """New customers."""
        return self.stages[Stage.CUSTOMERS]


def ratio(numerator: FloatArray, denominator: FloatArray) -> FloatArray:
    """A ratio of sums: 0/0 is nan, x/0 is infinite with the sign of x."""
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(numerator / denominator)


def _averaged(held: Any, parts: int) -> Any:
    """The same of a total, of several, and of those that are worked out on demand."""
    if isinstance(held, OnDemand):
        return OnDemand(lambda key: _averaged(held[key], parts))
    if isinstance(held, tuple):
        return tuple(_averaged(each, parts) for each in held)
    if held is None or held.shape[-1] == 1:
        return held
    with np.errstate(invalid="ignore"):
        return held.reshape(*held.shape[:-1], parts, -1).mean(axis=-1)
