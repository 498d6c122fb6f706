"""The list of versions: what it says of a state that was saved under another version of the model."""

from simulator import MODEL_VERSION
from simulator.scenario_files import write
from simulator.ui.scenarios.versions import difference
from simulator.ui.session.cache import shared
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


def test_a_difference_counts_among_what_sessions_share_and_the_content_of_files_does_not() -> None:
    shared().clear()
    long = b"# of this\n" * 50_000
    first = difference(FORMER + long, NOW + long, "en_US")
    assert 500 < shared().held_bytes < 20_000
    assert difference(FORMER + long, NOW + long, "en_US") is first
