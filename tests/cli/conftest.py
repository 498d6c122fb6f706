"""Command lines in this process, and in processes of their own, which are ended after the test however it went."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import typer.main

from simulator.cli import main
from tests.cli.commands import Funnelcast, Outcome
from tests.cli.processes import Process, Start, end, started


@pytest.fixture(scope="session", autouse=True)
def commands_are_built_once() -> Iterator[None]:
    """Hundreds of tests run a command line in one process; the commands of each are the same."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(typer.main, "get_command", cache(typer.main.get_command))
        yield


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


@pytest.fixture
def funnelcast(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Funnelcast:
    """Runs a command line in this process."""
    for variable in ("LC_ALL", "LC_NUMERIC", "LANG"):
        monkeypatch.delenv(variable, raising=False)

    def run(*words: object) -> Outcome:
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
        captured = capsys.readouterr()
        code = ended.value.code
        assert isinstance(code, int)
        return Outcome(code, captured.out, captured.err)

    return run
