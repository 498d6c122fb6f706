"""Charts that are drawn once where many documents show them."""

import json
from collections.abc import Iterator

import pytest

from simulator.charts.theme import Spec
from simulator.reports import chart_images


@pytest.fixture(scope="module")
def charts_once() -> Iterator[dict[str, str]]:
    """The same chart in another document is not drawn again, which takes longer than all the rest of a document.

    Whoever clears what was drawn has all drawn anew.
    """
    draw, drawn = chart_images._svg, dict[str, str]()

    def drawn_once(spec: Spec) -> str:
        stated = json.dumps(spec)
        return drawn.get(stated) or drawn.setdefault(stated, draw(spec))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(chart_images, "_svg", drawn_once)
        yield drawn
