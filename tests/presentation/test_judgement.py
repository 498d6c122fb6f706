import pytest

from simulator.analyses.judgement import Judgement, Worth, judgement
from simulator.analyses.summary import Figures, Summary
from simulator.engine.simulation import simulate
from simulator.presentation.judgement import judgement_text, verdict_text
from simulator.text.formats import Formats
from tests.examples import CERTAIN, PLUMBER
from tests.plain import beliefs

FORMATS = Formats("USD")


def summary(middle: float, mean: float | None = None, error: float = 900.0, high: float = 1e6) -> Summary:
    average = middle if mean is None else mean
    return Summary(average, -high, middle, high, Figures(error, error, error, error))


def stated(worth: Worth, **changes) -> Judgement:
    usual = {
        "profit": summary(52_000),
        "cash_need": summary(11_000),
        "losing": 0.25,
        "losing_error": 0.005,
        "worlds": 64,
    }
    return Judgement(worth=worth, **{**usual, **changes})


def text(found: Judgement, months: int = 24) -> str:
    return judgement_text(found, FORMATS, months)


def test_a_likely_gain_says_how_much_how_often_it_loses_and_what_is_out_of_pocket():
    assert text(stated(Worth.LIKELY)) == (
        "Likely worth it: it brings in about $52,000 more than it costs, over 24 months. In 25 of 100 worlds it loses"
        " money; at the deepest point you are about $11,000 out of pocket."
    )


def test_a_likely_loss_says_how_much_less_comes_in():
    found = stated(Worth.UNLIKELY, profit=summary(-8_000), losing=0.8)
    assert text(found, 1) == (
        "Likely not worth it: it brings in about $8,000 less than it costs, over 1 month. In 80 of 100 worlds it loses"
        " money; at the deepest point you are about $11,000 out of pocket."
    )


def test_the_verdict_is_what_the_line_begins_with_and_nothing_where_there_is_none():
    assert verdict_text(stated(Worth.LIKELY)) == "Likely worth it"
    assert verdict_text(stated(Worth.NEVER, worlds=1)) == "Not worth it"
    assert verdict_text(stated(Worth.NOTHING_SPENT)) == ""


def test_what_holds_in_every_world_is_not_said_twice():
    always = text(stated(Worth.ALWAYS, losing=0.0))
    never = text(stated(Worth.NEVER, losing=1.0, profit=summary(-8_000)))
    assert always.startswith("Worth it in every world that was tried: ")
    assert never.startswith("Not worth it in any world that was tried: ")
    assert "of 100" not in always + never


def test_a_rare_loss_is_not_rounded_to_none():
    assert "In fewer than 1 of 100 worlds it loses money" in text(stated(Worth.VERY_LIKELY, losing=0.0004))


def test_a_certain_plan_is_told_without_about_and_without_worlds():
    found = judgement(simulate(beliefs(CERTAIN), "Today"))
    assert "about" not in text(found)
    assert "world" not in text(found)
    assert text(found).startswith("Worth it: it brings in $")


def test_a_middle_that_is_nearer_to_nothing_than_its_error_is_as_much_as_it_costs():
    assert "it brings in about as much as it costs, over" in text(stated(Worth.EVEN, profit=summary(300)))


def test_an_average_that_says_the_opposite_of_the_middle_is_told_with_its_reason():
    bet = stated(Worth.UNLIKELY, profit=summary(-8_000, 20_000))
    risk = stated(Worth.LIKELY, profit=summary(8_000, -20_000))
    assert "$8,000 less than it costs, over 24 months; but $20,000 more on average, because a few worlds bring" in text(
        bet
    )
    assert "$8,000 more than it costs, over 24 months; but $20,000 less on average, because a few worlds lose" in text(
        risk
    )


@pytest.mark.parametrize(
    ("high", "words"), [(0.0, "you are never out of pocket"), (900.0, "you are seldom out of pocket")]
)
def test_where_the_account_does_not_fall_below_zero_nothing_is_out_of_pocket(high, words):
    assert text(stated(Worth.LIKELY, cash_need=summary(0.0, error=0.0, high=high))).endswith(f"{words}.")


@pytest.mark.parametrize(
    ("worth", "words"),
    [(Worth.NOTHING_SPENT, "Nothing is spent"), (Worth.NOTHING_EITHER_WAY, "It brings in exactly what it costs.")],
)
def test_a_plan_of_which_there_is_nothing_to_judge_says_so(worth, words):
    assert text(stated(worth)).startswith(words)


def test_every_worth_has_its_words():
    assert len({text(stated(worth)) for worth in Worth}) == len(Worth)


def test_the_figures_are_those_of_the_tiles():
    found = judgement(simulate(PLUMBER, "Today"))
    assert text(found) == (
        "Likely worth it: it brings in about $68,000 more than it costs, over 24 months. In 20 of 100 worlds it loses"
        " money; at the deepest point you are about $4,720 out of pocket."
    )
