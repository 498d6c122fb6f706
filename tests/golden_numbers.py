"""The golden numbers: what the shipped scenarios gave, with the version of the model that gave it.

They only notice change. ``uv run python -m tests.golden_numbers`` writes them anew: after a scenario file was changed,
or with a new MODEL_VERSION, and for no other reason.
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any

from simulator.analyses.summary import channel_summary, plan_summary
from simulator.engine.funnel import MODEL_VERSION
from simulator.engine.simulation import Simulation, simulate
from simulator.reports.as_json import number
from simulator.scenario_files import parse

DRAWS, SEED = 1024, 1
FOLDER = Path(__file__).parent / "golden"
SCENARIOS = Path(__file__).parents[1] / "scenarios"
OF_CHANNELS = ("customers", "cac", "revenue", "profit", "roi", "payback_months")

Golden = dict[str, Any]


def stems() -> list[str]:
    """The shipped scenarios."""
    return sorted(path.stem for path in SCENARIOS.glob("*.yaml"))


def recorded(stem: str) -> Golden:
    """The golden numbers of a scenario as they are on file; none if there are none."""
    path = FOLDER / f"{stem}.json"
    found: Golden = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def computed(stem: str) -> Golden:
    """The golden numbers of a scenario as the model gives them now."""
    content = (SCENARIOS / f"{stem}.yaml").read_bytes()
    scenario = parse(content)
    plans = [simulate(scenario, plan.name, draws=DRAWS, seed=SEED) for plan in scenario.plans]
    return {
        "model_version": MODEL_VERSION,
        "scenario_sha256": hashlib.sha256(content).hexdigest(),
        "draws": DRAWS,
        "seed": SEED,
        "plans": {simulation.plan: _plan(simulation) for simulation in plans},
    }


def _plan(simulation: Simulation) -> Golden:
    return {
        "mean, p10, p50, p90": {
            key: [number(figure) for figure in (summary.mean, summary.p10, summary.p50, summary.p90)]
            for key, summary in plan_summary(simulation).items()
        },
        "means by channel": {
            name: {key: number(figures[key].mean) for key in OF_CHANNELS}
            for name, figures in channel_summary(simulation).items()
        },
    }


def numbers(node: Any, path: str = "") -> dict[str, Any]:
    """Every leaf of golden numbers by its path."""
    if isinstance(node, dict | list):
        items = node.items() if isinstance(node, dict) else enumerate(node)
        return {place: leaf for key, child in items for place, leaf in numbers(child, f"{path}/{key}").items()}
    return {path: node}


def differences(former: Golden, present: Golden) -> list[str]:
    """Numbers that differ by more than a relative 1e-9 or are gone; what is only new is no change."""
    old, new = numbers(former["plans"]), numbers(present["plans"])
    return [
        f"{path}: was {figure!r}, is {new.get(path)!r}"
        for path, figure in old.items()
        if not same(figure, new.get(path))
    ]


def same(former: Any, present: Any) -> bool:
    """Equal, or two numbers within a relative 1e-9."""
    if isinstance(former, float) and isinstance(present, float):
        return abs(former - present) <= 1e-9 * max(abs(former), abs(present), 1e-3)
    return bool(former == present)


def silent_change(former: Golden, present: Golden) -> list[str]:
    """Other numbers for the same scenario file from a model that claims to be the same."""
    if any(former.get(key) != present[key] for key in ("model_version", "scenario_sha256", "draws", "seed")):
        return []
    return differences(former, present)


def main() -> None:
    """Write all golden numbers, unless the model changed and its version did not."""
    fresh = {stem: computed(stem) for stem in stems()}
    changed = [line for stem, golden in fresh.items() for line in silent_change(recorded(stem), golden)]
    if changed:
        sys.exit("\n".join(["results changed: raise MODEL_VERSION and say so in CHANGELOG.md", *changed[:20]]))
    for stem, golden in fresh.items():
        text = json.dumps(golden, indent=1, ensure_ascii=False)
        (FOLDER / f"{stem}.json").write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
