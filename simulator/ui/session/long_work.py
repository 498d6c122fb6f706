"""Long work: what takes more than a second is done in a process of its own, and can be stopped.

A page asks with ``ask`` each time that it is drawn, and again every half second while it waits: it gets the answer, or
how far the work is. Work that nobody asks for any more, because the page was left, the tab closed or something else
asked for in the same place, is ended with its process. Answers are kept by what was given, and who asks for the same
while the work goes on waits for the same process.

The processes are polite: whatever draws a page goes first. Where no server has ``started`` them, as on the command line
and in a process of one's own, work is done where it is asked for.
"""

import hashlib
import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass, field
from typing import Generic, TypeVar, cast
from uuid import uuid4

import streamlit as st

from simulator.errors import FunnelcastError, LostWorkError
from simulator.ui.session.cache import shared
from simulator.ui.session.workers import IDLE, Outcome, Report, Worker, be_polite, have_imported

Value = TypeVar("Value")

AT_ONCE = max(2, os.cpu_count() or 2)
"""So many works go on at the same time; others wait for their turn."""

PATIENCE = 10.0
"""Work that nobody has asked for in so many seconds is ended: a page that waits asks twice a second, in a tab that is
not looked at once."""

AT_HAND = 0.25
"""So many seconds the first run of a page waits itself, so that what is quick comes without a notice."""

_KEY = "funnelcast long work"


@dataclass(frozen=True)
class Answer(Generic[Value]):
    """Result of the work."""

    found: Value


@dataclass(frozen=True)
class Underway:
    """Work that goes on for so many ``seconds`` now, or ``waits`` until that of others is done."""

    report: Report
    seconds: float
    waits: bool


@dataclass(frozen=True)
class Stopped:
    """Work that was stopped by whoever asked for it; it begins again once it is asked for ``again``."""


def ask(place: str, work: Callable[..., Value], *given: object) -> Answer[Value] | Underway | Stopped:
    """The answer of ``work(*given)``, or how far it is; raises what the work raises, and LostWorkError.

    ``work`` is a function that a module names, which may call ``workers.report``. What it is given, gives and raises is
    sent between processes; what it is given is told apart by its ``repr``, so never hand it an array. ``place`` is
    where on the page the answer is wanted: only what was asked for there last goes on. After LostWorkError, as after a
    stop, nothing begins until it is asked for ``again``.
    """
    now = _place_for(place, _digest(work, given))
    if now.is_stopped:
        return Stopped()
    if now.outcome is None:
        now.outcome = _outcome(now, work, given)
    if now.outcome is not None:
        return Answer(_found(cast(Outcome[Value], now.outcome)))
    assert _office is not None, "without processes there is an outcome at once"
    return _office.progress(now.key)


def leave(place: str) -> None:
    """End what was asked for in this place, unless somebody else has asked for it too."""
    now = _places().pop(place, None)
    if now is not None and _office is not None:
        _office.leave(now.key, now.who)


def stop(place: str) -> None:
    """End what was asked for in this place, and do not begin again unasked."""
    if now := _places().get(place):
        leave(place)
        _places()[place] = _Place(now.key, is_stopped=True)


def again(place: str) -> None:
    """Begin again with what was stopped or lost in this place, when it is next asked for."""
    leave(place)


def is_underway(place: str) -> bool:
    """Whether what was asked for last in this place is neither there nor stopped or lost."""
    now = _places().get(place)
    return now is not None and now.outcome is None and not now.is_stopped


@contextmanager
def started() -> Iterator[None]:
    """Processes for long work while this goes on; each begins when it is needed."""
    global _office
    office = _office = _Office()
    try:
        yield
    finally:
        _office = None
        office.close()


# -- what a session waits for ------------------------------------------------------------------------------------------


@dataclass
class _Place:
    """What a session wants in one place of a page, and what became of it."""

    key: str
    is_stopped: bool = False
    outcome: Outcome[object] | None = None
    who: str = field(default_factory=lambda: uuid4().hex)


def _places() -> dict[str, _Place]:
    return cast(dict[str, _Place], st.session_state.setdefault(_KEY, {}))


def _place_for(place: str, key: str) -> _Place:
    """The place, which waits for this from now on and for nothing else."""
    now = _places().get(place)
    if now is None or now.key != key:
        leave(place)
        now = _places()[place] = _Place(key)
    return now


def _digest(work: Callable[..., object], given: tuple[object, ...]) -> str:
    stated = repr((work.__module__, work.__qualname__, given))
    return hashlib.sha256(stated.encode()).hexdigest()


def _outcome(place: _Place, work: Callable[..., object], given: tuple[object, ...]) -> Outcome[object] | None:
    """What became of the work, now or earlier; None while it goes on."""
    if _office is None:
        return shared().kept(_kept_as(place.key), lambda: _tried(lambda: work(*given)))
    known: Outcome[object] | None = shared().found(_kept_as(place.key))
    return known or _office.outcome(place.key, place.who, work, given)


def _kept_as(key: str) -> tuple[str, str]:
    return "long work", key


def _tried(work: Callable[[], object]) -> Outcome[object]:
    try:
        return Outcome(work())
    except FunnelcastError as error:
        # It would hold everything that the run of the page had at hand.
        return Outcome(None, error.with_traceback(None))


