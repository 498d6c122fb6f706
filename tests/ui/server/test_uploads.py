"""Files that are sent to a real server: only what a page with a box for files has asked for is taken in, and kept."""

import re
import socket
import time
from collections.abc import Callable, Iterator

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from simulator.ui.server.uploads import MOST_TICKETS, Boxes, Page, Ticket, after, ticket_in
from tests.ui.server.browser_page import Visit, as_form, visit
from tests.ui.server.running import Running

WITH_A_BOX = "scenarios"
WITHOUT = "compare"


@pytest.fixture
def page(here: Running) -> Iterator[Visit]:
    """A page that shows a box for files."""
    with visit(here) as visitor:
        visitor.open(WITH_A_BOX)
        yield visitor


def kept(server: Running) -> int:
    """The bytes of uploaded files that the server holds, as it says itself."""
    text = server.ask("/_stcore/metrics").body.decode()
    return sum(int(size) for size in re.findall(r'UploadedFileManager".*\} (\d+)', text))


def in_time(server: Running, is_so: Callable[[int], bool]) -> int:
    """The bytes that the server holds, as soon as it is so; what it has counted, it tells for five seconds."""
    deadline = time.monotonic() + 60
    while not is_so(size := kept(server)):
        assert time.monotonic() < deadline, size
        time.sleep(0.2)
    return size


def status_of_the_head_alone(server: Running, page: Visit, address: str, *, size: int) -> int:
    """The status of an answer to an upload of which only the head is sent, with the size that it states."""
    named = {**{name.replace("_", "-"): value for name, value in page.permission.items()}, "Content-Length": size}
    head = "".join(f"{name}: {value}\r\n" for name, value in {"Host": f"127.0.0.1:{server.port}", **named}.items())
    with socket.create_connection(("127.0.0.1", server.port), timeout=30) as connection:
        connection.sendall(f"PUT {address} HTTP/1.1\r\n{head}\r\n".encode())
        return int(connection.makefile("rb").readline().split()[1])


def test_a_page_sends_what_its_box_asked_to_send_once_and_never_without_a_box_or_after_it_has_gone(here):
    with visit(here) as visitor:
        visitor.open(WITHOUT)
        assert visitor.send(visitor.address_for("a.yaml"), b"format: 1").status == 403
        visitor.open(WITH_A_BOX)
        address, another = visitor.address_for("a.yaml"), visitor.address_for("b.yaml")
        assert visitor.send(address, b"format: 1").status == 204
        assert visitor.send(address, b"format: 1").status == 403
    assert visitor.send(another, b"format: 1").status == 403


def test_a_file_that_nobody_asked_for_or_that_is_too_large_is_refused_before_a_byte_of_it_is_read(here, page):
    own = f"/_stcore/upload_file/{page.session}/of-my-own"
    assert page.send(own, b"format: 1").status == 403
    assert page.send("/_stcore/upload_file/nobody/of-my-own", b"format: 1").status == 403
    assert status_of_the_head_alone(here, page, own, size=1_000_000) == 403
    assert status_of_the_head_alone(here, page, page.address_for("a.yaml"), size=1 << 40) == 413


@pytest.mark.thorough
def test_a_file_that_hides_its_size_is_cut_off_and_others_are_kept_no_longer_than_the_box_is_there(here, page):
    endless = (as_form(b"x" * 65_536)[:-100] for _ in range(2_000))
    try:
        # A body of unknown length is sent in chunks.
        status = page.send(page.address_for("a.yaml"), endless).status
    except (BrokenPipeError, ConnectionResetError):
        # The server has closed while this side was still sending.
        status = 413
    assert status == 413
    assert page.send(page.address_for("b.yaml"), b"x" * 1_000).status == 204
    with_it = in_time(here, lambda size: size >= 1_000)
    assert with_it < 65_536
    page.open(WITHOUT)
    assert in_time(here, lambda size: size < with_it) == with_it - 1_000


# -- what a page shows, message by message ----------------------------------------------------------------------------


def run() -> ForwardMsg:
    message = ForwardMsg()
    message.new_session.SetInParent()
    return message


def element(kind: str) -> ForwardMsg:
    message = ForwardMsg()
    getattr(message.delta.new_element, kind).SetInParent()
    return message


BOX, TEXT = element("file_uploader"), element("markdown")
THROUGH = ForwardMsg(script_finished=ForwardMsg.FINISHED_SUCCESSFULLY)
PART_THROUGH = ForwardMsg(script_finished=ForwardMsg.FINISHED_FRAGMENT_RUN_SUCCESSFULLY)
BROKEN_OFF = ForwardMsg(script_finished=ForwardMsg.FINISHED_EARLY_FOR_RERUN)


@pytest.mark.parametrize(
    ("messages", "shown"),
    [
        ([], False),
        ([run(), TEXT, THROUGH], False),
        ([run(), BOX], True),
        ([run(), BOX, THROUGH], True),
        ([run(), BOX, THROUGH, run(), TEXT], True),
        ([run(), BOX, THROUGH, run(), TEXT, THROUGH], False),
        ([run(), BOX, THROUGH, run(), TEXT, BROKEN_OFF], True),
        ([run(), BOX, THROUGH, run(), BROKEN_OFF, run(), TEXT, THROUGH], False),
        ([run(), BOX, THROUGH, run(), TEXT, PART_THROUGH], True),
        ([run(), TEXT, THROUGH, run(), BOX, PART_THROUGH], True),
        ([run(), TEXT, THROUGH, run(), BOX, PART_THROUGH, run(), THROUGH], False),
    ],
)
def test_a_box_is_there_from_when_it_is_shown_until_a_whole_run_went_without_it(messages, shown):
    boxes = Boxes()
    for message in messages:
        boxes = after(boxes, message)
    assert boxes.shown is shown


def addresses(*paths: str) -> ForwardMsg:
    message = ForwardMsg()
    for path in paths:
        message.file_urls_response.file_urls.add().upload_url = path
    return message


def test_a_page_cannot_ask_for_files_without_end():
    page = Page()
    page.has_seen(BOX)
    page.has_seen(addresses(*(f"/_stcore/upload_file/session/{number}" for number in range(MOST_TICKETS + 5))))
    assert len(page.tickets) == MOST_TICKETS


def test_a_ticket_stands_at_the_end_of_a_path_also_below_a_proxys():
    assert ticket_in("/_stcore/upload_file/s/f") == ticket_in("/plans/_stcore/upload_file/s/f") == Ticket("s", "f")
    for path in ("/_stcore/upload_file/s", "/_stcore/upload_file/s/f/g", "/_stcore/stream", "/"):
        assert ticket_in(path) is None
