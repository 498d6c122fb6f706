"""Lessons: what beliefs learn in worlds whose truth is known, with the luck of every count."""

from collections import defaultdict
from datetime import date

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from simulator import parse
from simulator.analyses.lessons import lessons
from simulator.edits import value_at
from simulator.edits.actuals import with_actuals
from simulator.edits.learning import with_learned
from simulator.engine.sales_cycle import closing_shares
from simulator.engine.sampling import sample
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.scenario.scenario import Scenario

WORLDS = 200
MONTHS = [date(2027, month, 1) for month in range(1, 7)]
TODAY = date(2027, 7, 4)
SEASON = (0.5, 0.7, 0.9, 1.1, 1.3, 1.5, 1.4, 1.2, 1.1, 0.9, 0.8, 0.6)

STATED = parse(
    f"""
format: 1
name: Test
currency: USD
start: 2027-01
horizon_months: 12
seasonality: {list(SEASON)}
business:
  revenue_per_sale: [350, 480, 700]
  gross_margin_rate: 52 %
  sales_cycle_months: [0.5, 1.5, 4]
funnel:
  lead_to_customer_rate: [25 %, 35 %, 50 %]
channels:
  - name: Ads
    type: pay_per_click
    cost_per_click: [8, 13, 25]
    visit_to_lead_rate: [5 %, 8 %, 12 %]
  - name: Mail
    type: direct_mail
    cost_per_piece: 1
    response_rate: [0.5 %, 1 %, 2 %]
plans:
  - name: Today
    monthly_spend: {{Ads: 3000, Mail: 2000}}
""".encode()
)
BELIEFS = [place.path for place in walk(STATED) if isinstance(place.value, Belief) and not place.value.is_certain]
BELIEFS.remove("business.sales_cycle_months")


def lived(truth: dict[str, float], generator: np.random.Generator) -> Scenario[Belief]:
    """The scenario with the real figures of a world: whole clicks, leads, sales and what each of them brings."""
    shares = closing_shares(value_at(STATED, "business.sales_cycle_months"), len(MONTHS))
    figures = {}
    for name in ("Ads", "Mail"):
        leads = []
        own: dict[date, dict[str, float]] = {}
        for month in MONTHS:
            if name == "Ads":
                came = generator.poisson(3_000 / truth["channels.Ads.cost_per_click"])
                leads.append(generator.binomial(came, truth["channels.Ads.visit_to_lead_rate"]))
                own[month] = {"spend": 3_000.0, "visits": float(came)}
            else:
                leads.append(generator.binomial(2_000, truth["channels.Mail.response_rate"] * SEASON[month.month - 1]))
                own[month] = {"spend": 2_000.0, "pieces": 2_000.0}
        closed: dict[int, int] = defaultdict(int)
        for place, count in enumerate(leads):
            in_time = truth["funnel.lead_to_customer_rate"] * shares
            for lag, number in enumerate(generator.multinomial(count, [*in_time, 1.0 - in_time.sum()])[:-1]):
                closed[place + lag] += number
        for place, month in enumerate(MONTHS):
            brought = generator.exponential(truth["business.revenue_per_sale"], closed[place]).sum()
            own[month] |= {"leads": float(leads[place]), "customers": float(closed[place]), "revenue": float(brought)}
        figures[name] = own
    return with_actuals(STATED, figures)


def worlds() -> dict[str, list[tuple[float, float, float]]]:
    """The truth of each belief in every world, with the low and the high that were learned there."""
    generator = np.random.default_rng(7)
    places = [place for place in walk(STATED) if place.path in BELIEFS]
    found: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for _ in range(WORLDS):
        truth = {
            place.path: float(place.value.distribution(place.quantity).ppf(generator.random(1))[0]) for place in places
        }
        for path, lesson in lessons(lived(truth, generator), TODAY).by_path.items():
            low, _, high = lesson.three
            found[path].append((truth[path], low, high))
    return found


def test_of_200_worlds_8_in_10_have_their_truth_in_the_range_that_was_learned_which_is_narrower() -> None:
    found = worlds()
    for path in BELIEFS:
        stated, learned = value_at(STATED, path), found[path]
        assert len(learned) == WORLDS, path
        held = sum(low <= truth <= high for truth, low, high in learned) / WORLDS
        assert held == pytest.approx(0.8, abs=0.06), path
        assert np.mean([high - low for _, low, high in learned]) < 0.8 * (stated.high - stated.low), path


def test_months_learned_one_after_the_other_teach_what_they_teach_together() -> None:
    generator = np.random.default_rng(5)
    truth = {
        "channels.Ads.cost_per_click": 15.0,
        "channels.Ads.visit_to_lead_rate": 0.07,
        "channels.Mail.response_rate": 0.012,
        "funnel.lead_to_customer_rate": 0.4,
        "business.revenue_per_sale": 500.0,
    }
    scenario = lived(truth, generator)
    at_once = lessons(scenario, TODAY).by_path
    by_month = scenario
    for month in range(2, 8):
        for path, lesson in lessons(by_month, date(2027, month, 3)).by_path.items():
            by_month = with_learned(
                by_month, path, lesson.three, months=lesson.of.months, count=1.0, weight=1.0, source="Measured"
            )
    for path, lesson in at_once.items():
        found = value_at(by_month, path)
        width = lesson.after.high - lesson.after.low
        assert found.likely == pytest.approx(lesson.after.likely, abs=0.08 * width)
        assert found.high - found.low == pytest.approx(width, rel=0.12)


def test_what_one_belief_learns_leaves_the_draws_of_others_alone() -> None:
    scenario = lived({path: value_at(STATED, path).likely for path in BELIEFS}, np.random.default_rng(1))
    lesson = lessons(scenario, TODAY).by_path["channels.Ads.cost_per_click"]
    learned = with_learned(
        scenario, lesson.path, lesson.three, months=lesson.of.months, count=1.0, weight=1.0, source="Measured"
    )
    before, after = (sample(each, draws=64) for each in (scenario, learned))
    assert_array_equal(before.channel("Ads").visit_to_lead_rate, after.channel("Ads").visit_to_lead_rate)
    assert_array_equal(before.funnel.lead_to_customer_rate, after.funnel.lead_to_customer_rate)
