"""The page "Start": from a few numbers of one's own to an answer."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.edits import with_value
from simulator.edits.beginnings import begun, monthly_budget
from simulator.edits.plans import with_plan
from simulator.library.catalogue import TRADES
from simulator.scenario.beliefs import certain
from simulator.scenario.provenance import as_own
from simulator.ui.session import state
from simulator.ui.session.opening import NOT_HERE
from tests.examples import MARKUP, PLUMBER
from tests.ui.sessions import Session


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path / "library"))
    return tmp_path / "library"


def arrived(address=None, *, locale="en-US", page="") -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": locale}
    if page:
        app.switch_page(f"simulator/ui/pages/{page}.py")
    app.query_params.update(address or {})
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def is_start(app: AppTest) -> bool:
    return [title.value for title in app.title] == ["Start with your business"]


def words(app: AppTest) -> str:
    kinds = ("markdown", "caption", "html")
    found = "\n".join(
        getattr(element, "value", "") or element.proto.body for kind in kinds for element in app.get(kind)
    )
    return found.replace("\\", "").replace("\u2060", "")


def fill(app: AppTest, **typed: str) -> AppTest:
    for name, text in typed.items():
        app.text_input(key=f"start-{name}-0").set_value(text)
    return app


def shown(app: AppTest) -> AppTest:
    return checked(next(button for button in app.button if button.label == "Show me").click().run())


def at_address(app: AppTest) -> dict[str, str]:
    return {name: value if isinstance(value, str) else value[0] for name, value in app.query_params.items()}


def opened(app: AppTest):
    return Session(at_address(app)).do(state.workspace)


def choose(app: AppTest, key: str, option: str) -> AppTest:
    return checked(app.selectbox(key=key).set_value(option).run())


def counting(trade: str) -> AppTest:
    """The answer for somebody of this trade with a small budget who counts 12 new customers a month."""
    app = arrived()
    app.selectbox(key="start-trade").set_value(trade)
    return shown(fill(app, budget="1250", customers="12"))


def test_who_comes_for_the_first_time_is_led_to_the_page_start_once():
    app = arrived()
    assert is_start(app)
    checked(app.switch_page("simulator/ui/pages/plan.py").run())
    assert not is_start(app)
    assert "Not your figures." in words(app)


def test_an_address_that_names_something_is_not_led_away():
    assert not is_start(arrived({"scenario": "example/dentist"}))


@pytest.mark.parametrize("scenario", ["own/none", "nonsense", "saved/gone"])
def test_who_comes_by_a_dead_address_and_has_no_work_is_led_to_the_page_start_and_told(scenario):
    app = arrived({"scenario": scenario})
    assert is_start(app)
    assert [told.value for told in app.info] == [NOT_HERE]
    assert not is_start(checked(app.switch_page("simulator/ui/pages/plan.py").run()))


def test_who_comes_by_a_dead_address_and_has_work_comes_back_to_it_and_is_told():
    Session().do(lambda: state.set_draft(begun(PLUMBER, "Mine")))
    app = arrived({"scenario": "own/none"})
    assert not is_start(app)
    assert "What this address names is not here." in words(app)
    assert opened(app).draft.name == "Mine"


def test_who_has_unsaved_work_comes_back_to_it():
    Session().do(lambda: state.set_draft(begun(PLUMBER, "Mine")))
    app = arrived()
    assert not is_start(app)
    assert "This was worked on last here." in words(app)
    assert opened(app).draft.name == "Mine"


def test_that_work_was_gone_on_with_is_said_until_it_is_read_and_gives_way_to_what_is_said_of_an_example():
    session = Session({"scenario": "example/first-worksheet"})
    session.do(lambda: state.set_draft(replace(state.workspace().draft, client="Mine")))
    said, example = "This was worked on last here.", "Not your figures."
    app = arrived()
    assert (said in lines(app), example in lines(app)) == (True, False)
    checked(app.button(key="heed-notice").click().run())
    assert (said in lines(app), example in lines(app)) == (False, True)


def lines(app: AppTest) -> str:
    """What the place for notices says without being unfolded."""
    return "".join(each.proto.body for each in app.get("html") if "fc-notice" in each.proto.body)


def test_a_trade_and_three_numbers_give_an_answer_with_ones_own_figures_in_it():
    app = choose(arrived(), "start-trade", "plumber")
    shown(fill(app, budget="6k", sale="$480", margin="45 %"))
    now = opened(app)
    assert now.is_new
    assert (now.draft.name, now.draft.plans[0].name) == ("Plumber", "Today")
    assert monthly_budget(now.draft, now.draft.plans[0]) == 6000
    today = date.today()
    assert now.draft.business.revenue_per_sale == as_own(certain(480.0), today)
    assert now.draft.business.gross_margin_rate == as_own(certain(0.45), today)
    assert now.saved == begun(PLUMBER, "Plumber", 6000)
    assert "2 of the 26 numbers behind this plan are yours." in words(app)
    assert "from saved" not in words(app)


def test_every_business_that_is_begun_gets_a_name_of_its_own():
    names = []
    for number in range(3):
        app = shown(arrived(page="start"))
        names.append(opened(app).draft.name)
        if number == 0:
            Session(at_address(app)).do(lambda: state.save_as("My business"))
    assert names == ["My business", "My business 2", "My business 3"]


def test_boxes_left_empty_leave_the_figures_of_the_trade():
    app = choose(arrived(), "start-trade", "plumber")
    assert app.text_input(key="start-budget-0").placeholder == "4,040"
    shown(app)
    assert opened(app).draft == begun(PLUMBER, "Plumber")


@pytest.mark.thorough
@pytest.mark.parametrize("key", [trade.key for trade in TRADES])
def test_every_trade_gives_an_answer_for_a_small_budget(key):
    app = arrived(page="start")
    app.selectbox(key="start-trade").set_value(key)
    shown(fill(app, budget="250", sale="20", margin="30%"))
    assert "a month for" in words(app)
    assert monthly_budget(opened(app).draft, opened(app).draft.plans[0]) == 250


def test_a_margin_below_one_is_asked_about_and_nothing_that_was_typed_is_lost():
    app = fill(arrived(), budget="1000", sale="90", margin="0.45")
    shown(app)
    assert is_start(app)
    assert "Did you mean 45 %?" in words(app)
    assert app.text_input(key="start-sale-0").value == "90"
    shown(fill(app, margin="45"))
    assert opened(app).draft.business.gross_margin_rate.likely == 0.45


WRONG = (
    ({"budget": "0"}, "$0 cannot be: it must be above $0"),
    ({"budget": "-5"}, "-$5 cannot be: it must be above $0"),
    ({"budget": "1e12"}, "is not a number"),
    ({"budget": "9,999,999,999,999"}, "cannot be: it must be at most $1,000,000,000,000"),
    ({"budget": "50 %"}, "is a percentage: write a plain number here"),
    ({"sale": "1.250"}, "Did you mean 1,250?"),
    ({"sale": "€90"}, "is in another currency"),
    ({"margin": "140 %"}, "cannot be: it must be at most 100%"),
    ({"budget": "1,25"}, "“1,25” would be 1.25: write 1.25 if that is meant"),
    ({"customers": "a few"}, "is not a number"),
    ({"sale": MARKUP}, "is not a number"),
)


def test_what_cannot_be_meant_is_said_beside_its_box_with_nothing_of_limits_that_it_keeps():
    app = arrived()
    for typed, said in WRONG:
        everywhere = {"budget": "", "sale": "", "margin": "", "customers": "", **typed}
        shown(fill(app, **everywhere))
        assert is_start(app), typed
        assert said in words(app), typed
        assert ("1,000,000,000,000" in words(app)) == ("at most $" in said), typed


@pytest.mark.parametrize(
    ("locale", "currency", "budget", "amount", "said"),
    [
        ("de-DE", "EUR", "1.250", 1250, "1.250 €"),
        ("de-DE", "EUR", "1.250,50 €", 1250.5, "1.250 €"),
        ("id-ID", "IDR", "12.500.000", 12_500_000, "12.500.000"),
        ("ja-JP", "JPY", "250,000円", 250_000, "250,000"),
    ],
)
def test_numbers_and_currency_are_those_of_the_reader(locale, currency, budget, amount, said):
    app = arrived(locale=locale)
    assert app.selectbox(key="start-currency").value == currency
    rate = "0,92" if locale == "de-DE" else "15500" if locale == "id-ID" else "150"
    app.text_input(key=f"start-rate-{currency}-0").set_value(rate)
    shown(fill(app, budget=budget, margin="45"))
    assert f"{said} a month" in words(app).replace("\u00a0", " ")
    draft = opened(app).draft
    assert draft.currency == currency
    assert monthly_budget(draft, draft.plans[0]) == amount


def test_without_a_rate_of_exchange_nothing_begins_and_the_box_says_so():
    app = shown(fill(arrived(locale="de-DE"), budget="1000"))
    assert is_start(app)
    assert "a rate is needed" in words(app).lower()


def test_the_answer_is_checked_against_what_is_counted_and_scaled_to_it():
    app = counting("plumber")
    assert "These figures say 6 new customers a month (3 to 11 in 8 of 10 worlds); you say 12." in words(app)
    checked(app.button(key="reality-scale").click().run())
    assert "That agrees with what you count" in words(app)
    assert "so that 12 new customers a month come of it" in opened(app).draft.funnel.lead_to_customer_rate.source


def test_what_is_counted_is_known_after_a_reload_beside_the_first_plan_alone_and_in_the_saved_scenario():
    app = counting("plumber")
    first, other = (plan.name for plan in opened(app).draft.plans[:2])
    assert "you say 12." in words(arrived(at_address(app), page="plan"))
    assert "you say" not in words(arrived({**at_address(app), "plan": other}, page="plan"))
    assert "you say 12." in words(arrived({**at_address(app), "plan": first}, page="plan"))
    Session(at_address(app)).do(lambda: state.save_as("Ours"))
    assert "you say 12." in words(arrived({"scenario": "saved/Ours"}, page="plan"))


def test_a_check_that_was_read_is_put_away_without_changing_the_file_until_another_count_is_there():
    app = counting("plumber")
    checked(app.button(key="reality-close").click().run())
    assert "you say" not in words(app)
    assert "Your count stays under Assumptions" in words(app)
    assert opened(app).draft.business.new_customers_per_month_now == 12
    assert not opened(app).past
    assert "you say" not in words(checked(app.run()))
    # Whoever comes back looks at the figures anew.
    assert "you say 12." in words(arrived(at_address(app), page="plan"))
    known = app.session_state["funnelcast"]
    counted = with_value(known.workspace.draft, "business.new_customers_per_month_now", 9.0)
    app.session_state["funnelcast"] = replace(known, workspace=replace(known.workspace, draft=counted))
    assert "you say 9." in words(checked(app.run()))


@pytest.mark.parametrize("trade", ["plumber", "yoga_studio", "online_shop"])
def test_a_longer_look_ahead_or_a_channel_without_money_moves_no_budget(trade):
    app = counting(trade)
    session = Session(at_address(app))
    draft = opened(app).draft
    idle = replace(draft.channels[0], name="Not yet used")
    longer = replace(draft, horizon_months=draft.horizon_months + 12, channels=(*draft.channels, idle))
    session.do(lambda: state.set_draft(longer))
    assert "you say 12." in words(arrived(at_address(app), page="plan"))


def test_a_budget_that_was_moved_since_is_not_held_against_what_is_counted_today():
    app = counting("plumber")
    session = Session(at_address(app))
    moved = with_plan(opened(app).draft, replace(opened(app).draft.plans[1], name=opened(app).draft.plans[0].name))
    session.do(lambda: state.set_draft(moved))
    again = arrived(at_address(app), page="plan")
    assert "you say" not in words(again)
    assert "You count 12 new customers a month today." in words(again)
    assert "reality-scale" not in [button.key for button in again.button]


def test_without_a_count_nothing_is_checked():
    assert "you say" not in words(shown(arrived()))


def test_an_example_leads_to_its_own_trade():
    app = arrived({"scenario": "example/yoga-studio"})
    checked(app.button(key="use-my-business").click().run())
    assert is_start(app)
    assert app.selectbox(key="start-trade").value == "yoga_studio"


def test_an_example_and_saved_work_open_with_a_press(folder):
    app = arrived()
    checked(app.button(key="start-example-dentist").click().run())
    assert opened(app).shipped == "dentist"
    Session().do(lambda: state.save_as("Ours"))
    other = arrived(page="start")
    checked(other.button(key="start-saved-Ours").click().run())
    assert opened(other).draft.name == "Ours"


def test_an_amount_in_thousands_is_told_as_it_was_read_once_the_answer_is_there():
    app = shown(fill(arrived(), budget="6k"))
    assert "“6k” is read as 6,000." in words(app)


def test_what_to_write_is_said_in_the_readers_own_numbers():
    app = arrived(locale="de-DE")
    app.text_input(key="start-rate-EUR-0").set_value("1.085")
    shown(fill(app, sale="viel", margin="hoch"))
    assert "“1.085” can be two rates: write 1,085 or 1085" in words(app)
    assert "write it like 1.200" in words(app)
    assert "write it like 8,5 %" in words(app)
    assert is_start(app)
