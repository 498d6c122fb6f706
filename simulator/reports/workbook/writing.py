"""Writing: the sheets as the bytes of a spreadsheet file."""

import io
import math
from collections.abc import Callable
from datetime import date, datetime, time
from typing import TYPE_CHECKING

from simulator.errors import Problem, ScenarioError
from simulator.reports.paper import Paper
from simulator.reports.workbook.formulas import Formula
from simulator.reports.workbook.model import Workbook
from simulator.reports.workbook.sheets import Content, Limits, Look, Sheet
from simulator.units import Unit

if TYPE_CHECKING:
    from xlsxwriter import Workbook as Book
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

LONGEST_FORMULA, LONGEST_TEXT = 8_192, 32_767
"""What spreadsheets take, in characters."""

PAPERS: dict[Paper, int] = {"us-letter": 1, "a4": 9}
"""Numbers of papers. Source: ECMA-376, part 1, 18.3.1.63."""

COLUMNS_OF_A_PAGE = 14
LINE_HEIGHT, LETTER_WIDTH = 13.5, 1.1
"""Of a line in points, and of a letter in the unit of a column's width, with room to spare."""
WRAPPED = ("text", "column")

INPUT_COLOUR, INPUT_INK, HEADING_COLOUR, TOTAL_COLOUR = "#FFF4CC", "#0B3D91", "#E3E8EF", "#F5F7FA"

_NUMBERS = {
    Unit.MONEY: ("#,##0;-#,##0;0", "#,##0.00"),
    Unit.RATE: ("[>=0.001]0.0%;[<=-0.001]-0.0%;0.0####%", "[>=0.001]0.00%;[<=-0.001]-0.00%;0.00####%"),
    Unit.COUNT: ("[>=1000]#,##0;[<=-1000]-#,##0;#,##0.0", "#,##0.00"),
    Unit.MONTHS: ("0.0", "0.00"),
    Unit.RATIO: ("0.00", "0.0000"),
}
"""Number formats: in tables, and of what is looked at closely. Shares of a few in a million do not look like none."""

_OF_FIGURES = {Unit.MONEY: "[>=100]#,##0;[<=-100]-#,##0;#,##0.00", Unit.MONTHS: "0"}
"""Money below 100 has cents; months are counted."""


