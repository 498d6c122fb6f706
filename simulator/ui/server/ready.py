"""The readiness of a worker: before it is asked, it knows how to work out figures, and what to do with memory."""

from importlib import import_module

from simulator.ui.server.memory import use_memory_again
from simulator.ui.session import turns

IMPORTS = ("simulator.ui.server.imported",)
"""What takes a second to import; by name, because the server listens before."""


def ready() -> None:
    """Get ready to work out figures."""
    use_memory_again(turns.ended)
    for name in IMPORTS:
        import_module(name)
