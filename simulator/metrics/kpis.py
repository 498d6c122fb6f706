"""The KPIs: formulas over a funnel, and how to read them.

A *total* is a sum or a ratio of sums: right for a plan, a channel, a month, any group. A *path* needs the month axis
and has no value for a single month. Sources of the formulas: Farris, Bendle, Pfeifer & Reibstein, "Marketing Metrics"
(3rd ed. 2016), for CAC, CPL, ROMI and customer lifetime value; ROI is always on gross profit, never on revenue.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from simulator.engine.funnel import Funnel
from simulator.engine.simulation import Simulation
from simulator.engine.totals import Totals, ratio
from simulator.metrics.payback import (
    cac_of,
    cac_payback_of_plan,
    cac_payback_of_rows,
    npv,
    payback_months,
    peak_cash_need,
)
from simulator.scenario.fields import quantities
from simulator.scenario.stages import Stage, StageRates
from simulator.units import FloatArray, Unit

Better = Literal["higher", "lower", ""]


@dataclass(frozen=True)
class Metric:
    """A formula over totals, with its words. ``better`` is empty where neither direction is."""

    key: str
    label: str
    unit: Unit
    better: Better
    about: str
    formula: Callable[[Totals], FloatArray]

    kind = "total"

    def of_plan(self, funnel: Funnel) -> FloatArray:
        """The plan's value; shape (1, 1, draw)."""
        return self.formula(funnel.plan)

    def of_rows(self, funnel: Funnel) -> FloatArray:
        """The value of every channel and, last, the overhead; shape (row, 1, draw)."""
        return self.formula(funnel.by_channel)

    def of_months(self, funnel: Funnel) -> FloatArray:
        """The value of every month; shape (1, month, draw)."""
        return self.formula(funnel.by_month)


@dataclass(frozen=True)
class PathMetric:
    """A formula that needs the month axis: over a funnel, for the plan and for each row."""

    key: str
    label: str
    unit: Unit
    better: Better
    about: str
    plan_formula: Callable[[Funnel], FloatArray]
    row_formula: Callable[[Funnel], FloatArray]

    kind = "path"

    def of_plan(self, funnel: Funnel) -> FloatArray:
        """The plan's value; shape (1, 1, draw)."""
        return self.plan_formula(funnel)

    def of_rows(self, funnel: Funnel) -> FloatArray:
        """The value of every channel and, last, the overhead; shape (row, 1, draw)."""
        return self.row_formula(funnel)


AnyMetric = Metric | PathMetric


def roi(totals: Totals) -> FloatArray:
    """Return on marketing: (gross profit - marketing cost) / marketing cost."""
    return ratio(totals.gross_profit - totals.marketing_cost, totals.marketing_cost)


def roas(totals: Totals) -> FloatArray:
    """Return on ad spend: revenue / spend."""
    return ratio(totals.revenue, totals.spend)


def break_even_roas(totals: Totals) -> FloatArray:
    """The ROAS at which gross profit just pays for marketing: roas * marketing cost / gross profit."""
    with np.errstate(invalid="ignore"):
        return roas(totals) * ratio(totals.marketing_cost, totals.gross_profit)


def cac(totals: Totals) -> FloatArray:
    """Marketing cost per customer won, those still to close included [money]."""
    return cac_of(totals.marketing_cost, totals.customers, totals.open_pipeline)


def ltv(totals: Totals) -> FloatArray:
    """Lifetime gross profit per new customer, weighted by customers [money]."""
    return ratio(totals.lifetime_value, totals.customers)


def ltv_to_cac(totals: Totals) -> FloatArray:
    """Lifetime value over acquisition cost."""
    return ratio(ltv(totals), cac(totals))


def cost_per(stage: Stage) -> Callable[[Totals], FloatArray]:
    """Marketing cost of the channels that have the stage, without overhead, per person who reaches it [money]."""
    return lambda totals: ratio(totals.stage_cost[stage], totals.stages[stage])


def people_at(stage: Stage) -> Callable[[Totals], FloatArray]:
    """How many reach the stage; nan where no channel has it."""
    return lambda totals: totals.stages[stage]


def passing(rate_name: str) -> Callable[[Totals], FloatArray]:
    """The share that goes on to the next stage, over channels that have both; nan where none has."""

    def share(totals: Totals) -> FloatArray:
        before, after = totals.passed[rate_name]
        return ratio(after, before)

    return share


