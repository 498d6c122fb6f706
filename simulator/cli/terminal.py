"""The terminal: text from files and arguments made harmless, and refusals on standard error."""

import os
import re
import sys
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import TextIOWrapper
from typing import Any, NoReturn

from rich.console import Console, RenderableType
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from simulator.errors import FunnelcastError, ScenarioError
from simulator.text.formats import Formats
from simulator.text.grammar import counted

REFUSED = 2
"""The exit code for a bad file or argument."""

NOT_WRITTEN = 1
"""The exit code when standard output is closed or full."""

LONG_WORK = 20_000_000
"""Draws x channels x months x plans from which a progress bar is shown: about a second and a half."""

WIDTH_OF_FILES = 140
"""Columns of a table that goes into a file or a pipe, where no terminal says how wide it is."""

_TURNS_AROUND = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def printable(text: str) -> str:
    """Text on one line without the characters that steer a terminal or turn the direction of writing."""
    plain = _TURNS_AROUND.sub("", text)
    return "".join(sign if unicodedata.category(sign) not in ("Cc", "Cs", "Zl", "Zp") else " " for sign in plain)


@dataclass(frozen=True)
class Answer:
    """Result of a command, as JSON and for a terminal."""

    result: Mapping[str, Any]
    page: RenderableType


def show(page: RenderableType) -> None:
    """Put text or tables on standard output; nothing in them is read as markup."""
    if isinstance(sys.stdout, TextIOWrapper):
        # A terminal that lacks a sign shows another in its place; that is no reason to fail.
        sys.stdout.reconfigure(errors="replace")
    try:
        _write(page)
    except BrokenPipeError:
        # Whoever read the output has seen enough. Nothing more can be written, not even when Python ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(NOT_WRITTEN) from None
    except OSError as error:
        say(f"funnelcast: the output cannot be written: {error.strerror or error}")
        raise SystemExit(NOT_WRITTEN) from None


def _write(page: RenderableType) -> None:
    if isinstance(page, str):
        print(page, flush=True)  # noqa: T201
        return
    width = None if sys.stdout.isatty() else WIDTH_OF_FILES
    Console(markup=False, highlight=False, emoji=False, width=width).print(page)
    sys.stdout.flush()


def formats(currency: str) -> Formats:
    """How numbers are written: by the currency, and the language that the terminal is set to."""
    stated = (os.environ.get(name) for name in ("LC_ALL", "LC_NUMERIC", "LANG"))
    return Formats(currency=currency, locale=next((name for name in stated if name), None))


def say(text: str) -> None:
    """A line on standard error."""
    print(text, file=sys.stderr, flush=True)  # noqa: T201


def refuse(*lines: str) -> NoReturn:
    """Say what is wrong on standard error, and end with the exit code for it."""
    for line in lines:
        say(printable(line))
    raise SystemExit(REFUSED)


def problem_lines(file: str, error: ScenarioError) -> list[str]:
    """Problems of a file, led by its name."""
    return [f"{file}: {counted(len(error.problems), 'problem')}", *(f"  {problem}" for problem in error.problems)]


@contextmanager
def refusals(file: str = "") -> Iterator[None]:
    """Turn every error that is raised on purpose into words on standard error and exit code 2."""
    try:
        yield
    except ScenarioError as error:
        refuse(*problem_lines(file, error))
    except FunnelcastError as error:
        refuse(f"funnelcast: {error}")
    except MemoryError:
        refuse("funnelcast: there is not enough memory for so many draws; ask for fewer with --draws")


@contextmanager
def progress(steps: Sequence[str], *, cells: int) -> Iterator[Callable[[str], None]]:
    """A bar on standard error while work is long; gives what to call when a step is finished."""
    shown = sys.stderr.isatty() and cells * len(steps) >= LONG_WORK
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True, disable=not shown) as bar:
        task = bar.add_task("Simulating", total=len(steps))

        def done(step: str) -> None:
            bar.update(task, advance=1, description=printable(f"{step} is done"))

        yield done
