import pickle

import pytest

from simulator.errors import ConflictError, LostWorkError, Problem, ScenarioError, UnknownNameError

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
