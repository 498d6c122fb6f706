"""Writing: what was read comes back to the last bit, and what was not changed stays to the last character."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as some

from simulator.engine.funnel import MODEL_VERSION
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import Retainer
from simulator.scenario.curves import Capped, Linear, Saturating
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Plan, Schedule, Spans, Steady
from simulator.scenario.scenario import Scenario, Target
from simulator.scenario.steps import Step, Steps
from simulator.scenario_files import model_of, parse, parse_draft, rendering, write
from simulator.scenario_files.reading import SCENARIO
from tests.laws import examples
from tests.scenario_files.drawn import changed, drafts, schedules

SHIPPED = sorted((Path(__file__).parents[2] / "scenarios").glob("*.yaml"))

SMALL = b"""\
# What the owner told me on the phone.
format: 1
name: 'Small'   # for now
currency: USD
start: 2027-01

business: {revenue_per_sale: 500, gross_margin_rate: 40 %}
funnel:
    lead_to_customer_rate:  0.30   # a guess

channels:
  # The one that works.
  - name: Google Ads
    type: pay_per_click
    cost_per_click: [8,10,  13]
    visit_to_lead_rate: [5 %, 8 %, 12 %]

  # New in town.
  - name: "Local SEO"
    type: retainer
    cost_per_visit:
      range: [2, 3, 5]   # per visit
      source: me
    visit_to_lead_rate: 4%

plans:
- name: Today
  monthly_spend:
    Google Ads: 1000
    Local SEO: {amount: 300, from: 2}   # after the web site
- name: More
  monthly_spend: {Google Ads: [1000, 2000]}

