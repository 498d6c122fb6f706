"""The sheet of assumptions: what may be changed, beside what is known of it, and how the figures came about."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from simulator.metrics.kpis import placed
from simulator.presentation.beliefs import limits
from simulator.reports.workbook.formulas import Formula
from simulator.reports.workbook.inputs import BUSINESS, FUNNEL, IMPROVEMENTS, Input, Inputs
from simulator.reports.workbook.sheets import COLUMN, HEADING, LABEL, NOTE, TITLE, Limits, Look, Sheet, unit_name
from simulator.scenario.beliefs import Belief
from simulator.scenario.months import MONTHS_OF_A_YEAR
from simulator.text.formats import Formats
from simulator.units import Quantity

COLOURED = "Coloured cells may be changed, here and on the sheet Plan: all other sheets follow. The rest is protected."
LIKELY = "Half the time the truth is below the likely value. Low: 1 time in 10 below it. High: 1 time in 10 above it."
ONE_WORLD = (
    "The likely values are one possible world, not the middle of all results: the sheet KPIs has those of the"
    " simulation beside them."
)
_HEADINGS = ("What", "Likely value", "Unit", "Low", "High", "Source", "As of", "Name in formulas")
_VALUE, _LOW, _HIGH, _NAME = 1, 3, 4, 7
_UNBOUNDED = 1e15


@dataclass
class AssumptionSheet:
    """The sheet, and the names of its cells."""

    sheet: Sheet
    names: dict[str, str]

    @classmethod
    def of(
        cls, inputs: Inputs, about: Sequence[tuple[str, str]], figures: Mapping[str, Formula], formats: Formats
    ) -> "AssumptionSheet":
        """Write all inputs that were asked for.

        ``about`` is said of the document at its head, above the plan's ``figures`` by key.
        """
        made = cls(Sheet("Assumptions", widths=(46, 16, 10, 12, 12, 60, 12, 44)), {})
        made._head(inputs, about, figures)
        single = [each for each in inputs.asked.values() if len(each.values) == 1]
        sections = [BUSINESS, FUNNEL, *dict.fromkeys(each.section for each in single)]
        titles = {BUSINESS: "Business", FUNNEL: "Leads to customers", IMPROVEMENTS: "Improvements that are bought"}
        for section in dict.fromkeys(sections):
            asked = [each for each in single if each.section == section]
            if asked:
                made.sheet.skip()
                made.sheet.add_band(titles.get(section) or inputs.channel_name(section) or "")
                for each in asked:
                    made._single(each, formats)
        made._rows(inputs, formats)
        return made

    def _head(self, inputs: Inputs, about: Sequence[tuple[str, str]], figures: Mapping[str, Formula]) -> None:
        sheet = self.sheet
        sheet.add_row(inputs.scenario.name, look=TITLE)
        for label, text in about:
            row = sheet.add_row(label, look=LABEL)
            sheet.put(row, 1, text, LABEL)
        sheet.skip()
        for text in (COLOURED, LIKELY, ONE_WORLD):
            sheet.add_row(text, look=NOTE)
        sheet.skip()
        sheet.add_band("What comes of it, at the likely values")
        for metric in placed("tiles"):
            row = sheet.add_row(metric.label, look=LABEL)
            sheet.put(row, 1, figures[metric.key], Look("total", metric.unit, is_figure=True))
            sheet.put(row, 2, unit_name(metric.unit, inputs.scenario.currency), LABEL)
        sheet.skip()
        headings = sheet.add_row(*_HEADINGS, look=HEADING)
        for column in (_VALUE, _LOW, _HIGH):
            sheet.put(headings, column, _HEADINGS[column], COLUMN)

    def _single(self, each: Input, formats: Formats) -> None:
        """A number with its range, and where it comes from."""
        row = self.sheet.add_row(each.label, look=LABEL)
        self._input(row, _VALUE, each.name, each, each.values[0], formats)
        self.sheet.put(row, 2, unit_name(each.quantity.unit, formats.currency), LABEL)
        belief = each.belief
        if belief is not None:
            self._range(row, each, belief, formats)
            self.sheet.put(row, 5, " ".join(belief.source.split()), Look("text"))
            if belief.as_of is not None:
                self.sheet.put(row, 6, belief.as_of, LABEL)
        self.sheet.put(row, _NAME, each.name, NOTE)

    def _range(self, row: int, each: Input, belief: Belief, formats: Formats) -> None:
        for column, end, value in ((_LOW, "low", belief.low), (_HIGH, "high", belief.high)):
            if each.is_spread:
                self._input(row, column, f"{each.name}_{end}", each, value, formats)
            elif not belief.is_certain:
                self.sheet.put(row, column, value, Look(unit=each.quantity.unit, fine=True))

    def _input(self, row: int, column: int, name: str, each: Input, value: float | str, formats: Formats) -> None:
        self.sheet.put(row, column, value, Look("input", each.quantity.unit, fine=True))
        self.sheet.limits[row, column] = limits_of(each.quantity, formats, whole=each.whole)
        self.names[name] = self.sheet.span((row, column), (row, column)).split(":")[0]

    def _rows(self, inputs: Inputs, formats: Formats) -> None:
        """Seasons by calendar month, and what changes at certain months."""
        start = inputs.scenario.start
        calendar = [_short(date(2001, month, 1)) for month in range(1, MONTHS_OF_A_YEAR + 1)]
        months = [formats.month_of(start, month + 1) for month in range(inputs.scenario.horizon_months)]
        several = [each for each in inputs.asked.values() if len(each.values) > 1 or each.name.endswith("_by_month")]
        for headings, is_season in ((calendar, True), (months, False)):
            rows = [each for each in several if each.name.endswith("_season") is is_season]
            if rows:
                self.sheet.skip()
                self.sheet.add_row("Seasons" if is_season else "Month by month", *headings, look=HEADING)
            for each in rows:
                self._row(inputs, each, formats)

    def _row(self, inputs: Inputs, each: Input, formats: Formats) -> None:
        channel = inputs.channel_name(each.section)
        label = each.label if channel is None else f"{channel}: {each.label[0].lower()}{each.label[1:]}"
        row = self.sheet.add_row(label, look=LABEL)
        for column, value in enumerate(each.values, 1):
            self.sheet.put(row, column, value, Look("input", each.quantity.unit, fine=True))
            if each.name.endswith("_season"):
                self.sheet.limits[row, column] = limits_of(each.quantity, formats)
        self.names[each.name] = self.sheet.span((row, 1), (row, len(each.values)))


def limits_of(quantity: Quantity, formats: Formats, *, whole: bool = False) -> Limits:
    """Limits of what may be typed for a number."""
    top = _UNBOUNDED if math.isinf(quantity.at_most) else quantity.at_most
    message = f"{limits(quantity, formats)[0].upper()}{limits(quantity, formats)[1:]}."
    return Limits(quantity.at_least, top, message, quantity.open_below, quantity.open_above, whole)


def _short(month: date) -> str:
    return month.strftime("%b")
