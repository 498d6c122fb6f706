"""The page "Assumptions": what is typed reaches the draft, what is wrong is said where it stands."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import simulator
from simulator.edits.currency import converted
from simulator.library import catalogue
from simulator.scenario.beliefs import Learned, between, certain
from simulator.scenario.channels import CHANNEL_TYPES, PayPerLead
from simulator.scenario.curves import CURVES
from simulator.scenario.fields import walk
from simulator.scenario.provenance import YOUR_FIGURE, as_own
from simulator.scenario.stages import Stage
from simulator.scenario.steps import Step, Steps
from simulator.units import Role

PAGE = Path(simulator.__file__).parent / "ui" / "pages" / "assumptions.py"
SEARCH = "channels.Google Ads search"
UNFOLDED = {}


@pytest.fixture
def page(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))
    opened = AppTest.from_file(str(PAGE), default_timeout=60).run()
    assert not opened.exception
    yield opened
    UNFOLDED.clear()


def draft(page):
    return page.session_state["funnelcast"].workspace.draft


def run(widget):
    """Run the page with what was done to a widget; collapsed parts have no widget here, and are unfolded each time."""
    page = widget if isinstance(widget, AppTest) else widget.root._runner
    for key in UNFOLDED.get(id(page), ()):
        page.session_state[key] = True
    after = widget.run()
    assert not after.exception
    return after


def type_in(page, key, typed):
    return run(page.text_input(key=key).set_value(typed))


def choose(page, key, option):
    return run(page.button_group(key=key).set_value(option))


def look_at(page, section, channel=None):
    choose(page, "pick section", section)
    return page if channel is None else choose(page, "pick channel", channel)


def unfold(page, *keys):
    UNFOLDED[id(page)] = keys
    return run(page)


def said(page):
    """All that the page says in words, without the marks that keep people's own words from being read as Markdown."""
    return "\n".join(element.value for element in page.markdown).replace("\\", "").replace("\u2060", "")


def beside_boxes(page):
    """What is said to be wrong beside boxes, without the list of what is to be mended."""
    return "\n".join(line for line in said(page).splitlines() if ":red[" in line)


def own(belief):
    """The belief as somebody's who typed it today."""
    return as_own(belief, date.today())


def keys_of(elements):
    return {element.key for element in elements}


# -- whose figure it is ---------------------------------------------------------------------------------------------


def test_a_typed_figure_says_that_it_is_ones_own_since_when_and_what_it_was(page):
    former = draft(page).business.revenue_per_sale
    type_in(page, "business.revenue_per_sale low", "300")
    lines = captions(page)
    assert any(line.startswith(YOUR_FIGURE) and str(date.today().year) in line for line in lines)
    assert any(line.startswith("Was $420 to $900, half below $620. Source: Conley 2024") for line in lines)
    assert "1 of the 26 numbers behind this plan is yours." in lines
    run(page.button(key="former business.revenue_per_sale").click())
    assert draft(page).business.revenue_per_sale == former
    assert "None of the 26 numbers behind this plan are yours." in captions(page)


def test_the_examples_number_typed_again_is_the_examples_again(page):
    former = draft(page).business.revenue_per_sale
    type_in(page, "business.revenue_per_sale low", "300")
    type_in(page, "business.revenue_per_sale low", "420")
    assert draft(page).business.revenue_per_sale == former


def test_a_range_that_was_measured_says_what_it_was_before_and_takes_that_back(page):
    former = draft(page).business.revenue_per_sale
    record = Learned(
        first=date(2020, 1, 1),
        last=date(2020, 3, 1),
        count=40,
        before=(former.low, former.likely, former.high),
        before_source=former.source,
        before_as_of=former.as_of,
    )
    measured = {"low": 500.0, "likely": 600.0, "high": 700.0, "source": "Measured from 40 sales, Jan 2020 to Mar 2020"}
    page.session_state["funnelcast"] = with_belief(page, **measured, as_of=date(2020, 3, 31), learned=record)
    run(page)
    lines = captions(page)
    assert "Measured from 40 sales, Jan 2020 to Mar 2020" in lines
    assert any(line.startswith("Before: $420 to $900, half below $620.") for line in lines)
    assert any("1 of them measured from figures of Jan 2020 to Mar 2020" in line for line in lines)
    run(page.button(key="learned business.revenue_per_sale").click())
    assert draft(page).business.revenue_per_sale == former


