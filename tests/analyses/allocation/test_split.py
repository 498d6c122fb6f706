from itertools import product

import numpy as np
import pytest

from simulator.analyses.allocation.split import (
    Group,
    Programme,
    are_nested,
    best_in_every_world,
    frontier,
    worth,
)

MOST = 6


def tables(random: np.random.Generator, parts: int) -> list[np.ndarray]:
    """Any worths, with amounts that may not be had."""
    return [np.where(random.random(MOST + 1) < 0.2, -np.inf, random.normal(size=MOST + 1)) for _ in range(parts)]


def together(split: tuple[int, ...], group: Group) -> int:
    return sum(split[row] for row in group.members)


def tried(worths: list[np.ndarray], groups: list[Group], total: int) -> float:
    """The best of every split of a total."""
    splits = [each for each in product(range(MOST + 1), repeat=len(worths)) if sum(each) == total]
    kept = [each for each in splits if all(group.least <= together(each, group) <= group.most for group in groups)]
    return max((worth(worths, np.array(each)) for each in kept), default=-np.inf)


NESTED = [
    [],
    [Group(frozenset({0, 1}), 0, 3)],
    [Group(frozenset({0, 1}), 2, 4), Group(frozenset({0, 1, 2}), 1, 5)],
    [Group(frozenset({0}), 0, 2), Group(frozenset({0, 1}), 0, 3), Group(frozenset({2, 3}), 1, 3)],
]
OVERLAPPING = [Group(frozenset({0, 1}), 0, 3), Group(frozenset({1, 2}), 1, 3), Group(frozenset({2, 3}), 0, 2)]


@pytest.mark.parametrize("groups", NESTED)
@pytest.mark.parametrize("seed", range(5))
def test_the_best_split_of_every_total_is_the_best_of_all(seed, groups):
    worths = tables(np.random.default_rng(seed), 4)
    found = frontier(worths, groups, MOST)
    for total in range(MOST + 1):
        assert found.values[total] == pytest.approx(tried(worths, groups, total))
        if np.isfinite(found.values[total]):
            assert found.splits[total].sum() == total
            assert worth(worths, found.splits[total]) == pytest.approx(found.values[total])


@pytest.mark.parametrize("groups", [*NESTED, OVERLAPPING])
@pytest.mark.parametrize("seed", range(5))
def test_the_programme_finds_the_best_of_all_too(seed, groups):
    worths = tables(np.random.default_rng(seed), 4)
    choices = [np.flatnonzero(np.isfinite(own)) for own in worths]
    done = Programme(choices, groups, MOST, may_be_less=False).best(
        [own[steps] for own, steps in zip(worths, choices, strict=True)], seconds=20.0
    )
    best = tried(worths, groups, MOST)
    if np.isneginf(best):
        assert done is None
        return
    assert done is not None
    assert worth(worths, done[0]) == pytest.approx(best)
    assert done[1] >= best - 1e-9


def test_groups_are_nested_where_each_lies_within_the_other_or_apart():
    assert all(are_nested(groups) for groups in NESTED)
    assert not are_nested(OVERLAPPING)


def test_no_split_is_worth_more_in_any_world_than_the_best_in_every_world():
    random = np.random.default_rng(1)
    worths = [random.normal(size=(MOST + 1, 20)) for _ in range(3)]
    bound = best_in_every_world(worths, MOST, or_less=False)
    best = np.max(
        [
            sum(table[steps] for table, steps in zip(worths, each, strict=True))
            for each in product(range(MOST + 1), repeat=3)
            if sum(each) == MOST
        ],
        axis=0,
    )
    assert bound == pytest.approx(best)
