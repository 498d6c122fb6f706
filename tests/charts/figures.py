"""Plausible figures for every chart, and each chart's specification with a frame that fits it."""

import math
from datetime import date

import numpy as np

from simulator.analyses.allocation.right_total import RightTotal, TotalPoint
from simulator.analyses.marginal_roi import MarginalReturn
from simulator.analyses.summary import Figures, Summary
from simulator.charts import (
    channel_roi,
    cumulative_profit,
    difference_dots,
    funnel,
    outcome_dots,
    profit_of_plans,
    right_total,
    spend_by_month,
    spend_of_plans,
)
from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.scenario_files import read
from simulator.text.formats import Formats
from simulator.units import Unit

DOLLARS = Formats("USD", "en_US")
EUROS = Formats("EUR", "de_DE")
MONTHS = tuple(date(2027 + month // 12, month % 12 + 1, 1) for month in range(24))
CHANNELS = ("Google Ads", "Direct mail", "<b>Radio</b>")
SPREAD = {"p10": -1.28, "p25": -0.67, "p50": 0.0, "p75": 0.67, "p90": 1.28}


def shipped(stem, plan=0):
    """A plan of a shipped scenario, simulated with few draws."""
    scenario = read(shipped_folder() / f"{stem}.yaml")
    return simulate(scenario, scenario.plans[plan].name, draws=256)


def profit_quantiles():
    month = np.arange(1.0, 25.0)
    return {key: -9_000 + 1_400 * month + deviate * 500 * month for key, deviate in SPREAD.items()}


def summary(p10, p50, p90, error=0.004):
    return Summary(p50, p10, p50, p90, Figures(error, error, error, error))


UNKNOWN = summary(math.nan, math.nan, math.nan, math.nan)


def returns():
    return [
        MarginalReturn(
            channel=name,
            step=100.0,
            tried=100.0,
            months=24,
            average=whole,
            next=summary(-0.4, 0.3, 1.0),
            spent_share=1.0,
        )
        for name, whole in zip(CHANNELS, (summary(0.1, 0.8, 1.6), UNKNOWN, summary(1.0, 2.0, math.inf)), strict=True)
    ]


def stages():
    return [
        funnel.StageFlow(label="Visits", people={"Google Ads": 2_310.0, "Direct mail": math.nan}, error=12.0),
        funnel.StageFlow(
            label="Leads",
            people={"Google Ads": 180.0, "Direct mail": 60.0},
            error=0.6,
            rate=0.078,
            rate_error=0.0004,
            rate_of="visits",
        ),
        funnel.StageFlow(label="New customers", people={}),
    ]


def profit_frame(payback=(5.0, 7.0, 11.0), formats=DOLLARS, error=0.0, **settings):
    quantiles = profit_quantiles()
    ends = zip(quantiles["p10"].tolist(), quantiles["p50"].tolist(), quantiles["p90"].tolist(), strict=True)
    profit = [summary(*month, error=error) for month in ends]
    quartiles = np.stack([quantiles["p25"], quantiles["p75"]])
    return cumulative_profit.frame(MONTHS, profit, quartiles, summary(*payback), formats, **settings)


PLANS = ("Today", "<b>More</b>", "Nothing")


def profits(paybacks=(7.0, math.inf, math.nan)):
    return {
        plan: profit_of_plans.PlanProfit(
            [
                summary(row - 900.0, row, row + 900.0, error=40.0)
                for row in (-2_000.0 + 700.0 * month for month in range(24))
            ],
            summary(payback - 2, payback, payback + 4),
        )
        for plan, payback in zip(PLANS, paybacks, strict=True)
    }


def spends():
    return {"Today": {"A": 30.0, "B": 90.0}, "<b>More</b>": {"A": 60.0, "C": 5.0}, "Nothing": {"A": 0.0}}


def monthly_spends():
    return {name: np.full(len(MONTHS), 100.0 * (place + 1)) for place, name in enumerate(CHANNELS)}


def differences(formats=DOLLARS, unit=Unit.MONEY, better="higher", values=None, reach=(-4_000.0, 15_000.0)):
    shown = [-4_000.0 + 1_000 * dot for dot in range(20)] if values is None else values
    return difference_dots.frame(shown, formats, unit=unit, better=better, reach=reach)


def every_total(pays_until=600.0, totals=9):
    """The best split of totals from 0 to 800, of which that of 500 brings most."""
    points = [
        TotalPoint(
            total=100.0 * place,
            spend={"Google Ads": 100.0 * place},
            profit=summary(-900.0, 400.0 - abs(place - 5), 5_000.0 - 100.0 * abs(place - 5)),
            more=None if place == totals - 1 else summary(-100.0, 20.0, 300.0),
            next_return=None if place == totals - 1 else 0.5 - 0.1 * place,
        )
        for place in range(totals)
    ]
    return RightTotal(
        plan="Today",
        step=100.0,
        next_money=100.0,
        points=points,
        most_profitable=points[5],
        pays_until=pays_until,
        alike=(400.0, 600.0),
        present=points[2],
        is_all_to_buy=True,
        is_proven=True,
    )


def every_chart(formats):
    """(name, specification, frame) of every chart."""
    twenty = [-4_000.0 + 1_000 * dot for dot in range(20)]
    return [
        ("cumulative profit", cumulative_profit.spec(formats), profit_frame(formats=formats)),
        ("with saved plan", cumulative_profit.spec_with_saved(formats), profit_frame(formats=formats)),
        ("funnel", funnel.spec(formats, CHANNELS), funnel.frame(stages(), CHANNELS, formats)),
        ("channel roi", channel_roi.spec(formats, 100.0), channel_roi.frame(returns(), formats)),
        ("outcome dots", outcome_dots.spec(formats), outcome_dots.frame(twenty, formats)),
        (
            "difference dots",
            difference_dots.spec(formats, Unit.MONEY, "higher"),
            differences(formats),
        ),
        ("difference of spend", difference_dots.spec(formats, Unit.MONEY, ""), differences(formats, better="")),
        ("profit of plans", profit_of_plans.spec(formats, PLANS), profit_of_plans.frame(MONTHS, profits(), formats)),
        (
            "profit of plans with a legend",
            profit_of_plans.spec_with_legend(formats, PLANS),
            profit_of_plans.frame(MONTHS, profits(), formats),
        ),
        (
            "spend by month",
            spend_by_month.spec(formats, CHANNELS),
            spend_by_month.frame(MONTHS, monthly_spends(), formats),
        ),
        ("right total", right_total.spec(formats), right_total.frame_of(every_total(), formats)),
        ("spend of plans", spend_of_plans.spec(formats, PLANS), spend_of_plans.frame(spends(), formats)),
    ]
