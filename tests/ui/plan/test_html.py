from dataclasses import replace

import pytest

from simulator.engine.simulation import simulate
from simulator.findings import Finding, Severity
from simulator.presentation.channel_table import sums_by_channel
from simulator.presentation.figures import NO_LONGER_NEVER, NOW_NEVER
from simulator.presentation.headline import Change, Favour, Tile
from simulator.presentation.next_move import NextReturn
from simulator.text.formats import SAME, Formats
from simulator.ui.frame.html import section_html
from simulator.ui.plan.html import (
    findings_html,
    in_words_html,
    next_money_html,
    next_returns_html,
    result_html,
    table_html,
    title_html,
)
from tests.examples import BREAKOUT, CERTAIN, STEADY_AND_BET
from tests.html_reader import Reader
from tests.plain import beliefs

CHANGE = Change(
    by_world="+$1",
    former="$47,000",
    difference="+$5,000",
    chance="better in 87 of 100",
    favour=Favour.BETTER,
    sign=1,
)
TILE = Tile(
    key="profit",
    label="Profit after marketing",
    about="Gross profit less all marketing cost.",
    middle="$5,000",
    average="Average $5,400",
    range="$1,200 to $3,400",
    change=CHANGE,
)


def test_a_tile_shows_the_middle_the_range_the_average_and_the_change():
    text = Reader(result_html([TILE])).text
    for words in ("8 in 10: $1,200 to $3,400", "Average $5,400", "+$5,000 from saved, better in 87 of 100"):
        assert words in text


def test_the_result_in_words_leads_to_what_can_be_supposed_where_nothing_is():
    text = Reader(in_words_html("A sentence.", "What it means.", is_supposed=False)).text
    assert "A sentence." in text
    assert "What it means." in text
    assert "What if" in text
    assert "What if" not in Reader(in_words_html("A sentence.", "", is_supposed=True)).text


@pytest.mark.parametrize(
    ("difference", "joined"),
    [("+$5,000", " from"), (SAME, " as"), (NOW_NEVER, ", unlike"), (NO_LONGER_NEVER, ", unlike")],
)
def test_a_difference_in_words_is_joined_as_words_are(difference, joined):
    changed = replace(TILE, change=replace(CHANGE, difference=difference))
    assert f"<strong>{difference}</strong>{joined} saved, better" in result_html([changed])


def test_the_verdict_stands_at_hand_where_there_is_one():
    assert Reader(result_html([TILE], verdict="Likely <worth> it")).text.endswith(
        "Likely <worth> it Profit after marketing $5,000"
    )
    assert "fc-verdict" not in result_html([TILE])


def test_what_a_chance_counts_is_said_once_for_all_tiles_and_only_where_one_has_changed():
    text = Reader(result_html([TILE, TILE, replace(TILE, change=None)])).text
    assert text.count("possible worlds") == 1
    assert "possible worlds" not in Reader(result_html([replace(TILE, change=None)])).text


def test_a_figure_without_a_range_or_a_change_shows_none():
    text = Reader(result_html([replace(TILE, range="", change=None)])).text
    assert "8 in 10" not in text
    assert "saved" not in text


def test_a_range_with_luck_stands_below_the_average_where_there_is_one():
    said = "With luck counted in: -$900 to $9,000, about twice <as> wide"
    text = Reader(result_html([replace(TILE, luck=said)])).text
    assert text.index(TILE.average) < text.index(said)
    assert "luck" not in Reader(result_html([TILE])).text
    # The rows of all tiles stand beside each other.
    rows = [result_html([replace(TILE, luck=luck)]).count('<p class="fc-line">') for luck in ("", said)]
    assert rows == [2, 2]


@pytest.mark.parametrize(("sign", "mark"), [(1, "▲"), (-1, "▼"), (0, "●")])
def test_the_mark_points_where_the_figure_went(sign, mark):
    assert mark in result_html([replace(TILE, change=replace(CHANGE, sign=sign))])


@pytest.mark.parametrize("favour", list(Favour))
def test_the_colour_says_whether_that_is_good(favour):
    tags = Reader(result_html([replace(TILE, change=replace(CHANGE, favour=favour))])).tags
    assert f"fc-tile fc-{favour}" in {attributes.get("class") for _, attributes in tags}


def test_long_figures_are_written_smaller():
    assert "fc-figure fc-very-long" in result_html([replace(TILE, middle="not within 24 months")])
    assert "fc-figure fc-long" in result_html([replace(TILE, middle="$1,234,000")])


def test_nothing_that_a_person_typed_becomes_markup():
    scenario = beliefs(CERTAIN)
    channel = replace(scenario.channels[0], name=BREAKOUT)
    simulation = simulate(replace(scenario, channels=(channel,)), "Nothing", draws=64)
    finding = Finding(key="k", message=BREAKOUT, advice=BREAKOUT, severity=Severity.SERIOUS)
    for html in (
        result_html([], judgement=BREAKOUT),
        in_words_html(BREAKOUT, BREAKOUT, is_supposed=False),
        next_money_html(BREAKOUT, BREAKOUT, BREAKOUT),
        next_returns_html([NextReturn(channel=BREAKOUT, figure="", back="", spread="", note=BREAKOUT, sign=1)]),
        findings_html([finding]),
        section_html(BREAKOUT, BREAKOUT),
        title_html(BREAKOUT),
        table_html(sums_by_channel(simulation), Formats("USD"), caption=BREAKOUT),
    ):
        found = Reader(html)
        assert not {"script", "b"} & {tag for tag, _ in found.tags}
        assert not any("onclick" in attributes for _, attributes in found.tags)
        assert " ".join(BREAKOUT.split()) in found.text


def test_a_serious_finding_says_so_in_words():
    serious = Finding(key="k", message="Too few.", advice="Wait.", severity=Severity.SERIOUS)
    assert Reader(findings_html([serious])).text == "Serious. Too few. Wait."
    assert Reader(findings_html([replace(serious, severity=Severity.NOTE)])).text == "Too few. Wait."


def test_the_table_names_its_rows_and_columns_and_can_be_scrolled_by_keyboard():
    table = sums_by_channel(simulate(beliefs(CERTAIN), "Today", draws=64))
    found = Reader(table_html(table, Formats("USD"), caption="Averages by channel"))
    scopes = [attributes["scope"] for tag, attributes in found.tags if tag == "th"]
    assert scopes == ["col"] * 8 + ["row"] * 2
    assert ("div", {"class": "fc-scroll", "tabindex": "0", "role": "region", "aria-label": "Averages by channel"}) in (
        found.tags
    )
    assert found.text.endswith("Total $1,000 $1,000 100 30 $15,000 $6,000 $5,000")


def test_middle_values_stand_beside_the_averages_where_they_rank_the_channels_otherwise():
    table = sums_by_channel(simulate(beliefs(STEADY_AND_BET), "Both", draws=2_048))
    found = Reader(table_html(table, Formats("USD"), caption="Averages by channel"))
    heads = [attributes["scope"] for tag, attributes in found.tags if tag == "th"].count("col")
    assert heads == 1 + len(table.columns) + 3
    assert "ROI on gross profit, average ROI on gross profit, middle" in found.text
