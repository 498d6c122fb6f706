"""The script of the page to play with, run in a browser against the engine in the same worlds."""

import json
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
from playwright.sync_api import Page

from simulator.edits.plans import with_plan
from simulator.engine.funnel import Funnel, run
from simulator.engine.sampling import sample
from simulator.metrics.kpis import METRICS
from simulator.metrics.payback import cumulative_profit
from simulator.reports.playable.script import KERNEL, script
from simulator.reports.playable.worlds import packed
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped
from simulator.scenario.plans import Monthly
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray

FIGURES = ("profit", "roi", "customers", "cac", "payback_months", "peak_cash_need")

START = "(data) => { window.model = new PlayableModel(JSON.parse(data)); }"

MOVE = """(budgets) => {
    const { totals, soFar } = window.model.run(budgets);
    const text = (numbers) => {
        const [bytes, many] = [new Uint8Array(numbers.buffer), 8192];
        let letters = '';
        for (let at = 0; at < bytes.length; at += many)
            letters += String.fromCharCode(...bytes.subarray(at, at + many));
        return btoa(letters);
    };
    const found = { ...totals, soFar, peak_cash_need: window.model.cashNeed(soFar) };
    return Object.fromEntries(Object.entries(found).map(([key, numbers]) => [key, text(numbers)]));
}"""
"""Draws as text, because a browser hands over numbers one by one, and no infinite ones."""


@dataclass(frozen=True)
class Played:
    """A plan in worlds whose numbers are those that the page has: of 32 bits."""

    scenario: Scenario[Belief]
    plan: str
    draws: int

    @cached_property
    def drawn(self) -> Scenario[FloatArray]:
        def shortened(place: Place) -> Any:
            value = place.value
            is_column = isinstance(value, np.ndarray) and len(value) > 1
            return value.astype("<f4").astype(float) if is_column else value

        return mapped(sample(self.scenario, draws=self.draws, seed=1), shortened)

    @property
    def data(self) -> dict[str, Any]:
        return packed(self.scenario, self.drawn, self.plan, replicates=8)

    def open_in(self, page: Page) -> None:
        page.evaluate(START, json.dumps(self.data))

    def by_script(self, page: Page, budgets: FloatArray) -> Mapping[str, FloatArray]:
        found = page.evaluate(MOVE, budgets.tolist())
        return {key: np.frombuffer(b64decode(text)) for key, text in found.items()}

    def by_engine(self, budgets: FloatArray) -> Funnel:
        plan = self.scenario.plan(self.plan)
        spend = dict(zip(self.scenario.channel_names, budgets.tolist(), strict=True))
        schedules = {name: Monthly(amounts=tuple(amounts)) for name, amounts in spend.items()}
        scenario = with_plan(self.scenario, replace(plan, monthly_spend=schedules))
        return run(scenario, (self.drawn,), scenario.plan(self.plan))


def blank(page: Page) -> Page:
    """An empty page that has the script."""
    page.goto("about:blank")
    page.add_script_tag(content=script(*KERNEL) + "\nwindow.PlayableModel = PlayableModel;")
    return page


def largest_difference(script: Mapping[str, FloatArray], engine: Funnel) -> float:
    """The largest difference in any world and month, relative; of profit, to the money that went in."""
    cost = engine.plan.marketing_cost[0, 0]
    so_far = cumulative_profit(engine.plan_profit)[0]
    found = [_apart(script["soFar"].reshape(so_far.shape), so_far, np.maximum(np.abs(so_far), cost))]
    for key in FIGURES:
        expected = METRICS[key].of_plan(engine)[0, 0]
        scale = np.maximum(
            np.abs(expected), cost if key in ("profit", "peak_cash_need") else 1.0 if key == "roi" else np.abs(expected)
        )
        found.append(_apart(script[key], expected, scale))
    return max(found)


def _apart(script: FloatArray, engine: FloatArray, scale: FloatArray) -> float:
    same = (script == engine) | (np.isnan(script) & np.isnan(engine))
    with np.errstate(invalid="ignore", divide="ignore"):
        apart = np.where(same, 0.0, np.abs(script - engine) / scale)
    # Infinite in one of them alone, or undefined: as far apart as can be.
    return float(np.where(np.isfinite(apart), apart, np.inf).max(initial=0.0))
