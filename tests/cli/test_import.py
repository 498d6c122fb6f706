"""``funnelcast import``: exports in, the real figures of each channel and month out, and into the file."""

import json
import shutil
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from simulator import read
from simulator.scenario.actuals import Imported
from tests.cli.commands import ROOT, Funnelcast

ADS, SEO = read(ROOT / "scenarios" / "plumber.yaml").channel_names[:2]
GOOGLE = """Campaign report
"January 1, 2026 - February 28, 2026"
Campaign status,Campaign,Month,Currency code,Impr.,Clicks,Cost,Conversions
Enabled,Brand,2026-01,USD,"1,200",100,900.50,8
Enabled,Emergency,2026-01,USD,2000,140,1500,10
Enabled,Brand,2026-02,USD,900,80,700,6
Total: Campaigns,,,,"4,100",320,3100.50,24
"""
ANALYTICS = f"""# ----------------------------------------
# Traffic acquisition: Session primary channel group (Default Channel Group)
# ----------------------------------------
# Start date: 20260101
# End date: 20260131
Session primary channel group (Default Channel Group),Sessions,Engagement rate
{SEO},410,0.61
Paid Search,300,0.7
"""


@pytest.fixture
def own(tmp_path: Path) -> Path:
    return Path(shutil.copy(ROOT / "scenarios" / "plumber.yaml", tmp_path / "own.yaml"))


@pytest.fixture
def google(tmp_path: Path) -> Path:
    return _put(tmp_path / "campaigns.csv", GOOGLE)


@pytest.fixture
def analytics(tmp_path: Path) -> Path:
    return _put(tmp_path / "traffic.csv", ANALYTICS)


def _put(file: Path, text: str) -> Path:
    file.write_text(text, "utf-8")
    return file


def imported(funnelcast: Funnelcast, *words: object) -> Any:
    code, output, errors = funnelcast("import", *words, "--json")
    assert (code, errors) == (0, "")
    return json.loads(output)


def test_campaigns_of_a_channel_add_up_by_month_and_no_total_is_counted(funnelcast, own, google):
    found = imported(funnelcast, own, google, "--map", f"Google Ads={ADS}")
    assert found["actuals"] == {
        ADS: {
            "2026-01": {"spend": 2400.5, "impressions": 3200.0, "visits": 240.0, "leads": 18.0},
            "2026-02": {"spend": 700.0, "impressions": 900.0, "visits": 80.0, "leads": 6.0},
        }
    }
    assert found["sources"] == {"Brand": ADS, "Emergency": ADS}
    assert (found["unmapped"], found["written"]) == ([], False)
    assert read(own).actuals == ()


def test_a_source_goes_to_the_channel_of_its_name_and_others_are_told(funnelcast, own, analytics):
    found = imported(funnelcast, own, analytics)
    assert found["actuals"] == {SEO: {"2026-01": {"visits": 410.0}}}
    assert found["unmapped"] == ["Paid Search"]
    _, output, _ = funnelcast("import", own, analytics)
    assert "--map 'Paid Search=CHANNEL'" in output


def test_figures_are_written_once_and_what_names_stand_for_is_remembered(funnelcast, own, google, analytics):
    before = own.read_text("utf-8")
    assert imported(funnelcast, own, google, "--map", f"Google Ads={ADS}", "--write")["written"]
    scenario = read(own)
    assert own.read_text("utf-8").startswith(before.rstrip("\n"))
    assert {each.channel: list(each.by_month) for each in scenario.actuals} == {
        ADS: [date(2026, 1, 1), date(2026, 2, 1)]
    }
    assert scenario.imports == (Imported(source="Brand", channel=ADS), Imported(source="Emergency", channel=ADS))
    # Once more, with nothing said: the same months take the place of what stands there.
    assert imported(funnelcast, own, google, "--write")["unmapped"] == []
    assert read(own).actuals == scenario.actuals
    imported(funnelcast, own, analytics, "--map", f"Paid Search={ADS}", "--write")
    (first, second) = read(own).actuals
    assert (first.visits, first.leads, second.visits) == ((300.0, 80.0), (18.0, 6.0), (410.0,))


def test_figures_with_which_the_file_could_not_be_opened_again_are_not_written(funnelcast, own, tmp_path):
    before, file = own.read_bytes(), _put(tmp_path / "odd.csv", GOOGLE.replace("900,80,", "900,-80,"))
    code, output, errors = funnelcast("import", own, file, "--map", f"Google Ads={ADS}", "--write")
    assert (code, output, own.read_bytes()) == (2, "", before)
    assert "actuals.1.visits: in month 2 is -80; it must be 0 or more" in errors


def test_two_exports_of_one_figure_are_never_added(funnelcast, own, google, analytics):
    maps = ("--map", f"Google Ads={ADS}", "--map", f"Paid Search={ADS}")
    found = imported(funnelcast, own, google, analytics, *maps)
    assert found["actuals"][ADS]["2026-01"]["visits"] == 240.0
    told = f"{ADS}, Jan 2026: two exports state visits: 240 counts, 300 does not"
    assert told in found["notes"]
    assert imported(funnelcast, own, google, google, *maps)["actuals"][ADS]["2026-01"]["spend"] == 2400.5


def test_more_leads_than_visits_are_a_doubt(funnelcast, own, tmp_path):
    file = _put(tmp_path / "odd.csv", GOOGLE.replace("700,6", "700,600"))
    notes = imported(funnelcast, own, file, "--map", f"Google Ads={ADS}")["notes"]
    assert any(f"{ADS}, Feb 2026: more leads than visits" in note for note in notes)


