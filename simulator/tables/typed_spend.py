"""A spend that a person types into one box: the same reading for sliders, the table of months and a pasted cell."""

from dataclasses import dataclass
from decimal import Decimal

from simulator.tables.budgets import Place, amount_in, cell_problem
from simulator.tables.marks import marks_of
from simulator.text.amounts import Amount, has_other_mark

MOST_QUOTED = 40
"""So many letters of what was typed are repeated; no number is longer."""


@dataclass(frozen=True, kw_only=True)
class TypedSpend:
    """Text that was typed, and the amount [money] that it is: None where it is none, and ``problem`` says why.

    ``note`` says how it was read, where that does not go without saying.
    """

    text: str
    amount: float | None
    problem: str = ""
    note: str = ""


def typed_spend(text: str, place: Place) -> TypedSpend:
    """The spend that a text states; an amount that may be two numbers is none."""
    quoted = text.strip()[:MOST_QUOTED]
    amount = amount_in(text, place)
    mark = "" if amount is None else marks_of([amount], locale=place.locale, currency=place.currency).mark
    problem = cell_problem(text, place, mark)
    if amount is None or problem:
        return TypedSpend(text=quoted, amount=None, problem=f"“{quoted}” {problem}")
    exact = amount.under(mark)
    number = round(float(exact), place.decimals)
    return TypedSpend(text=quoted, amount=number, note=_note(quoted, amount, exact, number, place))


def _note(text: str, amount: Amount, exact: Decimal, number: float, place: Place) -> str:
    if Decimal(repr(number)) != exact:
        return f"Rounded to {place.money(number)}"
    larger = max(amount.readings.values())
    if larger > exact:
        return f"“{text}” is read as {place.money(number)}, not as {place.money(float(larger))}"
    is_reworded = amount.is_scaled or has_other_mark(amount, place.locale)
    return f"“{text}” is read as {place.money(number)}" if is_reworded else ""
