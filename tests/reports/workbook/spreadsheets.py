"""Workbooks read back, changed as a person would change them, and recalculated by LibreOffice."""

import csv
import io
import os
import re
import shutil
import subprocess
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

LONGEST = 300
"""Seconds until LibreOffice is given up."""

ALWAYS_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""

EACH_SHEET_AS_TEXT = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false,false,false,-1"
"""A file of values in UTF-8 for each sheet, numbers as they are and not as they are shown, which is written soonest."""

Rows = Mapping[str, Sequence[Sequence[Any]]]
"""The values of a workbook: by sheet, row by row."""

_CELL = re.compile(r'<c r="([A-Z]+[0-9]+)"([^>]*?)(?:/>|>(.*?)</c>)', re.DOTALL)
_NAME = re.compile(r'<definedName name="([^"]+)">([^!]+)!([^<]+)</definedName>')


def parts_of(workbook: bytes) -> dict[str, str]:
    """The parts of the file as text, by their paths."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return {name: archive.read(name).decode() for name in archive.namelist()}


def sheet_names(workbook: bytes) -> list[str]:
    return re.findall(r'<sheet name="([^"]+)"', parts_of(workbook)["xl/workbook.xml"])


def sheet_part(workbook: bytes, name: str) -> str:
    return parts_of(workbook)[_path(sheet_names(workbook), name)]


def named_cells(workbook: bytes) -> dict[str, tuple[str, str]]:
    """The sheet and the address, without dollars, of every name that a person can see."""
    found = _NAME.findall(parts_of(workbook)["xl/workbook.xml"])
    return {name: (sheet, address.replace("$", "")) for name, sheet, address in found if not name.startswith("_")}


def formulas_of(part: str) -> dict[str, str]:
    """The formulas of a sheet by address."""
    cells = {address: re.search(r"<f>(.*?)</f>", inner or "") for address, _, inner in _CELL.findall(part)}
    return {address: found[1] for address, found in cells.items() if found}


def with_inputs(workbook: bytes, changes: Mapping[tuple[str, str], float]) -> bytes:
    """The workbook with other numbers in some cells, and with 0 in place of every result that it carries.

    ``changes`` are by sheet and address; each must be a number now. A program that shows 0 has not recalculated.
    """
    parts, names = parts_of(workbook), sheet_names(workbook)
    for place, name in enumerate(names, 1):
        of_sheet = {address: value for (sheet, address), value in changes.items() if sheet == name}
        path = f"xl/worksheets/sheet{place}.xml"
        parts[path] = _changed(parts[path], of_sheet)
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, text in parts.items():
            archive.writestr(path, text)
    return output.getvalue()


def _changed(part: str, changes: Mapping[str, float]) -> str:
    made = set()

    def cell(found: re.Match[str]) -> str:
        address, attributes, inner = found[1], found[2], found[3] or ""
        if address in changes:
            assert "<f>" not in inner, address
            assert 't="s"' not in attributes, address
            made.add(address)
            return f'<c r="{address}"{attributes}><v>{changes[address]!r}</v></c>'
        if "<f>" in inner:
            formula = inner[: inner.index("</f>") + 4]
            as_number = attributes.replace(' t="str"', "")
            return f'<c r="{address}"{as_number}>{formula}<v>0</v></c>'
        return found[0]

    changed = _CELL.sub(cell, part)
    assert made == set(changes)
    return changed


def recalculated(workbooks: Mapping[str, bytes], folder: Path) -> dict[str, Rows]:
    """The sheets of workbooks, row by row, once LibreOffice has worked out every formula; by the same names."""
    program = shutil.which("soffice")
    if program is None:
        missing = "no LibreOffice: there is no soffice"
        if os.environ.get("FUNNELCAST_REQUIRE_LIBREOFFICE") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    profile, before, after = folder / "profile", folder / "before", folder / "after"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(ALWAYS_RECALCULATE)
    before.mkdir()
    for name, content in workbooks.items():
        (before / f"{name}.xlsx").write_bytes(content)
    # One start for all: to start takes longer than to recalculate.
    command = [program, "--headless", f"-env:UserInstallation={profile.as_uri()}", "--convert-to", EACH_SHEET_AS_TEXT]
    subprocess.run(
        [*command, "--outdir", str(after), *(str(path) for path in sorted(before.iterdir()))],
        check=True,
        capture_output=True,
        timeout=LONGEST,
    )
    return {
        name: {sheet: _rows_in(after / f"{name}-{sheet}.csv") for sheet in sheet_names(content)}
        for name, content in workbooks.items()
    }


def _rows_in(path: Path) -> list[list[Any]]:
    with path.open(encoding="utf-8", newline="") as opened:
        return [[_value(cell) for cell in row] for row in csv.reader(opened)]


def _value(cell: str) -> float | str:
    """The number in a cell, to fifteen digits, or its text."""
    try:
        return float(cell.removesuffix("%")) / (100.0 if cell.endswith("%") else 1.0)
    except ValueError:
        return cell


def rows_of(workbook: bytes, sheet: str) -> Sequence[Sequence[Any]]:
    """The values of a sheet, row by row."""
    return (
        CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    )


def _path(names: Sequence[str], name: str) -> str:
    return f"xl/worksheets/sheet{names.index(name) + 1}.xml"
