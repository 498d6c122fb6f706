from dataclasses import replace
from datetime import date

import pytest

from simulator.edits.actuals import with_actuals, with_imports, with_tables
from simulator.edits.channels import remove_channel, rename_channel
from simulator.edits.currency import converted
from simulator.edits.next_year import next_year
from simulator.engine.simulation import simulate
from simulator.errors import ScenarioFileError
from simulator.imports import NamedTable
from simulator.imports.any_table import KEYS
from simulator.metrics.kpis import draws_of
from simulator.presentation.changes import changes
from simulator.scenario.actuals import FIGURES, Actuals, Imported, ImportedTable, TableColumns
from simulator.scenario_files import parse, write
from simulator.text.formats import Formats
from simulator.validation import problems
from tests.examples import PLUMBER

ADS, SEO = PLUMBER.channel_names[:2]
JANUARY, FEBRUARY, APRIL = date(2027, 1, 1), date(2027, 2, 1), date(2027, 4, 1)
FORMATS = Formats("USD", "en_US")
HEADINGS = ("Monat", "Kosten", "Netto", "Notiz")
COSTS = NamedTable({"month": "Monat", "spend": "Kosten"}, HEADINGS)
TABLE = with_tables(PLUMBER, [COSTS])
KNOWN = with_actuals(
    PLUMBER, {ADS: {JANUARY: {"spend": 3012.5, "leads": 21.0}, APRIL: {"spend": 2980.0, "revenue": 9000.0}}}
)


def in_file(entries: str) -> str:
    return f"{write(PLUMBER).decode().rstrip()}\nactuals:\n{entries}\n"


def test_figures_of_a_month_stand_in_lists_with_nothing_where_none_is_known():
    (own,) = KNOWN.actuals
    assert (own.channel, own.first) == (ADS, JANUARY)
    assert own.spend == (3012.5, None, None, 2980.0)
    assert (own.leads, own.revenue, own.visits) == ((21.0,), (None, None, None, 9000.0), ())
    assert own.by_month == {
        JANUARY: {"spend": 3012.5, "leads": 21.0},
        APRIL: {"spend": 2980.0, "revenue": 9000.0},
    }


def test_a_figure_takes_the_place_of_what_stood_there_and_of_nothing_else():
    corrected = with_actuals(KNOWN, {ADS: {JANUARY: {"spend": 3000.0}, date(2026, 12, 1): {"visits": 5.0}}})
    (own,) = corrected.actuals
    assert own.first == date(2026, 12, 1)
    assert own.by_month == {
        date(2026, 12, 1): {"visits": 5.0},
        JANUARY: {"spend": 3000.0, "leads": 21.0},
        APRIL: {"spend": 2980.0, "revenue": 9000.0},
    }
    assert with_actuals(KNOWN, {ADS: KNOWN.actuals[0].by_month}) == KNOWN


def test_real_figures_are_kept_in_a_file_and_read_back():
    made = with_imports(KNOWN, {"Brand search": ADS})
    assert not problems(made)
    content = write(made)
    assert f"  - {{channel: {ADS}, from: 2027-01, spend: [3012.5, null, null, 2980]" in content.decode()
    assert parse(content) == made


def test_a_person_leaves_out_what_is_not_known_in_whichever_way_they_write_it():
    entry = f"  - {{channel: {ADS}, from: 2027-01, leads: [21, ~, null, 30], spend: [-12.5]}}"
    (own,) = parse(in_file(entry).encode()).actuals
    assert own == Actuals(channel=ADS, first=JANUARY, leads=(21.0, None, None, 30.0), spend=(-12.5,))


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        ("{channel: Ads, from: 2027-01, leads: [1]}",
         'actuals.1.channel (line {}): is "Ads"; there is no such channel'),
        (f"{{channel: {ADS}, leads: [1]}}", "actuals.1.from (line {}): is missing"),
        (f"{{channel: {ADS}, from: 3, leads: [1]}}",
         'actuals.1.from (line {}): is "3"; it must be a year and a month, such as 2027-01'),
        (f"{{channel: {ADS}, from: 1027-01, leads: [1]}}", "actuals.1.from (line {}): is in the year 1027"),
        (f"{{channel: {ADS}, from: 2027-01, leads: [4, -1]}}",
         "actuals.1.leads (line {}): in month 2 is -1; it must be 0 or more"),
        (f"{{channel: {ADS}, from: 2027-01, spend: [1,500, 2,000]}}", "actuals.1.spend (line {})"),
        (f"{{channel: {ADS}, from: 2027-01, sale: [1]}}", "actuals.1.sale (line {}): no such entry"),
    ],
)  # fmt: skip
def test_what_no_month_can_have_is_refused_where_it_stands(entry, words):
    text = in_file(f"  - {entry}")
    with pytest.raises(ScenarioFileError) as refused:
        parse(text.encode())
    assert words.format(text.rstrip().count("\n") + 1) in str(refused.value)


def test_a_channel_has_its_figures_once():
    twice = replace(KNOWN, actuals=KNOWN.actuals * 2)
    assert [f"{each.path}: {each.message}" for each in problems(twice)] == [
        f'actuals: states real figures of the channel "{ADS}" twice'
    ]
    unknown = replace(PLUMBER, imports=(Imported(source="", channel=ADS), Imported(source="A", channel="B")))
    assert [each.path for each in problems(unknown)] == ["imports.1.source", "imports.2.channel"]


