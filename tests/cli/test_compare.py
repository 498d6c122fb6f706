"""``funnelcast compare``: plans of one file or several, over a common horizon, and if the world were different."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.commands import FEW, PLUMBER, ROOT, WORKSHEET, Funnelcast

MOVER = ROOT / "scenarios" / "mover.yaml"
CLICK = "channels.Google Ads search.cost_per_click"
FIGURES = {"mean", "p10", "p50", "p90", "standard_error"}
OF_A_PLAN = FIGURES | {"difference", "probability_better", "probability_best", "expected_regret", "verdict"}


def copied(tmp_path: Path, name: str = "copy.yaml", **changes: str) -> Path:
    """The plumber's file once more, with some lines changed: ``{"currency": "EUR"}``."""
    lines = PLUMBER.read_text(encoding="utf-8").splitlines()
    written = [next((f"{key}: {value}" for key, value in changes.items() if line.startswith(f"{key}: ")), line)
               for line in lines]  # fmt: skip
    path = tmp_path / name
    path.write_text("\n".join(written), encoding="utf-8")
    return path


def found(funnelcast: Funnelcast, *words: object) -> Any:
    code, output, errors = funnelcast("compare", *words, "--json", *FEW)
    assert (code, errors) == (0, "")
    return json.loads(output)


# -- several files -------------------------------------------------------------------------------------


def test_plans_of_several_files_are_told_apart_by_their_scenarios(funnelcast: Funnelcast) -> None:
    result = found(funnelcast, PLUMBER, MOVER, "--plan", "Today", "--plan", "Shift to SEO")
    assert list(result["plans"])[:2] == ["Today (Ridge Plumbing 2027)", "Today (Two Rivers Moving 2027)"]
    assert result["baseline"] == "Today (Ridge Plumbing 2027)"
    assert result["scenarios"] == ["Ridge Plumbing 2027", "Two Rivers Moving 2027"]
    assert result["plans_of"]["Today (Two Rivers Moving 2027)"] == {
        "scenario": "Two Rivers Moving 2027",
        "plan": "Today",
    }
    assert all(set(plan) == OF_A_PLAN for plan in result["plans"].values())


def test_one_plan_of_one_file_can_be_meant(funnelcast: Funnelcast) -> None:
    words = ("--plan", "Today (Two Rivers Moving 2027)", "--plan", "Add radio")
    assert list(found(funnelcast, PLUMBER, MOVER, *words)["plans"]) == ["Today", "Add radio"]


def test_a_plan_against_its_copy_in_another_file_differs_by_exactly_nothing(
    funnelcast: Funnelcast, tmp_path: Path
) -> None:
    result = found(funnelcast, PLUMBER, copied(tmp_path), "--plan", "Today")
    copy = list(result["plans"].values())[1]
    assert [copy["difference"][figure] for figure in ("mean", "p10", "p50", "p90")] == [0.0] * 4
    assert copy["verdict"] == {
        "kind": "no_difference",
        "text": "no meaningful difference: keep your plan; both give the same in every possible world",
    }
    assert result["caveats"] == []


def test_other_currencies_are_refused_with_the_reason(funnelcast: Funnelcast, tmp_path: Path) -> None:
    code, output, errors = funnelcast("compare", PLUMBER, copied(tmp_path, currency="EUR"), *FEW)
    assert (code, output) == (2, "")
    assert "Ridge Plumbing 2027 is in USD, Ridge Plumbing 2027 is in EUR." in errors
    assert "--horizon" not in errors


