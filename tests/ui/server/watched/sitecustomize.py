"""A guard that Python loads when it starts: a server under test asks and sends nothing outside of this computer.

The interpreter reports each attempt before it is made; it is written to the file that OUTSIDE_LOG names, and fails.
"""

import os
import sys
from ipaddress import ip_address

NAMED = {"socket.getaddrinfo": 0, "socket.gethostbyname": 0, "socket.gethostbyaddr": 0}
SENT = {"socket.connect": 1, "socket.sendto": 1, "socket.sendmsg": 1}
INSIDE = {"", "localhost", None}


def is_inside(host):
    name = host.decode() if isinstance(host, bytes) else host
    try:
        return name in INSIDE or ip_address(name).is_loopback or ip_address(name).is_unspecified
    except ValueError:
        return False


def watch(event, arguments):
    if event in NAMED:
        host = arguments[NAMED[event]]
    elif event in SENT and isinstance(arguments[SENT[event]], tuple):
        host = arguments[SENT[event]][0]
    else:
        return
    if not is_inside(host):
        with open(os.environ["OUTSIDE_LOG"], "a", encoding="utf-8") as log:
            log.write(f"{event} {host}\n")
        raise OSError(f"a test does not let {event} ask {host}")


sys.addaudithook(watch)