def test_a_measured_range_that_is_typed_over_is_ones_own_and_can_still_be_taken_back(page):
    former = draft(page).business.revenue_per_sale
    record = Learned(first=date(2020, 1, 1), last=date(2020, 3, 1), count=40, before=(1.0, 2.0, 3.0))
    page.session_state["funnelcast"] = with_belief(page, source="Measured from 40 sales, Jan 2020", learned=record)
    run(page)
    type_in(page, "business.revenue_per_sale low", "300")
    typed = draft(page).business.revenue_per_sale
    assert (typed.source, typed.learned) == (YOUR_FIGURE, record)
    assert former.learned is None


def test_a_source_that_its_owner_stated_stays_when_the_number_is_typed_again(page):
    page.session_state["funnelcast"] = with_belief(page, source="Our books, 2026")
    run(page)
    type_in(page, "business.revenue_per_sale low", "310")
    assert draft(page).business.revenue_per_sale.source == "Our books, 2026"


def test_the_figure_to_replace_next_is_a_press_away(page):
    label = page.button(key="own-figures-next").label.replace("\\", "")
    assert label.replace("\u2060", "").startswith("Next: “")
    look_at(page, "funnel")
    run(page.button(key="own-figures-next").click())
    assert page.session_state["funnelcast choices"].made["section"] in {"business", "channels"}


def with_belief(page, **parts):
    known = page.session_state["funnelcast"]
    scenario = known.workspace.draft
    belief = replace(scenario.business.revenue_per_sale, **parts)
    business = replace(scenario.business, revenue_per_sale=belief)
    return replace(known, workspace=replace(known.workspace, draft=replace(scenario, business=business)))


def captions(page):
    return [element.value.replace("\\", "").replace("\u2060", "") for element in page.caption]


# -- numbers -------------------------------------------------------------------------------------------------------


def test_a_typed_range_becomes_a_belief_of_ones_own(page):
    type_in(page, "business.revenue_per_sale low", "$300")
    type_in(page, "business.revenue_per_sale high", "1,234.5")
    found = draft(page).business.revenue_per_sale
    assert found == own(between(300.0, 620.0, 1234.5))
    assert page.text_input(key="business.revenue_per_sale low").value == "300"


def test_rates_are_typed_and_shown_as_percent(page):
    assert page.text_input(key="business.gross_margin_rate likely").value == "52 %"
    type_in(page, "business.gross_margin_rate likely", "55.5")
    assert draft(page).business.gross_margin_rate.likely == 0.555
    assert page.text_input(key="business.gross_margin_rate likely").value == "55.5 %"


def test_a_share_typed_as_a_fraction_is_taken_as_it_stands_with_a_question_beside_it(page):
    box = "business.gross_margin_rate likely"
    type_in(page, box, "0.45")
    assert draft(page).business.gross_margin_rate.likely == 0.0045
    assert "“0.45” is read as 0.45 %. Did you mean 45 %?" in said(page)
    run(page.button(key="instead business.gross_margin_rate low").click())
    assert draft(page).business.gross_margin_rate.likely == 0.45
    assert "Did you mean" not in said(page)


def test_a_doubt_about_a_number_goes_with_the_number(page):
    type_in(page, "business.revenue_per_sale high", "1.250")
    assert "“1.250” is read as 1.25. Did you mean 1,250?" in said(page)
    type_in(page, "business.revenue_per_sale high", "1,250")
    assert draft(page).business.revenue_per_sale.high == 1250.0
    assert "Did you mean" not in said(page)
    type_in(page, "business.revenue_per_sale high", "1.5k")
    assert "“1.5k” is read as 1,500." in said(page)
    run(page.button(key="undo").click())
    assert "is read as" not in said(page)


@pytest.mark.parametrize(
    ("box", "typed"),
    [
        ("business.gross_margin_rate likely", "12k"),
        ("business.revenue_per_sale likely", "50 %"),
        ("business.revenue_per_sale likely", "1e12"),
    ],
)
def test_of_a_box_with_two_wrong_texts_in_turn_only_the_last_is_spoken_of(page, box, typed):
    type_in(page, box, "-5")
    assert "cannot be" in beside_boxes(page)
    type_in(page, box, typed)
    assert f"“{typed}” is " in beside_boxes(page)
    assert "cannot be" not in beside_boxes(page)


