"""A file's words at a glance: its name, client, notes, currency, months and channels' names, read without a parser.

Lists show and search thousands of files, and the parser takes about 20 thousandths of a second for each. Only what is
certain is told: entries at the head of a file that are whole on a line, or blocks of text, where nothing below could
state one of them once more. For all else there is the parser.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WORDS = ("name", "client", "notes", "currency")
_MONTHS = "horizon_months"
_GLANCED = frozenset({*WORDS, _MONTHS})

_ENTRY = re.compile(r"([a-z_]+):(?: +(.*))?$")
_PLAIN = re.compile(r"""[^\s"'|>\[\]{},&*!%@`#?:-][^#]*$""")
_QUOTED = re.compile(r"""(?:"([^"\\]*)"|'((?:[^']|'')*)')(?:\s+#.*)?$""")
_BLOCK = re.compile(r"[|>][-+]?(?:\s+#.*)?$")
_COLON_WITHIN = re.compile(r":(?:\s|$)")
_NULLS = frozenset({"~", "null", "Null", "NULL"})
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")
_BELOW = re.compile(r"([a-z_]+):(?: |$)")
_CHANNEL_NAME = re.compile(r"[ \t]*(?:-[ \t]+)?name:[ \t]+(.*?)[ \t]*$")
_NAME_WITHIN = re.compile(r"""(?:^[ \t]*|[-{,"'?][ \t]*)name\b""")
_WHOLE = re.compile(r"[1-9][0-9]{0,3}")
_BRACKETS = frozenset("[]{}")


@dataclass(frozen=True, kw_only=True)
class Glance:
    """The texts that a list searches a file for, and its months; empty, or None, where the file does not state them."""

    name: str
    client: str = ""
    notes: str = ""
    currency: str = ""
    horizon_months: int | None = None
    channels: tuple[str, ...] = ()


def glance(text: str) -> Glance | None:
    """A file's words (without byte-order mark) where they are certain; None where only the parser can tell."""
    plain = text.replace("\r\n", "\n")
    if "\r" in plain or any(sign in plain for sign in _ODD_BREAKS):
        return None
    lines = plain.split("\n")
    words, place = _head(lines)
    below = _entries_below(lines, place)
    channels = None if below is None else _channels(lines, below)
    months = words.pop(_MONTHS, "")
    if not words.get("name") or below is None or channels is None:
        return None
    is_certain = _WHOLE.fullmatch(months) and all(key != _MONTHS for key, _ in below)
    return Glance(**words, horizon_months=int(months) if is_certain else None, channels=channels)


def _head(lines: Sequence[str]) -> tuple[dict[str, str], int]:
    """The words at the head of a file, and the line from which on only the parser could tell."""
    words, place = dict[str, str](), 0
    while place < len(lines):
        if _says_nothing(lines[place]):
            place += 1
            continue
        entry = _ENTRY.match(lines[place])
        found = None if entry is None or entry[1] in words else _value(entry[2] or "", lines, place + 1)
        if entry is None or found is None:
            break
        text, place = found
        if entry[1] in _GLANCED:
            words[entry[1]] = text
    return words, place


def _value(stated: str, lines: Sequence[str], place: int) -> tuple[str, int] | None:
    """An entry's text and the line after it; None where it is not whole. ``place`` is the line after its key."""
    if _BLOCK.match(stated):
        return _block(stated[0], lines, place)
    text = _word(stated)
    following = next((line for line in lines[place:] if not _says_nothing(line)), "")
    return None if text is None or following[:1].isspace() else (text, place)


def _word(stated: str) -> str | None:
    """A word as the parser would read it from one line; None where that is not certain."""
    if (quoted := _QUOTED.match(stated)) is not None:
        return str(quoted[1]) if quoted[2] is None else str(quoted[2]).replace("''", "'")
    if not _PLAIN.match(stated) or _COLON_WITHIN.search(stated):
        return None
    return "" if stated.strip() in _NULLS else stated.strip()


def _block(kind: str, lines: Sequence[str], place: int) -> tuple[str, int] | None:
    """A block of text whose lines all begin alike, and the line after it."""
    end = next((at for at in range(place, len(lines)) if lines[at][:1] not in ("", " ")), len(lines))
    found = [line for line in lines[place:end] if line.strip()]
    margins = {len(line) - len(line.lstrip()) for line in found}
    if len(margins) != 1 or len(found) != _last_filled(lines, place, end) - place or "\t" in "".join(found):
        return None
    joined = ("\n" if kind == "|" else " ").join(line[min(margins) :] for line in found)
    return joined.strip(), end


def _last_filled(lines: Sequence[str], place: int, end: int) -> int:
    return next((at + 1 for at in range(end - 1, place - 1, -1) if lines[at].strip()), place)


def _entries_below(lines: Sequence[str], place: int) -> list[tuple[str, int]] | None:
    """The keys of the other entries and their lines; None where a line could be anything but the first of an entry."""
    found = list[tuple[str, int]]()
    for at in range(place, len(lines)):
        line = lines[at]
        if line[:1] in ("", " ", "#") or line[:2] == "- ":
            continue
        entry = _BELOW.match(line)
        if entry is None or entry[1] in WORDS:
            return None
        found.append((entry[1], at))
    return found


def _channels(lines: Sequence[str], below: Sequence[tuple[str, int]]) -> tuple[str, ...] | None:
    """The channels' names; None where one is not whole on a line of its own."""
    names = list[str | None]()
    for (key, at), (_, end) in pairwise([*below, ("", len(lines))]):
        if key == "channels":
            names += [_channel_name(line) for line in lines[at:end] if "name" in line and _NAME_WITHIN.search(line)]
    return None if None in names else tuple(name for name in names if name)


def _channel_name(line: str) -> str | None:
    stated = _CHANNEL_NAME.match(line)
    return None if stated is None or _BRACKETS & set(line) else _word(stated[1])


def _says_nothing(line: str) -> bool:
    return not line.strip() or line.lstrip().startswith("#")
