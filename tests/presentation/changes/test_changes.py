"""Changes between two scenarios read as the owner of a business would say it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from simulator import edits
from simulator.edits.channels import rename_channel
from simulator.edits.improvements import rename_improvement, with_purchase
from simulator.edits.limits import (
    with_channel_limit,
    with_group,
    with_new_group,
    with_step,
    without_channel_limit,
)
from simulator.presentation.changes import changes
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import PayPerClick, PayPerLead
from simulator.scenario.curves import Saturating
from simulator.scenario.fields import rate, record
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Business, Scenario, SharedFunnel, Target
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Steps
from simulator.text.formats import Formats
from tests.improved_examples import PAGE, offering

FORMATS = Formats("USD")
ADS, SEO = "Google Ads", "Local SEO"


def firm() -> Scenario[Belief]:
    return Scenario(
        name="Ridge Plumbing",
        currency="USD",
        start=date(2027, 1, 1),
        business=Business(revenue_per_sale=certain(480.0), new_customers_per_month_at_most=45.0),
        funnel=SharedFunnel(lead_to_customer_rate=between(0.25, 0.35, 0.45)),
        channels=(
            PayPerClick(
                name=ADS,
                cost_per_click=between(6.0, 8.0, 12.0, source="WordStream 2025"),
                curve=Saturating(gain_from_doubling=certain(0.6)),
                reference_spend=2000.0,
            ),
            PayPerLead(name=SEO, cost_per_lead=certain(50.0)),
        ),
        plans=(
            Plan(name="Today", monthly_spend={ADS: Steady(amount=1500.0), SEO: Monthly(amounts=(100.0, 0.0, 300.0))}),
            Plan(name="More SEO", monthly_spend={SEO: Steady(amount=2500.0, first=3)}),
            Plan(name="Less", monthly_spend={ADS: Steady(amount=500.0)}),
        ),
        targets=(Target(metric="customers", at_least=240.0, probability=0.7), Target(metric="cac", at_most=90.0)),
    )


FIRM = firm()
Edit = Callable[[Scenario[Belief]], Scenario[Belief]]


def set_to(path: str, value: object) -> Edit:
    return lambda scenario: edits.with_value(scenario, path, value)


def set_presentation(**shown: Any) -> Edit:
    return lambda scenario: replace(scenario, presentation=replace(scenario.presentation, **shown))


def spend(plan: int, channel: str, schedule: Schedule | None) -> Edit:
    """A plan with another schedule for a channel; None for none."""

    def edited(scenario: Scenario[Belief]) -> Scenario[Belief]:
        plans = list(scenario.plans)
        kept = {name: each for name, each in plans[plan].monthly_spend.items() if name != channel}
        plans[plan] = replace(plans[plan], monthly_spend=kept if schedule is None else {**kept, channel: schedule})
        return replace(scenario, plans=tuple(plans))

    return edited


def said(*edited: Edit) -> list[str]:
    after = FIRM
    for edit in edited:
        after = edit(after)
    return changes(FIRM, after, FORMATS)


def season(**months: float) -> tuple[float, ...]:
    names = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
    return tuple(months.get(name, 1.0) for name in names)


CLICK = f"channels.{ADS}.cost_per_click"
STATED = FIRM.channel(ADS).cost_per_click


@pytest.mark.parametrize(
    ("edit", "sentence"),
    [
        (set_to(CLICK, certain(9.5)), "Google Ads, cost per click: $8 ($6 to $12) is now $9.50"),
        (set_to(CLICK, between(7.0, 9.0, 14.0)), "Google Ads, cost per click: $8 ($6 to $12) is now $9 ($7 to $14)"),
        (
            set_to(CLICK, replace(STATED, at_most=50.0)),
            "Google Ads, cost per click: $8 ($6 to $12) is now $8 ($6 to $12, never above $50)",
        ),
        (
            set_to(CLICK, replace(STATED, likely=8.0001)),
            "Google Ads, cost per click: $8 ($6 to $12), changed by less than is shown",
        ),
        (set_to(CLICK, replace(STATED, source="Dojo")), "Google Ads, cost per click: another source"),
        (set_to(CLICK, replace(STATED, source="")), "Google Ads, cost per click: no longer with a source"),
        (
            set_to(CLICK, replace(STATED, as_of=date(2026, 5, 1))),
            "Google Ads, cost per click: date of its source: now May 1, 2026, not stated before",
        ),
        (set_to("business.revenue_per_sale", certain(500.0)), "Average sale: $480 is now $500"),
        (
            set_to(f"channels.{SEO}.revenue_per_sale", certain(500.0)),
            "Local SEO, average sale: now $500, not stated before",
        ),
        (
            set_to("business.new_customers_per_month_at_most", None),
            "New customers per month at most: no longer stated, 45 before",
        ),
        (
            set_to(f"channels.{SEO}.fade_half_life_months", 6.0),
            "Local SEO, months until half of what has ripened is lost: 12 months is now 6 months",
        ),
        (
            set_to("business.overflow", "queue"),
            "Customers for whom there is no room: “They go elsewhere” is now “They wait”",
        ),
        (
            set_to("funnel.lead_to_customer_rate", certain(0.4)),
            "All channels, leads that become customers: 35% (25% to 45%) is now 40%",
        ),
        (set_to("market_correlation", 0.2), "How much the whole market moves together: 0% is now 20%"),
        (set_to("start", date(2027, 3, 1)), "First month: Jan 2027 is now Mar 2027"),
        (set_to("horizon_months", 36), "Months to look ahead: 24 is now 36"),
        (set_to("currency", "EUR"), "Currency: USD is now EUR, for every amount of money"),
        (set_to("client", "Smith"), "Client: now Smith, not stated before"),
        (set_to("notes", "A long story."), "Notes changed"),
        (set_to("funnel.stages", (Stage.SQLS,)),
         "All channels, qualification stages: none is now Sales-qualified leads (SQL)"),
        (set_to("seasonality", season(jan=1.2, feb=0.8)), "Season: now stated month by month"),
        (lambda s: edits.change_curve(s, ADS, "linear"),
         "Google Ads, if you spend more: “Diminishing returns” is now “No diminishing returns”"),
        (lambda s: edits.change_curve(s, ADS, "s_shaped"),
         "Google Ads, if you spend more: “Diminishing returns” is now “Slow start, then a jump, then less”"
         " (steepness: 2)"),
        (lambda s: edits.change_type(s, SEO, "retainer"),
         "Local SEO, how you pay: “Pay per lead” is now “Monthly fee for work that brings visits”"),
        (lambda s: edits.rename_channel(s, SEO, "Map listing"), "Channel Local SEO renamed to Map listing"),
        (lambda s: edits.remove_channel(s, SEO), "Channel Local SEO removed"),
        (lambda s: edits.move_channel(s, SEO, -1), "Channels in another order: Local SEO, Google Ads"),
        (lambda s: edits.duplicate_channel(s, SEO), "Channel Local SEO copy added (pay per lead)"),
        (lambda s: replace(s, plans=(s.plans[1], s.plans[0], s.plans[2])),
         "Plan More SEO is now the baseline, in place of Today"),
        (lambda s: replace(s, plans=(s.plans[0], s.plans[2], s.plans[1])),
         "Plans in another order: Today, Less, More SEO"),
        (lambda s: replace(s, plans=s.plans[:2]), "Plan Less removed"),
        (lambda s: replace(s, plans=(*s.plans, replace(s.plans[0], name="New"))),
         "Plan New added ($36,400 in 24 months)"),
        (lambda s: replace(s, plans=(replace(s.plans[0], name="Now"), *s.plans[1:])), "Plan Today renamed to Now"),
        (lambda s: replace(s, plans=(replace(s.plans[0], notes="As it is."), *s.plans[1:])),
         "Plan Today: notes changed"),
        (set_presentation(title="Spring"), "Title of the presentation: now Spring, not stated before"),
        (set_presentation(next_steps="Sign\n\nMeet in May"), "Next steps: now “Sign; Meet in May”, not stated before"),
        (set_presentation(plan="Less"), "Plan that is proposed: now Less, not stated before"),
        (set_presentation(logo="iVBORw0KGgo="), "Logo: added"),
        (set_presentation(sections=("returns", "risks", "play")),
         "Parts of the story: without progress, spend, split, sureness, payback, against, channels, assumptions,"
         " next steps"),
        (lambda s: replace(s, targets=s.targets[1:]), "Target removed: New customers at least 240 (70% sure)"),
        (lambda s: replace(s, targets=(*s.targets, Target(metric="profit", at_least=0.0))),
         "Target added: Profit after marketing at least $0"),
        (lambda s: replace(s, targets=(replace(s.targets[0], at_least=300.0), s.targets[1])),
         "Target: New customers at least 240 (70% sure) is now New customers at least 300 (70% sure)"),
        (lambda s: replace(s, targets=s.targets[::-1]),
         "Targets in another order: Cost per new customer (CAC) at most $90, New customers at least 240 (70% sure)"),
        (lambda s: with_channel_limit(s, ADS, at_least=200.0, at_most=900.0),
         "Limits of Google Ads: now $200 to $900 a month, not stated before"),
        (lambda s: with_step(s, 50.0), "Amounts in steps of: now $50, not stated before"),
        (lambda s: with_group(with_new_group(s), 0, channels=(SEO,), share_at_most=0.2),
         "Limits of Group 1: now Local SEO together: at most 20% of the total, not stated before"),
    ],
)  # fmt: skip
def test_one_edit_is_one_sentence(edit, sentence):
    assert said(edit) == [sentence]


def test_limits_that_change_go_or_change_places_are_told():
    limited = with_channel_limit(with_channel_limit(FIRM, ADS, at_most=900.0), SEO, locked=True)
    locked = with_channel_limit(limited, ADS, locked=True)
    words = "Limits of Google Ads: at most $900 a month is now stays as it is"
    assert changes(limited, locked, FORMATS) == [words]
    assert changes(limited, without_channel_limit(limited, ADS), FORMATS) == [
        "Limits of Google Ads: no longer stated, at most $900 a month before"
    ]
    turned = replace(limited, limits=replace(limited.limits, channels=limited.limits.channels[::-1]))
    assert changes(limited, turned, FORMATS) == ["Limits of a split changed"]


def test_limits_follow_a_channel_to_another_name():
    limited = with_channel_limit(FIRM, ADS, at_most=900.0)
    assert changes(limited, edits.rename_channel(limited, ADS, "Search"), FORMATS) == [
        "Channel Google Ads renamed to Search"
    ]


@pytest.mark.parametrize(
    ("plan", "channel", "schedule", "words"),
    [
        (0, ADS, Steady(amount=1000.0), "Today, Google Ads: $1,500 a month is now $1,000 a month"),
        (0, ADS, Steady(amount=0.0), "Today, Google Ads: now nothing, $1,500 a month before"),
        (0, ADS, None, "Today, Google Ads: now nothing, $1,500 a month before"),
        (1, ADS, Steady(amount=33.5), "More SEO, Google Ads: now $33.50 a month, nothing before"),
        (0, ADS, Steady(amount=1500.0, first=3, last=8),
         "Today, Google Ads: $1,500 a month is now $1,500 a month from Mar 2027 to Aug 2027"),
        (0, ADS, Steady(amount=1500.0, last=8),
         "Today, Google Ads: $1,500 a month is now $1,500 a month until Aug 2027"),
        (0, ADS, Steady(amount=1500.0, first=3, last=3),
         "Today, Google Ads: $1,500 a month is now $1,500 in Mar 2027 only"),
        (0, ADS, Steady(amount=1500.0, last=24), "Today, Google Ads: $1,500 a month as before, stated in another way"),
        (0, ADS, Monthly(amounts=(1500.0,) * 24),
         "Today, Google Ads: $1,500 a month is now $36,000 in all, by month $1,500"),
        (0, SEO, Monthly(amounts=(100.0, 0.0, 400.0)), "Today, Local SEO: $300 is now $400 in Mar 2027 ($500 in all)"),
        (0, SEO, Monthly(amounts=(300.0, 0.0, 100.0)),
         "Today, Local SEO: $400 in all, by month $0 to $300, changed in single months"),
        (0, SEO, Monthly(amounts=(50.0, 50.0, 300.0, 200.0)),
         "Today, Local SEO: $400 in all, by month $0 to $300 is now $600 in all, by month $0 to $300"),
        (0, SEO, Monthly(amounts=(100.0, 0.0, 300.0, 0.0)),
         "Today, Local SEO: $400 in all, by month $0 to $300 as before, stated in another way"),
        (1, SEO, Steady(amount=2500.2, first=3),
         "More SEO, Local SEO: $2,500 a month from Mar 2027, changed by less than is shown"),
        (1, ADS, Steady(amount=0.0), "More SEO, Google Ads: nothing as before, stated in another way"),
    ],
)  # fmt: skip
def test_spend_is_told_in_money_and_months(plan, channel, schedule, words):
    assert said(spend(plan, channel, schedule)) == [f"Plan {words}"]


def test_a_period_that_reads_the_same_counted_from_another_start_is_not_called_a_change_of_money():
    found = said(set_to("start", date(2027, 2, 1)), spend(1, SEO, Steady(amount=2500.0, first=2)))
    assert found == [
        "Plan More SEO, Local SEO: $2,500 a month from Mar 2027 as before, with the months counted anew",
        "First month: Jan 2027 is now Feb 2027",
    ]


def test_a_season_names_the_months_that_moved_most():
    before = replace(FIRM, seasonality=season(jan=1.2, feb=0.8))
    one = replace(FIRM, seasonality=season(jan=1.3, feb=0.7))
    many = replace(FIRM, seasonality=season(jan=1.3, feb=0.9, mar=0.6, apr=1.4, may=0.8))
    assert changes(before, one, FORMATS) == ["Season: Jan 1.2 is now 1.3; Feb 0.8 is now 0.7"]
    assert changes(before, many, FORMATS) == [
        "Season: Mar 1 is now 0.6; Apr 1 is now 1.4; May 1 is now 0.8; and 2 more"
    ]
    assert changes(before, FIRM, FORMATS) == ["Season: no longer stated month by month"]


def test_a_channel_that_is_renamed_is_renamed_in_plans_without_a_word_more():
    assert said(lambda s: edits.rename_channel(s, ADS, "Ads")) == ["Channel Google Ads renamed to Ads"]


def test_plan_and_channel_can_be_renamed_together():
    found = said(
        lambda s: edits.rename_channel(s, ADS, "Ads"),
        lambda s: replace(s, plans=(replace(s.plans[0], name="Now"), *s.plans[1:])),
    )
    assert found == ["Channel Google Ads renamed to Ads", "Plan Today renamed to Now"]


def test_a_channel_under_another_name_with_other_numbers_is_another_channel():
    found = said(lambda s: edits.rename_channel(s, SEO, "Maps"), set_to("channels.Maps.cost_per_lead", certain(60.0)))
    assert found[:2] == ["Channel Local SEO removed", "Channel Maps added (pay per lead)"]


def test_a_removed_channel_takes_its_spend_along_and_an_added_one_states_it():
    assert said(lambda s: edits.remove_channel(s, SEO)) == ["Channel Local SEO removed"]
    found = said(lambda s: edits.duplicate_channel(s, SEO), spend(0, "Local SEO copy", Steady(amount=50.0)))
    assert found[-1] == "Plan Today, Local SEO copy: now $50 a month, nothing before"


def test_removing_the_baseline_says_which_plan_takes_its_place():
    assert said(lambda s: replace(s, plans=s.plans[1:])) == [
        "Plan Today removed",
        "Plan More SEO is now the baseline, in place of Today",
    ]


def test_a_plan_put_in_front_is_the_baseline():
    added = replace(FIRM.plans[2], name="Cheap")
    assert said(lambda s: replace(s, plans=(added, *s.plans))) == [
        "Plan Cheap added ($12,000 in 24 months)",
        "Plan Cheap is now the baseline, in place of Today",
    ]


def test_another_baseline_and_another_order_of_the_rest_are_two_sentences():
    assert said(lambda s: replace(s, plans=s.plans[::-1])) == [
        "Plan Less is now the baseline, in place of Today",
        "Plans in another order: Less, More SEO, Today",
    ]


def test_amounts_are_in_the_money_of_their_own_scenario():
    found = said(set_to("currency", "EUR"), set_to("business.revenue_per_sale", certain(500.0)))
    assert found == ["Currency: USD is now EUR, for every amount of money", "Average sale: $480 is now €500"]


def test_numbers_and_months_are_written_for_the_reader():
    after = edits.with_value(spend(0, ADS, Steady(amount=1000.5, first=3))(FIRM), CLICK, certain(9.5))
    found = changes(FIRM, after, Formats("USD", "de-DE"))
    assert [line.replace("\u00a0", " ") for line in found] == [
        "Plan Today, Google Ads: 1.500 $ a month is now 1.001 $ a month from März 2027",
        "Google Ads, cost per click: 8 $ (6 $ to 12 $) is now 9,50 $",
    ]


def test_structure_comes_first_and_notes_last():
    found = said(
        set_to("notes", "x"),
        set_to(CLICK, certain(9.0)),
        set_to("business.revenue_per_sale", certain(500.0)),
        spend(0, ADS, Steady(amount=1.0)),
        lambda s: edits.duplicate_channel(s, SEO),
        lambda s: replace(s, targets=()),
    )
    starts = ("Channel Local SEO copy", "Plan Today", "Average sale", "Google Ads", "Target", "Target", "Notes")
    assert [line.startswith(start) for line, start in zip(found, starts, strict=True)] == [True] * 7


def test_names_that_a_person_typed_stay_on_one_line():
    hostile = "x\n" + "y" * 300
    found = changes(FIRM, replace(FIRM, name=hostile, client=hostile), FORMATS)
    assert all("\n" not in line and len(line) < 250 for line in found)


def test_a_draft_with_names_missing_or_twice_is_told_too():
    twice = replace(FIRM, channels=(*FIRM.channels, replace(FIRM.channels[0], name=SEO)))
    assert changes(FIRM, twice, FORMATS) == ["Channel Local SEO added (pay per click)"]
    unnamed = replace(FIRM, plans=(replace(FIRM.plans[0], name=""), *FIRM.plans[1:]))
    assert changes(FIRM, unnamed, FORMATS) == ["Plan Today renamed to without a name"]


def test_a_draft_with_an_impossible_horizon_is_told_too():
    for months in (-5, 0, 10**12):
        after = replace(FIRM, horizon_months=months, plans=(*FIRM.plans, replace(FIRM.plans[0], name="New")))
        assert len(changes(FIRM, after, FORMATS)) == 2
        assert len(changes(after, FIRM, FORMATS)) == 2


@record
class Firm(Business[Belief]):
    """A business of which one more thing is believed."""

    recommending_rate: Belief = rate("Customers who recommend you", default=0.0)


def test_a_belief_that_is_declared_anew_appears_by_itself():
    before, after = (replace(FIRM, business=Firm(recommending_rate=certain(share))) for share in (0.1, 0.2))
    assert changes(before, after, FORMATS) == ["Customers who recommend you: 10% is now 20%"]


MARCH = date(2027, 3, 1)


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Steady(amount=1500.0, grows=0.05), "$1,500 a month, 5% more each month"),
        (Steady(amount=900.0, first=MARCH, grows=-0.1), "$900 a month from Mar 2027, 10% less each month"),
        (PerQuarter(amounts=(3000.0, 0.0, 1500.0)), "$4,500 in all, by quarter $0 to $3,000"),
        (PerQuarter(amounts=3000.0), "$3,000 a quarter"),
        (PerYear(amounts=12000.0), "$12,000 a year"),
        (
            Spans(spans=(Steady(amount=1000.0, last=MARCH), Steady(amount=200.0, first=MARCH))),
            "$1,000 a month until Mar 2027 and $200 a month from Mar 2027",
        ),
    ],
)
def test_spend_is_told_in_the_way_in_which_it_is_stated(schedule, words):
    assert said(spend(0, ADS, schedule)) == [f"Plan Today, Google Ads: $1,500 a month is now {words}"]


def test_steps_repeats_and_prices_of_other_years_are_told():
    room = "business.new_customers_per_month_at_most"
    steps = Steps(steps=(Step(amount=45.0), Step(amount=90.0, first=date(2027, 6, 1))))
    assert said(set_to(room, steps)) == ["New customers per month at most: 45 is now 45, then 90 from Jun 2027"]
    assert said(set_to(room, Steps(steps=(Step(amount=45.0),)))) == [
        "New customers per month at most: as before, stated in another way"
    ]
    assert said(set_to("business.repeat_every_months", 12)) == [
        "Months from one sale to the next: now 12, not stated before"
    ]
    assert said(set_to(CLICK, replace(STATED, yearly_change=0.08))) == [
        "Google Ads, cost per click: $8 ($6 to $12) is now $8 ($6 to $12, 8% more each year)"
    ]


def test_a_channel_and_its_improvement_that_have_new_names_are_still_bought():
    before = with_purchase(offering(), "Today", PAGE, 2)
    after = rename_improvement(rename_channel(before, "Google Ads search", "Search"), PAGE, "Landing")
    assert changes(before, after, FORMATS) == [
        "Channel Google Ads search renamed to Search",
        f"Improvement {PAGE} renamed to Landing",
    ]
