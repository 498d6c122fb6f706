"""Workers: processes beside the server's own, which work out figures when more people than one wait for them.

Python runs one thread of a process at a time, so a server that works out everything itself lets a core lie idle while
visitors wait. What goes to a worker and comes back is small: what a scenario states, and what a page shows of it. Draws
stay with the worker, and are forgotten with its answer.

Whoever is alone needs none: they begin when they are missed again and again, until one is ready work is done where it
is asked for, and they end when nobody has needed them for a while. So it is on the command line and in a process of
one's own, where nobody ``started`` any.

On Linux a worker is a copy of a process that has imported everything before (multiprocessing's fork server): it begins
in no time, and shares that memory. Elsewhere, where libraries do not bear to be copied, each imports for itself.
"""

import multiprocessing
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, Generic, TypeVar

from simulator.errors import LostWorkError
from simulator.ui.session.cache import shared
from simulator.ui.session.turns import AT_ONCE, ended

Value = TypeVar("Value")

if sys.platform == "linux":
    _PROCESSES = multiprocessing.get_context("forkserver")
else:
    _PROCESSES = multiprocessing.get_context("spawn")

MISSES, WITHIN = 3, 5.0
"""A worker begins once so many were missed within so many seconds: the first takes as long to begin as ten answers, and
a single visitor whose last run of a page ends when the next one begins needs none."""

IDLE = 30.0
"""A worker that has had nothing to do for so many seconds is ended: its memory is for those who come next."""

CACHE_SHARE = 0.25
"""The share of the memory for shared results that all workers have together, for what many of their answers need."""

POLITE = 10
"""By how much the system prefers whatever draws pages to long work."""


@dataclass(frozen=True)
class Outcome(Generic[Value]):
    """Outcome of some work: what it gave, or what it raised."""

    found: Value
    error: Exception | None = None


@dataclass(frozen=True)
class Report:
    """How far some work is: the ``share`` of it that is done, from 0 to 1, and what it does now, in plain words."""

    share: float = 0.0
    doing: str = ""


class Worker:
    """A process that does one thing at a time. Where others wait meanwhile, call ``have_imported`` before."""

    def __init__(self, begin: Callable[[], None], cache_bytes: int) -> None:
        self._ours, theirs = _PROCESSES.Pipe()
        self._process: BaseProcess = _PROCESSES.Process(target=_serve, args=(theirs, begin, cache_bytes), daemon=True)
        with _without_main():
            self._process.start()
        theirs.close()

    def wait_until_ready(self) -> bool:
        """Wait until it has begun; whether it did."""
        try:
            return bool(self._ours.recv())
        except (EOFError, OSError):
            return False

    def do(
        self,
        work: Callable[..., Value],
        given: tuple[object, ...],
        hear: Callable[[Report], object] = lambda report: None,
    ) -> Value:
        """The result of the work, or what it raises; LostWorkError where the process has died of it.

        ``hear`` is called with each ``report`` of the work while it goes on.
        """
        try:
            self._ours.send((work, given))
            while isinstance(received := self._ours.recv(), Report):
                hear(received)
        except (EOFError, OSError):
            self.end()
            raise LostWorkError from None
        outcome: Outcome[Value] = received
        if outcome.error is not None:
            raise outcome.error
        return outcome.found

    @property
    def lives(self) -> bool:
        """Whether it can do something."""
        return self._process.is_alive()

    def end(self) -> None:
        """End the process, whatever it does."""
        self._process.kill()
        self._process.join()


