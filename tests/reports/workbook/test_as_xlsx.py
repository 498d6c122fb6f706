"""Spreadsheets: what they hold, what may be changed in them, and that nothing people type becomes a formula."""

import copy
import math
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import Phase, given, settings

from simulator.analyses.summary import plan_summary
from simulator.edits.middle_values import at_middle_values
from simulator.engine.simulation import simulate
from simulator.errors import ScenarioError
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS, draws_of
from simulator.presentation.glossary import glossary
from simulator.reports.as_xlsx import as_xlsx
from simulator.reports.workbook.formulas import Formula, added
from simulator.reports.workbook.kpis import shown
from simulator.reports.workbook.model import Workbook, workbook_of
from simulator.reports.workbook.writing import written
from simulator.scenario.beliefs import Belief
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import read
from simulator.story.terms import ABOUT_EXAMPLES
from simulator.tables.budgets import Place, amounts_of, budget_of
from simulator.tables.workbooks import sheets_of
from simulator.text.formats import Formats
from tests.examples import CERTAIN, PLUMBER, TWO_PLANS
from tests.hostile_names import CONTROLS, HOSTILE
from tests.improved_examples import buying, offering, with_cheaper_clicks
from tests.plain import beliefs
from tests.reports.workbook.spreadsheets import formulas_of, named_cells, parts_of, rows_of, sheet_names, sheet_part
from tests.scenarios_strategy import improved_scenarios
from tests.told import called
from tests.variations import certain_scenarios

MADE = {"formats": Formats("USD"), "on": date(2027, 1, 5)}
DRAWS = 64
SHEETS = ["Assumptions", "Plan", "Months", "KPIs", "Ranges"]
WRITABLE = [each for name, each in CONTROLS.items() if name != "half a character"]
KNOWN_BY_ONE_NAME = (
    "ABS AND ASINH EXP IF INDEX INT ISNUMBER LN MATCH MAX MIN NORMSDIST OR PI ROUNDUP SIGN SINH SQRT SUM SUMPRODUCT"
)
"""Functions of the formulas; newer ones have another name in files, which the library is not asked to look for."""
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    '=HYPERLINK("http://evil.example")',
    "\t=1+1",
    "{=1+1}",
    "http://evil.example",
]


def exported(scenario: Scenario[Belief], plan: str) -> bytes:
    return as_xlsx(simulate(scenario, plan, draws=DRAWS), **MADE)


def unlike(workbook: Workbook, likely: Scenario[Belief], plan: str) -> dict[str, Any]:
    """Figures that are not those of the engine, to the rounding of sums taken in another order."""
    simulation = simulate(likely, plan, draws=8)
    wrong = {}
    for key in METRICS:
        expected, found = shown(float(draws_of(simulation, key)[0]), key), workbook.figures[key].value
        is_same = found == (expected if isinstance(expected, str) else pytest.approx(expected, rel=1e-11, abs=0.0))
        if not is_same:
            wrong[key] = (found, expected)
    return wrong


@pytest.fixture(scope="module")
def plumber() -> bytes:
    return exported(PLUMBER, "Today")


@pytest.fixture(scope="module")
def plainly_named() -> bytes:
    return typed("Leads")


@pytest.fixture(scope="module")
def plain_formulas(plainly_named) -> dict[str, dict[str, str]]:
    return formulas_by_sheet(plainly_named)


def formulas_by_sheet(workbook: bytes) -> dict[str, dict[str, str]]:
    parts = parts_of(workbook)
    return {
        name: formulas_of(parts[f"xl/worksheets/sheet{place}.xml"])
        for place, name in enumerate(sheet_names(workbook), 1)
    }


# -- the figures ---------------------------------------------------------------------------------------------------


@pytest.mark.thorough
@pytest.mark.parametrize("path", sorted(shipped_folder().glob("*.yaml")), ids=lambda path: path.stem)
def test_the_results_that_stand_beside_the_formulas_are_those_of_the_likely_world(path) -> None:
    scenario = read(path)
    for plan in scenario.plans:
        workbook = workbook_of(simulate(scenario, plan.name, draws=DRAWS), **MADE)
        assert unlike(workbook, at_middle_values(scenario), plan.name) == {}
        assert functions_of(workbook) <= set(KNOWN_BY_ONE_NAME.split())


def functions_of(workbook: Workbook) -> set[str]:
    cells = (content for sheet in workbook.sheets for content, _ in sheet.cells.values())
    return {name for each in cells if isinstance(each, Formula) for name in re.findall(r"([A-Z.]+)\(", each.text)}


