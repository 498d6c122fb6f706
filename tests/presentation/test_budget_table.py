from simulator.presentation.budget_table import TOTAL, budget_lines
from simulator.text.formats import Formats
from tests.examples import THREE_CHANNELS
from tests.plain import beliefs


def lines(**spend: object) -> list[tuple[str, str, str]]:
    scenario = beliefs({**THREE_CHANNELS, "plans": [{"name": "Today", "monthly_spend": spend}]})
    return [(line.name, line.a_month, line.altogether) for line in budget_lines(scenario, "Today", Formats())]


def test_each_channel_with_money_has_a_line_and_the_total_comes_last():
    found = lines(Leads=600, Cards=[400, 0, 0, 0])
    assert found == [("Leads", "$600", "$2,400"), ("Cards", "$100", "$400"), (TOTAL, "$700", "$2,800")]


def test_a_plan_that_spends_nothing_has_no_lines():
    assert lines() == []
