"""Formulas: what a spreadsheet computes, and its value worked out here. One definition, two readings.

A value that does not exist (0/0) is the text "–", one without limit a word of its own: a sheet would show an error.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Value = float | str

UNDEFINED = "–"
"""How a cell shows a number that does not exist."""

_COMPARED, _ADDED, _MULTIPLIED, _RAISED, _WHOLE = range(5)
"""How tightly the outermost operator of a text binds."""


@dataclass(frozen=True, eq=False)
class Formula:
    """The text of a formula, without its equals sign, and its value; truth is 1 or 0."""

    text: str
    value: Value
    binds: int = _WHOLE

    @property
    def number(self) -> float:
        """The value as a number; nan where it is a text."""
        return math.nan if isinstance(self.value, str) else self.value

    def __add__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "+", other, _ADDED, lambda a, b: a + b)

    def __sub__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "-", other, _ADDED, lambda a, b: a - b)

    def __rsub__(self, other: float) -> "Formula":
        return as_formula(other) - self

    def __radd__(self, other: float) -> "Formula":
        return as_formula(other) + self

    def __mul__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "*", other, _MULTIPLIED, lambda a, b: a * b)

    def __rmul__(self, other: float) -> "Formula":
        return as_formula(other) * self

    def __truediv__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "/", other, _MULTIPLIED, lambda a, b: a / b)

    def __rtruediv__(self, other: float) -> "Formula":
        return as_formula(other) / self

    def __pow__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "^", other, _RAISED, lambda a, b: a**b)

    def __rpow__(self, other: float) -> "Formula":
        return as_formula(other) ** self

    def __gt__(self, other: "Formula | float") -> "Formula":
        return _joined(self, ">", other, _COMPARED, lambda a, b: float(a > b))

    def __ge__(self, other: "Formula | float") -> "Formula":
        return _joined(self, ">=", other, _COMPARED, lambda a, b: float(a >= b))

    def __lt__(self, other: "Formula | float") -> "Formula":
        return _joined(self, "<", other, _COMPARED, lambda a, b: float(a < b))

    def equals(self, other: "Formula | float") -> "Formula":
        """Whether both are the same number."""
        return _joined(self, "=", other, _COMPARED, lambda a, b: float(a == b))


def as_formula(operand: "Formula | float") -> Formula:
    """A formula as it is; a number as a formula."""
    if isinstance(operand, Formula):
        return operand
    number = float(operand)
    text = str(int(number)) if number.is_integer() and abs(number) < 1e15 else repr(number).upper()
    return Formula(text, number, _WHOLE if number >= 0.0 else _ADDED)


def word(text: str) -> Formula:
    """A text of the program's own as a formula."""
    quoted = text.replace('"', '""')
    return Formula(f'"{quoted}"', text)


def _joined(
    left: "Formula | float", sign: str, right: "Formula | float", binds: int, work_out: Callable[[float, float], float]
) -> Formula:
    first, second = as_formula(left), as_formula(right)
    # Of two operators that bind alike the left one goes first, in a sheet too, but for powers it is always said.
    on_left = first.text if first.binds >= binds and first.binds != _RAISED else f"({first.text})"
    on_right = second.text if second.binds > binds else f"({second.text})"
    return Formula(f"{on_left}{sign}{on_right}", _safely(work_out, first.number, second.number), binds)


def _safely(work_out: Callable[..., float], *numbers: float) -> float:
    """The result, nan where there is none: a branch that is not taken may divide by zero."""
    try:
        result = work_out(*numbers)
    except (ZeroDivisionError, OverflowError, ValueError):
        return math.nan
    return math.nan if isinstance(result, complex) else float(result)


def either(condition: Formula, if_true: "Formula | float", if_false: "Formula | float") -> Formula:
    """One of two, by a condition."""
    first, second = as_formula(if_true), as_formula(if_false)
    chosen = first if condition.number else second
    return Formula(f"IF({condition.text},{first.text},{second.text})", chosen.value)


def both(*conditions: Formula) -> Formula:
    """Whether all conditions hold."""
    return _called("AND", conditions, lambda *truths: float(all(truths)))


def one_of(*conditions: Formula) -> Formula:
    """Whether any condition holds."""
    return _called("OR", conditions, lambda *truths: float(any(truths)))


