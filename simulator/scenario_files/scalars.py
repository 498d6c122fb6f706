"""Single values: what a word in a file stands for (YAML 1.2 core schema), and how a value is written.

Numbers are written so that they are read back to the last bit.
"""

import re
from decimal import Decimal

from simulator.text.amounts import taken_apart

LONGEST_NUMBER = 60
"""Characters; no number that a person means is longer."""

_NUMBER = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,3})?")
_BASED = re.compile(r"0o[0-7]{1,16}|0x[0-9a-fA-F]{1,12}")
_INFINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_PERCENT = re.compile(r"(\S+) ?%")
_TRUTH = ("true", "True", "TRUE", "false", "False", "FALSE")
_RESERVED = frozenset(("true", "false", "null", "yes", "no", "on", "off", "y", "n", "inf", "nan", "infinity"))
_DATE_LIKE = re.compile(r"[0-9]{4}-[0-9]")
_MARKS_WITHIN_WORDS = frozenset(" _-./()&'+%$€£@;")


def number(text: str) -> float | None:
    """The number that a plain word stands for; None if it stands for none that is finite."""
    if len(text) > LONGEST_NUMBER:
        return None
    if _NUMBER.fullmatch(text):
        return float(text)
    return float(int(text, 0)) if _BASED.fullmatch(text) else None


def percent(text: str) -> float | None:
    """The fraction that ``8 %`` or ``8%`` stands for, correctly rounded; None if it stands for none."""
    match = _PERCENT.fullmatch(text) if len(text) <= LONGEST_NUMBER else None
    if match is None or not _NUMBER.fullmatch(match[1]):
        return None
    return float(Decimal(match[1]).scaleb(-2))


def is_truth(text: str) -> bool:
    """Whether a plain word is true or false."""
    return text in _TRUTH


def is_infinite(text: str) -> bool:
    """Whether a plain word is infinity or not-a-number."""
    return _INFINITE.fullmatch(text) is not None


def meant(text: str) -> str:
    """The number that a person probably meant by ``$3,000``, ``1.500,00`` or ``3k``; empty if that is not clear."""
    if len(text) > LONGEST_NUMBER:
        return ""
    amount = taken_apart(text) or taken_apart(_without_words(text))
    if amount is None:
        return ""
    # Of the two that are possible the larger: whoever writes a mark before three digits mostly means thousands.
    return f"{max(amount.readings.values(), key=abs):f}"


def _without_words(text: str) -> str:
    """The text without a short word before or behind its digits: ``about 300 leads``."""
    return re.sub(r"^[^\W\d]{1,12}\W+(?=[0-9.])|(?<=[0-9.])\W*[^\W\d]{1,12}$", "", text.strip())


def begins_with_zero(text: str) -> bool:
    """Whether a 0 stands before another digit, as in the second half of ``1,050``."""
    return re.fullmatch(r"[-+]?0[0-9]+(?:\.[0-9]*)?", text) is not None


def without_zeros(text: str) -> str:
    """The number without the zeros that it begins with."""
    return f"{float(text[:LONGEST_NUMBER]):.12g}"


def looks_like_thousands(text: str) -> bool:
    """Whether a number is probably thousands with a point, ``1.500``: nobody writes that last 0 behind decimals."""
    return re.fullmatch(r"[1-9][0-9]{0,2}\.[0-9]{2}0", text) is not None


def written_number(value: float) -> str:
    """A number as text that reads back to the last bit; whole numbers without a point."""
    exact = float(value)
    return str(int(exact)) if exact.is_integer() and abs(exact) < 1e15 else repr(exact)


def written_percent(value: float) -> str:
    """A fraction as ``8 %``, which reads back to the last bit."""
    shifted = Decimal(repr(float(value))).scaleb(2).normalize()
    return f"{shifted:f} %" if -12 <= shifted.adjusted() <= 15 else f"{shifted} %"


def written_text(text: str) -> str:
    """Words as they can stand anywhere on a line: plain where that is safe, else in double quotes."""
    return text if _is_safe(text) else quoted(text)


def quoted(text: str) -> str:
    """Words in double quotes, on one line."""
    return '"' + "".join(_escaped(character) for character in text) + '"'


def single_quoted(text: str) -> str | None:
    """Words in single quotes; None if they need escapes."""
    return "'" + text.replace("'", "''") + "'" if all(_is_printable(c) for c in text) else None


def literal_block(text: str, indent: int) -> str | None:
    """Several lines as a block that begins with ``|``, each indented by ``indent``; None if quotes are safer."""
    lines = text.removesuffix("\n").split("\n")
    if len(lines) < 2 or lines[0][:1] in ("", " ") or any(line and not line.strip() for line in lines):
        return None
    if not lines[-1] or not all(_is_printable(character) for line in lines for character in line):
        return None
    head = "|" if text.endswith("\n") else "|-"
    return "\n".join([head, *(" " * indent + line if line else line for line in lines)])


def _is_safe(text: str) -> bool:
    if not text or not text[0].isalnum() or text[-1] == " " or text.lower() in _RESERVED:
        return False
    if not any(character.isalpha() for character in text) or _DATE_LIKE.match(text):
        return False
    if number(text) is not None or percent(text) is not None or _BASED.fullmatch(text):
        return False
    return all(_is_printable(c) and (c.isalnum() or c in _MARKS_WITHIN_WORDS) for c in text)


def _is_printable(character: str) -> bool:
    return " " <= character <= "~" or (character > "\u00a0" and character.isprintable())


_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r", "\0": "\\0"}


def _escaped(character: str) -> str:
    if character in _ESCAPES:
        return _ESCAPES[character]
    if _is_printable(character):
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
