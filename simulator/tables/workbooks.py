"""Files of tables: the sheets of a workbook, or of separated values; and what a file is that is neither.

A workbook is an archive: it is unpacked here, no further than its limits, and its sheets are measured before they
are read, because a small file can stand for billions of cells.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook

from simulator.tables.cells import MOST_CELLS, Cell, Rows, UnreadableTableError, delimiter_of, rows_of, trimmed
from simulator.tables.zip_entries import most_entries

MOST_PARTS = 500
MOST_SHEETS = 50

_LETTERS = 26
_REFERENCE = re.compile(rb"""\sr\s*=\s*["']([A-Z]{0,3})([0-9]{1,9})["']""")
_SCENARIO = re.compile(r"^format\s*:\s*[0-9]", re.MULTILINE)
_PLATFORM = ("impressions", "impr.", "clicks", "ctr", "avg. cpc", "conversions", "amount spent", "reach")

SAVE_AS = "Save it as an Excel workbook (.xlsx) or as CSV, and bring that."

_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", f"a PDF. Amounts cannot be read from it: take the spreadsheet that it was made from. {SAVE_AS}"),
    (b"\xd0\xcf\x11\xe0", f"an older Excel or Word file. {SAVE_AS}"),
    (b"\x89PNG", f"a picture. Amounts cannot be read from it. {SAVE_AS}"),
    (b"\xff\xd8\xff", f"a picture. Amounts cannot be read from it. {SAVE_AS}"),
    (b"GIF8", f"a picture. Amounts cannot be read from it. {SAVE_AS}"),
    (b"RIFF", f"a picture or a recording. Amounts cannot be read from it. {SAVE_AS}"),
    (b"{\\rtf", f"a text document. {SAVE_AS}"),
)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """Largest file that is read: its bytes, the bytes of a workbook unpacked, and the cells of a sheet."""

    what: str
    file: int
    unpacked: int
    cells: int


