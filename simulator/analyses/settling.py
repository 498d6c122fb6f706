"""More possible worlds where the error of the simulation could turn a verdict."""

from collections.abc import Callable

from simulator.analyses.comparison import Comparison

MOST_SETTLING_DRAWS = 65_536


def settled(
    compared: Callable[[int], Comparison], draws: int, *, can_run: Callable[[int], bool] = lambda draws: True
) -> Comparison:
    """The comparison in as many draws as its verdicts need: ``draws``, doubled while chance could turn one of them.

    ``compared`` compares in so many draws. It ends with MOST_SETTLING_DRAWS at the latest, or where so many draws as
    come next cannot be run; the comparison says how many it took. The same draws once more give the same comparison.
    """
    found = compared(draws)
    while not found.settled and 2 * found.draws <= MOST_SETTLING_DRAWS and can_run(2 * found.draws):
        found = compared(2 * found.draws)
    return found
