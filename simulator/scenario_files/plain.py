"""Content for a file, before it is text: words, lists and groups, and what stays as it is."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Keep:
    """The entry in the former file says the same: not a character of it changes."""


@dataclass(frozen=True)
class Word:
    """A number, date or other word that is written as it is."""

    text: str


@dataclass(frozen=True)
class Words:
    """A person's text; quoted where it has to be."""

    text: str


@dataclass(frozen=True)
class Listed:
    """A list. ``origins`` names, for each item, its place in the former list; None for what is new."""

    items: "tuple[Plain, ...]"
    block: bool = False
    origins: tuple[int | None, ...] | None = None


@dataclass(frozen=True)
class Grouped:
    """Entries by key. ``renamed`` gives the former key of those that got another."""

    entries: "dict[str, Plain]"
    block: bool = False
    renamed: dict[str, str] = field(default_factory=dict)


Plain = Keep | Word | Words | Listed | Grouped
