"""The page Track: real figures in, the plan beside them, and what is learned."""

from calendar import monthrange
from dataclasses import replace
from datetime import date
from functools import reduce
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from simulator import read
from simulator.analyses.gap import explained_gap
from simulator.analyses.lessons import lessons
from simulator.analyses.outlook import outlooks
from simulator.analyses.pacing import pace
from simulator.cli.serving import app_script
from simulator.edits.actuals import with_actuals
from simulator.edits.adoption import adopt
from simulator.edits.channels import remove_channel, value_at
from simulator.edits.learning import learned_paths
from simulator.library.outcomes import add_outcomes, place_of
from simulator.presentation.gap_text import gap_lead
from simulator.presentation.outlook_text import outlook_lead, target_lines
from simulator.presentation.pacing_text import pace_lead
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.scenario_files import write
from simulator.text.formats import Formats
from simulator.text.grammar import month_date
from simulator.text.markdown import escape_markdown
from simulator.ui.frame.export_files import NAMES
from tests.cli.commands import ROOT
from tests.examples import MARKUP
from tests.html_reader import Reader
from tests.library.ranges import RATE as RANGE
from tests.ui.tracking.exports import analytics, any_table, google_ads

TODAY = date.today()
START = month_date(TODAY, -2)
"""The plan began three months before this one."""

EXAMPLE = read(ROOT / "scenarios" / "plumber.yaml")
ADS, MAPS, SEO, *OTHERS = EXAMPLE.channel_names
# What is looked at grows with months and channels, and no claim of this page hangs on how many there are.
PLUMBER = replace(reduce(remove_channel, OTHERS, EXAMPLE), start=START, horizon_months=6)
MONTHS = [month_date(START, place) for place in (1, 2, 3)]
FIGURES = {month: {"spend": 3000.0, "visits": 250.0, "leads": 20.0} for month in MONTHS}
TRACKED = with_actuals(PLUMBER, {ADS: FIGURES})
LONG_AGO = with_actuals(PLUMBER, {ADS: {date(2020, 1, 1): {"spend": 1.0, "visits": 2.0}}})
DOUBTFUL = with_actuals(TRACKED, {ADS: {MONTHS[0]: {"leads": 300.0}, TODAY.replace(day=1): {"visits": 10.0}}})

RESULTS = {month: {"customers": 5.0, "revenue": 3100.0, "gross_profit": 1700.0} for month in MONTHS}
WITH_RESULTS = with_actuals(TRACKED, {ADS: {**RESULTS, TODAY.replace(day=1): {"spend": 900.0, "visits": 40.0}}})


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch) -> Path:
    library = tmp_path / "library"
    monkeypatch.setenv("FUNNELCAST_LIBRARY", str(library))
    library.mkdir()
    for stem, scenario in {
        "Bare": PLUMBER,
        "Tracked": TRACKED,
        "Old": LONG_AGO,
        "Doubtful": DOUBTFUL,
        "Results": WITH_RESULTS,
        "Adopted": adopt(TRACKED, PLUMBER.plans[1].name, START),
    }.items():
        (library / f"{stem}.yaml").write_bytes(write(scenario))
    return library


def visited(stem: str) -> AppTest:
    app = AppTest.from_file(str(app_script()), default_timeout=60)
    app.context = {"locale": "en-US"}
    app.switch_page("simulator/ui/pages/track.py")
    app.query_params["scenario"] = f"saved/{stem}"
    return checked(app.run())


def checked(app: AppTest) -> AppTest:
    assert not app.exception, app.exception
    return app


def words(app: AppTest) -> str:
    shown = [*app.get("html"), *app.markdown, *app.caption, *app.info, *app.warning, *app.error]
    text = Reader("\n".join(element.value for element in shown if "{" not in element.value)).text
    return text.replace("\\", "").replace("\u2060", "")