def written(workbook: Workbook, *, on: date, paper: Paper) -> bytes:
    """The workbook as a file for a paper; ``on`` is the day that it states.

    Raises ScenarioError where no file can hold it.
    """
    from xlsxwriter import Workbook as Book

    from simulator.reports.workbook.worksheets import PlainWorksheet

    output = io.BytesIO()
    book = Book(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    book.set_properties({"title": _fitting(workbook.title), "created": datetime.combine(on, time())})
    look = _looks(book)
    for sheet in workbook.sheets:
        worksheet = book.add_worksheet(sheet.name, PlainWorksheet)
        _write_sheet(worksheet, sheet, look)
        worksheet.set_paper(PAPERS[paper])
    for name, address in workbook.names.items():
        book.define_name(name, f"={address}")
    book.close()
    return output.getvalue()


def _write_sheet(worksheet: "Worksheet", sheet: Sheet, look: Callable[[Look], "Format"]) -> None:
    for column, width in enumerate(sheet.widths):
        worksheet.set_column(column, column, width)
    for (row, column), (content, how) in sorted(sheet.cells.items()):
        _write(worksheet, sheet, row, column, content, look(how))
    for row, lines in _lines(sheet).items():
        worksheet.set_row(row, LINE_HEIGHT * lines)
    for (row, column), limits in sheet.limits.items():
        worksheet.data_validation(row, column, row, column, _rule(limits))
    worksheet.freeze_panes(*sheet.frozen)
    # A number of months in a sentence is no mistake.
    worksheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
    worksheet.protect("", {"format_columns": True, "format_rows": True})
    worksheet.hide_gridlines(2)
    worksheet.set_landscape()
    worksheet.fit_to_pages(max(1, len(sheet.widths) // COLUMNS_OF_A_PAGE), 0)
    worksheet.repeat_columns(0, 0)
    if sheet.frozen[0]:
        worksheet.repeat_rows(sheet.frozen[0] - 1)


def _lines(sheet: Sheet) -> dict[int, int]:
    """How many lines the texts of a row take, where that is more than one: not every program finds out by itself."""
    found: dict[int, int] = {}
    for (row, column), (content, look) in sheet.cells.items():
        if look.role == "title":
            found[row] = 2
        elif isinstance(content, str) and look.role in WRAPPED:
            lines = math.ceil((len(content) + 2) * LETTER_WIDTH / sheet.widths[column])
            found[row] = max(found.get(row, 1), lines)
    return {row: lines for row, lines in found.items() if lines > 1}


def _write(worksheet: "Worksheet", sheet: Sheet, row: int, column: int, content: Content, look: "Format") -> None:
    """Write one cell; text is written as text, whatever it begins with."""
    if isinstance(content, Formula):
        text = content.text.replace(f"{sheet.name}!", "")
        if len(text) >= LONGEST_FORMULA:
            problem = (
                f"the sheet {sheet.name} would need a longer formula than a spreadsheet takes; leave out some of them"
            )
            raise ScenarioError([Problem("channels", problem)])
        value = content.value
        worksheet.write_formula(row, column, f"={text}", look, value)
    elif content == "":
        # A text beside it may run on over a cell that is blank, not over one that holds an empty text.
        worksheet.write_blank(row, column, None, look)
    elif isinstance(content, str):
        worksheet.write_string(row, column, _fitting(content), look)
    elif isinstance(content, date):
        worksheet.write_string(row, column, content.isoformat(), look)
    else:
        worksheet.write_number(row, column, content, look)


def _fitting(text: str) -> str:
    """As much of a text as a cell takes, without halves of characters, which no file takes."""
    return text[:LONGEST_TEXT].encode("utf-8", "replace").decode("utf-8")


def _rule(limits: Limits) -> dict[str, object]:
    """What a cell takes; a limit that is itself not allowed is missed by next to nothing."""
    smallest = limits.at_least + (1e-9 if limits.open_below else 0.0)
    largest = limits.at_most - (1e-9 if limits.open_above else 0.0)
    return {
        "validate": "integer" if limits.whole else "decimal",
        "criteria": "between",
        "minimum": int(smallest) if limits.whole else smallest,
        "maximum": min(int(largest), 1_000) if limits.whole else largest,
        "error_title": "This number cannot be",
        "error_message": limits.message[:255],
    }


def _looks(book: "Book") -> Callable[[Look], "Format"]:
    """The formats of looks, each made once."""
    made: dict[Look, Format] = {}

    def of(look: Look) -> "Format":
        if look not in made:
            made[look] = book.add_format(_properties(look))
        return made[look]

    return of


def _properties(look: Look) -> dict[str, object]:
    roles: dict[str, dict[str, object]] = {
        "input": {
            "bg_color": INPUT_COLOUR,
            "font_color": INPUT_INK,
            "locked": False,
            "border": 1,
            "border_color": "#D9C77A",
        },
        "total": {"bold": True, "bg_color": TOTAL_COLOUR},
        "title": {"bold": True, "font_size": 15, "indent": 1, "align": "left"},
        "heading": {"bold": True, "bg_color": HEADING_COLOUR, "indent": 1, "align": "left"},
        "note": {"font_color": "#44505C", "italic": True, "indent": 1, "align": "left"},
        "column": {"bold": True, "bg_color": HEADING_COLOUR, "text_wrap": True, "align": "right"},
        "text": {"text_wrap": True, "indent": 1, "align": "left"},
        "label": {"indent": 1, "align": "left"},
        "plain": {},
    }
    number = {} if look.unit is None else {"num_format": _number_format(look, look.unit), "align": "right"}
    return {"font_name": "Arial", "font_size": 10, "valign": "top", **roles[look.role], **number}


def _number_format(look: Look, unit: Unit) -> str:
    if look.is_figure and unit in _OF_FIGURES:
        return _OF_FIGURES[unit]
    return _NUMBERS[unit][int(look.fine)]
