"""Checks on scenarios that never were files: the same problems, without lines."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given

import simulator
from simulator.engine.sampling import sample
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import CHANNEL_TYPES, PayPerClick, PayPerLead
from simulator.scenario.curves import CURVES, Capped, Saturating, SShaped
from simulator.scenario.fields import quantities
from simulator.scenario.plans import NOTHING, Monthly, PerQuarter, PerYear, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import QUALIFICATION_STAGES, Stage, StageRates, closing_chain, rates_of
from simulator.scenario.steps import Step, Steps
from simulator.units import Role
from simulator.validation import place_names, problems
from tests.laws import examples
from tests.scenario_files.drawn import drafts


@pytest.fixture
def sound() -> Scenario[Belief]:
    search = PayPerClick(name="Search", cost_per_click=between(8, 10, 13), visit_to_lead_rate=certain(0.08))
    leads = PayPerLead(name="Leads", cost_per_lead=between(30, 40, 60))
    return Scenario(
        name="Small",
        currency="USD",
        start=date(2027, 1, 1),
        business=Business(revenue_per_sale=certain(500.0), gross_margin_rate=certain(0.4)),
        funnel=SharedFunnel(lead_to_customer_rate=certain(0.3)),
        channels=(search, leads),
        plans=(Plan(name="Today", monthly_spend={"Search": Steady(amount=1000.0)}),),
    )


def with_search(scenario: Scenario[Belief], **changes: Any) -> Scenario[Belief]:
    first, *rest = scenario.channels
    return replace(scenario, channels=(replace(first, **changes), *rest))


def told(scenario: Scenario[Belief]) -> dict[str, str]:
    return {problem.path: problem.message for problem in problems(scenario)}


def test_who_makes_a_scenario_in_python_can_check_it(sound: Scenario[Belief]) -> None:
    assert simulator.problems(sound) == []
    assert [problem.path for problem in simulator.problems(replace(sound, horizon_months=0))] == ["horizon_months"]


def test_a_sound_scenario_has_no_problems(sound):
    assert problems(sound) == []


def test_all_problems_are_told_at_once_with_their_paths_and_without_lines(sound):
    wrong = with_search(replace(sound, currency="usd", horizon_months=0), cost_per_click=certain(-1.0))
    assert set(told(wrong)) == {"currency", "horizon_months", "channels.Search.cost_per_click"}
    assert all(problem.line is None for problem in problems(wrong))


@pytest.mark.parametrize("key", sorted(CHANNEL_TYPES))
def test_every_limit_of_every_channel_number_is_held(sound, key):
    owner = CHANNEL_TYPES[key]
    limited = {n: q for n, q in quantities(owner).items() if not (q.optional and n in quantities(StageRates))}
    required = {n: certain(0.5) for n, q in limited.items() if q.default is None and not q.optional}
    for name, quantity in limited.items():
        for value in (-1.0, quantity.at_most * 2.0 + 1.0, float("nan")):
            stated = value if quantity.role is Role.NUMBER else certain(value)
            channel = owner(**{**required, "name": "Odd", "visit_to_lead_rate": None, name: stated})
            found = told(replace(sound, channels=(*sound.channels, channel)))
            assert f"channels.Odd.{name}" in found, (name, value)


def test_a_rate_typed_as_percent_without_the_sign_gets_a_hint(sound):
    wrong = replace(sound, business=replace(sound.business, gross_margin_rate=certain(52.0)))
    assert told(wrong) == {"business.gross_margin_rate": "is 52; a rate lies between 0 and 1: write 0.52, or 52 %"}


@pytest.mark.parametrize("tracked", [(), (Stage.MQLS,), (Stage.SQLS, Stage.OPPORTUNITIES), QUALIFICATION_STAGES])
def test_exactly_the_rates_of_the_tracked_stages_are_asked_for(sound, tracked):
    asked = rates_of(closing_chain(tracked))
    bare = replace(sound, funnel=SharedFunnel(stages=tracked))
    assert set(told(bare)) == {f"funnel.{name}" for name in asked}
    assert problems(replace(sound, funnel=SharedFunnel(stages=tracked, **dict.fromkeys(asked, certain(0.5))))) == []


@pytest.mark.parametrize(
    "name", [name for name in quantities(StageRates) if "visit" not in name and name != "lead_to_customer_rate"]
)
def test_a_rate_that_nothing_uses_is_a_problem_wherever_it_stands(sound, name):
    shared = replace(sound, funnel=replace(sound.funnel, **{name: certain(0.5)}))
    assert set(told(shared)) == {f"funnel.{name}"}
    assert set(told(with_search(sound, **{name: certain(0.5)}))) == {f"channels.Search.{name}"}


def test_a_shared_rate_that_some_channels_do_not_need_is_fine(sound):
    shared = replace(sound, funnel=replace(sound.funnel, visit_to_lead_rate=certain(0.1)))
    assert problems(shared) == []
    assert problems(replace(shared, channels=sound.channels[1:], plans=(Plan(name="A", monthly_spend={}),))) == []


def test_money_is_needed_once_here_or_in_every_channel(sound):
    bare = replace(sound, business=Business(gross_margin_rate=certain(0.4)))
    assert set(told(bare)) == {"business.revenue_per_sale"}
    half = with_search(bare, revenue_per_sale=certain(500.0))
    assert set(told(half)) == {"channels.Leads.revenue_per_sale"}
    own = replace(bare, channels=tuple(replace(each, revenue_per_sale=certain(500.0)) for each in bare.channels))
    assert problems(own) == []


def test_repeat_sales_need_retention_where_they_are_stated(sound):
    business = replace(sound.business, repeat_sales_per_year=certain(2.0))
    assert set(told(replace(sound, business=business))) == {"business.yearly_retention_rate"}
    assert problems(replace(sound, business=replace(business, yearly_retention_rate=certain(0.8)))) == []
    assert problems(replace(sound, business=replace(business, repeat_sales_per_year=certain(0.0)))) == []
    own = with_search(sound, repeat_sales_per_year=certain(2.0))
    assert set(told(own)) == {"channels.Search.yearly_retention_rate"}


@pytest.mark.parametrize("key", sorted(CURVES))
def test_curves_that_bend_need_a_reference_spend(sound, key):
    required = {name: certain(0.5) for name, each in quantities(CURVES[key]).items() if each.role is Role.BELIEF}
    extra = {"slope": 2.0} if key == "s_shaped" else {}
    curved = with_search(sound, curve=CURVES[key](**required, **extra))
    expected = {"channels.Search.reference_spend"} if CURVES[key].needs_reference_spend else set()
    assert set(told(curved)) == expected
    assert problems(with_search(curved, reference_spend=1000.0)) == []


def test_ramp_up_needs_a_reference_spend_even_on_a_capped_curve(sound):
    ramped = with_search(sound, curve=Capped(most_per_month=certain(90.0)), ramp_up_months=between(3, 6, 9))
    assert set(told(ramped)) == {"channels.Search.reference_spend"}


def test_an_s_shape_cannot_gain_more_than_its_slope_gives(sound):
    def gain(value: float, slope: float) -> dict[str, str]:
        curve: SShaped[Belief] = SShaped(gain_from_doubling=certain(value), slope=slope)
        return told(with_search(sound, curve=curve, reference_spend=1000.0))

    assert gain(2.99, 2.0) == {}
    assert set(gain(3.0, 2.0)) == {"channels.Search.curve.gain_from_doubling"}
    assert set(gain(3.0, 900.0)) == {"channels.Search.curve.slope"}


def test_a_saturating_curve_cannot_double(sound):
    curve = Saturating(gain_from_doubling=between(0.5, 0.8, 1.0))
    assert set(told(with_search(sound, curve=curve, reference_spend=1.0))) == {
        "channels.Search.curve.gain_from_doubling"
    }


def test_a_season_is_twelve_positive_numbers_around_one(sound):
    flat = (1.0,) * 12
    assert problems(replace(sound, seasonality=(0.9, 1.1) * 6)) == []
    assert problems(replace(sound, seasonality=(1.009,) * 12)) == []
    for season in (flat[:11], (1.011,) * 12, (0.0, 2.0) * 6, (-1.0, 3.0) * 6, (float("nan"),) * 12):
        assert set(told(replace(sound, seasonality=season))) == {"seasonality"}, season
        assert set(told(with_search(sound, seasonality=season))) == {"channels.Search.seasonality"}


def plan(sound: Scenario[Belief], **spend: Any) -> list[str]:
    changed = replace(sound, plans=(Plan(name="Today", monthly_spend=spend),))
    return [
        f"{problem.path.removeprefix('plans.Today.monthly_spend.')} {problem.message}" for problem in problems(changed)
    ]


def test_plans_name_channels_that_exist(sound):
    assert plan(sound, search=Steady(amount=1.0)) == ["search there is no channel of this name; did you mean Search?"]


def test_spend_lies_within_the_horizon(sound):
    assert plan(sound, Search=Steady(amount=1.0, first=24, last=24)) == []
    assert plan(sound, Search=Monthly(amounts=(1.0,) * 24 + (0.0,) * 9)) == []
    assert plan(sound, Search=Steady(amount=1.0, first=25)) == [
        "Search from is 25; it must be a month between 1 and the horizon, 24"
    ]
    assert plan(sound, Search=Steady(amount=1.0, first=6, last=5)) == ["Search to is 5, before from, which is 6"]
    assert plan(sound, Search=Monthly(amounts=(1.0,) * 25)) == [
        "Search has 25 months, with spend beyond the horizon of 24"
    ]


def test_spend_is_never_negative(sound):
    assert plan(sound, Search=Monthly(amounts=(1.0, -2.0, -2.0))) == ["Search is -2; a spend is at least 0"]


def test_names_differ_by_more_than_letter_case_and_spaces(sound):
    twin = replace(sound.channels[1], name=" search")
    assert set(told(replace(sound, channels=(*sound.channels, twin)))) == {"channels.3.name"}
    again = replace(sound, plans=(*sound.plans, replace(sound.plans[0], name="TODAY")))
    assert set(told(again)) == {"plans.2.name"}


@pytest.mark.parametrize("name", ["", "  ", "x" * 101, "a\nb", "a\x00b", "a\u2028b", "\ud800"])
def test_a_name_that_cannot_serve_is_called_by_its_number(sound, name):
    assert set(told(with_search(sound, name=name))) == {"channels.1.name"}


def test_place_names_are_names_where_they_can_be():
    assert place_names(["Ads", "", "ads", "Mail"]) == ["Ads", "2", "3", "Mail"]


def test_a_target_names_a_metric_and_one_bound(sound):
    def target(**stated: Any) -> set[str]:
        return set(told(replace(sound, targets=(Target(**stated),))))

    assert target(metric="roi", at_least=-0.5) == set()
    assert target(metric="rio", at_least=0.5) == {"targets.1.metric"}
    assert target(metric="roi") == {"targets.1"}
    assert target(metric="roi", at_least=0.5, at_most=0.6) == {"targets.1"}
    assert target(metric="roi", at_most=0.5, probability=1.01) == {"targets.1.probability"}
    assert target(metric="roi", at_most=float("inf")) == {"targets.1.at_most"}


def test_what_could_not_be_read_makes_no_noise(sound):
    bare = replace(sound, business=Business(), funnel=SharedFunnel())
    gaps = {"business.revenue_per_sale", "business.gross_margin_rate", "funnel.lead_to_customer_rate"}
    assert {problem.path for problem in problems(bare)} == gaps
    assert problems(bare, unread=gaps) == []
    assert problems(bare, unread={"business", "funnel"}) == []
    assert [problem.path for problem in problems(bare, unread={"business"})] == ["funnel.lead_to_customer_rate"]


def test_while_a_channel_has_no_readable_name_plans_may_mean_it(sound):
    renamed = with_search(sound, name="")
    assert problems(renamed, unread={"channels.1"}) == []


@examples(30)
@given(drafts())
def test_any_draft_can_be_checked(draft):
    for problem in problems(draft):
        assert problem.path == "" or problem.path.split(".")[0] in vars(draft)
        assert "\n" not in str(problem)


@pytest.mark.parametrize(
    "belief",
    [between(1e-12, 2e-12, 1e12), between(1, 1.00000001, 1e12), between(1e-12, 9.9e11, 1e12), certain(1e12)],
)
def test_the_widest_ranges_that_are_allowed_can_be_drawn(sound, belief):
    scenario = with_search(sound, cost_per_click=belief)
    assert problems(scenario) == []
    drawn = sample(scenario, draws=1024, seed=1).channels[0]
    assert isinstance(drawn, PayPerClick)
    assert (drawn.cost_per_click > 0.0).all()
    assert (drawn.cost_per_click < 1e300).all()


@pytest.mark.parametrize(
    "belief", [between(1, 1 + 1e-15, 2), between(1, 2, 2 + 1e-15), between(0.1, 0.1 + 2e-17, 0.2), between(3, 3, 4)]
)
def test_numbers_that_are_all_but_equal_are_no_range(sound, belief):
    assert set(told(with_search(sound, cost_per_click=belief))) == {"channels.Search.cost_per_click"}


def with_schedule(scenario: Scenario[Belief], schedule: Schedule) -> Scenario[Belief]:
    return replace(scenario, plans=(Plan(name="Today", monthly_spend={"Search": schedule}),))


def with_business(scenario: Scenario[Belief], **changes: Any) -> Scenario[Belief]:
    return replace(scenario, business=replace(scenario.business, **changes))


SPEND = "plans.Today.monthly_spend.Search"
MARCH, JULY = date(2027, 3, 1), date(2027, 7, 1)

SOUND_SCHEDULES: tuple[Schedule, ...] = (
    Steady(amount=100.0, first=MARCH, last=JULY, grows=0.05),
    Steady(amount=100.0, first=date(2026, 1, 1), last=date(2040, 1, 1)),
    Steady(amount=100.0, first=MARCH, last=MARCH),
    Spans(spans=(Steady(amount=100.0, last=3), Steady(amount=50.0, first=2))),
    PerQuarter(amounts=(1.0,) * 8),
    PerQuarter(amounts=(1.0,) * 8 + (0.0,) * 4),
    PerYear(amounts=5.0),
    PerYear(amounts=()),
)


@pytest.mark.parametrize("schedule", SOUND_SCHEDULES, ids=repr)
def test_a_plan_may_state_its_spend_in_many_ways(sound, schedule):
    assert told(with_schedule(sound, schedule)) == {}


@pytest.mark.parametrize(
    ("schedule", "place", "words"),
    [
        (Steady(amount=1.0, grows=5.0), ".grows", "is 5; it must be between -0.9 and 1: write 5 %, or 0.05"),
        (Steady(amount=1.0, grows=-0.95), ".grows", "is -0.95; it must be between -0.9 and 1"),
        (Steady(amount=1.0, first=JULY, last=MARCH), "", "to is 2027-03, before from, which is 2027-07"),
        (Steady(amount=1.0, first=JULY, last=3), "", "to is 3, before from, which is 2027-07"),
        (Steady(amount=1.0, first=date(2029, 1, 1)), "", "from is 2029-01, after the last month that is looked at"),
        (Steady(amount=1.0, last=date(2026, 12, 1)), "", "to is 2026-12, before the plan starts in 2027-01"),
        (Steady(amount=1.0, first=25), "", "from is 25; it must be a month between 1 and the horizon, 24"),
        (Steady(amount=1e11, grows=1.0), ".grows", "lets the spend grow to 8.39e+17 a month"),
        (Spans(spans=()), "", "has no amounts; state at least one, or 0"),
        (Spans(spans=(NOTHING, Steady(amount=-1.0))), ".2.amount", "is -1; a spend is at least 0"),
        (Spans(spans=(NOTHING, Steady(amount=1.0, first=0))), ".2", "from is 0; it must be a month between 1"),
        (Spans(spans=(Steady(amount=1.0, grows=8.0),)), ".1.grows", "write 8 %"),
        (PerQuarter(amounts=-3.0), "", "is -3; a spend is at least 0"),
        (PerQuarter(amounts=(1.0,) * 9), "", "has 9 amounts, with spend beyond the horizon of 24 months"),
        (PerYear(amounts=(1.0, 2.0, 3.0)), "", "has 3 amounts, with spend beyond the horizon of 24 months"),
    ],
)
def test_spend_that_cannot_be_meant_is_told_at_its_place(sound, schedule, place, words):
    found = told(with_schedule(sound, schedule))
    assert list(found) == [SPEND + place]
    assert found[SPEND + place].startswith(words) or words in found[SPEND + place]


def test_steps_may_begin_before_the_plan_and_beyond_the_horizon(sound):
    steps = Steps(steps=(Step(amount=5.0, first=date(2020, 1, 1)), Step(amount=7.0), Step(amount=9.0, first=100)))
    assert told(with_business(sound, monthly_overhead=steps, new_customers_per_month_at_most=steps)) == {}


@pytest.mark.parametrize(
    ("steps", "place", "words"),
    [
        ((), "", "has no steps; state at least one, or one number"),
        (
            (Step(amount=1.0), Step(amount=2.0, first=date(2027, 1, 1))),
            ".2.from",
            "is 2027-01, like that of an earlier",
        ),
        ((Step(amount=1.0, first=0),), ".1.from", "is 0; it must be a month between 1 and 120"),
        ((Step(amount=1.0, first=2027),), ".1.from", "for a month of the calendar write 2027-01"),
        ((Step(amount=1.0), Step(amount=-2.0, first=2)), ".2.amount", "is -2; it must be "),
    ],
)
@pytest.mark.parametrize("name", ["monthly_overhead", "new_customers_per_month_at_most"])
def test_steps_that_cannot_be_meant_are_told_at_their_place(sound, name, steps, place, words):
    found = told(with_business(sound, **{name: Steps(steps=steps)}))
    assert list(found) == [f"business.{name}{place}"]
    assert words in found[f"business.{name}{place}"]


def test_no_room_at_all_is_no_room_in_steps_either(sound):
    steps = Steps(steps=(Step(amount=0.0),))
    assert told(with_business(sound, monthly_overhead=steps)) == {}
    found = told(with_business(sound, new_customers_per_month_at_most=steps))
    assert found == {"business.new_customers_per_month_at_most.1.amount": "is 0; it must be above 0"}


def test_money_alone_changes_from_year_to_year(sound):
    assert told(with_search(sound, cost_per_click=replace(between(8, 10, 13), yearly_change=0.08))) == {}
    found = told(with_search(sound, visit_to_lead_rate=replace(certain(0.08), yearly_change=0.08)))
    expected = "has no place here; only amounts of money change from year to year"
    assert found == {"channels.Search.visit_to_lead_rate.yearly_change": expected}


@pytest.mark.parametrize(
    ("change", "words"), [(8.0, ": write 8 %, or 0.08"), (-8.0, ": write -8 %, or -0.08"), (-0.95, "-0.9 and 1")]
)
def test_a_yearly_change_is_a_fraction(sound, change, words):
    found = told(with_search(sound, cost_per_click=replace(certain(10.0), yearly_change=change)))
    assert list(found) == ["channels.Search.cost_per_click.yearly_change"]
    assert found["channels.Search.cost_per_click.yearly_change"].endswith(words)


def test_what_can_be_stated_in_two_ways_is_stated_in_one(sound):
    repeats = with_business(
        sound, repeat_sales_per_year=certain(2.0), repeat_every_months=12, yearly_retention_rate=certain(0.8)
    )
    assert told(repeats) == {
        "business.repeat_every_months": "is stated beside repeat_sales_per_year; state one of them"
    }
    kept = with_search(sound, yearly_retention_rate=certain(0.8), monthly_retention_rate=certain(0.98))
    assert list(told(kept)) == ["channels.Search.monthly_retention_rate"]


def test_a_channel_may_state_the_other_one_of_a_pair(sound):
    yearly = with_business(sound, repeat_sales_per_year=certain(2.0), yearly_retention_rate=certain(0.8))
    assert told(with_search(yearly, repeat_every_months=12, monthly_retention_rate=certain(0.98))) == {}


def test_exact_repeats_need_the_share_of_customers_kept(sound):
    assert list(told(with_business(sound, repeat_every_months=12))) == ["business.yearly_retention_rate"]
    assert told(with_business(sound, repeat_every_months=12, monthly_retention_rate=certain(0.98))) == {}


@pytest.mark.parametrize(("months", "is_right"), [(0, False), (1, True), (600, True), (601, False), (-12, False)])
def test_customers_buy_again_after_whole_months_of_a_life(sound, months, is_right):
    found = told(with_business(sound, repeat_every_months=months, yearly_retention_rate=certain(0.8)))
    assert list(found) == ([] if is_right else ["business.repeat_every_months"])


def test_what_cannot_be_bought_is_not_carried_into_the_next_month(sound):
    capped = with_search(sound, curve=Capped(most_per_month=certain(90.0)), carry_over=certain(0.3))
    assert list(told(capped)) == ["channels.Search.carry_over"]
