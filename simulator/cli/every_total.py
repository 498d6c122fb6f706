"""The right total: the best split of every total as JSON and for a terminal."""

from typing import Any

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.allocation.improved_total import right_total_with_improvements
from simulator.analyses.allocation.right_total import RightTotal, TotalPoint, right_total
from simulator.cli.terminal import Answer, formats, printable
from simulator.metrics.kpis import METRICS
from simulator.presentation.figures import Written
from simulator.presentation.right_total_text import improved_total_texts, right_total_texts
from simulator.reports.as_json import number, summary_result
from simulator.scenario.beliefs import Belief
from simulator.scenario.limits import Limits
from simulator.scenario.scenario import Scenario
from simulator.text.formats import UNDEFINED, Formats

ROWS = 21
"""So many totals at most are a table that can be read."""


def every_total(scenario: Scenario[Belief], plan: str, limits: Limits, *, draws: int, seed: int) -> Answer:
    """The best split of every total. Raises as ``right_total`` does."""
    found = right_total(scenario, plan=plan, limits=limits, draws=draws, seed=seed)
    return Answer(right_total_result(found), right_total_page(found, formats(scenario.currency)))


def every_total_with_improvements(
    scenario: Scenario[Belief], plan: str, limits: Limits, *, draws: int, seed: int
) -> Answer:
    """The same, and which improvements to buy from the most profitable total. Raises as that does."""
    found = right_total_with_improvements(scenario, plan=plan, limits=limits, draws=draws, seed=seed)
    written = formats(scenario.currency)
    said = (Text(printable(each)) for each in improved_total_texts(found, written))
    bought = {
        **_point(found.best),
        "total": found.total,
        "improvements": list(found.bought),
        "improvements_cost": number(found.monthly_cost),
        "more_profit": number(found.gain),
    }
    result = right_total_result(found.as_it_is) | {"with_improvements": bought}
    return Answer(result, Group(right_total_page(found.as_it_is, written), *said))


def right_total_result(found: RightTotal) -> dict[str, Any]:
    """The curve of totals as JSON: totals and amounts are money a month."""
    return {
        "plan": found.plan,
        "step": found.step,
        "next": found.next_money,
        "most_profitable": found.most_profitable.total,
        "pays_until": found.pays_until,
        "alike": {"from": found.alike[0], "to": found.alike[1]},
        "all_to_buy": found.is_all_to_buy,
        "proven": found.is_proven,
        "present": _point(found.present),
        "totals": [_point(point) for point in found.points],
    }


def _point(point: TotalPoint) -> dict[str, Any]:
    return {
        "total": point.total,
        "allocation": dict(point.spend),
        "profit": summary_result(point.profit),
        "more": None if point.more is None else summary_result(point.more),
        "next_return": None if point.next_return is None else number(point.next_return),
    }


def right_total_page(found: RightTotal, formats: Formats) -> RenderableType:
    """The curve of totals for a terminal."""
    table = Table(box=SIMPLE, show_edge=False)
    for heading in ("Total a month", "Average profit", "Middle", "8 in 10 worlds",
                    f"Return on the next {formats.money(found.next_money)}"):  # fmt: skip
        table.add_column(heading, justify="right")
    every = -(-len(found.points) // ROWS)
    for place, point in enumerate(found.points):
        if place % every == 0 or point is found.most_profitable:
            profit = Written(METRICS["profit"], point.profit, formats)
            following = UNDEFINED if point.next_return is None else formats.percent(point.next_return, 0.005)
            table.add_row(formats.money(point.total), profit.average, profit.middle, profit.range, following)
    title = Text(printable(f"The best split of every total, in the months of {found.plan}"), style="bold")
    said = (Text(printable(each)) for each in right_total_texts(found, formats))
    return Group(title, table, *said)
