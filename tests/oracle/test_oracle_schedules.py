"""The oracle's schedules and steps: every form, written out month by month."""

from typing import Any

import pytest

from tests.oracle.schedules import held, monthly_spend
from tests.oracle.worked import by_month, lead_channel, outcome


@pytest.mark.parametrize(
    ("entry", "months"),
    [
        (7, [7, 7, 7, 7, 7]),
        ([0, 7], [0, 7, 0, 0, 0]),
        ([1, 2, 3, 4, 5, 6], [1, 2, 3, 4, 5]),
        ({"amount": 7}, [7, 7, 7, 7, 7]),
        ({"amount": 7, "from": 2}, [0, 7, 7, 7, 7]),
        ({"amount": 7, "from": 2, "to": 3}, [0, 7, 7, 0, 0]),
        ({"amount": 7, "from": 4, "to": 9}, [0, 0, 0, 7, 7]),
        ({"amount": 8, "from": 2, "to": 4, "grows": 0.5}, [0, 8, 12, 18, 0]),
        ({"amount": 8, "grows": -0.5}, [8, 4, 2, 1, 0.5]),
        ([{"amount": 7, "from": 1, "to": 3}, {"amount": 5, "from": 3}], [7, 7, 12, 5, 5]),
        ([{"amount": 8, "from": 4, "grows": 0.25}, {"amount": 1}], [1, 1, 1, 9, 11]),
        ({"per_quarter": [300, 60]}, [100, 100, 100, 20, 20]),
        ({"per_quarter": [300]}, [100, 100, 100, 0, 0]),
        ({"per_quarter": 300}, [100, 100, 100, 100, 100]),
        ({"per_year": [1200, 600]}, [100, 100, 100, 100, 100]),
        ({"per_year": 1200}, [100, 100, 100, 100, 100]),
    ],
)
def test_a_schedule_is_money_by_month(entry: Any, months: list[float]) -> None:
    assert monthly_spend(entry, 5) == pytest.approx(months)


def test_a_years_amount_is_spread_over_the_years_of_the_plan_and_not_of_the_calendar() -> None:
    assert monthly_spend({"per_year": [1200, 600]}, 14, "2027-11") == pytest.approx([100] * 12 + [50] * 2)


@pytest.mark.parametrize(
    ("entry", "months"),
    [
        ({"amount": 7, "from": "2027-12"}, [0, 7, 7, 7, 7]),
        ({"amount": 7, "from": "2027-12", "to": "2028-01"}, [0, 7, 7, 0, 0]),
        ({"amount": 7, "from": 2, "to": "2028-01"}, [0, 7, 7, 0, 0]),
        ({"amount": 7, "to": "2027-11"}, [7, 0, 0, 0, 0]),
        # Begun two months before the start, it has doubled twice by then.
        ({"amount": 7, "from": "2027-09", "grows": 1.0}, [28, 56, 112, 224, 448]),
    ],
)
def test_a_month_of_the_calendar_is_counted_from_the_start(entry: Any, months: list[float]) -> None:
    assert monthly_spend(entry, 5, "2027-11") == pytest.approx(months)


def test_steps_hold_until_the_next() -> None:
    steps = [{"amount": 5, "from": 2}, {"amount": 9, "from": "2027-04"}]
    assert held(steps, 5, "2027-01", before=0.0) == [0, 5, 5, 9, 9]
    assert held(7, 3, "2027-01", before=0.0) == [7, 7, 7]
    assert held([{"amount": 5, "from": "2026-06"}], 2, "2027-01", before=0.0) == [5, 5]


def test_overhead_begins_with_its_first_step() -> None:
    overhead = [{"amount": 50, "from": 2}, {"amount": 80, "from": 4}]
    found = outcome(lead_channel(), spend=0, horizon_months=4, business={"monthly_overhead": overhead})
    assert by_month(found, "marketing_cost") == [0, 50, 50, 80]
    assert found.channels[""]["marketing_cost"] == 180


def test_there_is_room_for_everyone_before_the_first_step_of_the_capacity() -> None:
    room = [{"amount": 20, "from": 2}, {"amount": 40, "from": 4}]
    business = {"new_customers_per_month_at_most": room, "overflow": "queue"}
    found = outcome(lead_channel(), horizon_months=5, business=business)
    # Thirty arrive a month: ten and then twenty wait when the room for forty comes.
    assert by_month(found, "customers") == pytest.approx([30, 20, 20, 40, 40])
    assert found.plan["open_pipeline"] == pytest.approx(0, abs=1e-12)
