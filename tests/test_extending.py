"""A new curve or channel type is a class and its place in the registry: all else does what it can, or says what not.

They are typed into a copy of the package, as whoever adds one would do; nothing else in the copy is touched.
"""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import simulator
from simulator.reports import FORMS

ROOT = Path(simulator.__file__).parents[1]

NEW_CURVES = """
@record
class Root(Curve[T]):
    type = "root"
    label = "A root of the spend"
    about = "Each doubling brings the same factor more."
    needs_reference_spend = True
    example = MappingProxyType({"power": between(0.4, 0.5, 0.6)})

    power: T = share("Power", open_below=True, open_above=True, help="At 50 % four times the money buys twice as much.")

    def units(self, spend, unit_cost, reference_spend):
        return (spend / reference_spend) ** self.power * (reference_spend / unit_cost)


@record
class SoldOut(Curve[T]):
    type = "sold_out"
    label = "Until it is sold out"
    about = "All at one price, and then there are none."
    ceiling = "all_there_are"

    all_there_are: T = count("All there are in a month", open_below=True)


"""

NEW_CHANNEL_TYPE = """
@record
class PayPerBooking(Channel[T]):
    type = "pay_per_booking"
    label = "Pay per booking"
    about = "A platform that brings bookings at a price each."
    buys = Stage.LEADS
    cost = "cost_per_booking"
    season_acts_on = SeasonActsOn.MARKET

    cost_per_booking: T = money("Cost per booking", open_below=True, market=-1)


"""

FILE = """format: 1
name: Extended
currency: USD
start: 2027-01
horizon_months: 4
seasonality: [1, 1.2, 0.8, 1, 1, 1, 1, 1, 1, 1, 1, 1]
business: {{revenue_per_sale: [300, 500, 800], gross_margin_rate: 0.5}}
funnel: {{lead_to_customer_rate: [0.1, 0.2, 0.3]}}
channels:
  - name: Ads
    reference_spend: 1000
    {channel}
plans:
  - {{name: More, monthly_spend: {{Ads: 3000}}}}
  - {{name: Today, monthly_spend: {{Ads: 1000}}}}
"""

LEADS = "type: pay_per_lead\n    cost_per_lead: [20, 40, 80]\n    curve:"

CHANNELS = {
    "root": f"{LEADS} {{type: root, power: [0.4, 0.5, 0.7]}}",
    "sold_out": f"{LEADS} {{type: sold_out, all_there_are: [40, 60, 90]}}",
    "booking": "type: pay_per_booking\n    cost_per_booking: [20, 40, 80]",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    copy = tmp_path_factory.mktemp("extended")
    for name in ("simulator", "scenarios"):
        shutil.copytree(ROOT / name, copy / name)
    scenario = copy / "simulator" / "scenario"
    extend(scenario / "curves.py", "CURVES", NEW_CURVES, after="Capped", by="Root, SoldOut")
    extend(scenario / "channels.py", "CHANNEL_TYPES", NEW_CHANNEL_TYPE, after="PayPerLead", by="PayPerBooking")
    for name, channel in CHANNELS.items():
        (copy / f"{name}.yaml").write_text(FILE.format(channel=channel), "utf-8")
    return copy


def extend(module: Path, registry: str, text: str, *, after: str, by: str) -> None:
    """Type classes into a module, above its registry, and their names into that."""
    before, foot = module.read_text("utf-8").split(f"\n{registry}: ")
    assert foot.count(after) == 1
    module.write_text(f"{before}{text}{registry}: {foot.replace(after, f'{after}, {by}')}", "utf-8")


@pytest.fixture(scope="module")
def found(folder: Path) -> Any:
    command = [sys.executable, "-P", str(ROOT / "tests" / "every_output.py"), *(f"{name}.yaml" for name in CHANNELS)]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    walked = subprocess.run(command, cwd=folder, env=environment, text=True, capture_output=True, check=False)
    assert walked.returncode == 0, walked.stderr
    return json.loads(walked.stdout)


@pytest.mark.parametrize("new", CHANNELS)
def test_every_command_and_every_document_takes_it(found, new):
    commands = found[new]["commands"]
    assert set(commands) == {"check", "run", *FORMS}
    assert {name: errors for name, (code, _, errors) in commands.items() if code != 0} == {}


@pytest.mark.parametrize("new", CHANNELS)
def test_a_workbook_has_what_it_brings(found, new):
    in_workbook, in_model = found[new]["customers"]
    assert in_workbook == pytest.approx(in_model, rel=1e-9)


def test_a_workbook_says_which_money_cannot_be_moved_in_it(found):
    assert found["root"]["inputs"] == 0
    assert any("“A root of the spend”" in note for note in found["root"]["notes"])
    for new in ("sold_out", "booking"):
        assert found[new]["inputs"] == 4
        assert not any("“" in note for note in found[new]["notes"])


def test_the_glossary_works_out_the_example_that_a_curve_declares_and_leaves_out_others(found):
    terms = found["glossary"]
    assert terms["root"]["example"] == "$500 buys 354, $1,000 buys 500, $2,000 buys 707"
    assert terms["power"]["example"] == "40% to 60%, half below 50%"
    without = ("sold_out", "all_there_are", "pay_per_booking", "cost_per_booking")
    assert [terms[name]["example"] for name in without] == [""] * 4
    assert terms["pay_per_booking"]["formula"] == "leads = spend / cost per booking"


def test_browsers_are_offered_the_worlds_of_curves_that_their_script_knows_alone(found):
    assert {new: found[new]["is_offered"] for new in CHANNELS} == {"root": False, "sold_out": True, "booking": True}


def test_a_curves_own_numbers_go_to_browsers_by_their_names(found):
    assert found["root"]["curve"]["numbers"].keys() == {"power"}
    sold_out = found["sold_out"]["curve"]
    assert sold_out["most"] == sold_out["numbers"]["all_there_are"]


def test_a_page_whose_money_cannot_be_moved_says_so_and_has_no_sliders(found, folder):
    pages = {new: (folder / f"{new}.html").read_text("utf-8") for new in CHANNELS}
    assert "the returns of Ads (“A root of the spend”) are computed by the app alone" in pages["root"]
    assert [new for new, page in pages.items() if 'id="playing"' in page] == ["sold_out", "booking"]
    assert "<script" not in pages["root"]
    assert 'href="#play"' not in pages["root"]