# The end.
"""


def after(scenario: Scenario[Any], *changes: tuple[str, str], onto: bytes = SMALL) -> None:
    """Claim that writing a scenario onto a file makes these replacements in its text, and no others."""
    expected = onto.decode()
    for old, new in changes:
        assert expected.count(old) == 1, old
        expected = expected.replace(old, new)
    written = write(scenario, onto=onto).decode()
    assert written == expected
    assert parse_draft(written.encode()) == scenario


def with_first_channel(**changes: Any) -> Scenario[Any]:
    small = parse(SMALL)
    first, *rest = small.channels
    return replace(small, channels=(replace(first, **changes), *rest))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
@pytest.mark.parametrize("manner", [lambda text: text, lambda text: b"\xef\xbb\xbf" + text.replace(b"\n", b"\r\n")])
def test_an_unchanged_scenario_gives_the_very_bytes(path, manner):
    content = manner(path.read_bytes())
    assert write(parse(content), onto=content) == content


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_fresh_file_of_a_shipped_scenario_reads_back_equal(path):
    scenario = parse(path.read_bytes())
    assert parse(write(scenario)) == scenario


def test_a_fresh_file_names_the_model_and_is_easy_to_read():
    assert write(parse(SMALL)).decode() == (
        f"# funnelcast model {MODEL_VERSION}\n"
        "format: 1\nname: Small\ncurrency: USD\nstart: 2027-01\n\n"
        "business:\n  revenue_per_sale: 500\n  gross_margin_rate: 40 %\n\n"
        "funnel:\n  lead_to_customer_rate: 30 %\n\n"
        "channels:\n"
        "  - name: Google Ads\n    type: pay_per_click\n    cost_per_click: [8, 10, 13]\n"
        "    visit_to_lead_rate: [5 %, 8 %, 12 %]\n\n"
        "  - name: Local SEO\n    type: retainer\n    cost_per_visit: {range: [2, 3, 5], source: me}\n"
        "    visit_to_lead_rate: 4 %\n\n"
        "plans:\n"
        "  - name: Today\n    monthly_spend:\n      Google Ads: 1000\n      Local SEO: {amount: 300, from: 2}\n\n"
        "  - name: More\n    monthly_spend:\n      Google Ads: [1000, 2000]\n"
    )


@examples(25)
@given(some.data())
def test_any_draft_reads_back_to_the_last_bit_and_any_change_is_made_within_its_file(data):
    before = data.draw(drafts())
    later = data.draw(changed(before))
    content = write(before)
    assert parse_draft(content) == before
    assert write(before, onto=content) == content
    own = content.replace(f"# funnelcast model {MODEL_VERSION}".encode(), b"# my own words", 1)
    is_windows = data.draw(some.booleans())
    written = write(later, onto=b"\xef\xbb\xbf" + own.replace(b"\n", b"\r\n") if is_windows else own)
    assert parse_draft(written) == later
    assert written.startswith(b"\xef\xbb\xbf# my own words" if is_windows else b"# my own words")
    assert written.count(b"\r\n") == (written.count(b"\n") if is_windows else 0)
    is_made_within_a_file_in_braces(before, later)


def is_made_within_a_file_in_braces(before: Scenario[Belief], later: Scenario[Belief]) -> None:
    braces = rendering.inline(SCENARIO.plain(before, None)).encode()
    if len(braces) >= 50_000:
        return
    content = b"# my own words\n" + braces + b"\n"
    assert parse_draft(content) == before
    written = write(later, onto=content)
    assert parse_draft(written) == later
    assert written.startswith(b"# my own words")


def test_a_rate_in_percent_stays_in_percent():
    after(
        with_first_channel(visit_to_lead_rate=between(0.05, 0.0825, 0.12)),
        ("[5 %, 8 %, 12 %]", "[5 %, 8.25 %, 12 %]"),
    )


def test_a_rate_as_a_fraction_stays_a_fraction():
    small = parse(SMALL)
    after(
        replace(small, funnel=replace(small.funnel, lead_to_customer_rate=certain(0.35))),
        ("0.30   # a guess", "0.35   # a guess"),
    )


def test_one_number_of_a_range_changes_alone():
    after(with_first_channel(cost_per_click=between(8, 11.5, 13)), ("[8,10,  13]", "[8,11.5,  13]"))


def test_a_number_that_becomes_a_range_with_a_source_is_written_on_its_line():
    small = parse(SMALL)
    revenue = between(400, 500, 650, source="our books: 2026")
    after(
        replace(small, business=replace(small.business, revenue_per_sale=revenue)),
        ("revenue_per_sale: 500", 'revenue_per_sale: {range: [400, 500, 650], source: "our books: 2026"}'),
    )


def test_quotation_marks_stay():
    after(replace(parse(SMALL), name="It's small"), ("'Small'", "'It''s small'"))


def test_a_new_entry_stands_behind_the_one_before_it_in_the_declaration():
    after(
        with_first_channel(fee_rate=0.15, curve=Capped(most_per_month=certain(90.0))),
        (
            "[8,10,  13]\n",
            "[8,10,  13]\n    curve: {type: capped, most_per_month: 90}\n    fee_rate: 15 %\n",
        ),
    )


def test_an_entry_that_is_no_longer_stated_goes_with_its_line():
    after(with_first_channel(visit_to_lead_rate=None), ("    visit_to_lead_rate: [5 %, 8 %, 12 %]\n", ""))


def test_a_default_is_not_written_unless_it_stood_there():
    assert write(with_first_channel(fee_rate=0.0, curve=Linear()), onto=SMALL) == SMALL
    fee = SMALL.replace(b"    visit_to_lead_rate: 4%", b"    fee_rate: 15 %\n    visit_to_lead_rate: 4%")
    small = parse(fee)
    first, second = small.channels
    after(
        replace(small, channels=(first, replace(second, fee_rate=0.0))), ("fee_rate: 15 %", "fee_rate: 0 %"), onto=fee
    )


def test_a_renamed_channel_keeps_its_place_its_comments_and_its_plans():
    small = parse(SMALL)
    first, second = small.channels
    plans = tuple(
        replace(
            plan,
            monthly_spend={
                ("Search" if key == "Google Ads" else key): each for key, each in plan.monthly_spend.items()
            },
        )
        for plan in small.plans
    )
    after(
        replace(small, channels=(replace(first, name="Search"), second), plans=plans),
        ("- name: Google Ads", "- name: Search"),
        ("    Google Ads: 1000", "    Search: 1000"),
        ("{Google Ads: [", "{Search: ["),
    )


def test_a_removed_channel_takes_its_comment_along_and_leaves_the_others_alone():
    small = parse(SMALL)
    start, end = SMALL.index(b"  # The one that works"), SMALL.index(b"  # New in town")
    written = write(replace(small, channels=small.channels[1:]), onto=SMALL)
    assert written == SMALL[:start] + SMALL[end:]


def test_channels_that_change_places_take_their_comments_along():
    small = parse(SMALL)
    start, middle, end = (SMALL.index(word) for word in (b"  # The one", b"\n  # New in", b"\nplans:"))
    first, second = SMALL[start:middle], SMALL[middle + 1 : end]
    written = write(replace(small, channels=small.channels[::-1]), onto=SMALL)
    assert written == SMALL[:start] + second + b"\n" + first + SMALL[end:]


def test_channels_change_places_in_a_file_with_windows_line_ends():
    content = SMALL.replace(b"\n", b"\r\n")
    small = parse(content)
    written = write(replace(small, channels=small.channels[::-1]), onto=content)
    assert written == write(replace(small, channels=small.channels[::-1]), onto=SMALL).replace(b"\n", b"\r\n")


def test_a_new_channel_is_set_off_as_the_others_are():
    small = parse(SMALL)
    flyers = Retainer(name="Blog: tips", cost_per_visit=certain(2.0))
    after(
        replace(small, channels=(*small.channels, flyers)),
        ("rate: 4%\n", 'rate: 4%\n\n  - name: "Blog: tips"\n    type: retainer\n    cost_per_visit: 2\n'),
    )


def test_another_type_of_channel_keeps_what_the_types_share():
    small = parse(SMALL)
    first, second = small.channels
    retainer = Retainer(name=first.name, cost_per_visit=certain(4.0), visit_to_lead_rate=first.visit_to_lead_rate)
    after(
        replace(small, channels=(retainer, second)),
        ("type: pay_per_click\n    cost_per_click: [8,10,  13]\n", "type: retainer\n    cost_per_visit: 4\n"),
    )


def test_spend_changes_within_its_own_manner():
    small = parse(SMALL)
    today, more = small.plans
    spend = {"Google Ads": Steady(amount=1250.5), "Local SEO": Steady(amount=300.0, first=3, last=12)}
    longer = {"Google Ads": Monthly(amounts=(1000.0, 2000.0, 500.0))}
    after(
        replace(small, plans=(replace(today, monthly_spend=spend), replace(more, monthly_spend=longer))),
        ("Google Ads: 1000\n", "Google Ads: 1250.5\n"),
        ("{amount: 300, from: 2}", "{amount: 300, from: 3, to: 12}"),
        ("[1000, 2000]", "[1000, 2000, 500]"),
    )


def spends(text: str) -> bytes:
    """The file in which the first plan's first channel is stated so."""
    return SMALL.replace(b"    Google Ads: 1000\n", f"    Google Ads: {text}\n".encode())


