"""Command lines in processes of their own, which are ended after the test however it went."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.cli.processes import Process, Start, end, started


@pytest.fixture
def start() -> Iterator[Start]:
    """``start("app", "--port", "8501", first="...")``: a command line, see ``processes.started``."""
    processes: list[Process] = []

    def run(*words: str, **options: Any) -> Process:
        processes.append(started(*words, **options))
        return processes[-1]

    yield run
    for process in processes:
        end(process)
