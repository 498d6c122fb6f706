"""The order of all tests, and how many examples the laws try."""

import os
import sys

import pytest
from hypothesis import HealthCheck, settings

# The workers and the servers that tests start read modules compiled; where nothing compiled may be kept, as in many
# containers, each of these processes would compile Streamlit and all else anew, which takes longer than most tests.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False

# How long an example takes and how large it is says something about the machine and the field, not about the code.
PATIENT = settings(
    deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.register_profile("ci", PATIENT, max_examples=100, derandomize=True, database=None)
settings.register_profile("deep", PATIENT, max_examples=2_000)
settings.load_profile("ci")

EARLY, LATE = "browser", "processes"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest tests begin, and the processes that keep the whole machine busy end; else the order stays."""
    items.sort(key=turn)


def turn(item: pytest.Item) -> int:
    return (item.get_closest_marker(LATE) is not None) - (item.get_closest_marker(EARLY) is not None)
