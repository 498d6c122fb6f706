"""Honest digits: how many of a figure's digits its standard error supports.

With a standard error s beside a figure, its last digit stands at the smallest power of ten that is at least s / 2, so
that one standard error moves that digit by two at most; no figure has more than four significant digits. The first
digit stays in any case: what is not nothing is never shown as nothing. Without a standard error (or with one of zero) a
figure is exact, and shown in the usual way of its unit; with one that is unknown (nan, infinite) it has three digits.

Source: the rule of the Guide to the Expression of Uncertainty in Measurement (JCGM 100:2008, 7.2.6) and of the
Particle Data Group ("Review of Particle Physics", introduction, 5.3), one step coarser, because the error is not
printed beside the figure.
"""

import math
from decimal import ROUND_HALF_UP, Context, Decimal

MOST_DIGITS = 4
DIGITS_OF_UNKNOWN_ERROR = 3
DIGITS_OF_EXACT_FRACTION = 3
FINEST_PLACE = -6
"""No figure is shown finer than a millionth."""
ANY_FLOAT = Context(prec=400)
"""Enough digits for the largest float together with the finest place."""
NO_DOUBT = 1e-9
"""A standard error below this part of its figure is rounding in the last bits, not doubt."""


def is_exact(value: float, error: float | None) -> bool:
    """Whether a figure is known to all its digits."""
    return error is None or error <= NO_DOUBT * abs(value)


def last_place(value: float, error: float | None) -> int:
    """The power of ten of the last digit to show of a finite value that is not exact."""
    if error is None or not math.isfinite(error):
        return _size(value) - DIGITS_OF_UNKNOWN_ERROR + 1
    supported = _supported_place(error)
    if value:
        supported = min(supported, _size(value))
    return max(_size(value) - MOST_DIGITS + 1, supported)


def is_within_doubt(value: float, error: float | None) -> bool:
    """Whether nothing is left of a figure in the digits that its error supports: it lies nearer to nothing."""
    if is_exact(value, error) or error is None or not math.isfinite(error) or abs(value) > 2 * error:
        return value == 0.0
    return rounded(value, _supported_place(error)) == 0


def _supported_place(error: float) -> int:
    """The smallest power of ten that is at least half the error."""
    # log10 of an exact power of ten may lie a little above it.
    return math.ceil(math.log10(error) - math.log10(2) - 1e-9)


def in_supported_digits(value: float, error: float) -> float:
    """A finite value to the last digit that its standard error, above zero, supports, however many that leaves."""
    return float(rounded(value, _supported_place(error)))


def rounded(value: float, place: int) -> Decimal:
    """A finite value to the nearest multiple of 10 ** place; halves away from zero, as people are taught."""
    unit = Decimal(1).scaleb(max(place, FINEST_PLACE))
    return Decimal(repr(float(value))).quantize(unit, rounding=ROUND_HALF_UP, context=ANY_FLOAT)


def shown_digits(value: float, error: float | None) -> Decimal:
    """A finite value with the digits to show; its exponent says how many decimals they are.

    An exact value keeps all of its whole digits, and decimals up to its third digit.
    """
    if not is_exact(value, error):
        return rounded(value, last_place(value, error))
    exact = rounded(value, min(0, _size(value) - DIGITS_OF_EXACT_FRACTION + 1))
    # The zeros behind an exact figure's last digit say nothing: 40 %, not 40.0 %.
    return exact.normalize(ANY_FLOAT)


def decimals_of(value: Decimal) -> int:
    """How many digits stand behind the decimal point."""
    exponent = value.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _size(value: float) -> int:
    return math.floor(math.log10(abs(value))) if value else 0
