"""Numbers, months and names as text: the one place, by the scenario's currency and the reader's locale.

Which digits are shown follows from the standard error: see ``digits``.
"""

import copy
import math
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, localedata
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import NumberPattern, get_currency_precision, get_currency_symbol

from simulator.text.grammar import counted, month_date
from simulator.text.rounding import (
    FINEST_PLACE,
    decimals_of,
    is_exact,
    is_within_doubt,
    last_place,
    rounded,
    shown_digits,
)
from simulator.units import Unit

SAME = "about the same"
UNDEFINED = "–"
"""How a number that does not exist (0/0) is shown."""

LESS_THAN = "less than "
"""Stands before the least that can be shown, where a figure is less and not nothing."""

ERROR_OF_WHOLE_CHANCES = 0.02
"""The standard error up to which a chance is told to one of 100: the rule of ``rounding``."""

NEXT_TO_NOTHING = 0.01
"""The part of the far end of a range that the near end may be rounded by."""

LEAST_WITHOUT_CENTS = 100
"""From so much money on cents are not worth their room, and seldom known."""

DEFAULT_LOCALE = "en_US"


@dataclass(frozen=True)
class Formats:
    """How numbers are written for one reader: a currency (ISO 4217) and a locale.

    ``locale`` is what a browser says (``de-DE``, ``en-US-u-hc-h12``); what names no known locale is read as en_US.
    In every method ``error`` is the standard error of ``value``, in the same unit; None means the value is exact.
    Results are plain text: anything that goes into Markdown passes through ``markdown.escape_markdown`` first, because
    Streamlit reads ``$1 to $2`` as a formula.
    """

    currency: str = "USD"
    locale: str | None = DEFAULT_LOCALE

    def number(self, value: float, unit: Unit, error: float | None = None, *, horizon_months: int | None = None) -> str:
        """A value in any unit; ``horizon_months`` gives an infinite number of months its words."""
        if unit is Unit.MONTHS:
            return self.months(value, error, horizon_months=horizon_months)
        write: dict[Unit, Callable[[float, float | None], str]] = {
            Unit.MONEY: self.money,
            Unit.RATE: self.percent,
            Unit.COUNT: self.count,
            Unit.RATIO: self.ratio,
        }
        return write[unit](value, error)

    def money(self, value: float, error: float | None = None) -> str:
        """``$12,400``, ``$33.33``; cents only below 100, and only in currencies that have them."""
        if not math.isfinite(value):
            return _not_finite(value)
        amount, decimals = self._amount(value, error)
        if value > 0 and not amount:
            cents = get_currency_precision(self.currency)
            return LESS_THAN + self._write("money", Decimal(1).scaleb(-cents), cents)
        return self._write("money", amount, decimals)

    def percent(self, value: float, error: float | None = None) -> str:
        """A fraction of one as percent: 0.405 is ``40.5%``."""
        if not math.isfinite(100 * value):
            return _not_finite(100 * value)
        return self._digits("percent", 100 * value, None if error is None else 100 * error)

    def count(self, value: float, error: float | None = None) -> str:
        """A number of things: ``1,204``, ``5.94``."""
        return self._plain(value, error)

    def months(self, value: float, error: float | None = None, *, horizon_months: int | None = None) -> str:
        """``7 months``, ``1 month``; infinite: ``not within 24 months`` if the horizon is given, else ``never``."""
        if value == math.inf:
            return "never" if horizon_months is None else f"not within {self._with_months(horizon_months)}"
        return self._with_months(value, error) if math.isfinite(value) else _not_finite(value)

    def ratio(self, value: float, error: float | None = None) -> str:
        """A multiple: ``3.2x``."""
        return self._plain(value, error) + ("x" if math.isfinite(value) else "")

    def range(
        self,
        low: float,
        high: float,
        unit: Unit,
        errors: tuple[float | None, float | None] = (None, None),
        *,
        horizon_months: int | None = None,
    ) -> str:
        """``$1,200 to $3,400``; one figure where both ends read the same; undefined if either end is."""
        if math.isnan(low) or math.isnan(high):
            return UNDEFINED
        if math.isfinite(low) and math.isfinite(high):
            first, last = self._alike((low, high), unit, errors)
            ends = first if first == last else f"{first} to {last}"
            return counted(ends, "month") if unit is Unit.MONTHS else ends
        first, last = (
            self.number(end, unit, error, horizon_months=horizon_months)
            for end, error in zip((low, high), errors, strict=True)
        )
        if first == last or unit is not Unit.MONTHS:
            return first if first == last else f"{first} to {last}"
        return f"{first} to " + ("never" if horizon_months is None else f"beyond {self._with_months(horizon_months)}")

    def change(self, value: float, unit: Unit, error: float | None = None) -> str:
        """A difference, with its sign: ``+$1,200``, ``-3 months``, ``+12 points`` (of percent), ``no change``.

        One that is nearer to nothing than its error is ``about $0``.
        """
        if math.isnan(value):
            return UNDEFINED
        if math.isinf(value):
            return _not_finite(value) if value < 0 else "+∞"
        if value == 0.0:
            return "no change"
        if self.vanishes(value, unit, error):
            return f"about {self._difference(0.0, unit, None)}"
        return "+" * (value > 0) + self._difference(value, unit, error)

    def change_range(self, low: float, high: float, unit: Unit, errors: tuple[float, float]) -> str:
        """From one difference to another: ``+$1,200 to +$3,400``, ``-3 to +2 points``."""
        pairs = list(zip((low, high), errors, strict=True))
        if not all(math.isfinite(end) and end and not self.vanishes(end, unit, error) for end, error in pairs):
            first, last = (self.change(end, unit, error) for end, error in pairs)
            return first if first == last else f"{first} to {last}"
        scale, counting = (100.0, Unit.COUNT) if unit is Unit.RATE else (1.0, unit)
        ends = self._alike((scale * low, scale * high), counting, (scale * errors[0], scale * errors[1]))
        first, last = ("+" * (end > 0) + text for (end, _), text in zip(pairs, ends, strict=True))
        if first == last:
            return self.change(low, unit, errors[0])
        name = {Unit.RATE: " points", Unit.MONTHS: " months"}.get(unit, "")
        return f"{first} to {last}{name}"

    def change_of_shown(self, now: float, before: float, unit: Unit, errors: tuple[float, float]) -> str:
        """The difference of two finite figures as they are shown, so that it can be checked by eye.

        ``about the same`` where both read the same.
        """
        shown = [self._as_shown(value, unit, error) for value, error in zip((now, before), errors, strict=True)]
        difference = float(shown[0] - shown[1])
        return self.change(difference, unit, 0.0) if difference else SAME

    def _as_shown(self, value: float, unit: Unit, error: float) -> Decimal:
        """A finite figure with the digits with which it is shown."""
        shown, _ = self._shown(value, unit, error)
        return shown / 100 if unit is Unit.RATE else shown

    def vanishes(self, value: float, unit: Unit, error: float | None = None) -> bool:
        """Whether nothing is left of a finite difference in the digits that its error supports."""
        written = self._difference(value, unit, error)
        return is_within_doubt(value, error) or written.startswith(LESS_THAN) or _is_nothing(written)

    def _difference(self, value: float, unit: Unit, error: float | None) -> str:
        """A difference without the plus of a rise; rates in points of percent."""
        return self._points(value, error) if unit is Unit.RATE else self.number(value, unit, error)

    def chance(self, share: float, error: float | None = None) -> str:
        """A share of draws, in possible worlds: ``87 of 100``; a rare one is never rounded to none.

        Where its standard error does not allow that, it is ``about 90 of 100``.
        """
        if math.isnan(share):
            return UNDEFINED
        if error is not None and error > ERROR_OF_WHOLE_CHANCES:
            return _in_tens(share)
        if 0 < share < 0.01:
            return "fewer than 1 of 100"
        if 0.99 < share < 1:
            return "more than 99 of 100"
        return f"{rounded(100 * share, 0):f} of 100"

    def month_name(self, month: date) -> str:
        """``Mar 2027``."""
        return _month_name(month, self._known)

    def month_of(self, start: date, month: int | date) -> str:
        """``Mar 2027`` for a month of the calendar, or counted from 1 at ``start``; ``month 400`` where none has it."""
        try:
            return self.month_name(month_date(start, month))
        except (ValueError, OverflowError):
            return f"month {month}"

    def day(self, day: date) -> str:
        """``Mar 7, 2027``."""
        return format_date(day, format="medium", locale=self._known)

    def moment(self, moment: datetime) -> str:
        """``Mar 7, 2027, 2:05:09 PM``, to the second and where the server is: two saves may follow each other soon."""
        here = moment.astimezone()
        return f"{self.day(here.date())}, {format_time(here, format='medium', locale=self._known)}"

    @property
    def has_cents(self) -> bool:
        """Whether the currency is written with decimals."""
        return get_currency_precision(self.currency) > 0

    @property
    def currency_symbol(self) -> str:
        """``$``."""
        return get_currency_symbol(self.currency, locale=self._known)

    def axis_format(self, unit: Unit) -> str:
        """The d3 format of a chart's axis and labels in this unit; needs ``chart_locale`` in the chart."""
        return {Unit.MONEY: "$,.0f", Unit.RATE: ",.0%"}.get(unit, ",.3~f")

    def number_style(self) -> dict[str, object]:
        """Marks before, between and behind digits, for scripts that write numbers: d3's number locale."""
        return self._chart_numbers()

    def chart_locale(self) -> dict[str, dict[str, object]]:
        """Vega-Lite's ``config.locale``: how charts write numbers and months."""
        return {"number": self._chart_numbers(), "time": _chart_months(self._known)}

    def _chart_numbers(self) -> dict[str, object]:
        money, percent = (_style(self._known, kind, self.currency) for kind in ("money", "percent"))
        return {
            "decimal": money.decimal,
            "thousands": money.group,
            "grouping": list(_grouping(money.sizes)),
            "currency": list(money.positive),
            "minus": self._known.number_symbols["latn"]["minusSign"],
            "percent": percent.positive[1] or percent.positive[0],
            "nan": UNDEFINED,
        }

    @property
    def _known(self) -> Locale:
        return known_locale(self.locale)

    def _alike(
        self, ends: tuple[float, float], unit: Unit, errors: tuple[float | None, float | None]
    ) -> tuple[str, str]:
        """The two finite ends of a range, without the word for months: with as many decimals, zero without any."""
        scale = 100.0 if unit is Unit.RATE else 1.0
        shown = [self._shown(end, unit, error) for end, error in zip(ends, errors, strict=True)]
        are_exact = all(is_exact(end, error) for end, error in zip(ends, errors, strict=True))
        decimals = _decimals_of_both([scale * end for end in ends], shown, are_exact=are_exact)
        first, last = (
            self._end(scale * end, unit, digits if own <= decimals else rounded(scale * end, -decimals), decimals)
            for end, (digits, own) in zip(ends, shown, strict=True)
        )
        return first, last

    def _end(self, value: float, unit: Unit, digits: Decimal, decimals: int) -> str:
        """One end of a range, of a value in the terms of its unit."""
        kind = {Unit.MONEY: "money", Unit.RATE: "percent"}.get(unit, "number")
        times = "x" if unit is Unit.RATIO else ""
        if value > 0 and not digits:
            return f"{LESS_THAN}{self._write(kind, Decimal(1).scaleb(-decimals), decimals)}{times}"
        return self._write(kind, digits, decimals if digits else 0) + times

    def _shown(self, value: float, unit: Unit, error: float | None) -> tuple[Decimal, int]:
        """A finite value in the terms of its unit (percent, not shares) with the digits to show, and its decimals."""
        if unit is Unit.MONEY:
            return self._amount(value, error)
        if unit is Unit.RATE:
            value, error = 100 * value, None if error is None else 100 * error
        digits = shown_digits(value, error)
        is_whole = unit is Unit.MONTHS and bool(digits) and digits == digits.to_integral_value()
        return digits, 0 if is_whole or (not digits and value <= 0) else decimals_of(digits)

    def _amount(self, value: float, error: float | None) -> tuple[Decimal, int]:
        """A finite amount of money with the digits to show, and its decimals: all of the currency's, or none."""
        cents = get_currency_precision(self.currency)
        place = max(-cents, self._money_place(value, error))
        amount = rounded(value, place)
        in_whole = place >= 0 or (is_exact(value, error) and amount == amount.to_integral_value())
        return amount, 0 if in_whole or (not amount and value <= 0) else cents

    def _money_place(self, value: float, error: float | None) -> int:
        finest = 0 if abs(value) >= LEAST_WITHOUT_CENTS else -get_currency_precision(self.currency)
        return finest if is_exact(value, error) else max(finest, last_place(value, error))

    def _plain(self, value: float, error: float | None) -> str:
        if not math.isfinite(value):
            return _not_finite(value)
        return self._digits("number", value, error)

    def _digits(self, kind: str, value: float, error: float | None) -> str:
        """A finite value with the digits that its error supports."""
        shown = shown_digits(value, error)
        if value > 0 and not shown:
            return LESS_THAN + self._write(kind, Decimal(1).scaleb(FINEST_PLACE), -FINEST_PLACE)
        return self._write(kind, shown, decimals_of(shown) if shown else 0)

    def _with_months(self, value: float, error: float | None = None) -> str:
        return counted(self._in_months(value, error), "month")

    def _in_months(self, value: float, error: float | None) -> str:
        shown = shown_digits(value, error)
        # Months are counted: 4 months and 4.0 months, one below the other, would read as different things.
        whole = bool(shown) and shown == shown.to_integral_value()
        return self._write("number", shown, 0) if whole or not value else self._digits("number", value, error)

    def _points(self, value: float, error: float | None) -> str:
        return counted(self._plain(100 * value, None if error is None else 100 * error), "point")

    def _write(self, kind: str, value: Decimal, decimals: int) -> str:
        """A rounded value in full; ``kind`` is money, percent (of a value in hundredths) or number."""
        style = _style(self._known, kind, self.currency if kind == "money" else "")
        # Rounding may leave a minus zero, which is not to be seen.
        before, after = style.negative if value < 0 else style.positive
        whole, _, fraction = f"{abs(value):.{decimals}f}".partition(".")
        return before + style.grouped(whole) + (style.decimal + fraction if fraction else "") + after


