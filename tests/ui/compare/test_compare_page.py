import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import library
from simulator.analyses.comparison import compare
from simulator.analyses.settling import settled
from simulator.analyses.stress import Condition, rarity, simulate_under
from simulator.cli.serving import app_script
from simulator.engine.cost import cost_of
from simulator.engine.sampling import DEFAULT_DRAWS
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS
from simulator.presentation.comparison_text import facts, verdict_sentence
from simulator.presentation.conditions import rarity_sentence, worlds_sentence
from simulator.presentation.headline import headline
from simulator.scenario.plans import Plan
from simulator.scenario_files import write
from simulator.text.formats import Formats
from simulator.ui.session import state
from tests.examples import MARKUP, PLUMBER
from tests.html_reader import Reader
from tests.ui.sessions import Session

pytestmark = pytest.mark.all_worlds

FORMATS = Formats("USD")
NAMES = [plan.name for plan in PLUMBER.plans]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    (tmp_path / "library").mkdir()
    return tmp_path / "library"


def visited(address=None, *, locale="en-US") -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": locale}
    app.switch_page("simulator/ui/pages/compare.py")
    app.query_params.update(address or {"scenario": "example/plumber"})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def after(action, **choice) -> AppTest:
    """The page as a visitor finds it who did something elsewhere before."""
    session = Session()
    session.do(action)
    return visited({**session.address, **choice})


def words(app: AppTest) -> str:
    return Reader("\n".join(element.value for element in app.get("html"))).text


def captions(app: AppTest) -> str:
    return " ".join(re.sub(r"[\\\u2060]", "", line.value) for line in app.caption)


def charts(app: AppTest) -> list[str]:
    return [json.loads(chart.proto.spec)["description"] for chart in app.get("vega_lite_chart")]


def held(app: AppTest, name: str) -> list[str]:
    found = app.query_params.get(name, [])
    return [found] if isinstance(found, str) else list(found)


def sentence(metric, label, comparison) -> str:
    return verdict_sentence(f"“{label}”", comparison.plans[label], METRICS[metric], FORMATS)


@cache
def compared(metric="profit", names=tuple(NAMES), conditions=()):
    """The engine's comparison in as many worlds as its verdicts need."""

    def in_worlds(draws):
        plans = {name: simulate_under(PLUMBER, name, conditions, draws=draws) for name in names}
        return compare(plans, metric=metric)

    return settled(in_worlds, DEFAULT_DRAWS)


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> AppTest:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("FUNNELCAST_LIBRARY", str(tmp_path_factory.mktemp("library")))
        return visited()


def test_the_page_opens_with_all_plans_against_the_first(first):
    assert first.multiselect(key="compare-plans").value == [f"here/{name}" for name in NAMES]
    assert first.selectbox(key="compare-baseline").value == "here/Today"
    assert first.selectbox(key="compare-metric").value == "profit"
    assert held(first, "with") == [f"here/{name}" for name in NAMES]


def test_every_verdict_is_that_of_the_engine(first):
    comparison = compared()
    assert f"Tried in {FORMATS.count(comparison.draws)} possible worlds." in words(first)
    for name in NAMES[1:]:
        assert sentence("profit", name, comparison) in words(first)
        for fact in facts(comparison.plans[name], METRICS["profit"], FORMATS):
            assert f"{fact.label} {fact.text}" in words(first)


def test_every_picture_is_there_once(first):
    assert len(charts(first)) == len(NAMES) - 1 + 2


def test_another_metric_moves_everything(first):
    page = visited()
    page.selectbox(key="compare-metric").set_value("cac")
    checked(page.run())
    assert sentence("cac", "Shift to SEO", compared("cac")) in words(page)
    assert held(page, "by") == ["cac"]


def test_what_matters_can_be_set_and_another_metric_forgets_it():
    page = visited()
    page.text_input(key="compare-matters").set_value("$1,000,000")
    checked(page.run())
    assert held(page, "matters") == ["1000000.0"]
    assert "Differences of up to $1,000,000 in profit after marketing do not count." in words(page)
    assert "“Shift to SEO”: no meaningful difference." in words(page)
    page.selectbox(key="compare-metric").set_value("revenue")
    checked(page.run())
    assert (held(page, "matters"), page.text_input(key="compare-matters").value) == ([], "")


def test_what_matters_is_read_from_the_address_in_the_unit_of_the_metric():
    page = visited({"scenario": "example/plumber", "by": "roi", "matters": "0.5"})
    assert page.text_input(key="compare-matters").value == "50 %"
    assert "Differences of up to 50 points in ROI on gross profit do not count." in words(page)


