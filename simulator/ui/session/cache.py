"""Results that all sessions share, bounded in bytes: one cache for the whole server, whoever asked first.

``kept(key, work)`` gives what was worked out under this key before, else works it out: once, even where several
sessions ask at the same time. What was used longest ago makes room. Entries are counted in bytes, because one result
may be a thousand times as large as another; a result that would take more than a quarter of the room is given to those
who ask for it, and not kept.

Keep nothing that grows afterwards: a size is taken once. A simulation does, as its totals are worked out when they are
first read, and it is large; so what is read off simulations is kept here, and never a simulation.
"""

import gc
import logging
import math
import os
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from types import BuiltinFunctionType, FunctionType, ModuleType
from typing import Any, TypeVar, cast

import numpy as np

Value = TypeVar("Value")

SIZE_VARIABLE = "FUNNELCAST_CACHE_MB"
"""The environment variable that says how much memory shared results may take [MB]."""

DEFAULT_MEGABYTES = 512.0
LARGEST_SHARE = 0.25
"""A result that would take a larger share of the room is not kept: it would drive out too many others."""

_CODE = (type, ModuleType, FunctionType, BuiltinFunctionType)
"""Things that a value refers to and does not hold: following these would lead through the whole program."""


class SingleFlight:
    """Work that is done once for all who ask for it while it goes on; safe to use from any thread."""

    def __init__(self) -> None:
        self._under_way: dict[Hashable, Future[Any]] = {}
        self._lock = Lock()

    def once(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """The result of the work; who comes while another does it waits, and gets the same, also what it raises.

        Where the one who does it is ended, which is nothing that the work is to blame for, another does it.
        """
        own: Future[Value] = Future()
        with self._lock:
            awaited: Future[Value] = self._under_way.setdefault(key, own)
        if awaited is own:
            self._do(key, work, own)
        elif _is_ended(awaited):
            return self.once(key, work)
        return awaited.result()

    def _do(self, key: Hashable, work: Callable[[], Value], promise: "Future[Value]") -> None:
        try:
            result = work()
        except BaseException as error:  # noqa: BLE001 - whoever waits must not wait for ever
            # Whoever waits may begin again at once, and must not find this flight.
            self._land(key)
            promise.set_exception(error)
        else:
            promise.set_result(result)
            self._land(key)

    def _land(self, key: Hashable) -> None:
        with self._lock:
            del self._under_way[key]


def _is_ended(awaited: "Future[Any]") -> bool:
    """Whether the run that did the work was ended, as Streamlit and a server that stops end runs; waits for it."""
    error = awaited.exception()
    return error is not None and not isinstance(error, Exception)


@dataclass(frozen=True)
class _Entry:
    value: Any
    size: int


class ByteCache:
    """Values by key, of at most ``most_bytes`` together; safe to use from any thread."""

    def __init__(self, most_bytes: int) -> None:
        self.most_bytes = most_bytes
        self.held_bytes = 0
        self._entries: OrderedDict[Hashable, _Entry] = OrderedDict()
        self._flights = SingleFlight()
        self._lock = Lock()

    def __contains__(self, key: Hashable) -> bool:
        """Whether the value of this key is kept."""
        return key in self._entries

    def kept(self, key: Hashable, work: Callable[[], Value]) -> Value:
        """The value of this key, worked out where it is not there; what ``work`` raises is raised, and not kept."""
        entry = self._used(key) or self._flights.once(key, lambda: self._worked_out(key, work))
        return cast(Value, entry.value)

    def found(self, key: Hashable) -> Any | None:
        """The value of this key; None where it is not kept."""
        entry = self._used(key)
        return None if entry is None else entry.value

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._entries.clear()
            self.held_bytes = 0

    def _used(self, key: Hashable) -> _Entry | None:
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
            return self._entries.get(key)

    def _worked_out(self, key: Hashable, work: Callable[[], object]) -> _Entry:
        # Another flight may have landed since the caller looked.
        if found := self._used(key):
            return found
        value = work()
        entry = _Entry(value, size_of((key, value)))
        if entry.size <= self.most_bytes * LARGEST_SHARE:
            self._keep(key, entry)
        return entry

    def _keep(self, key: Hashable, entry: _Entry) -> None:
        with self._lock:
            self._entries[key] = entry
            self.held_bytes += entry.size
            while self.held_bytes > self.most_bytes:
                _, oldest = self._entries.popitem(last=False)
                self.held_bytes -= oldest.size


def kept(key: Hashable, work: Callable[[], Value]) -> Value:
    """The value of this key, shared by all sessions of the server; worked out where it is not there."""
    notes = _notes.get()
    if notes is None:
        return shared().kept(key, work)
    with _noting(None):
        value = notes[key] = shared().kept(key, work)
    return value


def asked_for(work: Callable[[], object]) -> dict[Hashable, Any]:
    """The values that some work asks for, by key; but not those that these are worked out from."""
    notes = dict[Hashable, Any]()
    with _noting(notes):
        work()
    return notes


_notes = ContextVar[dict[Hashable, Any] | None]("notes", default=None)


@contextmanager
def _noting(notes: dict[Hashable, Any] | None) -> Iterator[None]:
    token = _notes.set(notes)
    try:
        yield
    finally:
        _notes.reset(token)


@lru_cache(maxsize=1)
def shared() -> ByteCache:
    """The one cache of this server."""
    return ByteCache(most_bytes())


def most_bytes() -> int:
    """How much shared results may take, as the environment says; the default where that is not a size."""
    stated = os.environ.get(SIZE_VARIABLE, "")
    try:
        megabytes = float(stated or DEFAULT_MEGABYTES)
    except ValueError:
        megabytes = math.nan
    if not 0.0 <= megabytes < math.inf:
        logging.getLogger(__name__).warning(
            "%s is %r; it must be a number of megabytes, such as 512, which is taken now", SIZE_VARIABLE, stated
        )
        megabytes = DEFAULT_MEGABYTES
    return int(megabytes * 1e6)


def size_of(value: object) -> int:
    """The memory that a value keeps alive [bytes]: all that it refers to, each thing once, but for code.

    A view counts as the whole array that it looks into.
    """
    return sum(_own_size(each) for each in _reachable(value))


def _reachable(value: object) -> Iterator[object]:
    seen, waiting = set[int](), [value]
    while waiting:
        each = waiting.pop()
        if id(each) in seen:
            continue
        seen.add(id(each))
        yield each
        waiting += _referents(each)


def _referents(each: object) -> list[object]:
    if isinstance(each, FunctionType):
        # What a function closes over it holds; its module's names it does not.
        return [*(each.__closure__ or ()), *(each.__defaults__ or ())]
    if isinstance(each, _CODE):
        return []
    return [each.base] if isinstance(each, np.ndarray) and each.dtype != object else gc.get_referents(each)


def _own_size(each: object) -> int:
    if isinstance(each, _CODE):
        return 0
    if isinstance(each, np.ndarray):
        # What a view looks into is counted in its place.
        return each.nbytes if each.base is None else 0
    if type(each).__module__.startswith("pyarrow"):
        # Columns of text lie outside of Python's memory.
        return int(getattr(each, "nbytes", 0))
    # A frame's own answer would count again what is followed here.
    return sys.getsizeof(each) if type(each).__module__ == "builtins" else object.__sizeof__(each)