def test_other_horizons_are_refused_with_the_offer_of_a_common_one(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("compare", PLUMBER, WORKSHEET, *FEW)
    assert (code, output) == (2, "")
    assert "Ridge Plumbing 2027 looks 24 months ahead, First worksheet looks 1 month ahead." in errors
    assert "Ask for that with --horizon 1." in errors


def test_over_a_common_horizon_they_are_compared(funnelcast: Funnelcast) -> None:
    result = found(funnelcast, WORKSHEET, PLUMBER, "--horizon", 1)
    assert result["horizon_months"] == 1
    alone = found(funnelcast, WORKSHEET)
    assert result["plans"]["Worksheet"]["mean"] == alone["plans"]["Worksheet"]["mean"]


def test_a_horizon_beyond_what_is_stated_is_refused(funnelcast: Funnelcast) -> None:
    code, _, errors = funnelcast("compare", PLUMBER, "--horizon", 25, *FEW)
    assert code == 2
    assert "choose from 1 to 24" in errors


def test_other_first_months_are_said_beside_the_figures(funnelcast: Funnelcast, tmp_path: Path) -> None:
    later = copied(tmp_path, start="2027-03", name="later.yaml")
    assert "begins in Jan 2027" in found(funnelcast, PLUMBER, later)["caveats"][0]
    output = funnelcast("compare", PLUMBER, later, "--plan", "Today", *FEW).output
    assert "the same budget can bring something else: at another time of year" in " ".join(output.split())


def test_a_bad_file_among_several_is_named(funnelcast: Funnelcast, tmp_path: Path) -> None:
    code, output, errors = funnelcast("compare", PLUMBER, copied(tmp_path, horizon_months="0"), *FEW)
    assert (code, output) == (2, "")
    assert "copy.yaml: 1 problem" in errors


# -- the verdict ---------------------------------------------------------------------------------------


def test_a_verdict_is_a_kind_for_machines_and_words_for_people(funnelcast: Funnelcast) -> None:
    verdict = found(funnelcast, WORKSHEET)["plans"]["Half to referrals"]["verdict"]
    assert verdict == {"kind": "better", "text": "better in every possible world"}


def test_what_matters_can_be_set(funnelcast: Funnelcast) -> None:
    usual, strict = found(funnelcast, WORKSHEET), found(funnelcast, WORKSHEET, "--matters", "1000000")
    assert usual["matters"] == 10.0, "a hundredth of what the first plan costs"
    assert strict["matters"] == 1_000_000.0
    assert strict["plans"]["Half to referrals"]["verdict"]["kind"] == "no_difference"
    output = funnelcast("compare", WORKSHEET, "--matters", "1000000", *FEW).output
    assert "Differences of up to $1,000,000 in profit after marketing do not count." in " ".join(output.split())


@pytest.mark.parametrize(
    ("metric", "typed", "amount"),
    [
        ("profit", "1,500", 1500.0),
        ("profit", "$1,500", 1500.0),
        ("profit", "0.5", 0.5),
        ("roi", "5 %", 0.05),
        ("roi", "0.05", 0.05),
        ("payback_months", "2 months", 2.0),
    ],
)
def test_what_matters_is_read_as_people_write_it(
    funnelcast: Funnelcast, metric: str, typed: str, amount: float
) -> None:
    assert found(funnelcast, WORKSHEET, "--metric", metric, "--matters", typed)["matters"] == amount


@pytest.mark.parametrize(("metric", "typed"), [("profit", "5 %"), ("roi", "a lot"), ("profit", "€5"), ("profit", "")])
def test_what_matters_and_cannot_be_read_is_refused_with_an_example(
    funnelcast: Funnelcast, metric: str, typed: str
) -> None:
    code, output, errors = funnelcast("compare", WORKSHEET, "--metric", metric, f"--matters={typed}", *FEW)
    assert (code, output) == (2, "")
    example = "as 1,500" if metric == "profit" else "as 5 % or 0.05"
    assert f"--matters is {typed!r}; it must be a number of 0 or more, {example}" in " ".join(errors.split())


@pytest.mark.parametrize("amount", ["-1", "nan", "inf"])
def test_what_matters_is_a_size(funnelcast: Funnelcast, amount: str) -> None:
    code, output, errors = funnelcast("compare", WORKSHEET, f"--matters={amount}", *FEW)
    assert (code, output) == (2, "")
    assert "it must be a number of 0 or more" in errors


def test_a_close_call_takes_more_worlds_and_says_how_many(funnelcast: Funnelcast) -> None:
    result = found(funnelcast, PLUMBER)
    assert 64 < result["draws"] <= 65_536
    again = json.loads(funnelcast("compare", PLUMBER, "--draws", result["draws"], "--json").output)
    assert again == result


# -- if the world is different -------------------------------------------------------------------------


def test_a_condition_stands_beside_the_unconditioned_result(funnelcast: Funnelcast) -> None:
    believed = found(funnelcast, PLUMBER)
    stressed = found(funnelcast, PLUMBER, "--stress", f"{CLICK}=high", "--stress", "market=poor")
    under = stressed.pop("under")
    assert stressed == believed
    assert under["scenarios"][0]["conditions"] == [
        {"path": CLICK, "side": "high"},
        {"path": "market", "side": "low"},
    ]
    assert 0.0 < under["scenarios"][0]["probability"] < 0.1
    assert under["scenarios"][0]["rarity"].startswith("All of these together (Google Ads search: cost per click at")
    assert all(set(plan) == OF_A_PLAN for plan in under["plans"].values())
    assert under["plans"]["Today"]["mean"] < believed["plans"]["Today"]["mean"]


def test_the_table_says_what_is_supposed_and_how_rare_it_is(funnelcast: Funnelcast) -> None:
    output = funnelcast("compare", PLUMBER, "--stress", f"{CLICK}=low", *FEW).output
    assert output.count("against Today") == 2
    assert "Google Ads search: cost per click: Low ($8)" in output
    assert "1 world in 10, by definition" in output
    assert "Shown are the worlds where Google Ads search: cost per click is low" in output


def test_a_file_that_lacks_the_belief_is_left_as_it_is(funnelcast: Funnelcast, tmp_path: Path) -> None:
    words = (PLUMBER, WORKSHEET, "--horizon", 1, "--plan", "Today", "--plan", "Worksheet")
    believed, under = found(funnelcast, *words), found(funnelcast, *words, "--stress", f"{CLICK}=high")["under"]
    assert under["plans"]["Worksheet"]["mean"] == believed["plans"]["Worksheet"]["mean"]
    assert under["plans"]["Today"]["mean"] < believed["plans"]["Today"]["mean"]
    assert under["scenarios"][1]["rarity"] == "Nothing changes here."


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((f"{CLICK}=middle",), "is not understood"),
        (("cost",), "is not understood; write PATH=low or PATH=high"),
        (("market=bad",), "market=low or market=high or market=poor or market=good"),
        (("channels.Google Ads search.cost_per_clik=low",), f"did you mean {CLICK}?"),
        ((f"{CLICK}=low", f"{CLICK}=high"), "supposed twice"),
    ],
)
def test_conditions_that_mean_nothing_are_refused(funnelcast: Funnelcast, words: tuple[str, ...], said: str) -> None:
    options = [option for word in words for option in ("--stress", word)]
    code, output, errors = funnelcast("compare", PLUMBER, *options, *FEW)
    assert (code, output) == (2, "")
    assert said in errors


def test_a_payback_that_is_never_reached_is_said_in_words(funnelcast: Funnelcast) -> None:
    _, output, _ = funnelcast("compare", PLUMBER, "--metric", "payback_months", *FEW)
    assert "never" in output
    assert "∞" not in output
