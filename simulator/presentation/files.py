"""Words for files of the library: how long ago, how many."""

from datetime import datetime

from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats
from simulator.text.grammar import counted

IN_TRASH = "Moved to the trash. It can be put back from there."
"""Told of unsaved work that was discarded."""


def ago(moment: datetime, now: datetime, formats: Formats) -> str:
    """``5 minutes ago``, or the day once it is a day ago."""
    minutes = max(0, int((now - moment).total_seconds() // 60))
    if minutes < 1:
        return "just now"
    if minutes < 60:
        return counted(minutes, "minute") + " ago"
    if minutes < 24 * 60:
        return counted(minutes // 60, "hour") + " ago"
    return f"on {formats.day(moment.date())}"


def facts(scenario: Scenario[Belief]) -> str:
    """``5 channels · 3 plans · 24 months``."""
    counts = ((len(scenario.channels), "channel"), (len(scenario.plans), "plan"), (scenario.horizon_months, "month"))
    return " · ".join(counted(count, noun) for count, noun in counts)
