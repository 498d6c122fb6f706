"""The list of versions: what it says of a state that was saved under another version of the model."""

from simulator import MODEL_VERSION
from simulator.scenario_files import write
from simulator.ui.scenarios.versions import difference
from tests.examples import CERTAIN
from tests.plain import beliefs

NOW = write(beliefs(CERTAIN))
FORMER = write(beliefs({**CERTAIN, "name": "Before"}))


def test_a_version_of_a_former_model_says_that_the_figures_seen_then_are_not_comparable() -> None:
    old = FORMER.replace(f"model {MODEL_VERSION}".encode(), b"model 1", 1)
    told = difference(old, NOW, "en_US")
    assert told.model.startswith("Saved under model version 1: the figures seen then are not comparable")
    # Both are worked out anew, so that what is compared here is of one model.
    assert told.headline == "The headline figures are unchanged"


def test_a_version_of_the_same_model_says_nothing_of_it() -> None:
    assert difference(FORMER, NOW, "en_US").model == ""
