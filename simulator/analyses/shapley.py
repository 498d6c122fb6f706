"""Fair shares of a difference: what each change contributes, whatever order they are made in.

The share of a change is the average, over all orders in which the changes can be made one after the other, of what it
adds when its turn comes (Shapley 1953, "A Value for n-Person Games"). Shares add up to the whole difference, a change
that never matters has none, and changes that do the same have the same.
"""

from collections.abc import Callable
from math import factorial

Changed = frozenset[int]
"""Which of the changes are made."""


def shapley(value: Callable[[Changed], float], changes: int) -> list[float]:
    """The share of each of so many changes in ``value(all) - value(none)``; asks for the value of all subsets."""
    subsets = [frozenset(change for change in range(changes) if bits >> change & 1) for bits in range(1 << changes)]
    values = [value(subset) for subset in subsets]
    weights = [factorial(size) * factorial(changes - size - 1) / factorial(changes) for size in range(changes)]
    shares = [0.0] * changes
    for bits, subset in enumerate(subsets):
        for change in range(changes):
            if change not in subset:
                shares[change] += weights[len(subset)] * (values[bits | 1 << change] - values[bits])
    return shares
