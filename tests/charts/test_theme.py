"""Laws that hold for every chart."""

import itertools
import json
import re
from functools import cache

import altair as alt
import pytest

from simulator.charts import funnel
from simulator.charts.theme import CHANNELS, GAIN, INK, LOSS, NEUTRAL, SECOND
from tests.charts.figures import DOLLARS, EUROS, every_chart

GROUPING = {"color", "shape", "strokeDash", "detail"}
"""The encodings whose values Vega uses as keys where they are names."""

NAMES = (
    "cumulative profit",
    "with saved plan",
    "funnel",
    "channel roi",
    "outcome dots",
    "difference dots",
    "difference of spend",
    "profit of plans",
    "profit of plans with a legend",
    "spend by month",
    "right total",
    "spend of plans",
)


@cache
def built():
    """Every chart by its name, built when the first is asked for."""
    found = {name: (name, spec, frame) for name, spec, frame in every_chart(DOLLARS)}
    assert tuple(found) == NAMES
    return found


@pytest.fixture(params=NAMES)
def chart(request):
    return built()[request.param]


def keys_and_values(part):
    """Every key and value of a specification, however deep."""
    entries = part.items() if isinstance(part, dict) else ((None, entry) for entry in part)
    for key, value in entries:
        yield key, value
        if isinstance(value, dict | list | tuple):
            yield from keys_and_values(value)


def test_a_specification_is_valid_vega_lite(chart):
    _, spec, _ = chart
    plain = json.loads(json.dumps(spec))
    alt.LayerChart.validate({**plain, "data": {"name": "source"}})


def test_a_specification_carries_no_data_and_no_title_with_figures(chart):
    _, spec, _ = chart
    for key, value in keys_and_values(spec):
        assert key not in {"data", "datasets", "values"}
        assert key != "title" or value is None


def test_a_specification_reads_only_columns_that_its_frame_has(chart):
    _, spec, frame = chart
    fields = {value for key, value in keys_and_values(spec) if key == "field"}
    texts = json.dumps({key: value for key, value in spec.items() if key == "layer"})
    fields |= set(re.findall(r"datum\.(\w+)", texts)) - {"value", "label"}  # of an axis or a legend
    fields -= {value for key, value in keys_and_values(spec) if key == "as"}
    assert fields <= set(frame.columns)


def test_no_mark_is_grouped_by_what_a_person_named(chart):
    _, spec, _ = chart
    fields = {part["field"] for key, part in keys_and_values(spec) if key in GROUPING and "field" in part}
    assert fields <= {"key", "series", "outcome", "ink"}


def test_no_mark_is_read_by_itself(chart):
    _, spec, _ = chart
    config = spec["config"]
    assert (config["aria"], config["mark"]["aria"]) == (False, False)
    assert not [key for key, _ in keys_and_values(spec["layer"]) if key in {"aria", "description"}]


def test_a_specification_is_built_once():
    # Not those of the other tests: these may have built so many that one is kept no longer.
    first, again = ({name: spec for name, spec, _ in every_chart(DOLLARS)} for _ in range(2))
    for name in NAMES:
        assert again[name] is first[name], name


def test_a_specification_has_the_readers_numbers():
    for _, spec, _ in every_chart(EUROS):
        assert spec["config"]["locale"]["number"]["decimal"] == ","


def test_frames_hold_nothing_infinite(chart):
    _, _, frame = chart
    numbers = frame.select_dtypes("number")
    assert not numbers.isin([float("inf"), float("-inf")]).to_numpy().any()


def luminance(colour):
    """WCAG 2.2, relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    """WCAG 2.2, contrast ratio."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("background", ["#ffffff", "#0e1117"])
def test_colours_stand_out_from_a_light_and_a_dark_page(background):
    # WCAG 2.2, 1.4.11: graphical objects have a contrast of at least 3.
    assert min(contrast(colour, background) for colour in (*CHANNELS, GAIN, LOSS, NEUTRAL, SECOND)) >= 3


def test_words_on_a_part_of_the_funnel_can_be_read():
    # WCAG 2.2, 1.4.3: text has a contrast of at least 4.5.
    for colour, ink in zip((*CHANNELS, NEUTRAL), funnel.INKS, strict=True):
        assert contrast(colour, ink) >= 4.5


def test_axes_and_legends_have_the_colour_of_the_text_around_the_chart(chart):
    _, spec, _ = chart
    assert spec["config"]["axis"]["labelColor"] == spec["config"]["legend"]["labelColor"] == INK


def test_colours_of_channels_are_different():
    assert all(one != other for one, other in itertools.combinations((*CHANNELS, NEUTRAL), 2))
