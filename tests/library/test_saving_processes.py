"""Real processes that save at once, and that are killed while they save."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from simulator import library
from simulator.library import trash
from simulator.library.file_names import SUFFIX
from simulator.library.versions import MOST_VERSIONS, read_version, versions
from tests.laws import DEEP
from tests.library.saving_process import content_of, text_in

ROOT = Path(__file__).parents[2]
SAVES, KILLS, KILLS_WHILE_MOVING = (1_000, 200, 40) if DEEP else (120, 40, 8)
LONGEST_SAVE = 5.0
"""The time that a save may take on a busy machine [seconds]; waiting for a lock that nobody frees takes twice that."""
LONGEST_TEST = 300.0

pytestmark = [
    pytest.mark.processes,
    pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked and killed as on Unix"),
]


def start(*arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.library.saving_process", *arguments],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def kept_texts(folder: Path, stem: str) -> list[str]:
    return [text_in(read_version(folder, stem, version.id)) for version in versions(folder, stem)]


def parts(folder: Path) -> list[Path]:
    return list(folder.rglob("*.part"))


@pytest.fixture(scope="module")
def forked_workers() -> Iterator[subprocess.Popen[str]]:
    with start("killed") as server:
        assert server.stdin is not None
        try:
            yield server
        finally:
            server.stdin.close()


def killed_worker(server: subprocess.Popen[str], work: str, path: Path, *, after: str, moment: float) -> list[str]:
    """Start a worker, and kill it so long [seconds] after it said that it started, or saved for the first time.

    Returns the texts that it said it saved.
    """
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(f"{work} {path}\n")
    server.stdin.flush()
    said: list[str] = []
    worker, lives = 0, True
    for line in server.stdout:
        kind, _, text = line.strip().partition(" ")
        if kind == "ended":
            break
        if kind == "started":
            worker = int(text)
        else:
            said.append(text)
        if lives and worker and (said or after == "started"):
            time.sleep(moment)
            os.kill(worker, signal.SIGKILL)
            lives = False
    return said


def together(*processes: subprocess.Popen[str]) -> list[int]:
    """What processes answer that begin at the same time, however long each takes until it can."""
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    return [int(process.communicate(timeout=LONGEST_TEST)[0]) for process in processes]


def test_two_processes_that_save_one_file_at_once_lose_and_mix_nothing(tmp_path):
    path = tmp_path / "Shared.yaml"
    path.write_bytes(content_of("first"))
    with start("rounds", str(path), "a", str(SAVES)) as one, start("rounds", str(path), "b", str(SAVES)) as other:
        conflicts = together(one, other)
    chain = [text_in(path.read_bytes()), *kept_texts(tmp_path, "Shared")]
    assert sorted(chain) == sorted(["first", *(f"{who} {number}" for who in "ab" for number in range(SAVES))])
    # Each process's own saves follow each other in the list of versions as they were made.
    assert [text for text in chain if text[0] == "a"] == [f"a {number}" for number in reversed(range(SAVES))]
    assert min(conflicts) > 0, "the two did not meet"
    assert parts(tmp_path) == []


def test_a_process_killed_while_it_saves_leaves_one_whole_file_and_blocks_nobody(tmp_path, forked_workers):
    path = tmp_path / "Ridge.yaml"
    path.write_bytes(content_of("0"))
    moments = random.Random(1)
    unfinished = 0
    for _ in range(KILLS):
        after, moment = moments.choice(["started", "saved"]), moments.uniform(0.0, 0.03)
        said = killed_worker(forked_workers, "saving", path, after=after, moment=moment)
        found = int(text_in(path.read_bytes()))
        assert found >= int(said[-1] if said else 0), "a save was lost"
        unfinished += len(parts(tmp_path))
        assert len(parts(tmp_path)) <= 1
        began = time.monotonic()
        library.save_over(path, content_of(str(found + 1)), expected=content_of(str(found)))
        assert time.monotonic() - began < LONGEST_SAVE
        assert parts(tmp_path) == []
    numbers = [int(text) for text in kept_texts(tmp_path, "Ridge")]
    assert numbers == list(range(found, found - MOST_VERSIONS, -1))
    assert unfinished > 0, "no process was killed in the middle of a save"
    assert sorted(place.name for place in tmp_path.iterdir()) == [".locks", ".versions", "Ridge.yaml"]


def test_a_process_killed_while_it_renames_and_discards_loses_nothing_that_was_saved(tmp_path, forked_workers):
    said: list[str] = []
    moments = random.Random(2)
    for _ in range(KILLS_WHILE_MOVING):
        moment = moments.uniform(0.0, 0.1)
        said += killed_worker(forked_workers, "moving", tmp_path / "any.yaml", after="saved", moment=moment)
    # A renamed file has another name in it, but the former states keep what was saved.
    contents = {found.read_bytes() for found in tmp_path.rglob(f"*{SUFFIX}")}
    assert {content_of(text) for text in said} <= contents
    assert len(said) >= KILLS_WHILE_MOVING
    assert all(library.entry(path).trouble is None for path in library.paths(tmp_path))
    for found in trash.trashed(tmp_path):
        assert library.entry(trash.restore(tmp_path, found.id)).trouble is None
    assert trash.trashed(tmp_path) == []