def test_a_target_speaks_of_what_stands_in_its_boxes(page):
    unfold(page, TARGETS)
    type_in(page, "target 1 probability", "150")
    assert "cannot be" in beside_boxes(page)
    type_in(page, "target 1 probability", "often")
    assert "“often” is not a number: write it like 8.5 %" in beside_boxes(page)
    assert "cannot be" not in beside_boxes(page)


def test_the_browser_says_which_marks_are_decimals(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))
    german = AppTest.from_file(str(PAGE), default_timeout=60)
    german.context = {"locale": "de-DE"}
    german.run()
    type_in(german, "business.revenue_per_sale high", "1.234,5")
    assert draft(german).business.revenue_per_sale.high == 1234.5
    assert german.text_input(key="business.revenue_per_sale high").value == "1.234,5"


def test_what_is_no_number_stays_in_its_box_and_changes_nothing(page):
    before = draft(page)
    type_in(page, "business.revenue_per_sale likely", "a lot")
    assert draft(page) == before
    assert page.text_input(key="business.revenue_per_sale likely").value == "a lot"
    assert "a lot” is not a number" in said(page)


def test_what_is_no_number_is_still_there_when_the_section_is_seen_again(page):
    type_in(page, "business.revenue_per_sale likely", "a lot")
    look_at(page, "channels")
    look_at(page, "business")
    assert page.text_input(key="business.revenue_per_sale likely").value == "a lot"


def test_a_wrong_order_is_kept_and_said_at_the_field(page):
    type_in(page, "business.revenue_per_sale low", "5000")
    assert draft(page).business.revenue_per_sale.low == 5000.0
    assert "three numbers must rise" in said(page)
    assert "One thing to fix" in said(page)


def test_an_impossible_rate_is_said_in_percent(page):
    type_in(page, "business.gross_margin_rate high", "120 %")
    assert "120% cannot be: it must be at most 100%" in said(page)


def test_undo_takes_a_number_back_and_its_box_follows(page):
    type_in(page, "business.revenue_per_sale low", "300")
    run(page.button(key="undo").click())
    assert page.text_input(key="business.revenue_per_sale low").value == "420"
    run(page.button(key="redo").click())
    assert page.text_input(key="business.revenue_per_sale low").value == "300"


def test_undo_replaces_what_could_not_be_read(page):
    type_in(page, "business.revenue_per_sale low", "300")
    type_in(page, "business.revenue_per_sale low", "many")
    run(page.button(key="undo").click())
    assert page.text_input(key="business.revenue_per_sale low").value == "420"


def test_a_range_becomes_a_number_and_a_number_a_range(page):
    choose(page, "mode business.revenue_per_sale", "one")
    assert draft(page).business.revenue_per_sale.is_certain
    type_in(page, "business.revenue_per_sale one", "500")
    assert (draft(page).business.revenue_per_sale.low, draft(page).business.revenue_per_sale.high) == (500.0, 500.0)
    choose(page, "mode business.revenue_per_sale", "range")
    opened = draft(page).business.revenue_per_sale
    assert opened.low < 500.0 == opened.likely < opened.high


def test_an_optional_number_can_be_left_out_and_stated_again(page):
    choose(page, "mode business.revenue_per_repeat_sale", "one")
    choose(page, "mode business.revenue_per_repeat_sale", "unset")
    assert draft(page).business.revenue_per_repeat_sale is None
    choose(page, "mode business.revenue_per_repeat_sale", "range")
    assert draft(page).business.revenue_per_repeat_sale is None
    for part, typed in (("low", "0.1"), ("likely", "0.2")):
        type_in(page, f"business.revenue_per_repeat_sale {part}", typed)
        assert draft(page).business.revenue_per_repeat_sale is None
        assert page.text_input(key=f"business.revenue_per_repeat_sale {part}").value == typed
    assert "a number is missing here" in said(page).lower()
    type_in(page, "business.revenue_per_repeat_sale high", "0.5")
    assert draft(page).business.revenue_per_repeat_sale == own(between(0.1, 0.2, 0.5))


def test_what_a_missing_number_means_elsewhere_is_said(page):
    choose(page, "mode business.yearly_retention_rate", "unset")
    assert "repeat sales need the share of customers kept" in said(page)