@settings(max_examples=20)
@given(scenario=certain_scenarios())
def test_so_they_are_whatever_a_scenario_states(scenario: Scenario[Belief]) -> None:
    assert_the_same(scenario)


@settings(max_examples=20, phases=[Phase.generate])
@given(scenario=improved_scenarios().map(beliefs))
def test_so_they_are_with_improvements_and_visits_without_money(scenario: Scenario[Belief]) -> None:
    assert_the_same(scenario)


def test_so_they_are_where_what_becomes_cheaper_is_incremental_in_part() -> None:
    assert_the_same(beliefs(with_cheaper_clicks()))


def assert_the_same(scenario: Scenario[Belief]) -> None:
    workbook = workbook_of(simulate(scenario, "Plan", draws=8), **MADE)
    figures = {key: found.number for key, found in workbook.figures.items()}
    # What is still open, and what is felt after the plan, is the rest of something larger: where next to nothing is
    # left of it, that is rounding.
    size = {
        "open_pipeline": figures["customers"],
        "open_pipeline_value": figures["revenue"],
        "carried_out": figures["carried_in"] + figures["spend"],
    }
    wrong = unlike(workbook, scenario, "Plan")
    assert {key: each for key, each in wrong.items() if not is_rounding(*each, size.get(key, 0.0))} == {}


def is_rounding(found: Any, expected: Any, size: float) -> bool:
    return (
        not isinstance(found, str) and not isinstance(expected, str) and abs(found - expected) <= 1e-13 * (1.0 + size)
    )


def test_every_channel_type_and_every_curve_has_its_formulas() -> None:
    for kind, declared in CHANNEL_TYPES.items():
        for curve in CURVES if declared.is_paid else ():
            stated = copy.deepcopy(CERTAIN)
            stated["funnel"] = {"visit_to_lead_rate": 0.1, "lead_to_customer_rate": 0.3}
            shape = {"linear": {}, "capped": {"most_per_month": 30}}.get(curve, {"gain_from_doubling": 0.5})
            more = {"slope": 2.0} if curve == "s_shaped" else {}
            rates = {declared.response: 0.02} if declared.response else {}
            stated["channels"] = [
                {"name": "Leads", "type": kind, declared.cost: 10, **rates, "reference_spend": 800,
                 "curve": {"type": curve, **shape, **more}},
            ]  # fmt: skip
            scenario = beliefs(stated)
            workbook = workbook_of(simulate(scenario, "Today", draws=8), **MADE)
            assert unlike(workbook, scenario, "Today") == {}, (kind, curve)


@pytest.mark.parametrize("plan", ["Nothing", "Today"])
def test_what_does_not_exist_or_has_no_end_is_a_word(plan) -> None:
    stated = {**copy.deepcopy(CERTAIN), "horizon_months": 6}
    stated["business"] = {"revenue_per_sale": 10, "gross_margin_rate": 0.4, "monthly_overhead": 50}
    scenario = beliefs(stated)
    workbook = workbook_of(simulate(scenario, plan, draws=8), **MADE)
    assert workbook.figures["payback_months"].value == "not paid back"
    assert workbook.figures["visits"].value == "–"
    assert workbook.figures["cac"].value == ("no customers" if plan == "Nothing" else pytest.approx(1050 / 30))
    assert unlike(workbook, scenario, plan) == {}


# -- the sheets ----------------------------------------------------------------------------------------------------


def test_the_figures_stand_in_rows_of_a_key_its_words_and_its_value(plumber) -> None:
    rows = [row for row in rows_of(plumber, "KPIs") if row[0] in METRICS]
    assert [row[0] for row in rows] == list(METRICS)
    assert [row[1] for row in rows] == [metric.label for metric in METRICS.values()]
    likely = simulate(at_middle_values(PLUMBER), "Today", draws=8)
    profit = next(row for row in rows if row[0] == "profit")
    assert profit[2] == pytest.approx(float(draws_of(likely, "profit")[0]), rel=1e-12)


def test_the_simulated_ranges_stand_beside_them_as_values_and_say_so(plumber) -> None:
    summary = plan_summary(simulate(PLUMBER, "Today", draws=DRAWS))["profit"]
    rows = rows_of(plumber, "KPIs")
    (row,) = [number for number, each in enumerate(rows, 1) if each[0] == "profit"]
    assert rows[row - 1][3:7] == pytest.approx([summary.p10, summary.p50, summary.p90, summary.mean], rel=1e-14)
    formulas = formulas_of(sheet_part(plumber, "KPIs"))
    assert f"C{row}" in formulas
    assert not {f"{column}{row}" for column in "DEFG"} & set(formulas)
    assert any("stay as they are when a cell is changed" in str(each[0]) for each in rows[:3])


