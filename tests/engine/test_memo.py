"""A finding is worked out once for each object and part, and is gone with the object."""

import gc
from weakref import ref

from simulator.engine.memo import Memo
from tests.examples import two_years


def test_a_finding_is_worked_out_once_for_each_object_and_part():
    memo, asked = Memo[int](), list[int]()

    def find() -> int:
        asked.append(len(asked))
        return asked[-1]

    one, equal = two_years(), two_years()
    assert one == equal
    for _ in range(2):
        assert [memo.of(one, find), memo.of(one, find, part="Today"), memo.of(equal, find)] == [0, 1, 2]
    assert asked == [0, 1, 2]


def test_it_neither_keeps_its_object_nor_outlives_it():
    memo = Memo[object]()
    about = two_years()
    gone, forgotten = ref(about), ref(memo.of(about, Found))
    del about
    gc.collect()
    assert gone() is None
    assert forgotten() is None


class Found:
    """A finding that can be watched."""
