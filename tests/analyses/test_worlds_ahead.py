"""The worlds of a plan under way: held against plain loops, and against the simulation where luck is nothing."""

import random
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from simulator import METRICS, Scenario
from simulator.analyses.outlook import outlook, outlooks, why_untold
from simulator.analyses.worlds_ahead import worlds_ahead
from simulator.engine.simulation import simulate
from simulator.metrics import draws_of
from simulator.scenario.actuals import Actuals
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Target
from tests.plain import beliefs

SMALL: dict[str, Any] = {
    "name": "Small",
    "currency": "USD",
    "start": "2027-01",
    "horizon_months": 5,
    "business": {
        "revenue_per_sale": 100,
        "gross_margin_rate": 0.5,
        "sales_cycle_months": 1,
        "monthly_overhead": 10,
        "discount_rate_per_year": 0.1,
    },
    "funnel": {"lead_to_customer_rate": 0.5},
    "channels": [{"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10, "fee_rate": 0.2, "setup_cost": 60}],
    "plans": [{"name": "Today", "monthly_spend": {"Leads": 100}}],
}
"""$100 a month buys 10 leads, each of whom signs a month later or not."""

BOUNDS: dict[str, tuple[str, float]] = {
    "payback_months": ("at_most", 4.0),
    "cac": ("at_most", 30.0),
    "peak_cash_need": ("at_most", 340.0),
    "npv": ("at_least", 200.0),
    "roas": ("at_least", 3.5),
    "open_pipeline": ("at_most", 4.0),
}

REAL = Actuals(
    channel="Leads",
    first=date(2027, 1, 1),
    spend=(120.0, 80.0),
    leads=(14.0, 6.0),
    customers=(0.0, 8.0),
    revenue=(0.0, 700.0),
    gross_profit=(0.0, 360.0),
)


def small(**bounds: tuple[str, float]) -> Scenario[Belief]:
    targets = [{"metric": metric, sign: bound} for metric, (sign, bound) in bounds.items()]
    return beliefs({**SMALL, "targets": targets})


def lived(luck: random.Random, over: int) -> dict[str, float]:
    """One world of the small plan, person by person, importing nothing that is tested."""
    leads = ([14, 6] if over else [10, 10]) + [10, 10, 10]
    spend = ([120.0, 80.0] if over else [100.0, 100.0]) + [100.0] * 3
    cost = [each * 1.2 + 10.0 for each in spend]
    cost[0] += 60.0
    signed = [sum(luck.random() < 0.5 for _ in range(count)) for count in leads]
    customers = [0, *signed[:4]]
    revenue = [sum(luck.expovariate(1.0 / 100.0) for _ in range(count)) for count in customers]
    gross_profit = [each / 2.0 for each in revenue]
    if over:
        customers[:2], revenue[:2], gross_profit[:2] = [0, 8], [0.0, 700.0], [0.0, 360.0]
    account, lowest, paid_from = 0.0, 0.0, 0
    for month in range(5):
        lowest = min(lowest, account - cost[month])
        account += gross_profit[month] - cost[month]
        if account < 0.0:
            paid_from = month + 1
    return {
        "payback_months": paid_from + 1.0 if paid_from < 5 else np.inf,
        "cac": sum(cost) / (sum(customers) + signed[4]),
        "peak_cash_need": max(0.0, -lowest),
        "npv": sum((gross_profit[month] - cost[month]) / 1.1 ** ((month + 1) / 12) for month in range(5)),
        "roas": sum(revenue) / sum(spend),
        "open_pipeline": float(signed[4]),
    }


@pytest.mark.parametrize(("over", "real"), [(0, []), (2, [REAL])], ids=["begins", "two months over"])
def test_the_chance_of_each_target_is_that_of_worlds_lived_person_by_person(over: int, real: list[Actuals]):
    found = outlook(small(**BOUNDS), "Today", real, today=date(2027, 1 + over, 1), draws=8192)
    luck = random.Random(5)
    worlds = [lived(luck, over) for _ in range(8_000)]
    chances = list(found.targets.values())
    wanted = [
        np.mean([world[metric] >= bound if sign == "at_least" else world[metric] <= bound for world in worlds])
        for metric, (sign, bound) in BOUNDS.items()
    ]
    # Once two months are over, the account has been as low as it hardly will be again.
    assert all(0.02 < each < 0.98 for each in wanted if each != wanted[2] or not over), wanted
    # Four standard errors of the difference of two shares.
    np.testing.assert_allclose(chances, wanted, atol=4.0 * np.sqrt(2 * 0.25 / 8_000))


def test_once_every_month_is_known_a_target_is_reached_or_not():
    known = Actuals(
        channel="Leads",
        first=date(2027, 1, 1),
        spend=(100.0,) * 5,
        leads=(10.0,) * 4 + (0.0,),
        customers=(0.0, 7.0, 5.0, 4.0, 6.0),
        revenue=(0.0, 900.0, 400.0, 300.0, 700.0),
        gross_profit=(0.0, 450.0, 200.0, 150.0, 350.0),
    )
    # The account: -190, 130, 200, 220, 440: paid back in the second month; 710 for 22 customers are 32.27 each.
    reached = small(payback_months=("at_most", 2.0), cac=("at_most", 32.28), peak_cash_need=("at_most", 320.0))
    missed = small(payback_months=("at_most", 1.0), cac=("at_most", 32.27), peak_cash_need=("at_most", 319.0))
    for scenario, chance in ((reached, 1.0), (missed, 0.0)):
        found = outlook(scenario, "Today", [known], today=date(2027, 6, 1), draws=64)
        assert set(found.targets.values()) == {chance}, found.targets
        assert len(found.targets) == 3


RICH: dict[str, Any] = {
    "name": "Rich",
    "currency": "USD",
    "start": "2027-03",
    "horizon_months": 14,
    "business": {
        "revenue_per_sale": {"value": [120, 160, 220], "yearly_change": 0.04},
        "gross_margin_rate": [0.4, 0.5, 0.6],
        "cost_per_sale": 5,
        "sales_cycle_months": [0.5, 1.2, 3],
        "repeat_sales_per_year": [2, 4, 7],
        "revenue_per_repeat_sale": 60,
        "yearly_retention_rate": 0.7,
        "monthly_overhead": 40_000,
        "discount_rate_per_year": 0.08,
        "new_customers_per_month_at_most": 60_000,
        "overflow": "queue",
    },
    "funnel": {"stages": ["sqls"], "lead_to_sql_rate": [0.3, 0.4, 0.5], "sql_to_customer_rate": [0.4, 0.5, 0.65]},
    "channels": [
        {
            "name": "Ads",
            "type": "pay_per_click",
            "cost_per_click": [1, 1.5, 2.5],
            "visit_to_lead_rate": [0.06, 0.1, 0.14],
            "incremental_share": 0.7,
            "fee_rate": 0.1,
        },
        {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": [15, 20, 30], "monthly_fee": 900},
        {"name": "Site", "type": "unpaid", "visits_per_month": [90_000, 120_000, 150_000], "visit_to_lead_rate": 0.05},
    ],
    "plans": [{"name": "Today", "monthly_spend": {"Ads": 5_000_000, "Leads": 2_000_000}}],
}
"""So many people that luck is nothing, with all that moves money from month to month."""

TOLD = [key for key in METRICS if why_untold(key) is None]


@pytest.mark.parametrize(("room", "overflow"), [(60_000, "queue"), (60_000, "lose"), (None, "lose")])
def test_before_a_month_is_over_each_metric_is_the_plans_own_where_luck_is_nothing(room: float | None, overflow: str):
    business = {**RICH["business"], "new_customers_per_month_at_most": room, "overflow": overflow}
    scenario = beliefs({**RICH, "business": business})
    worlds = worlds_ahead(scenario, "Today", [], 0, draws=512, seed=0)
    plan = simulate(scenario, "Today", draws=512, seed=0)
    money = draws_of(plan, "marketing_cost").mean()
    for key in TOLD:
        own, found = np.broadcast_arrays(draws_of(plan, key), worlds.draws_of(key))
        np.testing.assert_array_equal(np.isnan(found), np.isnan(own), err_msg=key)
        known = np.isfinite(own) & np.isfinite(found)
        assert np.mean(~known & (own != found) & ~np.isnan(own)) < 0.01, key
        # What may be nothing is held against all the money, or all the people, of the plan.
        whole = {"profit": money, "npv": money, "peak_cash_need": money, "roi": 1.0}
        whole |= {"open_pipeline": draws_of(plan, "customers").mean(), "open_pipeline_value": money}
        scale = whole.get(key, np.abs(own[known]))
        # A little luck moves what is on the edge of a month into the next one.
        assert np.sum(np.abs(found[known] - own[known]) > 0.02 * scale) < 0.04 * len(own), key


@pytest.mark.parametrize("key", ["payback_months", "cac", "npv", "ltv_to_cac", "cost_per_sql"])
def test_with_nothing_known_a_targets_chance_is_the_plans_own_where_luck_is_nothing(key: str):
    scenario = beliefs(RICH)
    plan = draws_of(simulate(scenario, "Today", draws=2048), key)
    middle = float(np.quantile(plan, 0.4, method="inverted_cdf"))
    targeted = replace(scenario, targets=(Target(metric=key, at_most=middle),))
    found = outlook(targeted, "Today", [], today=scenario.start, draws=2048)
    assert list(found.targets.values()) == [pytest.approx(np.mean(plan <= middle), abs=0.03)]


def test_every_metric_has_an_outlook_or_a_reason_why_not():
    targets = tuple(Target(metric=key, at_least=1.0) for key in METRICS)
    scenario = replace(small(), targets=targets)
    found = outlook(scenario, "Today", [REAL], today=date(2027, 3, 1), draws=64)
    assert {*found.targets} | {*found.untold} == {target.label for target in targets}
    assert not {*found.targets} & {*found.untold}
    stages_there_are_none_of = {"impressions", "pieces", "visits", "mqls", "sqls", "opportunities"}
    unknown = {label.split()[0] for label, chance in found.targets.items() if np.isnan(chance)}
    assert unknown == stages_there_are_none_of | {"cost_per_visit", "cost_per_mql", "cost_per_sql"}


def test_leads_that_came_before_the_customers_are_known_count_at_every_stage_after_them():
    scenario = beliefs({**RICH, "horizon_months": 3})
    twice = 2.0 * float(simulate(scenario, "Today", draws=512).funnel.by_month.stages["leads"][0, 0].mean())
    known = Actuals(channel="Leads", first=scenario.start, spend=(2_000_000.0,), leads=(200_000.0,))
    found, without = (
        worlds_ahead(scenario, "Today", actuals, 1, draws=512, seed=0).draws_of("sqls").mean()
        for actuals in ([known], [])
    )
    assert twice > 0.0
    assert found > without


def test_a_better_start_raises_the_chance_of_cac_and_payback():
    few, many = (
        replace(REAL, customers=(0.0, count), revenue=(0.0, 100.0 * count), gross_profit=(0.0, 50.0 * count))
        for count in (3.0, 12.0)
    )
    scenario, today = small(payback_months=("at_most", 4.0), cac=("at_most", 30.0)), date(2027, 3, 1)
    worse, better = (outlooks(scenario, "Today", [real], today=today, draws=512) for real in (few, many))
    assert worse[0].targets == better[0].targets
    assert all(better[-1].targets[label] > chance for label, chance in worse[-1].targets.items())
