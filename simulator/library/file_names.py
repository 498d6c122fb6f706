"""Names of files: from what people type, and from moments.

What a person typed never becomes a path as it is: ``stem_of`` makes a file's name out of it, and ``is_single`` tells
whether a text, perhaps from an address, is one name and no path.
"""

import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path

SUFFIX = ".yaml"
LONGEST_STEM = 100
"""The longest file name without its suffix [bytes in UTF-8]; file systems allow about 250."""

_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)( .*)?", re.IGNORECASE)
_TIMED = re.compile(r"([0-9]{8}T[0-9]{6})([0-9]{6})Z-[0-9a-f]{8}")
_TIME = "%Y%m%dT%H%M%S%f"
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)


def stem_of(name: str) -> str:
    """A file name, without suffix, for a scenario of this name: safe on every system, readable where possible.

    Letters, marks and digits of any script, spaces, ``-`` and ``_`` stay; everything else becomes a hyphen.
    """
    kept = (sign if _is_plain(sign) else "-" for sign in unicodedata.normalize("NFC", name))
    plain = re.sub(r"[-\s]*-[-\s]*", "-", re.sub(r"\s+", " ", "".join(kept))).strip("- ")
    short = plain.encode("utf-8")[:LONGEST_STEM].decode("utf-8", "ignore").strip("- ")
    return f"{short}-scenario" if _RESERVED.fullmatch(short) else short or "scenario"


def is_single(name: str) -> bool:
    """Whether a text can name one file in a folder, and nothing outside of it."""
    try:
        os.fsencode(name)
    except UnicodeEncodeError:
        return False
    return name not in {"", ".", ".."} and not set(name) & {"/", "\\", "\0"}


def is_same_stem(one: str, other: str) -> bool:
    """Whether two stems name one file on some system: many know no difference of case."""
    return folded(one) == folded(other)


def free_stem(stem: str, taken: Iterable[str]) -> str:
    """The stem, or the first of ``stem 2``, ``stem 3`` that is none of those that are taken, in whatever case."""
    known = {folded(other) for other in taken}
    return next(wanted for wanted in numbered(stem) if folded(wanted) not in known)


def numbered(stem: str) -> Iterator[str]:
    """``stem``, ``stem 2``, ``stem 3`` and so on, none too long for a file's name."""
    yield stem
    for number in count(2):
        yield f"{_shortened(stem, len(str(number)) + 1)} {number}"


def folded(name: str) -> str:
    """A name as it is compared: systems that know no difference of case take two for one."""
    return unicodedata.normalize("NFC", name).casefold()


def stems_in(folder: Path) -> list[str]:
    """The stems of the scenario files in a folder, hidden ones and links that lead nowhere too."""
    try:
        return [name.removesuffix(SUFFIX) for name in os.listdir(folder) if name.endswith(SUFFIX)]
    except FileNotFoundError:
        return []


def timed_name(moment: datetime, *, after: str = "") -> str:
    """A name that sorts by time and that nobody else makes, later than the name ``after``."""
    earliest = _EARLIEST if not after else moment_of(after) + timedelta(microseconds=1)
    time = max(min(moment, datetime.now(UTC)), earliest).astimezone(UTC)
    return f"{time.strftime(_TIME)}Z-{secrets.token_hex(4)}"


def is_timed(name: str) -> bool:
    """Whether a text has the form of a timed name."""
    return _moment(name) is not None


def moment_of(name: str) -> datetime:
    """The time in a timed name."""
    moment = _moment(name)
    assert moment is not None, "a timed name is checked before it is read"
    return moment


def _moment(name: str) -> datetime | None:
    found = _TIMED.fullmatch(name)
    try:
        return datetime.fromisoformat(f"{found[1]}.{found[2]}+00:00") if found else None
    except ValueError:
        # The digits of no day, or of no hour.
        return None


def _shortened(stem: str, room: int) -> str:
    short = stem.encode("utf-8", "surrogateescape")[: LONGEST_STEM - room].decode("utf-8", "ignore")
    return short.strip("- ") or "scenario"


def _is_plain(sign: str) -> bool:
    return sign in " -_" or unicodedata.category(sign)[0] in "LMN"
