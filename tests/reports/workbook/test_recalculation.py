"""Spreadsheets: recalculated by LibreOffice they agree with the engine, before and after a person changed them."""

import math
import random
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import pytest

from simulator.edits.middle_values import at_middle_values
from simulator.engine.simulation import Simulation, simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS, draws_of
from simulator.metrics.payback import cumulative_profit
from simulator.reports.as_xlsx import as_xlsx
from simulator.reports.workbook.kpis import shown
from simulator.reports.workbook.sheets import letters
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.plans import Monthly, Plan
from simulator.scenario.scenario import Scenario
from simulator.scenario.steps import Steps
from simulator.scenario_files import read
from simulator.text.formats import Formats
from tests.examples import TWO_PLANS
from tests.plain import beliefs
from tests.reports.workbook.spreadsheets import Rows, named_cells, recalculated, with_inputs

pytestmark = pytest.mark.thorough

MADE = {"formats": Formats("USD"), "on": date(2027, 1, 5)}
DRAWS = 8
RELATIVE = 1e-9
SHEETS = ("Assumptions", "Plan", "Months", "KPIs", "Customers")

EVERYTHING: dict[str, Any] = {
    **TWO_PLANS,
    "start": "2027-03",
    "horizon_months": 18,
    "seasonality": [0.7, 0.8, 1.0, 1.2, 1.3, 1.2, 1.1, 1.0, 0.9, 0.9, 0.9, 1.0],
    "business": {
        "revenue_per_sale": {"value": 500, "yearly_change": 0.05},
        "gross_margin_rate": 0.5,
        "cost_per_sale": {"value": 12, "yearly_change": 0.03},
        "repeat_sales_per_year": 1.2,
        "yearly_retention_rate": 0.7,
        "lifetime_years_at_most": 4.3,
        "sales_cycle_months": [0.5, 1.5, 5],
        "monthly_overhead": [{"amount": 200, "from": 2}, {"amount": 350, "from": 9}],
        "new_customers_per_month_at_most": [{"amount": 9, "from": 4}, {"amount": 14, "from": 12}],
        "overflow": "queue",
        "discount_rate_per_year": 0.06,
    },
    "funnel": {"stages": ["sqls"], "lead_to_sql_rate": 0.5, "sql_to_customer_rate": 0.6, "visit_to_lead_rate": 0.08},
    "channels": [
        {
            "name": "=1+1",
            "type": "pay_per_click",
            "reference_spend": 2000,
            "cost_per_click": {"value": 4, "yearly_change": 0.1},
            "curve": {"type": "s_shaped", "gain_from_doubling": 0.8, "slope": 2.2},
            "fee_rate": 0.1,
            "setup_cost": 700,
        },
        {
            "name": "Radio",
            "type": "broadcast",
            "reference_spend": 1500,
            "cost_per_mille": 14,
            "response_rate": 0.004,
            "carry_over": 0.4,
            "ramp_up_months": 2.5,
            "monthly_spend_before": 600,
            "curve": {"type": "saturating", "gain_from_doubling": 0.6},
            "monthly_fee": 90,
            "sales_cycle_months": 0.4,
        },
        {
            "name": "Marketplace",
            "type": "pay_per_lead",
            "cost_per_lead": {"value": 30, "yearly_change": 0.04},
            "curve": {"type": "capped", "most_per_month": 25},
            "repeat_every_months": 6,
            "yearly_retention_rate": 0.8,
            "revenue_per_repeat_sale": 300,
            "repeat_gross_margin_rate": 0.6,
            "incremental_share": 0.7,
        },
        {
            "name": "Mail",
            "type": "direct_mail",
            "cost_per_piece": 0.9,
            "response_rate": 0.03,
            "reference_spend": 1000,
            "ramp_up_months": 1.5,
            "seasonality": [1.2, 0.8] * 6,
        },
    ],
    "plans": [
        {
            "name": "Plan",
            "monthly_spend": {"=1+1": 2500, "Radio": 1200, "Marketplace": 900, "Mail": [0, 0, 800, 900, 0, 700]},
        }
    ],
}


def scenarios() -> dict[str, Scenario[Belief]]:
    """Every shipped one, and two that state whatever can be stated: where the excess waits, and where it is lost.

    Those that are shipped over so few months that these are recalculated soon: a month's formulas are those of others.
    """
    shipped = {path.stem: over_few_months(read(path)) for path in sorted(shipped_folder().glob("*.yaml"))}
    lost = {**EVERYTHING, "business": {**EVERYTHING["business"], "overflow": "lose"}}
    return {**shipped, "everything-waits": beliefs(EVERYTHING), "everything-lost": beliefs(lost)}


def over_few_months(scenario: Scenario[Belief]) -> Scenario[Belief]:
    business = replace(scenario.business, lifetime_years_at_most=min(scenario.business.lifetime_years_at_most, 2.5))
    return replace(scenario, horizon_months=min(scenario.horizon_months, 8), business=business)


@dataclass(frozen=True)
class Case:
    """A workbook as a person left it, and the same world in the engine."""

    content: bytes
    expected: Simulation


def as_it_is(scenario: Scenario[Belief]) -> Case:
    plan = scenario.plans[0].name
    content = as_xlsx(simulate(scenario, plan, draws=DRAWS), **MADE)
    return Case(with_inputs(content, {}), simulate(at_middle_values(scenario), plan, draws=8))


