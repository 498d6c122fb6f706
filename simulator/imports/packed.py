"""An export within an archive: programs pack large ones."""

import io
import zipfile
import zlib
from pathlib import PurePosixPath

from simulator.tables.cells import UnreadableTableError
from simulator.tables.zip_entries import most_entries

MOST_ENTRIES = 10_000
"""An archive with more is not opened."""

TABLES = frozenset({".csv", ".tsv", ".txt", ".xlsx"})
_OFFICE = frozenset({"[Content_Types].xml", "mimetype"})
"""What stands in archives that are documents themselves, as workbooks are."""


def unpacked(content: bytes, *, most: int) -> bytes:
    """The only table in an archive, of at most so many bytes; anything else as it is.

    Raises UnreadableTableError where an archive holds several tables, or one that is too large or cannot be read.
    """
    if not content.startswith(b"PK"):
        return content
    if (count := most_entries(content)) > MOST_ENTRIES:
        raise _several(count)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            listed = archive.infolist()
            tables = [part for part in listed if _is_table(part)]
            if _OFFICE & {part.filename for part in listed} or not tables:
                return content
            if len(tables) > 1:
                raise _several(len(tables))
            if tables[0].file_size > most:
                raise UnreadableTableError(
                    f"The file in this archive is too large; an export has at most {most // 1_000_000} MB."
                )
            # No part gives more bytes than it says.
            return archive.read(tables[0])
    except (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, EOFError) as error:
        raise UnreadableTableError("This archive is damaged or locked. Unpack it, and bring what is in it.") from error


def _several(count: int) -> UnreadableTableError:
    return UnreadableTableError(f"This archive holds {count:,} files. Unpack it, and bring them as they come.")


def _is_table(part: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(part.filename)
    is_hidden = any(name.startswith((".", "__MACOSX")) for name in path.parts)
    return not part.is_dir() and not is_hidden and path.suffix.lower() in TABLES
