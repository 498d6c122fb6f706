"""Small workbooks, written by hand: the parts of an archive that a spreadsheet program needs, and no library."""

import io
import zipfile
from xml.sax.saxutils import escape

_NAMESPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'


def workbook(**sheets: list[list[object]]) -> bytes:
    return archive({**_frame(list(sheets)), **{_part(at): _sheet(rows) for at, rows in enumerate(sheets.values())}})


def archive(parts: dict[str, str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return target.getvalue()


def with_sheet(content: str) -> bytes:
    return archive(
        {**_frame(["Sheet"]), _part(0): f"<worksheet {_NAMESPACE}><sheetData>{content}</sheetData></worksheet>"}
    )


def _part(at: int) -> str:
    return f"xl/worksheets/sheet{at + 1}.xml"


def _frame(names: list[str]) -> dict[str, str]:
    sheets = "".join(
        f'<sheet name="{escape(name)}" sheetId="{at}" r:id="r{at}"/>' for at, name in enumerate(names, start=1)
    )
    links = "".join(
        f'<Relationship Id="r{at}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(names) + 1)
    )
    return {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": (
            f"<Relationships {_PACKAGE}>"
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": f'<workbook {_NAMESPACE} xmlns:r="{_OFFICE}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f"<Relationships {_PACKAGE}>{links}</Relationships>",
    }


def _sheet(rows: list[list[object]]) -> str:
    lines = "".join(f"<row>{''.join(_cell(value) for value in row)}</row>" for row in rows)
    return f"<worksheet {_NAMESPACE}><sheetData>{lines}</sheetData></worksheet>"


def _cell(value: object) -> str:
    if isinstance(value, str):
        return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f"<c><v>{value}</v></c>"
