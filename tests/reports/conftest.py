"""Charts that are drawn once where many documents show them."""

import json

import pytest

from simulator.charts.theme import Spec
from simulator.reports import chart_images


@pytest.fixture
def charts_once(monkeypatch: pytest.MonkeyPatch, drawn_charts: dict[str, str]) -> None:
    """The same chart on another paper is not drawn again, which takes longer than all the rest of a document."""
    draw = chart_images._svg

    def drawn(spec: Spec) -> str:
        stated = json.dumps(spec)
        return drawn_charts.get(stated) or drawn_charts.setdefault(stated, draw(spec))

    monkeypatch.setattr(chart_images, "_svg", drawn)


@pytest.fixture(scope="module")
def drawn_charts() -> dict[str, str]:
    return {}