def draft(app: AppTest) -> Scenario[Belief]:
    return app.session_state["funnelcast"].workspace.draft


def of(app: AppTest, source: str):
    """The box in which the channel of a name is chosen."""
    return next(box for box in app.selectbox if box.label.startswith(source))


def dropped(app: AppTest, *files: tuple[str, bytes]) -> AppTest:
    sent = [(name, content, "text/csv") for name, content in files]
    return checked(app.get("file_uploader")[0].set_value(sent).run())


def pressed(app: AppTest, key: str) -> AppTest:
    return checked(app.button(key=key).click().run())


def keys(app: AppTest) -> set[str]:
    return {str(button.key) for button in app.button}


def test_without_figures_the_page_says_what_to_do_first_and_nothing_of_a_plan():
    app = visited("Bare")
    assert "paste them, or drop an export" in words(app)
    assert not {"track-adopt", "track-learn"} & keys(app)


def test_with_figures_it_begins_with_how_the_plan_goes_and_says_which_plan_that_is():
    said = words(visited("Tracked"))
    assert "it goes as planned" in said or "than luck explains" in said
    assert f"{PLUMBER.plans[0].name}” as it stands now" in said


def test_figures_of_other_years_are_said_to_lie_outside_of_the_plan():
    said = words(visited("Old"))
    assert "months outside this plan" in said
    assert "By quarter" not in said


def test_figures_that_cannot_both_be_right_and_a_month_that_is_not_over_are_told():
    app = visited("Doubtful")
    assert "300 leads and only 250 visits" in app.warning[0].value
    assert "is not over" in app.warning[0].value


def test_an_adopted_plan_stays_what_real_figures_are_held_against():
    app = pressed(visited("Tracked"), "track-adopt")
    adoption = draft(app).adopted
    assert adoption is not None
    assert (adoption.plan, adoption.on) == (PLUMBER.plans[0].name, TODAY)
    assert "as it was adopted on" in words(app)
    app = pressed(app, "track-give-up")
    assert draft(app) == TRACKED


def test_the_plan_that_was_adopted_is_shown_whichever_is_worked_on():
    assert f"{PLUMBER.plans[1].name}” as it was adopted on" in words(visited("Adopted"))


@pytest.mark.all_worlds
def test_what_made_the_difference_this_month_and_the_end_are_those_of_the_analyses():
    said = words(visited("Results"))
    given = (WITH_RESULTS, PLUMBER.plans[0].name, WITH_RESULTS.actuals)
    formats = Formats("USD")
    assert gap_lead(explained_gap(*given, today=TODAY), formats) in said
    assert pace_lead(pace(*given, today=TODAY), formats) in said
    ends = outlooks(*given, today=TODAY)
    assert outlook_lead(ends[-1], PLUMBER.horizon_months, formats) in said
    for line in target_lines(ends, PLUMBER.targets, formats):
        assert line in said


def test_where_no_result_is_known_nothing_is_said_of_what_made_a_difference():
    said = words(visited("Tracked"))
    assert "What made the difference" not in said
    assert "This month" not in said
    assert "Where it ends" in said


def test_a_time_and_a_channel_are_shown_on_demand():
    app = visited("Tracked")
    checked(app.selectbox(key="track-of").set_value(ADS).run())
    assert "In 8 of 10 worlds" in words(app)


def test_exports_are_previewed_and_taken_over_and_what_a_name_stands_for_is_remembered():
    app = visited("Bare")
    files = ("campaigns.csv", google_ads(MONTHS[:2])), ("traffic.csv", analytics(MONTHS[0], _days(MONTHS[0]), SEO))
    app = dropped(app, *files)
    assert draft(app) == PLUMBER
    # A platform is most likely the one channel that is called like it.
    assert of(app, "Brand").value == ADS
    app = checked(of(app, "Emergency").set_value("Leave out").run())
    assert "$900.50" in words(app) or "$901" in words(app)
    app = pressed(app, "track-take-over")
    own = {each.channel: each.by_month for each in draft(app).actuals}
    assert own[ADS][MONTHS[0]]["visits"] == 100.0
    assert own[SEO] == {MONTHS[0]: {"visits": 410.0}}
    assert draft(app).channel_of_source == {"Brand": ADS, "Paid Search": ADS}
    # The box is empty again, and the next import knows the name.
    app = dropped(app, ("campaigns.csv", google_ads(MONTHS[:1])))
    assert of(app, "Brand").value == ADS
    app = pressed(app, "undo")
    assert draft(app) == PLUMBER