def is_number(operand: Formula) -> Formula:
    """Whether a cell holds a number."""
    return Formula(f"ISNUMBER({operand.text})", float(not isinstance(operand.value, str)))


def least(*operands: "Formula | float") -> Formula:
    """The smallest."""
    return _called("MIN", [as_formula(each) for each in operands], lambda *numbers: min(numbers))


def most(*operands: "Formula | float") -> Formula:
    """The largest."""
    return _called("MAX", [as_formula(each) for each in operands], lambda *numbers: max(numbers))


def size(operand: Formula) -> Formula:
    """The number without its sign."""
    return _called("ABS", [operand], abs)


def sign(operand: Formula) -> Formula:
    """1, 0 or -1."""
    return _called("SIGN", [operand], lambda number: float((number > 0.0) - (number < 0.0)))


def root(operand: Formula) -> Formula:
    """The square root."""
    return _called("SQRT", [operand], math.sqrt)


def log(operand: Formula) -> Formula:
    """The natural logarithm."""
    return _called("LN", [operand], math.log)


def sinh(operand: Formula) -> Formula:
    """The hyperbolic sine."""
    return _called("SINH", [operand], math.sinh)


def asinh(operand: Formula) -> Formula:
    """The inverse hyperbolic sine."""
    return _called("ASINH", [operand], math.asinh)


def normal_share(operand: Formula) -> Formula:
    """The share of a standard normal distribution that lies below."""
    return _called("NORMSDIST", [operand], lambda number: 0.5 * math.erfc(-number / math.sqrt(2.0)))


def whole(operand: Formula) -> Formula:
    """The whole number at or below."""
    return _called("INT", [operand], lambda number: float(math.floor(number)))


def rounded_up(operand: Formula) -> Formula:
    """The whole number at or above one that is not negative."""
    return _called("ROUNDUP", [operand, as_formula(0)], lambda number, _: float(math.ceil(number)))


def _called(name: str, operands: Sequence[Formula], work_out: Callable[..., float]) -> Formula:
    texts = ",".join(operand.text for operand in operands)
    return Formula(f"{name}({texts})", _safely(work_out, *(operand.number for operand in operands)))


def added(formulas: Sequence[Formula]) -> Formula:
    """The sum of several, 0 of none."""
    total = formulas[0] if formulas else as_formula(0)
    for formula in formulas[1:]:
        total = total + formula
    return total


def ratio(above: Formula, below: Formula, endless: str) -> Formula:
    """A ratio of sums: undefined where it is 0/0, endless (in a word) where it is x/0."""
    without_limit = either(above > 0.0, word(endless), word(f"minus, {endless}"))
    return either(below.equals(0.0), either(above.equals(0.0), word(UNDEFINED), without_limit), above / below)


@dataclass(frozen=True, eq=False)
class Cells:
    """Cells beside or below each other: their address, and their values."""

    text: str
    formulas: tuple[Formula, ...]

    @property
    def numbers(self) -> list[float]:
        """The values as numbers."""
        return [formula.number for formula in self.formulas]


def total(cells: Cells) -> Formula:
    """The sum of cells."""
    return Formula(f"SUM({cells.text})", math.fsum(cells.numbers))


def lowest(cells: Cells) -> Formula:
    """The smallest of cells."""
    return Formula(f"MIN({cells.text})", min(cells.numbers))


def products(first: Cells, second: Cells) -> Formula:
    """The sum of the products of cells, the first with the first and so on."""
    pairs = zip(first.numbers, second.numbers, strict=True)
    return Formula(f"SUMPRODUCT({first.text},{second.text})", math.fsum(a * b for a, b in pairs))


def chosen(cells: Cells, place: "Formula | float") -> Formula:
    """The cell at a place, counted from 1."""
    at = as_formula(place)
    index = 0 if math.isnan(at.number) else int(at.number)
    found = cells.formulas[index - 1].value if 1 <= index <= len(cells.formulas) else math.nan
    return Formula(f"INDEX({cells.text},{at.text})", found)


def first_place(cells: Cells, sought: float) -> Formula:
    """The first place, counted from 1, of a number among cells that hold it."""
    numbers = cells.numbers
    found = float(numbers.index(sought) + 1) if sought in numbers else math.nan
    return Formula(f"MATCH({as_formula(sought).text},{cells.text},0)", found)
