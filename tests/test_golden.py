"""The shipped scenarios give what they gave; a changed result comes with a changed MODEL_VERSION, or not at all."""

import copy
from pathlib import Path

import pytest

from simulator import METRICS, MODEL_VERSION
from tests.golden_numbers import FOLDER, computed, differences, recorded, silent_change, stems

CHANGELOG = Path(__file__).parents[1] / "CHANGELOG.md"
REMAKE = "uv run python -m tests.golden_numbers"


@pytest.mark.parametrize("stem", stems())
def test_a_shipped_scenario_gives_its_golden_numbers(stem: str) -> None:
    golden, present = recorded(stem), computed(stem)
    assert golden["model_version"] == MODEL_VERSION, f"the golden numbers are of another model: {REMAKE}"
    assert golden["scenario_sha256"] == present["scenario_sha256"], f"the scenario was changed: {REMAKE}"
    assert differences(golden, present) == [], "results changed: raise MODEL_VERSION and say so in CHANGELOG.md"


def test_there_are_golden_numbers_for_every_shipped_scenario_and_no_other() -> None:
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == stems()


def test_there_are_golden_numbers_for_every_metric() -> None:
    (plan, *_) = recorded("first-worksheet")["plans"].values()
    assert set(plan["mean, p10, p50, p90"]) == set(METRICS), REMAKE


def test_a_changed_number_is_noticed_and_a_rounded_one_is_not() -> None:
    golden = recorded("first-worksheet")
    changed, rounded = copy.deepcopy(golden), copy.deepcopy(golden)
    changed["plans"]["Worksheet"]["mean, p10, p50, p90"]["revenue"][0] *= 1.0 + 1e-8
    rounded["plans"]["Worksheet"]["mean, p10, p50, p90"]["revenue"][0] *= 1.0 + 1e-12
    assert len(silent_change(golden, changed)) == 1
    assert silent_change(golden, rounded) == []


def test_a_metric_that_is_gone_is_noticed() -> None:
    golden = recorded("first-worksheet")
    poorer = copy.deepcopy(golden)
    del poorer["plans"]["Worksheet"]["mean, p10, p50, p90"]["cac"]
    assert len(silent_change(golden, poorer)) == 4


def test_another_model_version_may_give_other_numbers() -> None:
    golden = recorded("first-worksheet")
    other = {**copy.deepcopy(golden), "model_version": "0"}
    other["plans"]["Worksheet"]["mean, p10, p50, p90"]["revenue"][0] = 1.0
    assert silent_change(golden, other) == []


def test_the_changelog_says_what_the_version_of_the_model_changed() -> None:
    _, _, changed = CHANGELOG.read_text(encoding="utf-8").partition("### Results changed")
    assert f"Model version {MODEL_VERSION}" in changed
