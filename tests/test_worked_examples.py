"""Examples worked by hand, each against the engine and against the oracle: what either may get wrong alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from simulator.engine.funnel import Funnel
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from tests import oracle
from tests.plain import beliefs

LEADS: dict[str, Any] = {"name": "Leads", "type": "pay_per_lead", "cost_per_lead": 10}
CLICKS: dict[str, Any] = {"name": "Clicks", "type": "pay_per_click", "cost_per_click": 2}
JANUARY = [1.5, *[1.0] * 10, 0.5]


@dataclass(frozen=True, kw_only=True)
class Example:
    """A channel that gets ``spend``, and the plan's figures by metric key: in all, and by month."""

    channel: dict[str, Any]
    spend: Any
    figures: Mapping[str, float] = field(default_factory=dict)
    months: Mapping[str, list[float]] = field(default_factory=dict)
    horizon: int = 1
    funnel: Mapping[str, Any] = field(default_factory=lambda: {"lead_to_customer_rate": 0.3})
    business: Mapping[str, Any] = field(default_factory=dict)

    @property
    def plain(self) -> dict[str, Any]:
        """The scenario in the shape of its file; one sale brings 500 at a margin of 35 %."""
        return {
            "format": 1,
            "name": "Worked",
            "currency": "USD",
            "start": "2027-01",
            "horizon_months": self.horizon,
            "business": {"revenue_per_sale": 500, "gross_margin_rate": 0.35, **self.business},
            "funnel": dict(self.funnel),
            "channels": [self.channel],
            "plans": [{"name": "Plan", "monthly_spend": {self.channel["name"]: self.spend}}],
        }


