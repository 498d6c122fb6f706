"""Improvements on the page "Plan": bought with a box and a month, with what each is worth."""

from dataclasses import replace
from datetime import date

import pytest

from simulator.edits.improvements import rename_improvement, with_purchase
from simulator.ui.session import state
from tests.html_reader import Reader
from tests.improved_examples import PAGE, TRAINING, offering
from tests.ui.plan.visits import after, checked


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return after(lambda: state.set_draft(offering()))


def bought(page):
    plan = page.session_state["funnelcast"].workspace.draft.plan("Today")
    return {each.improvement: each.first for each in plan.improvements}


def words(page):
    return Reader("\n".join(element.value for element in page.get("html"))).text


def test_a_box_buys_an_improvement_and_a_month_says_from_when_on(page):
    assert "it would bring" in words(page)
    checked(page.checkbox(key=f"buy Today {PAGE}").check().run())
    assert bought(page) == {PAGE: 1}
    checked(page.selectbox(key=f"buy-month Today {PAGE}").set_value(3).run())
    assert bought(page) == {PAGE: 3}
    assert "From Mar 2027 on it brings" in words(page)
    assert "Overhead and improvements" in words(page)
    checked(page.checkbox(key=f"buy Today {PAGE}").uncheck().run())
    assert bought(page) == {}


def test_each_improvement_says_what_it_does_and_costs(page):
    captions = "\n".join(each.value for each in page.caption).replace("\\", "").replace("\u2060", "")
    assert "Google Ads search: Visits that become leads, then 9% to 18%" in captions
    assert "once and $100 a month" in captions
    assert TRAINING in [box.label for box in page.checkbox]


def test_visits_without_money_have_no_slider(page):
    panel = page.session_state["funnelcast"].panel
    assert "Found by themselves" not in panel.spend


def test_an_improvement_may_be_named_like_the_month_of_another(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    page = after(lambda: state.set_draft(rename_improvement(offering(), TRAINING, f"{PAGE} month")))
    checked(page.checkbox(key=f"buy Today {PAGE}").check().run())
    checked(page.checkbox(key=f"buy Today {PAGE} month").check().run())
    assert set(bought(page)) == {PAGE, f"{PAGE} month"}


def test_of_many_improvements_those_that_are_bought_are_looked_at_first(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    many = tuple(replace(offering().improvements[0], name=f"Page {number}") for number in range(10))
    page = after(lambda: state.set_draft(with_purchase(replace(offering(), improvements=many), "Today", "Page 9", 1)))
    found = words(page)
    assert "Of many, 6 are looked at: first those that the plan buys." in found
    assert all(f"Page {number} " in found for number in (0, 4, 9))
    assert "Page 5 " not in found


def test_a_month_after_the_last_of_the_calendar_breaks_no_page(page):
    checked(page.checkbox(key=f"buy Today {PAGE}").check().run())
    draft = page.session_state["funnelcast"].workspace.draft
    later = after(lambda: state.set_draft(replace(draft, start=date(9999, 12, 1))))
    box = later.selectbox(key=f"buy-month Today {PAGE}")
    assert box.options[:2] == ["Dec 9999", "month 2"]