@lru_cache(maxsize=1024)
def _month_name(month: date, locale: Locale) -> str:
    return format_skeleton("yMMM", month, locale=locale)


@lru_cache(maxsize=256)
def known_locale(name: str | None) -> Locale:
    """The locale that a browser's name stands for; en_US where it stands for none (``None``, ``C``, nonsense)."""
    # A browser may add how it writes hours or calendars (-u-hc-h12); Babel knows only what stands before that.
    stated = re.split(r"[-_][uxt][-_]", name or "", maxsplit=1)[0].split(".")[0].replace("-", "_")
    try:
        return _apart(Locale.parse(stated))
    except (ValueError, UnknownLocaleError):
        return _apart(Locale.parse(DEFAULT_LOCALE))


def _apart(locale: Locale) -> Locale:
    """The locale, with data of its own.

    Babel writes what it looks up, such as the names of months, where other locales look too: after a reader from Japan
    one from Poland would find Japanese months.
    """
    data = localedata.load(str(locale))
    data.update(copy.deepcopy(data))
    return locale


def _decimals_of_both(values: list[float], shown: list[tuple[Decimal, int]], *, are_exact: bool) -> int:
    """The decimals of both ends of a range: the fewer, where those too many say next to nothing; else the more."""
    some = [decimals for value, (digits, decimals) in zip(values, shown, strict=True) if digits or value > 0]
    few, many = min(some, default=0), max(some, default=0)
    finer = [(value, digits) for value, (digits, own) in zip(values, shown, strict=True) if own > few]
    lost = max((abs(float(rounded(value, -few) - digits)) for value, digits in finer), default=0.0)
    widest = max(abs(value) for value in values)
    return many if few == many or are_exact or lost > NEXT_TO_NOTHING * widest else few


