"""Uploads: a file is taken in only for a page that shows a box for files and has asked where to send one.

Streamlit itself takes any file from whoever knows a session's name, under any name, as often as they like, and keeps it
until the session ends. Here each file needs a ticket. A ticket is what Streamlit answers, over the session's own
websocket, to a page that asks where a file may go; it counts only while that page shows a box for files, and once. When
the box is gone, so are its files. All of this is read off the messages as they pass, so that no part of Streamlit is
changed.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http import HTTPStatus

from starlette.responses import PlainTextResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import runtime
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

MOST_TICKETS = 1_000
"""The most files that a page can be about to send."""

LARGEST_MESSAGE = 65_536
"""The most bytes of a message that is read here; larger ones are tables and figures."""

_UPLOAD = re.compile(r".*/_stcore/upload_file/(?P<session>[^/]+)/(?P<file>[^/]+)")


@dataclass(frozen=True, kw_only=True, slots=True)
class Boxes:
    """Whether a page shows a box for files, as far as the messages tell that went to it."""

    before: bool = False
    in_this_run: bool = False

    @property
    def shown(self) -> bool:
        """Whether there is one; what a run leaves out is on the page until the run is through."""
        return self.before or self.in_this_run


def after(boxes: Boxes, message: ForwardMsg) -> Boxes:
    """The boxes of a page after a message; only a run of the whole script takes a box away."""
    kind = message.WhichOneof("type")
    if kind == "new_session":
        return Boxes(before=boxes.shown)
    if kind == "delta" and message.delta.new_element.WhichOneof("type") == "file_uploader":
        return replace(boxes, in_this_run=True)
    if kind == "script_finished" and message.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY:
        return Boxes(before=boxes.in_this_run)
    return boxes


@dataclass(frozen=True, slots=True)
class Ticket:
    """A file that a session may send: both by the names that Streamlit gave them."""

    session: str
    file: str


def ticket_in(path: str) -> Ticket | None:
    """The ticket in the path of an upload, also below a path of a proxy."""
    found = _UPLOAD.fullmatch(path)
    return Ticket(found["session"], found["file"]) if found else None


@dataclass(eq=False, slots=True)
class Page:
    """One browser's page: the box that it shows, the tickets that it has not used, the sessions that sent files."""

    boxes: Boxes = Boxes()
    tickets: set[Ticket] = field(default_factory=set)
    senders: set[str] = field(default_factory=set)

    def has_seen(self, message: ForwardMsg) -> None:
        """Take note of a message to the page."""
        had = self.boxes.shown
        self.boxes = after(self.boxes, message)
        if had and not self.boxes.shown:
            self._forget()
        for each in message.file_urls_response.file_urls:
            self._give(ticket_in(each.upload_url))

    def uses(self, ticket: Ticket) -> bool:
        """Whether the page may send this file; it may once."""
        if not self.boxes.shown or ticket not in self.tickets:
            return False
        self.tickets.remove(ticket)
        self.senders.add(ticket.session)
        return True

    def _give(self, ticket: Ticket | None) -> None:
        if ticket and self.boxes.shown and len(self.tickets) < MOST_TICKETS:
            self.tickets.add(ticket)

    def _forget(self) -> None:
        for session in self.senders:
            runtime.get_instance().uploaded_file_mgr.remove_session_files(session)
        self.tickets.clear()
        self.senders.clear()


class Uploads:
    """ASGI middleware that refuses a file without a ticket, before a byte of it is read."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._pages: set[Page] = set()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "websocket":
            with self._page() as page:
                await self._app(scope, receive, _read_by(page, send))
        elif self._refuses(scope):
            await PlainTextResponse("No page of funnelcast has asked for this file.", HTTPStatus.FORBIDDEN)(
                scope, receive, send
            )
        else:
            await self._app(scope, receive, send)

    def _refuses(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["method"] not in ("PUT", "POST"):
            return False
        ticket = ticket_in(scope["path"])
        return ticket is not None and not any(page.uses(ticket) for page in self._pages)

    @contextmanager
    def _page(self) -> Iterator[Page]:
        page = Page()
        self._pages.add(page)
        try:
            yield page
        finally:
            self._pages.remove(page)


def _read_by(page: Page, send: Send) -> Send:
    """Messages to a browser, each read before it goes: the page cannot use a ticket that is not yet written down."""

    async def send_and_read(message: Message) -> None:
        content = message.get("bytes")
        if message["type"] == "websocket.send" and content and len(content) <= LARGEST_MESSAGE:
            page.has_seen(ForwardMsg.FromString(content))
        await send(message)

    return send_and_read
