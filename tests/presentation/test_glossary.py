"""The glossary is complete by itself, and its examples are right: they are read here as a reader would."""

import re

import pytest

from simulator.metrics.kpis import METRICS, Metric
from simulator.presentation.glossary import KINDS, Entry, found, glossary, named, used_in
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import quantities, walk
from simulator.scenario.improvements import Improvement
from simulator.scenario.scenario import Business, Scenario, SharedFunnel
from simulator.text.formats import Formats
from simulator.units import Unit
from tests.examples import PLUMBER

ENTRIES = glossary(Formats())
BY_KEY = {entry.key: entry for entry in ENTRIES}
RECORDS = (Business, SharedFunnel, *CHANNEL_TYPES.values(), *CURVES.values(), Improvement, Scenario)
ASKED_BY_MARKETERS = (
    "visit", "impression", "lead", "MQL", "SQL", "opportunity", "customer", "CPL", "CAC", "ROAS", "ROI", "LTV",
    "LTV:CAC", "payback", "gross margin", "retention", "churn", "carry-over", "ramp-up", "saturation",
    "incremental share", "possible world", "improvement", "unpaid visits", "low", "likely", "high", "8 in 10",
)  # fmt: skip
ARITHMETIC = re.compile(r"[-+−×/^().,%$x\d\s]+ = [-.,%$x\d]+")


def computed(written: str) -> float:
    """What an expression gives, worked out by Python: ``($6,400 − $4,000) / $4,000``, ``60%``, ``3.33x``."""
    plain = re.sub(r"([\d.]+)%", r"(\1/100)", re.sub(r"[$x,]", "", written))
    return float(eval(plain.replace("×", "*").replace("−", "-").replace("^", "**"), {"__builtins__": {}}))


WORKED_OUT = [entry for entry in ENTRIES if ARITHMETIC.fullmatch(entry.example)]


@pytest.mark.parametrize("entry", WORKED_OUT, ids=lambda entry: entry.key)
def test_an_example_gives_what_it_says(entry: Entry) -> None:
    worked, result = entry.example.split(" = ")
    # What is shown is rounded to three digits.
    assert computed(worked) == pytest.approx(computed(result), rel=0.005)


def test_nearly_every_figure_that_comes_out_is_worked_out() -> None:
    in_words = {"payback_months", "spend", "npv", "cac_payback_months"}
    assert set(METRICS) - {entry.key for entry in WORKED_OUT} == in_words


@pytest.mark.parametrize("metric", METRICS.values(), ids=list(METRICS))
def test_every_metric_has_an_entry_with_formula_and_example(metric: Metric) -> None:
    entry = BY_KEY[metric.key]
    assert (entry.term, entry.words, entry.unit, entry.better) == (
        metric.label, metric.about, metric.unit, metric.better,
    )  # fmt: skip
    assert entry.formula
    assert re.search(r"\d", entry.example)


def test_every_number_that_can_be_stated_has_an_entry_with_an_example() -> None:
    labels = {quantity.label for record in RECORDS for quantity in quantities(record).values()}
    labels |= {place.quantity.label for place in walk(PLUMBER) if not place.path.startswith("targets")}
    entries = {label: named(ENTRIES, label) for label in labels}
    assert [label for label, entry in entries.items() if entry is None or not re.search(r"\d", entry.example)] == []


def test_an_example_states_a_number_and_not_what_may_be_stated():
    assert [entry.key for entry in ENTRIES if "must be" in entry.example] == []


def test_no_words_hold_a_number_as_only_some_readers_write_it():
    texts = [entry.term + entry.words + entry.formula for entry in glossary(Formats("EUR", "de-DE"))]
    assert [text for text in texts if re.search(r"\d,\d{3}", text)] == []


def test_a_text_about_costs_does_not_use_the_price_of_an_improvement():
    assert named(ENTRIES, "Cost, once") not in used_in(ENTRIES, "What is not spent is not counted as a cost.")


