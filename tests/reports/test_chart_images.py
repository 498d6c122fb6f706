"""Charts as images: whole, in dark ink, with every name letter by letter, and without a request to anybody."""

import html
import re
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from simulator.charts.theme import CHANNELS
from simulator.reports.chart_images import DARK, as_svg, vega_lite_version, warm
from simulator.reports.printable import UNWRITABLE, printable
from simulator.story import Picture, story
from tests.examples import PLUMBER
from tests.hostile_names import HOSTILE
from tests.plain import beliefs
from tests.told import EXTREMES, FORMULAS, TAKEN, TYPESETTING, called, told

pytestmark = pytest.mark.usefixtures("charts_once")


def pictures(scenario) -> dict[str, Picture]:
    return {picture.key: picture for slide in printable(story(told(scenario))).slides for picture in slide.pictures}


def words(svg: str) -> list[str]:
    return [html.unescape(each) for each in re.findall(r"<text[^>]*>([^<]*)</text>", svg)]


def size(svg: str) -> tuple[float, float]:
    [(width, height)] = re.findall(r'viewBox="0 0 (\S+) (\S+)"', svg)
    return float(width), float(height)


@pytest.fixture(scope="module")
def plumber() -> dict[str, Picture]:
    return pictures(PLUMBER)


@pytest.mark.parametrize("key", ["spend-by-month", "twenty-worlds", "profit-so-far", "profit-of-plans"])
@pytest.mark.parametrize("width", [400, 800])
def test_a_chart_is_as_wide_as_asked_and_holds_its_legend(plumber, key, width):
    svg = as_svg(plumber[key], width=width, lower=0.6)
    assert size(svg)[0] == pytest.approx(width, abs=2)
    legend = svg[svg.index("mark-group role-legend") :]
    top = float(re.search(r"translate\([^,]+,([^)]+)\)", legend)[1])
    high = float(re.search(r'd="M0,0h[\d.]+v([\d.]+)', legend)[1])
    # The chart itself begins somewhat below the edge.
    assert top + high <= size(svg)[1] + 1


def test_ink_is_dark_whatever_the_colour_of_the_page_would_be(plumber):
    for picture in plumber.values():
        svg = as_svg(picture, width=400, lower=0.6)
        assert "currentColor" not in svg
        assert DARK in svg


def test_the_specification_that_pages_use_is_not_changed(plumber):
    before = repr(plumber["profit-so-far"].spec)
    as_svg(plumber["profit-so-far"], width=400, lower=0.6)
    assert repr(plumber["profit-so-far"].spec) == before


def test_long_names_are_not_cut():
    svg = as_svg(pictures(beliefs(EXTREMES["forty channels"]))["spend-by-month"], width=800)
    assert "Channel 0 with a name as long as anybody would ever give to one" in words(svg)
    assert "…" not in svg


NAMES = (*HOSTILE.values(), *TAKEN, *FORMULAS, *TYPESETTING)
BATCHES = [NAMES[start : start + len(CHANNELS)] for start in range(0, len(NAMES), len(CHANNELS))]
"""As many as have a colour of their own."""


@pytest.mark.parametrize("names", BATCHES)
def test_names_are_drawn_letter_by_letter(names):
    found = pictures(beliefs(called(*names)))
    for key, expected in (("spend-by-month", names), ("profit-of-plans", names[:2])):
        drawn = [each.strip() for each in words(as_svg(found[key], width=800))]
        assert [name for name in expected if UNWRITABLE.sub("", name).strip() not in drawn] == [], key


def test_months_are_named_as_on_the_page(plumber):
    assert "Jan 2027" in words(as_svg(plumber["profit-so-far"], width=800, lower=0.6))
    german = next(
        picture
        for slide in story(told(PLUMBER, locale="de_DE")).slides
        for picture in slide.pictures
        if picture.key == "profit-so-far"
    )
    drawn = words(as_svg(german, width=800))
    assert any(each.startswith("Jan") and each.endswith("2027") for each in drawn)
    assert any(re.fullmatch(r"\d+\.000\s\$", each) for each in drawn)


def test_nothing_is_asked_for_from_anywhere(plumber):
    asked = []

    class Server(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        address = f"http://127.0.0.1:{server.server_port}/figures.json"
        picture = plumber["twenty-worlds"]
        elsewhere = {"data": {"url": address}, "mark": "point"}
        spec = {**picture.spec, "layer": [*picture.spec["layer"], elsewhere]}
        with pytest.raises(ValueError, match="not allowed"):
            as_svg(replace(picture, spec=spec), width=400)
        server.shutdown()
    assert asked == []


def test_the_version_is_that_of_the_specification():
    assert vega_lite_version("https://vega.github.io/schema/vega-lite/v6.json").startswith("6.")
    assert vega_lite_version("https://vega.github.io/schema/vega-lite/v5.json") == "5.21"


def test_warming_up_draws_without_complaint():
    warm()
