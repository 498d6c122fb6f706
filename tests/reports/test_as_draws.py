"""Tables of all draws: where they come from, and that no name in them runs."""

import io

import pandas as pd

from simulator.engine.simulation import Simulation, simulate
from simulator.reports.as_draws import as_draws_csv, as_parquet
from tests.plain import beliefs
from tests.told import DAY, FORMULAS, called


def simulated(*names: str) -> list[Simulation]:
    """Plans of these names in a few worlds."""
    return [simulate(beliefs(called(*names)), name, draws=8) for name in names]


def test_every_row_says_of_which_day_seed_and_model_it_is():
    simulations = simulated("Postcards", "Radio")
    for table in (
        pd.read_csv(io.BytesIO(as_draws_csv(simulations, DAY)), dtype={"model": str}),
        pd.read_parquet(io.BytesIO(as_parquet(simulations, DAY))),
    ):
        known = table[["scenario", "date", "model", "seed", "plan"]].drop_duplicates()
        assert known.to_numpy().tolist() == [
            ["Postcards", DAY.isoformat(), "2", 1, plan] for plan in ("Postcards", "Radio")
        ]


def test_no_name_runs_as_a_formula():
    for name in FORMULAS:
        table = pd.read_csv(io.BytesIO(as_draws_csv(simulated(name, f"{name} again"), DAY)))
        shown = f"'{name}" if name[0] in "=+@" else name
        assert set(table["scenario"]) == {shown}
        assert set(table["plan"]) == {shown, f"{shown} again"}
