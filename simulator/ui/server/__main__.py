"""The process of the server: ``python -m simulator.ui.server``, which ``funnelcast app`` starts and ends."""

import argparse
import os
import socket
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NoReturn

import streamlit as st
import uvicorn
from streamlit import config

from simulator.library.folder import beside
from simulator.ui.server.access import SHORTEST, is_token
from simulator.ui.server.admission import Rules
from simulator.ui.server.application import application
from simulator.ui.server.lifetime import end_with_input
from simulator.ui.server.memory import use_memory_again
from simulator.ui.server.origins import Address, address_in, is_loopback, own_names
from simulator.ui.server.ready import IMPORTS, ready
from simulator.ui.server.warming import warmed_later
from simulator.ui.session import long_work, turns, workers

TOKEN_VARIABLE = "FUNNELCAST_TOKEN"  # noqa: S105
MEGABYTE = 1_048_576
PING_SECONDS = 30
SECONDS_TO_FINISH = 3
"""How long answers that are underway may take when the server ends."""

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the front end until a signal, or the end of standard input if so asked, ends it."""
    options = _parser().parse_args(arguments)
    use_memory_again(turns.ended)
    public = [_public_name(text) for text in options.public_name]
    rules = Rules(names=own_names(options.host, public), token=_token(options))
    # First, because it may be refused, and the rest takes a second or two.
    with _listening(options.host, options.port) as listener:
        app = application(beside("app.py"), rules)
        _tell_streamlit(options)
        server = uvicorn.Server(_settings(app))
        if options.ends_with_input:
            end_with_input(lambda: setattr(server, "should_exit", True))
        with workers.started(ready, IMPORTS), long_work.started(), warmed_later():
            server.run(sockets=[listener])


def _tell_streamlit(options: argparse.Namespace) -> None:
    """Streamlit's own view of where it listens.

    The names are the gate's alone: Streamlit knows each in one spelling only, and would refuse what the gate admits.
    """
    config.set_option("server.address", options.host)
    config.set_option("server.port", options.port)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m simulator.ui.server", description=__doc__)
    parser.add_argument("--host", type=_number, default="127.0.0.1", help="the numeric address to listen at")
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--public-name", action="append", default=[], metavar="NAME[:PORT]")
    parser.add_argument("--ends-with-input", action="store_true", help="end when standard input is closed")
    return parser


def _number(text: str) -> str:
    return str(ip_address(text))


def _public_name(text: str) -> Address:
    address = address_in(text)
    if address is None:
        _refuse(f"--public-name is {text!r}; write a name alone, like plan.example.com or plan.example.com:8443")
    return address


def _token(options: argparse.Namespace) -> str | None:
    """The token that strangers do not have; needed as soon as others than this computer can come."""
    token = os.environ.get(TOKEN_VARIABLE) or None
    if token is None and (options.public_name or not is_loopback(options.host)):
        _refuse(f"others can reach this server, so it needs a token: set {TOKEN_VARIABLE}")
    if token is not None and not is_token(token):
        _refuse(f"{TOKEN_VARIABLE} must be {SHORTEST} characters or more, only letters, digits, - and _")
    return token


def _listening(host: str, port: int) -> socket.socket:
    everywhere = host == "::" and socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=everywhere, backlog=128)
    except OSError as error:
        _refuse(f"cannot listen at {host}, port {port}: {error.strerror}")


def _settings(app: st.App) -> uvicorn.Config:
    """The web server as Streamlit sets it up, except for a watcher that looks at its settings five times a second."""
    ping = st.get_option("server.websocketPingInterval") or PING_SECONDS
    return uvicorn.Config(
        app,
        ws="websockets-sansio",
        ws_max_size=st.get_option("server.maxMessageSize") * MEGABYTE,
        ws_per_message_deflate=bool(st.get_option("server.enableWebsocketCompression")),
        ws_ping_interval=ping,
        ws_ping_timeout=ping,
        ssl_certfile=st.get_option("server.sslCertFile"),
        ssl_keyfile=st.get_option("server.sslKeyFile"),
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
        log_level="warning",
        access_log=False,
        server_header=False,
    )


def _refuse(text: str) -> NoReturn:
    print(f"funnelcast: {text}", file=sys.stderr)  # noqa: T201
    raise SystemExit(REFUSED)


if __name__ == "__main__":
    main()
