"""``funnelcast begin``: three exports in, a scenario that can be run out, with what was measured told apart."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import problems, read
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from tests.cli.commands import Funnelcast

GOOGLE = """Campaign report
"January 1, 2026 - February 28, 2026"
Campaign status,Campaign,Month,Currency code,Impr.,Clicks,Cost,Conversions
Enabled,Brand,2026-01,USD,"1,200",100,900.50,8
Enabled,Emergency,2026-01,USD,2000,140,1500,10
Enabled,Brand,2026-02,USD,900,80,700,6
"""
ANALYTICS = """# ----------------------------------------
# Traffic acquisition: Session primary channel group (Default Channel Group)
# ----------------------------------------
# Start date: 20260101
# End date: 20260131
Session primary channel group (Default Channel Group),Sessions,Engagement rate
Organic Search,410,0.61
Paid Search,300,0.7
Unassigned,12,0.1
"""
DEALS = """Deal Name,Deal Stage,Amount,Close Date,Create Date,Original Traffic Source,Amount in company currency,\
Currency
Roof,Closed won,1200,2026-01-20,2026-01-03,Paid Search,1200,USD
Tap,Closed won,300,2026-01-22,2026-01-05,Organic Search,300,USD
Gate,Closed won,500,2026-01-22,2026-01-05,Referrals,500,USD
"""


@pytest.fixture
def exports(tmp_path: Path) -> list[Path]:
    contents = {"campaigns.csv": GOOGLE, "traffic.csv": ANALYTICS, "deals.csv": DEALS}
    for name, text in contents.items():
        (tmp_path / name).write_text(text, "utf-8")
    return [tmp_path / name for name in contents]


def begun(funnelcast: Funnelcast, exports: list[Path], *words: object) -> tuple[Path, Any]:
    output = exports[0].parent / "new.yaml"
    code, printed, errors = funnelcast("begin", *exports, "--output", output, *words, "--json")
    assert (code, errors) == (0, "")
    return output, json.loads(printed)


def measured(path: Path) -> dict[str, Belief]:
    return {
        place.path: place.value
        for place in walk(read(path))
        if isinstance(place.value, Belief) and place.value.source.startswith("Measured")
    }


def test_channels_are_measured_from_their_own_figures(funnelcast: Funnelcast, exports: list[Path]):
    path, told = begun(funnelcast, exports, "--name", "Ridge")
    scenario = read(path)
    assert (scenario.name, scenario.currency, problems(scenario)) == ("Ridge", "USD", [])
    assert told["channels"] == {"Google Ads": "pay_per_click", "Organic Search": "unpaid"}
    found = measured(path)
    click = found["channels.Google Ads.cost_per_click"]
    assert click.low < 3100.5 / 320 < click.high
    assert click.source == "Measured: 320 visits, Jan 2026 to Feb 2026"
    # Deals are only known of January: February's leads are not counted as lost.
    assert found["funnel.lead_to_customer_rate"].source == "Measured: 18 leads, Jan 2026"
    assert found["business.revenue_per_sale"].source == "Measured: 2 customers, Jan 2026"
    assert scenario.plan("Today").spend(scenario.channel_names, 1, scenario.start)[0] == pytest.approx(1550, abs=1)


def test_what_is_measured_stands_beside_the_real_figures_and_the_names(funnelcast: Funnelcast, exports: list[Path]):
    path, told = begun(funnelcast, exports)
    scenario = read(path)
    assert [own.channel for own in scenario.actuals] == ["Google Ads", "Organic Search"]
    assert scenario.channel_of_source == {
        "Brand": "Google Ads",
        "Emergency": "Google Ads",
        "Paid Search": "Google Ads",
    }
    assert told["unmapped"] == ["Unassigned"]
    assert list(told["left_out"]) == ["Referral"]
    assert any("two exports state visits: 240 counts, 300 does not" in note for note in told["notes"])


def test_the_rest_is_as_in_the_example_of_the_trade(funnelcast: Funnelcast, exports: list[Path]):
    path, _ = begun(funnelcast, exports, "--trade", "plumber", "--map", "Organic Search=Google Ads")
    assert [channel.name for channel in read(path).channels] == ["Google Ads"]
    margin = read(path).business.gross_margin_rate
    assert margin is not None
    assert not margin.source.startswith("Measured")


def test_in_another_currency_at_the_rates_stated(funnelcast: Funnelcast, exports: list[Path]):
    path, _ = begun(funnelcast, exports, "--currency", "eur", "--rate", "USD=0.5")
    assert read(path).currency == "EUR"
    click = measured(path)["channels.Google Ads.cost_per_click"]
    assert click.low < 0.5 * 3100.5 / 320 < click.high


def test_a_scenario_begun_from_exports_can_be_run(funnelcast: Funnelcast, exports: list[Path]):
    path, _ = begun(funnelcast, exports)
    code, printed, errors = funnelcast("run", path, "--draws", 1024, "--json")
    assert (code, errors) == (0, "")
    assert json.loads(printed)["plans"]["Today"]["metrics"]["customers"]["mean"] > 0.0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["--trade", "astronaut"], "there is no trade 'astronaut'"),
        (["--currency", "EUR"], "--rate USD=0.92"),
        (["--map", "Brand"], "it must be SOURCE=CHANNEL"),
    ],
)
def test_what_cannot_be_meant_is_refused(funnelcast: Funnelcast, exports: list[Path], words: list[str], says: str):
    output = exports[0].parent / "new.yaml"
    code, printed, errors = funnelcast("begin", *exports, "--output", output, *words)
    assert (code, printed) == (2, "")
    assert says in errors
    assert not output.exists()


def test_exports_without_any_channel_are_refused(funnelcast: Funnelcast, exports: list[Path]):
    code, printed, errors = funnelcast("begin", exports[2], "--output", exports[0].parent / "new.yaml")
    assert (code, printed) == (2, "")
    assert "Organic Search: neither what it cost nor how many visits it brought is known" in errors


def test_a_file_that_is_there_already_is_not_written_over(funnelcast: Funnelcast, exports: list[Path]):
    output = exports[0].parent / "new.yaml"
    output.write_text("mine")
    code, _, errors = funnelcast("begin", *exports, "--output", output)
    assert (code, output.read_text()) == (2, "mine")
    assert "--force" in errors


def test_the_columns_of_a_table_are_remembered_by_the_new_scenario(funnelcast: Funnelcast, tmp_path: Path):
    file = tmp_path / "own.csv"
    file.write_text("Wann,Wo,Kosten,Besuche,Anfragen\n2026-01,Google Ads,900,100,9\n", "utf-8")
    columns = {"source": "Wo", "month": "Wann", "spend": "Kosten", "visits": "Besuche", "leads": "Anfragen"}
    named = [word for key, heading in columns.items() for word in ("--column", f"{key}={heading}")]
    path, _ = begun(funnelcast, [file], *named)
    assert read(path).imported_tables == [columns]
