"""The adopted plan: kept as it was, whatever becomes of the scenario, and found again under other names."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some
from numpy.testing import assert_array_equal

from simulator.edits.actuals import with_actuals
from simulator.edits.adoption import (
    HeldTo,
    adopt,
    held_to,
    plan_to_adopt,
    with_adopted_figures,
    without_adoption,
)
from simulator.edits.channels import remove_channel, rename_channel
from simulator.edits.currency import converted
from simulator.edits.next_year import next_year
from simulator.edits.plans import renamed_plan, with_spend_by_month, without_plan
from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.simulation import simulate
from simulator.errors import ScenarioFileError, UnknownNameError
from simulator.library.draft_encoding import decoded, encoded
from simulator.metrics.kpis import draws_of
from simulator.presentation.changes import changes
from simulator.scenario.adoption import Adoption
from simulator.scenario.beliefs import between
from simulator.scenario_files import adopted, parse, write
from simulator.scenario_files.glance import glance
from simulator.text.formats import Formats
from simulator.validation import problems
from tests.examples import PLUMBER
from tests.laws import examples
from tests.variations import scenarios

ADS, SEO = PLUMBER.channel_names[:2]
DAY, LATER = date(2027, 1, 5), date(2027, 4, 2)
KNOWN = with_actuals(PLUMBER, {ADS: {date(2027, 1, 1): {"spend": 3_000.0}}})
ADOPTED = adopt(KNOWN, "Today", DAY)
FORMATS = Formats("USD", "en_US")


def kept(scenario):
    assert scenario.adopted is not None
    return adopted(scenario.adopted)


def in_file(figures: str, plan: str = "Today") -> bytes:
    block = "".join(f"    {line}\n" for line in figures.splitlines())
    entries = f'adopted:\n  plan: {plan}\n  date: 2027-01-05\n  model_version: "{MODEL_VERSION}"\n  figures: |\n{block}'
    return f"{write(PLUMBER).decode().rstrip()}\n{entries}".encode()


def test_the_plan_is_kept_with_all_that_its_figures_follow_from_and_nothing_else():
    found = kept(ADOPTED)
    assert ADOPTED.adopted is not None
    assert (ADOPTED.adopted.plan, ADOPTED.adopted.on, ADOPTED.adopted.model_version) == ("Today", DAY, MODEL_VERSION)
    assert [plan.name for plan in found.plans] == ["Today"]
    assert (found.channels, found.targets) == (PLUMBER.channels, PLUMBER.targets)
    assert (found.actuals, found.imports, found.adopted) == ((), (), None)
    before, after = (draws_of(simulate(each, "Today", draws=64), "profit") for each in (PLUMBER, found))
    assert (before == after).all()


def test_what_changes_later_rewrites_no_history():
    dearer = replace(ADOPTED.channels[0], cost_per_click=between(20.0, 30.0, 40.0))
    changed = replace(ADOPTED, channels=(dearer, *ADOPTED.channels[1:]))
    changed = with_spend_by_month(changed, "Today", {ADS: [9.0] * changed.horizon_months})
    changed = without_plan(renamed_plan(changed, "Today", "Tomorrow"), "Tomorrow")
    assert changed.adopted == ADOPTED.adopted
    assert not problems(changed)


def test_a_plan_that_is_adopted_again_takes_its_place_with_the_day():
    again = adopt(ADOPTED, "Today", LATER)
    assert again == adopt(KNOWN, "Today", LATER)
    assert without_adoption(again) == KNOWN
    with pytest.raises(UnknownNameError):
        adopt(KNOWN, "Yesterday", DAY)


def test_the_text_is_kept_in_the_file_to_the_byte():
    content = write(ADOPTED)
    assert "\nadopted:\n  plan: Today\n  date: 2027-01-05\n" in content.decode()
    assert "\n  figures: |\n    # funnelcast model " in content.decode()
    assert parse(content) == ADOPTED
    assert write(ADOPTED, onto=content) == content
    renamed = replace(ADOPTED, name="Ridge in spring")
    assert parse(write(renamed, onto=content)) == renamed
    assert write(ADOPTED, onto=write(renamed, onto=content)) == content


@pytest.mark.thorough
@given(scenarios(), some.data())
@examples(50)
def test_every_plan_of_every_scenario_is_kept_to_the_last_bit(scenario, data):
    plan = data.draw(some.sampled_from([each.name for each in scenario.plans]))
    done = adopt(scenario, plan, DAY)
    assert parse(write(done)) == done
    held = held_to(done)
    assert (held.plan, held.adoption) == (plan, done.adopted)
    before, after = (simulate(each, plan, draws=8) for each in (scenario, held.scenario))
    assert_array_equal(draws_of(before, "profit"), draws_of(after, "profit"))


def test_a_list_of_files_tells_the_present_scenario_and_not_the_one_that_was_kept():
    renamed = rename_channel(replace(ADOPTED, name="Ridge in spring", horizon_months=30), SEO, "Search work")
    seen = glance(write(renamed).decode())
    assert seen is not None
    assert (seen.name, seen.horizon_months, seen.channels) == ("Ridge in spring", 30, renamed.channel_names)


def test_what_is_held_to_is_the_adopted_plan_or_another_as_it_stands():
    assert held_to(ADOPTED) == HeldTo(scenario=kept(ADOPTED), plan="Today", adoption=ADOPTED.adopted)
    assert held_to(ADOPTED, "Today") == held_to(ADOPTED)
    assert held_to(ADOPTED, "Add radio") == HeldTo(scenario=ADOPTED, plan="Add radio")
    assert held_to(PLUMBER) == HeldTo(scenario=PLUMBER, plan="Today")
    assert plan_to_adopt(adopt(PLUMBER, "Add radio", DAY)) == "Add radio"
    assert plan_to_adopt(without_plan(adopt(PLUMBER, "Add radio", DAY), "Add radio")) == "Today"


def test_a_file_with_line_ends_of_windows_keeps_them_and_the_text():
    windows = write(KNOWN).replace(b"\n", b"\r\n")
    written = write(ADOPTED, onto=windows)
    assert b"\n" not in written.replace(b"\r\n", b"")
    assert parse(written) == ADOPTED
    assert write(KNOWN, onto=written) == windows


@pytest.mark.parametrize("plan", ["Plan: “B”, 50 %", "Été №2", 'a "b" \\ c', "'#x"])
def test_any_name_and_note_is_kept(plan: str):
    named = renamed_plan(replace(KNOWN, client="a\n\n b\u2028c\t"), "Today", plan)
    done = adopt(named, plan, DAY)
    assert parse(write(done)) == done
    assert kept(done).plan(plan).monthly_spend == PLUMBER.plan("Today").monthly_spend


def test_a_draft_is_kept_with_it():
    assert decoded(encoded(ADOPTED)) == ADOPTED


@pytest.mark.parametrize(
    ("figures", "plan", "words"),
    [
        ("name: Ridge", "Today", "cannot be read as a scenario (channels: there are none"),
        ("just words", "Today", "cannot be read as a scenario ("),
        (ADOPTED.adopted.figures, "Tomorrow", 'has no plan "Tomorrow"; adopt the plan again'),
        (write(ADOPTED).decode(), "Today", "stands in the figures of an adopted plan; remove it there"),
    ],
)  # fmt: skip
def test_what_nothing_can_be_held_against_is_refused_where_it_stands(figures: str, plan: str, words: str):
    content = in_file(figures, plan)
    with pytest.raises(ScenarioFileError) as refused:
        parse(content)
    line = content.decode().split("\n").index("  figures: |") + 1
    (problem,) = refused.value.problems
    assert (problem.path, problem.line) == ("adopted.figures", line)
    assert words in problem.message


def test_a_name_and_a_year_that_cannot_be_meant_are_problems():
    odd = replace(PLUMBER, adopted=Adoption(plan=" ", on=date(1027, 1, 5), model_version="2", figures=" "))
    assert [each.path for each in problems(odd)] == ["adopted.plan", "adopted.date", "adopted.figures"]
    text = write(ADOPTED).decode().replace("date: 2027-01-05", "date: 2027-01")
    with pytest.raises(ScenarioFileError, match="must be a date, such as 2027-01-31"):
        parse(text.encode())


def test_a_channel_is_found_again_under_another_name():
    renamed = rename_channel(ADOPTED, ADS, "Search")
    assert kept(renamed).channel_names == ("Search", *PLUMBER.channel_names[1:])
    assert kept(renamed).plan("Today").monthly_spend["Search"] == PLUMBER.plan("Today").monthly_spend[ADS]
    assert changes(ADOPTED, renamed, FORMATS) == [f"Channel {ADS} renamed to Search"]


def test_a_channel_that_is_gone_was_planned_all_the_same():
    assert remove_channel(ADOPTED, ADS).adopted == ADOPTED.adopted


def test_a_channel_that_takes_the_name_of_one_that_is_gone_is_not_mistaken_for_it():
    renamed = rename_channel(remove_channel(ADOPTED, ADS), SEO, ADS)
    names = kept(renamed).channel_names
    assert names[:2] == (f"{ADS} 2", ADS)
    assert kept(renamed).channel(ADS) == replace(PLUMBER.channel(SEO), name=ADS)


def test_its_money_is_in_the_currency_of_the_scenario():
    euros = converted(ADOPTED, "EUR", 0.5, DAY)
    assert (euros.currency, kept(euros).currency) == ("EUR", "EUR")
    assert kept(euros).spend("Today").sum() == pytest.approx(PLUMBER.spend("Today").sum() / 2.0)


def test_no_plan_of_the_next_year_is_adopted_yet():
    assert next_year(ADOPTED, "Today").adopted is None


def test_a_text_that_cannot_be_read_is_left_as_it_is():
    odd = replace(ADOPTED, adopted=replace(ADOPTED.adopted, figures="words"))
    assert with_adopted_figures(odd, lambda before: replace(before, name="x")) == odd


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        (KNOWN, ADOPTED, "Plan Today adopted on Jan 5, 2027"),
        (ADOPTED, KNOWN, "Plan Today is no longer adopted"),
        (ADOPTED, adopt(KNOWN, "Today", LATER),
         "Plan Today adopted on Apr 2, 2027, in place of Plan Today of Jan 5, 2027"),
        (ADOPTED, with_adopted_figures(ADOPTED, lambda former: replace(former, name="x")),
         "Plan Today, adopted on Jan 5, 2027: the figures kept of that day have changed"),
    ],
)  # fmt: skip
def test_versions_tell_when_a_plan_was_adopted(before, after, words):
    assert changes(before, after, FORMATS) == [words]
