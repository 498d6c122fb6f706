"""The cost of many visitors at once to the server, without browsers: ``uv run python -m tests.benchmarks.sessions``.

Each visitor speaks Streamlit's own protocol over a websocket, and lets go of a slider of the page Plan every two
seconds, at an amount that nobody else chose. Timed is from sending the move to the end of the run that answers it, when
everything that changed has arrived. In a crowd the page answers from an eighth of the worlds, and asks every so often
whether the whole can follow, as a browser does here too: counted is how many answers were whole, at once or later, and
what all of that takes. The same visitors then move the slider of a page with one slider and one text.

Memory is that of the server's processes: before anyone came, while they were there, and after they had closed the page.
A run's processor time is that of the server and its workers; where other work keeps the machine busy, trust it and
the ratios.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Delta_pb2 import Delta
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from simulator.ui.server.memory import QUIET
from simulator.ui.session.workers import IDLE
from tests.browser.harness import ROOT, Server, serving

EVERY = 2.0
"""Seconds from one move of a visitor to the next."""

COMING = 0.4
"""Seconds from one visitor's coming to the next."""

PATIENCE = 120.0
"""After so many seconds without an answer a visitor counts as lost."""


ENDS = (ForwardMsg.FINISHED_SUCCESSFULLY, ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)


class Visitor:
    """A session: it opens a page, moves its slider, and asks for more where the page says so, as a browser does."""

    def __init__(self, connection: ClientConnection, query: str) -> None:
        self._connection, self._query = connection, query
        self._page, self._cached = "", list[str]()
        self._sliders: Callable[[int], WidgetState] | None = None
        self._fragment = ""
        self._taken_in, self._awaited = 0, asyncio.Event()
        self._moved = 0
        self._asks: asyncio.Task[None] | None = None
        self._has_asked = False
        self.received, self.whole = 0, 0

    async def open(self) -> None:
        """Open the page, and wait until it has run."""
        await self._send([])
        await self._until_answered()

    async def move(self, number: int) -> float:
        """Let go of the slider somewhere else; the seconds until the page has answered."""
        assert self._sliders is not None, "the page has a slider"
        start = time.perf_counter()
        self._moved = number
        self._awaited.clear()
        await self._send([self._sliders(number)], self._fragment)
        await self._until_answered()
        return time.perf_counter() - start

    async def listen(self) -> None:
        """Take in what the page sends, until the connection ends."""
        try:
            async for content in self._connection:
                assert isinstance(content, bytes)
                self.received += len(content)
                self._take_in(ForwardMsg.FromString(content))
        except WebSocketException:
            self._awaited.set()

    async def _send(self, states: list[WidgetState], fragment: str = "", *, asks: bool = False) -> None:
        client = ClientState(query_string=self._query, page_script_hash=self._page, cached_message_hashes=self._cached)
        client.fragment_id, client.is_auto_rerun = fragment, asks
        client.context_info.locale = "en-US"
        client.widget_states.widgets.extend(states)
        await self._connection.send(BackMsg(rerun_script=client).SerializeToString())

    async def _until_answered(self) -> None:
        async with asyncio.timeout(PATIENCE):
            await self._awaited.wait()

    def _take_in(self, message: ForwardMsg) -> None:
        kind = message.WhichOneof("type")
        if message.metadata.cacheable:
            self._cached.append(message.hash)
        if kind == "new_session":
            self._page = message.new_session.page_script_hash
            self._has_asked = False
        if kind == "delta":
            self._look(message.delta)
        if kind == "auto_rerun":
            self.leave()
            self._has_asked = True
            self._asks = asyncio.create_task(self._ask(message.auto_rerun.interval, message.auto_rerun.fragment_id))
        if kind == "script_finished" and message.script_finished in ENDS:
            self._end_of_run()

    def _end_of_run(self) -> None:
        if not self._has_asked:
            self.leave()
        if self._taken_in < self._moved:
            return
        # Nothing runs the page unasked but what is asked for by itself.
        self.whole += not self._has_asked
        self._awaited.set()

    async def _ask(self, every: float, fragment: str) -> None:
        while True:
            await asyncio.sleep(every)
            await self._send([], fragment, asks=True)

    def leave(self) -> None:
        """Ask for nothing more."""
        if self._asks is not None:
            self._asks.cancel()
            self._asks = None

    def _look(self, delta: Delta) -> None:
        element = delta.new_element
        if element.bidi_component.component_name.endswith("funnelcast_acknowledgement"):
            identifier, sent = element.bidi_component.id, json.loads(element.bidi_component.json)
            self._fragment = delta.fragment_id
            self._sliders = lambda number: WidgetState(id=identifier, json_value=_released(sent, number))
            self._taken_in = sent["sequence"]
        if element.HasField("slider"):
            own = element.slider.id
            self._sliders = lambda number: _at(own, number)
            self._taken_in = self._moved


def _released(sent: dict[str, object], number: int) -> str:
    """The message of the budget sliders when the first of them is let go of."""
    channels = sent["channels"]
    assert isinstance(channels, list)
    move = {
        "number": number,
        "kind": "release",
        "channel": channels[0]["name"],
        "amount": round(random.uniform(0.2, 0.8) * channels[0]["maximum"], 2),
        "gesture": str(number),
    }
    return json.dumps({"outbox": {"token": sent["token"], "attempt": number, "moves": [move]}})


