"""Serving: the application at a port that listens already, beside the processes that work for it."""

import socket
import sys

import streamlit as st
import uvicorn
from streamlit import config

from simulator.library.folder import beside
from simulator.ui.server.admission import Rules
from simulator.ui.server.application import application
from simulator.ui.server.lifetime import end_with_input
from simulator.ui.server.memory import use_memory_again
from simulator.ui.server.ready import IMPORTS, ready
from simulator.ui.server.warming import warmed_later
from simulator.ui.session import long_work, turns, workers

MEGABYTE = 1_048_576
PING_SECONDS = 30
SECONDS_AT_A_TIME = 0.001
"""How long a thread that works something out keeps the others waiting: those that read and send what pages say among
them, which are let in again and again. Python's own 5 ms add up to a quarter of an answer."""

SECONDS_TO_FINISH = 3
"""How long answers that are underway may take when the server ends."""


def serve(listener: socket.socket, host: str, port: int, rules: Rules, *, ends_with_input: bool) -> None:
    """Serve the front end until a signal, or the end of standard input if so asked, ends it."""
    sys.setswitchinterval(SECONDS_AT_A_TIME)
    use_memory_again(turns.ended)
    app = application(beside("app.py"), rules)
    _tell_streamlit(host, port)
    server = uvicorn.Server(_settings(app))
    if ends_with_input:
        end_with_input(lambda: setattr(server, "should_exit", True))
    with workers.started(ready, IMPORTS), long_work.started(), warmed_later():
        server.run(sockets=[listener])


def _tell_streamlit(host: str, port: int) -> None:
    """Streamlit's own view of where it listens.

    The names are the gate's alone: Streamlit knows each in one spelling only, and would refuse what the gate admits.
    """
    config.set_option("server.address", host)
    config.set_option("server.port", port)


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