LARGEST_FILE = 2_000_000
BUDGET = Limits(what="a budget", file=LARGEST_FILE, unpacked=30_000_000, cells=MOST_CELLS)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet of a file, by its name."""

    name: str
    rows: Rows


def sheets_of(content: bytes) -> tuple[Sheet, ...]:
    """The sheets of a file that hold anything; raises UnreadableTableError, which says what else the file is."""
    refuse_other_files(content, BUDGET)
    sheets = workbook_sheets(content, BUDGET) if is_workbook(content) else (_of_text(content),)
    for sheet in sheets:
        _refuse_results(sheet.rows)
    filled = tuple(sheet for sheet in sheets if sheet.rows)
    if not filled:
        raise UnreadableTableError("There is nothing in this file.")
    return filled


def refuse_other_files(content: bytes, limits: Limits) -> None:
    """Refuse what is too large, and what is known to be no table by how it begins; raises UnreadableTableError."""
    if len(content) > limits.file:
        raise UnreadableTableError(f"This file is too large; {limits.what} has at most {limits.file // 1_000_000} MB.")
    for beginning, what in _BEGINNINGS:
        if content.startswith(beginning):
            raise UnreadableTableError(f"This is {what}")


def is_workbook(content: bytes) -> bool:
    """Whether a file is an archive, as workbooks are."""
    return content.startswith(b"PK")


# -- separated values ----------------------------------------------------------------------------------------------


def _of_text(content: bytes) -> Sheet:
    text = decoded(content)
    refuse_other_texts(text)
    return Sheet(name="", rows=rows_of(text, delimiter_of(text)))


def refuse_other_texts(text: str) -> None:
    """Refuse a text that is a scenario, a web page or JSON; raises UnreadableTableError."""
    start = text[:2_000].lstrip("\ufeff \n\r\t")[:200].casefold()
    if _SCENARIO.search(text[:2_000]):
        raise UnreadableTableError("This is a scenario of funnelcast: open it under Scenarios, “From a file”.")
    if start.startswith(("<!doctype", "<html", "<?xml")):
        raise UnreadableTableError(f"This is a web page. {SAVE_AS}")
    if start.startswith(("{", "[{")):
        raise UnreadableTableError(f"This is JSON, a program's own format. {SAVE_AS}")


def decoded(content: bytes) -> str:
    """The text of a file in UTF-8, UTF-16 or Windows-1252; raises UnreadableTableError where it is none of them."""
    has_mark = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    if has_mark or b"\0" not in content:
        for encoding in ("utf-16",) if has_mark else ("utf-8-sig", "cp1252"):
            try:
                return content.decode(encoding)
            except UnicodeDecodeError:
                continue
    raise UnreadableTableError(f"This is no table that can be read. {SAVE_AS}")


def _refuse_results(rows: Rows) -> None:
    """Refuse what an advertising platform exports: it tells what was spent, and not what is planned."""
    for row in rows[:10]:
        named = [str(cell).strip().casefold() for cell in row]
        if sum(any(cell.startswith(word) for word in _PLATFORM) for cell in named) >= 2:
            raise UnreadableTableError(
                "This looks like results that an advertising platform exported, not a budget. "
                "Make a table with a row for each channel and a column for each month."
            )


# -- workbooks -----------------------------------------------------------------------------------------------------


def workbook_sheets(content: bytes, limits: Limits) -> tuple[Sheet, ...]:
    """The sheets of a workbook, empty ones too; raises UnreadableTableError."""
    parts = _unpacked(content, limits)
    _refuse_other_documents(parts)
    _refuse_too_many_cells(parts, limits)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(_packed(parts)))
        names = book.sheet_names[:MOST_SHEETS]
        return tuple(Sheet(name=name, rows=_rows(book.get_sheet_by_name(name).to_python(), limits)) for name in names)
    except (CalamineError, ValueError) as error:
        raise UnreadableTableError(f"This workbook is damaged or locked. {SAVE_AS}") from error


def _unpacked(content: bytes, limits: Limits) -> dict[str, bytes]:
    """The parts of the archive; what is packed beyond the limit is never unpacked."""
    too_large = UnreadableTableError(f"This workbook is too large; {limits.what} is far smaller.")
    if most_entries(content) > MOST_PARTS:
        raise too_large
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            if sum(part.file_size for part in listed) > limits.unpacked:
                raise too_large
            # No part gives more bytes than it says, and these were added up.
            return {part.filename: archive.read(part) for part in listed}
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableTableError(f"This file is damaged or locked. {SAVE_AS}") from error


def _packed(parts: Mapping[str, bytes]) -> bytes:
    """The parts as an archive that holds just these bytes: what reads it cannot be made to unpack more."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def _refuse_other_documents(parts: Mapping[str, bytes]) -> None:
    if "xl/workbook.xml" in parts:
        return
    kinds = {"word/": "a Word document", "ppt/": "a presentation", "content.xml": "an OpenDocument file"}
    kinds["xl/"] = "a binary Excel workbook"
    for beginning, what in kinds.items():
        if any(name.startswith(beginning) for name in parts):
            raise UnreadableTableError(f"This is {what}. {SAVE_AS}")
    raise UnreadableTableError(f"This is an archive, not a table. Unpack it. {SAVE_AS}")


def _refuse_too_many_cells(parts: Mapping[str, bytes], limits: Limits) -> None:
    for name, content in parts.items():
        if name.startswith("xl/worksheets/"):
            if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
                raise UnreadableTableError(f"This workbook cannot be read. {SAVE_AS}")
            width = height = 0
            for found in _REFERENCE.finditer(content):
                width, height = max(width, _column(found[1])), max(height, int(found[2]))
            if width * height > limits.cells:
                raise UnreadableTableError(
                    f"A sheet reaches over more than {limits.cells:,} cells. Copy {limits.what} to a sheet of its own."
                )


def _column(letters: bytes) -> int:
    place = 0
    for letter in letters:
        place = place * _LETTERS + letter - ord("A") + 1
    return place


def _rows(found: list[list[Any]], limits: Limits) -> Rows:
    return trimmed([[_cell(value) for value in row] for row in found], most_cells=limits.cells)


def _cell(value: Any) -> Cell:
    match value:
        case bool() | time() | timedelta():
            return str(value)
        case int() | float():
            return float(value)
        case datetime() | date():
            return f"{value:%Y-%m-%d}"
        case _:
            return str(value)
