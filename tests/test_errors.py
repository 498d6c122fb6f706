import pickle

import pytest

from simulator.errors import ConflictError, LostWorkError, Problem, ScenarioError, UnknownNameError, to_keep

ERRORS = [
    ScenarioError([Problem("business.horizon_months", "is 0; it must be at least 1", 3)]),
    UnknownNameError("plan", "Presnt", ["Present"]),
    LostWorkError(),
    ConflictError("the file is not what it was", found=b"name: x"),
]


@pytest.mark.parametrize("error", ERRORS, ids=lambda each: type(each).__name__)
def test_an_error_arrives_in_another_process_as_it_was(error):
    arrived = pickle.loads(pickle.dumps(error))
    assert type(arrived) is type(error)
    assert str(arrived) == str(error)
    assert vars(arrived) == vars(error)


def test_an_error_that_is_kept_holds_no_frame_and_nothing_that_led_to_it():
    def refused():
        try:
            b"\xff".decode()
        except UnicodeDecodeError as error:
            raise ScenarioError([Problem("", "is not text")]) from error

    try:
        refused()
    except ScenarioError as error:
        kept = to_keep(error)
    assert str(kept) == "the file: is not text"
    assert (kept.__traceback__, kept.__cause__, kept.__context__) == (None, None, None)
