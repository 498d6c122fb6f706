"""Serving the browser front end: a free port, a server in a process of its own, and an orderly end for both."""

import errno
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import webbrowser
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from pathlib import Path
from types import FrameType
from typing import Any

from simulator.cli.terminal import refuse, say, show
from simulator.library.folder import FOLDER_VARIABLE, beside
from simulator.text.access_token import RULE, TOKEN_VARIABLE, is_token, stated_token

HERE = "127.0.0.1"
FIRST_PORT = 8501
PORTS_TRIED = 100
SECONDS_TO_START = 60.0
SECONDS_TO_STOP = 10.0

_NOT_FREE = (errno.EADDRINUSE, errno.EACCES)
"""Errors that another port may not have: somebody listens at this one, or only an administrator may."""

_NOBODY = "192.0.2.1"
"""An address that no machine has (RFC 5737)."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Site:
    """Where a server listens, the names that others know it by, and the token that lets them in."""

    host: str
    port: int
    public_names: tuple[str, ...] = ()
    token: str | None = None

    @property
    def near(self) -> str:
        """The address for this computer itself."""
        return self._address(f"http://{_in_brackets(_reachable(self.host))}:{self.port}")

    @property
    def far(self) -> list[str]:
        """The addresses for others: public names, and this machine's own number where it listens at all it has."""
        everywhere = ip_address(self.host).is_unspecified
        own = [f"http://{address_in_network() or socket.gethostname()}:{self.port}"] if everywhere else []
        return [self._address(start) for start in (*own, *(f"https://{name}" for name in self.public_names))]

    def _address(self, start: str) -> str:
        return f"{start}/?token={self.token}" if self.token else start


def serve(
    host: str, port: int | None, *, public_names: Sequence[str] = (), library: Path | None, open_browser: bool
) -> int:
    """Run the front end until it is stopped; its exit code, 0 if a person stopped it."""
    listening = numeric(host)
    chosen = free_port(listening) if port is None else port
    if not is_free(listening, chosen):
        refuse(f"funnelcast: port {chosen} is in use; choose another with --port, or leave it out")
    names = tuple(public_names)
    site = Site(host=listening, port=chosen, public_names=names, token=token_for(listening, names))
    try:
        with ended_by_signals(), _running(site, library) as server:
            return _attend(server, site, open_browser=open_browser)
    except KeyboardInterrupt:
        return 0


def numeric(host: str) -> str:
    """An address to listen at; names are not looked up, for nothing is asked of another machine."""
    try:
        return HERE if host == "localhost" else str(ip_address(host))
    except ValueError:
        refuse(
            f"funnelcast: --host is {host!r}; it must be an address of this computer such as 192.168.1.20, "
            "or 0.0.0.0 for all of them. A name goes with --public-name"
        )


def token_for(host: str, public_names: Sequence[str]) -> str | None:
    """The token that strangers do not have: the one that is stated, else a new one where others can come.

    Refuses what cannot be one before it stands in an address or a header.
    """
    stated = stated_token()
    if stated and not is_token(stated):
        refuse(f"funnelcast: {RULE}")
    if stated:
        return stated
    return secrets.token_urlsafe(32) if public_names or not ip_address(host).is_loopback else None


def command(site: Site) -> list[str]:
    """The command that starts the server."""
    names = [word for name in site.public_names for word in ("--public-name", name)]
    where = ["--host", site.host, "--port", str(site.port)]
    return [sys.executable, "-m", "simulator.ui.server", "--ends-with-input", *where, *names]


def environment(site: Site, library: Path | None) -> Mapping[str, str]:
    """The environment of the server: that of this process, with the token and the folder for saved scenarios."""
    token = {TOKEN_VARIABLE: site.token} if site.token else {}
    folder = {} if library is None else {FOLDER_VARIABLE: str(library.expanduser().absolute())}
    return {**os.environ, **token, **folder}


def free_port(host: str = HERE) -> int:
    """The usual port, or the next one that is free."""
    for port in range(FIRST_PORT, FIRST_PORT + PORTS_TRIED):
        if is_free(host, port):
            return port
    refuse(f"funnelcast: no port from {FIRST_PORT} on is free; choose one with --port")


def is_free(host: str, port: int) -> bool:
    """Whether nobody listens on a port of this computer; refuses an address at which it cannot listen at all."""
    try:
        _take(host, port)
    except OSError as error:
        if error.errno in _NOT_FREE:
            return False
        refuse(f"funnelcast: {_why_not(host, error)}; 0.0.0.0 means all addresses that it has")
    return True


