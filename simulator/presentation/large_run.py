"""The cost of a run in words, told before it begins."""

from simulator.engine.cost import Cost
from simulator.text.formats import Formats


def taken(cost: Cost, formats: Formats) -> str:
    """``about 4 GB of memory and 100 seconds``."""
    return f"about {formats.count(_rough(cost.memory / 1e9))} GB of memory and {seconds(cost, formats)}"


def seconds(cost: Cost, formats: Formats) -> str:
    """``3 seconds``; never less than one."""
    rough = max(1.0, _rough(cost.seconds))
    return "1 second" if rough == 1.0 else f"{formats.count(rough)} seconds"


def _rough(amount: float) -> float:
    """One digit: the cost of a run is no better known."""
    return float(f"{amount:.1g}")
