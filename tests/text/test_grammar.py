from datetime import date

import pytest

from simulator.text.grammar import counted, first, listed, month_date, sentence, within


def test_months_are_counted_from_the_first():
    assert month_date(date(2027, 11, 1), 1) == date(2027, 11, 1)
    assert month_date(date(2027, 11, 1), 3) == date(2028, 1, 1)


def test_a_label_is_small_within_a_sentence():
    assert within("Cost per click") == "cost per click"
    assert within("Average sale") == "average sale"


def test_an_abbreviation_keeps_its_capitals():
    assert within("ROI on gross profit") == "ROI on gross profit"
    assert within("MQLs that become SQLs") == "MQLs that become SQLs"


def test_a_message_begins_with_a_capital():
    assert sentence("is missing") == "Is missing"
    assert sentence("") == ""


@pytest.mark.parametrize(
    ("parts", "words"), [([], ""), (["A"], "A"), (["A", "B"], "A and B"), (["A", "B", "C"], "A, B and C")]
)
def test_a_list_ends_with_and(parts, words):
    assert listed(parts) == words


@pytest.mark.parametrize(
    ("number", "words"),
    [(0, "0 months"), (1, "1 month"), (2, "2 months"), ("-1", "-1 month"), ("1,204", "1,204 months")],
)
def test_only_one_thing_is_singular(number, words):
    assert counted(number, "month") == words


def test_of_one_month_the_first_is_not_counted():
    assert (first(1, "month"), first(3, "month")) == ("first month", "first 3 months")
