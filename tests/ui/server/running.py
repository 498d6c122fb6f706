"""Servers for tests: each in a process of its own, watched so that nothing leaves this computer, and always ended."""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, NamedTuple

from simulator.cli.serving import app_script

ROOT = Path(__file__).parents[3]
GUARD = Path(__file__).with_name("watched")
SECONDS_TO_START = 60
SECONDS_TO_END = 20


class Answer(NamedTuple):
    status: int
    headers: Message
    body: bytes


@dataclass(frozen=True)
class Running:
    """A server that answers: its port on this computer, and where the guard writes what it stopped."""

    port: int
    outside: Path

    def ask(self, path: str = "/", *, method: str = "GET", body: Any = None, **headers: str) -> Answer:
        """The answer to a request; a header's name is written with _ for -."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=30)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        response = connection.getresponse()
        answer = Answer(response.status, response.headers, response.read())
        connection.close()
        return answer

    def left(self) -> list[str]:
        """Everything asked or sent outside of this computer; the guard let none of it go."""
        return self.outside.read_text(encoding="utf-8").splitlines() if self.outside.exists() else []

    def logged(self) -> str:
        """The words that the server has written for whoever runs it."""
        return self.outside.with_name("server.log").read_text(encoding="utf-8")


def watched(folder: Path) -> dict[str, str]:
    """The environment of a process under the guard, at home in a folder of the test."""
    paths = {"HOME": str(folder), "OUTSIDE_LOG": str(folder / "outside.log")}
    return {**os.environ, **paths, "PYTHONPATH": os.pathsep.join([str(GUARD), str(ROOT)])}


@contextmanager
def running(folder: Path, *options: str, **variables: str) -> Iterator[Running]:
    """A server with these options; it ends with the block, and with the tests even if they are killed."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "simulator.ui.server", "--ends-with-input", "--port", str(port), *options]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=app_script().parent,
            env={**watched(folder), **variables},
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
        try:
            _wait_until_it_answers(process, port, log)
            yield Running(port, folder / "outside.log")
        finally:
            ended(process)


def ended(process: "subprocess.Popen[Any]") -> int:
    """The exit code of a process whose input is closed now; one that goes on is killed."""
    process.stdin.close()
    try:
        return process.wait(SECONDS_TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _wait_until_it_answers(process: "subprocess.Popen[Any]", port: int, log: Path) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1):
                return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(f"the server did not start:\n{log.read_text('utf-8')}")