def _at(identifier: str, number: int) -> WidgetState:
    state = WidgetState(id=identifier)
    state.double_array_value.data.append(float(number % 1_000))
    return state


@dataclass
class Load:
    """Observations: seconds of each answer, visitors who were lost, and what the server spent."""

    seconds: list[float] = field(default_factory=list)
    whole: int = 0
    lost: int = 0
    received: int = 0
    processor_seconds: float = 0.0
    megabytes_with: float = 0.0


async def visit(address: str, query: str, comes: float, begins: float, ends: float, load: Load) -> None:
    """One visitor, who comes, moves the slider from the time when all have come, and leaves."""
    await _wait_until(comes)
    try:
        async with connect(f"{address.replace('http', 'ws')}/_stcore/stream", max_size=None, open_timeout=PATIENCE,
                           ping_interval=None, subprotocols=["streamlit"]) as connection:  # type: ignore[list-item]  # fmt: skip
            visitor = Visitor(connection, query)
            listening = asyncio.create_task(visitor.listen())
            await visitor.open()
            opened, visitor.whole = visitor.received, 0
            await _moves(visitor, begins, ends, load)
            load.received += visitor.received - opened
            load.whole += visitor.whole
            visitor.leave()
            listening.cancel()
    except (OSError, TimeoutError, WebSocketException):
        load.lost += 1


async def _moves(visitor: Visitor, begins: float, ends: float, load: Load) -> None:
    number, due = 1, begins + random.uniform(0.0, EVERY)
    while due < ends:
        await _wait_until(due)
        load.seconds.append(await visitor.move(number))
        number, due = number + 1, max(due + EVERY, time.monotonic())
    await _wait_until(ends)


async def _wait_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))


async def visited(server: Server, visitors: int, seconds: float, query: str) -> Load:
    """So many visitors for so long, once all of them have come."""
    load, now = Load(), time.monotonic()
    # They come one after the other: what is measured is working together, not opening together.
    begins = now + COMING * (visitors + 3)
    ends = begins + seconds
    async with asyncio.TaskGroup() as group:
        for place in range(visitors):
            group.create_task(visit(server.address, query, now + COMING * place, begins, ends, load))
        await _wait_until(begins)
        before = processor_seconds(server)
        await _wait_until(ends)
        load.megabytes_with = megabytes(server)
    # Only now has every move been answered.
    load.processor_seconds = processor_seconds(server) - before
    return load


def processor_seconds(server: Server) -> float:
    """The processor time that the server and its workers have used."""
    return sum(map(_processor_seconds, _family(server.process)))


def megabytes(server: Server) -> float:
    """The memory that the server and its workers hold; what some of them share is counted once."""
    return sum(map(_megabytes, _family(server.process)))


def _family(process: int) -> list[int]:
    """A process and all that it has begun."""
    children = [
        int(child)
        for thread in Path(f"/proc/{process}/task").iterdir()
        for child in (thread / "children").read_text("utf-8").split()
    ]
    return [process, *(each for child in children for each in _family(child))]


def _processor_seconds(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _megabytes(process: int) -> float:
    fields = Path(f"/proc/{process}/smaps_rollup").read_text("utf-8").splitlines()
    return next(float(line.split()[1]) for line in fields if line.startswith("Pss:")) * 1_024 / 1e6


def report(name: str, load: Load) -> str:
    """The load of one page in a line."""
    taken = sorted(load.seconds)
    middle, late = statistics.median(taken), taken[int(0.9 * len(taken))]
    each, sent = load.processor_seconds / len(taken), load.received / len(taken)
    return (
        f"{name:16} p50 {1e3 * middle:6.0f} ms, p90 {1e3 * late:6.0f} ms; {len(taken)} answers, "
        f"{load.whole} whole, {load.lost} lost; "
        f"{1e3 * each:5.0f} ms of the processor and {sent / 1e3:.0f} KB an answer"
    )


def measure(visitors: int, seconds: float, scenario: str) -> None:
    """Both pages with so many visitors, each on a server of its own."""
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(serving(ROOT / "app.py", home))
        query = f"scenario=example/{scenario}"
        # One visitor first: what is imported and cached once is not memory of the many.
        asyncio.run(visited(server, 1, 4.0, query))
        none = megabytes(server)
        load = asyncio.run(visited(server, visitors, seconds, query))
        time.sleep(IDLE + QUIET + 2.0)
        closed = megabytes(server)
    print(f"{visitors} visitors\n  {report('page Plan', load)}")
    print(f"  memory {none:.0f} MB before, {load.megabytes_with:.0f} with them, {closed:.0f} after they had left")
    with ExitStack() as stack:
        home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(serving(Path(__file__).with_name("one_slider.py"), home, folder=ROOT))
        print(f"  {report('trivial page', asyncio.run(visited(server, visitors, seconds / 2, '')))}", flush=True)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--visitors", type=int, nargs="+", default=[25, 50, 100])
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--scenario", default="plumber")
    chosen = parser.parse_args()
    for visitors in chosen.visitors:
        measure(visitors, chosen.seconds, chosen.scenario)


if __name__ == "__main__":
    main()