@pytest.mark.parametrize("typed", ["much", "-5"])
def test_what_is_no_size_is_said_beside_its_box_and_changes_nothing(typed):
    page = visited()
    before = words(page)
    page.text_input(key="compare-matters").set_value(typed)
    checked(page.run())
    assert any("is not a number of 0 or more" in line.value for line in page.markdown)
    assert (words(page), held(page, "matters")) == (before, [])


def noted(page: AppTest) -> str:
    """What stands beside boxes."""
    return " ".join(line.value for line in page.markdown).replace("\\", "").replace("\u2060", "")


def test_how_a_size_was_read_is_said_beside_its_box():
    page = visited()
    page.text_input(key="compare-matters").set_value("12k")
    checked(page.run())
    assert held(page, "matters") == ["12000.0"]
    assert "“12k” is read as 12,000." in noted(page)
    page.text_input(key="compare-matters").set_value("1.250")
    checked(page.run())
    assert "Did you mean 1,250?" in noted(page)
    checked(page.button(key="instead compare-matters").click().run())
    assert held(page, "matters") == ["1250.0"]
    assert "Did you mean" not in noted(page)


def test_more_worlds_than_the_server_bears_are_not_tried(monkeypatch):
    needed = max(cost_of(PLUMBER, name, DEFAULT_DRAWS).memory for name in NAMES)
    monkeypatch.setattr("simulator.engine.cost.MOST_MEMORY", 1.5 * needed)
    # What matters is as large as the difference itself, so that the verdict hangs on the error of the simulation.
    edge = compared().plans["Shift to SEO"].difference.mean
    page = visited({"scenario": "example/plumber", "matters": f"{edge:.0f}"})
    assert "Tried in 8,192 possible worlds, which leave a verdict open" in words(page)


def test_a_plan_has_the_figures_that_the_page_plan_shows_however_many_worlds_a_verdict_takes(monkeypatch):
    needed = max(cost_of(PLUMBER, name, DEFAULT_DRAWS).memory for name in NAMES)
    # Twice as many worlds are more than those of the page Plan, and enough of them.
    monkeypatch.setattr("simulator.engine.cost.MOST_MEMORY", 2.5 * needed)
    edge = compared().plans["Shift to SEO"].difference.mean
    page = visited({"scenario": "example/plumber", "matters": f"{edge:.0f}"})
    assert "Tried in 8,192 possible worlds" not in words(page)
    assert "Each plan's own figures are from 8,192 worlds, those of the page Plan." in words(page)
    for name in NAMES:
        profit = next(tile for tile in headline(simulate(PLUMBER, name), FORMATS) if tile.key == "profit")
        assert f"{name} {profit.middle} 8 in 10: {profit.range}" in words(page)


def test_another_baseline_turns_the_comparison():
    page = visited()
    page.selectbox(key="compare-baseline").set_value("here/Add radio")
    checked(page.run())
    assert "Against Add radio" in words(page)
    assert "Baseline Add radio" in words(page)
    assert sentence("profit", "Today", compared("profit", ("Add radio", "Today", "Shift to SEO"))) in words(page)
    assert page.multiselect(key="compare-plans").value == [f"here/{name}" for name in NAMES]


def test_fewer_plans_can_be_chosen():
    page = visited()
    page.multiselect(key="compare-plans").set_value(["here/Today", "here/Add radio"])
    checked(page.run())
    assert "Shift to SEO" not in words(page)
    page.multiselect(key="compare-plans").set_value(["here/Today"])
    checked(page.run())
    assert "Choose two plans or more to compare them." in [box.value for box in page.info]
    assert charts(page) == []


def test_a_link_opens_the_same_comparison():
    page = visited(
        {
            "scenario": "example/plumber",
            "with": ["here/Today", "here/Add radio"],
            "against": "here/Add radio",
            "by": "roi",
            "what-if": ["market:high"],
        }
    )
    assert sentence("roi", "Today", compared("roi", ("Add radio", "Today"))) in words(page)
    assert "If that happens" in words(page)
    assert held(page, "what-if") == ["market:high"]


