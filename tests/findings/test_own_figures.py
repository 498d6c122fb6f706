"""How much of a result rests on a person's own figures, and which one to replace next."""

from datetime import date

from simulator.edits.beginnings import AVERAGE_SALE, GROSS_MARGIN, with_own
from simulator.edits.learning import with_learned
from simulator.engine.simulation import preview, simulate
from simulator.findings.own_figures import OwnFigures, own_figures
from simulator.presentation.own_figures import next_figure, own_figures_line
from simulator.text.formats import Formats
from tests.examples import CERTAIN, PLUMBER, STEADY_AND_BET
from tests.plain import beliefs

TODAY = date(2026, 11, 26)
FORMATS = Formats()


def test_an_example_is_nobodys_and_names_what_profit_depends_on_most():
    found = own_figures(simulate(PLUMBER, "Today"))
    assert (found.own, found.of) == (0, 26)
    assert found.next is not None
    assert own_figures_line(found, FORMATS) == "None of the 26 numbers behind this plan are yours."


def test_own_figures_are_counted_and_not_asked_for_again():
    first = own_figures(preview(PLUMBER, "Today")).next
    assert first is not None
    mine = with_own(with_own(PLUMBER, first.path, 0.5, TODAY), GROSS_MARGIN, 0.45, TODAY)
    found = own_figures(preview(mine, "Today"))
    assert found.next is not None
    assert found.next.path != first.path
    assert own_figures_line(found, FORMATS).startswith(f"{found.own} of the 26 numbers")


def test_the_next_one_is_that_which_moves_profit_most():
    unsure = {**STEADY_AND_BET, "business": {**STEADY_AND_BET["business"], "revenue_per_sale": [490, 500, 510]}}
    found = own_figures(preview(beliefs(unsure), "Both")).next
    assert found is not None
    assert found.path == "channels.Bet.cost_per_lead"
    assert next_figure(OwnFigures(own=0, of=1, next=found)) == "Next: “Cost per lead” of Bet"


def test_where_all_is_certain_the_first_that_is_not_ones_own_is_next():
    found = own_figures(simulate(beliefs(CERTAIN), "Today"))
    assert found.next is not None
    assert found.next.path == "channels.Leads.cost_per_lead"


def test_when_all_are_ones_own_nothing_is_left_to_replace():
    mine = beliefs(CERTAIN)
    for path, number in (
        (AVERAGE_SALE, 500.0),
        (GROSS_MARGIN, 0.4),
        ("funnel.lead_to_customer_rate", 0.3),
        ("channels.Leads.cost_per_lead", 10.0),
    ):
        mine = with_own(mine, path, number, TODAY)
    found = own_figures(simulate(mine, "Today"))
    assert (found.own, found.of, found.next) == (4, 4, None)
    assert own_figures_line(found, FORMATS) == "All numbers behind this plan are yours."
    assert next_figure(found) == ""


def test_a_plan_that_spends_nothing_rests_on_no_numbers():
    assert own_figures_line(own_figures(simulate(beliefs(CERTAIN), "Nothing")), FORMATS) == ""


def test_one_number_is_told_as_one():
    assert (
        own_figures_line(OwnFigures(own=1, of=3, next=None), FORMATS) == "1 of the 3 numbers behind this plan is yours."
    )


def test_numbers_that_were_measured_are_counted_with_the_months_of_their_figures():
    measured = PLUMBER
    for path, months in ((AVERAGE_SALE, [date(2027, 2, 1)]), (GROSS_MARGIN, [date(2027, 1, 1), date(2027, 3, 1)])):
        three = (0.4, 0.5, 0.6) if path == GROSS_MARGIN else (500.0, 600.0, 700.0)
        measured = with_learned(
            measured, path, three, months=months, count=40, weight=1.0, source="Measured from 40 sales"
        )
    found = own_figures(preview(measured, "Today"))
    assert (found.own, found.measured, found.since, found.until) == (2, 2, date(2027, 1, 1), date(2027, 3, 1))
    assert own_figures_line(found, FORMATS) == (
        "2 of the 26 numbers behind this plan are yours, 2 of them measured from figures of Jan 2027 to Mar 2027."
    )
    typed = with_own(measured, AVERAGE_SALE, 620.0, TODAY)
    assert own_figures(preview(typed, "Today")).measured == 1
