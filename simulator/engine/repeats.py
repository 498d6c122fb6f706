"""Repeat buyers: how many customers of former months buy again in a month."""

from typing import Protocol

import numpy as np

from simulator.engine.arena import Arena
from simulator.engine.unit_economics import UnitEconomics
from simulator.units import FloatArray, IntArray


class RepeatBuyers(Protocol):
    """Those for whom a repeat sale falls due, month after month; arrays (channel, draw)."""

    def due(self, month: int) -> FloatArray | None:
        """Those for whom it falls due in a month, counted from 0; None where nobody ever buys again."""
        ...

    def join(self, month: int, customers: FloatArray) -> None:
        """Let a month's new customers be among them later."""
        ...


class Nobody:
    """Nobody buys again."""

    def due(self, month: int) -> None:
        """Nobody."""

    def join(self, month: int, customers: FloatArray) -> None:
        """Nothing follows."""


class EveryMonth:
    """Customers of every channel buy so many times a month, as long as they stay: ``due = kept (due + new)``."""

    def __init__(self, kept: FloatArray, due: FloatArray) -> None:
        self._kept, self._due = kept, due

    def due(self, month: int) -> FloatArray:
        """The customers who stay."""
        return self._due

    def join(self, month: int, customers: FloatArray) -> None:
        """Let a month's new customers be among them, and some of all leave."""
        self._due += customers
        self._due *= self._kept


class EverySoManyMonths:
    """Customers of a channel buy again after every so many months, (channel,), as long as they stay.

    ``due[t] = kept (due[t - N] + new[t - N])``, kept the share that stays N months. ``active`` (month, channel, draw)
    is room for those who bought in each month, for the first time or again.
    """

    def __init__(self, kept: FloatArray, every: IntArray, active: FloatArray, due: FloatArray) -> None:
        self._kept, self._every, self._active, self._due = kept, every, active, due

    def due(self, month: int) -> FloatArray:
        """The customers who bought so many months ago, and have stayed."""
        for row, every in enumerate(self._every.tolist()):
            if month < every:
                self._due[row] = 0.0
            else:
                np.multiply(
                    self._active[month - every, row], self._kept[row if len(self._kept) > 1 else 0], out=self._due[row]
                )
        return self._due

    def join(self, month: int, customers: FloatArray) -> None:
        """Remember who bought in a month."""
        np.add(self._due, customers, out=self._active[month])


def repeat_buyers(economics: UnitEconomics, horizon_months: int, arena: Arena, shape: tuple[int, int]) -> RepeatBuyers:
    """The repeat buyers of a business; shape (channel, draw)."""
    if not economics.again:
        return Nobody()
    kept = economics.kept[:, 0]
    if (economics.every == 1).all():
        return EveryMonth(kept, arena.zeros(*shape))
    return EverySoManyMonths(kept, economics.every, np.empty((horizon_months, *shape)), arena.empty(*shape))
