"""Numbers in boxes: read tolerantly, written exactly."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.text.parsing import is_reworded, is_scaled, read, read_otherwise, write
from simulator.units import Unit

LOCALES = ("en_US", "de_DE", "fr_FR", "de_CH", "en_IN", "es_ES", "sv_SE", "pt_BR")


@pytest.mark.parametrize(
    ("typed", "unit", "locale", "expected"),
    [
        ("1,200", Unit.MONEY, "en_US", 1200.0),
        ("$1,200", Unit.MONEY, "en_US", 1200.0),
        ("$ 1200.50", Unit.MONEY, "en_US", 1200.5),
        ("1200 usd", Unit.MONEY, "en_US", 1200.0),
        ("1.2k", Unit.MONEY, "en_US", 1200.0),
        ("1,5", Unit.MONEY, "en_US", 1.5),
        ("0,125", Unit.MONEY, "en_US", 0.125),
        ("1,234,567.25", Unit.MONEY, "en_US", 1234567.25),
        ("12,34,567", Unit.MONEY, "en_IN", 1234567.0),
        (".5", Unit.COUNT, "en_US", 0.5),
        ("5.", Unit.COUNT, "en_US", 5.0),
        ("-3", Unit.COUNT, "en_US", -3.0),
        ("−3", Unit.COUNT, "en_US", -3.0),
        ("1.200", Unit.MONEY, "de_DE", 1200.0),
        ("1.200,75", Unit.MONEY, "de_DE", 1200.75),
        ("8.5", Unit.MONEY, "de_DE", 8.5),
        ("8,5", Unit.MONEY, "de_DE", 8.5),
        ("1.200", Unit.MONEY, "en_US", 1.2),
        ("1 200,5", Unit.MONEY, "fr_FR", 1200.5),
        ("1’200.5", Unit.MONEY, "de_CH", 1200.5),
        ("8 %", Unit.RATE, "en_US", 0.08),
        ("8", Unit.RATE, "en_US", 0.08),
        ("8,5", Unit.RATE, "en_US", 0.085),
        ("0.3%", Unit.RATE, "en_US", 0.003),
        ("3 months", Unit.MONTHS, "en_US", 3.0),
        ("2.5", Unit.RATIO, "en_US", 2.5),
    ],
)
def test_what_people_type_is_understood(typed, unit, locale, expected):
    currency = "EUR" if locale in ("de_DE", "fr_FR") else "USD"
    assert read(typed, unit, locale=locale, currency=currency) == expected


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "  ",
        "abc",
        "1.2.3,4,5",
        "12,3456,7",
        "nan",
        "inf",
        "1e5",
        "--3",
        "5 %",
        "1,2,3",
        "9" * 41,
        "$",
        ",",
        "k",
    ],
)
def test_what_is_not_a_number_is_not_read(typed):
    assert read(typed, Unit.MONEY, locale="en_US", currency="USD") is None


@given(
    value=some.floats(min_value=-1e12, max_value=1e12).filter(lambda value: value == 0 or abs(value) > 1e-9),
    unit=some.sampled_from(list(Unit)),
    locale=some.sampled_from(LOCALES),
)
def test_a_written_number_is_read_as_the_same_number(value, unit, locale):
    written = write(value, unit, locale=locale)
    if len(written) <= 40:
        found = read(written, unit, locale=locale, currency="USD")
        assert found is not None
        assert math.isclose(found, value, rel_tol=1e-15, abs_tol=1e-20)


@pytest.mark.parametrize("value", [0.085, 0.1, 0.07, 0.29, 0.57, 0.001, 1 / 3, 0.145])
def test_a_rate_survives_its_box_to_the_last_bit(value):
    assert read(write(value, Unit.RATE, locale="en_US"), Unit.RATE, locale="en_US", currency="USD") == value


@given(typed=some.text(max_size=60), unit=some.sampled_from(list(Unit)), locale=some.sampled_from(LOCALES))
def test_no_text_breaks_the_reader(typed, unit, locale):
    found = read(typed, unit, locale=locale, currency="EUR")
    assert found is None or math.isfinite(found)


def test_a_box_shows_percent_and_thousands_marks():
    assert write(0.085, Unit.RATE, locale="en_US") == "8.5 %"
    assert write(0.085, Unit.RATE, locale="de_DE") == "8,5 %"
    assert write(12345.5, Unit.MONEY, locale="en_US") == "12,345.5"


@pytest.mark.parametrize(
    ("typed", "unit", "locale", "meant"),
    [
        ("0.45", Unit.RATE, "en_US", 0.45),
        ("0,45", Unit.RATE, "de_DE", 0.45),
        ("0.45 %", Unit.RATE, "en_US", None),
        ("45", Unit.RATE, "en_US", None),
        ("0", Unit.RATE, "en_US", None),
        ("1.250", Unit.MONEY, "en_US", 1250.0),
        ("1,250", Unit.MONEY, "de_DE", 1250.0),
        ("1.250", Unit.MONEY, "de_DE", None),
        ("1.250", Unit.MONEY, "id_ID", None),
        ("1,250", Unit.MONEY, "ja_JP", None),
        ("1,250.50", Unit.MONEY, "en_US", None),
        ("15.500", Unit.RATIO, "en_US", 15500.0),
        ("12k", Unit.MONEY, "en_US", None),
        ("twelve", Unit.MONEY, "en_US", None),
        ("1.085", Unit.RATIO, "de_DE", 1.085),
        ("1,085", Unit.RATIO, "de_DE", 1085.0),
        ("1,250", Unit.RATIO, "en_US", 1.25),
        ("8.500", Unit.RATE, "de_DE", 0.085),
        ("1.500 months", Unit.MONTHS, "de_DE", 1.5),
        ("1.250", Unit.COUNT, "de_DE", None),
    ],
)
def test_a_number_that_may_be_meant_otherwise_says_as_what(typed, unit, locale, meant):
    assert read_otherwise(typed, unit, locale=locale, currency="USD") == meant


@pytest.mark.parametrize(
    ("typed", "unit", "locale", "expected"),
    [
        ("12k", Unit.MONEY, "en_US", True),
        ("1,25", Unit.MONEY, "en_US", True),
        ("1.25", Unit.MONEY, "de_DE", True),
        ("8,5 %", Unit.RATE, "en_US", True),
        ("1.25", Unit.MONEY, "en_US", False),
        ("1,250.50", Unit.MONEY, "en_US", False),
        ("$1,250", Unit.MONEY, "en_US", False),
        ("1’250.5", Unit.MONEY, "de_CH", False),
        ("many", Unit.MONEY, "en_US", False),
    ],
)
def test_a_word_or_a_mark_of_another_habit_says_a_number_in_other_words(typed, unit, locale, expected):
    assert is_reworded(typed, unit, locale=locale, currency="USD") is expected
    assert is_scaled(typed, unit, locale=locale, currency="USD") is (typed == "12k")


@given(
    value=some.floats(min_value=-1e12, max_value=1e12).filter(lambda value: value == 0 or abs(value) > 1e-9),
    unit=some.sampled_from(list(Unit)),
    locale=some.sampled_from(LOCALES),
)
def test_what_a_box_shows_is_in_no_other_words(value, unit, locale):
    assert not is_reworded(write(value, unit, locale=locale), unit, locale=locale, currency="USD")
