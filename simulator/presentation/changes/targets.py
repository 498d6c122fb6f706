"""Targets in words. They have no names: what is not equal is told apart by its metric, then by its place."""

from collections.abc import Callable, Iterator, Sequence
from itertools import zip_longest

from simulator.metrics.kpis import METRICS
from simulator.presentation.changes.phrasing import Phrasing, moved
from simulator.scenario.scenario import Target
from simulator.text.formats import Formats
from simulator.units import Unit
from simulator.validation import one_line


def target_changes(phrasing: Phrasing) -> Iterator[str]:
    """Targets changed, removed, added and in another order."""
    left, came = list(phrasing.before.targets), list(phrasing.after.targets)
    _paired(left, came, lambda old, new: old == new)
    if not left and not came and phrasing.before.targets != phrasing.after.targets:
        yield f"Targets in another order: {', '.join(spoken(each, phrasing.new) for each in phrasing.after.targets)}"
    for old, new in _paired(left, came, lambda old, new: old.metric == new.metric):
        yield f"Target: {moved(spoken(old, phrasing.old), spoken(new, phrasing.new))}"
    for former, present in zip_longest(left, came):
        yield _sentence(former, present, phrasing)


def _sentence(before: Target | None, after: Target | None, phrasing: Phrasing) -> str:
    old = "" if before is None else spoken(before, phrasing.old)
    new = "" if after is None else spoken(after, phrasing.new)
    if before is not None and after is not None:
        return f"Target: {moved(old, new)}"
    return f"Target removed: {old}" if after is None else f"Target added: {new}"


def _paired(
    left: list[Target], came: list[Target], is_one: Callable[[Target, Target], bool]
) -> Sequence[tuple[Target, Target]]:
    """Take pairs out of both lists."""
    found = []
    for new in list(came):
        old = next((each for each in left if is_one(each, new)), None)
        if old is not None:
            found.append((old, new))
            left.remove(old)
            came.remove(new)
    return found


def spoken(target: Target, formats: Formats) -> str:
    """``New customers at least 360 (70% sure)``."""
    metric = METRICS.get(target.metric)
    label, unit = (one_line(target.metric), Unit.COUNT) if metric is None else (metric.label, metric.unit)
    bounds = [
        f"{side} {formats.number(bound, unit)}"
        for side, bound in (("at least", target.at_least), ("at most", target.at_most))
        if bound is not None
    ]
    sure = "" if target.probability is None else f" ({formats.percent(target.probability)} sure)"
    return f"{label} {' and '.join(bounds) or 'without a number'}{sure}"