def _in_tens(share: float) -> str:
    tens = rounded(100 * share, 1)
    if not 0 < tens < 100:
        return "fewer than 10 of 100" if not tens else "more than 90 of 100"
    return f"about {tens:f} of 100"


def _is_nothing(written: str) -> bool:
    return not re.sub(r"\D", "", written).strip("0")


def _not_finite(value: float) -> str:
    return UNDEFINED if math.isnan(value) else "∞" if value > 0 else "-∞"


@dataclass(frozen=True)
class _Style:
    """The text of a locale before, between and behind digits: Babel's own way of writing is many times slower."""

    positive: tuple[str, str]
    negative: tuple[str, str]
    decimal: str
    group: str
    sizes: tuple[int, int]

    def grouped(self, digits: str) -> str:
        """Digits in the locale's groups: 1,234,567, or 12,34,567."""
        last, others = self.sizes
        head, groups = digits[:-last], [digits[-last:]]
        while head:
            head, group = head[:-others], head[-others:]
            groups.insert(0, group)
        return self.group.join(groups)


_SYMBOL = "\ue000"
"""Stands for the currency's symbol while Babel lays out a figure: no currency has this letter."""


@lru_cache(maxsize=512)
def _style(locale: Locale, kind: str, currency: str) -> _Style:
    declared: dict[str, NumberPattern] = {
        "money": locale.currency_formats["standard"],
        "percent": locale.percent_formats[None],
        "number": locale.decimal_formats[None],
    }
    pattern = copy.copy(declared[kind])
    pattern.frac_prec = (0, 0)
    seven = Decimal("0.07") if kind == "percent" else Decimal(7)
    positive, negative = (_around(pattern, value, locale, currency) for value in (seven, -seven))
    symbols = locale.number_symbols["latn"]
    return _Style(positive, negative, symbols["decimal"], symbols["group"], pattern.grouping)


