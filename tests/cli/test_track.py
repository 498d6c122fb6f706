"""``funnelcast track``: the adopted plan beside real figures, and adoption into the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.engine.funnel import MODEL_VERSION
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
    cost_per_click: [8, 13, 25]    # a quote
    visit_to_lead_rate: [5 %, 8 %, 12 %]
  - name: Mail
    type: direct_mail
    cost_per_piece: 1
    response_rate: 1 %
plans:
  - name: Today
    monthly_spend: {Ads: 3000, Mail: 500}
  - name: Less
    monthly_spend: {Ads: 1000}
actuals:
  - {channel: Ads, from: 2027-01, spend: [3000, 3000, 3100, 900], visits: [230, 210, 25, 60], leads: [18, null, 2, 3]}
"""
ON = ("--today", "2027-04-10", "--draws", "512")


@pytest.fixture
def own(tmp_path: Path) -> Path:
    file = tmp_path / "own.yaml"
    file.write_text(FILE, "utf-8")
    return file


def tracked(funnelcast: Funnelcast, *words: object, on: tuple[str, ...] = ON) -> Any:
    code, output, errors = funnelcast("track", *words, *on, "--json")
    assert (code, errors) == (0, "")
    return json.loads(output)


def test_each_month_and_quarter_has_what_was_planned_and_what_was(funnelcast: Funnelcast, own: Path) -> None:
    found = tracked(funnelcast, own)
    assert (found["plan"], found["adopted"], found["today"], found["written"]) == ("Today", None, "2027-04-10", False)
    assert [month["from"] for month in found["months"]] == ["2027-01", "2027-02", "2027-03", "2027-04"]
    assert [month["is_over"] for month in found["months"]] == [True, True, True, False]
    january, february, march, april = found["months"]
    assert set(january["leads"]) == {"planned", "p10", "p90", "actual", "chance_lower", "status", "without"}
    assert january["leads"]["without"] == ["Mail"]
    assert january["channels"]["Ads"]["leads"]["actual"] == 18.0
    assert january["spend"]["planned"] == 3000.0
    assert "leads" not in february
    assert march["visits"]["status"] == "worse"
    assert march["visits"]["chance_lower"] < 0.05
    assert april["visits"]["status"] == "too_early"
    (quarter,) = [each for each in found["quarters"] if each["is_over"]]
    assert (quarter["from"], quarter["to"], quarter["leads"]["actual"]) == ("2027-01", "2027-03", 20.0)
    assert quarter["leads"]["months_unknown"] == 1
    assert "months_unknown" not in quarter["visits"]
    assert found["so_far"]["visits"]["actual"] == 465.0


def test_an_adopted_plan_is_held_to_whatever_is_believed_later(funnelcast: Funnelcast, own: Path) -> None:
    before = tracked(funnelcast, own)
    made = tracked(funnelcast, own, "--adopt", on=("--today", "2027-01-05", "--draws", "512"))
    assert (made["written"], made["adopted"]) == (True, {"date": "2027-01-05", "model_version": MODEL_VERSION})
    text = own.read_text("utf-8")
    assert text.startswith(FILE)
    changed = text.replace("[8, 13, 25]    # a quote", "[20, 30, 40]    # a quote").replace("Ads: 3000,", "Ads: 9000,")
    own.write_text(changed, "utf-8")
    after = tracked(funnelcast, own)
    assert after["adopted"] == made["adopted"]
    assert after["months"] == before["months"]
    assert after["said"][0] == "“Today” as it was adopted on Jan 5, 2027."


def test_another_plan_is_looked_at_as_it_stands_and_says_which_is_adopted(funnelcast: Funnelcast, own: Path) -> None:
    tracked(funnelcast, own, "--adopt")
    found = tracked(funnelcast, own, "--plan", "Less")
    assert (found["plan"], found["adopted"]) == ("Less", None)
    assert found["months"][0]["spend"]["planned"] == 1000.0
    assert found["months"][0]["spend"]["status"] == "more"
    assert found["said"][0].startswith("“Less” as it stands now.")
    assert found["said"][1] == "The plan that is adopted is “Today”."


def test_a_plan_adopted_again_takes_the_place_of_the_former(funnelcast: Funnelcast, own: Path) -> None:
    tracked(funnelcast, own, "--adopt", "--plan", "Less")
    again = tracked(funnelcast, own, "--adopt")
    assert (again["plan"], again["adopted"]["date"]) == ("Less", "2027-04-10")
    adopted = read(own).adopted
    assert adopted is not None
    assert adopted.plan == "Less"
    assert own.read_text("utf-8").count("adopted:") == 1


def test_a_page_says_it_in_words(funnelcast: Funnelcast, own: Path) -> None:
    code, output, errors = funnelcast("track", own, *ON)
    assert (code, errors) == (0, "")
    for words in (
        "Adopt it, and it is kept as it is",
        "Until Mar 2027",
        "All channels, so far",
        "Ads, so far",
        "Worse",
        "All channels, Apr 2027 (not over yet)",
        "Not known, and left out on both sides: spend and leads of Mail",
        "Known of part of the months only, and compared in those: leads.",
    ):
        assert words in " ".join(output.split())


def test_without_real_figures_it_says_so(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(FILE[: FILE.index("actuals:")], "utf-8")
    found = tracked(funnelcast, own)
    assert (found["months"], found["quarters"], found["so_far"]) == ([], [], None)
    assert found["said"][-1].startswith("No real figures yet")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("--plan", "Lesss"), "did you mean Less?"),
        (("--plan", "Lesss", "--adopt"), "did you mean Less?"),
        (("--today", "10.4.2027"), "it must be a day, such as 2027-04-10"),
        (("--draws", "7"), "draws"),
    ],
)
def test_what_cannot_be_meant_is_refused_and_nothing_is_written(
    funnelcast: Funnelcast, own: Path, words: tuple[str, ...], says: str
) -> None:
    code, output, errors = funnelcast("track", own, *words)
    assert (code, output) == (2, "")
    assert says in errors
    assert own.read_text("utf-8") == FILE
