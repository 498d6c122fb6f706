"""Many scenario files in one zip archive.

An archive comes from anywhere: nothing in it is trusted. Its members' names lose their folders, and of each no more is
unpacked than a scenario file may hold, however much it claims to be.
"""

import stat
import zlib
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import partial
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from simulator.errors import Problem, ScenarioFileError
from simulator.library.file_names import SUFFIX, free_stem, stem_of
from simulator.library.outcomes import ARCHIVED
from simulator.scenario_files import MOST_BYTES

_STARTS = (b"PK\x03\x04", b"PK\x05\x06")
_SUFFIXES = (SUFFIX, ".yml")
_ARCHIVE = ".zip"
_ENCRYPTED = 0x1
_EARLIEST = (1980, 1, 1, 0, 0, 0)


NOTE = "Not in this archive.txt"


def packed(files: Iterable[tuple[str, datetime, bytes]], *, note: str = "", outcomes: bytes = b"") -> bytes:
    """An archive of files by stem, time and content; its names are safe on every system, and no two are the same.

    The ``note``, if there is one, is a text file among them, and so are the ``outcomes`` of ranges.
    """
    archive, taken = BytesIO(), list[str]()
    with ZipFile(archive, "w", ZIP_DEFLATED) as opened:
        for stem, changed, content in files:
            taken.append(free_stem(stem_of(stem), taken))
            opened.writestr(_member(f"{taken[-1]}{SUFFIX}", changed), content, ZIP_DEFLATED)
        if outcomes:
            opened.writestr(ARCHIVED, outcomes)
        if note:
            opened.writestr(NOTE, note)
    return archive.getvalue()


def is_zip(content: bytes) -> bool:
    """Whether bytes begin like a zip archive."""
    return content.startswith(_STARTS)


def unpacked(content: bytes) -> list[tuple[str, Callable[[], bytes]]]:
    """The scenario files and outcomes in an archive by name, each unpacked when it is asked for.

    All of its entries are gone through, whatever they are: count ``most_entries`` first.

    Archives among them are named too, and never opened. Raises ScenarioFileError, here and where a file cannot be had.
    """
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise _refusal("is a damaged zip archive: pack it again") from error
    members = [member for member in archive.infolist() if _is(member, (*_SUFFIXES, _ARCHIVE)) or _has_outcomes(member)]
    if not any(_is(member, _SUFFIXES) or _has_outcomes(member) for member in members):
        raise _refusal(f"holds no scenario files ({SUFFIX})")
    return [(_base(member), partial(_content, archive, member)) for member in members]


def _member(name: str, changed: datetime) -> ZipInfo:
    time = max(changed.timetuple()[:6], _EARLIEST)
    member = ZipInfo(name, date_time=(time[0], time[1], time[2], time[3], time[4], time[5]))
    member.external_attr = (stat.S_IFREG | 0o644) << 16
    return member


def _is(member: ZipInfo, suffixes: tuple[str, ...]) -> bool:
    base = _base(member)
    return base.lower().endswith(suffixes) and not base.startswith(".")


def _has_outcomes(member: ZipInfo) -> bool:
    return _base(member) == ARCHIVED


def _base(member: ZipInfo) -> str:
    return member.filename.replace("\\", "/").rpartition("/")[2]


def _content(archive: ZipFile, member: ZipInfo) -> bytes:
    if _is(member, (_ARCHIVE,)):
        raise _refusal("is an archive within an archive: unpack it first, or import it by itself")
    if member.flag_bits & _ENCRYPTED:
        raise _refusal("is locked with a password: unpack it first")
    if member.compress_type not in {ZIP_STORED, ZIP_DEFLATED}:
        raise _refusal("is packed in an unusual way: unpack it first")
    try:
        with archive.open(member) as opened:
            # One byte more than allowed shows that there is more; the rest is never unpacked.
            return opened.read(MOST_BYTES + 1)
    except (BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError) as error:
        raise _refusal("is damaged in its archive: pack it again") from error


def _refusal(message: str) -> ScenarioFileError:
    return ScenarioFileError([Problem("", message)])