_TOTALS = (
    Metric("profit", "Profit after marketing", Unit.MONEY, "higher",
           "Gross profit less all marketing cost.", lambda totals: totals.profit),
    Metric("roi", "ROI on gross profit", Unit.RATE, "higher",
           "What marketing earns beyond its own cost, as a share of it: in gross profit, not revenue.", roi),
    Metric("customers", Stage.CUSTOMERS.label, Unit.COUNT, "higher",
           "Customers won within the months looked at.", people_at(Stage.CUSTOMERS)),
    Metric("cac", "Cost per new customer (CAC)", Unit.MONEY, "lower",
           "Marketing cost per customer, marketing only; deals still open are counted.", cac),
    Metric("revenue", "Revenue", Unit.MONEY, "higher",
           "Sales to customers that marketing brought, repeat sales included.", lambda totals: totals.revenue),
    Metric("gross_profit", "Gross profit", Unit.MONEY, "higher",
           "What is left of revenue after labour, materials and commission.", lambda totals: totals.gross_profit),
    Metric("spend", "Spend", Unit.MONEY, "", "Money that goes into channels.", lambda totals: totals.spend),
    Metric("marketing_cost", "Marketing cost", Unit.MONEY, "lower",
           "Spend with fees, set-up costs and overhead.", lambda totals: totals.marketing_cost),
    *(
        Metric(stage.value, stage.label, Unit.COUNT, "higher", f"How many: {stage.label.lower()}.", people_at(stage))
        for stage in Stage
        if stage is not Stage.CUSTOMERS
    ),
    Metric("open_pipeline", "Customers still to close", Unit.COUNT, "",
           "Customers of leads made within the months looked at who sign after them.",
           lambda totals: totals.open_pipeline),
    Metric("open_pipeline_value", "Revenue still to close", Unit.MONEY, "",
           "First sales of the customers still to close.", lambda totals: totals.open_pipeline_value),
    Metric("customers_lost", "Customers turned away", Unit.COUNT, "lower",
           "Customers who wanted to buy when there was no room.", lambda totals: totals.customers_lost),
    Metric("roas", "Return on ad spend (ROAS)", Unit.RATIO, "higher", "Revenue divided by spend.", roas),
    Metric("break_even_roas", "ROAS that just pays for itself", Unit.RATIO, "",
           "Below this return on ad spend marketing loses money.", break_even_roas),
    Metric("cost_per_visit", "Cost per visit", Unit.MONEY, "lower",
           "Marketing cost of the channels that bring visits, per visit.", cost_per(Stage.VISITS)),
    Metric("cost_per_lead", "Cost per lead (CPL)", Unit.MONEY, "lower",
           "Marketing cost per lead, without overhead.", cost_per(Stage.LEADS)),
    Metric("cost_per_mql", "Cost per MQL", Unit.MONEY, "lower",
           "Marketing cost per marketing-qualified lead, without overhead.", cost_per(Stage.MQLS)),
    Metric("cost_per_sql", "Cost per SQL", Unit.MONEY, "lower",
           "Marketing cost per sales-qualified lead, without overhead.", cost_per(Stage.SQLS)),
    *(
        Metric(name, label, Unit.RATE, "higher", f"{label}, over the channels that have both.", passing(name))
        for name, label in (
            ("click_through_rate", "Impressions that become visits"),
            ("response_rate", "Mailed or reached who become leads"),
            *((name, declared.label) for name, declared in quantities(StageRates).items()),
        )
    ),
    Metric("ltv", "Lifetime value per customer (LTV)", Unit.MONEY, "higher",
           "Gross profit that a customer brings over the years.", ltv),
    Metric("ltv_to_cac", "Lifetime value to CAC (LTV:CAC)", Unit.RATIO, "higher",
           "Lifetime value divided by the cost of winning the customer.", ltv_to_cac),
    Metric("carried_in", "Earlier spend still felt", Unit.MONEY, "",
           "Worth of advertising before the plan that works within it.", lambda totals: totals.carried_in),
    Metric("carried_out", "Spend that works later", Unit.MONEY, "",
           "Worth of advertising within the plan that works after it.", lambda totals: totals.carried_out),
)  # fmt: skip

_PATHS = (
    PathMetric("payback_months", "Payback", Unit.MONTHS, "lower",
               "The first month from which marketing has paid for itself for good.",
               lambda funnel: payback_months(funnel.plan_profit, funnel.plan.marketing_cost),
               lambda funnel: payback_months(funnel.profit, funnel.by_channel.marketing_cost)),
    PathMetric("peak_cash_need", "Most money out of pocket", Unit.MONEY, "lower",
               "How deep the account goes before marketing pays for itself.",
               lambda funnel: peak_cash_need(funnel.plan_profit),
               lambda funnel: peak_cash_need(funnel.profit)),
    PathMetric("npv", "Profit in today's money (NPV)", Unit.MONEY, "higher",
               "Profit after marketing, later months discounted by the interest stated.",
               lambda funnel: npv(funnel.plan_profit, funnel.discount_rate_per_year),
               lambda funnel: npv(funnel.profit, funnel.discount_rate_per_year)),
    PathMetric("cac_payback_months", "Months a customer takes to pay back", Unit.MONTHS, "lower",
               "Months until a customer's gross profit covers the cost of winning them.",
               lambda funnel: cac_payback_of_plan(funnel, cac(funnel.plan)),
               lambda funnel: cac_payback_of_rows(funnel, cac(funnel.by_channel))),
)  # fmt: skip

_ORDER: tuple[AnyMetric, ...] = (*_TOTALS[:2], _PATHS[0], *_TOTALS[2:], *_PATHS[1:])

METRICS: dict[str, AnyMetric] = {metric.key: metric for metric in _ORDER}


def draws_of(simulation: Simulation, key: str) -> FloatArray:
    """The plan's draws of the metric with this key; shape (draw,), of length 1 where they do not vary."""
    # Not a method of Simulation, which knows of no metric: the engine lies below the formulas that read it.
    draws: FloatArray = METRICS[key].of_plan(simulation.funnel)[0, 0]
    return draws
