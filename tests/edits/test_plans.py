from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator import edits
from simulator.edits.plans import plan_names, schedule_of, spend_by_month, with_spend_by_month
from simulator.scenario.plans import NOTHING, Monthly, PerQuarter, PerYear, Plan, Spans, Steady
from simulator.scenario_files import parse, write
from simulator.validation import LONGEST_NAME, problems

FILE = b"""# head
format: 1
name: Ridge
currency: USD
start: 2027-01
horizon_months: 6
business: {revenue_per_sale: 500, gross_margin_rate: 50 %}
funnel: {lead_to_customer_rate: 30 %}
channels:
  - {name: Leads, type: pay_per_lead, cost_per_lead: 30, monthly_spend_before: 900}
  - {name: Mail, type: pay_per_lead, cost_per_lead: 50}
plans:
  # what we do now
  - name: Today  # since March
    notes: as it is
    monthly_spend:
      Leads: 1000  # as agreed
      # the post
      Mail: [100, 200]  # two months

  # the bold one
  - name: Bold
    monthly_spend:
      # much more
      Leads: 3000  # risky

  # the careful one
  - name: Careful
    monthly_spend:
      Leads: {amount: 500, from: 2}  # from February
# foot
"""
COMMENTS = ("# head", "# what we do now", "# since March", "# as agreed", "# the post", "# foot")
OF_BOLD = ("# the bold one", "# much more", "# risky")
OF_CAREFUL = ("# the careful one", "# from February")


@pytest.fixture
def ridge():
    return parse(FILE)


def written(scenario) -> str:
    """The file after an edit; it says what the scenario says."""
    content = write(scenario, onto=FILE)
    assert parse(content) == scenario
    return content.decode()


def test_a_new_plan_spends_what_its_model_does_and_stands_behind_it(ridge):
    added = edits.new_plan(ridge, "Today", " Spring ", " for May ")
    assert plan_names(added) == ("Today", "Spring", "Bold", "Careful")
    assert added.plan("Spring") == replace(ridge.plan("Today"), name="Spring", notes="for May")


def test_a_copy_keeps_what_the_plan_is_for_and_gets_a_free_name(ridge):
    once, name = edits.duplicated_plan(ridge, "Today")
    twice, other = edits.duplicated_plan(once, "Today")
    assert (name, other) == ("Today copy", "Today copy 2")
    assert plan_names(twice) == ("Today", "Today copy 2", "Today copy", "Bold", "Careful")
    assert replace(twice.plan(other), name="Today") == ridge.plan("Today")


@given(length=some.integers(1, LONGEST_NAME), copies=some.integers(1, 12))
def test_a_copy_of_a_plan_with_any_name_can_be_saved(length, copies):
    scenario = edits.renamed_plan(parse(FILE), "Today", "x" * length)
    for _ in range(copies):
        scenario, _ = edits.duplicated_plan(scenario, "x" * length)
    assert problems(scenario) == []


@pytest.mark.parametrize(
    ("wanted", "words"),
    [
        ("", "needs a name"),
        ("  ", "needs a name"),
        ("today ", "already"),
        ("x" * 101, "at most 100"),
        ("a\nb", "one line"),
    ],
)
def test_a_name_that_cannot_be_is_refused_in_words(ridge, wanted, words):
    assert words in edits.plan_refusal(ridge, wanted)


@pytest.mark.parametrize("wanted", ["../../x", "CON", "🚀", "<script>alert(1)</script>", ".hidden", "תכנית", "x" * 100])
def test_any_line_of_text_can_be_a_name(ridge, wanted):
    assert edits.plan_refusal(ridge, wanted) == ""
    assert f"{OF_BOLD[0]}" in written(edits.renamed_plan(ridge, "Today", wanted))


def test_a_plan_may_keep_its_name_in_other_letters(ridge):
    assert edits.plan_refusal(ridge, "TODAY", present="Today") == ""
    assert "already" in edits.plan_refusal(ridge, "bold", present="Today")


def test_the_baseline_is_the_first_plan_and_the_others_keep_their_order(ridge):
    assert plan_names(edits.as_baseline(ridge, "Careful")) == ("Careful", "Today", "Bold")
    assert edits.as_baseline(ridge, "Today") == ridge


def test_a_plan_of_the_same_name_is_replaced_and_another_one_is_added_where_it_is_wanted(ridge):
    idle = Plan(name="Idle", monthly_spend={})
    assert plan_names(edits.with_plan(ridge, idle)) == ("Today", "Bold", "Careful", "Idle")
    assert plan_names(edits.with_plan(ridge, idle, at=0)) == ("Idle", "Today", "Bold", "Careful")
    assert edits.with_plan(ridge, replace(idle, name="Bold")).plans[1].monthly_spend == {}


