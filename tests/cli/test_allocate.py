"""``funnelcast allocate``: the best split of a budget."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.edits.spend import slider_spend
from tests.cli.commands import FEW, MANUFACTURER, ROOT, WORKSHEET, Funnelcast, first_year

KEYS = {"budget", "objective", "allocation", "value", "current", "bound", "gap", "proven", "unspent", "marginal",
        "binding", "verdict", "fresh"}  # fmt: skip


def allocated(funnelcast: Funnelcast, *words: object) -> Any:
    code, output, errors = funnelcast("allocate", *words, "--json", *FEW)
    assert (code, errors) == (0, "")
    return json.loads(output)


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copy(MANUFACTURER, tmp_path / "own.yaml"))


def test_the_answer_has_every_part_of_the_contract(funnelcast: Funnelcast) -> None:
    found = allocated(funnelcast, MANUFACTURER, "--budget", 11_600, "--step", 500)
    assert set(found) >= KEYS
    assert sum(found["allocation"].values()) == pytest.approx(11_600)
    assert list(found["marginal"]) == list(found["allocation"]) == list(read(MANUFACTURER).channel_names)
    assert found["proven"]
    assert found["value"] <= found["bound"]
    assert found["verdict"]["kind"] == "better"


@pytest.mark.parametrize("objective", ["customers", "median", "worst"])
def test_a_split_is_judged_by_what_was_asked_for(funnelcast: Funnelcast, objective: str) -> None:
    found = allocated(funnelcast, MANUFACTURER, "--budget", 11_600, "--step", 1_450, "--objective", objective)
    assert found["value"] >= found["current"]


def test_less_is_spent_where_more_does_not_pay(funnelcast: Funnelcast) -> None:
    found = allocated(funnelcast, MANUFACTURER, "--budget", 400_000, "--step", 4_000, "--at-most")
    assert found["unspent"] > 0.0
    assert "total" not in found["binding"]


def test_the_answer_is_added_to_the_file_and_nothing_else_of_it_changes(funnelcast: Funnelcast, own: Path) -> None:
    before = own.read_text("utf-8").splitlines()
    found = allocated(funnelcast, own, "--budget", 11_600, "--step", 1_450, "--save-as", "Best split")
    scenario = read(own)
    assert scenario.plans[-1].name == "Best split"
    assert slider_spend(scenario, scenario.plan("Best split")) == pytest.approx(found["allocation"])
    after = iter(own.read_text("utf-8").splitlines())
    assert all(line in after for line in before)


def test_the_limits_of_the_file_are_kept(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(
        own.read_text("utf-8") + "\nlimits:\n  channels:\n    - {channel: Trade shows, at_least: 3000}\n", "utf-8"
    )
    found = allocated(funnelcast, own, "--budget", 11_600, "--step", 500)
    assert found["allocation"]["Trade shows"] == 3_000
    assert "channels.Trade shows.at_least" in found["binding"]
    held = next(each for each in found["limits"] if each["limit"] == "channels.Trade shows.at_least")
    assert held["from"] == "Trade shows"
    assert held["change"]["p10"] <= held["change"]["p90"]
    assert found["wider"]["value"] > 0.0


def test_a_person_reads_what_moves_and_what_it_is_worth(funnelcast: Funnelcast) -> None:
    code, output, _ = funnelcast("allocate", MANUFACTURER, "--budget", 11_600, "--step", 1_450, *FEW)
    assert code == 0
    text = " ".join(output.split())
    for words in (
        "Best split of $11,600 a month",
        "Return on the next $200",
        "8 in 10 worlds",
        "Proven: ",
        "The total: $200 a month more in",
        "less in Trade shows",
    ):
        assert words in text


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--budget", "-1"], "the budget is -1"),
        (["--budget", "100", "--step", "0"], "the step is 0"),
        (["--budget", "100", "--objective", "custommers"], "did you mean customers"),
        (["--budget", "100", "--objective", "roi"], "it must be one of"),
        (["--budget", "100", "--plan", "Workshet"], "did you mean Worksheet"),
        (["--budget", "100", "--save-as", "Worksheet"], "already a plan called Worksheet"),
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(
    funnelcast: Funnelcast, tmp_path: Path, words: list[str], message: str
) -> None:
    own = shutil.copy(WORKSHEET, tmp_path / "own.yaml")
    code, output, errors = funnelcast("allocate", own, *words, *FEW)
    assert (code, output) == (2, "")
    assert message in errors


@pytest.mark.parametrize(
    "words",
    [["allocate", "--budget", 100], ["goal", "--metric", "customers", "--at-least", 10, "--probability", "80 %"]],
)
def test_where_nobody_is_paid_there_is_nothing_to_divide(
    funnelcast: Funnelcast, tmp_path: Path, words: list[object]
) -> None:
    text = WORKSHEET.read_text(encoding="utf-8")
    before, _ = text.split("\nchannels:")
    file = tmp_path / "walk-ins.yaml"
    file.write_text(
        before + "\nchannels:\n  - {name: Walk-ins, type: unpaid, visits_per_month: 100, visit_to_lead_rate: 0.1,"
        " lead_to_customer_rate: 0.2}\nplans:\n  - {name: Today, monthly_spend: {}}\n",
        encoding="utf-8",
    )
    command, *others = words
    code, output, errors = funnelcast(command, file, *others, *FEW)
    assert (code, output) == (2, "")
    assert "there is no channel to " in errors


def test_limits_that_cannot_be_met_are_refused_and_the_file_stays_as_it_is(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(
        own.read_text("utf-8") + "\nlimits:\n  channels:\n    - {channel: Trade shows, at_least: 30000}\n", "utf-8"
    )
    before = own.read_bytes()
    code, output, errors = funnelcast("allocate", own, "--budget", 11_600, "--save-as", "Best", *FEW)
    assert (code, output) == (2, "")
    assert "Trade shows has to have at least 30,000.00, 18,400.00 more than the whole budget" in errors
    assert own.read_bytes() == before


def test_every_total_is_divided_where_no_budget_is_given(funnelcast: Funnelcast) -> None:
    found = allocated(funnelcast, MANUFACTURER, "--frontier", "--step", 1_450)
    totals = [each["total"] for each in found["totals"]]
    assert totals == sorted(totals)
    assert found["most_profitable"] in totals
    best = next(each for each in found["totals"] if each["total"] == found["most_profitable"])
    assert best["profit"]["p10"] < best["profit"]["mean"] < best["profit"]["p90"]
    assert sum(best["allocation"].values()) == pytest.approx(best["total"])
    assert found["present"]["total"] == 11_600


def test_a_person_reads_which_total_is_best_and_from_where_more_does_not_pay(funnelcast: Funnelcast) -> None:
    code, output, _ = funnelcast("allocate", MANUFACTURER, "--frontier", "--step", 500, *FEW)
    assert code == 0
    text = " ".join(output.split())
    for words in (
        "The most profitable total is $",
        "brings back less than it costs",
        "The plan as it is spends $11,600",
    ):
        assert words in text


def test_the_right_total_may_buy_improvements(funnelcast: Funnelcast, tmp_path: Path) -> None:
    file = tmp_path / "worksheet.yaml"
    belief = "channels.Referrals.lead_to_customer_rate"
    offered = f"\nimprovements:\n  - {{name: Calls, belief: {belief}, becomes: 90 %, monthly_cost: 50}}\n"
    file.write_text(WORKSHEET.read_text(encoding="utf-8") + offered, encoding="utf-8")
    found = allocated(funnelcast, file, "--frontier", "--improvements")["with_improvements"]
    assert (found["improvements"], found["improvements_cost"]) == (["Calls"], pytest.approx(50.0))
    assert found["total"] == pytest.approx(sum(found["allocation"].values()) + 50.0)
    assert found["more_profit"] > 0.0
    _, output, _ = funnelcast("allocate", file, "--frontier", "--improvements", *FEW)
    assert "With “Calls” bought from it, for $50 a month, the most profitable total is $" in " ".join(output.split())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ([], "give --budget B, or --frontier"),
        (["--budget", "100", "--frontier"], "give --budget B, or --frontier"),
        (["--frontier", "--objective", "customers"], "--frontier looks at profit"),
        (["--frontier", "--save-as", "Best"], "--frontier looks at profit"),
        (["--frontier", "--step", "0"], "the step is 0"),
    ],
)
def test_either_one_budget_or_all_totals_are_asked_for(funnelcast: Funnelcast, words: list[str], message: str) -> None:
    code, output, errors = funnelcast("allocate", WORKSHEET, *words, *FEW)
    assert (code, output) == (2, "")
    assert message in " ".join(errors.replace("│", " ").split())


def test_each_quarter_may_have_a_split_of_its_own(funnelcast: Funnelcast, own: Path) -> None:
    own.write_text(first_year(own), "utf-8")
    found = allocated(funnelcast, own, "--budget", 11_600, "--step", 2_900, "--by", "quarter", "--save-as", "Quarters")
    assert found["by"] == "quarter"
    assert found["periods"][0] == {"from": 1, "to": 3}
    for amounts in zip(*found["allocation"].values(), strict=True):
        assert sum(amounts) <= 11_600
    saved = read(own)
    spend = saved.spend("Quarters")
    assert list(spend[0, ::3]) == found["allocation"][saved.channel_names[0]]


def test_each_month_may_have_a_split_of_its_own_where_room_is_limited_by_the_worst_worlds(
    funnelcast: Funnelcast, tmp_path: Path
) -> None:
    """By hand: there is room for 21 customers; $600 of referrals bring them, and $700 of advertisements."""
    file = tmp_path / "own.yaml"
    text = WORKSHEET.read_text("utf-8").replace("horizon_months: 1", "horizon_months: 4")
    file.write_text(text.replace("business:", "business:\n  new_customers_per_month_at_most: 21"), "utf-8")
    found = allocated(
        funnelcast, file, "--budget", 1_000, "--step", 100, "--at-most", "--by", "month", "--objective", "worst"
    )
    assert found["by"] == "month"
    assert found["objective"] == {"kind": "worst", "metric": "profit"}
    assert found["periods"] == [{"from": month, "to": month} for month in (1, 2, 3, 4)]
    assert found["allocation"] == {"Advertisements": [0.0] * 4, "Referrals": [600.0] * 4}
    assert found["value"] == pytest.approx(4 * (21 * 200 - 600))
    assert found["proven"]


@pytest.fixture
def offering(tmp_path: Path) -> Path:
    """The worksheet over four months, where calls are offered that make referrals better."""
    file = tmp_path / "offering.yaml"
    belief = "channels.Referrals.lead_to_customer_rate"
    offered = f"\nimprovements:\n  - {{name: Calls, belief: {belief}, becomes: 90 %, monthly_cost: 50}}\n"
    text = WORKSHEET.read_text(encoding="utf-8").replace("horizon_months: 1", "horizon_months: 4")
    file.write_text(text + offered, encoding="utf-8")
    return file


@pytest.mark.parametrize("by", ["quarter", "month"])
def test_improvements_are_chosen_for_all_months_and_what_they_leave_is_divided_by_period(
    funnelcast: Funnelcast, offering: Path, by: str
) -> None:
    words = [offering, "--budget", 1_000, "--step", 50, "--improvements"]
    whole = allocated(funnelcast, *words)
    found = allocated(funnelcast, *words, "--by", by, "--save-as", "Best")
    assert (found["improvements"], found["improvements_cost"]) == (whole["improvements"], whole["improvements_cost"])
    assert found["improvements"] == ["Calls"]
    assert found["improvements_chosen_for"] == "one split in all months"
    assert (found["bound"], found["proven"]) == (None, False)
    assert whole["proven"], "one split for all months is"
    assert found["value"] >= whole["value"] - 1e-6
    assert found["current"] == whole["current"]
    assert all(sum(each) == pytest.approx(950.0) for each in zip(*found["allocation"].values(), strict=True))
    assert found["worth"]["Calls"]["mean"] > 0.0
    saved = read(offering).plan("Best")
    assert [each.improvement for each in saved.improvements] == ["Calls"]


def test_a_person_reads_for_what_improvements_were_chosen(funnelcast: Funnelcast, offering: Path) -> None:
    words = [offering, "--budget", 1_000, "--step", 50, "--improvements", "--by", "month"]
    code, output, _ = funnelcast("allocate", *words, *FEW)
    assert code == 0
    text = " ".join(output.split())
    for said in (
        "Buy “Calls”: $50 a month of the budget",
        "Improvements were chosen for one split in all months: Calls; $950 a month is left for channels.",
        "Other choices were not tried by month.",
        "There is no proof that no other split by month brings more.",
    ):
        assert said in text


def test_a_person_reads_what_quarters_are_worth(funnelcast: Funnelcast) -> None:
    code, output, _ = funnelcast("allocate", MANUFACTURER, "--budget", 11_600, "--step", 2_900, "--by", "quarter", *FEW)
    assert code == 0
    text = " ".join(output.split())
    for words in ("by quarter", "The same in all months brings $", "proof that no other split by quarter"):
        assert words in text


def test_a_commitment_stands_in_the_file(funnelcast: Funnelcast, own: Path) -> None:
    limits = "\nlimits:\n  channels:\n    - {channel: Trade shows, committed_until: 2027-06}\n"
    own.write_text(own.read_text("utf-8") + limits, "utf-8")
    found = allocated(funnelcast, own, "--budget", 11_600, "--step", 1_450)
    assert found["allocation"]["Trade shows"] == found["present"]["Trade shows"]
    assert "channels.Trade shows.committed_until" in found["binding"]


def test_a_commitment_until_no_month_of_the_plan_is_refused(funnelcast: Funnelcast, own: Path) -> None:
    limits = "\nlimits:\n  channels:\n    - {channel: Trade shows, committed_until: 99}\n"
    own.write_text(own.read_text("utf-8") + limits, "utf-8")
    code, output, errors = funnelcast("allocate", own, "--budget", 11_600, *FEW)
    assert (code, output) == (2, "")
    assert "committed_until" in errors
    assert "is 99; it must be a month between 1 and the horizon" in errors


def test_improvements_are_not_chosen_where_none_are_offered(funnelcast: Funnelcast):
    file = ROOT / "scenarios" / "plumber.yaml"
    code, output, errors = funnelcast("allocate", file, "--budget", 1_000, "--improvements")
    assert (code, output) == (2, "")
    assert "the scenario offers none" in errors