def test_a_source_that_is_a_channel_can_be_left_out():
    app = dropped(visited("Bare"), ("traffic.csv", analytics(MONTHS[0], _days(MONTHS[0]), SEO)))
    box = next(box for box in app.selectbox if box.label.startswith(SEO))
    assert box.value == SEO
    app = checked(box.set_value("Leave out").run())
    assert app.button(key="track-take-over").disabled


def test_two_exports_of_one_figure_are_said_and_not_added():
    content = google_ads(MONTHS[:1])
    other = content.replace(b"100,900.50", b"160,900.50").replace(b",240,", b",300,")
    app = dropped(visited("Bare"), ("one.csv", content), ("two.csv", other))
    assert "two exports state visits: 240 counts, 300 does not" in words(app)


def test_money_in_another_currency_waits_for_a_rate():
    app = dropped(visited("Bare"), ("campaigns.csv", google_ads(MONTHS[:1]).replace(b"USD", b"EUR")))
    assert "track-take-over" not in keys(app)
    app = checked(app.number_input[0].set_value(2.0).run())
    app = pressed(app, "track-take-over")
    assert draft(app).actuals[0].spend == (4801.0,)


def test_a_table_of_no_platform_is_read_once_its_columns_are_named():
    app = dropped(visited("Bare"), ("own.csv", any_table(MONTHS[:2], SEO)))
    assert "it is not one of the exports that are known here" in app.error[0].value
    for name, heading in {"source": "Kanal", "month": "Wann", "customers": "Aufträge", "revenue": "Umsatz"}.items():
        app = checked(column(app, name).set_value(heading).run())
    app = pressed(app, "track-take-over")
    assert draft(app).actuals[0].customers == (7.0, 7.0)
    assert draft(app).actuals[0].revenue == (4340.0, 4340.0)
    # The next one is read without a question; what was chosen stands there, and can be changed.
    app = dropped(app, ("next.csv", any_table(MONTHS[2:3], SEO)))
    assert not app.error
    assert [column(app, name).value for name in ("month", "customers", "leads")] == ["Wann", "Aufträge", None]
    app = checked(column(app, "revenue").set_value(None).run())
    app = checked(column(app, "leads").set_value("Umsatz").run())
    app = pressed(app, "track-take-over")
    assert (draft(app).actuals[0].leads[2], draft(app).actuals[0].revenue) == (4340.0, (4340.0, 4340.0))
    assert draft(app).imported_tables == [
        {"source": "Kanal", "month": "Wann", "leads": "Umsatz", "customers": "Aufträge"}
    ]
    # Figures and what is remembered are one step back.
    app = pressed(app, "undo")
    assert draft(app).imported_tables[0]["revenue"] == "Umsatz"
    app = pressed(app, "undo")
    assert draft(app) == PLUMBER


def test_a_remembered_table_without_dates_is_read_once_its_month_is_chosen():
    table = any_table(MONTHS[:1], SEO)
    app = dropped(visited("Bare"), ("own.csv", table))
    for name, heading in {"source": "Kanal", "month": "Wann", "customers": "Aufträge"}.items():
        app = checked(column(app, name).set_value(heading).run())
    app = checked(column(app, "month").set_value(None).run())
    assert "Say which month" in app.error[0].value
    app = checked(month_of(app).set_value(MONTHS[0]).run())
    app = pressed(app, "track-take-over")
    assert draft(app).imported_tables == [{"source": "Kanal", "customers": "Aufträge"}]
    app = dropped(app, ("next.csv", table))
    assert "Say which month" in app.error[0].value
    app = checked(month_of(app).set_value(MONTHS[1]).run())
    assert not app.error
    app = checked(column(app, "customers").set_value(None).run())
    assert "say of one column at least which figure it holds" in app.error[0].value


