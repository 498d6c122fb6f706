"""Numbers, months and names as text; the locales' own signs are those of the Unicode CLDR."""

import math
import re
from datetime import date, datetime

import pytest
from babel import Locale
from babel.numbers import format_currency, format_decimal, format_percent
from hypothesis import given
from hypothesis import strategies as st

from simulator.text.formats import Formats, known_locale
from simulator.units import Unit

DOLLARS = Formats("USD", "en_US")
EUROS = Formats("EUR", "de-DE")
SPACE = "\u00a0"


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [
        (12_431.2, 60.0, "$12,400"),
        (-12_431.2, 60.0, "-$12,400"),
        (33.3333, None, "$33.33"),
        (15_000.0, 0.0, "$15,000"),
        (123_456.0, None, "$123,456"),
        (8.34, 0.1, "$8.30"),
        (33.0, None, "$33"),
        (99.999, None, "$100"),
        (-0.001, None, "$0"),
        (40.0, 110.0, "$40"),
        (0.3, 4.0, "$0.30"),
        (0.3, None, "$0.30"),
        (0.001, None, "less than $0.01"),
        (0.001, 4.0, "less than $0.01"),
        (math.nan, None, "–"),
        (math.inf, 1.0, "∞"),
        (-math.inf, None, "-∞"),
        (12_431.2, math.nan, "$12,400"),
    ],
)
def test_money_in_dollars(value, error, shown):
    assert DOLLARS.money(value, error) == shown


def test_cents_are_known_but_not_worth_their_room_from_a_hundred_on():
    formats = Formats("USD", "en_US")
    assert [formats.money(value, 0.15) for value in (129.04, -131.31, 485.0, 99.94, 39.71)] == [
        "$129",
        "-$131",
        "$485",
        "$99.90",
        "$39.70",
    ]


def test_yen_have_no_cents():
    assert Formats("JPY", "en_US").money(12.34) == "¥12"
    assert Formats("JPY", "en_US").money(12.34, 0.01) == "¥12"
    assert Formats("JPY", "en_US").money(0.3) == "less than ¥1"


def test_money_is_written_as_the_reader_writes_it():
    assert EUROS.money(1_234.5) == f"1.235{SPACE}€"
    assert EUROS.money(12.5) == f"12,50{SPACE}€"
    assert Formats("INR", "en_IN").money(1_234_567) == "₹12,34,567"


def test_a_currency_that_nobody_knows_is_shown_by_its_letters():
    assert Formats("XQZ", "en_US").money(1_200) == f"XQZ{SPACE}1,200"


@pytest.mark.parametrize("stated", ["", "7", "A7", "\n", "¤"])
def test_a_currency_that_is_none_does_no_harm(stated):
    assert Formats(stated, "en_US").money(1_277.0).endswith("1,277")
    assert Formats(stated, "en_US").chart_locale()["number"]["currency"][1] == ""


LOCALES = ["en_US", "de_DE", "fr_FR", "hi_IN", "ar_EG", "sv_SE", "tr_TR", "de_CH", "fa_IR", "ja_JP", "nl_NL", "he_IL"]


@pytest.mark.parametrize("locale", LOCALES)
@given(amount=st.integers(min_value=-(10**12), max_value=10**12))
def test_figures_are_laid_out_as_babel_does(locale, amount):
    # Babel always writes cents; without them its own pattern is the expectation.
    pattern = Locale.parse(locale).currency_formats["standard"].pattern.replace("0.00", "0")
    money = format_currency(amount, "EUR", pattern, locale=locale, currency_digits=False)
    formats = Formats("EUR", locale)
    # Babel leaves out the space between a letter and a digit that the Unicode locale data asks for.
    assert formats.money(float(amount)).replace(SPACE, "") == money.replace(SPACE, "")
    assert formats.count(float(amount)) == format_decimal(amount, locale=locale)
    assert formats.percent(float(amount)) == format_percent(amount, locale=locale)


@pytest.mark.parametrize(
    ("value", "error", "shown"),
    [
        (0.405, None, "40.5%"),
        (0.08, None, "8%"),
        (3.2, None, "320%"),
        (11.0, None, "1,100%"),
        (0.3234, 0.004, "32%"),
        (0.3234, 0.0004, "32.3%"),
        (-0.0001, 0.01, "-0.01%"),
        (0.0001, 0.01, "0.01%"),
        (1e-12, 0.01, "less than 0.000001%"),
        (math.nan, None, "–"),
        (math.inf, None, "∞"),
    ],
)
def test_fractions_are_shown_as_percent(value, error, shown):
    assert DOLLARS.percent(value, error) == shown


