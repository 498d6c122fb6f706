"""Figures by source and month, summed over the rows, and checked against the totals that the file states."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.errors import ExportError
from simulator.imports.cells import MISSING, NumberReader, decimal_mark, several_currencies
from simulator.imports.export import FIGURES, LeftOut, SourceFigures
from simulator.imports.files import as_text
from simulator.imports.months import Dated
from simulator.imports.table import Table, quoted

_DECIMALS = 8
"""Sums are rounded to so many decimals: the most that an export writes."""


@dataclass(frozen=True, kw_only=True)
class Summed:
    """Figures by source and month, the currency of the file, and the table with what is to be said of them."""

    figures: tuple[SourceFigures, ...]
    currency: str | None
    table: Table


def summed(dated: Dated, *, platform: str) -> Summed:
    """The figures of a table; raises ExportError where amounts are in several currencies."""
    table = dated.table
    keys = [key for key in FIGURES if key in table.columns]
    mark = decimal_mark((cell for key in keys for cell in table.columns[key]), table.number_locale)
    reader = NumberReader(mark.mark)
    columns = {key: reader.column(table.columns[key]) for key in keys}
    sums = _sums(dated, columns, platform)
    table = _with_unreadable_told(table, columns)
    if mark.open_example and table.is_mixed:
        read = reader.column([mark.open_example])[0]
        table = table.saying(
            note=f"{quoted(mark.open_example)} was read as {_exact(read)}; check that amounts are not 1,000 times too "
            "small or too large."
        )
    table = _checked(table, columns, reader)
    figures = tuple(
        SourceFigures(source, month, found) for (source, month), each in sums.items() if (found := _known(each))
    )
    return Summed(figures=figures, currency=_currency(table, reader), table=_with_negative_told(table, figures))


def _sums(
    dated: Dated, columns: Mapping[str, Sequence[float | None]], platform: str
) -> dict[tuple[str, date], dict[str, float]]:
    sources = dated.table.sources if "source" in dated.table.columns else [""] * dated.table.rows
    sums: dict[tuple[str, date], dict[str, float]] = {}
    places = [
        sums.setdefault((source or platform, month), {}) for source, month in zip(sources, dated.months, strict=True)
    ]
    for key, column in columns.items():
        for place, number in zip(places, column, strict=True):
            if number is not None:
                place[key] = place.get(key, 0.0) + number
    return sums


def _known(sums: Mapping[str, float]) -> dict[str, float]:
    """The figures without those of which a cell could not be read."""
    return {key: round(number, _DECIMALS) for key, number in sums.items() if not math.isnan(number)}


# -- what is said --------------------------------------------------------------------------------------------------


def _with_unreadable_told(table: Table, columns: Mapping[str, Sequence[float | None]]) -> Table:
    for key, column in columns.items():
        wrong = [at for at, number in enumerate(column) if number is not None and math.isnan(number)]
        if wrong:
            example = as_text(table.columns[key][wrong[0]])
            table = table.saying(
                left_out=LeftOut(
                    f"The {key} where {quoted(example)} stands",
                    f"not a number; without it the {key} of that source and month would be too small",
                    len(wrong),
                )
            )
    return table


def _with_negative_told(table: Table, figures: Iterable[SourceFigures]) -> Table:
    for each in figures:
        for key, number in each.figures.items():
            if number < 0:
                return table.saying(note=f"The {key} of {quoted(each.source)} is below 0 ({_exact(number)}); check it.")
    return table


def _checked(table: Table, columns: Mapping[str, Sequence[float | None]], reader: NumberReader) -> Table:
    """The table with a doubt for each figure of which no total that the file states is the sum of the rows."""
    for key, column in columns.items():
        total = sum(number for number in column if number is not None)
        said = [(as_text(each["first"]), reader.column([each.get(key, "")])[0]) for each in table.totals]
        stated = [(label, number) for label, number in said if number is not None and not math.isnan(number)]
        if not stated or math.isnan(total) or any(_agree(number, total, table.rows) for _, number in stated):
            continue
        table = table.saying(note=_disagreement(key, total, *stated[0]))
    return table


def _agree(stated: float, total: float, rows: int) -> bool:
    """Whether a stated total is the sum of so many rows, each rounded to cents."""
    return abs(stated - total) <= 0.01 * math.sqrt(rows) + 1e-9 * abs(total)


def _disagreement(key: str, total: float, label: str, stated: float) -> str:
    whose = f"in the row {quoted(label)}" if label else "in its row of totals"
    return (
        f"The rows add up to {key} of {_exact(total)}, while the file states {_exact(stated)} {whose}. "
        "Rows may be missing, or counted twice; the rows were taken."
    )


def _exact(number: float | None) -> str:
    return f"{round(number or 0.0, 2):,}".removesuffix(".0")


# -- the currency --------------------------------------------------------------------------------------------------


def _currency(table: Table, reader: NumberReader) -> str | None:
    """The currency that headings, a column or signs state; raises ExportError where they state several."""
    in_rows = (
        {code.upper() for code in table.texts("currency") if code not in MISSING}
        if "currency" in table.columns
        else set()
    )
    stated = sorted(table.matched.currencies | in_rows)
    if len(stated) > 1:
        raise ExportError(several_currencies(stated))
    by_sign = reader.currencies()
    if stated:
        if by_sign and stated[0] not in by_sign:
            raise ExportError(several_currencies([*stated, *sorted(reader.signs)]))
        return stated[0] if len(stated[0]) == len("USD") else None
    return next(iter(by_sign)) if len(by_sign) == 1 else None
