"""The words beside boxes say what the numbers say, in the unit that a person types."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from simulator.presentation import beliefs
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import PayPerClick
from simulator.scenario.plans import Plan
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.text.formats import Formats
from simulator.text.parsing import read, read_otherwise
from simulator.units import Quantity, Role, Unit

MONEY = Quantity(label="Average sale", unit=Unit.MONEY, open_below=True)
RATE = Quantity(label="Gross margin", unit=Unit.RATE, at_most=1.0)
TIMES = Quantity(label="Repeat sales per year", unit=Unit.RATIO)
DEALS = Quantity(label="Time from lead to sale", unit=Unit.MONTHS, role=Role.SPREAD)
DOLLARS = Formats(currency="USD", locale="en_US")
EUROS = Formats(currency="EUR", locale="de_DE")


def test_a_label_names_the_unit_once():
    assert beliefs.titled(MONEY, DOLLARS) == "Average sale, $"
    assert beliefs.titled(MONEY, EUROS) == "Average sale, €"
    assert beliefs.titled(RATE, DOLLARS) == "Gross margin, %"
    assert beliefs.titled(TIMES, DOLLARS) == "Repeat sales per year"
    assert beliefs.titled(replace(DEALS, label="Months until it works fully"), DOLLARS) == "Months until it works fully"


def test_a_belief_is_spoken_in_its_unit():
    assert beliefs.spoken(between(350.0, 480.0, 700.0), MONEY, DOLLARS) == "$350 to $700, half below $480"
    assert beliefs.spoken(between(0.25, 0.35, 0.45), RATE, DOLLARS) == "25% to 45%, half below 35%"
    assert beliefs.spoken(between(0.2, 0.4, 0.7), TIMES, DOLLARS) == "0.2 to 0.7, half below 0.4"
    assert beliefs.spoken(between(1.0, 2.0, 6.0), DEALS, DOLLARS) == "1 to 6 months, half within 2 months"
    assert beliefs.spoken(certain(480.0), MONEY, DOLLARS) == "$480"


def test_boxes_of_deals_speak_of_deals():
    assert beliefs.box_labels(DEALS)[0].startswith("1 deal in 10")
    assert beliefs.box_labels(MONEY) == ("Low", "Likely", "High")


@pytest.mark.parametrize(
    ("belief", "quantity", "said"),
    [
        (between(0.4, 0.5, 1.2), RATE, ["120% cannot be: it must be at most 100%"]),
        (certain(-5.0), MONEY, ["-$5 cannot be: it must be above $0"]),
        (between(5.0, 3.0, 9.0), MONEY, ["the three numbers must rise, each above the one before"]),
        (between(0.0, 0.5, 0.6), RATE, ["the first number must be above 0%: 1 time in 10 the truth is below it"]),
        (between(0.4, 0.5, 1.0), RATE, ["the last number must be below 100%: 1 time in 10 the truth is above it"]),
        (between(0.4, 0.5, 0.6), RATE, []),
        (certain(1.0), RATE, []),
    ],
)
def test_what_is_wrong_with_numbers_is_said_as_they_are_typed(belief, quantity, said):
    assert beliefs.belief_problems(belief, quantity, DOLLARS) == said


@pytest.mark.parametrize("quantity", [MONEY, RATE, TIMES, DEALS])
def test_nothing_is_wrong_exactly_when_the_numbers_can_be_drawn(quantity):
    ends = (0.0, 0.1, 0.3, 0.5, 0.9, 1.0, 1.5)
    for low in ends:
        for likely in ends:
            for high in ends:
                belief = between(low, likely, high)
                own = beliefs.belief_problems(belief, quantity, DOLLARS)
                assert bool(own) == bool(belief.problems(quantity)), belief


def test_limits_of_its_own_that_contradict_each_other_are_said():
    belief = Belief(low=0.2, likely=0.3, high=0.4, at_least=0.9, at_most=0.1)
    assert beliefs.belief_problems(belief, RATE, DOLLARS)


def test_a_lopsided_range_states_the_one_in_a_hundred_value_on_the_side_that_runs_away():
    up = beliefs.lopsided_note(between(100.0, 105.0, 900.0), MONEY, DOLLARS)
    far = float(between(100.0, 105.0, 900.0).distribution(MONEY).ppf(np.array([0.99]))[0])
    assert "above" in up
    assert DOLLARS.money(far) in up
    down = beliefs.lopsided_note(between(0.1, 0.85, 0.9), RATE, DOLLARS)
    assert "below" in down
    assert beliefs.lopsided_note(between(100.0, 300.0, 900.0), MONEY, DOLLARS) == ""
    assert beliefs.lopsided_note(certain(5.0), MONEY, DOLLARS) == ""


def test_a_source_is_one_line_with_its_month():
    belief = replace(certain(5.0, source="2026\n accounts"), as_of=date(2026, 10, 1))
    assert beliefs.source_line(belief, DOLLARS) == "Source: 2026 accounts (Oct 2026)"
    assert beliefs.source_line(certain(5.0), DOLLARS) == "No source stated"


def test_every_place_of_a_scenario_has_words():
    scenario = Scenario(
        name="s",
        currency="USD",
        start=date(2027, 1, 1),
        business=Business(),
        funnel=SharedFunnel(),
        channels=(
            PayPerClick(name="Ads", cost_per_click=certain(5.0)),
            PayPerClick(name="Ads. More", cost_per_click=certain(5.0)),
        ),
        plans=(Plan(name="p", monthly_spend={}),),
    )
    places = beliefs.places(scenario)
    assert places["channels.Ads. More.cost_per_click"] == "Ads. More: Cost per click"
    assert places["business.gross_margin_rate"] == "Business: Gross margin"
    assert places["horizon_months"] == "Months to look ahead"


def test_a_missing_number_is_told_from_a_wrong_one():
    assert "missing" in beliefs.not_a_number(" ", MONEY, DOLLARS)
    assert "“lots” is not a number" in beliefs.not_a_number("lots", RATE, DOLLARS)


@pytest.mark.parametrize(
    ("quantity", "english", "german"), [(MONEY, "1,200", "1.200"), (RATE, "8.5 %", "8,5 %"), (TIMES, "1.5", "1,5")]
)
def test_the_example_of_a_number_is_written_as_its_reader_writes_numbers(quantity, english, german):
    assert beliefs.not_a_number("lots", quantity, DOLLARS).endswith(f"write it like {english}")
    assert beliefs.not_a_number("lots", quantity, EUROS).endswith(f"write it like {german}")
    for example, formats in ((english, DOLLARS), (german, EUROS)):
        rules = {"locale": str(formats.locale), "currency": formats.currency}
        assert read(example, quantity.unit, **rules) is not None
        assert read_otherwise(example, quantity.unit, **rules) is None
