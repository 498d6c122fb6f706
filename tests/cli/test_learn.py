"""``funnelcast learn``: what the ranges learn from real figures, and into the file."""

import json
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.edits import value_at
from simulator.library.outcomes import read_outcomes
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


def filled(folder: Path, source: str, count: int, *, first: int = 0) -> None:
    """Scenarios whose rates had one source, and turned out a little different each."""
    for number in range(first, first + count):
        counts = FILE.replace("visits: [140", f"visits: [{number + 140}")
        stated = f"{{range: [5 %, 8 %, 12 %], source: {source}}}"
        content = counts.replace("[5 %, 8 %, 12 %]", stated).replace(
            "cost_per_click: [8, 13, 25]", "cost_per_click: 13"
        )
        (folder / f"{source} {number}.yaml").write_text(content, "utf-8")


def test_the_library_knows_how_ranges_turned_out_of_scenarios_that_are_gone(
    funnelcast: Funnelcast, own: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "library"
    folder.mkdir()
    filled(folder, "Anna", 12)
    before = learned(funnelcast, own, "--library", folder)["calibration"]
    for path in folder.glob("*.yaml"):
        path.unlink()
    after = learned(funnelcast, own, "--library", folder)["calibration"]
    assert after == before
    assert (after["ranges"], after["kept_in"], after["trouble"]) == (14, str(folder), "")
    assert after["by_source"]["Anna"]["ranges"] == 12


def test_later_months_of_the_same_ranges_take_the_place_of_former_ones(funnelcast: Funnelcast, own: Path) -> None:
    _, first, _ = funnelcast("learn", own, "--library", own.parent, "--today", "2027-03-31", "--json")
    own.rename(own.with_name("renamed.yaml"))
    found = learned(funnelcast, own.with_name("renamed.yaml"), "--library", own.parent)["calibration"]
    assert [each["months"] for each in json.loads(first)["calibration"]["ranges_judged"]] == [2, 2]
    assert [each["months"] for each in found["ranges_judged"]] == [3, 3]


def test_who_typed_the_ranges_of_the_file_is_known_from_then_on(funnelcast: Funnelcast, own: Path) -> None:
    typed = FILE.replace("[8, 13, 25]", "{range: [8, 13, 25], source: Your figure}")
    own.write_text(typed, "utf-8")
    (own.parent / "other.yaml").write_text(typed.replace("spend: [1400", "spend: [1500"), "utf-8")
    learned(funnelcast, own, "--library", own.parent, "--by", "Anna")
    found = learned(funnelcast, own, "--library", own.parent)["calibration"]["ranges_judged"]
    assert {(each["scenario"], each["source"], each["by"]) for each in found if each["path"] == COST} == {
        ("own", "Your figure", "Anna"),
        ("other", "Your figure", ""),
    }
    assert {each["by"] for each in found if each["path"] == RATE} == {""}


def test_how_good_they_are_is_told_by_whose_they_are_from_ten_ranges_on(
    funnelcast: Funnelcast, own: Path, tmp_path: Path
) -> None:
    filled(tmp_path, "Anna", 11)
    filled(tmp_path, "Ben", 9, first=20)
    _, output, _ = funnelcast("learn", own, *ON, "--library", tmp_path)
    (anna,) = [line for line in output.splitlines() if line.strip().startswith("Anna")]
    assert [cell.strip() for cell in anna.split("  ") if cell.strip()][1:4] == ["11", "11", "6 to 11"]
    assert "Ben" not in output
    assert "1 source with fewer than 10 ranges: nothing can be said of them." in output
    assert "Interval score" in output


def test_a_damaged_file_of_ranges_is_said_and_kept(funnelcast: Funnelcast, own: Path) -> None:
    place = own.parent / ".calibration" / "ranges.jsonl"
    place.parent.mkdir()
    place.write_text("rubbish", "utf-8")
    code, output, _ = funnelcast("learn", own, *ON, "--library", own.parent)
    assert code == 0
    assert "cannot be read; it is kept beside the new one" in " ".join(output.split())
    assert [path.read_text("utf-8") for path in place.parent.glob("ranges as found *")] == ["rubbish"]


def test_where_nothing_can_be_kept_it_is_judged_all_the_same(funnelcast: Funnelcast, own: Path) -> None:
    (own.parent / ".calibration").write_text("in the way", "utf-8")
    found = learned(funnelcast, own, "--library", own.parent)["calibration"]
    assert (found["ranges"], found["kept_in"]) == (2, None)
    assert "is not kept in" in found["trouble"]


def test_what_is_written_into_a_file_of_the_library_is_kept_there_and_nowhere_else(
    funnelcast: Funnelcast, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    learned(funnelcast, own, "--write")
    assert not (own.parent / ".calibration").exists()
    own.write_text(FILE, "utf-8")
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(own.parent))
    assert learned(funnelcast, own)["calibration"]["kept_in"] is None
    assert learned(funnelcast, own, "--write")["calibration"]["kept_in"] == str(own.parent)
    assert len(read_outcomes(own.parent).ranges) == 2


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
