"""The readiness of a worker: before it is asked, it knows how to work out figures, and what to do with memory."""

from simulator.ui.server.memory import use_memory_again
from simulator.ui.session import turns


def ready() -> None:
    """Get ready to work out figures: what takes a second to import is there when it is needed."""
    use_memory_again(turns.ended)
    from simulator.ui.plan import cached  # noqa: F401
