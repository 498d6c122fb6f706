"""KPIs: the figures of the plan as formulas, each in a row with its key, its words and what the simulation found."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from simulator.analyses.summary import Summary
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import RELATIVE_TOLERANCE
from simulator.reports.workbook.formulas import (
    UNDEFINED,
    Formula,
    added,
    both,
    either,
    first_place,
    one_of,
    ratio,
    total,
    word,
)
from simulator.reports.workbook.months import ChannelMonths, PlanMonths
from simulator.reports.workbook.payback import Path
from simulator.reports.workbook.sheets import COLUMN, HEADING, LABEL, NOTE, TITLE, Line, Look, Sheet
from simulator.reports.workbook.worth import WorthSheet
from simulator.scenario.stages import Stage, closing_chain, rate_name
from simulator.units import Unit

DO_NOT_RECOMPUTE = (
    "Low, middle, high and average come from the simulation. They stay as they are when a cell is changed."
)
_HEADINGS = (
    "Key",
    "Figure",
    "At the likely values",
    "1 in 10 below",
    "Middle",
    "1 in 10 above",
    "Average",
    "What it is",
)
_AVERAGE = 6


@dataclass
class Kpis:
    """The sheet of figures. A figure is written when another, or the sheet itself, first asks for it."""

    sheet: Sheet
    plan: PlanMonths
    path: Path
    worths: WorthSheet
    tracked: Sequence[Stage]
    first_row: int = 0
    _cells: dict[str, Formula] = field(default_factory=dict)

    def write(self, simulated: Mapping[str, Summary]) -> Mapping[str, Formula]:
        """Write all figures, with those of the simulation beside them; gives their cells by key."""
        self.sheet.add_row("Figures of the plan", look=TITLE)
        self.sheet.add_row(DO_NOT_RECOMPUTE, look=NOTE)
        row = self.sheet.add_row(*_HEADINGS, look=HEADING)
        for column, title in enumerate(_HEADINGS[2:7], 2):
            self.sheet.put(row, column, title, COLUMN)
        self.sheet.frozen = (row + 1, 2)
        self.first_row = self.sheet.next_row
        for key, metric in METRICS.items():
            row = self.sheet.add_row(key, metric.label, look=LABEL)
            self[key]
            summary = simulated[key]
            for column, figure in enumerate((summary.p10, summary.p50, summary.p90, summary.mean), 3):
                look = Look(unit=metric.unit, is_figure=column < _AVERAGE or metric.unit is not Unit.MONTHS)
                # Where it takes for ever in some worlds there is no average time.
                no_average = column == _AVERAGE and metric.unit is Unit.MONTHS and math.isinf(figure)
                self.sheet.put(row, column, UNDEFINED if no_average else shown(figure, key), look)
            self.sheet.put(row, 7, metric.about, Look("text"))
        return self._cells

    def __getitem__(self, key: str) -> Formula:
        if key not in self._cells:
            row = self.first_row + list(METRICS).index(key)
            self._cells[key] = self.sheet.put(
                row, 2, self._formula(key), Look("total", METRICS[key].unit, is_figure=True)
            )
        return self._cells[key]

    def _formula(self, key: str) -> Formula:
        if key in _FORMULAS:
            return _FORMULAS[key](self)
        if key in list(Stage):
            return self.count(Stage(key))
        return self._passing(key)

    @property
    def channels(self) -> Sequence[ChannelMonths]:
        """The channels of the plan."""
        return self.plan.channels

    def summed(self, of: Callable[[ChannelMonths], Formula | None]) -> Formula:
        """The sum over channels, of those that have it."""
        return added([part for part in map(of, self.channels) if part is not None])

    def count(self, stage: Stage) -> Formula:
        """How many reach a stage; undefined where no channel has it."""
        counts = [count for count in (each.count(stage) for each in self.channels) if count is not None]
        return added(counts) if counts else word(UNDEFINED)

    def cost_per(self, stage: Stage, key: str) -> Formula:
        """Marketing cost of the channels that have the stage and are paid for, per person who reaches it there."""
        paid = [each for each in self.channels if each.units.channel.is_paid]
        having = [(each, count) for each in paid if (count := each.count(stage)) is not None]
        if not having:
            return word(UNDEFINED)
        costs, counts = [each.money.marketing_cost.sum for each, _ in having], [count for _, count in having]
        people = self[stage.value] if len(paid) == len(self.channels) else added(counts)
        return ratio(added(costs), people, METRICS[key].endless)

    def heads(self) -> Formula:
        """Customers, with those still to close."""
        return self["customers"] + self["open_pipeline"]

    def _passing(self, name: str) -> Formula:
        """The share that goes on from a stage to the next, over the channels that have both."""
        pairs = [pair for each in self.channels for pair in [_passed(each, name, self.tracked)] if pair is not None]
        if not pairs:
            return word(UNDEFINED)
        before, after = (added([line.sum for line in lines]) for lines in zip(*pairs, strict=True))
        return ratio(after, before, METRICS[name].endless)

    def ltv(self) -> Formula:
        """Lifetime value of the plan's customers, weighed by them."""
        heads = [self._heads_of(place, each) for place, each in enumerate(self.channels)]
        values = [each.worth.lifetime_value for each in self.channels]
        together = added([value * count for value, count in zip(values, heads, strict=True)])
        return ratio(together, self.heads(), METRICS["ltv"].endless)

    def _heads_of(self, place: int, each: ChannelMonths) -> Formula:
        label = "Customers won, with those still to close"
        return self.worths.cell(label, place + 1, Unit.COUNT, each.customers + each.open_pipeline)

    def cac_payback(self) -> Formula:
        """Months until the customers together have brought what they cost."""
        endless = METRICS["cac_payback_months"].endless
        heads = [self._heads_of(place, each) for place, each in enumerate(self.channels)]
        needed = self["marketing_cost"] * (1.0 - RELATIVE_TOLERANCE)
        covered = self.worths.covered([each.worth for each in self.channels], heads, needed)
        found = either(total(covered) > 0.0, first_place(covered, 1.0), word(endless))
        return either(self.heads().equals(0.0), word(UNDEFINED), found)

    def break_even_roas(self) -> Formula:
        """Roas * marketing cost / gross profit; what is divided by nothing is undefined or endless."""
        revenue, spend = self["revenue"], self["spend"]
        cost, earned = self["marketing_cost"], self["gross_profit"]
        endless = METRICS["break_even_roas"].endless
        without_limit = either(earned < 0.0, word(f"minus, {endless}"), word(endless))
        exists = both(spend > 0.0, one_of(earned > 0.0, earned < 0.0))
        undefined = one_of(revenue.equals(0.0), cost.equals(0.0))
        return either(exists, revenue / spend * (cost / earned), either(undefined, word(UNDEFINED), without_limit))


