"""Suppositions on the command line: ``--what-if leads-cost:+30``, in the spelling of the browser's address."""

from collections.abc import Sequence

from simulator.analyses.stress import check_conditions
from simulator.analyses.what_if import MOST_KNOBS, AnyKnob, WhatIf, conditions_of, fitting, read, subject_of
from simulator.cli.terminal import refuse
from simulator.edits.knobs import OneBelief
from simulator.edits.scaling import scalable
from simulator.errors import SettingsError, UnknownNameError
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario

EXAMPLES = "leads-cost:+30, average-sale:-10, come-back:-20, season.jun-aug:-30, stops.CHANNEL:4, PATH:+10 or PATH:low"


def what_if_from(
    texts: Sequence[str], scenarios: Sequence[Scenario[Belief]], conditions: Sequence[AnyKnob] = ()
) -> WhatIf:
    """Suppositions in these texts, with these conditions beside; each must fit one of the scenarios at least.

    Raises UnknownNameError or SettingsError.
    """
    found = (*(_read(text) for text in texts), *conditions)
    subjects = [subject_of(each) for each in found]
    if twice := next((subject for subject in subjects if subjects.count(subject) > 1), None):
        raise SettingsError(f"{twice} is supposed twice; choose one")
    if len(found) > MOST_KNOBS:
        raise SettingsError(f"{len(found)} suppositions are too many; at most {MOST_KNOBS} at once")
    check_conditions(scenarios, conditions_of(found))
    for each in found:
        if not any(fitting(scenario, [each]) for scenario in scenarios):
            _refuse_unfit(each, scenarios)
    return found


def _read(text: str) -> AnyKnob:
    found = read(text)
    if found is None:
        refuse(f"funnelcast: --what-if {text!r} is not understood; write {EXAMPLES}")
    return found


def _refuse_unfit(supposed: AnyKnob, scenarios: Sequence[Scenario[Belief]]) -> None:
    if isinstance(supposed, OneBelief):
        known = dict.fromkeys(place.path for scenario in scenarios for place in scalable(scenario))
        raise UnknownNameError("number", supposed.path, known)
    raise SettingsError(f"{subject_of(supposed)} does not fit: the scenario has no such channel, month or number")
