"""The JSON Schema: made from the declarations, true of every shipped file, and strict where a schema can be."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from ruamel.yaml import YAML

from simulator.edits.adoption import adopt
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.fields import quantities
from simulator.scenario_files import schema, write
from tests.examples import PLUMBER

SCENARIOS = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))
MISTAKES = Path(__file__).parent / "mistakes"

CAUGHT = (
    "unknown-key-near-a-known-one",
    "unknown-key-near-none",
    "unknown-key-in-belief",
    "unknown-key-in-plan",
    "unknown-key-in-schedule",
    "format-missing",
    "format-newer",
    "format-zero",
    "format-not-a-number",
    "name-missing",
    "name-empty",
    "name-is-a-list",
    "name-too-long",
    "currency-missing",
    "currency-unknown",
    "currency-in-small-letters",
    "start-missing",
    "start-with-a-day",
    "start-in-words",
    "horizon-zero",
    "horizon-ten-thousand",
    "horizon-not-whole",
    "horizon-in-words",
    "correlation-too-high",
    "season-of-eleven-months",
    "season-with-a-zero",
    "season-with-a-word",
    "rate-as-a-bare-number",
    "rate-as-a-bare-range",
    "rate-negative",
    "percent-where-money-belongs",
    "range-of-two",
    "range-of-four",
    "range-that-starts-at-zero",
    "range-with-a-word",
    "bound-outside-the-limits",
    "belief-with-range-and-value",
    "belief-without-numbers",
    "belief-with-a-list-as-value",
    "belief-empty",
    "negative-money",
    "zero-cost",
    "true-as-a-number",
    "number-in-quotation-marks",
    "number-with-a-dollar-sign",
    "number-with-a-thousands-comma",
    "number-in-thousands",
    "fee-rate-as-a-bare-number",
    "fee-as-a-range",
    "carry-over-too-high",
    "overflow-unknown",
    "capacity-zero",
    "business-is-a-number",
    "stage-unknown",
    "stage-that-is-no-qualification-stage",
    "channels-missing",
    "channels-empty",
    "channels-by-name",
    "channel-name-missing",
    "channel-type-missing",
    "channel-type-near-a-known-one",
    "channel-cost-missing",
    "channel-is-a-word",
    "curve-unknown",
    "curve-as-a-word",
    "curve-without-type",
    "curve-that-more-than-doubles",
    "s-shape-with-an-impossible-slope",
    "capped-curve-without-its-cap",
    "reference-spend-zero",
    "plans-missing",
    "plan-without-spend",
    "plan-spend-negative",
    "plan-spend-negative-in-a-month",
    "plan-from-month-zero",
    "plan-amount-missing",
    "plan-spend-empty",
    "plan-grows-as-a-bare-number",
    "plan-amount-and-quarters",
    "plan-quarters-and-years",
    "plan-quarters-from-a-month",
    "plan-quarters-misspelt",
    "plan-amounts-beside-spans",
    "plan-from-a-day",
    "plan-from-in-words",
    "plan-spans-wrong-in-places",
    "repeats-every-no-month",
    "repeats-every-half-month",
    "capacity-in-no-steps",
    "capacity-step-of-zero",
    "overhead-as-a-group",
    "overhead-step-in-month-zero",
    "yearly-change-as-a-bare-number",
    "yearly-change-of-a-rate",
    "target-metric-unknown",
    "target-without-bound",
    "target-with-both-bounds",
    "target-probability-above-one",
    "target-without-metric",
    "a-list-at-the-top",
    "text-at-the-top",
    "number-absurdly-large",
    "adopted-in-a-month",
    "adopted-by-name-alone",
    "adopted-without-figures",
)


def instance(path: Path) -> Any:
    """A file as an editor's schema checker sees it: JSON knows no dates."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Constructor.yaml_constructors["tag:yaml.org,2002:timestamp"] = lambda _, node: node.value
    return yaml.load(path.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def validator():
    return Draft202012Validator(schema())


def test_the_schema_is_one_of_draft_2020_12():
    Draft202012Validator.check_schema(without_repeats(schema(), set()))


def without_repeats(part: Any, seen: set[str]) -> Any:
    """The same schema in which no property is described twice in the same words: most channels share most numbers."""
    if isinstance(part, list):
        return [without_repeats(each, seen) for each in part]
    if not isinstance(part, dict):
        return part
    kept = dict(part)
    if isinstance(own := part.get("properties"), dict):
        words = {name: json.dumps(each) for name, each in own.items()}
        kept["properties"] = {name: own[name] for name, each in words.items() if each not in seen}
        seen.update(words.values())
    return {key: without_repeats(each, seen) for key, each in kept.items()}


@pytest.mark.parametrize("path", SCENARIOS, ids=lambda path: path.stem)
def test_every_shipped_scenario_keeps_to_the_schema(path, validator):
    assert [error.message for error in validator.iter_errors(instance(path))] == []


def test_a_scenario_with_an_adopted_plan_keeps_to_it(validator, tmp_path):
    file = tmp_path / "adopted.yaml"
    file.write_bytes(write(adopt(PLUMBER, "Today", date(2027, 1, 5))))
    assert [error.message for error in validator.iter_errors(instance(file))] == []


@pytest.mark.parametrize("name", CAUGHT)
def test_the_schema_catches_what_a_schema_can(name, validator):
    assert not validator.is_valid(instance(MISTAKES / f"{name}.yaml"))


def test_every_declared_number_of_a_channel_stands_in_the_schema_with_its_label():
    described = {
        each["properties"]["type"]["const"]: each for each in schema()["properties"]["channels"]["items"]["oneOf"]
    }
    for key, owner in CHANNEL_TYPES.items():
        for name, quantity in quantities(owner).items():
            if name not in owner.unused:
                assert described[key]["properties"][name]["title"] == quantity.label


def test_what_is_about_money_has_no_place_in_visits_that_come_without_it():
    described = {
        each["properties"]["type"]["const"]: each for each in schema()["properties"]["channels"]["items"]["oneOf"]
    }
    assert CHANNEL_TYPES["unpaid"].unused & set(described["unpaid"]["properties"]) == set()
    assert described["unpaid"]["required"] == ["type", "visits_per_month", "name"]
