"""Which mark begins the decimals in a table: one answer for all its cells, or a question to who brought it."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from simulator.text.amounts import COMMA, POINT, Amount, fits_currency, usual_mark


@dataclass(frozen=True, kw_only=True)
class Marks:
    """``mark`` begins the decimals; empty where nobody can tell: ``example`` is then an amount that is open."""

    mark: str
    example: Amount | None = None


def marks_of(amounts: Iterable[Amount], *, locale: str, currency: str) -> Marks:
    """The decimal mark of a table.

    An amount that is a number with one mark only decides for the others. Where all are open, it is the mark of the
    reader's locale, unless the currency has not so many decimals; two that decide differently decide nothing.
    """
    listed = list(amounts)
    openly = [amount for amount in listed if amount.is_open]
    telling = {amount.decimal_mark for amount in listed if amount.decimal_mark}
    if not openly:
        return Marks(mark=next(iter(telling), POINT))
    if len(telling) == 1:
        return Marks(mark=telling.pop())
    usual = usual_mark(openly[0], locale)
    fits = all(fits_currency(amount, usual, currency) for amount in openly)
    return Marks(mark=usual) if fits and not telling else Marks(mark="", example=openly[0])


def both(example: Amount) -> dict[str, Decimal]:
    """Value of an open amount under each decimal mark."""
    return {mark: example.under(mark) for mark in (POINT, COMMA)}