def test_a_lopsided_range_states_what_it_implies(page):
    for part, typed in (("low", "100"), ("likely", "105"), ("high", "900")):
        type_in(page, f"business.revenue_per_sale {part}", typed)
    assert "Lopsided: it says that 1 time in 100 the truth is above" in said(page)
    assert not page.session_state["funnelcast"].workspace.draft.business.revenue_per_sale.is_certain


def test_every_range_has_a_picture_that_can_be_read_out(page):
    pictures = [element.proto.body for element in page.get("html") if element.proto.body.startswith("<img")]
    ranges = [key for key in keys_of(page.text_input) if key.endswith(" likely")]
    assert len(pictures) == len(ranges) > 0
    assert all('alt="' in picture and "8 in 10 times" in picture for picture in pictures)


def test_a_source_and_its_date_are_kept(page):
    unfold(page, "source business.revenue_per_sale")
    run(page.text_area(key="business.revenue_per_sale source").set_value("2026 accounts"))
    run(page.date_input(key="business.revenue_per_sale as of").set_value(date(2026, 10, 1)))
    found = draft(page).business.revenue_per_sale
    assert (found.source, found.as_of) == ("2026 accounts", date(2026, 10, 1))


def test_a_belief_can_state_limits_of_its_own(page):
    unfold(page, "source business.gross_margin_rate")
    type_in(page, "business.gross_margin_rate at_most", "70 %")
    assert draft(page).business.gross_margin_rate.at_most == 0.7
    type_in(page, "business.gross_margin_rate at_least", "half")
    assert "“half” is not a number" in said(page)
    type_in(page, "business.gross_margin_rate at_most", "60")
    assert "the last number must be below 60%" in said(page).lower()
    type_in(page, "business.gross_margin_rate at_most", "")
    assert draft(page).business.gross_margin_rate.at_most is None


def test_times_to_close_are_asked_for_as_deals(page):
    choose(page, "mode business.sales_cycle_months", "range")
    labels = {element.label for element in page.text_input}
    assert {"1 deal in 10 within", "Half within", "9 in 10 within"} <= labels
    choose(page, "mode business.sales_cycle_months", "unset")
    assert draft(page).business.sales_cycle_months is None


# -- the frame -----------------------------------------------------------------------------------------------------


def test_the_frame_of_the_scenario_can_be_changed(page):
    unfold(page, "fold business frame", "fold business capacity", "fold business more")
    type_in(page, "name", "Ridge & Co")
    type_in(page, "horizon_months", "36")
    type_in(page, "market_correlation", "30 %")
    type_in(page, "business.monthly_overhead", "")
    type_in(page, "business.new_customers_per_month_at_most", "")
    run(page.selectbox(key="currency").set_value("EUR"))
    run(page.button(key="rename-currency").click())
    run(page.selectbox(key="start").set_value(date(2027, 4, 1)))
    choose(page, "business.overflow", "queue")
    now = draft(page)
    assert (now.name, now.horizon_months, now.market_correlation) == ("Ridge & Co", 36, 0.3)
    assert (now.currency, now.start, now.business.overflow) == ("EUR", date(2027, 4, 1), "queue")
    assert (now.business.monthly_overhead, now.business.new_customers_per_month_at_most) == (0.0, None)
    assert any("€" in element.label for element in page.text_input)


def test_a_horizon_that_is_no_whole_number_is_refused_and_a_wrong_one_said(page):
    unfold(page, "fold business frame")
    type_in(page, "horizon_months", "two years")
    assert "is not a whole number" in said(page)
    type_in(page, "horizon_months", "500")
    assert draft(page).horizon_months == 500
    assert "must be between 1 and 120" in said(page)


def test_a_season_is_twelve_numbers_around_one(page):
    unfold(page, "fold business season")
    choose(page, "mode seasonality", "own")
    type_in(page, "seasonality 1", "2")
    assert draft(page).seasonality == (2.0, *(1.0,) * 11)
    assert "must average 1" in said(page)
    run(page.button(key="scale seasonality").click())
    assert sum(draft(page).seasonality) == pytest.approx(12.0)
    assert "must average 1" not in said(page)
    choose(page, "mode seasonality", "same")
    assert draft(page).seasonality is None


# -- the funnel ----------------------------------------------------------------------------------------------------


