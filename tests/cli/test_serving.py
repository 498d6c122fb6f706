"""The app as a person starts it: where it says that it runs, and that its server ends with it, however it ends.

The server writes to the same pipes as the command: once they are at their end, both processes are gone.
"""

import os
import re
import signal
import socket
import time
from pathlib import Path
from urllib.request import Request, urlopen

import pytest

from simulator.cli import serving
from simulator.cli.serving import Site
from simulator.text.access_token import TOKEN_VARIABLE
from tests.cli.processes import SECONDS_TO_END, Process, Start

pytestmark = [pytest.mark.processes, pytest.mark.skipif(os.name != "posix", reason="signals of POSIX")]

TOKEN = "a-token-that-is-stated"

HEEDS = "import signal; [signal.signal(each, signal.SIG_DFL) for each in (signal.SIGINT, signal.SIGHUP)]"
"""As a person's terminal starts it; the shell that started these tests may ignore both."""

IGNORES = "import signal; [signal.signal(each, signal.SIG_IGN) for each in (signal.SIGINT, signal.SIGHUP)]"
"""As ``nohup funnelcast app &`` starts it."""


@pytest.fixture
def app(start: Start, tmp_path: Path):
    """``app()``: the app, running, at a port of its own, which no other test takes over once it is free."""

    def run(*words: str, first: str = HEEDS) -> Process:
        options = ("--no-browser", "--library", str(tmp_path / "library"), "--port", str(unused_port()))
        return start("app", *options, *words, first=first)

    return run


def unused_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def port_of(process: Process) -> int:
    """The port at which it says that it runs."""
    assert process.stdout is not None
    said = process.stdout.readline()
    found = re.match(r"funnelcast runs at http://127\.0\.0\.1:(\d+)", said)
    assert found, said
    return int(found[1])


def answers(port: int) -> bool:
    with urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=10) as answer:
        return answer.status == 200


