"""Visits to the page Plan, without a browser."""

from collections.abc import Callable

from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from tests.ui.sessions import Session


def visited(address=None) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.query_params.update(address or {"scenario": "example/plumber"})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def after(action: Callable[[], None]) -> AppTest:
    """The page as a visitor finds it who did something elsewhere before."""
    session = Session()
    session.do(action)
    return visited(session.address)
