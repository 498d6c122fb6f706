import csv
import io
import math
from dataclasses import replace

import pytest

from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.channel_table import all_by_channel, overhead_name, sums_by_channel
from simulator.reports.as_csv import as_csv, as_text_cell
from simulator.scenario_files import read
from tests.examples import CERTAIN, STEADY_AND_BET
from tests.plain import beliefs

SHIPPED = sorted(shipped_folder().glob("*.yaml"))


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda path: path.stem)
def simulation(request):
    scenario = read(request.param)
    return simulate(scenario, scenario.plans[-1].name, draws=256)


@pytest.fixture(scope="module")
def sums(simulation):
    return sums_by_channel(simulation)


def records(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(table))))


def test_channels_and_overhead_add_up_to_the_total(sums):
    for column in sums.columns:
        parts = math.fsum(value for value in column.averages[:-1] if math.isfinite(value))
        assert parts == pytest.approx(column.averages[-1], rel=1e-9), column.metric.key


def test_the_total_is_the_plan(simulation, sums):
    for column in sums.columns:
        plan = METRICS[column.metric.key].of_plan(simulation.funnel)
        assert column.averages[-1] == pytest.approx(float(plan.mean()), rel=1e-12)


def shown(table, name: str) -> dict[str, float]:
    row = table.rows.index(name)
    return {column.metric.key: column.averages[row] for column in table.columns}


def test_the_columns_of_a_channel_divide_into_each_other(simulation):
    table = all_by_channel(simulation)
    for name in (channel.name for channel in simulation.scenario.channels if channel.is_paid):
        found = shown(table, name)
        for key, above, below in (
            ("cost_per_lead", "marketing_cost", "leads"),
            ("roi", "profit", "marketing_cost"),
            ("roas", "revenue", "spend"),
        ):
            if found[below] > 0.0:
                assert found[key] == pytest.approx(found[above] / found[below], rel=1e-9), (name, key)


def test_the_total_divides_without_the_overhead_where_its_costs_are_per_lead():
    table = all_by_channel(simulate(beliefs(STEADY_AND_BET), "Both", draws=256))
    total, overhead = shown(table, "Total"), shown(table, "Overhead")
    assert total["cost_per_lead"] == pytest.approx(
        (total["marketing_cost"] - overhead["marketing_cost"]) / total["leads"]
    )
    assert total["roi"] == pytest.approx(total["profit"] / total["marketing_cost"])


def test_middle_values_stand_beside_averages_that_rank_the_channels_otherwise():
    simulation = simulate(beliefs(STEADY_AND_BET), "Both", draws=2_048)
    table = sums_by_channel(simulation)
    assert [each.metric.key for each in table.rankings] == ["profit", "roi"]
    profit, *_ = table.rankings
    assert profit.average.averages[1] > profit.average.averages[0]
    assert profit.middles[1] < profit.middles[0]
    assert [each.heading for each in table.beside] == [
        "Profit after marketing, middle",
        "ROI on gross profit, average",
        "ROI on gross profit, middle",
    ]
    assert table.note.startswith("By profit and ROI, averages put the channels in another order than middle values do")
    whole = METRICS["profit"].of_plan(simulation.funnel)[0, 0]
    assert sorted(whole)[len(whole) // 2 - 1] == profit.middles[-1]


def test_the_file_has_the_middle_values_too_and_no_figure_twice():
    table = all_by_channel(simulate(beliefs(STEADY_AND_BET), "Both", draws=2_048))
    first = records(table)[0]
    assert [heading for heading in first if "middle" in heading or "average" in heading] == [
        "Profit after marketing, middle",
        "ROI on gross profit, middle",
    ]
    assert float(first["Profit after marketing, middle"]) == table.rankings[0].middles[0]


def test_where_averages_and_middles_rank_alike_there_is_nothing_beside_them():
    for scenario, plan in ((beliefs(STEADY_AND_BET), "Steady alone"), (beliefs(CERTAIN), "Today")):
        table = sums_by_channel(simulate(scenario, plan, draws=256))
        assert (table.beside, table.note) == ([], "")


def test_the_overhead_has_a_row_only_where_there_is_any(simulation):
    has_overhead = simulation.scenario.business.monthly_overhead > 0
    assert (overhead_name(simulation) in sums_by_channel(simulation).rows) is has_overhead


def test_the_file_holds_every_metric_once(simulation):
    table = all_by_channel(simulation)
    keys = [column.metric.key for column in table.columns]
    assert sorted(keys) == sorted(METRICS)


def test_the_file_begins_with_what_adds_up(simulation):
    kinds = [getattr(column.metric, "adds_up", False) for column in all_by_channel(simulation).columns]
    assert kinds == sorted(kinds, reverse=True)


def test_the_file_gives_every_number_back_to_the_last_bit(simulation):
    table = all_by_channel(simulation)
    for row, record in enumerate(records(table)):
        for column in table.columns:
            stated, value = record[column.metric.label], column.averages[row]
            assert float(stated) == value if math.isfinite(value) else stated == ""


def test_what_no_channel_has_is_left_out_of_the_table_but_not_of_the_file():
    simulation = simulate(beliefs(CERTAIN), "Today", draws=64)
    shown = [column.metric.key for column in sums_by_channel(simulation).columns]
    assert shown == ["spend", "marketing_cost", "leads", "customers", "revenue", "gross_profit", "profit"]
    assert "Visits" in records(all_by_channel(simulation))[0]


@pytest.mark.parametrize(("months", "is_told"), [(1e-9, False), (0.5, True)])
def test_customers_still_to_close_have_a_column_only_where_they_matter(months, is_told):
    business = {**CERTAIN["business"], "sales_cycle_months": months}
    table = sums_by_channel(simulate(beliefs({**CERTAIN, "business": business}), "Today", draws=64))
    assert ("open_pipeline" in [column.metric.key for column in table.columns]) == is_told


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "  =1", '=HYPERLINK("http://x","y")'])
def test_a_name_that_a_spreadsheet_would_run_is_text(name):
    assert as_text_cell(name) == f"'{name}"


@pytest.mark.parametrize("name", ["Google Ads", "A=B", "3-2", "Ümläut, “quoted”"])
def test_an_ordinary_name_stays_as_it_is(name):
    assert as_text_cell(name) == name


def test_a_hostile_channel_name_is_a_single_harmless_cell():
    scenario = beliefs(CERTAIN)
    name = '=cmd|"/c calc",\n1'
    channel = replace(scenario.channels[0], name=name)
    plan = replace(scenario.plans[0], monthly_spend={name: scenario.plans[0].monthly_spend["Leads"]})
    found = simulate(replace(scenario, channels=(channel,), plans=(plan,)), plan.name, draws=64)
    first = records(all_by_channel(found))[0]
    assert first["Channel"] == f"'{name}"
    assert first["New customers"] == "30.0"


def columns_of(**channel) -> list[str]:
    """The columns of the table where 100 leads are paid for."""
    scenario = beliefs({**CERTAIN, "channels": [{**CERTAIN["channels"][0], **channel}]})
    return [column.metric.key for column in sums_by_channel(simulate(scenario, "Today")).columns]


def test_the_budget_stands_beside_the_spend_only_where_they_differ():
    assert columns_of(curve={"type": "capped", "most_per_month": 60})[:2] == ["budget", "spend"]
    assert columns_of(curve={"type": "capped", "most_per_month": 100})[0] == "spend"
    assert "budget" not in columns_of()
