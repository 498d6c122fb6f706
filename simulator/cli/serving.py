"""Serving the browser front end on this computer: a free port, a subprocess, and an orderly end."""

import os
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from types import FrameType

from simulator.cli.terminal import refuse, say
from simulator.library.folder import FOLDER_VARIABLE, beside

HOST = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 10.0


def serve(port: int | None, library: Path | None, *, open_browser: bool) -> int:
    """Run the front end until it is stopped; its exit code, 0 if a person stopped it."""
    chosen = free_port() if port is None else port
    if not is_free(chosen):
        refuse(f"funnelcast: port {chosen} is in use; choose another with --port, or leave it out")
    with _stopped_by_signals():
        # The folder of the script holds the front end's settings.
        server = subprocess.Popen(command(chosen), cwd=app_script().parent, env=environment(library))  # noqa: S603
        try:
            return _attend(server, chosen, open_browser=open_browser)
        except KeyboardInterrupt:
            return _stop(server)


def command(port: int) -> list[str]:
    """The command that starts the front end."""
    # What a person needs to know is said here, not by the server; headless, it does not ask for an address of theirs.
    settings = {
        "server.address": HOST,
        "server.port": str(port),
        "server.headless": "true",
        "logger.hideWelcomeMessage": "true",
        "logger.level": "warning",
    }
    options = [word for name, value in settings.items() for word in (f"--{name}", value)]
    return [sys.executable, "-m", "streamlit", "run", str(app_script()), *options]


def environment(library: Path | None) -> Mapping[str, str]:
    """The environment of the server: that of this process, with the folder for saved scenarios."""
    stated = {} if library is None else {FOLDER_VARIABLE: str(library.expanduser().absolute())}
    return {**os.environ, **stated}


def free_port() -> int:
    """The usual port, or the next one that is free."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(port):
            return port
    refuse(f"funnelcast: no port from {FIRST_PORT} on is free; choose one with --port")


def is_free(port: int) -> bool:
    """Whether nobody listens on a port of this computer."""
    with socket.socket() as probe:
        if os.name == "posix":
            # As the server itself does: a port that was in use a moment ago can be used again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _attend(server: "subprocess.Popen[bytes]", port: int, *, open_browser: bool) -> int:
    address = f"http://{HOST}:{port}"
    if _has_started(server, port):
        print(f"funnelcast runs at {address} (Ctrl-C ends it)", flush=True)  # noqa: T201
        if open_browser:
            webbrowser.open(address)
    elif server.poll() is None:
        say(f"funnelcast: no answer at {address} after {SECONDS_TO_START:.0f} seconds; still waiting")
    return server.wait()


def _has_started(server: "subprocess.Popen[bytes]", port: int) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        if _answers(port):
            return True
        time.sleep(0.1)
    return False


def _answers(port: int) -> bool:
    connection = HTTPConnection(HOST, port, timeout=2.0)
    try:
        connection.request("GET", "/_stcore/health")
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def _stop(server: "subprocess.Popen[bytes]") -> int:
    """End the server: first politely, then not."""
    server.terminate()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()
    return 0


@contextmanager
def _stopped_by_signals() -> Iterator[None]:
    """A request to end this process ends the server too, as Ctrl-C does."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


def app_script() -> Path:
    """The script of the browser front end."""
    return beside("app.py")
