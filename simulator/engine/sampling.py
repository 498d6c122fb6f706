"""Sampling: ``Scenario[Belief]`` to ``Scenario[FloatArray]``.

Draws belong to names. A quantity's draws depend only on the seed, the number of draws and its path, so adding,
removing or reordering channels leaves the others' draws as they were, to the last bit, and every comparison is paired.

Each quantity is one Latin-hypercube column: n stratified uniforms, jittered and permuted by a generator of its own.
There are 8 independent replicates, one after the other along the draw axis, from whose spread standard errors follow.
Source: McKay, Beckman & Conover (1979), "A Comparison of Three Methods", Technometrics 21(2); replicates as in Owen
(1992), "A Central Limit Theorem for Latin Hypercube Sampling".
"""

import hashlib
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, cast

import numpy as np
from scipy.special import ndtri

from simulator.errors import SettingsError
from simulator.scenario.beliefs import Belief
from simulator.scenario.fields import Place, mapped, walk
from simulator.scenario.improvements import stands_for
from simulator.scenario.scenario import Scenario
from simulator.units import FloatArray, IntArray, Quantity, Role

REPLICATES = 8
DEFAULT_DRAWS = 8_192
MOST_DRAWS = 1_048_576
DEFAULT_SEED = 1
CHUNK = 4_096
"""Draws in a chunk: few enough for the cache, enough that what is done once for each chunk costs little."""
MARKET = "market"
"""The path of the one factor that moves the whole market."""


@dataclass(frozen=True)
class Market:
    """Distribution of the factor that moves the whole market: a normal one; 0 is an ordinary market.

    More is better. Without a word more it is left to chance; a spread of 0 holds it at one state in every draw.
    """

    mean: float = 0.0
    spread: float = 1.0


ANY_MARKET = Market()


def sample(
    scenario: Scenario[Belief], *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED, market: Market = ANY_MARKET
) -> Scenario[FloatArray]:
    """The scenario with draws of shape (draw,) in place of beliefs; certain beliefs have shape (1,).

    ``market`` is what is known of the market; what belongs to the beliefs themselves is drawn as ever. Raises
    SettingsError if ``draws`` is not a multiple of 8 or ``seed`` is negative.
    """
    check_settings(draws, seed)
    return _chunks(scenario, draws, seed, draws, market)[0]


def sample_in_chunks(
    scenario: Scenario[Belief], *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED, market: Market = ANY_MARKET
) -> tuple[Scenario[FloatArray], ...]:
    """The same draws in chunks of a size that the model runs well in, which follow each other along the draw axis.

    ``market`` and SettingsError as for ``sample``.
    """
    check_settings(draws, seed)
    return _chunks(scenario, draws, seed, min(draws, CHUNK), market)


