"""Agreement of the engine with the oracle: other worlds of a scenario, and how exact each figure can be."""

import copy
import math
from typing import Any

from simulator.metrics.kpis import METRICS
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Business, SharedFunnel
from simulator.units import Unit
from tests.plain import belief_names

RELATIVE = 1e-12


def varied(plain: dict[str, Any], factor: float) -> dict[str, Any]:
    """Another world: the same decisions, every belief moved by a factor of at most one."""
    other = copy.deepcopy(plain)
    owners = [(other.get("business", {}), Business), (other.get("funnel", {}), SharedFunnel)]
    for channel in other["channels"]:
        owners.append((channel, CHANNEL_TYPES[channel["type"]]))
        if "curve" in channel:
            owners.append((channel["curve"], CURVES[channel["curve"]["type"]]))
    owners += [(improvement, Improvement) for improvement in other.get("improvements", ())]
    for index, (owner, declared) in enumerate(owners):
        for place, name in enumerate(belief_names(declared)):
            moved = 1.0 - factor * ((index + 3 * place) % 5) / 10.0
            if isinstance(owner.get(name), dict):
                owner[name]["value"] *= moved
            elif owner.get(name):
                owner[name] *= moved
    return other


def agrees(found: float, expected: float, scale: float) -> bool:
    if math.isnan(expected) or math.isinf(expected):
        return math.isnan(found) == math.isnan(expected) and (math.isnan(expected) or found == expected)
    return abs(found - expected) <= RELATIVE * max(abs(expected), scale)


COUNTED = ("customers", "open_pipeline", "customers_lost")
PER_CUSTOMER = ("cac", "ltv", "ltv_to_cac")
FACTOR_OF_COST = ("roi", "roas", "break_even_roas")


def scale_of(key: str, figures: dict[str, float], plan: dict[str, float]) -> float:
    """The measure of a figure's last digit: a difference of large sums is as exact as the sums."""
    if METRICS[key].unit is Unit.MONEY and key not in PER_CUSTOMER and not key.startswith("cost_per"):
        return plan["marketing_cost"] + abs(plan["revenue"])
    if key in COUNTED:
        return 1e-3 + plan["customers"] if plan["customers"] == plan["customers"] else 1.0
    if key in PER_CUSTOMER and figures["customers"] + figures["open_pipeline"] > 0.0:
        # Counts are exact to a share of all customers, not to a share of a month's few.
        heads = figures["customers"] + figures["open_pipeline"]
        return size_of(key, figures, heads) * max(1.0, (plan["customers"] + plan["open_pipeline"]) / heads)
    if key == "roi":
        return 1.0 + figures["revenue"] / figures["marketing_cost"] if figures["marketing_cost"] else 1.0
    if key == "break_even_roas" and figures["gross_profit"] != 0.0:
        return abs(figures[key]) * max(1.0, figures["revenue"] / abs(figures["gross_profit"]))
    return 1e-300


def size_of(key: str, figures: dict[str, float], heads: float) -> float:
    """What a figure per customer is made of: where a sale costs most of what it brings, little of it is left."""
    brought = {"ltv": figures["revenue"] / heads}
    if figures["marketing_cost"] > 0.0:
        brought["ltv_to_cac"] = figures["revenue"] / figures["marketing_cost"]
    return max(abs(figures[key]), brought.get(key, 0.0))


def is_rounding_only(key: str, figures: dict[str, float], plan: dict[str, float]) -> bool:
    """Whether a ratio stands on so few customers, or so little money, that rounding is all that is left of them."""
    few = figures["customers"] + figures["open_pipeline"] < 1e-6 * (plan["customers"] + plan["open_pipeline"])
    return few and key in (*PER_CUSTOMER, *FACTOR_OF_COST, "cac_payback_months")