def test_percent_is_written_as_the_reader_writes_it():
    assert EUROS.percent(0.405) == f"40,5{SPACE}%"
    assert Formats("TRY", "tr-TR").percent(0.405) == "%40,5"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(7.0, "7 months"), (1.0, "1 month"), (0.25, "0.25 months"), (math.nan, "–"), (math.inf, "never")],
)
def test_months_are_words(value, shown):
    assert DOLLARS.months(value) == shown


def test_whole_months_have_no_decimals_however_sure_they_are():
    assert DOLLARS.months(4.0, 0.05) == "4 months"
    assert DOLLARS.months(4.32, 0.05) == "4.3 months"
    assert DOLLARS.range(4.0, 18.0, Unit.MONTHS, (0.05, 0.05)) == "4 to 18 months"


def test_what_never_happens_is_said_with_the_horizon():
    assert DOLLARS.months(math.inf, horizon_months=24) == "not within 24 months"
    assert DOLLARS.number(math.inf, Unit.MONTHS, horizon_months=1) == "not within 1 month"


def test_each_unit_has_its_own_form():
    shown = [DOLLARS.number(3.2, unit) for unit in Unit]
    assert shown == ["$3.20", "320%", "3.2", "3.2 months", "3.2x"]


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (1_200, 3_400, Unit.MONEY, "$1,200 to $3,400"),
        (-1_200, 3_400, Unit.MONEY, "-$1,200 to $3,400"),
        (0.1, 0.25, Unit.RATE, "10% to 25%"),
        (7, 12, Unit.MONTHS, "7 to 12 months"),
        (7, math.inf, Unit.MONTHS, "7 months to beyond 24 months"),
        (math.inf, math.inf, Unit.MONTHS, "not within 24 months"),
        (5, 5, Unit.COUNT, "5"),
        (40, math.inf, Unit.MONEY, "$40 to ∞"),
        (math.nan, 1, Unit.MONEY, "–"),
    ],
)
def test_ranges_are_two_figures_and_a_word(low, high, unit, shown):
    assert DOLLARS.range(low, high, unit, horizon_months=24) == shown


def test_each_end_of_a_range_has_its_own_error():
    assert DOLLARS.range(1_234, 34_567, Unit.MONEY, (5.0, 500.0)) == "$1,230 to $35,000"


@pytest.mark.parametrize(
    ("low", "high", "unit", "errors", "shown"),
    [
        (0.0, 1_100.0, Unit.MONEY, (0.5, 20.0), "$0 to $1,100"),
        (-0.001, 1_100.0, Unit.MONEY, (0.5, 20.0), "$0 to $1,100"),
        (0.001, 1_100.0, Unit.MONEY, (0.5, 20.0), "less than $1 to $1,100"),
        (33.33, 1_200.0, Unit.MONEY, (0.02, 20.0), "$33 to $1,200"),
        (-33.33, 1_200.0, Unit.MONEY, (0.02, 20.0), "-$33 to $1,200"),
        (0.4, 12.0, Unit.MONEY, (0.01, 2.0), "$0.40 to $12.00"),
        (0.45, 12.0, Unit.MONEY, (None, None), "$0.45 to $12.00"),
        (33.33, 1_200.0, Unit.MONEY, (None, None), "$33.33 to $1,200.00"),
        (0.08, 0.125, Unit.RATE, (None, None), "8.0% to 12.5%"),
        (0.0, 0.125, Unit.RATE, (0.001, 0.001), "0% to 12.5%"),
        (5.94, 20.0, Unit.COUNT, (0.02, 1.0), "6 to 20"),
        (2.5, 14.0, Unit.MONTHS, (None, None), "2.5 to 14.0 months"),
        (0.5, 3.25, Unit.RATIO, (None, None), "0.50x to 3.25x"),
    ],
)
def test_both_ends_of_a_range_have_as_many_decimals_and_zero_has_none(low, high, unit, errors, shown):
    assert DOLLARS.range(low, high, unit, errors) == shown


def test_a_range_in_another_language_has_as_many_decimals_at_both_ends():
    assert EUROS.range(0.0, 1_100.0, Unit.MONEY, (0.5, 20.0)) == f"0{SPACE}€ to 1.100{SPACE}€"
    assert EUROS.range(8.5, 12.0, Unit.MONEY) == f"8,50{SPACE}€ to 12,00{SPACE}€"


