"""``funnelcast export``: whole documents in a free place, or a refusal that leaves everything as it was."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from simulator import reports
from simulator.engine.simulation import simulate
from simulator.metrics.kpis import METRICS, draws_of
from simulator.scenario_files import read
from tests.cli.commands import PLUMBER, Funnelcast

DRAWS = 64
FEW = ("--draws", str(DRAWS))


def test_all_draws_of_all_plans_are_a_row_each(funnelcast: Funnelcast, tmp_path: Path) -> None:
    output = tmp_path / "draws.csv"
    code, said, errors = funnelcast("export", PLUMBER, "--format", "csv", "--output", output, *FEW)
    assert (code, errors) == (0, "")
    assert said.startswith(f"{output}: Today, Shift to SEO, Add radio as csv, ")
    table = pd.read_csv(output)
    assert list(table.groupby("plan").size()) == [DRAWS] * 3
    simulation = simulate(read(PLUMBER), "Add radio", draws=DRAWS)
    rows = table[table["plan"] == "Add radio"]
    for key in METRICS:
        expected = np.broadcast_to(draws_of(simulation, key), (DRAWS,))
        np.testing.assert_array_equal(rows[f"result.{key}"], expected, err_msg=key)


def test_channels_and_overhead_add_up_to_the_plan_in_every_world(funnelcast: Funnelcast, tmp_path: Path) -> None:
    output = tmp_path / "draws.parquet"
    assert funnelcast("export", PLUMBER, "--format", "parquet", "--output", output, "--plan", "Today", *FEW).code == 0
    table = pd.read_parquet(output)
    parts = [name for name in table if name.startswith("result.") and name.endswith(".profit")]
    parts.remove("result.profit")
    assert table[parts].sum(axis=1).to_list() == pytest.approx(table["result.profit"].to_list())


def test_worlds_are_the_same_in_every_plan_and_say_what_was_believed(funnelcast: Funnelcast, tmp_path: Path) -> None:
    output = tmp_path / "draws.parquet"
    assert funnelcast("export", PLUMBER, "--format", "parquet", "--output", output, *FEW).code == 0
    table = pd.read_parquet(output)
    believed = [name for name in table if name.startswith("belief.")]
    assert "belief.channels.Google Ads search.cost_per_click" in believed
    by_world = table.groupby("draw")[believed]
    assert by_world.min().equals(by_world.max())
    about = table.attrs["funnelcast"]
    assert (about["draws"], about["seed"], about["plans"]) == (DRAWS, 1, ["Today", "Shift to SEO", "Add radio"])
    stated = about["beliefs"]["channels.Google Ads search.cost_per_click"]
    assert stated["low"] < stated["likely"] < stated["high"]
    assert stated["source"]


def test_a_file_that_is_there_is_written_over_only_by_force(funnelcast: Funnelcast, tmp_path: Path) -> None:
    output = tmp_path / "draws.csv"
    output.write_text("mine")
    code, said, errors = funnelcast("export", PLUMBER, "--format", "csv", "--output", output, *FEW)
    assert (code, said) == (2, "")
    assert "is there already" in errors
    assert "--force" in errors
    assert output.read_text() == "mine"
    assert funnelcast("export", PLUMBER, "--format", "csv", "--output", output, "--force", *FEW).code == 0
    assert output.read_text().startswith("scenario,")
    assert list(tmp_path.iterdir()) == [output]


@pytest.mark.parametrize(
    ("place", "said"), [("", "is a folder"), ("nowhere/draws.csv", "there is no folder")], ids=["folder", "no folder"]
)
def test_a_place_that_cannot_be_is_refused_before_any_work(
    funnelcast: Funnelcast, tmp_path: Path, place: str, said: str
) -> None:
    code, output, errors = funnelcast("export", PLUMBER, "--format", "csv", "--output", tmp_path / place, *FEW)
    assert (code, output) == (2, "")
    assert said in errors
    assert not list(tmp_path.iterdir())


def test_a_story_tells_of_two_plans_at_most(funnelcast: Funnelcast, tmp_path: Path) -> None:
    plans = [word for name in ("Today", "Shift to SEO", "Add radio") for word in ("--plan", name)]
    code, _, errors = funnelcast("export", PLUMBER, "--format", "pdf", "--output", tmp_path / "a.pdf", *plans, *FEW)
    assert code == 2
    assert "give --plan once or twice, not 3 times" in errors


def test_an_unknown_plan_or_format_is_refused(funnelcast: Funnelcast, tmp_path: Path) -> None:
    output = tmp_path / "draws.csv"
    code, _, errors = funnelcast("export", PLUMBER, "--format", "csv", "--output", output, "--plan", "Shift to SEA")
    assert code == 2
    assert "did you mean Shift to SEO?" in errors
    assert funnelcast("export", PLUMBER, "--format", "doc", "--output", output).code == 2
    assert not output.exists()


def test_a_document_without_its_libraries_says_how_to_get_them(
    funnelcast: Funnelcast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports, "find_spec", lambda name: None)
    code, _, errors = funnelcast("export", PLUMBER, "--format", "pdf", "--output", tmp_path / "a.pdf", *FEW)
    assert code == 2
    assert "pip install 'funnelcast[documents]'" in errors
    assert not list(tmp_path.iterdir())
