"""The KPIs: formulas over a funnel, and how to read them.

A *total* is a sum or a ratio of sums: right for a plan, a channel, a month, any group. A *path* needs the month axis
and has no value for a single month. Sources of the formulas: Farris, Bendle, Pfeifer & Reibstein, "Marketing Metrics"
(3rd ed. 2016), for CAC, CPL, ROMI and customer lifetime value; ROI is always on gross profit, never on revenue.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
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
Place = Literal["tiles", "cards", "comparison", "channels", "terminal", "terminal_channels"]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """Where a metric is picked out from the others, and its rank there; the lowest comes first, None is not there.

    ``tiles`` are the big figures of a plan, which lists of versions speak of too, ``cards`` those of a saved scenario;
    ``comparison`` comes first where plans are compared by every metric, ``channels`` first in the table by channel.
    ``terminal`` and ``terminal_channels`` are the two tables that the command line prints of a plan.
    """

    tiles: int | None = None
    cards: int | None = None
    comparison: int | None = None
    channels: int | None = None
    terminal: int | None = None
    terminal_channels: int | None = None


@dataclass(frozen=True)
class _Declared:
    """The declarations of every metric.

    ``reads`` is the formula as people read it, with the keys of other metrics and of what is stated in braces: their
    words, or their numbers, stand in for them. ``better`` is empty where neither direction is. ``short`` is the heading
    where there is little room. A ``countable`` label takes an article and is higher or lower (a cost per lead), others
    are more or less (profit). ``endless`` says why the metric is infinite in some worlds. ``whole_months`` are counted,
    so that their quantiles have no decimals to round; what is sought ``within_horizon`` is infinite if not found there.
    Short tables leave a metric out where it is too small to matter ``beside`` another one.
    """

    key: str
    label: str
    unit: Unit
    better: Better
    about: str
    reads: str = field(kw_only=True)
    short: str = field(default="", kw_only=True)
    countable: bool = field(default=False, kw_only=True)
    endless: str = field(default="without limit", kw_only=True)
    whole_months: bool = field(default=False, kw_only=True)
    within_horizon: bool = field(default=False, kw_only=True)
    beside: str = field(default="", kw_only=True)
    shown: Shown = field(default=Shown(), kw_only=True)

    def __reduce__(self) -> tuple[Callable[[str], object], tuple[str]]:
        """How a metric is sent to another process: by its key, for a formula cannot be sent."""
        return _by_key, (self.key,)

    @property
    def heading(self) -> str:
        """The label, or what stands for it where there is little room."""
        return self.short or self.label


@dataclass(frozen=True)
class Metric(_Declared):
    """A formula over totals, with its words. Where it ``adds_up``, channels and overhead sum to the plan.

    Its average is the formula of the average totals: average cost over average customers. Where ``rows_by_world``, that
    of a row is the mean over possible worlds, each of which counts the same.
    """

    formula: Callable[[Totals], FloatArray]
    adds_up: bool = field(default=False, kw_only=True)
    rows_by_world: bool = field(default=False, kw_only=True)

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
class PathMetric(_Declared):
    """A formula that needs the month axis: over a funnel, for the plan and for each row."""

    plan_formula: Callable[[Funnel], FloatArray]
    row_formula: Callable[[Funnel], FloatArray]

    def of_plan(self, funnel: Funnel) -> FloatArray:
        """The plan's value; shape (1, 1, draw)."""
        return self.plan_formula(funnel)

    def of_rows(self, funnel: Funnel) -> FloatArray:
        """The value of every channel and, last, the overhead; shape (row, 1, draw)."""
        return self.row_formula(funnel)


AnyMetric = Metric | PathMetric


def roi(totals: Totals) -> FloatArray:
    """Return on marketing: (gross profit - marketing cost) / marketing cost."""
    return _of_money(totals, ratio(totals.gross_profit - totals.marketing_cost, totals.marketing_cost))


def roas(totals: Totals) -> FloatArray:
    """Return on ad spend: revenue / spend."""
    return _of_money(totals, ratio(totals.revenue, totals.spend))


def break_even_roas(totals: Totals) -> FloatArray:
    """The ROAS at which gross profit just pays for marketing: roas * marketing cost / gross profit."""
    with np.errstate(invalid="ignore"):
        return roas(totals) * ratio(totals.marketing_cost, totals.gross_profit)


def cac(totals: Totals) -> FloatArray:
    """Marketing cost per customer won, those still to close included [money]."""
    return _of_money(totals, cac_of(totals.marketing_cost, totals.customers, totals.open_pipeline))


