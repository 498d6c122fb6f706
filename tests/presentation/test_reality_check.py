from simulator.analyses.reality_check import RealityCheck
from simulator.presentation.reality_check import AGREES, TOO_FEW, TOO_MANY, reality_text, why_scaled
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


def test_a_certain_number_has_no_range():
    assert text(2, 1, 1, 1).line == "These figures say 1 new customer a month; you say 2."


def test_numbers_are_those_of_the_reader():
    assert "0,12 new customers a month" in text(1250, 0.05, 0.12, 0.3, "de-DE").line
    assert "you say 1.250." in text(1250, 0.05, 0.12, 0.3, "de-DE").line


def test_scaled_rates_say_why():
    assert why_scaled(14.0, Formats()) == "so that 14 new customers a month come of it"
