"""Money beliefs, and how they move with the years: a number, or {"value": number, "yearly_change": fraction}."""

from collections.abc import Mapping
from typing import Any

Stated = float | Mapping[str, Any]


def first_price(stated: Stated) -> float:
    """The amount in the first month."""
    return float(stated["value"]) if isinstance(stated, Mapping) else float(stated)


def price_level(stated: Stated, month: int) -> float:
    """What the amount is multiplied by in a month, counted from 1: ``(1 + yearly_change)^((month - 1) / 12)``."""
    change = float(stated.get("yearly_change", 0.0)) if isinstance(stated, Mapping) else 0.0
    return float((1.0 + change) ** ((month - 1) / 12.0))


def price_levels(stated: Stated, horizon: int) -> list[float]:
    """The multiplier of every month, from the first."""
    return [price_level(stated, month) for month in range(1, horizon + 1)]


def prices(stated: Stated, horizon: int) -> list[float]:
    """The amount in every month, from the first."""
    return [first_price(stated) * level for level in price_levels(stated, horizon)]
