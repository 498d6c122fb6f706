"""``funnelcast learn``: what the ranges learn from real figures, and into the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.edits import value_at
from tests.cli.commands import Funnelcast

FILE = """format: 1
name: Test
currency: USD
start: 2027-01
business:
  revenue_per_sale: [350, 480, 700]
  gross_margin_rate: 52 %
funnel:
  lead_to_customer_rate: 35 %
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: [8, 13, 25]    # a quote
    visit_to_lead_rate: [5 %, 8 %, 12 %]
plans:
  - name: Today
    monthly_spend: {Ads: 3000}
actuals:
  - {channel: Ads, from: 2027-01, spend: [1400, 1400, 1400], visits: [140, 140, 140], leads: [10, 7, 6]}
"""
RATE, COST = "channels.Ads.visit_to_lead_rate", "channels.Ads.cost_per_click"
ON = ("--today", "2027-04-10")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(FILE, "utf-8")
    return file


def learned(funnelcast: Funnelcast, *words: object) -> Any:
    code, output, errors = funnelcast("learn", *words, *ON, "--json")
    assert (code, errors) == (0, "")
    return json.loads(output)


def test_each_range_is_given_with_what_it_learns_from(funnelcast: Funnelcast, own: Path) -> None:
    found = learned(funnelcast, own)
    assert list(found["beliefs"]) == [COST, RATE]
    cost = found["beliefs"][COST]
    assert cost["before"] == [8.0, 13.0, 25.0]
    assert [round(number, 6) for number in cost["after"]] == [9.434436, 10.031772, 10.680951]
    assert cost["evidence"] == {
        "from": "2027-01",
        "to": "2027-03",
        "months": 3,
        "channels": ["Ads"],
        "what": "clicks",
        "count": 420.0,
        "amount": 4200.0,
        "dispersion": 1.0,
    }
    assert (cost["weight"], cost["conflict"], found["written"]) == (1.0, False, False)
    assert own.read_text("utf-8") == FILE


def test_a_month_that_is_not_over_is_left_alone(funnelcast: Funnelcast, own: Path) -> None:
    _, output, _ = funnelcast("learn", own, "--today", "2027-03-31", "--json")
    assert json.loads(output)["beliefs"][COST]["evidence"]["count"] == 280.0


def test_what_was_written_is_not_learned_again(funnelcast: Funnelcast, own: Path) -> None:
    assert learned(funnelcast, own, "--write")["written"]
    belief = value_at(read(own), COST)
    assert (belief.low, belief.likely, belief.high) == (9.434, 10.03, 10.68)
    assert belief.source == "Measured from 420 clicks, Jan 2027 to Mar 2027"
    assert learned(funnelcast, own)["beliefs"] == {}


def test_what_was_learned_is_taken_back(funnelcast: Funnelcast, own: Path) -> None:
    before = read(own)
    learned(funnelcast, own, "--write")
    found = learned(funnelcast, own, "--take-back", COST, "--take-back", RATE, "--write")
    assert (found["taken_back"], found["beliefs"]) == ([COST, RATE], {})
    assert read(own) == before


def test_months_that_are_less_like_the_future_count_for_less(funnelcast: Funnelcast, own: Path) -> None:
    low, _, high = learned(funnelcast, own, "--like-future", "0.25")["beliefs"][COST]["after"]
    sure = learned(funnelcast, own)["beliefs"][COST]["after"]
    assert low < sure[0] < sure[2] < high
    assert learned(funnelcast, own, "--like-future", "0")["beliefs"] == {}


def test_figures_that_the_range_held_to_be_nearly_impossible_are_said(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(FILE.replace("leads: [10, 7, 6]", "leads: [70, 80, 90]"), "utf-8")
    assert learned(funnelcast, own)["beliefs"][RATE]["conflict"]
    assert "less than 1 chance in 100" in funnelcast("learn", own, *ON).output


def test_the_page_says_what_the_range_was_worth_and_what_was_left_out(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(FILE.replace("cost_per_click: [8, 13, 25]", "cost_per_click: 13"), "utf-8")
    code, output, _ = funnelcast("learn", own, *ON)
    assert code == 0
    assert "Ads: Visits that become leads: The range was worth 99 visits; the figures have 420." in output
    assert "nothing learned from Jan 2027, Feb 2027, Mar 2027: it is stated as certain" in output
    assert "with fewer than 10, nothing can be said" in output


def test_a_file_without_real_figures_says_so(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(FILE[: FILE.index("actuals:")], "utf-8")
    assert "Nothing new to learn" in funnelcast("learn", own, *ON).output


def test_ranges_of_all_scenarios_of_a_folder_are_judged_once(funnelcast: Funnelcast, own: Path) -> None:
    assert learned(funnelcast, own)["calibration"]["ranges"] == 2
    for number in range(4):
        other = FILE.replace("leads: [10, 7, 6]", f"leads: [{number + 11}, 7, 6]").replace("name: Ads", "name: More")
        other = other.replace("Ads: 3000", "More: 3000").replace("channel: Ads", "channel: More")
        (own.parent / f"other-{number}.yaml").write_text(other, "utf-8")
    (own.parent / "copy.yaml").write_text(FILE, "utf-8")
    (own.parent / "spoilt.yaml").write_text("format: [", "utf-8")
    found = learned(funnelcast, own, "--library", own.parent)["calibration"]
    # The price of the others is the same figure of the same belief, and no other one.
    assert (found["ranges"], found["band"]) == (2 + 1 + 4, None)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--today", "tomorrow"), "--today is 'tomorrow'; it must be a day, such as 2027-04-10"),
        (("--like-future", "1.5"), "--like-future is 1.5; it must be between 0 and 1"),
        (("--library", "nowhere"), "--library is nowhere; there is no such folder"),
        (("--take-back", COST), "there is no belief that has learned 'channels.Ads.cost_per_click'"),
    ],
)
def test_what_cannot_be_asked_is_refused(funnelcast: Funnelcast, own: Path, words: tuple[str, ...], said: str) -> None:
    code, output, errors = funnelcast("learn", own, *words)
    assert (code, output) == (2, "")
    assert said in errors
