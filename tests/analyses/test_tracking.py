"""A plan beside real figures: an oracle of Poisson sums, what is left out, and how seldom luck is called worse."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.stats import poisson

from simulator.analyses.tracking import RARE, Status, Tracking, track
from simulator.engine.simulation import simulate
from simulator.scenario.actuals import FIGURES, Actuals
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.scenario import Scenario
from tests.analyses.tracked import SCENARIO
from tests.laws import DEEP

LATER = date(2031, 1, 1)
DRAWS = 1_024


def tracked(
    *actuals: Actuals, today: date = LATER, scenario: Scenario[Belief] = SCENARIO, draws: int = DRAWS
) -> Tracking:
    return track(scenario, "Today", actuals, today=today, draws=draws)


def ads(**figures: tuple[float | None, ...]) -> Actuals:
    return Actuals(channel="Ads", first=date(2027, 1, 1), **figures)


def alone(name: str) -> Scenario[Belief]:
    channel = next(each for each in SCENARIO.channels if each.name == name)
    return replace(SCENARIO, channels=(replace(channel, incremental_share=certain(1.0)),))


COUNTS = [("leads", 9.0), ("leads", 8.5), ("leads", 30.0), ("visits", 180.0), ("customers", 0.0), ("customers", 0.4)]


@pytest.mark.parametrize(("figure", "actual"), COUNTS)
def test_the_chance_of_less_is_that_of_a_poisson_count_in_every_world(figure: str, actual: float):
    expected = simulate(alone("Ads"), "Today", draws=DRAWS).funnel.by_month.stages[figure][0, 2]
    chance = sum(poisson.pmf(count, expected).mean() for count in range(int(np.ceil(actual))))
    chance += poisson.pmf(actual, expected).mean() / 2.0 if actual.is_integer() else 0.0
    (month,) = tracked(ads(**{figure: (None, None, actual)})).months
    found = month.figures["Ads"][figure]
    assert found.chance_lower == pytest.approx(chance, rel=1e-9)
    assert found.planned == pytest.approx(np.mean(expected), rel=1e-12)


def test_a_quarter_of_several_channels_is_a_poisson_count_of_their_sum_in_every_world():
    mail = Actuals(channel="Mail", first=date(2027, 1, 1), leads=(3.0, 9.0, 4.0))
    (quarter,) = tracked(ads(leads=(9.0, None, 14.0)), mail).quarters
    stages = [
        simulate(alone(name), "Today", draws=DRAWS).funnel.by_month.stages["leads"][0] for name in ("Ads", "Mail")
    ]
    means = stages[0][0] + stages[0][2] + stages[1][:3].sum(axis=0)
    chance = (poisson.cdf(38, means) + poisson.pmf(39, means) / 2.0).mean()
    assert quarter.figures[""]["leads"].actual == 39.0
    assert quarter.figures[""]["leads"].chance_lower == pytest.approx(chance, rel=1e-9)


def test_all_who_came_by_a_channel_are_counted_also_who_would_have_come_anyway():
    plan = simulate(SCENARIO, "Today", draws=DRAWS).funnel.by_channel.stages["customers"][0, 0].mean()
    so_far = tracked(ads(customers=(5.0,) * 12)).so_far
    assert so_far is not None
    assert so_far.figures["Ads"]["customers"].planned == pytest.approx(2.0 * plan, rel=0.1)


def test_unknown_is_not_nothing():
    found = tracked(ads(leads=(20.0, None, 22.0), visits=(250.0,)))
    january, march = found.months
    assert (january.first, march.first) == (date(2027, 1, 1), date(2027, 3, 1))
    assert january.figures["Ads"]["leads"].months_unknown == 0
    assert "visits" not in march.figures["Ads"]
    (quarter,) = found.quarters
    assert quarter.figures["Ads"]["leads"].actual == 42.0
    assert quarter.figures["Ads"]["leads"].months_unknown == 1
    assert quarter.figures["Ads"]["visits"].months_unknown == 2
    assert quarter.figures["Ads"]["leads"].planned == pytest.approx(
        january.figures["Ads"]["leads"].planned + march.figures["Ads"]["leads"].planned
    )


def test_the_plan_is_compared_over_channels_of_which_a_figure_is_known():
    mail = Actuals(channel="Mail", first=date(2027, 1, 1), pieces=(900.0,))
    (month,) = tracked(ads(leads=(20.0,)), mail).months
    leads = month.figures[""]["leads"]
    assert leads.planned == month.figures["Ads"]["leads"].planned
    assert set(leads.without) == {"Mail", "Walk-ins"}
    assert set(month.figures[""]["pieces"].without) == set()


def test_a_month_that_is_not_over_is_too_early_and_no_part_of_its_quarter():
    found = tracked(ads(leads=(0.0, 0.0)), today=date(2027, 2, 20))
    january, february = found.months
    assert (january.is_over, february.is_over) == (True, False)
    assert january.figures["Ads"]["leads"].status is Status.WORSE
    assert february.figures["Ads"]["leads"].status is Status.TOO_EARLY
    assert found.quarters[0].figures["Ads"]["leads"] == january.figures["Ads"]["leads"]


def test_where_nothing_would_be_no_surprise_it_is_too_early_to_say():
    few = replace(SCENARIO, plans=(replace(SCENARIO.plans[0], monthly_spend={"Ads": type_of_spend(90.0)}),))
    (month,) = tracked(ads(customers=(0.0,)), scenario=few).months
    assert month.figures["Ads"]["customers"].status is Status.TOO_EARLY


def type_of_spend(amount: float):
    return replace(SCENARIO.plans[0].monthly_spend["Ads"], amount=amount)


def test_spend_is_more_or_less_and_neither_is_good():
    for spent, status in (
        (2_000.0, Status.AS_PLANNED),
        (2_150.0, Status.AS_PLANNED),
        (2_500.0, Status.MORE),
        (1_000.0, Status.LESS),
    ):
        (month,) = tracked(ads(spend=(spent,))).months
        assert month.figures["Ads"]["spend"].status is status


def test_a_cost_is_better_where_it_is_lower():
    cheap = tracked(ads(spend=(2_000.0,), leads=(80.0,))).months[0].figures["Ads"]["cost_per_lead"]
    dear = tracked(ads(spend=(2_000.0,), leads=(2.0,))).months[0].figures["Ads"]["cost_per_lead"]
    none = tracked(ads(spend=(2_000.0,), leads=(0.0,))).months[0].figures["Ads"]["cost_per_lead"]
    assert (cheap.actual, cheap.status) == (25.0, Status.BETTER)
    assert (dear.actual, dear.status) == (1_000.0, Status.WORSE)
    assert (none.actual, none.status) == (float("inf"), Status.WORSE)
    assert cheap.chance_lower < RARE < 1.0 - RARE < dear.chance_lower


def test_customers_are_not_missed_while_their_time_to_close_has_not_passed():
    slow = replace(SCENARIO, business=replace(SCENARIO.business, sales_cycle_months=between(4.0, 6.0, 9.0)))
    found = tracked(ads(leads=(0.0, 20.0), customers=(0.0, 0.0)), scenario=slow)
    january, february = found.months
    assert (january.figures["Ads"]["leads"].status, february.figures["Ads"]["leads"].status) == (
        Status.WORSE,
        Status.AS_PLANNED,
    )
    assert {each.figures["Ads"]["customers"].status for each in found.months} == {Status.TOO_EARLY}


def test_a_channel_is_the_same_among_others():
    own = ads(leads=(20.0, 3.0), visits=(240.0,), revenue=(900.0,))
    mail = Actuals(channel="Mail", first=date(2027, 1, 1), leads=(8.0,), pieces=(800.0,))
    among, by_itself = tracked(mail, own), tracked(own)
    assert [each.figures["Ads"] for each in among.months] == [each.figures["Ads"] for each in by_itself.months]


def test_months_outside_the_plan_are_left_out():
    before = Actuals(channel="Ads", first=date(2026, 11, 1), leads=(1.0, 2.0, 20.0))
    (month,) = tracked(before).months
    assert (month.first, month.figures["Ads"]["leads"].actual) == (date(2027, 1, 1), 20.0)


def test_nothing_known_is_nothing_tracked():
    assert tracked().so_far is None
    assert tracked().months == ()


WORLDS = 104 if DEEP else 40
"""Each has many months of many figures, every one with a verdict of its own."""


@pytest.mark.thorough
def test_what_goes_by_the_plan_s_own_beliefs_is_seldom_called_worse():
    """Each world is drawn from the plan's own beliefs, and lived through with luck; nobody may be blamed."""
    random = np.random.default_rng(11)
    stated = {
        name: simulate(alone(name), "Today", draws=8 * WORLDS, seed=2).funnel.by_month for name in ("Ads", "Mail")
    }
    verdicts: dict[str, list[Status]] = {"months": [], "quarters": [], "so far": []}
    for world in range(WORLDS):
        actuals = []
        for name, totals in stated.items():
            counts = {
                figure: random.poisson(totals.stages[figure][0][:, 8 * world % totals.stages[figure].shape[2]])
                for figure in FIGURES
                if figure in ("visits", "pieces", "leads", "customers") and totals.stages[figure].shape[2] > 1
            }
            sale = totals.revenue[0][:, 8 * world] / np.maximum(totals.stages["customers"][0][:, 8 * world], 1e-9)
            amounts = sale * random.gamma(np.maximum(counts["customers"], 1e-9)) * (counts["customers"] > 0)
            figures = {figure: tuple(map(float, numbers)) for figure, numbers in counts.items()}
            actuals.append(Actuals(channel=name, first=SCENARIO.start, revenue=tuple(map(float, amounts)), **figures))
        found = tracked(*actuals, draws=128)
        for kind, periods in (("months", found.months), ("quarters", found.quarters), ("so far", [found.so_far])):
            for period in periods:
                assert period is not None
                verdicts[kind] += [each.status for own in period.figures.values() for each in own.values()]
    for kind, statuses in verdicts.items():
        worse = statuses.count(Status.WORSE) / len(statuses)
        better = statuses.count(Status.BETTER) / len(statuses)
        assert worse <= 0.075, kind
        assert better <= 0.075, kind
        assert worse + better >= 0.03, kind
