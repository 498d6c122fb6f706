"""Amounts taken apart: what is written in one country is read in it, and what is open stays open."""

from decimal import Decimal
from functools import cache

import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from babel.numbers import format_currency
from hypothesis import given
from hypothesis import strategies as some

from simulator.text.amounts import Amount, begins_with_zero, decided, fits_currency, taken_apart
from simulator.text.formats import Formats


@cache
def locales() -> list[str]:
    """Those whose decimals stand behind a point or a comma: what there is of the world is read by whoever needs it."""
    return sorted(name for name in locale_identifiers() if Locale.parse(name).number_symbols["latn"]["decimal"] in ".,")


CURRENCIES = (
    "USD",
    "EUR",
    "GBP",
    "CHF",
    "SEK",
    "DKK",
    "NOK",
    "PLN",
    "BRL",
    "IDR",
    "INR",
    "JPY",
    "KWD",
    "TND",
    "ZAR",
    "AUD",
)


def known(typed: str, currency: str = "USD", locale: str = "en_US") -> Amount:
    found = taken_apart(typed, currency=currency, locale=locale)
    assert found is not None, typed
    return found


@pytest.mark.parametrize(
    ("typed", "currency", "expected"),
    [
        ("Rp 1.500.000", "IDR", "1500000"),
        ("Rp1.500.000,50", "IDR", "1500000.50"),
        ("KD 1,255.500", "KWD", "1255.500"),
        ("د.ك.‏ ١٬٢٥٥٫٥٠٠", "KWD", "1255.500"),
        ("US$1,500.00", "USD", "1500.00"),
        ("R$ 1.500,00", "BRL", "1500.00"),
        ("1 500 kr", "SEK", "1500"),
        ("1.500,00 kr.", "DKK", "1500.00"),
        ("1 500,00 zł", "PLN", "1500.00"),
        ("CHF 1’500.50", "CHF", "1500.50"),
        ("Fr. 1'500.50", "CHF", "1500.50"),
        ("£1,500.25", "GBP", "1500.25"),
        ("€ 1.500,25", "EUR", "1500.25"),
        ("1.500,25 EUR", "EUR", "1500.25"),
        ("₹1,50,000", "INR", "150000"),
        ("१,५०,०००", "INR", "150000"),
        ("１５００", "JPY", "1500"),
        ("1_500_000", "USD", "1500000"),
        ("1 500", "USD", "1500"),
        ("1.5k", "USD", "1500"),
        ("$1.5M", "USD", "1500000"),
        ("2 mio. €", "EUR", "2000000"),
        ("(1,500.00)", "USD", "-1500.00"),
        ("($1,500.00)", "USD", "-1500.00"),
        ("−$12.5", "USD", "-12.5"),
        ("12.50-", "USD", "-12.50"),
        ("–12.50", "USD", "-12.50"),
        ("A$12.50", "AUD", "12.50"),
        ("$12.50", "AUD", "12.50"),
        ("Rp.1500", "IDR", "1500"),
        ("Fr. 1500.-", "CHF", "1500"),
        ("1500,-- €", "EUR", "1500"),
        (".50", "USD", "0.50"),
        ("USD 12.50 USD", "USD", "12.50"),
    ],
)
def test_money_is_read_as_it_is_written_around_the_world(typed, currency, expected):
    amount = known(typed, currency)
    assert not amount.is_open
    assert amount.under(".") == Decimal(expected)
    assert amount.foreign == ""


@pytest.mark.parametrize(
    "typed", ["1 5", "12 34", "1'50", "1_5", "1 2 3", "5²", "½", "0x10", "1,500 and 2,000", "12-13"]
)
def test_digits_that_no_group_holds_together_are_no_number(typed):
    assert taken_apart(typed) is None


@pytest.mark.parametrize("typed", [".-", ",--", "-", "."])
def test_marks_alone_are_no_number(typed):
    assert taken_apart(typed) is None


@pytest.mark.parametrize("typed", ["000", "0500", "007", "0,500,000"])
def test_a_number_does_not_begin_with_0(typed):
    assert begins_with_zero(typed) or typed.startswith("0,")
    assert taken_apart(typed) is None


@pytest.mark.parametrize(("typed", "sign"), [("€5", "€"), ("5 GBP", "gbp"), ("kr 5", "kr"), ("R$5", "r$")])
def test_the_sign_of_another_currency_is_told(typed, sign):
    assert known(typed).foreign == sign


def test_one_mark_before_three_digits_is_open():
    assert known("1.500").readings == {".": Decimal("1.500"), ",": Decimal(1500)}
    assert known("1,500").readings == {".": Decimal(1500), ",": Decimal("1.500")}
    assert not known("0.500").is_open
    assert not known("1.5").is_open
    assert not known("1500.000").is_open


def test_a_currency_has_its_own_number_of_decimals():
    assert fits_currency(known("1.255", "KWD"), ".", "KWD")
    assert not fits_currency(known("1.255"), ".", "USD")
    assert not fits_currency(known("1.5", "JPY"), ".", "JPY")


def test_percent_is_told_apart():
    assert known("12.5 %").is_percent
    assert known("%12,5").is_percent
    assert not known("12.5").is_percent


@given(
    cents=some.integers(0, 10**12),
    locale=some.deferred(lambda: some.sampled_from(locales())),
    currency=some.sampled_from(CURRENCIES),
    is_negative=some.booleans(),
)
def test_an_amount_in_any_locales_own_words_is_read_as_that_amount(cents, locale, currency, is_negative):
    decimals = {"JPY": 0, "KWD": 3, "TND": 3}.get(currency, 2)
    value = Decimal(-cents if is_negative else cents).scaleb(-decimals)
    # Babel's words, not ours.
    written = format_currency(value, currency, locale=locale)
    amount = taken_apart(written, currency=currency, locale=locale)
    assert amount is not None, written
    assert amount.under(Locale.parse(locale).number_symbols["latn"]["decimal"]) == value
    assert amount.foreign == ""


@given(
    cents=some.integers(0, 10**9),
    locale=some.deferred(lambda: some.sampled_from(locales())),
    currency=some.sampled_from(CURRENCIES),
)
def test_what_the_app_writes_it_reads(cents, locale, currency):
    value = float(cents // 100) if cents >= 10_000 else float(cents // 10)
    written = Formats(currency, locale).money(value)
    amount = taken_apart(written, currency=currency, locale=locale)
    assert amount is not None, written
    assert decided(amount, locale) == Decimal(value), written


@given(typed=some.text(max_size=50), currency=some.sampled_from(("", *CURRENCIES)))
def test_no_text_breaks_the_reader(typed, currency):
    found = taken_apart(typed, currency=currency)
    assert found is None or all(number.is_finite() for number in found.readings.values())