def _passed(each: ChannelMonths, name: str, tracked: Sequence[Stage]) -> tuple[Line, Line] | None:
    """The lines of a channel before and after a step; None where it does not take it."""
    channel, stages = each.units.channel, dict(each.units.stages)
    chain = closing_chain(tracked)
    steps = dict(zip(channel.rates(tracked), pairwise(channel.stages(tracked)), strict=True))
    steps[rate_name(chain[0], chain[-1])] = (chain[0], chain[-1])
    if name not in steps:
        return None
    source, target = steps[name]
    return stages[source], each.units.won if target is Stage.CUSTOMERS else stages[target]


def shown(figure: float, key: str) -> float | str:
    """A figure as a cell shows it: a word where there is no number."""
    if math.isnan(figure):
        return UNDEFINED
    endless = METRICS[key].endless
    return figure if math.isfinite(figure) else endless if figure > 0.0 else f"minus, {endless}"


def _ltv_to_cac(kpis: Kpis) -> Formula:
    value = ratio(kpis["ltv"], kpis["cac"], METRICS["ltv_to_cac"].endless)
    return either(kpis.heads().equals(0.0), word(UNDEFINED), value)


_FORMULAS: Mapping[str, Callable[[Kpis], Formula]] = {
    "profit": lambda kpis: kpis["gross_profit"] - kpis["marketing_cost"],
    "roi": lambda kpis: ratio(kpis["profit"], kpis["marketing_cost"], METRICS["roi"].endless),
    "payback_months": lambda kpis: kpis.path.payback_months,
    "cac": lambda kpis: ratio(kpis["marketing_cost"], kpis.heads(), METRICS["cac"].endless),
    "revenue": lambda kpis: kpis.summed(lambda each: each.money.revenue.sum),
    "gross_profit": lambda kpis: kpis.plan.gross_profit.sum,
    "budget": lambda kpis: kpis.summed(lambda each: each.units.budget.sum),
    "spend": lambda kpis: kpis.summed(lambda each: each.units.spent.sum),
    "marketing_cost": lambda kpis: kpis.plan.marketing_cost.sum,
    "open_pipeline": lambda kpis: kpis.summed(lambda each: each.open_pipeline),
    "open_pipeline_value": lambda kpis: kpis.summed(lambda each: each.open_value),
    "customers_lost": lambda kpis: kpis.summed(lambda each: each.lost),
    "roas": lambda kpis: ratio(kpis["revenue"], kpis["spend"], METRICS["roas"].endless),
    "break_even_roas": Kpis.break_even_roas,
    "cost_per_visit": lambda kpis: kpis.cost_per(Stage.VISITS, "cost_per_visit"),
    "cost_per_lead": lambda kpis: kpis.cost_per(Stage.LEADS, "cost_per_lead"),
    "cost_per_mql": lambda kpis: kpis.cost_per(Stage.MQLS, "cost_per_mql"),
    "cost_per_sql": lambda kpis: kpis.cost_per(Stage.SQLS, "cost_per_sql"),
    "ltv": Kpis.ltv,
    "ltv_to_cac": _ltv_to_cac,
    "carried_in": lambda kpis: kpis.summed(lambda each: each.units.carried_in),
    "carried_out": lambda kpis: kpis.summed(lambda each: each.units.carried_out),
    "peak_cash_need": lambda kpis: kpis.path.peak_cash_need,
    "npv": lambda kpis: kpis.path.npv,
    "cac_payback_months": Kpis.cac_payback,
}
"""Formulas by key; those of stages and of the rates between them are made from their names."""