@given(
    st.lists(st.floats(-1e9, 1e9), min_size=2, max_size=2).map(sorted),
    st.none() | st.floats(0.0, 1e6),
    st.none() | st.floats(0.0, 1e6),
    st.sampled_from([Unit.MONEY, Unit.RATE, Unit.COUNT, Unit.RATIO]),
)
def test_no_range_mixes_decimals(ends, first_error, last_error, unit):
    written = DOLLARS.range(*ends, unit, (first_error, last_error)).replace("less than ", "").split(" to ")
    found = [re.sub(r"[^\d.]", "", end) for end in written]
    decimals = {len(end.partition(".")[2]) for end in found if end != "0"}
    assert len(decimals) <= 1
    assert not {"0.0", "0.00", "0.000"} & set(found)


@pytest.mark.parametrize(
    ("low", "high", "unit", "shown"),
    [
        (33.33, 1_200.0, Unit.MONEY, "+$33 to +$1,200"),
        (-0.0312, 0.42, Unit.RATE, "-3 to +40 points"),
        (-3.0, 1.0, Unit.MONTHS, "-3 to +1 months"),
        (1.0, 1.0, Unit.MONTHS, "+1 month"),
        (0.0, 500.0, Unit.MONEY, "no change to +$500"),
    ],
)
def test_a_range_of_differences_has_as_many_decimals_at_both_ends(low, high, unit, shown):
    errors = (abs(low) / 100.0, abs(high) / 20.0) if unit is not Unit.MONTHS else (0.0, 0.0)
    assert DOLLARS.change_range(low, high, unit, errors) == shown


@pytest.mark.parametrize(
    ("value", "unit", "error", "shown"),
    [
        (1_200, Unit.MONEY, None, "+$1,200"),
        (-1_200, Unit.MONEY, None, "-$1,200"),
        (0.12, Unit.RATE, None, "+12 points"),
        (-0.01, Unit.RATE, None, "-1 point"),
        (-3, Unit.MONTHS, None, "-3 months"),
        (0.0, Unit.MONEY, None, "no change"),
        (12.0, Unit.MONEY, 110.0, "about $0"),
        (-12.0, Unit.MONEY, 110.0, "about $0"),
        (math.nan, Unit.MONEY, None, "–"),
        (math.inf, Unit.MONTHS, None, "+∞"),
    ],
)
def test_changes_carry_their_sign(value, unit, error, shown):
    assert DOLLARS.change(value, unit, error) == shown


@pytest.mark.parametrize(
    ("value", "unit", "error", "vanishes"),
    [
        (12.0, Unit.MONEY, 110.0, True),
        (-12.0, Unit.MONEY, 110.0, True),
        (1_200.0, Unit.MONEY, 110.0, False),
        (0.0004, Unit.RATE, 0.01, True),
        (0.12, Unit.RATE, 0.01, False),
        (0.0, Unit.COUNT, None, True),
    ],
)
def test_a_change_that_is_lost_in_its_own_error_vanishes(value, unit, error, vanishes):
    assert DOLLARS.vanishes(value, unit, error) is vanishes


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (0.873, "87 of 100"),
        (0.0001, "fewer than 1 of 100"),
        (0.9999, "more than 99 of 100"),
        (0.0, "0 of 100"),
        (1.0, "100 of 100"),
        (math.nan, "–"),
    ],
)
def test_chances_are_possible_worlds(share, shown):
    assert DOLLARS.chance(share) == shown


@pytest.mark.parametrize(
    ("share", "error", "shown"),
    [
        (0.812, 0.005, "81 of 100"),
        (0.812, 0.02, "81 of 100"),
        (0.812, 0.021, "about 80 of 100"),
        (0.04, 0.03, "fewer than 10 of 100"),
        (0.97, 0.03, "more than 90 of 100"),
        (0.0, 0.04, "fewer than 10 of 100"),
        (0.0, 0.0, "0 of 100"),
        (0.5, math.nan, "50 of 100"),
        (math.nan, math.nan, "–"),
    ],
)
def test_a_chance_is_told_as_exactly_as_its_error_allows(share, error, shown):
    assert DOLLARS.chance(share, error) == shown


@given(st.floats(min_value=0, exclude_min=True), st.none() | st.floats(min_value=0), st.sampled_from(Unit))
def test_no_positive_figure_reads_as_none(value, error, unit):
    assert re.sub(r"\D", "", DOLLARS.number(value, unit, error)).strip("0") or math.isinf(value * 100)


def test_a_difference_too_small_to_be_written_is_about_nothing():
    assert DOLLARS.change(0.001, Unit.MONEY) == "about $0"