def test_every_figure_is_a_formula_but_those_of_stages_that_no_channel_has(plumber) -> None:
    formulas, rows = formulas_of(sheet_part(plumber, "KPIs")), rows_of(plumber, "KPIs")
    assert {row[0] for number, row in enumerate(rows, 1) if row[0] in METRICS and f"C{number}" not in formulas} == set()
    (visits,) = [number for number, row in enumerate(rows, 1) if row[0] == "visits"]
    assert "Months" in formulas[f"C{visits}"]


def test_the_plan_can_be_read_back_as_a_budget(plumber) -> None:
    (plan,) = [sheet for sheet in sheets_of(plumber) if sheet.name == "Plan"]
    assert plan.rows[0][0] == "Channel"
    place = Place(channels=PLUMBER.channel_names, start=PLUMBER.start, horizon=PLUMBER.horizon_months)
    found = amounts_of(budget_of(plan.rows, place))
    spend = dict(zip(PLUMBER.channel_names, PLUMBER.spend("Today").tolist(), strict=True))
    assert {name: [months[at] for at in range(len(months))] for name, months in found.items()} == spend


def cells_that_may_be_changed(content: bytes) -> set[tuple[str, str]]:
    """Each with its sheet."""
    styles = re.findall(r"<xf [^>]*?(?:/>|>.*?</xf>)", parts_of(content)["xl/styles.xml"].split("<cellXfs")[1])
    open_styles = {str(number) for number, style in enumerate(styles) if 'locked="0"' in style}
    return {
        (sheet, address)
        for sheet in sheet_names(content)
        for address, style in re.findall(r'<c r="([A-Z]+[0-9]+)" s="([0-9]+)"', sheet_part(content, sheet))
        if style in open_styles
    }


def test_no_money_can_be_spent_on_visits_that_come_without_it() -> None:
    scenario = buying(offering(), "Today", page=2)
    made = as_xlsx(simulate(scenario, "Today", draws=64), **MADE)
    rows = {place[1][1:] for place in cells_that_may_be_changed(made) if place[0] == "Plan" and place[1][0] == "B"}
    last = 1 + len(scenario.channels)
    assert scenario.channels[-1].type == "unpaid"
    assert rows == {str(row) for row in range(2, last)}


def test_only_inputs_may_be_changed_and_each_of_them_does_something(plumber) -> None:
    names = named_cells(plumber)
    inputs = {name: cell for name, cell in names.items() if not name.startswith("kpi_")}
    for sheet in sheet_names(plumber):
        part = sheet_part(plumber, sheet)
        assert "<sheetProtection" in part
        assert "password" not in part[part.index("<sheetProtection") :][:200]
    may_change = cells_that_may_be_changed(plumber)
    assert {cell for cell in may_change if cell[0] != "Plan"} == set(inputs.values())
    assert {sheet for sheet, _ in may_change} == {"Assumptions", "Plan"}
    spoken_of = " ".join(
        text for sheet in sheet_names(plumber) for text in formulas_of(sheet_part(plumber, sheet)).values()
    )
    assert {name for name in inputs if not re.search(rf"\b{name}\b", spoken_of)} == set()


def test_an_input_takes_only_what_the_number_can_be(plumber) -> None:
    part = sheet_part(plumber, "Assumptions")
    sheet, address = named_cells(plumber)["business_gross_margin_rate"]
    rules = re.findall(r"<dataValidation ([^>]*)>(.*?)</dataValidation>", part)
    (rule,) = [(about, numbers) for about, numbers in rules if f'sqref="{address}"' in about]
    assert sheet == "Assumptions"
    assert "<formula1>0</formula1><formula2>1</formula2>" in rule[1].replace("0.0<", "0<").replace("1.0<", "1<")
    assert "It must be at least 0% and at most 100%." in rule[0]


def test_assumptions_say_where_they_come_from_and_how_the_ranges_were_made(plumber) -> None:
    rows = rows_of(plumber, "Assumptions")
    texts = {str(cell) for row in rows for cell in row}
    assert {"Today", "USD", "Jan 2027", str(DRAWS), PLUMBER.name} <= texts
    belief = PLUMBER.business.revenue_per_sale
    assert belief is not None
    (row,) = [row for row in rows if row[-1] == "business_revenue_per_sale"]
    assert row[1:5] == [belief.likely, "USD", belief.low, belief.high]
    assert row[5] == " ".join(belief.source.split())


