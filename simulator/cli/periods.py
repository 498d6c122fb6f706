"""The best split by quarter or by month, as JSON and for a terminal."""

from typing import Any

from rich.box import SIMPLE
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from simulator.analyses.allocation.by_period import AllocationByPeriod
from simulator.analyses.allocation.objectives import Kind, Objective
from simulator.cli.terminal import printable
from simulator.presentation.allocation_text import BY, objective_text, period_texts
from simulator.presentation.splits import span_text
from simulator.reports.as_json import number
from simulator.text.formats import Formats


def objective_result(objective: Objective) -> dict[str, Any]:
    """Objective that a split is judged by, as JSON."""
    reached = {"at_least": objective.at_least} if objective.kind is Kind.CHANCE else {}
    return {"kind": objective.kind.value, "metric": objective.metric, **reached}


def period_result(found: AllocationByPeriod) -> dict[str, Any]:
    """The answer as JSON: amounts are money a month, one for each period."""
    whole, beside = found.whole, found.whole if found.chosen is None else found.chosen.beside
    return {
        "by": BY[found.length],
        "budget": whole.budget,
        "step": whole.step,
        "objective": objective_result(whole.objective),
        "periods": [{"from": each[0], "to": each[-1]} for each in found.periods],
        "allocation": {name: list(amounts) for name, amounts in found.spend.items()},
        "unspent": list(found.unspent),
        "value": number(found.value),
        "bound": None if found.bound is None else number(found.bound),
        "proven": found.is_proven,
        "fresh": number(found.fresh),
        "whole": {"allocation": dict(whole.spend), "value": number(whole.value), "fresh": number(whole.fresh)},
        "current": number(beside.current),
        "fresh_current": number(beside.fresh_current),
        "better": number(found.gain.better),
        "verdict": "better" if found.is_worth_it else "keep",
        **({} if found.chosen is None else {"improvements_chosen_for": "one split in all months"}),
    }


def period_page(found: AllocationByPeriod, formats: Formats) -> RenderableType:
    """The answer for a terminal: months that are divided alike share a line."""
    table = Table(box=SIMPLE, show_edge=False)
    table.add_column("Months")
    amounts = found.amounts_by_span
    for name in amounts:
        table.add_column(printable(name), justify="right")
    for place, span in enumerate(found.spans):
        months = " ".join(filter(None, span_text(found, span, formats)))
        table.add_row(months, *(formats.money(each[place]) for each in amounts.values()))
    by = objective_text(found.whole.objective, formats)
    title = f"Best split of {formats.money(found.whole.budget)} a month by {BY[found.length]}, by the {by}"
    said = (Text(printable(each)) for each in period_texts(found, formats))
    return Group(Text(printable(title), style="bold"), table, *said)
