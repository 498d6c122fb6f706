from datetime import date

import pytest

from simulator.text.currencies import local_currency

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("locale", "currency"),
    [
        ("de-DE", "EUR"),
        ("id-ID", "IDR"),
        ("ja-JP", "JPY"),
        ("en-US-u-hc-h12", "USD"),
        ("en-GB", "GBP"),
        ("de-CH", "CHF"),
    ],
)
def test_a_place_has_a_currency(locale: str, currency: str):
    assert local_currency(locale, TODAY) == currency


@pytest.mark.parametrize("locale", ["de", "eo"])
def test_a_language_alone_has_none(locale: str):
    assert local_currency(locale, TODAY) is None