def test_the_columns_of_a_table_are_kept_in_a_file_and_read_back():
    made = with_imports(with_tables(KNOWN, [COSTS]), {"Brand search": ADS})
    assert not problems(made)
    content = write(made)
    assert "imports:\n  - {columns: {month: Monat, spend: Kosten}}\n  - {source: Brand search" in content.decode()
    assert parse(content) == made
    assert parse(write(with_imports(made, {"Brand search": SEO}), onto=content)).imported_tables == [COSTS.columns]


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (
            "{columns: {month: Monat}}",
            "imports.1.columns (line {}): names no figure; say which column holds one of spend",
        ),
        ("{columns: {}}", "imports.1.columns (line {}): names no figure"),
        ("{columns: {spend: [Kosten]}}", "imports.1.columns.spend (line {}): is a list"),
        ("{columns: {spent: Kosten}}", "imports.1.columns.spent (line {}): no such entry; did you mean spend?"),
        ('{columns: {spend: "two\\nlines"}}', "imports.1.columns.spend (line {}): has a line break"),
        ("{columns: {spend: Kosten}, channel: A}", "imports.1.columns (line {}): no such entry"),
        ("{channel: A}", "imports.1.source (line {}): is missing"),
        ("{}", "imports.1.source (line {}): is missing"),
    ],
)
def test_what_names_no_column_is_said_with_its_line(entry, words):
    text = f"{write(PLUMBER).decode().rstrip()}\nimports:\n  - {entry}\n"
    with pytest.raises(ScenarioFileError) as refused:
        parse(text.encode())
    assert words.format(text.rstrip().count("\n") + 1) in str(refused.value)


def test_columns_take_the_place_of_others_of_the_same_table_alone():
    net = NamedTable({"month": "monat", "spend": "Netto"}, HEADINGS)
    assert with_tables(TABLE, [net]).imported_tables == [net.columns]
    other = NamedTable({"spend": "Kosten"}, ("Kosten", "Tag"))
    assert with_tables(TABLE, [other]).imported_tables == [COSTS.columns, other.columns]
    assert with_tables(TABLE, [COSTS]) is TABLE


def test_headings_that_no_file_could_hold_are_not_remembered_and_of_many_tables_the_newest_are():
    assert with_tables(PLUMBER, [NamedTable({"spend": "two\nlines"}, ("two\nlines",))]) == PLUMBER
    many = [NamedTable({"spend": f"Cost {number}"}, (f"Cost {number}",)) for number in range(60)]
    kept = with_tables(PLUMBER, many)
    assert kept.imported_tables == [each.columns for each in many[10:]]
    assert not problems(kept)
    too_many = replace(kept, imports=(*kept.imports, ImportedTable(columns=TableColumns(leads="Leads"))))
    assert [f"{each.path}: {each.message}" for each in problems(too_many)] == ["imports: has 51 tables; at most 50"]


def test_what_a_column_of_a_table_can_hold_stands_in_a_file():
    assert list(KEYS) == list(TableColumns.__dataclass_fields__)


def test_figures_follow_a_channel_to_another_name_and_go_with_it():
    known = with_imports(with_tables(KNOWN, [COSTS]), {"Brand search": ADS, "Organic Search": SEO})
    renamed = rename_channel(known, ADS, "Search")
    assert [own.channel for own in renamed.actuals] == ["Search"]
    assert renamed.channel_of_source == {"Brand search": "Search", "Organic Search": SEO}
    removed = remove_channel(known, ADS)
    assert (removed.actuals, removed.channel_of_source) == ((), {"Organic Search": SEO})
    assert renamed.imported_tables == removed.imported_tables == [COSTS.columns]


def test_money_is_converted_and_counts_are_not():
    (own,) = converted(KNOWN, "EUR", 0.5, JANUARY).actuals
    assert own.by_month == {JANUARY: {"spend": 1506.25, "leads": 21.0}, APRIL: {"spend": 1490.0, "revenue": 4500.0}}


def test_what_happened_stays_when_the_same_is_planned_for_the_next_year():
    known = with_tables(KNOWN, [COSTS])
    later = next_year(known, "Today")
    assert (later.actuals, later.imports) == (known.actuals, known.imports)


def test_no_figure_of_a_plan_follows_from_them():
    before, after = (draws_of(simulate(each, "Today", draws=64), "profit") for each in (PLUMBER, KNOWN))
    assert (before == after).all()


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (PLUMBER, KNOWN, f"Real figures of {ADS} added: Jan 2027, Apr 2027"),
        (KNOWN, PLUMBER, f"Real figures of {ADS} removed: Jan 2027, Apr 2027"),
        (KNOWN, with_actuals(KNOWN, {ADS: {APRIL: {"spend": 1.0}}}), f"Real figures of {ADS} changed: Apr 2027"),
        (PLUMBER, with_actuals(PLUMBER, {SEO: {date(2027, month, 1): {"leads": 1.0} for month in (1, 2, 4, 7)}}),
         f"Real figures of {SEO} added: 4 months, Jan 2027 to Jul 2027"),
        (PLUMBER, with_imports(PLUMBER, {"Brand": ADS}), f"“Brand” in exports: now {ADS}, not stated before"),
        (with_imports(PLUMBER, {"Brand": ADS}), with_imports(PLUMBER, {"Brand": SEO}),
         f"“Brand” in exports: {ADS} is now {SEO}"),
        (PLUMBER, TABLE, "Columns of a table remembered: month in “Monat”, spend in “Kosten”"),
        (TABLE, PLUMBER, "Columns of a table forgotten: month in “Monat”, spend in “Kosten”"),
    ],
)  # fmt: skip
def test_versions_tell_what_came_went_and_changed(before, after, words):
    assert changes(before, after, FORMATS) == [words]


def test_figures_of_a_renamed_channel_have_not_changed():
    assert changes(KNOWN, rename_channel(KNOWN, ADS, "Search"), FORMATS) == [f"Channel {ADS} renamed to Search"]


def test_every_figure_has_a_list():
    assert set(FIGURES) == set(Actuals.__dataclass_fields__) - {"channel", "first"}