def test_a_new_metric_has_an_entry_by_its_declaration_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    new = Metric(
        "revenue_per_lead", "Revenue per lead", Unit.MONEY, "higher", "What a lead brings in.",
        lambda totals: totals.revenue / totals.stages["leads"], reads="{revenue} / {leads}",
    )  # fmt: skip
    monkeypatch.setitem(METRICS, new.key, new)
    entry = named(glossary.__wrapped__(Formats()), "Revenue per lead")
    assert entry is not None
    assert (entry.formula, entry.example) == ("revenue / leads", "$12,800 / 200 = $64")


def test_the_cost_of_a_customer_is_the_worked_example() -> None:
    assert BY_KEY["cac"].formula == "marketing cost / (new customers + customers still to close)"
    assert BY_KEY["cac"].example == "$4,000 / (16 + 4) = $200"


@pytest.mark.parametrize("name", ASKED_BY_MARKETERS)
def test_what_marketers_ask_for_is_found_by_its_name(name: str) -> None:
    entry = named(ENTRIES, name)
    assert entry is not None
    assert entry in found(ENTRIES, name)


def test_no_two_entries_share_an_address() -> None:
    assert len(BY_KEY) == len(ENTRIES)
    assert {entry.kind for entry in ENTRIES} == set(KINDS)


def test_entries_are_plain_text_without_a_place_left_to_fill() -> None:
    texts = [text for entry in ENTRIES for text in (entry.term, entry.words, entry.formula, entry.example)]
    assert [text for text in texts if re.search(r"[{}<>]|nan|inf\b|–", text)] == []


def test_examples_are_written_for_their_reader() -> None:
    german = {entry.key: entry.example for entry in glossary(Formats("EUR", "de-DE"))}
    assert german["cac"].replace("\xa0", " ") == "4.000 € / (16 + 4) = 200 €"


def test_a_search_finds_every_word_in_any_order_and_names_first() -> None:
    terms = [entry.term for entry in found(ENTRIES, "customer cost")]
    assert terms[0] == "Cost per new customer (CAC)"
    assert found(ENTRIES, "no such thing") == []
    assert found(ENTRIES, " ") == list(ENTRIES)


def test_an_empty_name_names_nothing() -> None:
    assert named(ENTRIES, "") is named(ENTRIES, "…") is None


@pytest.mark.parametrize("text", ["The CAC is high.", "its cac", "Cost per new customer (CAC)", "CACs"])
def test_an_entry_is_used_where_one_of_its_names_is_a_word(text):
    assert named(ENTRIES, "CAC") in used_in(ENTRIES, text)


@pytest.mark.parametrize("text", ["", "cactus", "CACAO", "xcac"])
def test_an_entry_is_not_used_where_its_name_is_part_of_another_word(text):
    assert named(ENTRIES, "CAC") not in used_in(ENTRIES, text)


def test_an_improvement_is_worth_what_the_model_gives_and_of_unpaid_visits_only_the_gain_counts() -> None:
    # Two more customers, for whom there is room, at $400 of gross profit each.
    assert BY_KEY["improvement"].example == "profit with it − profit without it: $3,200 − $2,400 = $800"
    assert BY_KEY["unpaid_visits"].example == (
        "leads of 1,000 such visits, beyond those who would come anyway: 60 − 50 = 10"
    )


IN_YEN = [entry for entry in glossary(Formats("JPY")) if ARITHMETIC.fullmatch(entry.example.replace("¥", "$"))]


def test_as_much_is_worked_out_in_a_currency_without_cents() -> None:
    assert [entry.key for entry in IN_YEN] == [entry.key for entry in WORKED_OUT]


@pytest.mark.parametrize("entry", IN_YEN, ids=lambda entry: entry.key)
def test_an_example_is_right_in_a_currency_without_cents_too(entry: Entry) -> None:
    worked, result = entry.example.replace("¥", "$").split(" = ")
    assert computed(worked) == pytest.approx(computed(result), rel=0.005)