def _of_money(totals: Totals, value: FloatArray) -> FloatArray:
    """The same, but undefined of a channel whose visits come without money: its customers cost nothing by nature.

    What improvements gain there is no return of that channel, and paid for elsewhere.
    """
    by_channel = totals.worth_of_one is not None
    if not by_channel or (totals.marketing_cost != 0.0).all():
        return value
    unpaid = np.isnan(totals.paid_stages[Stage.CUSTOMERS]) & ~np.isnan(totals.customers)
    return np.where(unpaid, np.nan, value)


def ltv(totals: Totals) -> FloatArray:
    """Lifetime gross profit per new customer [money]: of a channel, or weighted by those won, open ones included."""
    if totals.worth_of_one is not None:
        return totals.worth_of_one
    return ratio(totals.lifetime_value, totals.customers + totals.open_pipeline)


def ltv_to_cac(totals: Totals) -> FloatArray:
    """Lifetime value over acquisition cost."""
    return ratio(ltv(totals), cac(totals))


def cost_per(stage: Stage) -> Callable[[Totals], FloatArray]:
    """Marketing cost of the channels that have the stage, without overhead, per person who reaches it [money].

    Whoever comes without money is left out.
    """
    return lambda totals: ratio(totals.stage_cost[stage], totals.paid_stages[stage])


def people_at(stage: Stage) -> Callable[[Totals], FloatArray]:
    """How many reach the stage; nan where no channel has it."""
    return lambda totals: totals.stages[stage]


def passing(rate_name: str) -> Callable[[Totals], FloatArray]:
    """The share that goes on to the next stage, over channels that have both; nan where none has."""

    def share(totals: Totals) -> FloatArray:
        before, after = totals.passed[rate_name]
        return ratio(after, before)

    return share


def draws_of(simulation: Simulation, key: str) -> FloatArray:
    """The plan's draws of the metric with this key; shape (draw,), of length 1 where they do not vary."""
    # Not a method of Simulation, which knows of no metric: the engine lies below the formulas that read it.
    draws: FloatArray = METRICS[key].of_plan(simulation.funnel)[0, 0]
    return draws


def placed(place: Place) -> list[AnyMetric]:
    """The metrics that are picked out in a place, in its order."""
    ranked = [(rank, metric) for metric in METRICS.values() if (rank := getattr(metric.shown, place)) is not None]
    return [metric for _, metric in sorted(ranked, key=lambda each: each[0])]


def placed_first(place: Place) -> list[AnyMetric]:
    """All metrics: those that are picked out in a place come first, the others follow in their own order."""
    first = placed(place)
    return [*first, *(metric for metric in METRICS.values() if metric not in first)]


def _stage_shown(stage: Stage) -> Shown:
    """The stages stand among the sums by channel, after the money that goes in; leads in the terminal too."""
    shown = Shown(channels=30 + 10 * list(Stage).index(stage))
    return replace(shown, terminal=60, terminal_channels=20) if stage is Stage.LEADS else shown


_COUNTED = {
    Stage.IMPRESSIONS: "spend on being shown / {cost_per_mille} × 1000",
    Stage.PIECES: "spend on mail / {cost_per_piece}",
    Stage.VISITS: "visits that are bought + {impressions} × {click_through_rate}",
    Stage.LEADS: "leads that are bought or respond + {visits} × {visit_to_lead_rate}",
    Stage.MQLS: "{leads} × {lead_to_mql_rate}",
    Stage.SQLS: "{mqls} × {mql_to_sql_rate}",
    Stage.OPPORTUNITIES: "{sqls} × {sql_to_opportunity_rate}",
}
"""How many reach a stage, where those before it are tracked."""