def is_closed(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_an_app_in_the_background_goes_on_when_its_shell_closes_and_still_ends_on_request(app):
    process = app(first=IGNORES)
    port = port_of(process)
    for number in (signal.SIGINT, signal.SIGHUP):
        os.killpg(process.pid, number)
    time.sleep(1)
    assert answers(port)
    process.terminate()
    assert process.communicate(timeout=SECONDS_TO_END) == ("", "")
    assert process.returncode == 0
    assert is_closed(port)


def test_one_ctrl_c_ends_the_app_and_impatient_further_ones_are_no_reason_for_a_traceback(app):
    process = app()
    port = port_of(process)
    process.send_signal(signal.SIGINT)
    while not is_closed(port):
        time.sleep(0.01)
    for _ in range(4):
        process.send_signal(signal.SIGINT)
        time.sleep(0.05)
    assert process.communicate(timeout=SECONDS_TO_END) == ("", "")
    assert process.returncode == 0


def test_an_app_that_is_told_to_end_while_it_starts_leaves_nothing_behind(app):
    process = app()
    time.sleep(1)
    process.terminate()
    process.communicate(timeout=SECONDS_TO_END)
    assert process.returncode is not None


@pytest.mark.parametrize(
    ("token", "others"),
    [
        ("жаба-жаба-жаба-жаба", []),
        ("sixteen-chars\nX-Header: a", ["--public-name", "plan.example.com"]),
        ("\udcff" * 20, ["--public-name", "plan.example.com"]),
    ],
)
def test_a_token_that_cannot_be_one_is_refused_in_words_that_do_not_tell_it(app, monkeypatch, token, others):
    monkeypatch.setenv("FUNNELCAST_TOKEN", token)
    process = app(*others)
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    words = "16 characters or more, only letters from a to z, digits, - and _"
    assert errors == f"funnelcast: FUNNELCAST_TOKEN must be {words}\n"


def test_a_server_that_does_not_start_is_said_in_words(app):
    process = app("--public-name", "https://plan.example.com/")
    output, errors = process.communicate(timeout=60)
    assert (process.returncode, output) == (2, "")
    assert "write a name alone" in errors
    assert errors.count("\n") == 1


def test_a_token_may_end_as_a_file_of_secrets_does(app, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_TOKEN", f"{TOKEN}\n")
    process = app("--public-name", "plan.example.com")
    port = port_of(process)
    assert process.stdout.readline() == f"for others: https://plan.example.com/?token={TOKEN}\n"
    request = Request(f"http://127.0.0.1:{port}/_stcore/health", headers={"Authorization": f"Bearer {TOKEN}"})
    with urlopen(request, timeout=10) as answer:
        assert answer.status == 200


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found as Linux lists them")
def test_a_server_that_is_killed_is_said_in_words(app):
    process = app()
    port = port_of(process)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    (server,) = (
        int(child) for child in children if b"simulator.ui.server" in Path(f"/proc/{child}/cmdline").read_bytes()
    )
    os.kill(server, signal.SIGKILL)
    output, errors = process.communicate(timeout=SECONDS_TO_END)
    assert (process.returncode, output) == (1, "")
    assert errors.splitlines()[-1] == (
        "funnelcast: the app ended unexpectedly (signal 9). Your work is kept; start the app again with: funnelcast app"
    )
    assert is_closed(port)


def test_an_app_for_colleagues_tells_its_addresses_with_their_token_and_killed_takes_its_server_along(app, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_PUBLIC_NAME", "plan.example.com plan.example.org:8443")
    process = app("--host", "0.0.0.0")
    port = port_of(process)
    said = "".join(process.stdout.readline() for _ in range(4))
    token = r"/\?token=[\w-]{43}\n"
    assert re.match(
        rf"for others: http://[^/]+:\d+{token}"
        rf"for others: https://plan\.example\.com{token}"
        rf"for others: https://plan\.example\.org:8443{token}"
        r"Whoever has the address",
        said,
    )
    process.kill()
    process.communicate(timeout=SECONDS_TO_END)
    assert is_closed(port)


# -- what the command decides -----------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_closing_terminal_and_whatever_else_asks_the_app_to_end_does_as_ctrl_c_does(number):
    unheeded = signal.signal(number, own := lambda number, frame: None)
    try:
        with pytest.raises(KeyboardInterrupt), serving.ended_by_signals():
            signal.raise_signal(number)
        assert signal.getsignal(number) is own
    finally:
        signal.signal(number, unheeded)


def test_this_computer_alone_needs_no_token(monkeypatch):
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    for host in ("127.0.0.1", "::1", "127.0.0.5"):
        assert serving.token_for(host, []) is None


@pytest.mark.parametrize(("host", "names"), [("0.0.0.0", []), ("192.168.1.20", []), ("::", []), ("127.0.0.1", ["a.b"])])
def test_as_soon_as_others_can_come_each_start_has_a_token_of_its_own(monkeypatch, host, names):
    monkeypatch.delenv(TOKEN_VARIABLE, raising=False)
    first, second = (serving.token_for(host, names) for _ in range(2))
    assert first != second
    assert len(first) >= 43
    monkeypatch.setenv(TOKEN_VARIABLE, "a-token-that-is-stated")
    assert serving.token_for(host, names) == "a-token-that-is-stated"


def test_public_names_are_handed_to_the_server():
    command = " ".join(serving.command(Site(host="127.0.0.1", port=8501, public_names=("a.example", "b.example"))))
    assert "--public-name a.example --public-name b.example" in command


def test_the_token_is_not_in_the_list_of_processes():
    site = Site(host="0.0.0.0", port=8501, token="a-token-that-is-stated")
    assert site.token not in " ".join(serving.command(site))
    assert site.token in serving.environment(site, None).values()


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "http://127.0.0.1:8501"),
        ("0.0.0.0", "http://127.0.0.1:8501"),
        ("::", "http://[::1]:8501"),
        ("192.168.1.20", "http://192.168.1.20:8501"),
    ],
)
def test_this_computer_reaches_the_server_wherever_it_listens(host, address):
    assert Site(host=host, port=8501).near == address
    assert Site(host=host, port=8501, token="t").near == f"{address}/?token=t"
