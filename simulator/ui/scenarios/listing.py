"""Which files of the library a list shows, and in which order: pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from simulator.ui.scenarios.file_summary import Glimpse

PAGE = 24
"""The most cards on one page of the list: what is shown is computed, however many files there are."""


class Order(StrEnum):
    """The orders of the list."""

    CHANGED = "Last change"
    NAME = "Name"
    CLIENT = "Client"


def clients(glimpses: Iterable[Glimpse]) -> list[str]:
    """The clients that files are for, in the order of their names."""
    return sorted({glimpse.client for glimpse in glimpses if glimpse.client}, key=str.casefold)


def matching(glimpses: Iterable[Glimpse], words: str, client: str | None) -> list[Glimpse]:
    """The files with all of these words in their name, client, notes or channels, for one client or for any (None)."""
    wanted = words.casefold().split()
    return [
        glimpse
        for glimpse in glimpses
        if client in (None, glimpse.client) and all(word in _searched(glimpse) for word in wanted)
    ]


def ordered(glimpses: Iterable[Glimpse], order: Order) -> list[Glimpse]:
    """In this order; those without a client come last."""
    by_name = sorted(glimpses, key=lambda glimpse: (glimpse.name.casefold(), glimpse.stem))
    if order is Order.CHANGED:
        return sorted(by_name, key=lambda glimpse: glimpse.changed, reverse=True)
    if order is Order.CLIENT:
        return sorted(by_name, key=lambda glimpse: (not glimpse.client, glimpse.client.casefold()))
    return by_name


def pages(count: int) -> int:
    """How many pages a list of so many files has; one if there are none."""
    return max(1, -(-count // PAGE))


def on_page(glimpses: Sequence[Glimpse], page: int) -> list[Glimpse]:
    """The files on a page, counted from 1; the last page if there are fewer."""
    first = (min(page, pages(len(glimpses))) - 1) * PAGE
    return list(glimpses[first : first + PAGE])


def _searched(glimpse: Glimpse) -> str:
    return "\n".join((glimpse.name, glimpse.client, glimpse.notes, glimpse.stem, *glimpse.channels)).casefold()