def test_an_address_of_nonsense_shows_what_makes_sense_of_it():
    page = visited(
        {
            "scenario": "example/plumber",
            "with": ["here/Today", "saved/../../etc/x", "here/Gone", "example/none/Today", "here/Add radio"],
            "by": "<script>",
            "what-if": ["nothing:low", "market:up"],
            "months": "99999",
            "against": "here/Nobody",
        }
    )
    assert held(page, "with") == ["here/Today", "here/Add radio"]
    assert "Gone is not there any more" in captions(page)
    assert len(charts(page)) == 3


def test_a_condition_is_shown_beside_what_is_believed():
    page = visited()
    page.selectbox(key="what-if-any").set_value("market")
    checked(page.run())
    condition = (Condition("market", "low"),)
    under = compared(conditions=condition)
    assert f"If that happens: {sentence('profit', 'Add radio', under)}" in words(page)
    assert sentence("profit", "Add radio", compared()) in words(page)
    assert rarity_sentence(rarity(PLUMBER, condition), PLUMBER, FORMATS) in captions(page)
    assert worlds_sentence(PLUMBER, condition, FORMATS) in captions(page)
    assert len(charts(page)) == 2 * (len(NAMES) - 1) + 3


def test_a_belief_can_be_turned_to_its_other_side():
    page = visited({"scenario": "example/plumber", "what-if": ["market:low"]})
    page.get("button_group")[1].set_value("high")
    checked(page.run())
    condition = (Condition("market", "high"),)
    under = compared(conditions=condition)
    assert f"If that happens: {sentence('profit', 'Add radio', under)}" in words(page)
    assert held(page, "what-if") == ["market:high"]


def test_three_beliefs_together_are_rare_and_a_fourth_is_supposed_by_a_share():
    sides = ["market:low", "funnel.lead_to_customer_rate:low", "business.revenue_per_sale:low"]
    page = visited({"scenario": "example/plumber", "what-if": sides})
    assert "If that happens: " in words(page)
    assert re.search("together .*(rarer than 1 world in|about 1 world in)", captions(page))
    page.selectbox(key="what-if-any").set_value("business.gross_margin_rate")
    checked(page.run())
    assert held(page, "what-if") == [*sides, "business.gross_margin_rate:-20"]
    assert [group.options for group in page.get("button_group")[1:]].count(["By percent"]) == 1
    (percent,) = (box for box in page.text_input if box.label == "Percent more or less")
    assert percent.value == "-20 %"


def save(folder, name, **changes) -> None:
    changed = replace(PLUMBER, name=name, **changes)
    (folder / f"{name}.yaml").write_bytes(write(changed))


def with_saved(name, plan="Today") -> AppTest:
    return visited({"scenario": "example/plumber", "with": ["here/Today", f"saved/{name}/{plan}"]})


def test_a_plan_of_another_file_can_be_added(folder):
    save(folder, "Other")
    page = visited()
    page.session_state["compare-add"] = True
    checked(page.run())
    assert "Other (saved), USD" in page.selectbox(key="compare-scenario").options
    page.selectbox(key="compare-scenario").set_value("saved/Other")
    checked(page.run())
    page.selectbox(key="compare-plan-saved/Other").set_value("Add radio")
    checked(page.run())
    page.button(key="compare-add-it").click()
    checked(page.run())
    assert held(page, "with")[-1] == "saved/Other/Add radio"
    assert "Add radio · Other" in words(page)


def adding(place=None) -> AppTest:
    page = visited()
    page.session_state["compare-add"] = True
    checked(page.run())
    return page if place is None else checked(page.selectbox(key="compare-scenario").set_value(place).run())


def test_of_many_files_the_chosen_one_alone_is_read_as_a_whole(folder, monkeypatch):
    names = ["Chosen", *(f"Left {number}" for number in range(20))]
    for name in names:
        save(folder, name, horizon_months=12, targets=())
    page, read = visited(), list[str]()
    whole = library.entry
    monkeypatch.setattr(library, "entry", lambda path: (read.append(path.stem), whole(path))[1])
    page.session_state["compare-add"] = True
    checked(page.run())
    offered = page.selectbox(key="compare-scenario").options
    assert [text for text in offered if "(saved)" in text] == [
        f"{name} (saved), USD, 12 months" for name in sorted(names)
    ]
    assert set(read) <= {"Chosen"}


def test_a_file_that_cannot_be_read_says_so_when_it_is_chosen(folder):
    save(folder, "Good")
    (folder / "Bad [x].yaml").write_bytes(b"name: [")
    page = adding("saved/Bad [x]")
    assert "cannot be read: the page Scenarios says why" in page.warning[0].value
    assert "compare-add-it" not in [button.key for button in page.button]
    page.selectbox(key="compare-scenario").set_value("saved/Good")
    checked(page.run())
    page.button(key="compare-add-it").click()
    checked(page.run())
    assert held(page, "with")[-1] == "saved/Good/Today"