def test_the_rates_asked_for_follow_the_steps_that_are_tracked(page):
    look_at(page, "funnel")
    choose(page, "funnel.stages", [Stage.SQLS, Stage.MQLS])
    assert draft(page).funnel.stages == (Stage.MQLS, Stage.SQLS)
    modes = {key for key in keys_of(page.button_group) if key.startswith("mode funnel.")}
    asked = {"visit_to_lead_rate", "lead_to_mql_rate", "mql_to_sql_rate", "sql_to_customer_rate"}
    assert modes == {f"mode funnel.{name}" for name in asked}
    assert "Is missing" in said(page)


# -- channels ------------------------------------------------------------------------------------------------------


def test_renaming_a_channel_renames_it_in_the_plans_and_keeps_it_in_view(page):
    look_at(page, "channels")
    type_in(page, f"{SEARCH}.name", "Search [ads](http://x)")
    now = draft(page)
    assert now.channel_names[0] == "Search [ads](http://x)"
    assert all("Google Ads search" not in plan.monthly_spend for plan in now.plans)
    assert "Search [ads](http://x)" in now.plans[0].monthly_spend
    assert page.button_group(key="pick channel").value == "Search [ads](http://x)"


def test_a_name_that_is_taken_is_refused_at_its_box(page):
    look_at(page, "channels")
    before = draft(page)
    type_in(page, f"{SEARCH}.name", "radio")
    assert draft(page) == before
    assert "there is already a channel called radio" in said(page).lower()


def test_a_channel_can_be_copied_moved_and_removed_and_all_of_it_undone(page):
    look_at(page, "channels")
    before = draft(page)
    for action in ("Copy", "Move right", "Move left", "Remove"):
        run(page.button(key=f"channel {action}").click())
    assert draft(page).channels == before.channels
    run(page.button(key="channel Remove").click())
    assert len(draft(page).channels) == len(before.channels) - 1
    while not page.button(key="undo").disabled:
        run(page.button(key="undo").click())
    assert draft(page) == before


def test_all_channels_can_be_removed_and_a_first_one_added(page):
    look_at(page, "channels")
    for _ in draft(page).channels:
        run(page.button(key="channel Remove").click())
    assert draft(page).channels == ()
    unfold(page, "add channel")
    run(page.button(key="add from catalogue").click())
    assert len(draft(page).channels) == 1


def test_a_channel_of_the_catalogue_comes_with_the_figures_of_the_trade(page):
    look_at(page, "channels")
    unfold(page, "add channel")
    assert page.selectbox(key="add trade").value == "plumber"
    run(page.selectbox(key="add entry").set_value("tv"))
    run(page.button(key="add from catalogue").click())
    added = draft(page).channels[-1]
    assert added.name == "TV"
    assert added.carry_over.likely > 0
    assert page.button_group(key="pick channel").value == "TV"
    assert "TV is added" in page.success[0].value
    assert "One thing to fix" not in said(page)


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
def test_a_blank_channel_says_what_it_still_needs(page, kind):
    look_at(page, "channels")
    unfold(page, "add channel")
    run(page.selectbox(key="add type").set_value(kind))
    run(page.button(key="add blank").click())
    added = draft(page).channels[-1]
    assert (added.type, added.name) == (kind, "New channel")
    assert "Is missing; state it here" in said(page)
    brings = added.cost or "visits_per_month"
    cost = f"channels.New channel.{brings}"
    for part, typed in (("low", "5"), ("likely", "8"), ("high", "12")):
        type_in(page, f"{cost} {part}", typed)
    assert getattr(draft(page).channels[-1], brings) == own(between(5.0, 8.0, 12.0))


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
def test_the_way_of_paying_can_be_changed(page, kind):
    look_at(page, "channels")
    run(page.selectbox(key=f"{SEARCH}.type").set_value(kind))
    changed = draft(page).channels[0]
    assert changed.type == kind
    assert f"mode {SEARCH}.{changed.cost or 'visits_per_month'}" in keys_of(page.button_group)


@pytest.mark.parametrize("kind", CURVES)
def test_the_curve_can_be_changed(page, kind):
    look_at(page, "channels")
    run(page.selectbox(key=f"{SEARCH}.curve").set_value(kind))
    assert draft(page).channels[0].curve.type == kind


