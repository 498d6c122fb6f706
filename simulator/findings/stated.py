"""The beliefs that a result rests on: what was stated for the channels that the plan spends money on."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

import numpy as np

from simulator.findings.review import Review
from simulator.metrics.kpis import draws_of
from simulator.scenario.beliefs import Belief, certain
from simulator.scenario.channels import Channel
from simulator.scenario.customers import CustomerValue
from simulator.scenario.fields import Place, quantities, walk
from simulator.scenario.improvements import IMPROVABLE, Improvement
from simulator.units import FloatArray, Quantity, Role

FEWEST_DRAWS_FOR_EFFECTS = 256


@dataclass(frozen=True)
class Stated:
    """A belief in use: whose it is (a channel's, or empty where all share it), its path, declaration and numbers."""

    owner: str
    path: str
    quantity: Quantity
    belief: Belief

    @property
    def title(self) -> str:
        """Name on screen."""
        return f"“{self.quantity.label}”{f' of {self.owner}' if self.owner else ''}"

    @property
    def has_source(self) -> bool:
        """Whether it says where it comes from; "assumption" says that it comes from nowhere."""
        source = self.belief.source.strip().lower()
        return bool(source) and not source.startswith("assumption")


def beliefs_in_use(review: Review) -> Sequence[Stated]:
    """Every stated belief that the plan's result can depend on: the channels' own, then those they share.

    What was left at its default was not stated. A shared rate counts if a channel with spend relies on it.
    """
    if review not in _KNOWN:
        _KNOWN[review] = _beliefs_in_use(review)
    return _KNOWN[review]


_KNOWN = WeakKeyDictionary["Review", "Sequence[Stated]"]()
"""The beliefs of reviews that are still there: every other check asks for them."""


def _beliefs_in_use(review: Review) -> Sequence[Stated]:
    return [
        Stated(owner, place.path, place.quantity, place.value)
        for owner, place in _places(review)
        if isinstance(place.value, Belief) and not _is_default(place)
    ]


def _is_default(place: Place) -> bool:
    default = place.quantity.default
    return default is not None and place.value == certain(default)


def _places(review: Review) -> Iterator[tuple[str, Place]]:
    """Each with the name of its channel or improvement, which is empty where channels share it."""
    for channel in _channels(review):
        for place in walk(channel, f"channels.{channel.name}"):
            yield channel.name, place
    for name, _ in review.decisions.improvements:
        improvement = review.scenario.improvement(name)
        for place in walk(improvement, f"improvements.{name}"):
            yield name, _called_after(place, improvement)
    for part, shared in (("business", _values_used(review)), ("funnel", _rates_used(review))):
        for place in walk(getattr(review.scenario, part), part):
            if place.name in shared:
                yield "", place


def _called_after(place: Place, improvement: Improvement[Belief]) -> Place:
    """What an improved belief becomes, called after that: beside other numbers “what it becomes” says too little."""
    if place.name != "becomes":
        return place
    label = f"{IMPROVABLE[improvement.field].label}, with it"
    return place._replace(quantity=replace(place.quantity, label=label))


def _channels(review: Review) -> list[Channel[Belief]]:
    """The channels that the plan spends money on, and visits without it that are improved."""
    return [*(row.believed for row in review.running), *review.improved]


def _values_used(review: Review) -> set[str]:
    """The business's money beliefs that a channel relies on."""
    names = quantities(CustomerValue)
    return {name for name in names for channel in _channels(review) if getattr(channel, name) is None}


def _rates_used(review: Review) -> set[str]:
    tracked = review.scenario.funnel.stages
    return {
        name
        for channel in _channels(review)
        for name in channel.rates(tracked)
        if getattr(channel, name) is None
    }  # fmt: skip


def by_effect(review: Review, beliefs: Sequence[Stated]) -> list[tuple[Stated, float]]:
    """The uncertain ones among the beliefs with how much they move profit, the strongest first.

    The measure is the standardised rank regression coefficient of profit on all beliefs in use: by how many of its
    standard deviations the rank of profit moves with one of the belief's, the others held. Signs are dropped; empty
    with too few draws. Source: Saltelli et al., "Sensitivity Analysis" (2000), section 2.4.
    """
    columns = _columns(review)
    if not columns:
        return []
    drawn = np.array([*columns.values()])
    if drawn.shape[1] < FEWEST_DRAWS_FOR_EFFECTS:
        return []
    effects = _coefficients(drawn, draws_of(review.simulation, "profit")[: drawn.shape[1]])
    strengths = dict(zip(columns, np.abs(effects).tolist(), strict=True))
    found = [(each, strengths[each.path]) for each in beliefs if each.path in strengths]
    return sorted(found, key=lambda pair: -pair[1])


def _columns(review: Review) -> dict[str, FloatArray]:
    """The draws of every uncertain belief in use in the first replicate, by path; shapes (draw,)."""
    drawn = {place.path: place.value for place in walk(review.simulation.first_replicate)}
    used = [each.path for each in beliefs_in_use(review) if each.quantity.role is Role.BELIEF]
    return {path: drawn[path] for path in used if len(drawn[path]) > 1}


def _coefficients(columns: FloatArray, profit: FloatArray) -> FloatArray:
    """Standardised rank regression coefficients; ``columns`` (belief, draw), ``profit`` (draw,)."""
    ranks = np.argsort(np.argsort(np.vstack([columns, profit]), axis=1), axis=1)
    centred = ranks - ranks.mean(axis=1, keepdims=True)
    standard = centred / centred.std(axis=1, keepdims=True)
    # The normal equations are as small as there are beliefs, however many the draws. einsum, unlike a product of
    # matrices, does not wait for a second processor core that may be busy.
    moments = np.einsum("id,jd->ij", standard, standard)
    solved: FloatArray = np.linalg.lstsq(moments[:-1, :-1], moments[:-1, -1], rcond=None)[0]
    return solved
