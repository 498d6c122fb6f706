"""Pairs of the named things before and after: channels and plans, added, removed, renamed and reordered."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from simulator.scenario.scenario import HasName

Item = TypeVar("Item", bound=HasName)


@dataclass(frozen=True)
class Matching(Generic[Item]):
    """Things that were and are, as ``pairs`` in their order now; those that are ``removed`` and those ``added``."""

    pairs: tuple[tuple[Item, Item], ...]
    removed: tuple[Item, ...]
    added: tuple[Item, ...]

    @property
    def renamed(self) -> list[tuple[str, str]]:
        """Former and present names, of what has another name."""
        return [(old.name, new.name) for old, new in self.pairs if old.name != new.name]


def matched(before: Sequence[Item], after: Sequence[Item], is_same: Callable[[Item, Item], bool]) -> Matching[Item]:
    """Pairs by name first; of the rest, by ``is_same``, which is asked whether two are alike but for their names."""
    partner = _by_name(before, after)
    left = [place for place in range(len(before)) if place not in partner.values()]
    for place, item in enumerate(after):
        alike = [other for other in left if place not in partner and is_same(before[other], item)]
        if alike:
            partner[place] = alike[0]
            left.remove(alike[0])
    return Matching(
        pairs=tuple((before[partner[place]], item) for place, item in enumerate(after) if place in partner),
        removed=tuple(before[place] for place in left),
        added=tuple(item for place, item in enumerate(after) if place not in partner),
    )


def _by_name(before: Sequence[Item], after: Sequence[Item]) -> dict[int, int]:
    """For each place after, the place before of the same name; a draft may hold a name more than once."""
    places = {key: place for place, key in enumerate(_counted(before))}
    return {place: places[key] for place, key in enumerate(_counted(after)) if key in places}


def _counted(items: Sequence[Item]) -> list[tuple[str, int]]:
    """Every name with the number of times that it stood before."""
    seen: Counter[str] = Counter()
    found = []
    for item in items:
        found.append((item.name, seen[item.name]))
        seen[item.name] += 1
    return found


def keeps_order(before: Sequence[Item], pairs: Sequence[tuple[Item, Item]]) -> bool:
    """Whether the things that were and are stand in the order in which they stood."""
    # Two equal things may be one object: a place is found by going on from the one before.
    rest = iter(before)
    return all(any(old is item for item in rest) for old, _ in pairs)