_ALL: tuple[AnyMetric, ...] = (
    Metric("profit", "Profit after marketing", Unit.MONEY, "higher",
           "Gross profit less all marketing cost.", lambda totals: totals.profit, short="Profit", adds_up=True,
           shown=Shown(tiles=10, cards=10, comparison=10, channels=160, terminal=10, terminal_channels=60),
           reads="{gross_profit} − {marketing_cost}"),
    Metric("roi", "ROI on gross profit", Unit.RATE, "higher",
           "What marketing earns beyond its own cost, as a share of it: in gross profit, not revenue.", roi,
           short="ROI", shown=Shown(tiles=20, cards=20, comparison=20, terminal=20, terminal_channels=70),
           reads="({gross_profit} − {marketing_cost}) / {marketing_cost}"),
    PathMetric("payback_months", "Payback", Unit.MONTHS, "lower",
               "Months, from the first that costs something, until marketing has paid for itself for good.",
               lambda funnel: payback_months(funnel.plan_profit, funnel.plan.marketing_cost,
                                             np.array([funnel.first_cost_of_plan])),
               lambda funnel: payback_months(funnel.profit, funnel.by_channel.marketing_cost, funnel.first_cost),
               endless="not paid back", whole_months=True, within_horizon=True,
               shown=Shown(tiles=50, comparison=30, terminal=30),
               reads="the first month from which on the profit so far stays at zero or above"),
    Metric("customers", Stage.CUSTOMERS.label, Unit.COUNT, "higher",
           "Customers won within the months looked at.", people_at(Stage.CUSTOMERS), short="Customers", adds_up=True,
           shown=Shown(tiles=30, comparison=40, channels=100, terminal=40, terminal_channels=30),
           reads="those who buy within the months looked at, less those for whom there is no room"),
    Metric("cac", "Cost per new customer (CAC)", Unit.MONEY, "lower",
           "Marketing cost per customer, marketing only: a plan's with its overhead, a channel's without. Deals still"
           " open are counted.", cac, short="CAC",
           countable=True, endless="no customers",
           shown=Shown(tiles=40, comparison=50, terminal=50, terminal_channels=40),
           reads="{marketing_cost} / ({customers} + {open_pipeline})"),
    Metric("revenue", "Revenue", Unit.MONEY, "higher",
           "Sales to customers that marketing brought, repeat sales included.", lambda totals: totals.revenue,
           adds_up=True, shown=Shown(comparison=80, channels=140, terminal=80),
           reads="first sales × {revenue_per_sale} + repeat sales × {revenue_per_repeat_sale}"),
    Metric("gross_profit", "Gross profit", Unit.MONEY, "higher",
           "What is left of revenue after labour, materials, commission and the cost of each sale.",
           lambda totals: totals.gross_profit, adds_up=True,
           shown=Shown(comparison=90, channels=150, terminal=90, terminal_channels=50),
           reads="{revenue} × {gross_margin_rate} − sales × {cost_per_sale}"),
    Metric("budget", "Budget", Unit.MONEY, "", "Money that may go into channels.", lambda totals: totals.budget,
           adds_up=True, shown=Shown(channels=5, terminal=94),
           reads="what the plan gives to its channels, added up over the months"),
    Metric("spend", "Spend", Unit.MONEY, "",
           "Money that goes into channels: less than the budget where there is no more to buy.",
           lambda totals: totals.spend, adds_up=True, shown=Shown(channels=10, terminal=96),
           reads="{budget} − what could not be spent, as there was no more to buy"),
    Metric("marketing_cost", "Marketing cost", Unit.MONEY, "lower",
           "Spend with fees, set-up costs and overhead.", lambda totals: totals.marketing_cost, short="Cost",
           adds_up=True, shown=Shown(channels=20, terminal=100, terminal_channels=10),
           reads="{spend} + fees + set-up costs + overhead"),
    *(
        Metric(stage.value, stage.label, Unit.COUNT, "higher", stage.about, people_at(stage),
               adds_up=True, shown=_stage_shown(stage), reads=_COUNTED[stage])
        for stage in Stage
        if stage is not Stage.CUSTOMERS
    ),
    Metric("open_pipeline", "Customers still to close", Unit.COUNT, "",
           "Customers of leads made within the months looked at who sign after them.",
           lambda totals: totals.open_pipeline, adds_up=True, beside="customers",
           shown=Shown(channels=120, terminal=140),
           reads="customers from the leads of these months − those who buy within them − those turned away"),
    Metric("open_pipeline_value", "Revenue still to close", Unit.MONEY, "",
           "First sales of the customers still to close.", lambda totals: totals.open_pipeline_value, adds_up=True,
           beside="revenue",
           reads="{open_pipeline} × {revenue_per_sale}"),
    Metric("customers_lost", "Customers turned away", Unit.COUNT, "lower",
           "Customers who wanted to buy when there was no room.", lambda totals: totals.customers_lost, adds_up=True,
           beside="customers", shown=Shown(channels=130, terminal=150),
           reads="customers who want to buy in a month − the room for them"),
    Metric("roas", "Return on ad spend (ROAS)", Unit.RATIO, "higher", "Revenue divided by spend.", roas,
           countable=True, shown=Shown(terminal=110),
           reads="{revenue} / {spend}"),
    Metric("break_even_roas", "ROAS that just pays for itself", Unit.RATIO, "",
           "Below this return on ad spend marketing loses money.", break_even_roas,
           reads="{roas} × {marketing_cost} / {gross_profit}"),
    Metric("cost_per_visit", "Cost per visit", Unit.MONEY, "lower",
           "Marketing cost of the channels that bring visits, per visit.", cost_per(Stage.VISITS), countable=True,
           reads="marketing cost of the channels that bring visits / {visits}"),
    Metric("cost_per_lead", "Cost per lead (CPL)", Unit.MONEY, "lower",
           "Marketing cost per lead, without overhead.", cost_per(Stage.LEADS), countable=True,
           shown=Shown(terminal=70),
           reads="marketing cost of the channels / {leads}"),
    Metric("cost_per_mql", "Cost per MQL", Unit.MONEY, "lower",
           "Marketing cost per marketing-qualified lead, without overhead.", cost_per(Stage.MQLS), countable=True,
           reads="marketing cost of the channels / {mqls}"),
    Metric("cost_per_sql", "Cost per SQL", Unit.MONEY, "lower",
           "Marketing cost per sales-qualified lead, without overhead.", cost_per(Stage.SQLS), countable=True,
           reads="marketing cost of the channels / {sqls}"),
    *(
        Metric(name, label, Unit.RATE, "higher", f"{label}, over the channels that have both.", passing(name),
               reads="those who go on / those who were there before")
        for name, label in (
            ("click_through_rate", "Impressions that become visits"),
            ("response_rate", "Mailed or reached who become leads"),
            *((name, declared.label) for name, declared in quantities(StageRates).items()),
        )
    ),
    Metric("ltv", "Lifetime value per customer (LTV)", Unit.MONEY, "higher",
           "Gross profit that a customer brings over the years that one is counted for, at the first month's prices.",
           ltv, countable=True,
           # A channel's customers are worth what they are worth, however many there are to weigh them by.
           rows_by_world=True,
           reads="gross profit of the first sale + repeat sales × the share of customers who still buy, discounted"),
    Metric("ltv_to_cac", "Lifetime value to CAC (LTV:CAC)", Unit.RATIO, "higher",
           "Lifetime value divided by the cost of winning the customer.", ltv_to_cac, countable=True,
           shown=Shown(terminal=120),
           reads="{ltv} / {cac}"),
    Metric("carried_in", "Earlier spend still felt", Unit.MONEY, "",
           "Worth of advertising before the plan that is still to be felt when it starts.",
           lambda totals: totals.carried_in, adds_up=True, beside="spend",
           reads="what is felt of earlier spend as the plan starts × carry-over / (1 − carry-over)"),
    Metric("carried_out", "Spend that works later", Unit.MONEY, "",
           "Worth of this plan's advertising that works after it.", lambda totals: totals.carried_out,
           adds_up=True, beside="spend",
           reads="what is felt of this plan's spend in its last month × carry-over / (1 − carry-over)"),
    PathMetric("peak_cash_need", "Most money out of pocket", Unit.MONEY, "lower",
               "How deep the account goes before marketing pays for itself; each month's cost goes out first.",
               lambda funnel: peak_cash_need(funnel.plan_profit, funnel.plan_cost),
               lambda funnel: peak_cash_need(funnel.profit, funnel.row_cost),
               shown=Shown(comparison=70, terminal=130),
               reads="the deepest point of the profit so far less the next month's cost"),
    PathMetric("npv", "Profit in today's money (NPV)", Unit.MONEY, "higher",
               "Profit after marketing, later months discounted by the interest stated.",
               lambda funnel: npv(funnel.plan_profit, funnel.discount_rate_per_year),
               lambda funnel: npv(funnel.profit, funnel.discount_rate_per_year),
               shown=Shown(comparison=60),
               reads="the profit of each month / (1 + {discount_rate_per_year}) ^ (month / 12), added up"),
    PathMetric("cac_payback_months", "Months a customer takes to pay back", Unit.MONTHS, "lower",
               "Months until a customer's gross profit covers the cost of winning them.",
               lambda funnel: cac_payback_of_plan(funnel, cac(funnel.plan)),
               lambda funnel: cac_payback_of_rows(funnel, cac(funnel.by_channel)),
               whole_months=True,
               reads="the first month by which the gross profit of one customer has reached the {cac}"),
)  # fmt: skip

METRICS: dict[str, AnyMetric] = {metric.key: metric for metric in _ALL}


def _by_key(key: str) -> AnyMetric:
    return METRICS[key]
