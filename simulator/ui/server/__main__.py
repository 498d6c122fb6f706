"""The process of the server: ``python -m simulator.ui.server``, which ``funnelcast app`` starts and ends."""

import argparse
import socket
import sys
from collections.abc import Sequence
from ipaddress import ip_address
from typing import NoReturn

from simulator.text.access_token import RULE, TOKEN_VARIABLE, is_token, stated_token
from simulator.ui.server.admission import Rules
from simulator.ui.server.origins import Address, address_in, is_loopback, own_names

REFUSED = 2


def main(arguments: Sequence[str] | None = None) -> None:
    """Serve the front end until a signal, or the end of standard input if so asked, ends it."""
    options = _parser().parse_args(arguments)
    public = [_public_name(text) for text in options.public_name]
    rules = Rules(names=own_names(options.host, public), token=_token(options))
    with _listening(options.host, options.port) as listener:
        # What may be refused comes first: to load Streamlit and the pages takes a second or two.
        from simulator.ui.server.serving import serve

        serve(listener, options.host, options.port, rules, ends_with_input=options.ends_with_input)


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
    token = stated_token() or None
    if token is None and (options.public_name or not is_loopback(options.host)):
        _refuse(f"others can reach this server, so it needs a token: set {TOKEN_VARIABLE}")
    if token is not None and not is_token(token):
        _refuse(RULE)
    return token


def _listening(host: str, port: int) -> socket.socket:
    everywhere = host == "::" and socket.has_dualstack_ipv6()
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family, dualstack_ipv6=everywhere, backlog=128)
    except OSError as error:
        _refuse(f"cannot listen at {host}, port {port}: {error.strerror}")


def _refuse(text: str) -> NoReturn:
    print(f"funnelcast: {text}", file=sys.stderr)  # noqa: T201
    raise SystemExit(REFUSED)


if __name__ == "__main__":
    main()