def changed(scenario: Scenario[Belief], seed: int) -> Case:
    """Every number of the assumptions and every spend of the last plan is another, by the same factor in both."""
    plan, chance = scenario.plans[-1], random.Random(seed)
    content = as_xlsx(simulate(scenario, plan.name, draws=DRAWS), **MADE)
    names, cells = named_cells(content), {}

    def other(place: Place) -> Any:
        name = name_of(scenario, place.path)
        value = place.value
        if name not in names or value is None:
            return value
        factor = 0.7 + 0.29 * chance.random()
        if not isinstance(value, Belief):
            cells[names[name]] = value * factor
            return value * factor
        moved = replace(value, low=value.low * factor, likely=value.likely * factor, high=value.high * factor)
        cells[names[name]] = moved.likely
        for end in ("low", "high"):
            if f"{name}_{end}" in names:
                cells[names[f"{name}_{end}"]] = getattr(moved, end)
        return moved

    moved = with_other_months(mapped(scenario, other), names, cells)
    spend = {
        name: [amount * chance.choice((0.0, 0.6, 1.0, 1.7)) for amount in row] for name, row in budgets(scenario, plan)
    }
    for row, amounts in enumerate(spend.values(), 2):
        cells |= {("Plan", f"{letters(column)}{row}"): amount for column, amount in enumerate(amounts, 1)}
    schedules = {name: Monthly(amounts=tuple(amounts)) for name, amounts in spend.items()}
    expected = replace(moved, plans=(replace(plan, monthly_spend=schedules),), targets=())
    return Case(with_inputs(content, cells), simulate(at_middle_values(expected), plan.name, draws=8))


def with_other_months(scenario: Scenario[Belief], names: dict[str, tuple[str, str]], cells: dict[Any, float]) -> Any:
    """Seasons a month later, steps a tenth lower, repeat sales a month later; in the scenario and in the cells."""

    def row(name: str, values: Iterable[float]) -> None:
        if name in names:
            sheet, first_and_last = names[name]
            digits = first_and_last.partition(":")[0].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
            places = enumerate(values, 1)
            cells.update({(sheet, f"{letters(at)}{digits}"): value for at, value in places if math.isfinite(value)})

    def later(season: tuple[float, ...] | None, owner: str) -> tuple[float, ...] | None:
        moved = season and (season[-1], *season[:-1])
        row(f"{owner}_season", moved or ())
        return moved

    def bought_later(months: int | None, owner: str) -> int | None:
        if months is None:
            return None
        row(f"{owner}_repeat_every_months", [months + 1])
        return months + 1

    def lower(stated: Any) -> Any:
        if not isinstance(stated, Steps):
            return stated
        return Steps(steps=tuple(replace(step, amount=0.9 * step.amount) for step in stated.steps))

    business = scenario.business
    channels = tuple(
        replace(
            channel,
            seasonality=later(channel.seasonality, f"channel_{place}"),
            repeat_every_months=bought_later(channel.repeat_every_months, f"channel_{place}"),
        )
        for place, channel in enumerate(scenario.channels, 1)
    )
    other = replace(
        scenario,
        seasonality=later(scenario.seasonality, "business"),
        channels=channels,
        business=replace(
            business,
            repeat_every_months=bought_later(business.repeat_every_months, "business"),
            monthly_overhead=lower(business.monthly_overhead),
            new_customers_per_month_at_most=lower(business.new_customers_per_month_at_most),
        ),
    )
    row("business_monthly_overhead_by_month", other.overhead_by_month.tolist())
    room = other.room_by_month
    row("business_new_customers_per_month_at_most_by_month", () if room is None else room.tolist())
    return other


def budgets(scenario: Scenario[Belief], plan: Plan) -> list[tuple[str, list[float]]]:
    return list(zip(scenario.channel_names, scenario.spend(plan.name).tolist(), strict=True))


def name_of(scenario: Scenario[Belief], path: str) -> str:
    """The name in the workbook of the number at a path of the scenario."""
    for place, name in enumerate(scenario.channel_names, 1):
        if path.startswith(f"channels.{name}."):
            return f"channel_{place}_{path.rpartition('.')[2]}"
    return path.replace(".", "_")


def test_recalculated_by_libreoffice_every_sheet_agrees_with_the_engine_in_its_figures_and_months(tmp_path) -> None:
    every = scenarios()
    cases = {f"{name}, changed": changed(each, seed) for seed, (name, each) in enumerate(every.items())}
    # Their formulas are the same with the numbers that they have: what states everything speaks for all.
    cases["everything-waits, as it is"] = as_it_is(every["everything-waits"])
    # All in one test: the workers that share the tests out would each start LibreOffice anew.
    workbooks = recalculated({name: case.content for name, case in cases.items()}, tmp_path)
    wrong = {name: found for name, case in cases.items() if (found := differences(workbooks[name], case.expected))}
    assert wrong == {}


def differences(workbook: Rows, expected: Simulation) -> dict[str, Any]:
    """Where a workbook shows another number than the engine, with both; and which cells are errors."""
    found = {row[0]: row[2] for row in workbook["KPIs"]}
    figures = {key: shown(float(draws_of(expected, key)[0]), key) for key in METRICS}
    wrong = {key: (found[key], figure) for key, figure in figures.items() if not is_same(found[key], figure)}
    (months,) = [row[3:] for row in workbook["Months"] if row[0] == "Profit since the start"]
    profit = cumulative_profit(expected.funnel.plan_profit)[0, :, 0].tolist()
    # Where the account crosses zero, what is left is the rounding of what went in.
    if months != pytest.approx(profit, rel=RELATIVE, abs=RELATIVE * max(map(abs, profit))):
        wrong["months"] = (months, profit)
    texts = {cell for sheet in SHEETS for row in workbook[sheet] for cell in row if isinstance(cell, str)}
    errors = {text for text in texts if text.startswith(("#", "Err:"))}
    return {**wrong, **({"errors": errors} if errors else {})}


def is_same(found: float | str, expected: float | str) -> bool:
    if isinstance(found, str) or isinstance(expected, str):
        return found == expected
    return found == pytest.approx(expected, rel=RELATIVE)
