"""Figures by source and month, summed over the rows, and checked against the totals that the file states."""

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import compress

import numpy as np

from simulator.errors import ExportError
from simulator.imports.cells import MISSING, NumberReader, Numbers, decimal_mark, several_currencies
from simulator.imports.coded import alike, paired
from simulator.imports.export import FIGURES, LeftOut, SourceFigures
from simulator.imports.files import as_text
from simulator.imports.months import Dated
from simulator.imports.table import Table, quoted, total_label
from simulator.text.amounts import currencies_of

_ALL_CAMPAIGNS = frozenset(
    {"", "campaign", "campaigns", "kampagne", "kampagnen", "campagne", "campagnes", "campaña", "campañas"}
)

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
    mark = decimal_mark([table.columns[key].values for key in keys], table.number_locale)
    reader = NumberReader(mark.mark)
    columns = {key: reader.column(table.columns[key].values)[table.columns[key].codes] for key in keys}
    figures = _sums(dated, columns, platform)
    table = _with_unreadable_told(table, columns)
    if mark.open_example and table.is_mixed:
        read = reader.number(mark.open_example)
        table = table.saying(
            note=f"{quoted(mark.open_example)} was read as {_exact(read)}; check that amounts are not 1,000 times too "
            "small or too large."
        )
    table = _checked(table, columns, reader)
    return Summed(figures=figures, currency=_currency(table, reader), table=_with_negative_told(table, figures))


def _sums(dated: Dated, columns: Mapping[str, Numbers], platform: str) -> tuple[SourceFigures, ...]:
    """The figures by source and month, without those of which a cell could not be read."""
    table = dated.table
    sources = table.sources if "source" in table.columns else alike(platform, table.rows)
    groups = paired(sources, dated.months)
    sums: list[dict[str, float]] = [{} for _ in groups.values]
    for key, numbers in columns.items():
        is_stated = ~np.isnan(numbers)
        places = groups.codes[is_stated]
        stated = np.bincount(places, minlength=len(sums))
        totals = np.bincount(places, weights=numbers[is_stated], minlength=len(sums))
        known = np.flatnonzero((stated > 0) & np.isfinite(totals))
        for place, total in zip(known.tolist(), totals[known].tolist(), strict=True):
            sums[place][key] = total if total.is_integer() else round(total, _DECIMALS)
    return tuple(
        SourceFigures(source, month, found) for (source, month), found in zip(groups.values, sums, strict=True) if found
    )


# -- what is said --------------------------------------------------------------------------------------------------


def _with_unreadable_told(table: Table, columns: Mapping[str, Numbers]) -> Table:
    for key, numbers in columns.items():
        wrong = np.flatnonzero(np.isinf(numbers))
        if wrong.size:
            example = as_text(table.columns[key].row(int(wrong[0])))
            table = table.saying(
                left_out=LeftOut(
                    f"The {key} where {quoted(example)} stands",
                    f"not a number; without it the {key} of that source and month would be too small",
                    int(wrong.size),
                )
            )
    return table


def _with_negative_told(table: Table, figures: Iterable[SourceFigures]) -> Table:
    for each in figures:
        for key, number in each.figures.items():
            if number < 0:
                return table.saying(note=f"The {key} of {quoted(each.source)} is below 0 ({_exact(number)}); check it.")
    return table


def _checked(table: Table, columns: Mapping[str, Numbers], reader: NumberReader) -> Table:
    """The table with a doubt for each figure of which no total that the file states is the sum of the rows."""
    labels = [total_label(each) for each in table.totals]
    # Of several totals those of all campaigns: others are of one kind of them, or of what is not listed too.
    are_of_all = [label.partition(":")[2].strip().casefold() in _ALL_CAMPAIGNS for label in labels]
    for key, numbers in columns.items():
        total = float(np.nansum(numbers))
        said = [(label, reader.number(each.get(key, ""))) for label, each in zip(labels, table.totals, strict=True)]
        said = list(compress(said, are_of_all)) if any(are_of_all) else said
        stated = [(label, number) for label, number in said if math.isfinite(number)]
        if stated and math.isfinite(total) and not any(_agree(number, total, table.rows) for _, number in stated):
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


def _exact(number: float) -> str:
    return f"{round(number, 2):,}".removesuffix(".0")


# -- the currency --------------------------------------------------------------------------------------------------


def _currency(table: Table, reader: NumberReader) -> str | None:
    """The currency that headings, a column or signs state; raises ExportError where they state several."""
    in_rows = (
        {code.upper() for code in table.texts("currency").values if code not in MISSING}
        if "currency" in table.columns
        else set()
    )
    stated = sorted(table.matched.currencies | in_rows)
    for code in stated:
        if code.casefold() not in map(str.casefold, currencies_of(code.casefold())):
            raise ExportError(
                f"{quoted(code)} stands where the currency of a row should. Export the file again, and bring it as it "
                "comes; the currency is a code there, such as EUR."
            )
    by_sign = reader.currencies()
    if len(stated) > 1:
        raise ExportError(several_currencies(stated))
    if stated:
        if by_sign and stated[0] not in by_sign:
            raise ExportError(several_currencies([*stated, *sorted(reader.signs)]))
        return stated[0]
    return next(iter(by_sign)) if len(by_sign) == 1 else None
