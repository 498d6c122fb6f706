"""A notice: something that a person should know, first in one line, then in full."""

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """How a notice is meant."""

    DONE = "done"
    HINT = "hint"
    WARNING = "warning"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True)
class Notice:
    """One line of plain text, and the rest of it as Markdown if that is not all."""

    kind: Kind
    line: str
    details: str = ""