def with_spend(content: bytes, schedule: Schedule) -> Scenario[Any]:
    small = parse(content)
    today, more = small.plans
    spend = {**today.monthly_spend, "Google Ads": schedule}
    return replace(small, plans=(replace(today, monthly_spend=spend), more))


def test_what_was_stated_by_quarter_or_year_stays_so():
    by_quarter = spends("{per_quarter: [3000, 0]}   # as budgeted")
    after(
        with_spend(by_quarter, PerQuarter(amounts=(3000.0, 1500.0))),
        ("{per_quarter: [3000, 0]}", "{per_quarter: [3000, 1500]}"),
        onto=by_quarter,
    )
    by_year = spends("{per_year: 12000}")
    after(with_spend(by_year, PerYear(amounts=6000.0)), ("{per_year: 12000}", "{per_year: 6000}"), onto=by_year)


def test_growth_and_months_of_the_calendar_change_within_their_own_manner():
    grows = spends("{amount: 1000, from: '2027-03', grows: 5 %}")
    schedule = Steady(amount=1000.0, first=date(2027, 4, 1), grows=0.06)
    after(
        with_spend(grows, schedule),
        ("'2027-03', grows: 5 %}", "2027-04, grows: 6 %}"),
        onto=grows,
    )


def test_amounts_from_month_to_month_keep_their_lines_and_comments():
    lines = "\n      # until the fair\n      - {amount: 1000, to: 5}\n      - amount: 200   # always\n        from: 6"
    spans = spends(lines)
    first, second = Steady(amount=1000.0, last=5), Steady(amount=200.0, first=6)
    after(
        with_spend(spans, Spans(spans=(first, replace(second, amount=250.0), Steady(amount=50.0, first=9)))),
        ("- amount: 200 ", "- amount: 250 "),
        ("        from: 6\n", "        from: 6\n      - {amount: 50, from: 9}\n"),
        onto=spans,
    )
    written = write(with_spend(spans, Spans(spans=(second,))), onto=spans).decode()
    assert "until the fair" not in written
    assert "      - amount: 200   # always\n        from: 6\n" in written


@examples(25)
@given(some.data())
def test_any_schedule_takes_the_place_of_any_other(data):
    before, later = data.draw(schedules), data.draw(schedules)
    content = write(with_spend(SMALL, before), onto=SMALL)
    assert parse_draft(content) == with_spend(SMALL, before)
    scenario = with_spend(SMALL, later)
    written = write(scenario, onto=content)
    assert parse_draft(written) == scenario
    assert b"# What the owner told me" in written
    assert b"# after the web site" in written