def first_replicate(
    scenario: Scenario[Belief], *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED, market: Market = ANY_MARKET
) -> Scenario[FloatArray]:
    """The first eighth of the same draws: a quick preview of the whole.

    ``market`` and SettingsError as for ``sample``.
    """
    check_settings(draws, seed)
    return _chunks(scenario, draws, seed, draws // REPLICATES, market)[0]


def picked(scenario: Scenario[FloatArray], draws: IntArray) -> Scenario[FloatArray]:
    """The scenario in these draws alone, given by their places; certain numbers stay one number."""
    return cast("Scenario[FloatArray]", _cut(scenario, draws))


def first_draws(chunks: Sequence[Scenario[FloatArray]], count: int) -> Scenario[FloatArray]:
    """The first so many draws of chunks that follow each other: views, unless they reach into a second chunk."""
    parts = [{place.path: place.value for place in walk(chunk)} for chunk in chunks[: -(-count // chunks[0].draws)]]

    def first(place: Place) -> Any:
        if not _is_drawn(place):
            return place.value
        columns = [part[place.path] for part in parts]
        whole = columns[0] if len(columns) == 1 else _read_only(np.concatenate(columns))
        return whole[:count]

    return mapped(chunks[0], first)


def within_chunks(
    chunks: Sequence[Scenario[FloatArray]], draws: IntArray
) -> Iterator[tuple[Scenario[FloatArray], IntArray]]:
    """Each chunk that has any of the draws, with their places in it."""
    start = 0
    for chunk in chunks:
        inside = draws[(draws >= start) & (draws < start + chunk.draws)]
        if len(inside):
            yield chunk, inside - start
        start += chunk.draws


def check_settings(draws: int, seed: int) -> None:
    """Raise SettingsError unless the number of draws and the seed can be run."""
    for name, value in (("number of draws", draws), ("seed", seed)):
        if not isinstance(value, int) or isinstance(value, bool):
            raise SettingsError(f"the {name} is {value!r}; it must be a whole number")
    if draws < REPLICATES or draws % REPLICATES or draws > MOST_DRAWS:
        raise SettingsError(
            f"the number of draws is {draws}; it must be a multiple of {REPLICATES},"
            f" from {REPLICATES} to {MOST_DRAWS:,}"
        )
    if seed < 0:
        raise SettingsError(f"the seed is {seed}; it must be 0 or more")


def _chunks(
    scenario: Scenario[Belief], draws: int, seed: int, size: int, market: Market
) -> tuple[Scenario[FloatArray], ...]:
    settings = (scenario.market_correlation, draws, seed, size, market)
    business = _record_chunks(scenario.business, "business", *settings)
    funnel = _record_chunks(scenario.funnel, "funnel", *settings)
    channels = [_record_chunks(channel, f"channels.{channel.name}", *settings) for channel in scenario.channels]
    improved = [_record_chunks(each, f"improvements.{each.name}", *settings) for each in scenario.improvements]
    cut = len(channels)
    return tuple(
        cast(
            "Scenario[FloatArray]",
            replace(cast("Any", scenario), business=b, funnel=f, channels=tuple(c[:cut]), improvements=tuple(c[cut:])),
        )
        for b, f, *c in zip(business, funnel, *channels, *improved, strict=True)
    )


# While a record's beliefs stay as they are, it is neither drawn nor cut again: moving a slider costs nothing here.
@lru_cache(maxsize=256)
def _record_chunks(
    record: Any, path: str, correlation: float, draws: int, seed: int, size: int, market: Market
) -> tuple[Any, ...]:
    def drawn(place: Place) -> Any:
        if place.quantity.role is not Role.BELIEF or place.value is None:
            return place.value
        # An improved belief is as high among what it might be as the belief itself is.
        path = stands_for(place).path
        return _draws(place.value, place.quantity, path, correlation, draws, seed, market)

    whole = mapped(record, drawn, path)
    return tuple(_cut(whole, slice(start, start + size)) for start in range(0, draws, size))


def _cut(record: Any, block: slice | IntArray) -> Any:
    def cut(place: Place) -> Any:
        return place.value[block] if _is_drawn(place) else place.value

    return mapped(record, cut)


def _is_drawn(place: Place) -> bool:
    return isinstance(place.value, np.ndarray) and len(place.value) > 1


def normals(path: str, *, draws: int, seed: int) -> FloatArray:
    """Standard normal draws of a path, stratified within each replicate; shape (draw,), read-only."""
    return _normals(path, draws, seed)


def _draws(
    belief: Belief,
    quantity: Quantity,
    path: str,
    correlation: float,
    draws: int,
    seed: int,
    market: Market,
) -> FloatArray:
    if belief.is_certain:
        return _read_only(np.array([belief.likely]))
    moves = quantity.market if correlation > 0.0 else 0
    # What no market moves is the same column in every market, and is kept once.
    known = market if moves else ANY_MARKET
    return _column(belief, quantity, path, moves * math.sqrt(correlation), draws, seed, known)


# Beliefs that did not change keep their columns: moving a slider draws nothing, editing one belief draws one.
@lru_cache(maxsize=1024)
def _column(
    belief: Belief, quantity: Quantity, path: str, loading: float, draws: int, seed: int, market: Market
) -> FloatArray:
    own = _normals(path, draws, seed)
    if loading != 0.0:
        factor = market.mean + market.spread * _normals(MARKET, draws, seed)
        own = loading * factor + math.sqrt(1.0 - loading**2) * own
    return _read_only(belief.distribution(quantity).of_normal(own))


@lru_cache(maxsize=1024)
def _normals(path: str, draws: int, seed: int) -> FloatArray:
    size = draws // REPLICATES
    return _read_only(np.concatenate([ndtri(_stratified(path, seed, r, size)) for r in range(REPLICATES)]))


def _stratified(path: str, seed: int, replicate_index: int, size: int) -> FloatArray:
    digest = hashlib.sha256(path.encode()).digest()
    words = np.frombuffer(digest, dtype="<u4").tolist()
    generator = np.random.Generator(np.random.PCG64(np.random.SeedSequence([seed, replicate_index, *words])))
    uniform = (generator.permutation(size) + generator.random(size)) / size
    # The generator may give 0, whose normal is minus infinity.
    return np.clip(uniform, np.finfo(float).tiny, 1.0 - np.finfo(float).epsneg)


def _read_only(array: FloatArray) -> FloatArray:
    array.flags.writeable = False
    return array
