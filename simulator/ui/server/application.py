"""The application: Streamlit's, behind the gate."""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit import file_util

from simulator.ui.server import ahead, worlds
from simulator.ui.server.admission import Rules
from simulator.ui.server.gate import Gate
from simulator.ui.server.headers import content_policy, inline_scripts, protections
from simulator.ui.server.uploads import Uploads


def application(script: Path, rules: Rules) -> st.App:
    """The front end in ``script`` for those whom the rules let in."""
    gate = Middleware(Gate, rules=rules, headers=protections(content_policy(_scripts_of_streamlit())))
    return st.App(script, routes=[worlds.ROUTE, ahead.ROUTE], middleware=[gate, Middleware(Uploads)])


def _scripts_of_streamlit() -> list[str]:
    page = Path(file_util.get_static_dir()) / "index.html"
    return inline_scripts(page.read_text(encoding="utf-8"))
