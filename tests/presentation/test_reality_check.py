from simulator.analyses.reality_check import RealityCheck
from simulator.presentation.reality_check import (
    AGREES,
    AT_THE_EDGE,
    FAR_TOO_FEW,
    FAR_TOO_MANY,
    TOO_FEW,
    TOO_MANY,
    moved_text,
    reality_text,
    why_scaled,
)
from simulator.text.formats import Formats


def text(stated: float, middle: float = 9.0, *, locale: str = "en_US", room: float | None = None, **words: bool):
    check = RealityCheck(
        stated=stated,
        low=round(middle * 0.6, 2),
        lower=round(middle * 0.8, 2),
        middle=middle,
        upper=round(middle * 1.2, 2),
        high=round(middle * 1.6, 2),
        fewest=middle / 4.0,
        most=middle * 3.0,
        room=room,
    )
    return reality_text(check, Formats(locale=locale), **words)


def test_fewer_than_were_counted():
    found = text(20, 10)
    assert found.line == "These figures say 10 new customers a month (6 to 16 in 8 of 10 worlds); you say 20."
    assert found.advice == f"{TOO_FEW} As it is, the result here promises too little."


def test_more_than_were_counted():
    assert text(4, 10).advice == f"{TOO_MANY} As it is, the result here promises too much."


def test_as_many_as_half_of_the_worlds_say_agrees():
    assert text(8, 10).advice == text(12, 10).advice == AGREES


def test_what_few_worlds_say_can_be_and_is_told_with_what_to_change():
    assert text(15, 10).advice == f"{AT_THE_EDGE} {TOO_FEW} As it is, the result here may promise too little."
    assert text(7, 10).advice == f"{AT_THE_EDGE} {TOO_MANY} As it is, the result here may promise too much."


def test_what_no_close_rate_explains_has_other_reasons_that_point_the_same_way():
    assert text(3, 52).advice.startswith(FAR_TOO_MANY)
    assert text(0).advice.startswith(FAR_TOO_MANY)
    assert text(300).advice.startswith(FAR_TOO_FEW)
    assert "come by themselves" in FAR_TOO_FEW
    assert "come by themselves" not in FAR_TOO_MANY


def test_more_than_there_is_room_for_leads_to_the_room():
    found = text(300, room=20)
    assert "These figures leave room for 20 a month: change “New customers per month at most” first." in found.advice


def test_where_something_is_supposed_the_figures_are_those_without_it():
    assert text(20, 10, is_supposed=True).line.startswith("Without what is supposed, your figures say 10 new")


def test_beside_a_budget_that_was_moved_a_count_is_only_repeated():
    found = moved_text(12, Formats())
    assert found.line == "You count 12 new customers a month today."
    assert "These figures" not in found.advice


def test_a_certain_number_has_no_range():
    certain = RealityCheck(stated=2, low=1, lower=1, middle=1, upper=1, high=1, fewest=0.2, most=3)
    assert reality_text(certain, Formats()).line == "These figures say 1 new customer a month; you say 2."


def test_numbers_are_those_of_the_reader():
    assert "0,12 new customers a month" in text(1250, 0.12, locale="de-DE").line
    assert "you say 1.250." in text(1250, 0.12, locale="de-DE").line


def test_scaled_rates_say_why():
    assert why_scaled(14.0, Formats()) == "so that 14 new customers a month come of it"
