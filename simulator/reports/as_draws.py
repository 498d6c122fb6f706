"""Every draw of every plan as one table, for an analyst: a row for each plan and possible world.

Columns: ``scenario``, ``date`` on which it was made, ``model``, ``seed``, ``plan``, ``draw`` (from 0: the same number
is the same world in every plan), ``result.<metric>`` of the plan by the metric's key, ``result.<channel>.<metric>`` of
what a channel adds up to, and ``belief.<path>`` what each uncertain belief was in that world. Undefined is empty,
without end is ``inf``. Parquet also carries, as metadata of the table, where each belief comes from.
"""

import io
from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.sampling import first_draws
from simulator.engine.simulation import Simulation
from simulator.metrics.kpis import METRICS, Metric, draws_of
from simulator.reports.as_csv import as_text_cell
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import walk
from simulator.units import FloatArray

OVERHEAD = "(overhead)"
"""The row that belongs to no channel, as a part of a column's name: no channel's name needs brackets like these."""

NAMES = ("scenario", "plan")
"""Columns of what people named."""


def as_draws_csv(simulations: Sequence[Simulation], on: date) -> bytes:
    """The table as comma-separated values in UTF-8, every number to its last digit.

    A name that a spreadsheet would read as a formula gets an apostrophe before it.
    """
    output = io.StringIO()
    table = frame(simulations, on)
    for column in NAMES:
        table[column] = table[column].map(as_text_cell)
    table.to_csv(output, index=False, lineterminator="\r\n", na_rep="")
    return output.getvalue().encode("utf-8")


def as_parquet(simulations: Sequence[Simulation], on: date) -> bytes:
    """The table as Parquet; where it comes from is in ``pandas.read_parquet(...).attrs["funnelcast"]``."""
    table = frame(simulations, on)
    table.attrs["funnelcast"] = _about(simulations, on)
    return table.to_parquet(index=False)


def frame(simulations: Sequence[Simulation], on: date) -> pd.DataFrame:
    """The table of the module's heading; the plans are of one scenario, with as many draws and one seed."""
    return pd.concat([_of_plan(each, on) for each in simulations], ignore_index=True)


def _of_plan(simulation: Simulation, on: date) -> pd.DataFrame:
    known = {
        "scenario": simulation.scenario.name,
        "date": on.isoformat(),
        "model": MODEL_VERSION,
        "seed": simulation.seed,
        "plan": simulation.plan,
        "draw": np.arange(simulation.draws),
    }
    columns = {**_of_whole(simulation), **_of_channels(simulation), **_of_beliefs(simulation)}
    return pd.DataFrame(known | {name: _all(draws, simulation.draws) for name, draws in columns.items()})


def _of_whole(simulation: Simulation) -> Mapping[str, FloatArray]:
    return {f"result.{key}": draws_of(simulation, key) for key in METRICS}


def _of_channels(simulation: Simulation) -> Mapping[str, FloatArray]:
    names = (*simulation.scenario.channel_names, OVERHEAD)
    added_up = [metric for metric in METRICS.values() if isinstance(metric, Metric) and metric.adds_up]
    found: dict[str, FloatArray] = {}
    for metric in added_up:
        rows = metric.of_rows(simulation.funnel)[:, 0]
        found |= {f"result.{name}.{metric.key}": row for name, row in zip(names, rows, strict=True)}
    return found


def _of_beliefs(simulation: Simulation) -> Mapping[str, FloatArray]:
    drawn = first_draws(simulation.chunks, simulation.draws)
    return {
        f"belief.{place.path}": place.value
        for place in walk(drawn)
        if isinstance(place.value, np.ndarray) and place.value.size > 1
    }


def _all(draws: FloatArray, count: int) -> FloatArray:
    return np.broadcast_to(draws, (count,))


def _about(simulations: Sequence[Simulation], on: date) -> dict[str, object]:
    scenario = simulations[0].scenario
    beliefs = {place.path: place.value for place in walk(scenario) if isinstance(place.value, Belief)}
    return {
        "scenario": scenario.name,
        "plans": [each.plan for each in simulations],
        "date": on.isoformat(),
        "seed": simulations[0].seed,
        "draws": simulations[0].draws,
        "model": MODEL_VERSION,
        "beliefs": {
            path: {
                "low": belief.low,
                "likely": belief.likely,
                "high": belief.high,
                "source": belief.source,
                "as_of": None if belief.as_of is None else belief.as_of.isoformat(),
            }
            for path, belief in beliefs.items()
        },
    }
