"""The engine against the oracle: the whole model for one draw in plain Python floats, to 1e-12."""

import copy
import math
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.funnel import Funnel, run
from simulator.metrics.kpis import METRICS, Metric
from simulator.metrics.payback import cumulative_profit
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.scenario import Business, SharedFunnel
from simulator.units import Unit
from tests import oracle
from tests.laws import examples
from tests.plain import belief_names, worlds
from tests.scenarios_strategy import plain_scenarios

WORLDS = 8
RELATIVE = 1e-12


def varied(plain: dict[str, Any], factor: float) -> dict[str, Any]:
    """Another world: the same decisions, every belief moved by a factor of at most one."""
    other = copy.deepcopy(plain)
    owners = [(other.get("business", {}), Business), (other.get("funnel", {}), SharedFunnel)]
    for channel in other["channels"]:
        owners.append((channel, CHANNEL_TYPES[channel["type"]]))
        if "curve" in channel:
            owners.append((channel["curve"], CURVES[channel["curve"]["type"]]))
    for index, (owner, declared) in enumerate(owners):
        for place, name in enumerate(belief_names(declared)):
            if owner.get(name):
                owner[name] *= 1.0 - factor * ((index + 3 * place) % 5) / 10.0
    return other


def agrees(found: float, expected: float, scale: float) -> bool:
    if math.isnan(expected) or math.isinf(expected):
        return math.isnan(found) == math.isnan(expected) and (math.isnan(expected) or found == expected)
    return abs(found - expected) <= RELATIVE * max(abs(expected), scale)


COUNTED = ("customers", "open_pipeline", "customers_lost")
PER_CUSTOMER = ("cac", "ltv", "ltv_to_cac")
FACTOR_OF_COST = ("roi", "roas", "break_even_roas")


def scale_of(key: str, figures: dict[str, float], plan: dict[str, float]) -> float:
    """What a figure's last digit is measured by: a difference of large sums is as exact as the sums."""
    if METRICS[key].unit is Unit.MONEY and key not in PER_CUSTOMER and not key.startswith("cost_per"):
        return plan["marketing_cost"] + abs(plan["revenue"])
    if key in COUNTED:
        return 1e-3 + plan["customers"] if plan["customers"] == plan["customers"] else 1.0
    if key in PER_CUSTOMER and figures["customers"] + figures["open_pipeline"] > 0.0:
        # Counts are exact to a share of all customers, not to a share of a month's few.
        heads = figures["customers"] + figures["open_pipeline"]
        return abs(figures[key]) * max(1.0, (plan["customers"] + plan["open_pipeline"]) / heads)
    if key == "roi":
        return 1.0 + figures["gross_profit"] / figures["marketing_cost"] if figures["marketing_cost"] else 1.0
    return 1e-300


def is_rounding_only(key: str, figures: dict[str, float], plan: dict[str, float]) -> bool:
    """Whether a ratio stands on so few customers, or so little money, that rounding is all that is left of them."""
    few = figures["customers"] + figures["open_pipeline"] < 1e-6 * (plan["customers"] + plan["open_pipeline"])
    return few and key in (*PER_CUSTOMER, *FACTOR_OF_COST, "cac_payback_months")


def differences(
    found: Any, expected: dict[str, float], plan: dict[str, float], draw: int, row: int, column: int
) -> list[str]:
    wrong = []
    for key, values in found.items():
        array = np.broadcast_to(values, (max(values.shape[0], row + 1), max(values.shape[1], column + 1), WORLDS))
        value = float(array[row, column, draw])
        theirs = expected.get(key, math.nan)
        if is_rounding_only(key, expected, plan) or agrees(value, theirs, scale_of(key, expected, plan)):
            continue
        wrong.append(f"{key}[{row},{column},{draw}]: engine {value!r}, oracle {theirs!r}")
    return wrong


def compare(plains: list[dict[str, Any]], funnel: Funnel) -> list[str]:
    of_plan = {key: metric.of_plan(funnel) for key, metric in METRICS.items()}
    of_rows = {key: metric.of_rows(funnel) for key, metric in METRICS.items()}
    of_months = {key: metric.of_months(funnel) for key, metric in METRICS.items() if isinstance(metric, Metric)}
    wrong: list[str] = []
    for draw, plain in enumerate(plains):
        outcome = oracle.run(plain, "Plan")
        wrong += differences(of_plan, outcome.plan, outcome.plan, draw, 0, 0)
        for row, name in enumerate(funnel.rows):
            wrong += differences(of_rows, outcome.channels[name], outcome.plan, draw, row, 0)
        for month, figures in enumerate(outcome.months):
            wrong += differences(of_months, figures, outcome.plan, draw, 0, month)
        path = np.broadcast_to(cumulative_profit(funnel.plan_profit), (1, funnel.horizon_months, WORLDS))[0, :, draw]
        scale = outcome.plan["marketing_cost"] + abs(outcome.plan["revenue"])
        np.testing.assert_allclose(path, outcome.cumulative_profit, rtol=RELATIVE, atol=RELATIVE * scale)
    return wrong


@given(plain=plain_scenarios(), factor=st.sampled_from([0.0, 0.3, 1.0]))
@examples(100)
def test_the_engine_agrees_with_the_oracle_in_every_part(plain: dict[str, Any], factor: float) -> None:
    plains = [varied(plain, factor * draw / WORLDS) for draw in range(WORLDS)]
    sampled = worlds(plains)
    funnel = run([sampled], sampled.plan("Plan"))
    assert compare(plains, funnel) == []


def test_the_comparison_notices_a_difference() -> None:
    assert not agrees(1.0, 1.0 + 1e-11, 1e-300)
    assert not agrees(math.inf, math.nan, 1.0)
    assert agrees(math.nan, math.nan, 1.0)