def test_a_channel_takes_the_rate_of_all_channels_until_it_states_its_own(page):
    look_at(page, "channels")
    path = f"{SEARCH}.lead_to_customer_rate"
    shared = draft(page).funnel.lead_to_customer_rate
    choose(page, f"mode {path}", "range")
    assert draft(page).channels[0].lead_to_customer_rate == shared
    type_in(page, f"{path} low", "10")
    assert draft(page).funnel.lead_to_customer_rate == shared
    choose(page, f"mode {path}", "unset")
    assert draft(page).channels[0].lead_to_customer_rate is None


def test_a_problem_leads_to_its_place(page):
    look_at(page, "channels", "Radio")
    unfold(page, "fold channel timing")
    type_in(page, "channels.Radio.carry_over high", "99 %")
    look_at(page, "business")
    unfold(page)
    run(page.button(key="go 0").click())
    assert page.button_group(key="pick channel").value == "Radio"
    assert page.text_input(key="channels.Radio.carry_over high").value == "99 %"


def test_every_declared_number_stands_on_the_page(page):
    expanders = [f"fold {owner}" for owner in ("business repeats", "business capacity", "business more")]
    timing = [f"fold channel {group}" for group in ("timing", "fees", "customers")]
    scenario = draft(page)
    expected = {place.path: place for place in walk(scenario) if not place.path.startswith("targets")}
    found = keys_of(unfold(page, *expanders).text_input) | keys_of(page.button_group)
    found |= keys_of(look_at(page, "funnel").button_group)
    look_at(page, "channels")
    unfold(page, *timing)
    for channel in scenario.channel_names:
        choose(page, "pick channel", channel)
        found |= keys_of(page.text_input) | keys_of(page.button_group)
    missing = [
        path
        for path, place in expected.items()
        if (path if place.quantity.role is Role.NUMBER else f"mode {path}") not in found and _is_asked(scenario, place)
    ]
    assert missing == []


def _is_asked(scenario, place):
    """Rates between stages that nothing passes through are not asked for, nor are both ways to state one thing."""
    if place.name in ("repeat_sales_per_year", "yearly_retention_rate", "monthly_retention_rate"):
        return place.value is not None
    if not place.name.endswith("_rate") or "_to_" not in place.name or place.value is not None:
        return True
    owner = place.owner
    rates = owner.rates(scenario.funnel.stages) if hasattr(owner, "rates") else ("lead_to_customer_rate",)
    return place.name in rates


def test_words_that_people_write_are_shown_letter_by_letter(page):
    look_at(page, "channels")
    type_in(page, f"{SEARCH}.name", "$1 *or* $2 :red[x] ![i](http://y)")
    label = next(option.content for option in page.button_group(key="pick channel").proto.options)
    assert "\\*or\\*" in label
    assert "![i]" not in label


def test_long_words_are_shown_whole(page):
    unfold(page, "fold business frame")
    type_in(page, "client", "x" * 100)
    run(page.text_area(key="notes").set_value("y\n" * 500))
    assert (draft(page).client, draft(page).notes) == ("x" * 100, ("y\n" * 500).strip())


def test_the_page_says_what_is_not_modelled(page):
    look_at(page, "channels")
    assert any("customers you already have are not modelled" in element.value for element in page.caption)


def test_a_removed_channel_takes_no_more_numbers(page):
    look_at(page, "channels")
    page.text_input(key=f"{SEARCH}.cost_per_click low").set_value("9")
    run(page.button(key="channel Remove").click())
    assert "Google Ads search" not in draft(page).channel_names


def test_a_lead_channel_needs_nothing_but_its_cost(page):
    look_at(page, "channels")
    unfold(page, "add channel")
    run(page.selectbox(key="add type").set_value("pay_per_lead"))
    run(page.button(key="add blank").click())
    choose(page, "mode channels.New channel.cost_per_lead", "one")
    type_in(page, "channels.New channel.cost_per_lead one", "60")
    assert draft(page).channels[-1] == PayPerLead(name="New channel", cost_per_lead=own(certain(60.0)))
    assert "to mend" not in said(page)


TARGETS = "fold business targets"


