"""The cost of the first list of a large library: ``uv run python -m tests.benchmarks.library``.

5,000 files, the shipped scenarios under other names, listed by a process that has seen none of them: all are summed up
and put in order, and the cards of the first page are read, checked and computed. One yardstick is reading the bytes of
all files. Times are those of the processor; the files are in the system's cache for both.
"""

import logging
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from simulator import library
from simulator.ui.scenarios.figures import figures
from simulator.ui.scenarios.listing import Order, matching, on_page, ordered
from simulator.ui.session import file_summary

FILES = 5_000
MOST_SECONDS = 2.0


def fill(folder: Path) -> None:
    """A library of so many files."""
    shipped = [path.read_bytes() for path in library.paths(library.shipped_folder())]
    for number in range(FILES):
        content = shipped[number % len(shipped)]
        named = content.replace(b"\nname: ", f"\nname: {number:05d} ".encode(), 1)
        (folder / f"{number:05d}.yaml").write_bytes(named)


def bytes_of_all(folder: Path) -> int:
    """The yardstick."""
    return sum(len(path.read_bytes()) for path in library.paths(folder))


def summed_up(folder: Path) -> list[file_summary.FileSummary]:
    """All files in the order of the list."""
    return ordered(file_summary.summaries(folder), Order.CHANGED)


def cards(folder: Path) -> list[str]:
    """The contents of the cards of the first page."""
    return [figures(summary.path, "en_US") for summary in on_page(summed_up(folder), 1)]


def searched(folder: Path) -> int:
    """How many files a search finds, once all are known."""
    return len(matching(summed_up(folder), "plumb google", None))


def processor_seconds(work: Callable[[Path], object], folder: Path) -> float:
    """How long the processor works at it; what else the machine does in the meantime does not count."""
    start = time.process_time()
    work(folder)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    logging.getLogger("streamlit").setLevel(logging.ERROR)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        fill(folder)
        yardstick = min(processor_seconds(bytes_of_all, folder) for _ in range(3))
        first = processor_seconds(summed_up, folder)
        shown = processor_seconds(cards, folder)
        again = processor_seconds(searched, folder)
    remark = "" if first + shown <= MOST_SECONDS else f"  ABOVE {MOST_SECONDS:g} s"
    print(f"reading the bytes of {FILES:,} files: {yardstick:.3f} s, one yardstick")
    print(f"all files summed up: {first:.2f} s, {first / yardstick:.1f} yardsticks")
    print(f"the cards of the first page: {shown:.2f} s, {shown / yardstick:.1f} yardsticks")
    print(f"the first list: {first + shown:.2f} s{remark}")
    print(f"another list, of what a search finds: {again:.2f} s, {again / yardstick:.1f} yardsticks")


if __name__ == "__main__":
    main()
