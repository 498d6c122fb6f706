"""A few problems of any kind against every split: many of them are tried by ``tests.benchmarks.brute_force``."""

import pytest

from tests.benchmarks.brute_force import Counts
from tests.laws import DEEP

SEEDS = [2, 3, 363, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in ((4, 7, 10) if DEEP else (4, 7)))]
"""Improvements under an exact total, ones with a capacity, and a chance that exchanging does not reach."""


@pytest.mark.parametrize("seed", SEEDS)
def test_an_answer_is_the_best_of_every_split_by_each_objective_and_no_bound_lies_below_it(seed):
    counts = Counts()
    counts.add(seed)
    assert counts.wrong == []
    assert counts.counts["all", "problems"] == 1
    # Without a capacity, and of few amounts, every objective is proven.
    for name in (name for name, what in [*counts.counts] if what == "answers" and "capacity" not in name):
        assert counts.counts[name, "proven"] == 1