def test_a_target_is_typed_in_the_unit_of_its_metric(page):
    unfold(page, TARGETS)
    assert [target.label for target in draft(page).targets] == ["customers >= 360", "cac <= 350"]
    type_in(page, "target 1 bound", "400")
    type_in(page, "target 1 probability", "65 %")
    assert (draft(page).targets[0].at_least, draft(page).targets[0].probability) == (400.0, 0.65)
    run(page.selectbox(key="target 1 metric").set_value("roi"))
    assert draft(page).targets[0].label == "roi >= 0"
    type_in(page, "target 1 bound", "50 %")
    assert draft(page).targets[0].at_least == 0.5
    choose(page, "target 1 side", "at_most")
    assert draft(page).targets[0].label == "roi <= 0.5"
    type_in(page, "target 1 probability", "")
    assert draft(page).targets[0].probability is None


def test_targets_are_added_and_removed_and_all_of_it_undone(page):
    unfold(page, TARGETS)
    before = draft(page)
    run(page.button(key="add-target").click())
    assert [target.label for target in draft(page).targets] == ["customers >= 360", "cac <= 350", "profit >= 0"]
    run(page.button(key="target 1 remove").click())
    assert [target.label for target in draft(page).targets] == ["cac <= 350", "profit >= 0"]
    assert page.text_input(key="target 1 bound").value == "350"
    run(page.button(key="undo").click())
    run(page.button(key="undo").click())
    assert draft(page) == before


def test_what_is_wrong_with_a_target_is_said_below_it(page):
    unfold(page, TARGETS)
    type_in(page, "target 1 bound", "many")
    assert "“many” is not a number" in said(page)
    assert draft(page).targets[0].at_least == 360.0
    type_in(page, "target 2 probability", "150")
    assert "1 to fix below" in said(page)
    assert "150% cannot be" in said(page)
    assert page.button(key="go 0").label == "**Target 2**"


# -- customers who come back, and what changes over time -------------------------------------------------------------


def test_customers_buy_again_never_now_and_then_or_exactly_every_so_many_months(page):
    choose(page, "business repeats", "every")
    assert (draft(page).business.repeat_every_months, draft(page).business.repeat_sales_per_year) == (12, None)
    type_in(page, "business.repeat_every_months", "6")
    assert draft(page).business.repeat_every_months == 6
    choose(page, "business repeats", "never")
    assert (draft(page).business.repeat_every_months, draft(page).business.repeat_sales_per_year) == (None, None)
    choose(page, "business repeats", "often")
    for part, typed in (("low", "1"), ("likely", "2"), ("high", "3")):
        type_in(page, f"business.repeat_sales_per_year {part}", typed)
    assert draft(page).business.repeat_sales_per_year == own(between(1.0, 2.0, 3.0))


def test_a_channel_whose_customers_never_come_back_says_so_for_itself(page):
    look_at(page, "channels", "Google Ads search")
    unfold(page, "fold channel customers")
    choose(page, f"{SEARCH} repeats", "never")
    assert draft(page).channel("Google Ads search").repeat_sales_per_year == certain(0.0)
    choose(page, f"{SEARCH} repeats", "every")
    assert draft(page).channel("Google Ads search").repeat_every_months == 12
    choose(page, f"{SEARCH} repeats", "business")
    channel = draft(page).channel("Google Ads search")
    assert (channel.repeat_sales_per_year, channel.repeat_every_months) == (None, None)


def test_the_same_customers_stay_when_the_share_is_stated_by_month(page):
    before = draft(page).business.yearly_retention_rate
    choose(page, "business kept", "monthly_retention_rate")
    business = draft(page).business
    assert business.yearly_retention_rate is None
    assert business.monthly_retention_rate.likely == pytest.approx(before.likely ** (1 / 12), abs=5e-5)
    choose(page, "business kept", "yearly_retention_rate")
    back = draft(page).business.yearly_retention_rate
    assert (back.low, back.likely, back.high) == (before.low, before.likely, before.high)
    assert draft(page).business.monthly_retention_rate is None


def test_a_price_may_change_from_year_to_year_and_only_a_price(page):
    price, share = "business.revenue_per_sale", "business.gross_margin_rate"
    page.session_state[f"source {price}"] = page.session_state[f"source {share}"] = True
    run(page)
    assert f"{share} yearly change" not in keys_of(page.text_input)
    page.session_state[f"source {price}"] = True
    type_in(page, f"{price} yearly change", "-3")
    assert draft(page).business.revenue_per_sale.yearly_change == -0.03


