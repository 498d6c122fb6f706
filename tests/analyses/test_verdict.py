"""Verdicts: every case of the rule in words, and when more worlds could turn one."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulator.analyses.summary import Figures
from simulator.analyses.verdict import Balance, Verdict, is_settled, verdict, what_matters
from simulator.metrics.kpis import METRICS

INF, NAN = math.inf, math.nan
BETTER, WORSE, MIXED, SAME, UNDEFINED = (
    Verdict.BETTER, Verdict.WORSE, Verdict.MIXED, Verdict.NO_DIFFERENCE, Verdict.UNDEFINED,
)  # fmt: skip


@pytest.mark.parametrize(
    ("mean", "middle", "better", "matters", "kind"),
    [
        # No preferred direction, or something that some world does not have.
        (NAN, NAN, NAN, 1.0, UNDEFINED),
        (5.0, 5.0, NAN, 1.0, UNDEFINED),
        (5.0, NAN, 0.9, 1.0, UNDEFINED),
        # Neither the averages nor the middles lie apart by what matters, however often it has one sign.
        (0.0, 0.0, 0.5, 0.0, SAME),
        (1.0, 1.0, 1.0, 1.0, SAME),
        (-1.0, -1.0, 0.0, 1.0, SAME),
        (-1.0, 1.0, 0.6, 1.0, SAME),
        (NAN, 1.0, 0.9, 1.0, SAME),
        # Better in most worlds.
        (5.0, 5.0, 0.51, 1.0, BETTER),
        (1.0, 1.001, 1.0, 1.0, BETTER),
        (1.001, 1.0, 1.0, 1.0, BETTER),
        (-1.0, 5.0, 0.6, 1.0, BETTER),
        (-1.001, 5.0, 0.6, 1.0, MIXED),
        (-1.001, 0.0, 0.6, 1.0, MIXED),
        (NAN, 5.0, 0.7, 1.0, BETTER),
        (-INF, 5.0, 0.7, 1.0, BETTER),
        # Worse in most worlds.
        (-5.0, -5.0, 0.49, 1.0, WORSE),
        (1.0, -5.0, 0.4, 1.0, WORSE),
        (1.001, -5.0, 0.4, 1.0, MIXED),
        (INF, -5.0, 0.3, 1.0, WORSE),
        (NAN, -INF, 0.2, 0.0, WORSE),
        # As often better as worse: the averages decide alone.
        (1.001, -5.0, 0.5, 1.0, BETTER),
        (-1.001, 5.0, 0.5, 1.0, WORSE),
        (1.0, -5.0, 0.5, 1.0, SAME),
        (NAN, -INF, 0.5, 1.0, SAME),
    ],
)
def test_a_verdict_follows_from_averages_middles_and_worlds(
    mean: float, middle: float, better: float, matters: float, kind: Verdict
) -> None:
    assert verdict(Balance(mean=mean, middle=middle, better=better), matters) is kind


amounts = st.floats(-10.0, 10.0) | st.sampled_from([0.0, 1.0, -1.0, INF, -INF, NAN])
shares = st.integers(0, 16).map(lambda worlds: worlds / 16)


@given(amounts, amounts, shares, st.floats(0.0, 5.0))
def test_the_verdict_of_the_other_plan_is_the_mirrored_one(
    mean: float, middle: float, better: float, matters: float
) -> None:
    found = verdict(Balance(mean=mean, middle=middle, better=better), matters)
    turned = verdict(Balance(mean=-mean, middle=-middle, better=1.0 - better), matters)
    assert turned is {BETTER: WORSE, WORSE: BETTER}.get(found, found)


@given(amounts, amounts, shares)
def test_where_nothing_is_large_enough_to_matter_nothing_differs(mean: float, middle: float, better: float) -> None:
    found = verdict(Balance(mean=mean, middle=middle, better=better), 1e300)
    assert found is (UNDEFINED if math.isnan(middle) else WORSE if middle == -INF and better < 0.5 else
                     BETTER if middle == INF and better > 0.5 else found)  # fmt: skip
    if math.isfinite(middle):
        assert found is SAME


@pytest.mark.parametrize(
    ("mean", "middle", "better", "errors", "settled"),
    [
        (5.0, 5.0, 0.8, (0.0, 0.0, 0.0), True),
        (5.0, 5.0, 0.8, (1.0, 1.0, 0.1), True),
        (5.0, 5.0, 0.65, (1.0, 1.0, 0.1), False),  # it may be worse in most worlds
        (-1.5, 5.0, 0.8, (0.2, 1.0, 0.1), True),
        (-1.5, 5.0, 0.8, (0.3, 1.0, 0.1), False),  # it may be no more than as good on average
        (3.0, 0.5, 0.8, (1.1, 0.1, 0.1), False),  # it may be no difference that matters
        (3.0, 3.0, 0.8, (4.0, 4.0, 0.0), False),  # nothing lies between the ends of what may be
        (0.2, 0.2, 0.5, (0.1, 0.1, 0.1), True),
        (NAN, 5.0, 0.9, (NAN, 1.0, 0.1), True),
        (INF, -INF, 0.2, (NAN, NAN, 0.01), True),
    ],
)
def test_a_verdict_is_settled_where_twice_the_errors_leave_it(
    mean: float, middle: float, better: float, errors: tuple[float, float, float], settled: bool
) -> None:
    assert is_settled(Balance(mean=mean, middle=middle, better=better, errors=errors), 1.0) is settled


@pytest.mark.parametrize(
    ("key", "mean", "middle", "amount"),
    [
        ("profit", 500.0, 400.0, 20.0),
        ("peak_cash_need", 500.0, 400.0, 20.0),
        ("npv", 500.0, 400.0, 20.0),
        ("roi", 0.8, 0.7, 0.01),
        ("cac", 50.0, 40.0, 0.5),
        ("ltv", 900.0, 800.0, 9.0),
        ("customers", 200.0, 180.0, 2.0),
        ("payback_months", 8.0, 7.0, 0.08),
        ("payback_months", INF, 7.0, 0.07),
        ("payback_months", INF, INF, 0.0),
        ("cost_per_lead", NAN, NAN, 0.0),
        ("break_even_roas", -4.0, -3.0, 0.04),
    ],
)
def test_what_matters_is_a_hundredth_of_what_a_figure_is_measured_by(
    key: str, mean: float, middle: float, amount: float
) -> None:
    baseline = Figures(mean, middle, middle, middle)
    assert what_matters(METRICS[key], baseline, cost=2_000.0) == pytest.approx(amount)