def test_the_first_plan_of_a_scenario_goes_on_with_what_was_spent_before(ridge):
    plan = edits.first_plan(replace(ridge, plans=()))
    assert plan.monthly_spend == {"Leads": Steady(amount=900.0)}
    assert problems(edits.with_plan(replace(ridge, plans=()), plan)) == []


# -- what stands in the file ---------------------------------------------------------------------------------------


def test_renaming_changes_the_name_in_the_file_and_nothing_else(ridge):
    text = written(edits.renamed_plan(ridge, "Bold", "Brave"))
    assert text == FILE.decode().replace("name: Bold", "name: Brave")


def test_deleting_takes_the_plan_with_its_comments_out_of_the_file_and_nothing_else(ridge):
    text = written(edits.without_plan(ridge, "Bold"))
    assert all(comment in text for comment in (*COMMENTS, *OF_CAREFUL))
    assert not any(comment in text for comment in OF_BOLD)


def test_a_new_order_takes_comments_along(ridge):
    text = written(edits.as_baseline(ridge, "Bold"))
    assert [text.count(comment) for comment in (*COMMENTS, *OF_BOLD, *OF_CAREFUL)] == [1] * 11
    assert text.index("# the bold one") < text.index("name: Bold") < text.index("# what we do now")


def test_a_baseline_that_was_renamed_keeps_its_comments(ridge):
    text = written(edits.as_baseline(edits.renamed_plan(ridge, "Careful", "Base"), "Base"))
    assert [text.count(comment) for comment in (*COMMENTS, *OF_BOLD, *OF_CAREFUL)] == [1] * 11
    assert text.index("# the careful one") < text.index("name: Base") < text.index("# what we do now")


def test_a_copy_leaves_the_comments_where_they_were(ridge):
    text = written(edits.duplicated_plan(ridge, "Today")[0])
    assert [text.count(comment) for comment in (*COMMENTS, *OF_BOLD, *OF_CAREFUL)] == [1] * 11
    assert text.index("# since March") < text.index("Today copy") < text.index("# the bold one")


def test_a_purpose_and_months_are_written_beside_the_comments(ridge):
    changed = edits.with_notes(ridge, "Bold", "if the year begins well")
    changed = with_spend_by_month(
        changed, "Bold", {"Leads": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0], "Mail": [0, 0, 7.5, 7.5, 0, 0]}
    )
    text = written(changed)
    assert "Leads: [1, 2, 3, 4, 5, 6]  # risky" in text
    assert "Mail: {amount: 7.5, from: 3, to: 4}" in text
    assert "notes: if the year begins well" in text
    assert all(comment in text for comment in (*COMMENTS, *OF_BOLD, *OF_CAREFUL))


START = date(2027, 1, 1)
JULY = date(2027, 7, 1)

# -- spend by month ------------------------------------------------------------------------------------------------


def test_every_channel_has_an_amount_in_every_month(ridge):
    assert spend_by_month(ridge, "Today") == {"Leads": (1000.0,) * 6, "Mail": (100.0, 200.0, 0.0, 0.0, 0.0, 0.0)}
    assert spend_by_month(ridge, "Careful")["Leads"] == (0.0, 500.0, 500.0, 500.0, 500.0, 500.0)


@pytest.mark.parametrize("name", ["Today", "Bold", "Careful"])
def test_amounts_that_stay_the_same_change_nothing(ridge, name):
    assert with_spend_by_month(ridge, name, spend_by_month(ridge, name)) == ridge


@pytest.mark.parametrize(
    ("amounts", "schedule"),
    [
        ((5.0, 5.0, 5.0), Steady(amount=5.0)),
        ((0.0, 5.0, 5.0), Steady(amount=5.0, first=2)),
        ((5.0, 5.0, 0.0), Steady(amount=5.0, last=2)),
        ((0.0, 5.0, 0.0), Steady(amount=5.0, first=2, last=2)),
        ((5.0, 0.0, 5.0), Monthly(amounts=(5.0, 0.0, 5.0))),
        ((0.0, 0.0, 0.0), Steady(amount=0.0)),
        ((1.0, 2.0, 3.0), Monthly(amounts=(1.0, 2.0, 3.0))),
    ],
)
def test_amounts_are_stated_as_simply_as_they_can_be(amounts, schedule):
    assert schedule_of(amounts, START) == schedule