class Pool:
    """Up to ``most`` workers; one more begins where none was free several times, and who has nothing to do ends."""

    def __init__(self, begin: Callable[[], None], most: int, cache_bytes: int) -> None:
        self._begin, self._most, self._cache_bytes = begin, most, cache_bytes
        # The one that worked last comes last, and is taken first: what it needs is at hand.
        self._free = list[tuple[float, Worker]]()
        self._workers = list[Worker]()
        self._count = 0
        self._missed = list[float]()
        self._lock = threading.Lock()
        self._has_ended = threading.Event()
        threading.Thread(target=self._look_after, name="workers", daemon=True).start()

    def taken(self) -> Worker | None:
        """A worker that has nothing to do, to be given back; None while there is none."""
        with self._lock:
            if self._free:
                return self._free.pop()[1]
            self._miss()
            return None

    def give_back(self, worker: Worker) -> None:
        """Have the worker again, if it lives."""
        with self._lock:
            if worker.lives:
                self._free.append((time.monotonic(), worker))
            else:
                self._forget(worker)

    def end(self) -> None:
        """End all workers."""
        self._has_ended.set()
        with self._lock:
            for worker in self._workers:
                worker.end()

    def _miss(self) -> None:
        now = time.monotonic()
        self._missed = [*(each for each in self._missed if now - each < WITHIN), now]
        if len(self._missed) < MISSES or self._has_ended.is_set() or self._count == self._most:
            return
        self._count += 1
        self._missed.clear()
        threading.Thread(target=self._new, name="worker", daemon=True).start()

    def _new(self) -> None:
        have_imported()
        with self._lock:
            if self._has_ended.is_set():
                return
            worker = Worker(self._begin, self._cache_bytes)
            self._workers.append(worker)
        # Not within the lock: where it imports for itself this takes a second, and work is asked for meanwhile.
        is_ready = worker.wait_until_ready()
        with self._lock:
            # One that has just died may look alive for a moment.
            if is_ready:
                self._free.append((time.monotonic(), worker))
            else:
                self._forget(worker)

    def _forget(self, worker: Worker) -> None:
        self._count -= 1
        self._workers.remove(worker)

    def _look_after(self) -> None:
        """End who has nothing to do, until everything ends."""
        while not self._has_ended.wait(1.0):
            with self._lock:
                longest_free = time.monotonic() - IDLE
                for since, worker in [each for each in self._free if each[0] < longest_free]:
                    self._free.remove((since, worker))
                    self._forget(worker)
                    worker.end()


_pool: Pool | None = None


def done(work: Callable[..., Value], *given: object) -> Outcome[Value] | None:
    """Outcome of the work at a worker, None if none is free; raises what the work raises, and LostWorkError.

    ``work`` is a function that a module names; what it is given, gives and raises is sent between processes.
    """
    pool = _pool
    worker = None if pool is None else pool.taken()
    if pool is None or worker is None:
        return None
    try:
        return Outcome(worker.do(work, given))
    finally:
        pool.give_back(worker)


@contextmanager
def started(begin: Callable[[], None], imports: Sequence[str] = ()) -> Iterator[None]:
    """Workers while this goes on, as many as work at the same time; each calls ``begin`` before anything else.

    ``imports`` names modules that processes which are copied import once for all.
    """
    global _pool
    multiprocessing.set_forkserver_preload([*imports])
    cache = shared()
    theirs = int(CACHE_SHARE * cache.most_bytes)
    cache.most_bytes -= theirs
    pool = _pool = Pool(begin, AT_ONCE, theirs // AT_ONCE)
    try:
        yield
    finally:
        _pool = None
        cache.most_bytes += theirs
        pool.end()


def have_imported() -> None:
    """Wait until a worker can be copied at once: the first time that takes a second or two, as all is imported."""
    if _PROCESSES.get_start_method() == "forkserver":
        with _copying:
            # A process that only has to begin: that waits for what it is a copy of.
            first = _PROCESSES.Process(daemon=True)
            with _without_main():
                first.start()
            first.join()


_copying, _starting = threading.Lock(), threading.Lock()


@contextmanager
def _without_main() -> Iterator[None]:
    """No main module while this goes on: a new process runs that first, and while a page is drawn it is the page."""
    with _starting:
        main, nothing = sys.modules["__main__"], ModuleType("__main__")
        sys.modules["__main__"] = nothing
        try:
            yield
        finally:
            # A run of a page may have put its own there meanwhile.
            if sys.modules["__main__"] is nothing:
                sys.modules["__main__"] = main


def report(share: float, doing: str = "") -> None:
    """Tell those who wait for the work that this process does how far it is; called by the work."""
    if _asked is not None:
        _asked.send(Report(share, doing))


def be_polite() -> None:
    """Let whatever draws a page go first, if the system knows how."""
    with suppress(AttributeError, OSError):
        os.nice(POLITE)


_asked: Connection | None = None
"""Where this process is asked to work; None in one that is no worker."""


def _serve(asked: Connection, begin: Callable[[], None], cache_bytes: int) -> None:
    """A worker's life: do what it is asked, until nobody is there to ask."""
    global _asked
    _asked = asked
    # Ctrl-C in a terminal goes to all of its processes; the server ends this one in good order.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    shared().most_bytes = cache_bytes
    begin()
    asked.send(True)
    while True:
        work, given = asked.recv()
        asked.send(_outcome(work, given))
        ended.set()


def _outcome(work: Callable[..., object], given: tuple[Any, ...]) -> Outcome[object]:
    try:
        return Outcome(work(*given))
    except Exception as error:  # noqa: BLE001 - whoever asked is told
        return Outcome(None, error)


def _end_with_parent() -> None:
    """End this process with the one that began it, however that ends and whatever is underway."""
    parent = multiprocessing.parent_process()
    assert parent is not None, "workers are begun by the server"
    parent.join()
    os._exit(0)