def test_other_money_wants_a_rate(funnelcast, own, tmp_path):
    file = _put(tmp_path / "euros.csv", GOOGLE.replace(",USD,", ",EUR,"))
    code, output, errors = funnelcast("import", own, file)
    assert (code, output) == (2, "")
    assert "its money is in EUR, that of the scenario in USD" in errors
    found = imported(funnelcast, own, file, "--map", f"Google Ads={ADS}", "--rate", "EUR=1.1")
    assert found["actuals"][ADS]["2026-02"]["spend"] == pytest.approx(770.0)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--map", "Brand"], "--map is 'Brand'; it must be SOURCE=CHANNEL"),
        (["--map", "Brand=Nobody"], "there is no channel 'Nobody'"),
        (["--month", "January"], "--month is 'January'; it must be a year and a month"),
        (["--rate", "EUR"], "--rate is 'EUR'; it must be CURRENCY=RATE"),
        (["--rate", "EUR=0"], "--rate is 'EUR=0'"),
    ],
)
def test_what_is_typed_wrong_is_refused(funnelcast, own, google, words, told):
    code, output, errors = funnelcast("import", own, google, *words)
    assert (code, output) == (2, "")
    assert told in errors


def test_a_file_that_is_no_export_is_refused_by_its_name_and_nothing_is_written(funnelcast, own, google, tmp_path):
    other, before = _put(tmp_path / "letter.csv", "Dear Sir,\nthank you."), own.read_bytes()
    code, output, errors = funnelcast("import", own, google, other, "--map", f"Google Ads={ADS}", "--write")
    assert (code, output, own.read_bytes()) == (2, "", before)
    assert "letter.csv: it is not one of the exports that are known here" in errors
    code, _, errors = funnelcast("import", own, tmp_path / "none.csv")
    assert (code, "none.csv: cannot be read" in errors) == (2, True)


OWN_TABLE = f"""\
Monat;Wo;Ausgaben;Anfragen;Notiz
2026-01;{ADS};1.200,50;12;a
2026-01;{SEO};800,00;4;b
Summe;;2.000,50;16;"""
OWN_COLUMNS = {"month": "Monat", "source": "Wo", "spend": "Ausgaben", "leads": "Anfragen"}


def naming(columns: Mapping[str, str]) -> list[str]:
    return [word for key, heading in columns.items() for word in ("--column", f"{key}={heading}")]


def test_any_other_table_is_read_once_its_columns_are_named(funnelcast, own, tmp_path):
    file = _put(tmp_path / "own.csv", OWN_TABLE)
    assert imported(funnelcast, own, file, *naming(OWN_COLUMNS))["actuals"] == {
        ADS: {"2026-01": {"spend": 1200.5, "leads": 12.0}},
        SEO: {"2026-01": {"spend": 800.0, "leads": 4.0}},
    }
    code, _, errors = funnelcast("import", own, file, "--column", "spend=Kosten")
    assert (code, "no row of it has the heading “Kosten”" in errors) == (2, True)
    code, _, errors = funnelcast("import", own, file, "--column", "month=Monat")
    assert (code, "say of one column at least which figure it holds" in errors) == (2, True)
    code, _, errors = funnelcast("import", own, file, "--column", "kosten=Kosten")
    assert (code, "--column is 'kosten=Kosten'; it must be WHAT=HEADING" in errors) == (2, True)


def test_a_person_reads_months_in_rows_and_what_to_do_next(funnelcast, own, google):
    code, output, _ = funnelcast("import", own, google, "--map", f"Google Ads={ADS}")
    text = " ".join(output.split())
    assert code == 0
    assert f"{ADS} Jan 2026 $2,400 3,200 240 18" in text or f"{ADS} Jan 2026 $2,401 3,200 240 18" in text
    assert "campaigns.csv: Google Ads, 2 names" in text
    assert "add --write to put these figures into the scenario file" in text


def test_the_columns_of_a_table_are_named_once_and_others_take_their_place(funnelcast, own, tmp_path):
    january = _put(tmp_path / "january.csv", OWN_TABLE)
    february = _put(tmp_path / "february.csv", OWN_TABLE.replace("2026-01", "2026-02").replace("Monat", "MONAT"))
    # Nothing is remembered of what was only looked at.
    imported(funnelcast, own, january, *naming(OWN_COLUMNS))
    assert read(own).imports == ()
    imported(funnelcast, own, january, *naming(OWN_COLUMNS), "--write")
    assert read(own).imported_tables == [{"source": "Wo", "month": "Monat", "spend": "Ausgaben", "leads": "Anfragen"}]
    assert imported(funnelcast, own, february)["actuals"][ADS] == {"2026-02": {"spend": 1200.5, "leads": 12.0}}
    others = {"month": "Monat", "source": "Wo", "leads": "Ausgaben"}
    found = imported(funnelcast, own, february, *naming(others), "--write")
    assert found["actuals"][ADS] == {"2026-02": {"leads": 1200.5}}
    assert read(own).imported_tables == [{"source": "Wo", "month": "Monat", "leads": "Ausgaben"}]


def test_a_table_that_lacks_a_remembered_heading_wants_its_columns_named(funnelcast, own, tmp_path):
    imported(funnelcast, own, _put(tmp_path / "own.csv", OWN_TABLE), *naming(OWN_COLUMNS), "--write")
    other = _put(tmp_path / "other.csv", OWN_TABLE.replace("Ausgaben", "Kosten"))
    code, output, errors = funnelcast("import", own, other)
    assert (code, output) == (2, "")
    assert "once you say which of its columns is which" in errors
    imported(funnelcast, own, other, *naming({**OWN_COLUMNS, "spend": "Kosten"}), "--write")
    assert [each["spend"] for each in read(own).imported_tables] == ["Ausgaben", "Kosten"]
