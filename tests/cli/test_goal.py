"""``funnelcast goal``: what a goal takes."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.edits.spend import slider_spend
from tests.cli.commands import FEW, MANUFACTURER, ROOT, WORKSHEET, Funnelcast, first_year

KEYS = {"reachable", "budget", "allocation", "probability", "best_probability", "backwards"}


def taken(funnelcast: Funnelcast, *words: object) -> Any:
    code, output, errors = funnelcast("goal", *words, "--json", *FEW)
    assert (code, errors) == (0, "")
    return json.loads(output)


def test_the_answer_has_every_part_of_the_contract_and_is_added_to_the_file_of_which_nothing_else_changes(
    funnelcast: Funnelcast, tmp_path: Path
) -> None:
    own = Path(shutil.copy(MANUFACTURER, tmp_path / "own.yaml"))
    before = own.read_text("utf-8").splitlines()
    words = (
        "--metric",
        "customers",
        "--at-least",
        5,
        "--year",
        1,
        "--probability",
        "60 %",
        "--save-as",
        "Five",
        "--most",
        20_000,
    )
    found = taken(funnelcast, own, *words)
    assert set(found) >= KEYS
    assert sum(found["allocation"].values()) == pytest.approx(found["budget"])
    assert list(found["allocation"]) == list(read(MANUFACTURER).channel_names)
    assert [span["months"] for span in found["backwards"]] == [[1, 3], [4, 6], [7, 9], [10, 12]]
    assert list(found["backwards"][0]["stages"]) == ["visits", "leads", "mqls", "sqls", "opportunities"]
    assert set(found["backwards"][0]["stages"]["leads"]) >= {"mean", "p10", "p50", "p90", "given"}
    scenario = read(own)
    assert slider_spend(scenario, scenario.plan("Five")) == pytest.approx(found["allocation"])
    after = iter(own.read_text("utf-8").splitlines())
    assert all(line in after for line in before)


def test_a_number_for_each_quarter_is_a_goal_for_each(funnelcast: Funnelcast, tmp_path: Path) -> None:
    file = tmp_path / "first-year.yaml"
    file.write_text(first_year(MANUFACTURER), "utf-8")
    numbers = [word for number in (0, 1, 1, 2) for word in ("--at-least", number)]
    found = taken(funnelcast, file, "--metric", "customers", *numbers, "--probability", 0.5, "--most", 20_000)
    assert [goal["months"] for goal in found["goals"]] == [[1, 3], [4, 6], [7, 9], [10, 12]]
    assert found["probability"] <= min(goal["probability"] for goal in found["goals"])


@pytest.mark.parametrize(
    ("metric", "words"),
    [("roi", ["--at-least", "20 %"]), ("cac", ["--at-most", "5000"]), ("payback_months", ["--at-most", "30"])],
)
def test_of_what_more_money_makes_worse_the_largest_budget_is_said(
    funnelcast: Funnelcast, metric: str, words: list[str]
) -> None:
    found = taken(funnelcast, MANUFACTURER, "--metric", metric, *words, "--probability", 0.6, "--most", 20_000)
    assert found["largest"]
    assert found["backwards"] == []


def test_a_person_reads_the_answer_first(funnelcast: Funnelcast) -> None:
    code, output, _ = funnelcast(
        "goal", WORKSHEET, "--metric", "revenue", "--at-least", "30,000", "--probability", ".9", *FEW
    )
    assert code == 0
    text = " ".join(output.split())
    assert " a month brings $30,000 of revenue within 1 month in 100 of 100 possible worlds. Your plan spends" in text
    for words in ("The funnel backwards", "Each rate by itself", "The highest price", "30% now. 60% would do alone"):
        assert words in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--metric", "custommers", "--at-least", "1"], "did you mean customers"),
        (["--metric", "customers", "--at-least", "many"], "--at-least is 'many'; it must be a number"),
        (["--metric", "customers"], "needs either"),
        (["--metric", "customers", "--at-least", "1", "--at-most", "2"], "choose one of them"),
        (["--metric", "cac", "--at-least", "1"], "has to be at most"),
        (["--metric", "customers", "--at-least", "1", "--probability", "80"], "must be between 0 and 1"),
        (["--metric", "customers", "--at-least", "1", "--year", "3"], "the months 25 to 36"),
        (["--metric", "customers", "--at-least", "1", "--most", "-1"], "the most to spend is -1"),
        (["--metric", "customers", "--at-least", "1", "--save-as", "Worksheet"], "already a plan called Worksheet"),
        (["--metric", "customers", *["--at-least", "1"] * 5], "a year has 4 quarters"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(funnelcast: Funnelcast, words: list[str], message: str) -> None:
    probability = [] if "--probability" in words else ["--probability", "0.8"]
    code, output, errors = funnelcast("goal", WORKSHEET, *words, *probability, *FEW)
    assert (code, output) == (2, "")
    assert message in " ".join(errors.split())


def test_a_budget_may_buy_improvements_and_the_saved_plan_has_them(funnelcast: Funnelcast, tmp_path: Path) -> None:
    file = tmp_path / "worksheet.yaml"
    belief = "channels.Referrals.lead_to_customer_rate"
    offered = f"\nimprovements:\n  - {{name: Calls, belief: {belief}, becomes: 95 %, monthly_cost: 50}}\n"
    file.write_text(WORKSHEET.read_text(encoding="utf-8") + offered, encoding="utf-8")
    asked = ("--metric", "revenue", "--at-least", 30_000, "--probability", 0.9)
    found = taken(funnelcast, file, *asked, "--improvements", "--save-as", "Wanted")
    assert (found["improvements"], found["improvements_cost"]) == (["Calls"], 50.0)
    assert found["budget"] == pytest.approx(sum(found["allocation"].values()) + 50.0)
    # Without calls 60 customers take 86 leads at $20.
    assert found["budget"] < 86 * 20
    assert [each.improvement for each in read(file).plan("Wanted").improvements] == ["Calls"]


def test_improvements_are_not_chosen_where_none_are_offered(funnelcast: Funnelcast):
    file = ROOT / "scenarios" / "plumber.yaml"
    code, output, errors = funnelcast(
        "goal", file, "--metric", "customers", "--at-least", 10, "--probability", "80 %", "--improvements"
    )
    assert (code, output) == (2, "")
    assert "the scenario offers none" in errors
