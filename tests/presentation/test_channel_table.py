import csv
import io
import math
from dataclasses import replace

import pytest

from simulator.engine.simulation import simulate
from simulator.library.folder import shipped_folder
from simulator.metrics.kpis import METRICS
from simulator.presentation.channel_table import all_by_channel, sums_by_channel
from simulator.reports.as_csv import as_csv, as_text_cell
from simulator.scenario_files import read
from tests.examples import CERTAIN
from tests.plain import beliefs

SHIPPED = sorted(shipped_folder().glob("*.yaml"))


@pytest.fixture(scope="module", params=SHIPPED, ids=lambda path: path.stem)
def simulation(request):
    scenario = read(request.param)
    return simulate(scenario, scenario.plans[-1].name, draws=256)


def records(table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(as_csv(table))))


def test_channels_and_overhead_add_up_to_the_total(simulation):
    table = sums_by_channel(simulation)
    for column in table.columns:
        parts = math.fsum(value for value in column.averages[:-1] if math.isfinite(value))
        assert parts == pytest.approx(column.averages[-1], rel=1e-9), column.metric.key


def test_the_total_is_the_plan(simulation):
    for column in sums_by_channel(simulation).columns:
        plan = METRICS[column.metric.key].of_plan(simulation.funnel)
        assert column.averages[-1] == pytest.approx(float(plan.mean()), rel=1e-12)


def test_the_overhead_has_a_row_only_where_there_is_any(simulation):
    has_overhead = simulation.scenario.business.monthly_overhead > 0
    assert ("Overhead" in sums_by_channel(simulation).rows) is has_overhead


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
