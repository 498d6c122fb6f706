"""The server that most tests of this folder ask: it takes seconds to start."""

from collections.abc import Iterator

import pytest

from tests.ui.server.running import Running, running


@pytest.fixture(scope="package")
def here(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """A server for this computer alone."""
    with running(tmp_path_factory.mktemp("here")) as server:
        yield server