def _around(pattern: NumberPattern, value: Decimal, locale: Locale, currency: str) -> tuple[str, str]:
    """The texts before and behind the digits of a value."""
    before, after = pattern.apply(value, locale, currency=_SYMBOL, currency_digits=False).split("7")
    symbol = get_currency_symbol(currency, locale=locale) if currency else ""
    # The Unicode locale data's rule of currency spacing: letters keep apart from digits, signs such as $ do not.
    apart = before.endswith(_SYMBOL) and unicodedata.category(symbol[-1:] or "$")[0] not in "SZ"
    return before.replace(_SYMBOL, symbol) + ("\u00a0" if apart else ""), after.replace(_SYMBOL, symbol)


def _grouping(sizes: tuple[int, int]) -> tuple[int, ...]:
    last, others = sizes
    # d3 repeats the list from its start, so (3, 2) is written out: lakh and crore.
    return (last,) if last == others else (last, *([others] * 8))


_MONTH_PARTS = re.compile(r"'([^']*)'|y+|M+|L+")
_D3_MONTHS = {1: "%-m", 2: "%m", 3: "%b"}
"""How d3 names a month that a pattern of Unicode writes with so many letters; in full with more."""


def _as_d3(part: re.Match[str]) -> str:
    """A year, a month or quoted words of a pattern of Unicode, as d3 writes it."""
    if (quoted := part[1]) is not None:
        return quoted
    return "%Y" if part[0].startswith("y") else _D3_MONTHS.get(len(part[0]), "%B")


def _chart_months(locale: Locale) -> dict[str, object]:
    """Vega-Lite's time locale; its weeks start on Sunday, Babel's on Monday."""
    pattern = locale.datetime_skeletons["yMMM"].pattern
    months = locale.months["stand-alone" if "L" in pattern else "format"]
    days = locale.days["stand-alone"]
    week = (6, 0, 1, 2, 3, 4, 5)
    return {
        "dateTime": "%x, %X",
        # Asked for by its own letter, %x: a month and its year, as everywhere else.
        "date": _MONTH_PARTS.sub(_as_d3, pattern),
        "time": "%H:%M:%S",
        "periods": ["AM", "PM"],
        "days": [days["wide"][day] for day in week],
        "shortDays": [days["abbreviated"][day] for day in week],
        "months": [months["wide"][month] for month in range(1, 13)],
        "shortMonths": [months["abbreviated"][month] for month in range(1, 13)],
    }
