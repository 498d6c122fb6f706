from simulator.analyses.reality_check import RealityCheck
from simulator.presentation.reality_check import (
    AGREES,
    FAR_TOO_FEW,
    FAR_TOO_MANY,
    TOO_FEW,
    TOO_MANY,
    moved_text,
    reality_text,
    why_scaled,
)
from simulator.text.formats import Formats


def text(stated: float, low: float, middle: float, high: float, locale: str = "en_US"):
    return reality_text(RealityCheck(stated=stated, low=low, middle=middle, high=high), Formats(locale=locale))


def test_fewer_than_were_counted():
    found = text(20, 5, 9, 15)
    assert found.line == "These figures say 9 new customers a month (5 to 15 in 8 of 10 worlds); you say 20."
    assert found.advice == TOO_FEW


def test_more_than_were_counted():
    assert text(2, 5, 9, 15).advice == TOO_MANY


def test_about_as_many_as_were_counted():
    assert text(14, 5, 9, 15).advice == AGREES


def test_what_no_close_rate_explains_has_other_reasons_that_point_the_same_way():
    assert text(3, 27, 52, 100).advice == FAR_TOO_MANY
    assert text(0, 5, 9, 15).advice == FAR_TOO_MANY
    assert text(300, 5, 9, 15).advice == FAR_TOO_FEW
    assert "come by themselves" in FAR_TOO_FEW
    assert "come by themselves" not in FAR_TOO_MANY


def test_beside_a_budget_that_was_moved_a_count_is_only_repeated():
    found = moved_text(12, Formats())
    assert found.line == "You count 12 new customers a month today."
    assert "These figures" not in found.advice


def test_a_certain_number_has_no_range():
    assert text(2, 1, 1, 1).line == "These figures say 1 new customer a month; you say 2."


def test_numbers_are_those_of_the_reader():
    assert "0,12 new customers a month" in text(1250, 0.05, 0.12, 0.3, "de-DE").line
    assert "you say 1.250." in text(1250, 0.05, 0.12, 0.3, "de-DE").line


def test_scaled_rates_say_why():
    assert why_scaled(14.0, Formats()) == "so that 14 new customers a month come of it"