def _lasts(outcome: Outcome[object]) -> bool:
    """Whether the same work would have the same outcome again."""
    refused = isinstance(outcome.error, FunnelcastError) and not isinstance(outcome.error, LostWorkError)
    return outcome.error is None or refused


def _found(outcome: Outcome[Value]) -> Value:
    if outcome.error is not None:
        # A copy, because what is raised holds on to whoever it is raised for.
        raise copy(outcome.error)
    return outcome.found


# -- what the server does ----------------------------------------------------------------------------------------------


class _Job:
    """Work that goes on in a process, or waits for one; ``asked`` is when each of those who wait asked last."""

    def __init__(self, key: str, work: Callable[..., object], given: tuple[object, ...]) -> None:
        self.key, self.work, self.given = key, work, given
        self.asked = dict[str, float]()
        self.report, self.waits, self.began = Report(), True, time.monotonic()
        self.outcome: Outcome[object] | None = None
        self.worker: Worker | None = None
        self.is_over, self.done = False, threading.Event()

    @property
    def is_lost(self) -> bool:
        """Whether nothing came of it, not even a refusal: its process died, or it failed."""
        return self.outcome is not None and not _lasts(self.outcome)

    def hear(self, report: Report) -> None:
        """Note how far it is."""
        self.report = report


class _Office:
    """The works of all sessions, by the digest of what was asked."""

    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}
        self._idle = list[tuple[float, Worker]]()
        self._turns = threading.Semaphore(AT_ONCE)
        self._lock = threading.RLock()
        self._closed = threading.Event()
        threading.Thread(target=self._look_after, name="long work", daemon=True).start()

    def outcome(
        self, key: str, who: str, work: Callable[..., object], given: tuple[object, ...]
    ) -> Outcome[object] | None:
        """Outcome of the work; None while it goes on. It begins where it does not go on yet."""
        with self._lock:
            job = self._jobs.get(key)
            is_new = job is None or (job.is_lost and who not in job.asked)
            if job is None or is_new:
                job = self._jobs[key] = _Job(key, work, given)
                threading.Thread(target=self._do, args=(job,), name="long work", daemon=True).start()
            job.asked[who] = time.monotonic()
        if is_new:
            job.done.wait(AT_HAND)
        return job.outcome

    def progress(self, key: str) -> Underway:
        """How far the work is."""
        with self._lock:
            job = self._jobs.get(key)
            if job is None:
                return Underway(Report(), 0.0, waits=True)
            return Underway(job.report, time.monotonic() - job.began, job.waits)

    def leave(self, key: str, who: str) -> None:
        """Somebody does not wait any longer; the last who leaves ends the work."""
        with self._lock:
            job = self._jobs.get(key)
            if job is not None and job.asked.pop(who, None) is not None and not job.asked:
                self._end(key)

    def close(self) -> None:
        """End everything."""
        self._closed.set()
        with self._lock:
            for key in [*self._jobs]:
                self._end(key)
            for _, worker in self._idle:
                worker.end()
            self._idle.clear()

    def _end(self, key: str) -> None:
        job = self._jobs.pop(key)
        job.is_over = True
        if job.worker is not None:
            job.worker.end()

    def _do(self, job: _Job) -> None:
        """Do the work, once it is its turn."""
        while not self._turns.acquire(timeout=1.0):
            if job.is_over:
                return
        job.waits, job.began = False, time.monotonic()
        try:
            if worker := self._worker_for(job):
                self._do_by(worker, job)
        finally:
            self._turns.release()

    def _do_by(self, worker: Worker, job: _Job) -> None:
        try:
            outcome = Outcome(worker.do(job.work, job.given, job.hear))
        except Exception as error:  # noqa: BLE001 - whoever asked is told
            outcome = Outcome(None, error.with_traceback(None))
        if _lasts(outcome):
            # Kept although nobody may ask for a while: a page in the background asks once a minute.
            shared().kept(_kept_as(job.key), lambda: outcome)
        with self._lock:
            job.outcome, job.worker = outcome, None
            job.done.set()
            # Whoever ended the work ended the process too, which may look alive for a moment.
            if worker.lives and not job.is_over:
                self._idle.append((time.monotonic(), worker))

    def _worker_for(self, job: _Job) -> Worker | None:
        """A process for this work, and to be ended with it from now on; None where it is over."""
        with self._lock:
            if job.is_over or self._closed.is_set():
                return None
            while self._idle:
                _, worker = self._idle.pop()
                if worker.lives:
                    job.worker = worker
                    return worker
        # Not within the lock: where a process imports for itself this takes a second, and pages ask meanwhile.
        have_imported()
        with self._lock:
            if job.is_over or self._closed.is_set():
                return None
            job.worker = worker = Worker(be_polite, 0)
        worker.wait_until_ready()
        return worker

    def _look_after(self) -> None:
        """End what nobody waits for, until everything ends."""
        while not self._closed.wait(1.0):
            now = time.monotonic()
            with self._lock:
                for key, job in [*self._jobs.items()]:
                    if all(now - asked > PATIENCE for asked in job.asked.values()):
                        self._end(key)
                for since, worker in [each for each in self._idle if now - each[0] > IDLE]:
                    self._idle.remove((since, worker))
                    worker.end()


_office: _Office | None = None
