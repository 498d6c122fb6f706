"""A number as somebody typed it into a box: understood, or a word on why not; it is never changed silently."""

from dataclasses import dataclass

from simulator.presentation import beliefs
from simulator.text import parsing
from simulator.text.formats import Formats
from simulator.units import Quantity


@dataclass(frozen=True, kw_only=True)
class Typed:
    """A number, or what is wrong with the text; neither where nothing was typed. ``note``: how it was read."""

    number: float | None = None
    complaint: str = ""
    note: str = ""


def typed(text: str, quantity: Quantity, formats: Formats) -> Typed:
    """The number in a box for a quantity, in the currency and marks of the reader."""
    if not text.strip():
        return Typed()
    locale, currency = formats.locale or "", formats.currency
    number = parsing.read(text, quantity.unit, locale=locale, currency=currency)
    if number is None:
        return Typed(complaint=beliefs.not_a_number(text, quantity, formats))
    if doubt := _doubt(text, number, quantity, formats):
        return Typed(complaint=doubt)
    if not quantity.allows(number):
        return Typed(complaint=beliefs.not_allowed(number, quantity, formats))
    read = parsing.write(number, quantity.unit, locale=locale)
    if parsing.is_scaled(text, quantity.unit, locale=locale, currency=currency):
        return Typed(number=number, note=beliefs.reading_note(text.strip(), read, "", is_reworded=True))
    if parsing.is_reworded(text, quantity.unit, locale=locale, currency=currency):
        return Typed(complaint=f"“{text.strip()}” would be {read}: write {read} if that is meant")
    return Typed(number=number)


def _doubt(text: str, number: float, quantity: Quantity, formats: Formats) -> str:
    """A question where a text may well mean another number than it says."""
    locale = formats.locale or ""
    other = parsing.read_otherwise(text, quantity.unit, locale=locale, currency=formats.currency)
    if other is None or not quantity.allows(other):
        return ""
    meant, read = (parsing.write(each, quantity.unit, locale=locale) for each in (other, number))
    alternative = f", or {read} if it is so little" if quantity.allows(number) else ""
    return f"Did you mean {meant}? Write {meant}{alternative}"
