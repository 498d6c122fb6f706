"""Simulated plans that the charts are drawn from."""

import pytest

from tests.charts.figures import shipped


@pytest.fixture(scope="session")
def plumber():
    return shipped("plumber")


@pytest.fixture(scope="session")
def manufacturer():
    return shipped("b2b-manufacturer")


@pytest.fixture(scope="session")
def plumber_plans(plumber):
    return {plan.name: shipped("plumber", number) for number, plan in enumerate(plumber.scenario.plans)}
