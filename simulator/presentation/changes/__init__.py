"""Differences between two scenarios, in words: for the list of versions, and for two people with one file.

Every declared number and text is compared by its declaration, so that a new one appears here by itself; the entries
that read better in words of their own have them in ``texts``, ``plans`` and ``targets``. All sentences are plain text
that may quote names which a person typed.
"""

from simulator.presentation.changes.actuals import actual_changes
from simulator.presentation.changes.adoption import adoption_changes
from simulator.presentation.changes.headline import headline_change, model_change
from simulator.presentation.changes.improvements import improvement_changes
from simulator.presentation.changes.limits import limit_changes
from simulator.presentation.changes.phrasing import Phrasing
from simulator.presentation.changes.plans import plan_changes
from simulator.presentation.changes.records import channel_changes, record_changes
from simulator.presentation.changes.targets import target_changes
from simulator.presentation.changes.texts import NOTES_CHANGED
from simulator.scenario.beliefs import Belief
from simulator.scenario.scenario import Scenario
from simulator.text.formats import Formats

__all__ = ["changes", "headline_change", "model_change"]


def changes(before: Scenario[Belief], after: Scenario[Belief], formats: Formats) -> list[str]:
    """Everything that differs between two scenarios, old to new, one sentence each; empty exactly where they are equal.

    Which channels there are and what the plans spend come first, notes last. A scenario's amounts are written in its
    own currency, whatever that of ``formats``.
    """
    phrasing = Phrasing.of(before, after, formats)
    channels = channel_changes(phrasing)
    improvements = improvement_changes(phrasing, channels.matching)
    found = [
        *channels.of_list,
        *plan_changes(phrasing, channels.matching, improvements.renamed),
        *record_changes(before, after, phrasing),
        *channels.within,
        *improvements.told,
        *target_changes(phrasing),
        *limit_changes(phrasing, channels.matching),
        *actual_changes(phrasing, channels.matching),
        *adoption_changes(phrasing, channels.matching),
    ]
    # Notes decide nothing, and whoever shows a list may cut its end off.
    return sorted(found, key=lambda line: line == NOTES_CHANGED)
