"""The files of the library that a list shows, in their order: pure."""

from collections.abc import Iterable, Sequence
from enum import StrEnum

from simulator.ui.session.file_summary import FileSummary

PAGE = 24
"""The most cards on one page of the list: what is shown is computed, however many files there are."""


class Order(StrEnum):
    """The orders of the list."""

    CHANGED = "Last change"
    NAME = "Name"
    CLIENT = "Client"


def clients(summaries: Iterable[FileSummary]) -> list[str]:
    """The clients that files are for, in the order of their names."""
    return sorted({summary.client for summary in summaries if summary.client}, key=str.casefold)


def matching(summaries: Iterable[FileSummary], words: str, client: str | None) -> list[FileSummary]:
    """The files with all of these words in their name, client, notes or channels, for one client or for any (None)."""
    wanted = words.casefold().split()
    return [
        summary
        for summary in summaries
        if client in (None, summary.client) and all(word in _searched(summary) for word in wanted)
    ]


def ordered(summaries: Iterable[FileSummary], order: Order) -> list[FileSummary]:
    """In this order; those without a client come last."""
    by_name = sorted(summaries, key=lambda summary: (summary.name.casefold(), summary.stem))
    if order is Order.CHANGED:
        return sorted(by_name, key=lambda summary: summary.changed, reverse=True)
    if order is Order.CLIENT:
        return sorted(by_name, key=lambda summary: (not summary.client, summary.client.casefold()))
    return by_name


def pages(count: int) -> int:
    """How many pages a list of so many files has; one if there are none."""
    return max(1, -(-count // PAGE))


def on_page(summaries: Sequence[FileSummary], page: int) -> list[FileSummary]:
    """The files on a page, counted from 1; the last page if there are fewer."""
    first = (min(page, pages(len(summaries))) - 1) * PAGE
    return list(summaries[first : first + PAGE])


def _searched(summary: FileSummary) -> str:
    return "\n".join((summary.name, summary.client, summary.notes, summary.stem, *summary.channels)).casefold()
