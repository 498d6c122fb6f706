"""Suppositions as the address of every page says them. Pure; nothing in an address is trusted."""

from collections.abc import Sequence

from simulator.analyses.what_if import WhatIf, fitting, read, spelled, together
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

ENTRY = "what-if"
"""The name of the entries in the address, one for each supposition: ``what-if=leads-cost:+30``."""

LEFT_OUT = "Not all that this address supposes fits this scenario. What does not fit was left out."


def entries(what_if: WhatIf) -> dict[str, list[str]]:
    """The entries of the address that lead back to what is supposed."""
    return {ENTRY: [spelled(each) for each in what_if]} if what_if else {}


def what_if_from(texts: Sequence[str], scenarios: Sequence[Scenario[Belief]]) -> tuple[WhatIf, str]:
    """Suppositions of an address about any of these scenarios, and what to say to who comes there."""
    found = together(each for each in map(read, texts) if each is not None)
    kept = tuple(each for each in found if any(fitting(scenario, [each]) for scenario in scenarios))
    return kept, "" if len(kept) == len(set(texts)) else LEFT_OUT