def test_the_room_for_customers_may_change_in_a_later_month(page):
    room = "business.new_customers_per_month_at_most"
    unfold(page, "fold business capacity")
    run(page.button(key=f"{room} add").click())
    run(page.selectbox(key=f"{room} from 2").set_value(6))
    type_in(page, f"{room} amount 2", "90")
    steps = draft(page).business.new_customers_per_month_at_most
    assert steps == Steps(steps=(Step(amount=45.0), Step(amount=90.0, first=date(2027, 6, 1))))
    type_in(page, f"{room} amount 2", "0")
    assert "is 0; it must be above 0" in said(page).lower()
    run(page.button(key=f"{room} remove 2").click())
    assert draft(page).business.new_customers_per_month_at_most == 45.0


def test_overhead_that_is_not_stated_from_the_start_is_none_until_then(page):
    overhead = "business.monthly_overhead"
    unfold(page, "fold business more")
    run(page.button(key=f"{overhead} add").click())
    run(page.button(key=f"{overhead} remove 1").click())
    assert draft(page).business.monthly_overhead == Steps(steps=(Step(amount=180.0, first=date(2027, 2, 1)),))
    run(page.button(key=f"{overhead} remove 1").click())
    assert draft(page).business.monthly_overhead == 0.0


# -- another currency ----------------------------------------------------------------------------------------------


def in_rupiah(page, rate):
    unfold(page, "fold business frame")
    run(page.selectbox(key="currency").set_value("IDR"))
    return type_in(page, "exchange rate", rate)


def test_another_currency_asks_for_the_rate_before_anything_changes(page):
    before = draft(page)
    in_rupiah(page, "many")
    assert draft(page) == before
    assert page.button(key="convert").disabled
    assert "is not a rate: write it like 0.92 or 15500" in said(page)


@pytest.mark.parametrize(
    ("locale", "rate", "word", "is_read"),
    [
        ("de_DE", "1.085", "“1.085” can be two rates: write 1,085 or 1085", False),
        ("en_US", "1,085", "“1,085” can be two rates: write 1.085 or 1085", False),
        ("de_DE", "1,085", "“1,085” is read as 1,085; for 1.085 write 1085.", True),
        ("en_US", "1,08", "“1,08” is read as 1.08.", True),
        ("de_DE", "viele", "“viele” is not a rate: write it like 0,92 or 15500", False),
    ],
)
def test_a_rate_that_may_be_another_is_asked_about_in_the_readers_own_numbers(locale, rate, word, is_read):
    def alone(locale: str) -> None:
        import streamlit

        from simulator.ui.forms.exchange_rate import rate_box

        streamlit.session_state["rate"] = rate_box("USD", "EUR", locale=locale, key="typed rate")

    page = AppTest.from_function(alone, args=(locale,), default_timeout=60).run()
    run(page.text_input(key="typed rate").set_value(rate))
    assert word in said(page)
    assert (page.session_state["rate"] is not None) is is_read


def test_all_amounts_are_converted_at_the_rate(page):
    before = draft(page)
    in_rupiah(page, "15500")
    run(page.button(key="convert").click())
    assert draft(page) == converted(before, "IDR", 15_500.0, date.today())
    assert "exchange rate" not in keys_of(page.text_input)


def test_who_changes_their_mind_keeps_the_currency(page):
    before = draft(page)
    in_rupiah(page, "")
    run(page.button(key="keep-currency").click())
    assert draft(page) == before
    assert page.selectbox(key="currency").value == before.currency
    assert "convert" not in keys_of(page.button)


@pytest.mark.parametrize(("rate", "times"), [("15500", 15_500.0), ("", None)])
def test_a_channel_of_the_catalogue_is_converted_or_left_open(page, rate, times):
    in_rupiah(page, "15500")
    run(page.button(key="convert").click())
    UNFOLDED.clear()
    look_at(page, "channels")
    unfold(page, "add channel")
    run(page.selectbox(key="add entry").set_value("tv"))
    type_in(page, "add rate", rate)
    run(page.button(key="add from catalogue").click())
    cost = draft(page).channels[-1].cost_per_mille
    stated = catalogue.entry("tv").channel("plumber").cost_per_mille
    assert cost is None if times is None else cost.likely == pytest.approx(times * stated.likely, rel=1e-3)
