"""The curve of profit over totals."""

import pandas as pd

from simulator.charts import right_total
from tests.charts.figures import DOLLARS, EUROS, every_total


def test_a_frame_has_a_row_for_each_total_and_marks_the_best_and_the_present_one():
    frame = right_total.frame_of(every_total(), DOLLARS)
    assert list(frame["total"]) == [100.0 * place for place in range(9)]
    first = frame.iloc[0]
    assert (first["best"], first["present"], first["until"]) == (500.0, 200.0, 600.0)
    assert first["present_says"].startswith("The plan as it is, $200 a month: average profit $397")


def test_a_total_is_a_sentence_with_what_the_next_money_brings_back():
    frame = right_total.frame_of(every_total(), DOLLARS)
    assert frame["says"][1] == (
        "$100 a month: average profit $396, 8 in 10 worlds between -$900 and $4,600; the next $100 brings back $140"
    )
    assert "the next" not in frame["says"][8]


def test_the_words_stand_where_there_is_room():
    late, early = (right_total.frame_of(every_total(pays_until=until), DOLLARS).iloc[0] for until in (600.0, 200.0))
    assert late["until_on_left"]
    assert not early["until_on_left"]
    assert early["until_label"] == "From $200 on, more does not pay"


def test_where_more_pays_to_the_end_nothing_is_marked_and_that_is_said():
    frame = right_total.frame_of(every_total(pays_until=None), DOLLARS)
    assert pd.isna(frame["until"]).all()
    assert right_total.spoken(frame).endswith(
        "Up to $800 a month the next $100 brings back more than it costs; beyond that there is no more to buy that was"
        " ever tried."
    )


def test_the_chart_is_said_in_the_reader_s_numbers():
    said = right_total.spoken(right_total.frame_of(every_total(), EUROS))
    assert said.startswith("The most profitable total is 500\u00a0€ a month: average profit 400\u00a0€")
    assert "From 600\u00a0€ on the next 100\u00a0€ a month brings back less than it costs." in said
