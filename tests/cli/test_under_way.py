"""``funnelcast track``: the gap explained, the weakest link, the month that runs, and the outlook."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import Funnelcast

FILE = """format: 1
name: Test
currency: USD
start: 2027-01
horizon_months: 12
business:
  revenue_per_sale: [350, 480, 700]
  gross_margin_rate: 52 %
funnel:
  lead_to_customer_rate: 35 %
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: [8, 13, 25]
    visit_to_lead_rate: [5 %, 8 %, 12 %]
  - name: Mail
    type: direct_mail
    cost_per_piece: 1
    response_rate: 1 %
plans:
  - name: Today
    monthly_spend: {Ads: 3000, Mail: 500}
targets:
  - {metric: customers, at_least: 90, probability: 80 %}
  - {metric: cac, at_most: 500, probability: 80 %}
"""
FIGURES = """actuals:
  - {channel: Ads, from: 2027-01, spend: [3000, 3000, 3100, 900], visits: [230, 210, 25, 60],
     leads: [18, 17, 12, 5], customers: [5, 6, 2, 1], revenue: [2500, 2800, 900, 400]}
"""
ON = ("--today", "2027-04-10", "--draws", "512")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(FILE + FIGURES, "utf-8")
    return file


def tracked(funnelcast: Funnelcast, file: Path) -> Any:
    code, output, errors = funnelcast("track", file, *ON, "--json")
    assert (code, errors) == (0, "")
    return json.loads(output)


def test_the_parts_of_the_gap_add_up_to_it(funnelcast: Funnelcast, own: Path) -> None:
    gap = tracked(funnelcast, own)["gap"]
    parts = ("spend", "units", "unit_cost", "time_to_close", "value", "luck")
    made = sum(gap[part] for part in parts) + sum(gap["rates"].values())
    assert made == pytest.approx(gap["actual"] - gap["planned"])
    assert gap["unit_cost"] < -1000.0
    assert set(gap["rates"]) == {"visit_to_lead_rate", "lead_to_customer_rate"}
    assert gap["channels"]["Ads"]["months"] == ["2027-01", "2027-02", "2027-03"]
    assert gap["left_out"] == ["Mail"]


def test_the_weakest_link_is_the_one_that_costs_the_most(funnelcast: Funnelcast, own: Path) -> None:
    found = tracked(funnelcast, own)
    assert (found["focus"]["cause"], found["focus"]["target"], found["focus"]["channel"]) == (
        "unit_cost",
        "visits",
        "Ads",
    )
    assert found["focus"]["cost"] == pytest.approx(-found["gap"]["unit_cost"])


def test_the_month_that_runs_is_paced(funnelcast: Funnelcast, own: Path) -> None:
    pace = tracked(funnelcast, own)["pace"]
    assert (pace["month"], pace["days"], pace["over"]) == ("2027-04", 30, 9)
    assert (pace["spend"]["so_far"], pace["spend"]["p50"], pace["spend"]["left_a_day"]) == (900.0, 3000.0, 100.0)
    assert pace["channels"]["Ads"]["leads"]["so_far"] == 5.0


def test_the_outlook_has_every_target_after_each_month(funnelcast: Funnelcast, own: Path) -> None:
    outlook = tracked(funnelcast, own)["outlook"]
    assert outlook["months_over"] == 3
    assert [each["through"] for each in outlook["moved"]] == [None, "2027-01", "2027-02", "2027-03"]
    assert outlook["moved"][-1]["targets"] == outlook["targets"]
    assert outlook["targets"]["customers >= 90"] < outlook["moved"][0]["targets"]["customers >= 90"]
    assert outlook["targets"]["cac <= 500"] < outlook["moved"][0]["targets"]["cac <= 500"]
    assert outlook["untold"] == {}
    assert outlook["figures"]["customers"]["p10"] < outlook["figures"]["customers"]["p90"]


def test_the_same_can_be_read(funnelcast: Funnelcast, own: Path) -> None:
    code, output, errors = funnelcast("track", own, *ON)
    assert (code, errors) == (0, "")
    for said in ("What made the difference", "Weakest against the plan", "9 of 30 days over", "After 3 of 12 months"):
        assert said in output


def test_without_real_figures_it_says_so_and_the_outlook_is_the_plan(funnelcast: Funnelcast, tmp_path: Path) -> None:
    file = tmp_path / "none.yaml"
    file.write_text(FILE, "utf-8")
    code, output, errors = funnelcast("track", file, "--today", "2027-01-10", "--draws", "512")
    assert (code, errors) == (0, "")
    assert "No month is over yet: this is the plan itself." in output
    found = json.loads(funnelcast("track", file, "--today", "2027-01-10", "--draws", "512", "--json")[1])
    assert (found["pace"], found["focus"], found["gap"]["channels"]) == (None, None, {})