def column(app, name):
    return next(box for box in app.selectbox if str(box.key).startswith("track-column") and box.label == NAMES[name])


def month_of(app):
    return next(box for box in app.selectbox if str(box.key).startswith("track-of") and str(box.key).endswith("-month"))


def test_a_file_that_is_no_export_is_refused_and_the_others_are_taken():
    app = dropped(visited("Bare"), ("offer.pdf.csv", b"%PDF-1.7"), ("campaigns.csv", google_ads(MONTHS[:1])))
    assert "This is a PDF" in app.error[0].value
    assert any(box.label.startswith("Brand") for box in app.selectbox)


def test_a_hostile_name_is_shown_letter_by_letter():
    content = google_ads(MONTHS[:1]).replace(b"Brand", MARKUP.encode())
    app = dropped(visited("Bare"), ("x.csv", content))
    assert any(box.label.startswith(escape_markdown(MARKUP[:60])) for box in app.selectbox)


def test_ranges_learn_at_a_press_and_give_it_back_at_another():
    app = pressed(visited("Tracked"), "track-learn")
    assert set(learned_paths(draft(app))) == set(lessons(TRACKED, TODAY).by_path)
    assert "track-learn" not in keys(app)
    for path in learned_paths(draft(app)):
        app = pressed(app, f"track-back-{path}")
    assert draft(app) == TRACKED


def test_history_that_is_less_like_the_future_leaves_the_range_wider():
    app = visited("Tracked")
    whole = pressed(visited("Tracked"), "track-learn")
    app = checked(app.slider(key="track-weight").set_value(20).run())
    part = pressed(app, "track-learn")
    path = learned_paths(draft(part))[0]
    assert _width(draft(part), path) > 1.3 * _width(draft(whole), path)


def test_a_history_that_is_not_like_the_future_teaches_nothing():
    app = checked(visited("Tracked").slider(key="track-weight").set_value(0).run())
    assert "track-learn" not in keys(app)
    assert "At 0 % nothing is learned." in words(app)


def test_how_good_the_ranges_of_the_library_were_is_shown_by_whose_they_are(folder):
    assert "How good the ranges" not in words(visited("Tracked"))
    gone = [replace(RANGE, scenario=f"S{place}", source=MARKUP, began=float(place)) for place in range(10)]
    few = [replace(RANGE, scenario=f"S{place}", source="Ben", began=float(place)) for place in range(9)]
    add_outcomes(folder, [*gone, *few])
    app = visited("Tracked")
    said = words(app)
    assert any(each.label == "How good the ranges of this library were (21)" for each in app.expander)
    assert MARKUP in said
    assert "Ben" not in said
    # Ben, and the two that the ranges of this scenario are from.
    assert "3 sources with fewer than 10 ranges" in said
    assert "Interval score" in said


def test_a_damaged_file_of_ranges_is_said_and_changes_nothing_else(folder):
    place_of(folder).parent.mkdir()
    place_of(folder).write_bytes(b"rubbish")
    app = visited("Tracked")
    assert "ranges.jsonl does not begin as how ranges turned out does" in words(app)
    assert "track-learn" in keys(app)
    assert place_of(folder).read_bytes() == b"rubbish"


def _days(month: date) -> int:
    return monthrange(month.year, month.month)[1]


def _width(scenario: Scenario[Belief], path: str) -> float:
    belief: Belief = value_at(scenario, path)
    return belief.high - belief.low
