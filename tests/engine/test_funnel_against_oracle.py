"""The engine against the oracle: the whole model for one draw in plain Python floats, to 1e-12."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.engine.funnel import Funnel, run
from simulator.metrics.kpis import METRICS, Metric
from simulator.metrics.payback import cumulative_profit
from tests import oracle
from tests.agreement import RELATIVE, agrees, is_rounding_only, scale_of, varied
from tests.improved_examples import with_cheaper_clicks
from tests.laws import DEEP, examples
from tests.plain import beliefs, worlds
from tests.scenarios_strategy import improved_scenarios, plain_scenarios

WORLDS = 4 if DEEP else 2
"""The first as it was drawn and others that differ from it: what is mixed up between worlds shows in two."""


def differences(
    found: Any, expected: dict[str, float], plan: dict[str, float], draw: int, row: int, column: int
) -> list[str]:
    wrong = []
    for key, values in found.items():
        place = [at if size > 1 else 0 for at, size in zip((row, column, draw), values.shape, strict=True)]
        value = float(values[tuple(place)])
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
    plains = [varied(plain, factor * draw / (WORLDS - 1)) for draw in range(WORLDS)]
    sampled = worlds(plains)
    funnel = run(beliefs(plains[0]), [sampled], sampled.plan("Plan"))
    assert compare(plains, funnel) == []


@pytest.mark.thorough
@given(plain=improved_scenarios(), factor=st.sampled_from([0.0, 0.3, 1.0]))
@examples(100)
def test_improvements_and_visits_without_money_agree_with_the_oracle(plain: dict[str, Any], factor: float) -> None:
    plains = [varied(plain, factor * draw / (WORLDS - 1)) for draw in range(WORLDS)]
    sampled = worlds(plains)
    funnel = run(beliefs(plains[0]), [sampled], sampled.plan("Plan"))
    assert compare(plains, funnel) == []


def test_so_they_do_where_what_becomes_cheaper_is_incremental_in_part() -> None:
    plains = [with_cheaper_clicks()] * WORLDS
    assert compare(plains, run(beliefs(plains[0]), [worlds(plains)], worlds(plains).plan("Plan"))) == []


def test_the_comparison_notices_a_difference() -> None:
    assert not agrees(1.0, 1.0 + 1e-11, 1e-300)
    assert not agrees(math.inf, math.nan, 1.0)
    assert agrees(math.nan, math.nan, 1.0)
