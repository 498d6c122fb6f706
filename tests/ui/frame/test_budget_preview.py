"""What is shown of a budget before it is taken over."""

from datetime import date

from simulator.tables.budgets import Place, amounts_of, budget_of
from simulator.text.formats import Formats
from simulator.ui.frame.budget_preview import MOST_MONTHS, preview_table

PLACE = Place(channels=("Ads *1*", "SEO"), start=date(2027, 1, 1), horizon=24)
FORMATS = Formats("USD", "en_US")


def table_of(*rows: tuple[str, ...]) -> dict[str, list[str]]:
    budget = budget_of(rows, PLACE)
    return preview_table(amounts_of(budget), budget, FORMATS)


def test_two_months_changed_round_are_seen_before_they_are_taken_over():
    shown = table_of(("", "Jan", "Feb"), ("Ads *1*", "100", "200"), ("SEO", "5", "6"))
    assert shown == {
        "Channel": [r"Ads \*1\*", "SEO"],
        "First months": [r"Jan 2027 \$100\, Feb 2027 \$200", r"Jan 2027 \$5\, Feb 2027 \$6"],
        "Together": [r"\$300", r"\$11"],
    }


def test_of_many_months_the_first_are_shown_and_all_are_in_the_sum():
    shown = table_of(("", "Annual"), ("SEO", "1200"))
    assert shown["First months"][0].count("2027") == MOST_MONTHS
    assert shown["First months"][0].endswith(r"\.\.\.")
    assert shown["Together"] == [r"\$1\,200"]