def test_steps_are_written_as_a_list_and_keep_their_comments():
    small = parse(SMALL)
    room = Steps(steps=(Step(amount=60.0), Step(amount=90.0, first=date(2027, 6, 1))))
    with_room = replace(small, business=replace(small.business, new_customers_per_month_at_most=room))
    content = write(
        with_room,
        onto=SMALL.replace(
            b"business: {revenue_per_sale: 500, gross_margin_rate: 40 %}",
            b"business:\n  revenue_per_sale: 500\n  gross_margin_rate: 40 %",
        ),
    )
    assert b"  new_customers_per_month_at_most:\n    - {amount: 60}\n    - {amount: 90, from: 2027-06}\n" in content
    commented = content.replace(b"{amount: 90, from: 2027-06}", b"{amount: 90, from: 2027-06}  # the second van")
    more = Steps(steps=(Step(amount=55.0), room.steps[1]))
    after(
        replace(small, business=replace(small.business, new_customers_per_month_at_most=more)),
        ("{amount: 60}", "{amount: 55}"),
        onto=commented,
    )


def test_a_yearly_change_stands_beside_the_number_that_it_is_about():
    small = parse(SMALL)
    revenue = replace(certain(500.0), yearly_change=0.03)
    after(
        replace(small, business=replace(small.business, revenue_per_sale=revenue)),
        ("revenue_per_sale: 500", "revenue_per_sale: {value: 500, yearly_change: 3 %}"),
    )


def test_a_source_alone_is_added_to_numbers_that_stay():
    small = parse(SMALL)
    after(
        replace(small, business=replace(small.business, revenue_per_sale=certain(500.0, source="books"))),
        ("revenue_per_sale: 500", "revenue_per_sale: {value: 500, source: books}"),
    )
    after(
        with_first_channel(visit_to_lead_rate=between(0.05, 0.08, 0.12, source="books")),
        ("[5 %, 8 %, 12 %]", "{range: [5 %, 8 %, 12 %], source: books}"),
    )


def test_a_new_plan_and_the_first_target_are_added_in_block_style():
    small = parse(SMALL)
    plan = Plan(name="Stop", notes="Nothing\nat all.", monthly_spend={})
    target = Target(metric="customers", at_least=240.0, probability=0.8)
    written = write(replace(small, plans=(*small.plans, plan), targets=(target,)), onto=SMALL).decode()
    tail = written[written.index("  monthly_spend: {Google Ads") :]
    assert tail == (
        "  monthly_spend: {Google Ads: [1000, 2000]}\n"
        "- name: Stop\n  notes: |-\n    Nothing\n    at all.\n  monthly_spend: {}\n"
        "targets:\n  - {metric: customers, at_least: 240, probability: 80 %}\n"
        "\n# The end.\n"
    )


def test_a_file_without_a_last_line_end_keeps_having_none():
    content = SMALL.rstrip().removesuffix(b"# The end.").rstrip()
    scenario = replace(parse(content), targets=(Target(metric="roi", at_least=0.5),))
    written = write(scenario, onto=content)
    assert written == content + b"\ntargets:\n  - {metric: roi, at_least: 0.5}"


def test_what_cannot_be_read_is_replaced_by_a_fresh_file():
    small = parse(SMALL)
    assert write(small, onto=b"\xff\xfe\x00") == write(small, onto=SMALL + b"---\na: 1\n") == write(small)


def test_a_curve_that_was_not_stated_is_written_on_one_line():
    curve = Saturating(gain_from_doubling=between(0.5, 0.65, 0.8))
    scenario = with_first_channel(curve=curve, reference_spend=1000.0)
    written = write(scenario, onto=SMALL).decode()
    assert "    curve: {type: saturating, gain_from_doubling: [50 %, 65 %, 80 %]}\n" in written
    assert cast("Any", parse(written.encode())).channels[0].curve == curve


def test_saving_a_change_records_the_model_of_today():
    before = parse(SMALL)
    former = write(before).replace(f"model {MODEL_VERSION}".encode(), b"model 1", 1)
    assert model_of(former) == "1"
    assert write(before, onto=former) == former, "nothing was changed"
    saved = write(replace(before, name="Smaller"), onto=former)
    assert model_of(saved) == MODEL_VERSION
    assert model_of(b"# my own words\nformat: 1\n") == ""
