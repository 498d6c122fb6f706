"""The page to play with as a file: whole, small, and closed to whatever slips into its words."""

import json
import re
from base64 import b64decode, b64encode
from dataclasses import replace
from datetime import date
from hashlib import sha256
from html import unescape
from typing import Any

import numpy as np
import pytest

from simulator.engine.sampling import sample
from simulator.engine.simulation import simulate
from simulator.reports.as_html import MOST_BYTES, as_html, worlds_read
from simulator.reports.playable.page import in_script
from simulator.reports.playable.worlds import shape_of
from simulator.scenario.beliefs import Belief
from simulator.scenario.presentation import Presentation
from simulator.scenario.scenario import Scenario
from simulator.story import Told, story
from simulator.story.terms import ABOUT_EXAMPLES
from simulator.text.formats import Formats
from tests.examples import CERTAIN, PLUMBER, UNSURE
from tests.plain import beliefs

DAY = date(2026, 11, 26)


def told(scenario: Scenario[Belief], plan: str = "Today") -> Told:
    return Told(simulate(scenario, plan, draws=512), None, Formats(scenario.currency), DAY)


def page_of(scenario: Scenario[Belief], plan: str = "Today") -> str:
    return as_html(told(scenario, plan)).decode("utf-8")


@pytest.fixture(scope="module")
def plumbers() -> str:
    return page_of(PLUMBER, "Shift to SEO")


def test_the_policy_lets_in_the_pages_own_script_and_looks_and_nothing_else(plumbers):
    page = plumbers
    [policy] = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', page)
    rules = dict(rule.strip().split(" ", 1) for rule in unescape(policy).split(";"))
    [style] = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    [script] = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'"
    assert rules["style-src"] == f"'sha256-{b64encode(sha256(style.encode()).digest()).decode()}'"
    assert not re.search(r"(src|href)=\"(?!data:|#)", page)


def test_it_says_where_its_figures_come_from(plumbers):
    made = dict(re.findall(r"<dt>([^<]+)</dt><dd>([^<]+)</dd>", plumbers))
    assert made["Plan"] == "Shift to SEO"
    assert made["Date"] == "2026-11-26"
    assert made["Possible worlds"] == "512"
    assert made["Worlds where money is moved"] == "2,048"
    assert {"Scenario", "Seed", "Model"} <= made.keys()


def test_the_words_it_uses_are_explained_in_a_closed_part_at_its_end(plumbers):
    page = plumbers
    place = page.index("<details><summary>What the words mean</summary>")
    assert place > page.index("<details><summary>Every number behind the plan</summary>")
    said = unescape(re.sub("<[^>]+>", "\n", page[place : page.index("</main>")])).split("\n")
    terms = story(told(PLUMBER, "Shift to SEO")).terms
    assert len(terms.rows) > 20
    assert [cell for row in terms.rows for cell in row if cell and cell not in said] == []
    assert ABOUT_EXAMPLES in said


def test_no_word_ends_the_script_that_holds_it():
    words = {"name": "</script><!--<script>&amp; \u2028"}
    text = in_script(words)
    assert not re.search("[<>&]", text)
    assert json.loads(text) == words


def test_a_shared_belief_is_one_column_and_a_certain_one_a_number():
    read = worlds_read(told(beliefs(UNSURE)), 64)
    [channel] = read["channels"]
    assert channel["cost"] == 10.0
    assert [channel["sale"][name] for name in ("revenue", "repeatRevenue")] == [channel["sale"]["revenue"]] * 2
    columns = np.frombuffer(b64decode(read["columns"]), "<f4").reshape(-1, 64)
    drawn = sample(beliefs(UNSURE), draws=64, seed=1)
    assert len(columns) == 2
    assert drawn.business.revenue_per_sale is not None
    place = channel["sale"]["revenue"]["column"]
    assert np.array_equal(columns[place], drawn.business.revenue_per_sale.astype("<f4"))


def test_a_scenario_of_forty_channels_still_fits_with_fewer_worlds():
    channel: dict[str, Any] = {
        "type": "pay_per_impression",
        "cost_per_mille": [5, 10, 20],
        "click_through_rate": [0.01, 0.02, 0.04],
        "visit_to_lead_rate": [0.02, 0.05, 0.1],
        "lead_to_customer_rate": [0.1, 0.2, 0.3],
        "incremental_share": [0.5, 0.7, 0.9],
        "carry_over": [0.1, 0.2, 0.4],
        "revenue_per_sale": [300, 500, 900],
        "gross_margin_rate": [0.3, 0.4, 0.5],
    }
    channels = [{**channel, "name": f"Channel {number} of a long name"} for number in range(40)]
    spend = {each["name"]: 100 for each in channels}
    scenario = beliefs({**UNSURE, "channels": channels, "plans": [{"name": "Today", "monthly_spend": spend}]})
    page = as_html(told(replace(scenario, presentation=Presentation(sections=("returns",)))))
    assert len(page) <= MOST_BYTES
    [worlds] = re.findall(rb'"worlds":(\d+)', page)
    assert 256 <= int(worlds) < 2_048


def test_the_sliders_are_there_where_their_slide_was_not_chosen():
    scenario = replace(beliefs(CERTAIN), presentation=Presentation(sections=("returns",)))
    assert page_of(scenario).count('id="playing"') == 1


def test_a_slider_keeps_the_months_of_its_plan():
    amounts = {"Leads": [100.0, 300.0, 0.0, 0.0]}
    plans = [
        {"name": "Today", "monthly_spend": amounts},
        {"name": "Late", "monthly_spend": {"Leads": {"amount": 0, "from": 3}}},
    ]
    scenario = beliefs({**CERTAIN, "horizon_months": 4, "plans": plans})
    assert shape_of(scenario, scenario.plan("Today"), "Leads").tolist() == [1.0, 3.0, 0.0, 0.0]
    assert shape_of(scenario, scenario.plan("Late"), "Leads").tolist() == [0.0, 0.0, 1.0, 1.0]


def test_the_plumbers_page_is_small(plumbers):
    assert len(plumbers.encode("utf-8")) < MOST_BYTES / 2
