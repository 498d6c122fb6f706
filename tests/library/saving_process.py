"""A process of its own that changes files of a library, for tests of processes that work at once or are killed.

``python -m tests.library.saving_process rounds PATH WHO COUNT`` saves a file so often, over whatever is there, and
prints what it saved. ``... killed`` forks a process for each line read, ``saving PATH`` or ``moving PATH``, that does
such work, prints its id, and waits for its end: forking is quicker than starting Python 200 times.
"""

import hashlib
import itertools
import os
import sys
from collections.abc import Callable
from pathlib import Path

from simulator import library
from simulator.errors import ConflictError
from simulator.library import saving, trash

SMALL = b"""format: 1
name: Small
currency: USD
start: 2027-01
horizon_months: 1
business:
  revenue_per_sale: {value: 500, source: assumption}
  gross_margin_rate: {value: 40 %, source: assumption}
channels:
  - {name: A, type: pay_per_lead, cost_per_lead: {value: 10, source: assumption},
     lead_to_customer_rate: {value: 30 %, source: assumption}}
plans:
  - {name: P, monthly_spend: {A: 1000}}
"""
MOST_VERSIONS = 1_000_000


def content_of(text: str) -> bytes:
    """A small scenario that carries a text and tells by its last line whether it is whole."""
    start = SMALL + f"# {text}\n".encode() + b"# and some lines more\n" * (len(text) % 7)
    return start + f"# {hashlib.sha256(start).hexdigest()}\n".encode()


def text_in(content: bytes) -> str:
    """The text that a whole file carries; fails if the file is not whole."""
    start, _, end = content.rpartition(b"# ")
    assert end.decode() == f"{hashlib.sha256(start).hexdigest()}\n", content
    return start[len(SMALL) :].split(b"\n")[0][2:].decode()


def save_rounds(path: Path, who: str, count: int) -> int:
    """Save so often, each time over what was read last; returns how often somebody else was quicker."""
    conflicts, opened = 0, path.read_bytes()
    for number in range(count):
        content = content_of(f"{who} {number}")
        while opened != content:
            try:
                library.save_over(path, content, expected=opened, most_versions=MOST_VERSIONS)
                opened = content
            except ConflictError as conflict:
                conflicts, opened = conflicts + 1, conflict.found or b""
    return conflicts


def save_for_ever(path: Path, said: Callable[[str], None]) -> None:
    """Save new content again and again, saying each number once it is saved."""
    first = int(text_in(path.read_bytes())) + 1
    for number in itertools.count(first):
        library.save_over(path, content_of(str(number)), expected=None)
        said(str(number))


def move_for_ever(path: Path, said: Callable[[str], None]) -> None:
    """Save, rename, discard and restore in turn, saying each text once it is saved."""
    for number in itertools.count():
        text = f"{os.getpid()} {number}"
        mine = library.save_new(path.parent, text, content_of(text))
        said(text)
        library.save_over(mine, content_of(f"{text} again"), expected=None)
        said(f"{text} again")
        trash.discard(library.rename(mine, f"{text} renamed"))
        trash.restore(path.parent, trash.trashed(path.parent)[0].id)


def _serve() -> None:
    works = {"saving": save_for_ever, "moving": move_for_ever}
    for line in sys.stdin:
        name, _, path = line.rstrip("\n").partition(" ")
        child = os.fork()
        if child == 0:
            # One call of the system a line: a line is there or it is not.
            works[name](Path(path), lambda text: _say(f"saved {text}"))
        _say(f"started {child}")
        os.waitpid(child, 0)
        _say("ended")


def _say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


if __name__ == "__main__":
    # What is saved here is a whole scenario; to read it again would take most of the time in which processes may meet.
    saving.check = lambda path, content: None
    match sys.argv[1:]:
        case ["rounds", path, who, count]:
            _say("ready")
            sys.stdin.readline()
            _say(str(save_rounds(Path(path), who, int(count))))
        case ["killed"]:
            _serve()
