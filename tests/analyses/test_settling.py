"""More possible worlds where a verdict needs them, and no more."""

from simulator.analyses.comparison import Comparison, compare
from simulator.analyses.settling import MOST_SETTLING_DRAWS, settled
from simulator.analyses.verdict import Verdict
from simulator.engine.simulation import simulate
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from tests.differing import differing
from tests.plain import beliefs


def found(draws: int, *, enough: int) -> Comparison:
    """A comparison that so many draws settle."""
    gains = [5.0] * 10 if draws >= enough else [5.0] * 5 + [-4.0] * 5
    other = differing("profit", *gains)
    return Comparison(baseline="Today", metric="profit", plans={"Other": other}, matters=0.0, draws=draws)


def tried(enough: int, draws: int = 64, **limits: int) -> list[int]:
    asked: list[int] = []

    def compared(worlds: int) -> Comparison:
        asked.append(worlds)
        return found(worlds, enough=enough)

    most = limits.get("most", MOST_SETTLING_DRAWS)
    assert settled(compared, draws, can_run=lambda worlds: worlds <= most).draws == asked[-1]
    return asked


def test_a_settled_verdict_takes_the_draws_that_were_asked_for() -> None:
    assert tried(enough=64) == [64]


def test_draws_are_doubled_until_the_verdict_is_settled() -> None:
    assert tried(enough=200) == [64, 128, 256]


def test_draws_are_doubled_up_to_the_most_and_no_further() -> None:
    assert tried(enough=10**9, draws=8_192) == [8_192, 16_384, 32_768, 65_536]
    assert tried(enough=10**9, draws=40_000) == [40_000]


def test_draws_are_doubled_only_as_far_as_can_be_run() -> None:
    assert tried(enough=10**9, most=200) == [64, 128]


def test_the_draws_that_settled_a_verdict_give_it_again() -> None:
    first = settled(lambda draws: close_call(CLOSE, draws), 64)
    again = settled(lambda draws: close_call(CLOSE, draws), first.draws)
    assert first.draws > 64
    assert repr(first) == repr(again)
    assert first.plans["Other"].verdict is Verdict.BETTER


def close_call(scenario: Scenario[Belief], draws: int) -> Comparison:
    plans = {plan: simulate(scenario, plan, draws=draws) for plan in ("Today", "Other")}
    return compare(plans, metric="profit")


CLOSE = beliefs(
    {
        "name": "A close call",
        "currency": "USD",
        "start": "2027-01",
        "horizon_months": 1,
        "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.4},
        "funnel": {"lead_to_customer_rate": [0.2, 0.3, 0.4]},
        "channels": [
            {"name": "A", "type": "pay_per_lead", "cost_per_lead": [20, 40, 60]},
            {"name": "B", "type": "pay_per_lead", "cost_per_lead": [19, 38, 60]},
        ],
        "plans": [
            {"name": "Today", "monthly_spend": {"A": 1000}},
            {"name": "Other", "monthly_spend": {"B": 1000}},
        ],
    }
)
