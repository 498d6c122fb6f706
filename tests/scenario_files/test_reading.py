"""Reading: every way to state an entry, and what a file may look like."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Literal, TypeVar

import pytest

from simulator.errors import ScenarioError, ScenarioFileError
from simulator.scenario.beliefs import Belief, between, certain
from simulator.scenario.channels import CHANNEL_TYPES, Channel, PayPerClick, PayPerLead
from simulator.scenario.curves import Linear, Saturating
from simulator.scenario.fields import money, record, text
from simulator.scenario.plans import Monthly, PerQuarter, PerYear, Spans, Steady
from simulator.scenario.scenario import Business
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Steps
from simulator.scenario_files import channel_from, parse, parse_draft, read
from simulator.scenario_files.kinds import Reading
from simulator.scenario_files.loading import loaded_text
from simulator.scenario_files.plain import Grouped
from simulator.scenario_files.records import Family
from simulator.scenario_files.rendering import document

T = TypeVar("T")

SOUND = """\
format: 1
name: Small
currency: USD
start: 2027-03
business: {revenue_per_sale: 500, gross_margin_rate: 40 %}
funnel: {lead_to_customer_rate: 30 %}
channels:
  - {name: Flyers, type: pay_per_lead, cost_per_lead: 40}
plans:
  - {name: Today, monthly_spend: {Flyers: 1000}}
