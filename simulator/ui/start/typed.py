"""A number as somebody typed it into a box: understood, or a word on why not; it is never changed silently."""

from dataclasses import dataclass
from decimal import Decimal

from simulator.presentation import beliefs
from simulator.text import parsing
from simulator.text.amounts import Amount, decided, fits_currency, taken_apart, usual_mark
from simulator.text.formats import Formats
from simulator.units import Quantity, Unit


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A number, or what is wrong with the text; neither where nothing was typed."""

    number: float | None = None
    complaint: str = ""


def typed(text: str, quantity: Quantity, formats: Formats) -> Typed:
    """The number in a box for a quantity, in the currency and marks of the reader."""
    if not text.strip():
        return Typed()
    locale = formats.locale or ""
    number = parsing.read(text, quantity.unit, locale=locale, currency=formats.currency)
    if number is None:
        return Typed(complaint=beliefs.not_a_number(text, quantity, formats.currency))
    if doubt := _doubt(text, quantity, formats):
        return Typed(complaint=doubt)
    if not quantity.allows(number):
        return Typed(
            complaint=f"{beliefs.shown(number, quantity, formats)} cannot be: {beliefs.limits(quantity, formats)}"
        )
    return Typed(number=number)


def _doubt(text: str, quantity: Quantity, formats: Formats) -> str:
    """A question where a text may well mean another number than it says."""
    locale = formats.locale or ""
    amount = taken_apart(text, currency=formats.currency, locale=locale, scaled=quantity.unit is not Unit.RATE)
    if amount is None:
        return ""
    number = decided(amount, locale)
    if quantity.unit is Unit.RATE and not amount.is_percent and Decimal(0) < number <= 1:
        whole, part = (formats.percent(float(each)) for each in (number, number / 100))
        return f"Did you mean {whole}? Write {whole}, or {part} if it is so little"
    if quantity.unit is Unit.MONEY and amount.is_open and not _fits(amount, formats):
        meant = parsing.write(float(max(amount.readings.values())), Unit.COUNT, locale=locale)
        return f"Did you mean {meant}? Write it so, or with two decimals"
    return ""


def _fits(amount: Amount, formats: Formats) -> bool:
    mark = usual_mark(amount, formats.locale or "")
    return fits_currency(amount, mark, formats.currency)
