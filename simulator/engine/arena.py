"""Memory for large arrays, laid out for the processor: where an array lies decides how fast it is worked on."""

import math

import numpy as np

from simulator.units import FloatArray

_LINE = 8
"""Numbers in a line of the processor's cache."""

_PAGE = 512
"""Numbers in a page of memory."""


class Arena:
    """Room for so many rows of draws, taken from the system in one piece.

    One large piece gets large pages, and a small page takes longer to get than to fill. Rows start on a line of the
    cache, each one line further into its page than the row before: a processor holds back a number that it is to read
    while it still writes another at the same place of another page.
    """

    def __init__(self, rows: int, draws: int) -> None:
        self._draws = draws
        self._free = self._piece(rows)

    def _piece(self, rows: int) -> FloatArray:
        width = self._draws if self._draws == 1 else _LINE * (math.ceil(self._draws / _LINE) + 1)
        memory = np.empty(rows * width + _PAGE)
        start = -memory.ctypes.data // memory.itemsize % _PAGE
        return memory[start : start + rows * width].reshape(rows, width)

    def empty(self, *shape: int) -> FloatArray:
        """An array (..., draw), not filled; where the room is used up, in a piece of memory of its own."""
        rows = math.prod(shape[:-1])
        if rows > len(self._free):
            self._free = self._piece(rows)
        taken, self._free = self._free[:rows, : self._draws], self._free[rows:]
        return taken.reshape(shape, copy=False)

    def zeros(self, *shape: int) -> FloatArray:
        """An array (..., draw) of zeros."""
        array = self.empty(*shape)
        array.fill(0.0)
        return array