def test_the_copy_of_a_plan_in_another_file_is_said_to_be_the_same(folder):
    save(folder, "Other")
    page = with_saved("Other")
    assert "“Today · Other”: no meaningful difference: keep your plan; both give the same in every" in words(page)
    assert "Average difference no change" in words(page)
    # Two plans of one name both say whose they are, the others need not.
    assert f"Baseline Today · {PLUMBER.name}" in words(page)
    assert f"Today · {PLUMBER.name}" not in words(visited())


def test_another_currency_is_not_compared_and_says_why(folder):
    save(folder, "Euros", currency="EUR")
    page = with_saved("Euros")
    assert "Euros is in EUR" in page.warning[0].value
    assert "Money in different currencies cannot be compared" in page.warning[0].value
    assert charts(page) == []


def test_each_picture_is_a_sentence_too():
    page = visited()
    said = words(page)
    assert "of 20 worlds are worse. World 1 of 20, from less to more: " in said
    assert "At the end: Today, Dec 2028: $" in said
    assert "Today, Google Ads search: $48,000; " in said


def test_a_single_month_is_a_sentence_not_a_line():
    page = after(lambda: state.set_draft(replace(PLUMBER, horizon_months=1, targets=(), plans=PLUMBER.plans[:2])))
    assert not any("month by month" in chart for chart in charts(page))
    assert "At the end: Today, Jan 2027: " in words(page)


def test_other_horizons_are_compared_over_the_common_months(folder):
    save(folder, "Short", horizon_months=12, targets=(), plans=(replace(PLUMBER.plans[0]),))
    page = with_saved("Short")
    assert "looks 12 months ahead" in page.warning[0].value
    assert charts(page) == []
    page.button(key="compare-common-months").click()
    checked(page.run())
    assert not page.warning
    assert held(page, "months") == ["12"]
    assert "both give the same in every possible world" in words(page)
    page.button(key="compare-all-months").click()
    checked(page.run())
    assert page.warning


def test_one_plan_alone_is_told_how_to_get_a_second():
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=PLUMBER.plans[:1])))
    assert any("Make a second one on the page Plan" in box.value for box in page.info)
    assert len(page.get("page_link")) == 1
    assert charts(page) == []


def test_a_draft_with_problems_shows_them_instead_of_a_result():
    page = after(lambda: state.set_draft(replace(PLUMBER, horizon_months=500)))
    assert page.error
    assert charts(page) == []


def test_more_than_six_plans_begin_with_the_first_six():
    plans = tuple(replace(PLUMBER.plans[0], name=f"Plan {number}") for number in range(8))
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=plans)))
    assert held(page, "with") == [f"here/Plan {number}" for number in range(6)]


def test_what_a_person_typed_is_shown_letter_by_letter():
    spend = PLUMBER.plans[0].monthly_spend
    plans = (PLUMBER.plans[0], Plan(name=MARKUP, monthly_spend=spend, notes=MARKUP))
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=plans)), against=f"here/{MARKUP}")
    html = "".join(element.value for element in page.get("html"))
    assert "<script>" not in html
    assert f"Against {MARKUP}" in words(page)


def test_plans_that_spend_nothing_have_no_empty_picture():
    idle = tuple(Plan(name=name, monthly_spend={}) for name in ("Nothing", "Nothing more"))
    page = after(lambda: state.set_draft(replace(PLUMBER, plans=idle)))
    assert "None of these plans spends anything." in words(page)
    assert "Budget by channel, all plans side by side" not in charts(page)


def test_choosing_another_metric_leaves_the_simulations_alone(monkeypatch):
    page = visited()

    def refuse(*_, **__):
        raise AssertionError("simulated again")

    monkeypatch.setattr("simulator.ui.session.results.simulate", refuse)
    page.selectbox(key="compare-metric").set_value("revenue")
    checked(page.run())
    assert "Revenue" in words(page)


def test_numbers_are_written_as_the_reader_writes_them():
    page = visited(locale="de-DE")
    german = Formats("USD", "de_DE")
    spoken = verdict_sentence("“Shift to SEO”", compared().plans["Shift to SEO"], METRICS["profit"], german)
    assert " ".join(spoken.split()) in words(page)