def _take(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        if os.name == "posix":
            # As the server itself does: a port that was in use a moment ago can be used again.
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))


def _why_not(host: str, error: OSError) -> str:
    if error.errno == errno.EADDRNOTAVAIL:
        return f"{host} is not an address of this computer"
    return f"this computer cannot listen at {host} ({error.strerror})"


def address_in_network() -> str | None:
    """The number by which colleagues in a local network reach this computer; None outside of any network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # To connect such a socket sends nothing: the system only says which of its addresses it would use.
            probe.connect((_NOBODY, 9))
        except OSError:
            return None
        number: str = probe.getsockname()[0]
    return number


def _attend(server: "subprocess.Popen[bytes]", site: Site, *, open_browser: bool) -> int:
    is_up = _has_started(server, site)
    if is_up:
        show("\n".join([f"funnelcast runs at {site.near} (Ctrl-C ends it)", *_for_others(site)]))
        if open_browser:
            webbrowser.open(site.near)
    elif server.poll() is None:
        say(f"funnelcast: no answer at {site.near} after {SECONDS_TO_START:.0f} seconds; still waiting")
    code = server.wait()
    if code < 0:
        # A process that a signal ended has a negative code.
        say(_ended_unexpectedly(f"signal {-code}"))
        return 1
    if code and is_up:
        say(_ended_unexpectedly(f"exit code {code}"))
    return code


def _ended_unexpectedly(how: str) -> str:
    return (
        f"funnelcast: the app ended unexpectedly ({how}). Your work is kept; start the app again with: funnelcast app"
    )


def _for_others(site: Site) -> list[str]:
    far = [f"for others: {address}" for address in site.far]
    warning = ["Whoever has the address with its token can see, change and delete the scenarios here."]
    return [*far, *warning] if site.token else []


def _has_started(server: "subprocess.Popen[bytes]", site: Site) -> bool:
    deadline = time.monotonic() + SECONDS_TO_START
    while server.poll() is None and time.monotonic() < deadline:
        if _answers(site):
            return True
        time.sleep(0.1)
    return False


def _answers(site: Site) -> bool:
    permission = {"Authorization": f"Bearer {site.token}"} if site.token else {}
    connection = HTTPConnection(_reachable(site.host), site.port, timeout=2.0)
    try:
        connection.request("GET", "/_stcore/health", headers=permission)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


@contextmanager
def _running(site: Site, library: Path | None) -> "Iterator[subprocess.Popen[bytes]]":
    """The server's process; it ends with this block, and with this process even when that is killed.

    It has a session of its own, so that a terminal's Ctrl-C or closing reaches it through this process alone. It cannot
    outlive this process: its standard input is a pipe that the system closes then.
    """
    # The folder of the script holds the front end's settings.
    folder = app_script().parent
    server = subprocess.Popen(  # noqa: S603
        command(site), cwd=folder, env=environment(site, library), stdin=subprocess.PIPE, **_apart()
    )
    try:
        yield server
    finally:
        _stop(server)


def _apart() -> dict[str, Any]:
    """Options that keep a terminal's signals from a process that is started here."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    return {"start_new_session": True}


def _stop(server: "subprocess.Popen[bytes]") -> None:
    """End the server: first politely, then not. Nothing interrupts this; it takes a few seconds at most."""
    for number in _ENDING_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    assert server.stdin is not None
    server.stdin.close()
    try:
        server.wait(SECONDS_TO_STOP)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


_ENDING_SIGNALS = [
    getattr(signal, name) for name in ("SIGTERM", "SIGINT", "SIGHUP", "SIGBREAK") if hasattr(signal, name)
]
"""Signals that ask a program to end: the system's, Ctrl-C, a terminal that closes, Ctrl-Break of Windows."""


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Every request to end this process raises KeyboardInterrupt, except those that it was started to ignore.

    A shell starts what runs in the background with SIGINT ignored, and nohup with SIGHUP ignored: these go on.
    """

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    former = {number: signal.getsignal(number) for number in _ENDING_SIGNALS}
    heeded = [number for number in former if number == signal.SIGTERM or former[number] != signal.SIG_IGN]
    for number in heeded:
        signal.signal(number, interrupt)
    try:
        yield
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


def _reachable(host: str) -> str:
    """An address of this computer at which a server answers that listens at ``host``."""
    return {"0.0.0.0": HERE, "::": "::1"}.get(host, host)  # noqa: S104


def _in_brackets(number: str) -> str:
    return f"[{number}]" if ":" in number else number


def app_script() -> Path:
    """The script of the browser front end."""
    return beside("app.py")
