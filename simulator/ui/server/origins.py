"""The names that this server goes by: which Host and which Origin are its own.

A page of a stranger can make a visitor's browser send requests to this server. Two headers, which no page can forge,
tell them apart: Host, the name that the browser was given (the stranger's own, where its DNS entry points here), and
Origin, the page that sends.
"""

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from typing import NamedTuple

LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})

_AUTHORITY = re.compile(r"(?:\[(?P<literal>[0-9a-f:.]+)\]|(?P<name>[a-z0-9_.-]+))(?::(?P<port>[0-9]{1,5}))?", re.ASCII)
_USUAL_PORTS = {"http": 80, "https": 443}


class Address(NamedTuple):
    """A name or a number of a machine, and a port where one is stated."""

    name: str
    port: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnNames:
    """The names of this machine, and those under which a proxy or a name server makes it known."""

    local: frozenset[str] = LOOPBACK
    public: frozenset[Address] = frozenset()


def own_names(bound: str, public: Iterable[Address] = ()) -> OwnNames:
    """The names of a server that listens at the numeric address ``bound``."""
    machine = frozenset() if is_loopback(bound) else names_of_machine(socket.gethostname())
    return OwnNames(local=LOOPBACK | machine, public=frozenset(public))


def names_of_machine(host_name: str) -> frozenset[str]:
    """The names by which colleagues in a local network find a machine: as it is called, in short, and by mDNS."""
    full = host_name.lower().rstrip(".")
    short = full.partition(".")[0]
    return frozenset({full, short, f"{short}.local"}) - {"", ".local"}


def address_in(text: str) -> Address | None:
    """``name``, ``name:port``, ``1.2.3.4:port`` or ``[::1]:port``; None for anything else."""
    found = _AUTHORITY.fullmatch(text.lower())
    if found is None:
        return None
    port = int(found["port"]) if found["port"] else None
    name = _plain(found["literal"] or found["name"])
    if not name or (port is not None and port > 65_535) or (found["literal"] and not _is_number(name)):
        return None
    return Address(name, port)


def is_own_host(host: str, names: OwnNames, reached: str) -> bool:
    """Whether a Host header names this server; ``reached`` is the address at which the request came in.

    A number cannot be pointed elsewhere by a name server, so the number that was reached is always its own: no list of
    this machine's addresses has to be made. Ports do not count, so that a tunnel may use another.
    """
    address = address_in(host)
    if address is None:
        return False
    known = names.local | {public.name for public in names.public}
    return address.name in known or (_is_number(address.name) and address.name == _plain(reached))


def is_own_origin(origin: str, host: str, names: OwnNames) -> bool:
    """Whether an Origin header is that of a page of this server, for a request with a Host that is its own."""
    scheme, _, authority = origin.partition("://")
    if scheme not in _USUAL_PORTS:
        return False
    usual = _USUAL_PORTS[scheme]
    page = _with_port(address_in(authority), usual)
    own = {_with_port(address, usual) for address in (address_in(host), *names.public)}
    return page is not None and page in own


def is_loopback(address: str) -> bool:
    """Whether only this computer itself can reach a numeric address."""
    return ip_address(address).is_loopback


def _with_port(address: Address | None, usual: int) -> Address | None:
    return address and (address if address.port is not None else Address(address.name, usual))


def _is_number(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _plain(name: str) -> str:
    """A name in its one spelling: a numeric address in its shortest, a name without the dot of the root."""
    try:
        number = ip_address(name)
    except ValueError:
        return name.rstrip(".")
    # A socket for both families shows the older addresses inside the newer.
    mapped = number.ipv4_mapped if isinstance(number, IPv6Address) else None
    return str(mapped or number)
