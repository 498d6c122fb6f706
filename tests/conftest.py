"""The order of all tests, and how many examples the laws try."""

import gc
import os
import sys
from collections.abc import Iterator
from functools import lru_cache

import pytest
from hypothesis import HealthCheck, settings

from simulator.scenario_files import loading, reading

# The workers and the servers that tests start read modules compiled; where nothing compiled may be kept, as in many
# containers, each of these processes would compile Streamlit and all else anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes and how large it is says something about the machine and the field, not about the code.
PATIENT = settings(
    deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("ci", PATIENT, max_examples=50, derandomize=True, database=None)
settings.register_profile("deep", PATIENT, max_examples=2_000)
settings.load_profile("ci")

EARLY, LATE = "browser", "processes"


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Thousands of tests are collected, which stay to the end: Python need not look through them for garbage."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()


@pytest.fixture(scope="session", autouse=True)
def files_are_parsed_once() -> Iterator[None]:
    """Hundreds of tests read the shipped files anew; their trees are frozen and depend on nothing but the bytes."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "load", lru_cache(maxsize=256)(loading.load))
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin the first worker's part, processes that compete end the last's; else the order stays."""
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    return (item.get_closest_marker(LATE) is not None) - (item.get_closest_marker(EARLY) is not None)
