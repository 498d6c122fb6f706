"""The story that a client is told: every sentence follows from the numbers, whatever they are."""

import re
from dataclasses import replace

import pytest

from simulator.edits.plans import renamed_plan, without_plan
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.presentation.judgement import judgement_text
from simulator.scenario.presentation import SECTIONS, Presentation
from simulator.story import Slide, Story, Told, story
from simulator.story.told import plans_told
from simulator.text.formats import Formats
from tests.examples import CERTAIN, PLUMBER
from tests.plain import beliefs
from tests.told import DAY, DRAWS, EXTREMES, told, with_presentation


def slide(of: Story, key: str) -> Slide:
    return next(each for each in of.slides if each.key == key)


def words(of: Story) -> str:
    parts: list[str] = [of.title, of.client]
    for each in of.slides:
        parts += [each.title, each.lead, *each.sentences, each.notes]
        parts += [picture.says for picture in each.pictures]
        parts += [text for point in each.points for text in (point.title, point.text)]
        parts += [text for tile in each.tiles for text in (tile.label, tile.middle, tile.range)]
        table = each.table
        parts += [] if table is None else [table.caption, *table.heads, *(cell for row in table.rows for cell in row)]
    return "\n".join(parts)


def test_all_parts_are_told_in_their_order_after_the_title():
    scenario = with_presentation(PLUMBER, next_steps="Call the printer\n- Start in May")
    found = [each.key for each in story(told(scenario)).slides]
    # Why a split is the best is told of plans that came from a search.
    assert found == ["title", *(each for each in SECTIONS if each not in ("progress", "split"))]


def test_only_the_parts_that_were_chosen_are_told():
    scenario = with_presentation(PLUMBER, sections=("risks", "returns"))
    assert [each.key for each in story(told(scenario)).slides] == ["title", "returns", "risks"]


def test_the_title_has_the_words_that_were_chosen_and_the_judgement_on_the_plan():
    scenario = with_presentation(PLUMBER, title="Spring at last", colour="#1f6f54")
    of = told(scenario)
    found = story(of)
    assert (found.title, found.slides[0].title, found.colour) == ("Spring at last", "Spring at last", "#1f6f54")
    assert found.slides[0].lead == judgement_text(of.judgement, of.formats, scenario.horizon_months)


def test_the_second_plan_is_proposed_against_the_first_unless_others_are_named():
    assert plans_told(PLUMBER) == ("Shift to SEO", "Today")
    assert plans_told(with_presentation(PLUMBER, plan="Add radio", against="Shift to SEO")) == (
        "Add radio",
        "Shift to SEO",
    )
    assert plans_told(with_presentation(PLUMBER, plan="Today")) == ("Today", "")


def test_a_presentation_follows_its_plans():
    scenario = with_presentation(PLUMBER, plan="Add radio", against="Today")
    assert renamed_plan(scenario, "Add radio", "Radio").presentation.plan == "Radio"
    assert without_plan(scenario, "Today").presentation == Presentation(plan="Add radio")


def test_the_budget_by_channel_adds_up_to_that_of_the_plan():
    found = slide(story(told(PLUMBER, "Shift to SEO")), "spend")
    assert found.table is not None
    amounts = [float(re.sub(r"[$,]", "", row[2])) for row in found.table.rows]
    assert sum(amounts[:-1]) == pytest.approx(amounts[-1], abs=len(amounts))
    assert amounts[-1] == pytest.approx(PLUMBER.spend("Shift to SEO").sum(), abs=1)


def test_the_figures_are_those_of_the_engine():
    of = told(beliefs(CERTAIN), "Today")
    tiles = {tile.key: tile.middle for tile in slide(story(of), "returns").tiles}
    assert tiles["profit"] == "$5,000"
    assert tiles["customers"] == "30"
    assert METRICS["profit"].label in words(story(of))


def test_a_plan_against_itself_says_nothing_of_another_one():
    of = Told(simulate(PLUMBER, "Today", draws=DRAWS), None, Formats("USD"), DAY)
    assert "against" not in [each.key for each in story(of).slides]


def test_next_steps_are_a_point_a_line():
    scenario = with_presentation(PLUMBER, next_steps="Call the printer\n\n- Start in May \n")
    assert [point.title for point in slide(story(told(scenario)), "next_steps").points] == [
        "Call the printer",
        "Start in May",
    ]


@pytest.mark.parametrize("name", EXTREMES)
@pytest.mark.parametrize("locale", ["en_US", "de_DE"])
def test_every_extreme_is_told_in_whole_sentences(name, locale):
    found = story(told(beliefs(EXTREMES[name]), locale=locale))
    text = words(found)
    assert not re.search(r"\bnan\b|\binf\b|None(?! of)|\b1 months\b|\b1 channels\b|\.\.|  ", text)
    for each in found.slides:
        for said in (each.lead, *(() if each.key == "title" else each.sentences)):
            assert not said or said[0].isupper() or said[0] in "“0123456789", said
            assert not said or said.endswith("."), said
        for picture in each.pictures:
            assert picture.says.endswith("."), picture.says


@pytest.mark.parametrize("name", ["all loss", "no revenue at all"])
def test_nobody_is_told_that_a_plan_which_only_loses_is_worth_it(name):
    found = story(told(beliefs(EXTREMES[name])))
    assert found.slides[0].lead.startswith("Not worth it")
    assert "not within" in words(found) or "beyond" in words(found) or "never" in words(found)


def test_the_words_that_are_used_are_explained_and_no_others():
    found = {row[0] for row in story(told(PLUMBER)).terms.rows}
    assert found >= {"Profit after marketing", "Cost per new customer (CAC)", "Payback", "Possible world", "8 in 10"}
    assert "More from doubling the spend" in found
    assert not found & {"Marketing-qualified leads (MQL)", "Churn", "Opportunities"}


def test_a_word_of_a_part_that_was_not_chosen_is_not_explained():
    chosen = with_presentation(PLUMBER, sections=("next_steps",), next_steps="Ask for the NPV")
    found = {row[0] for row in story(told(chosen)).terms.rows}
    assert "Profit in today's money (NPV)" in found
    assert "ROI on gross profit" not in found


@pytest.mark.parametrize(
    ("sources", "said"),
    [
        ([], "None of the 4 numbers has a source yet."),
        (["revenue_per_sale"], "3 of the 4 numbers have no source yet."),
        (["revenue_per_sale", "gross_margin_rate"], "2 of the 4 numbers have no source yet."),
    ],
)
def test_numbers_without_a_source_are_counted_in_words(sources, said):
    scenario = beliefs(EXTREMES["one channel and one plan"])
    stated = {name: replace(getattr(scenario.business, name), source="Books of 2026") for name in sources}
    of = story(told(replace(scenario, business=replace(scenario.business, **stated))))
    assert slide(of, "assumptions").sentences == (said,)


def test_figures_that_do_not_vary_are_not_said_to_have_worlds_above_them():
    assert slide(story(told(beliefs(EXTREMES["nothing spent"]))), "returns").lead == (
        "Over 24 months. At least 8 in 10 of the possible worlds give these figures."
    )
    assert slide(story(told(beliefs(EXTREMES["all loss"]))), "returns").lead.startswith("Over 24 months. Half of the")


def test_one_world_has_no_averages():
    found = words(story(told(beliefs(EXTREMES["one world"]))))
    assert "possible worlds, because averages" not in found
    assert "Averages by channel" not in found