def test_the_glossary_has_every_entry_with_its_formula_and_example(plumber) -> None:
    rows = [["" if cell is None else cell for cell in row[:5]] for row in rows_of(plumber, "Glossary")]
    entries = glossary(MADE["formats"])
    assert len(entries) > 80
    wanted = [[each.key, each.term, each.words, each.formula, each.example] for each in entries]
    assert [row for row in wanted if row not in rows] == []
    assert any(str(row[0]).startswith(ABOUT_EXAMPLES) for row in rows)


@pytest.mark.parametrize(("locale", "paper", "worlds"), [("en_US", "1", "1,024"), ("de_DE", "9", "1.024")])
def test_paper_and_numbers_in_words_are_those_of_its_reader(locale, paper, worlds) -> None:
    simulation = simulate(beliefs(TWO_PLANS), "Today", draws=1_024)
    made = as_xlsx(simulation, formats=Formats("USD", locale), on=MADE["on"])
    assert f'paperSize="{paper}"' in sheet_part(made, "Plan")
    assert worlds in {str(cell) for row in rows_of(made, "Assumptions") for cell in row}


def test_the_column_of_names_is_as_wide_as_the_longest_of_them() -> None:
    name = "Local Services Ads with the guarantee badge, mornings and evenings"
    made = exported(beliefs(called(name, "Short")), name)
    for sheet in ("Plan", "Ranges"):
        [width] = re.findall(r'<col min="1" max="1" width="([0-9.]+)"', sheet_part(made, sheet))
        assert float(width) > len(name)


def test_a_share_of_a_few_in_a_million_is_not_shown_as_none(plumber) -> None:
    formats = re.findall(r'formatCode="([^"]+%)"', parts_of(plumber)["xl/styles.xml"])
    assert formats
    assert [each for each in formats if not each.endswith("####%")] == []


# -- what people type ----------------------------------------------------------------------------------------------


def named_so(name: str) -> Scenario[Belief]:
    """A small scenario in which everything that a person can name has this name."""
    business = {**TWO_PLANS["business"], "lifetime_years_at_most": 0.25}
    scenario = beliefs({**TWO_PLANS, "horizon_months": 2, "business": business})
    plan = replace(
        scenario.plans[0], name=name, notes=name, monthly_spend={name: scenario.plans[0].monthly_spend["Leads"]}
    )
    (channel,) = scenario.channels
    named = replace(channel, name=name, cost_per_lead=replace(channel.cost_per_lead, source=name))
    return replace(scenario, name=name, client=name, notes=name, plans=(plan,), channels=(named,))


def typed(name: str) -> bytes:
    scenario = named_so(name)
    return as_xlsx(simulate(scenario, name, draws=8), **MADE)


@pytest.mark.thorough
@pytest.mark.parametrize("name", [*FORMULAS, *HOSTILE.values(), *WRITABLE])
def test_text_that_people_typed_stays_text_and_names_no_sheet_and_no_cell(name, plainly_named, plain_formulas) -> None:
    found = typed(name)
    assert formulas_by_sheet(found) == plain_formulas
    assert sheet_names(found) == sheet_names(plainly_named)
    assert named_cells(found) == named_cells(plainly_named)
    assert not [part for part in parts_of(found) if "externalLink" in part]
    assert not [text for part, text in parts_of(found).items() if part.endswith(".rels") and "evil.example" in text]


def test_a_name_that_looks_like_a_formula_is_shown_letter_by_letter() -> None:
    workbook = exported(named_so("=1+1"), "=1+1")
    assert rows_of(workbook, "Plan")[1][0] == "=1+1"


def test_what_no_formula_can_sum_up_is_refused(plumber) -> None:
    workbook = workbook_of(simulate(PLUMBER, "Today", draws=8), **MADE)
    months = next(sheet for sheet in workbook.sheets if sheet.name == "Months")
    # Six hundred channels would do it, and take half a minute.
    many = added([Formula("Customers!C9", 1.0)] * 900)
    months.put(5, 3, many)
    with pytest.raises(ScenarioError, match="the sheet Months would need a longer formula"):
        written(workbook, on=date(2027, 1, 5), paper="a4")


# -- the file ------------------------------------------------------------------------------------------------------


def test_the_same_plan_gives_the_same_file_to_the_last_bit(plumber) -> None:
    assert exported(PLUMBER, "Today") == plumber


def test_a_workbook_of_a_long_plan_stays_small() -> None:
    longer = replace(PLUMBER, horizon_months=120)
    workbook = workbook_of(simulate(longer, "Today", draws=8), **MADE)
    assert len(written(workbook, on=MADE["on"], paper="us-letter")) < 2_000_000
    assert math.isfinite(workbook.figures["profit"].number)