"""


def stated(cost: str) -> Belief:
    return parse(SOUND.replace("cost_per_lead: 40", f"cost_per_lead: {cost}").encode()).channels[0].cost_per_lead


def rate(text: str) -> float:
    return parse(SOUND.replace("30 %", text).encode()).funnel.lead_to_customer_rate.likely


def spend(text: str):
    return parse(SOUND.replace("Flyers: 1000", f"Flyers: {text}").encode()).plans[0].monthly_spend["Flyers"]


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("40", 40.0), ("+40", 40.0), ("40.5", 40.5), (".5", 0.5), ("40.", 40.0), ("4e1", 40.0), ("4E+1", 40.0),
        ("0o50", 40.0), ("0x28", 40.0), ("0.1", 0.1), ("12345.678901234567", 12345.678901234567),
    ],
)  # fmt: skip
def test_numbers_are_those_of_the_yaml_core_schema(written, value):
    assert stated(written) == certain(value)


@pytest.mark.parametrize("written", ["4_0", "0b11", "1:30", "1e", "--4", "4 0", "~", "yes", "0x", "1e9999", "²"])
def test_other_words_are_no_numbers(written):
    with pytest.raises(ScenarioFileError, match="number"):
        stated(written)


@pytest.mark.parametrize(
    ("written", "value"),
    [("8 %", 0.08), ("8%", 0.08), ("0.08", 0.08), ('"8 %"', 0.08), ("'8%'", 0.08), ("52.3 %", 0.523), ("7 %", 0.07),
     (".5 %", 0.005)],
)  # fmt: skip
def test_rates_are_fractions_or_percent_rounded_correctly(written, value):
    assert rate(written) == value


def test_a_belief_may_say_where_it_comes_from_and_how_far_it_can_go():
    written = "{range: [30, 40, 60], source: 'books: 2026', as_of: 2026-10-01, at_least: 20, at_most: 100}"
    assert stated(written) == Belief(
        low=30, likely=40, high=60, at_least=20, at_most=100, source="books: 2026", as_of=date(2026, 10, 1)
    )


def test_a_range_is_a_list_of_three_and_a_value_a_certainty():
    assert stated("[30, 40, 60]") == between(30, 40, 60)
    assert stated("{value: 40, source: books}") == certain(40, source="books")


def test_spend_is_an_amount_a_period_or_a_list():
    assert spend("300") == Steady(amount=300.0)
    assert spend("{amount: 300, from: 2}") == Steady(amount=300.0, first=2)
    assert spend("{amount: 300, to: 6}") == Steady(amount=300.0, first=1, last=6)
    assert spend("[0, 0, 1500]") == Monthly(amounts=(0.0, 0.0, 1500.0))


def test_months_of_spend_are_counted_or_those_of_the_calendar_plain_or_in_quotation_marks():
    june = date(2027, 6, 1)
    assert spend("{amount: 300, from: 2027-06}") == Steady(amount=300.0, first=june)
    assert spend("{amount: 300, from: 2, to: '2027-06'}") == Steady(amount=300.0, first=2, last=june)
    assert spend('{amount: 300, from: "2"}') == Steady(amount=300.0, first=2)


def test_spend_may_grow_by_a_share_a_month():
    assert spend("{amount: 300, grows: 5 %}") == Steady(amount=300.0, grows=0.05)
    assert spend("{amount: 300, from: 3, grows: -0.1}") == Steady(amount=300.0, first=3, grows=-0.1)


def test_spend_may_be_several_amounts_that_add_up():
    both = Spans(spans=(Steady(amount=300.0, last=6), Steady(amount=100.0, first=date(2027, 6, 1), grows=0.02)))
    assert spend("[{amount: 300, to: 6}, {amount: 100, from: 2027-06, grows: 2 %}]") == both
    by_lines = SOUND.replace(
        "  - {name: Today, monthly_spend: {Flyers: 1000}}",
        "  - name: Today\n    monthly_spend:\n      Flyers:\n        - {amount: 300, to: 6}\n"
        "        - amount: 100\n          from: 2027-06\n          grows: 2 %",
    )
    assert parse(by_lines.encode()).plans[0].monthly_spend["Flyers"] == both


def test_spend_may_be_stated_by_quarter_or_by_year():
    assert spend("{per_quarter: [3000, 0, 1500]}") == PerQuarter(amounts=(3000.0, 0.0, 1500.0))
    assert spend("{per_quarter: 3000}") == PerQuarter(amounts=3000.0)
    assert spend("{per_year: [12000, 18000]}") == PerYear(amounts=(12000.0, 18000.0))
    assert spend("{per_year: 12000}") == PerYear(amounts=12000.0)


def business(*entries: str) -> Business[Belief]:
    return parse(SOUND.replace("40 %}", f"40 %, {', '.join(entries)}}}").encode()).business


def test_overhead_and_room_for_customers_are_a_number_or_steps():
    steps = Steps(steps=(Step(amount=60.0), Step(amount=90.0, first=date(2027, 6, 1))))
    assert business("monthly_overhead: 500").monthly_overhead == 500.0
    assert business("monthly_overhead: [{amount: 60}, {amount: 90, from: 2027-06}]").monthly_overhead == steps
    stated = business("new_customers_per_month_at_most: [{from: 3, amount: 10}]").new_customers_per_month_at_most
    assert stated == Steps(steps=(Step(amount=10.0, first=3),))


def test_customers_may_buy_again_exactly_every_so_many_months_and_be_kept_by_the_month():
    stated = business("repeat_every_months: 12", "monthly_retention_rate: 98 %")
    assert (stated.repeat_every_months, stated.monthly_retention_rate) == (12, certain(0.98))
    assert stated.repeat_sales_per_year is None


@pytest.mark.parametrize("change", ["8 %", "0.08", '"8%"'])
def test_an_amount_of_money_may_change_from_year_to_year(change):
    assert stated(f"{{range: [30, 40, 60], yearly_change: {change}}}") == replace(
        between(30, 40, 60), yearly_change=0.08
    )


def test_what_is_not_stated_has_its_default():
    scenario = parse(SOUND.encode())
    flyers = scenario.channels[0]
    assert scenario.start == date(2027, 3, 1)
    assert (scenario.horizon_months, scenario.market_correlation, scenario.targets) == (24, 0.0, ())
    assert scenario.business.overflow == "lose"
    assert isinstance(flyers, PayPerLead)
    assert flyers.curve == Linear()
    assert (flyers.carry_over, flyers.incremental_share, flyers.fee_rate) == (certain(0.0), certain(1.0), 0.0)


def test_sections_that_are_left_empty_count_as_not_stated():
    assert parse((SOUND + "targets:\nnotes:\nclient:\n").encode()) == parse(SOUND.encode())


def test_stages_are_read_in_their_order():
    content = SOUND.replace(
        "funnel: {lead", "funnel: {stages: [mqls, sqls], lead_to_mql_rate: 0.5, mql_to_sql_rate: 0.5, sql"
    )
    assert parse(content.encode()).funnel.stages == (Stage.MQLS, Stage.SQLS)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted():
    assert parse(b"\xef\xbb\xbf" + SOUND.replace("\n", "\r\n").encode()) == parse(SOUND.encode())


def test_a_file_in_braces_is_a_scenario_too():
    braces = (
        '{"format": 1, "name": "Small", "currency": "USD", "start": "2027-03", "business": {"revenue_per_sale": 500,'
        ' "gross_margin_rate": 0.4}, "funnel": {"lead_to_customer_rate": "30 %"}, "channels": [{"name": "Flyers",'
        ' "type": "pay_per_lead", "cost_per_lead": 40}], "plans": [{"name": "Today", "monthly_spend":'
        ' {"Flyers": 1000}}]}'
    )
    assert parse(braces.encode()) == parse(SOUND.encode())


def test_one_document_may_have_its_marks():
    assert parse(f"---\n{SOUND}...\n".encode()) == parse(SOUND.encode())


def test_a_draft_may_be_unfinished_but_not_unreadable():
    unfinished = SOUND.replace("lead_to_customer_rate: 30 %", "lead_to_customer_rate: 30").replace("500", "[9, 8, 7]")
    assert parse_draft(unfinished.encode()).funnel.lead_to_customer_rate == certain(30.0)
    with pytest.raises(ScenarioFileError, match="no such entry"):
        parse_draft(unfinished.replace("cost_per_lead", "cost_per_led").encode())


def test_problems_come_in_the_order_of_the_file():
    content = SOUND.replace("USD", "EURO").replace("30 %", "30").replace("1000", "-5").encode()
    with pytest.raises(ScenarioFileError) as caught:
        parse(content)
    assert [problem.line for problem in caught.value.problems] == [3, 6, 10]


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ScenarioFileError, match="there is no such file"):
        read(tmp_path / "none.yaml")


def test_a_folder_is_no_file(tmp_path):
    with pytest.raises(ScenarioFileError, match="is not a file"):
        read(tmp_path)


def test_a_name_that_no_file_can_have_is_told():
    with pytest.raises(ScenarioFileError, match="no file can have this name"):
        read(Path("a\0b"))


def test_a_large_file_is_refused_without_reading_all_of_it(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as opened:
        opened.truncate(10**11)
    with pytest.raises(ScenarioFileError, match="at most 1,000,000"):
        read(path)


def test_a_channel_is_made_of_the_entries_that_a_file_would_have():
    channel = channel_from(
        {
            "type": "pay_per_click",
            "reference_spend": 1000,
            "cost_per_click": {"range": [8, 13, 25], "source": "books", "as_of": date(2026, 10, 1)},
            "visit_to_lead_rate": ["5 %", 0.08, "12 %"],
            "curve": {"type": "saturating", "gain_from_doubling": 0.6},
        },
        "Search",
    )
    assert channel == PayPerClick(
        name="Search",
        reference_spend=1000.0,
        cost_per_click=Belief(low=8, likely=13, high=25, source="books", as_of=date(2026, 10, 1)),
        visit_to_lead_rate=between(0.05, 0.08, 0.12),
        curve=Saturating(gain_from_doubling=certain(0.6)),
    )


def test_a_channel_of_wrong_entries_is_refused_with_all_problems():
    with pytest.raises(ScenarioError, match=r"(?s)Search.cost_per_clik: no such entry.*Search.fee_rate: is a list"):
        channel_from({"type": "pay_per_click", "cost_per_clik": 3, "fee_rate": [1]}, "Search")


@record
class Podcast(Channel[T]):
    """A type that the file reader has never heard of."""

    type = "podcast"
    label = "Podcast"
    about = "Hosts read your text."
    buys = Stage.LEADS
    cost = "cost_per_listener"

    cost_per_listener: T = money("Cost per listener", open_below=True, market=-1)
    host: str = text("Host", default="")
    episodes: int = text("Episodes", default=10)
    first_aired: date | None = text("First aired", default=None)
    language: Literal["en", "de"] = text("Language", default="en")
    downloads: tuple[float, ...] | None = text("Downloads", default=None)


def test_a_new_type_of_channel_needs_no_word_in_the_reader_the_writer_or_the_schema():
    kind = Family("Channel", tuple({**CHANNEL_TYPES, "podcast": Podcast}.items()))
    written = (
        "name: Talk\ntype: podcast\ncost_per_listener: [1, 2, 4]\nhost: Ann\nepisodes: 12\n"
        "first_aired: 2026-05\nlanguage: de\ndownloads: [1.5, 2]\n"
    )
    reading = Reading()
    channel = kind.read(loaded_text(written).root, "", reading)
    assert reading.problems == []
    assert channel == Podcast(
        name="Talk",
        cost_per_listener=between(1, 2, 4),
        host="Ann",
        episodes=12,
        first_aired=date(2026, 5, 1),
        language="de",
        downloads=(1.5, 2.0),
    )
    plain = kind.plain(channel, None)
    assert isinstance(plain, Grouped)
    assert document(plain) == written
    described = next(each for each in kind.schema()["oneOf"] if each["properties"]["type"] == {"const": "podcast"})
    assert described["properties"]["language"] == {"enum": ["en", "de"], "title": "Language"}
    assert described["required"] == ["type", "cost_per_listener", "name"]
