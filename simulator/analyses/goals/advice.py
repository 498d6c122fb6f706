"""Advice by stage: which rate to work on, and why it is this one."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from simulator.analyses.goals.rates import Worth, worth_of_better
from simulator.analyses.verdict import OWN_ERRORS
from simulator.engine.simulation import Simulation
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import quantities
from simulator.scenario.stages import StageRates

ALIKE = 0.02
"""Gains that differ by a smaller part are alike."""

_RANGE = re.compile(r":\s*(\d+(?:\.\d+)?)\s*[-–]\s*(\d+(?:\.\d+)?)\s*%\s*(?=$|[;,.])")
"""Right after who says it, and nothing after it that makes it a share of something else."""


class Why(StrEnum):
    """Why a rate is advised on: it lies BELOW what its own source says is usual, or is WORTH_MOST if 10 % better."""

    BELOW = "below"
    WORTH_MOST = "worth_most"


@dataclass(frozen=True, kw_only=True)
class StageAdvice:
    """A rate to work on; ``channel`` is whose it is, empty where all share it.

    ``stated`` is the middle of what is believed of it, and ``usual`` the range that its ``source`` names, where it
    lies BELOW.
    """

    worth: Worth
    why: Why
    channel: str = ""
    stated: float = float("nan")
    usual: tuple[float, float] | None = None
    source: str = ""


def usual_range(source: str) -> tuple[float, float] | None:
    """The one range that a source gives for the rate itself, as in ``Trade survey 2026: 2-4 %``; None without one."""
    found = [(float(low) / 100.0, float(high) / 100.0) for low, high in _RANGE.findall(source)]
    return found[0] if len(found) == 1 and 0.0 < found[0][0] < found[0][1] <= 1.0 else None


def stage_advice(simulation: Simulation) -> list[StageAdvice]:
    """The rates to work on, those below what is usual first; each is named once, with a stated reason."""
    worths = {each.name: each for each in worth_of_better(simulation) if each.name in quantities(StageRates)}
    below = [*_below(simulation, worths)]
    clear = [each for each in worths.values() if _is_clear(each)]
    found = sorted(below, key=lambda each: -each.worth.gain.mean)
    if clear:
        most = max(each.gain.mean for each in clear)
        # Rates one after the other are worth the same: the lowest has most room.
        best = min((each for each in clear if each.gain.mean >= (1.0 - ALIKE) * most), key=lambda each: each.now)
        if best.name not in {each.worth.name for each in below}:
            found.append(StageAdvice(worth=best, why=Why.WORTH_MOST))
    return found


def _is_clear(worth: Worth) -> bool:
    return worth.gain.mean > OWN_ERRORS * worth.gain.standard_error.mean and worth.gain.mean > 0.0


def _below(simulation: Simulation, worths: dict[str, Worth]) -> Iterator[StageAdvice]:
    for name, worth in worths.items():
        weak = [each for each in _stated(simulation, name) if _is_below(each[1])]
        if weak:
            channel, belief = min(weak, key=lambda each: each[1].likely)
            yield StageAdvice(
                worth=worth, why=Why.BELOW, channel=channel, stated=belief.likely,
                usual=usual_range(belief.stated.source), source=belief.stated.source,
            )  # fmt: skip


def _stated(simulation: Simulation, name: str) -> Sequence[tuple[str, Belief]]:
    """The beliefs of a rate that the plan's money meets: the channel's name, empty for the funnel's.

    Those that the plan already pays to make better are left out.
    """
    scenario, spend = simulation.scenario, simulation.spend.sum(axis=1)
    found: dict[str, Belief] = {}
    bought = [scenario.improvement(each.improvement) for each in scenario.plan(simulation.plan).improvements]
    for row, channel in enumerate(scenario.channels):
        is_improved = any(each.field == name and scenario.is_improved(channel, each) for each in bought)
        if spend[row] > 0.0 and not is_improved and name in channel.rates(scenario.funnel.stages):
            own: Belief | None = getattr(channel, name)
            shared: Belief | None = getattr(scenario.funnel, name, None)
            if own is not None:
                found[channel.name] = own
            elif shared is not None:
                found[""] = shared
    return list(found.items())


def _is_below(belief: Belief) -> bool:
    # What was measured since says nothing of what is usual; where the range came from before may.
    usual = usual_range(belief.stated.source)
    return usual is not None and belief.likely < usual[0]