@given(amounts=some.lists(some.sampled_from([0.0, 1.0, 2.5]), min_size=1, max_size=8))
def test_a_schedule_spends_the_amounts_that_it_was_made_of(amounts):
    assert schedule_of(amounts, START).by_month(len(amounts), START).tolist() == amounts


def test_the_former_schedule_stays_if_it_spends_the_same():
    former = Monthly(amounts=(5.0, 5.0))
    assert schedule_of((5.0, 5.0), START, former) is former
    assert schedule_of((5.0, 5.0), START, Monthly(amounts=(5.0, 5.0, 5.0))) == Steady(amount=5.0)


def test_what_lies_beyond_a_shorter_horizon_can_be_left_out(ridge):
    long = with_spend_by_month(ridge, "Bold", {"Leads": (1.0, 2.0, 3.0, 4.0, 5.0, 6.0), "Mail": (0, 0, 0, 0, 8.0, 8.0)})
    long = with_spend_by_month(long, "Careful", {"Leads": (0, 5.0, 5.0, 5.0, 0, 0)})
    short = replace(long, horizon_months=3)
    assert problems(short) != []
    assert not edits.ends_within(short)
    mended = edits.within_horizon(short)
    assert problems(mended) == []
    for name in plan_names(long):
        before = {channel: amounts[:3] for channel, amounts in spend_by_month(long, name).items()}
        assert spend_by_month(mended, name) == before


def test_plans_within_the_horizon_have_nothing_to_leave_out(ridge):
    assert edits.ends_within(ridge)
    assert edits.within_horizon(ridge) == ridge


FORMER = (
    Steady(amount=100.0, first=2, grows=0.1),
    Steady(amount=100.0, first=date(2026, 11, 1), last=date(2027, 4, 1)),
    Spans(spans=(Steady(amount=100.0, last=3), Steady(amount=50.0, first=2))),
    PerQuarter(amounts=(300.0, 0.0)),
    PerYear(amounts=1200.0),
)


@pytest.mark.parametrize("former", FORMER, ids=repr)
def test_a_schedule_of_any_kind_stays_if_it_spends_the_same(former):
    amounts = former.by_month(6, START).tolist()
    assert schedule_of(amounts, START, former) is former
    assert schedule_of([*amounts[:-1], 7.25], START, former).by_month(6, START).tolist() == [*amounts[:-1], 7.25]


def test_quarters_stay_quarters_while_their_months_are_alike():
    former = PerQuarter(amounts=(300.0, 0.0))
    assert schedule_of([100.0] * 3 + [50.0] * 3, START, former) == PerQuarter(amounts=(300.0, 150.0))
    assert schedule_of([100.0] * 3 + [50.0, 60.0], START, former) == Monthly(amounts=(100.0, 100.0, 100.0, 50.0, 60.0))
    assert schedule_of([100.0] * 6, START, former) == Steady(amount=100.0)


def test_months_of_the_calendar_stay_so_after_an_edit():
    former = Steady(amount=100.0, first=date(2027, 2, 1), last=date(2027, 3, 1))
    edited = schedule_of([0.0, 120.0, 120.0, 120.0, 0.0], START, former)
    assert edited == Steady(amount=120.0, first=date(2027, 2, 1), last=date(2027, 4, 1))


def test_when_the_start_moves_months_of_the_calendar_stay_and_counted_ones_move(ridge):
    spend = {"Leads": Steady(amount=10.0, first=JULY), "Mail": Steady(amount=10.0, first=3)}
    moved = replace(ridge, start=date(2027, 4, 1), plans=(Plan(name="Today", monthly_spend=spend),))
    assert spend_by_month(moved, "Today") == {
        "Leads": (0.0, 0.0, 0.0, 10.0, 10.0, 10.0),
        "Mail": (0.0, 0.0, 10.0, 10.0, 10.0, 10.0),
    }


@pytest.mark.parametrize("schedule", FORMER, ids=repr)
def test_what_is_left_within_a_shorter_horizon_spends_the_same_there(schedule):
    within = schedule.within(3, START)
    assert within.by_month(3, START).tolist() == schedule.by_month(3, START).tolist()
    assert within.within(3, START) == within


def test_amounts_that_all_lie_beyond_the_horizon_leave_nothing():
    assert Spans(spans=(Steady(amount=1.0, first=5), Steady(amount=2.0, first=JULY))).within(3, START) == NOTHING