EXAMPLES = {
    "a thousand dollars buy a hundred leads and thirty customers": Example(
        channel=LEADS,
        spend=1_000,
        figures={"leads": 100, "cost_per_lead": 10, "customers": 30, "cac": 100 / 3, "revenue": 15_000},
    ),
    "roi is on gross profit and not on revenue": Example(
        channel=LEADS,
        spend=5_000,
        funnel={"lead_to_customer_rate": 0.24},
        figures={"revenue": 60_000, "gross_profit": 21_000, "roas": 12, "roi": 3.2, "break_even_roas": 1 / 0.35},
    ),
    "visits pass every qualification stage": Example(
        channel=CLICKS,
        spend=20_000,
        funnel={
            "stages": ["mqls", "sqls", "opportunities"],
            "visit_to_lead_rate": 0.03,
            "lead_to_mql_rate": 0.3,
            "mql_to_sql_rate": 0.4,
            "sql_to_opportunity_rate": 0.75,
            "opportunity_to_customer_rate": 0.22,
        },
        figures={
            **{"visits": 10_000, "leads": 300, "mqls": 90, "sqls": 36, "opportunities": 27, "customers": 5.94},
            **{"lead_to_customer_rate": 0.0198, "opportunity_to_customer_rate": 0.22},
            **{"cost_per_visit": 2, "cost_per_lead": 20_000 / 300, "cost_per_mql": 20_000 / 90},
            "cost_per_sql": 20_000 / 36,
        },
    ),
    "a hundred thousand spent once fades by its carry-over and none of it is lost": Example(
        channel={**LEADS, "carry_over": 0.6},
        spend=[100_000],
        horizon=4,
        figures={"leads": 8_704, "carried_out": 12_960},
        months={"leads": [4_000, 2_400, 1_440, 864]},
    ),
    "a quarter of a month to close sends a quarter of the deals into the next": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=2,
        business={"sales_cycle_months": 0.25},
        months={"customers": [22.5, 7.5]},
    ),
    "deals that close after the horizon are open and count for the cost of a customer": Example(
        channel=LEADS,
        spend=1_000,
        business={"sales_cycle_months": 0.25},
        figures={"customers": 22.5, "open_pipeline": 7.5, "open_pipeline_value": 3_750, "cac": 100 / 3},
    ),
    "excess customers are lost": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=2,
        business={"new_customers_per_month_at_most": 20},
        figures={"customers": 20, "customers_lost": 10, "open_pipeline": 0},
    ),
    "excess customers wait": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=2,
        business={"new_customers_per_month_at_most": 20, "overflow": "queue"},
        figures={"customers": 30, "customers_lost": 0, "open_pipeline": 0},
        months={"customers": [20, 10]},
    ),
    "repeat sales come from those who stay": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=3,
        business={"repeat_sales_per_year": 12, "yearly_retention_rate": 0.5},
        months={"revenue": [15_000, 15_000 * 0.5 ** (1 / 12), 15_000 * 0.5 ** (2 / 12)]},
    ),
    "a budget for what is not there to buy is not spent": Example(
        channel={**LEADS, "curve": {"type": "capped", "most_per_month": 60}},
        spend=1_000,
        figures={"budget": 1_000, "spend": 600, "leads": 60, "cac": 600 / 18},
    ),
    "a season has as many more clicks to buy as it has people who want it": Example(
        channel={**CLICKS, "curve": {"type": "capped", "most_per_month": 300}, "seasonality": JANUARY},
        spend=2_000,
        funnel={"visit_to_lead_rate": 0.1, "lead_to_customer_rate": 0.3},
        figures={"visits": 450, "spend": 900},
    ),
    "content brings as many more visits as the season says, whatever its limit": Example(
        channel={
            **{"name": "Content", "type": "retainer", "cost_per_visit": 2, "seasonality": JANUARY},
            "curve": {"type": "capped", "most_per_month": 300},
        },
        spend=2_000,
        funnel={"visit_to_lead_rate": 0.1, "lead_to_customer_rate": 0.3},
        figures={"visits": 450, "spend": 600},
    ),
    "yearly renewals fall due after a year": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=13,
        business={"repeat_every_months": 12, "yearly_retention_rate": 0.8, "cost_per_sale": 25},
        figures={"ltv": 150 * (1 + 0.8 + 0.64 + 0.512 + 0.4096), "gross_profit": 54 * 150},
        months={"revenue": [15_000, *[0] * 11, 12_000]},
    ),
    "an insurance broker earns a first commission and lower ones with every renewal": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=25,
        business={
            **{"revenue_per_sale": 400, "gross_margin_rate": 0.5, "revenue_per_repeat_sale": 200},
            **{"repeat_gross_margin_rate": 0.9, "repeat_every_months": 12, "yearly_retention_rate": 0.9},
        },
        figures={"gross_profit": 30 * 200 + (27 + 24.3) * 180, "ltv": 200 + 180 * (0.9 + 0.81 + 0.729 + 0.6561)},
        months={"revenue": [12_000, *[0] * 11, 27 * 200, *[0] * 11, 24.3 * 200]},
    ),
    "a boiler that was sold is serviced once a year": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=13,
        business={
            **{"revenue_per_sale": 2_000, "gross_margin_rate": 0.3, "cost_per_sale": 20},
            **{"revenue_per_repeat_sale": 120, "repeat_gross_margin_rate": 0.6},
            **{"repeat_every_months": 12, "yearly_retention_rate": 0.7},
        },
        figures={"gross_profit": 30 * 580 + 21 * 52, "ltv": 580 + 52 * (0.7 + 0.49 + 0.343 + 0.2401)},
    ),
    "members of a gym pay every month until they leave": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=3,
        business={
            **{"revenue_per_sale": 40, "gross_margin_rate": 0.8},
            **{"repeat_every_months": 1, "monthly_retention_rate": 0.95},
        },
        figures={"ltv": 32 * (1 - 0.95**60) / 0.05},
        months={"revenue": [1_200, 1_200 * 0.95, 1_200 * 0.95**2]},
    ),
    # 79.20 (1 - 0.97^n) / 0.03 is 1,000 after 15.6 payments.
    "a subscription of software repays its customer in the sixteenth month": Example(
        channel={**LEADS, "cost_per_lead": 300},
        spend=3_000,
        business={
            **{"revenue_per_sale": 99, "gross_margin_rate": 0.8},
            **{"repeat_sales_per_year": 12, "monthly_retention_rate": 0.97},
        },
        figures={"cac": 1_000, "ltv": 79.2 * (1 - 0.97**60) / 0.03, "cac_payback_months": 16},
    ),
    # The margin is after returns; posting a parcel costs $6 however much is in it.
    "an online shop posts every order": Example(
        channel=LEADS,
        spend=[1_000],
        horizon=2,
        business={
            **{"revenue_per_sale": 80, "gross_margin_rate": 0.45, "cost_per_sale": 6},
            **{"revenue_per_repeat_sale": 60, "repeat_gross_margin_rate": 0.5},
            **{"repeat_sales_per_year": 3, "yearly_retention_rate": 0.5},
        },
        figures={"gross_profit": 30 * 30 + 30 * 0.25 * 0.5 ** (1 / 12) * 24},
    ),
    "donors who were won by letter give again after a year, three in ten of them": Example(
        channel={"name": "Mail", "type": "direct_mail", "cost_per_piece": 1, "response_rate": 0.01},
        spend=[50_000],
        horizon=13,
        funnel={"lead_to_customer_rate": 1},
        business={
            **{"revenue_per_sale": 68, "gross_margin_rate": 1},
            **{"repeat_every_months": 12, "yearly_retention_rate": 0.3},
        },
        figures={"pieces": 50_000, "customers": 500, "profit": -16_000 + 150 * 68},
    ),
}


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_engine_gives_what_was_worked_by_hand(example: Example) -> None:
    funnel = simulate(beliefs(example.plain), "Plan", draws=8).funnel
    assert {key: _of_plan(funnel, key) for key in example.figures} == pytest.approx(example.figures, rel=1e-13)
    for key, expected in example.months.items():
        assert METRICS[key].of_months(funnel)[0, :, 0] == pytest.approx(expected, rel=1e-13)


@pytest.mark.parametrize("example", EXAMPLES.values(), ids=EXAMPLES)
def test_the_oracle_gives_what_was_worked_by_hand(example: Example) -> None:
    outcome = oracle.run(example.plain, "Plan")
    assert {key: outcome.plan[key] for key in example.figures} == pytest.approx(example.figures, rel=1e-13)
    for key, expected in example.months.items():
        assert [month[key] for month in outcome.months] == pytest.approx(expected, rel=1e-13)


def _of_plan(funnel: Funnel, key: str) -> float:
    return float(METRICS[key].of_plan(funnel)[0, 0, 0])