@given(st.floats(), st.none() | st.floats(min_value=0), st.sampled_from(Unit))
def test_no_figure_is_minus_zero_or_not_a_number(value, error, unit):
    for shown in (DOLLARS.number(value, unit, error), DOLLARS.change(value, unit, error)):
        assert "nan" not in shown.lower()
        assert "inf" not in shown.lower()
        assert not shown.startswith("-") or re.search("[1-9∞]", shown)


def test_months_and_days_have_names():
    assert DOLLARS.month_name(date(2027, 3, 1)) == "Mar 2027"
    assert DOLLARS.day(date(2027, 3, 7)) == "Mar 7, 2027"
    moment = datetime(2027, 3, 7, 14, 5, 9).astimezone()
    assert DOLLARS.moment(moment) == "Mar 7, 2027, 2:05:09\u202fPM"
    assert EUROS.moment(moment) == "07.03.2027, 14:05:09"
    assert EUROS.month_name(date(2027, 3, 1)) == "März 2027"


@pytest.mark.parametrize(
    ("start", "month", "words"),
    [
        (date(2027, 3, 1), 11, "Jan 2028"),
        (date(2027, 3, 1), date(2029, 5, 1), "May 2029"),
        (date(9999, 8, 1), 5, "Dec 9999"),
        (date(9999, 8, 1), 6, "month 6"),
        (date(2027, 3, 1), 10**30, "month 1000000000000000000000000000000"),
        (date(1, 1, 1), -20, "month -20"),
    ],
)
def test_a_month_that_no_calendar_has_is_told_by_its_number(start, month, words):
    assert DOLLARS.month_of(start, month) == words


@pytest.mark.parametrize(
    ("stated", "read"),
    [
        ("de-DE", "de_DE"),
        ("en-US-u-hc-h12", "en_US"),
        ("de-CH-x-private", "de_CH"),
        ("pt_BR.UTF-8", "pt_BR"),
        ("zh-Hans-CN", "zh_Hans_CN"),
        (None, "en_US"),
        ("", "en_US"),
        ("C", "en_US"),
        ("*", "en_US"),
        ("no such place", "en_US"),
        ("\x00../..", "en_US"),
    ],
)
def test_what_names_no_locale_is_read_as_american(stated, read):
    assert str(known_locale(stated)) == read


@given(st.text())
def test_any_text_is_read_as_some_locale(text):
    assert known_locale(text).language


def test_charts_write_numbers_as_the_text_does():
    numbers = EUROS.chart_locale()["number"]
    assert numbers["decimal"] == ","
    assert numbers["thousands"] == "."
    assert numbers["grouping"] == [3]
    assert numbers["currency"] == ["", f"{SPACE}€"]
    assert Formats("USD", "en_US").chart_locale()["number"]["currency"] == ["$", ""]
    assert Formats("INR", "en_IN").chart_locale()["number"]["grouping"][:3] == [3, 2, 2]


def test_charts_know_the_months_and_start_weeks_on_sunday():
    names = EUROS.chart_locale()["time"]
    assert names["months"][2] == "März"
    assert names["days"][0] == "Sonntag"
    assert len(names["shortMonths"]) == 12


def test_currencies_have_symbols():
    assert (DOLLARS.currency_symbol, EUROS.currency_symbol) == ("$", "€")


def test_formats_do_not_change_and_can_be_keys():
    assert {Formats("USD", "de"): 1}[Formats("USD", "de")] == 1


@pytest.mark.parametrize(
    ("locale", "form"),
    [("en_US", "%b %Y"), ("de_DE", "%b %Y"), ("ja_JP", "%Y年%-m月"), ("cs_CZ", "%B %Y"), ("lt_LT", "%Y-%m")],
)
def test_charts_write_a_month_as_the_text_does(locale, form):
    formats = Formats("USD", locale)
    time = formats.chart_locale()["time"]
    assert time["date"] == form
    parts = {"%b": time["shortMonths"][7], "%B": time["months"][7], "%Y": "2027", "%-m": "8", "%m": "08"}
    for part, text in parts.items():
        form = form.replace(part, str(text))
    assert form == formats.month_name(date(2027, 8, 1))


def test_a_reader_finds_the_months_of_their_own_language_after_one_of_another():
    assert known_locale("ja_JP").months["stand-alone"]["abbreviated"][8] == "8月"
    named = {locale: Formats("USD", locale).month_name(date(2027, 8, 1)) for locale in ("pl_PL", "hr_HR", "es_ES")}
    assert named == {"pl_PL": "sie 2027", "hr_HR": "kol 2027.", "es_ES": "ago 2027"}
