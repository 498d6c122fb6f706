"""Exports within archives: one table is read, several are not chosen among, and a bomb is refused unread."""

import io
import tracemalloc
import zipfile
from collections.abc import Callable, Mapping

import pytest

from simulator.errors import ExportError
from simulator.imports import read_export
from tests.imports.export_files import SEPTEMBER, TODAY, by_source

TABLE = b"Campaign,Day,Impr.,Clicks,Cost\nA,2026-09-01,5,3,2.00\n"


def packed(parts: Mapping[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return target.getvalue()


def read(content: bytes) -> object:
    return read_export("export.zip", content, today=TODAY, month=SEPTEMBER)


@pytest.mark.parametrize("beside", [{}, {"__MACOSX/._a.csv": b"\0\5", ".DS_Store": b"x", "read me.pdf": b"%PDF"}])
def test_the_only_table_of_an_archive_is_read(beside: Mapping[str, bytes]):
    export = read_export("export.zip", packed({**beside, "folder/a.CSV": TABLE}), today=TODAY, month=SEPTEMBER)
    assert by_source(export) == {"A": {"spend": 2, "impressions": 5, "visits": 3}}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (lambda: packed({"a.csv": TABLE, "b.csv": TABLE}), "This archive holds 2 files"),
        (lambda: packed({"a.csv": b"0" * 60_000_001}), "too large"),
        (lambda: packed({"notes.md": TABLE}), "archive"),
        (lambda: packed({"a.csv": TABLE})[:-30], "damaged"),
        (lambda: packed({"a.csv": packed({"b.csv": TABLE})}), "Unpack it"),
    ],
    ids=["two", "bomb", "no table", "cut", "twice"],
)
def test_other_archives_are_refused(content: Callable[[], bytes], says: str):
    with pytest.raises(ExportError, match=says):
        read(content())


def test_an_archive_of_very_many_files_is_refused_before_it_is_opened():
    many = packed({f"{number}.csv": b"" for number in range(10_001)})
    tracemalloc.start()
    with pytest.raises(ExportError, match="This archive holds 10,001 files"):
        read(many)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < len(many)
