"""Currencies by place: which one people pay with where a reader is."""

from datetime import date

from babel.numbers import get_territory_currencies

from simulator.text.formats import known_locale


def local_currency(locale: str, on: date) -> str | None:
    """The currency of the territory that a locale names (``de-DE``: EUR); None where it names none."""
    territory = known_locale(locale).territory
    found = get_territory_currencies(territory, start_date=on) if territory else []
    return str(found[0]) if found else None
