"""Text for a file: on one line (flow), or on lines of its own (block)."""

from simulator.scenario_files.plain import Grouped, Keep, Listed, Plain, Word, Words
from simulator.scenario_files.scalars import literal_block, written_text

STEP = 2
LONGEST_LINE = 100


def inline(plain: Plain) -> str:
    """Text that can stand anywhere on a line."""
    match plain:
        case Word(text):
            return text
        case Words(text):
            return written_text(text)
        case Listed(items):
            return "[" + ", ".join(inline(item) for item in items) + "]"
        case Grouped(entries):
            return "{" + ", ".join(f"{written_text(key)}: {inline(value)}" for key, value in entries.items()) + "}"
        case Keep():
            raise ValueError("what stays as it is has no text of its own")


def entry(key: str, plain: Plain, indent: int) -> str:
    """A key with its value, for a group whose keys are indented by ``indent``; the first line is not indented."""
    written = written_text(key)
    return written + ":" + after_colon(plain, indent, len(written) + 1)


def after_colon(plain: Plain, indent: int, used: int = 0) -> str:
    """A value as it follows the colon of a key that is indented by ``indent``."""
    if isinstance(plain, Words) and "\n" in plain.text:
        block = literal_block(plain.text, indent + STEP)
        if block is not None:
            return " " + block
    if isinstance(plain, Listed) and plain.items and plain.block:
        dashes = (_dashed(value, indent + STEP) for value in plain.items)
        separator = "\n\n" if any(isinstance(item, Grouped) and item.block for item in plain.items) else "\n"
        return "\n" + separator.join(dashes)
    text = inline(plain)
    if isinstance(plain, Grouped) and plain.entries and (plain.block or indent + used + len(text) > LONGEST_LINE):
        return "\n" + _lines(plain, indent + STEP)
    return " " + text


def item(plain: Plain, indent: int) -> str:
    """An item of a list as it follows its dash, which is indented by ``indent``."""
    if isinstance(plain, Grouped) and plain.entries and plain.block:
        return " " + _lines(plain, indent + STEP).lstrip(" ")
    return " " + inline(plain)


def document(plain: Grouped) -> str:
    """A whole file; what takes several lines is set off by an empty line."""
    texts = [entry(key, value, 0) for key, value in plain.entries.items()]
    return "".join(("\n" if "\n" in text and ":\n" in text else "") + text + "\n" for text in texts)


def _dashed(plain: Plain, indent: int) -> str:
    return " " * indent + "-" + item(plain, indent)


def _lines(plain: Grouped, indent: int) -> str:
    return "\n".join(" " * indent + entry(key, value, indent) for key, value in plain.entries.items())
