"""Bursts in which the drawings of a run are sent to the browser.

Streamlit sends each element as it is made, and a browser goes through the whole page again for every few that come. To
send together what is made within a moment takes a fraction of that.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx


@contextmanager
def together() -> Iterator[None]:
    """Send what is drawn here once all of it is there, or the run is given up within; within another, with that."""
    context = get_script_run_ctx()
    if context is None:
        yield
        return
    # Streamlit keeps to itself where messages go; its version is pinned.
    send, held = context._enqueue, list[ForwardMsg]()

    def hold(message: ForwardMsg) -> None:
        # Where it would be sent it would be asked whether the run is given up.
        context.session_state._yield_callback()
        held.append(message)

    context._enqueue = hold
    try:
        yield
    finally:
        context._enqueue = send
        for message in held:
            send(message)
