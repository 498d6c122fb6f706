"""The page Start: a scenario begun from exports, with what was measured looked at first."""

from datetime import date

import pytest
from streamlit.testing.v1 import AppTest

from simulator.cli.serving import app_script
from simulator.text.grammar import month_date
from tests.examples import MARKUP
from tests.html_reader import Reader
from tests.ui.tracking.exports import analytics, google_ads

MONTHS = [month_date(date.today().replace(day=1), back) for back in (-2, -1, 0)]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(tmp_path))


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def sent(*files: tuple[str, bytes]) -> AppTest:
    """The page once these files are in its box for exports, the last of the page."""
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/start.py")
    checked(app.run())
    return checked(app.get("file_uploader")[-1].set_value([(*file, "text/csv") for file in files]).run())


def words(app: AppTest) -> str:
    shown = [*app.get("html"), *app.markdown, *app.caption, *app.info, *app.error]
    return (
        Reader("\n".join(each.value for each in shown if "{" not in each.value))
        .text.replace("\\", "")
        .replace("\u2060", "")
    )


def test_what_is_measured_is_looked_at_and_a_press_begins_with_it():
    app = sent(("ads.csv", google_ads(MONTHS)), ("web.csv", analytics(MONTHS[0], 28, "Organic Search")))
    said = words(app)
    assert "Google Ads: Cost per click" in said
    assert "720 visits" in said
    assert "two exports state visits: 240 counts, 300 does not" in said
    checked(app.button(key="begin-from-exports").click().run())
    now = app.session_state["funnelcast"].workspace
    assert [each.name for each in now.draft.channels] == ["Google Ads", "Organic Search"]
    assert [own.channel for own in now.draft.actuals] == ["Google Ads", "Organic Search"]
    assert now.is_new
    assert now.draft.name == "My business"


def test_a_name_may_be_left_out():
    app = sent(("ads.csv", google_ads(MONTHS)), ("web.csv", analytics(MONTHS[0], 28, "Organic Search")))
    box = next(each for each in app.selectbox if each.label.startswith("Organic Search"))
    checked(box.set_value("Leave out").run())
    assert app.button(key="begin-from-exports").label == "Begin with 1 channel"


def test_visits_alone_begin_with_what_costs_nothing():
    app = sent(("web.csv", analytics(MONTHS[0], 28, MARKUP)))
    assert app.button(key="begin-from-exports").label == "Begin with 1 channel"
    assert "Visits per month" in words(app)


def test_another_file_is_refused_and_nothing_is_begun():
    app = sent(("notes.csv", b"Date,Channel,Money\n2026-09-01,Radio,5\n"))
    assert "it is not one of the exports that are known here" in words(app)
    assert not any(each.key == "begin-from-exports" for each in app.button)


def test_money_in_another_currency_waits_for_the_rate_of_the_trade_s_figures():
    app = sent(("ads.csv", google_ads(MONTHS).replace(b",USD,", b",EUR,")))
    rate = next(each for each in app.text_input if each.label == "How many EUR for 1 USD?")
    assert not any(each.key == "begin-from-exports" for each in app.button)
    checked(rate.set_value("0.92").run())
    checked(app.button(key="begin-from-exports").click().run())
    assert app.session_state["funnelcast"].workspace.draft.currency == "EUR"
