"""A page without a browser: what a page sends and receives over its websocket, in Streamlit's protocol."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect

from tests.ui.server.running import Answer, Running

PATIENCE = 60
BOUNDARY = "----of-this-test"


class Visit:
    """One visitor's page: opened, it runs; it can ask for an upload's address, and send a file there."""

    def __init__(self, server: Running, connection: ClientConnection, xsrf: str) -> None:
        self._server = server
        self._connection = connection
        self._xsrf = xsrf
        self.session = ""

    def open(self, page: str) -> None:
        """Run a page and wait until it is through."""
        message = BackMsg()
        message.rerun_script.page_name = page
        self._connection.send(message.SerializeToString())
        while True:
            seen = self._next()
            if seen.WhichOneof("type") == "new_session":
                self.session = seen.new_session.initialize.session_id
            if seen.WhichOneof("type") == "script_finished":
                assert seen.script_finished == ForwardMsg.FINISHED_SUCCESSFULLY
                return

    def address_for(self, name: str) -> str:
        """Where the server says that a file may be sent."""
        message = BackMsg()
        message.file_urls_request.request_id = "1"
        message.file_urls_request.session_id = self.session
        message.file_urls_request.file_names.append(name)
        self._connection.send(message.SerializeToString())
        while not (seen := self._next()).file_urls_response.file_urls:
            pass
        return seen.file_urls_response.file_urls[0].upload_url

    def send(self, address: str, content: bytes | Iterable[bytes]) -> Answer:
        """Send a file as the page's box for files does, or any body in pieces."""
        body = as_form(content) if isinstance(content, bytes) else content
        return self._server.ask(address, method="PUT", body=body, **self.permission)

    @property
    def permission(self) -> dict[str, str]:
        """The headers of this page's own requests."""
        return {
            "Cookie": f"_streamlit_xsrf={self._xsrf}",
            "X_Xsrftoken": self._xsrf,
            "Content_Type": f"multipart/form-data; boundary={BOUNDARY}",
        }

    def _next(self) -> ForwardMsg:
        received = self._connection.recv(timeout=PATIENCE)
        assert isinstance(received, bytes)
        return ForwardMsg.FromString(received)


@contextmanager
def visit(server: Running) -> Iterator[Visit]:
    """A new visitor, who leaves at the end of the block."""
    xsrf = cookies(server.ask("/_stcore/health"))["_streamlit_xsrf"]
    with connected(server, origin=f"http://127.0.0.1:{server.port}", cookie=f"_streamlit_xsrf={xsrf}") as connection:
        yield Visit(server, connection, xsrf)


def connected(server: Running, *, origin: str | None = None, cookie: str = "", host: str | None = None):
    """The websocket of a page; ``host`` is the Host header, with the port where it has one."""
    headers = {"Cookie": cookie} if cookie else {}
    address = f"ws://{host or f'127.0.0.1:{server.port}'}/_stcore/stream"
    return connect(
        address,
        address=("127.0.0.1", server.port),
        origin=origin,
        subprotocols=["streamlit"],
        additional_headers=headers,
        open_timeout=PATIENCE,
        max_size=None,
        proxy=None,
    )


def cookies(response: Answer) -> dict[str, str]:
    """The cookies that an answer sets."""
    pairs = (header.partition(";")[0].partition("=") for header in response.headers.get_all("Set-Cookie") or ())
    return {name: value for name, _, value in pairs}


def as_form(content: bytes) -> bytes:
    """A file as browsers send it."""
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="a.yaml"\r\n\r\n'
    return head.encode() + content + f"\r\n--{BOUNDARY}--\r\n".encode()
