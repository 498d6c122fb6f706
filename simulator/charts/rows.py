"""Rows with their words above them: a layout for names of any length, on a telephone and on a wide screen.

Each row of such a chart is a step high; its words stand at the top, left and right, and its marks below.
"""

from simulator.charts.theme import Spec, once, words

STEP = 54
"""The height of a row [pixels]."""

WORDS_DOWN, MARKS_DOWN = -13, 10
"""How far below the middle of its row words and marks have their own middle [pixels]."""

BAR = 18
"""The height of a bar [pixels]."""

ROW: Spec = {"field": "row", "type": "ordinal", "axis": None, "scale": {"type": "band", "padding": 0}}
"""The vertical place of everything in such a chart: the frame's column ``row``, from 0."""


def heading(field: str, only: str, *, align: str = "left", down: float = WORDS_DOWN, **settings: object) -> Spec:
    """Words at the top of each row; ``only`` is true for one line of the frame per row.

    ``down`` is how far below the middle of the row they stand [pixels], for rows of another height than a step.
    """
    edge: object = 0 if align == "left" else "width"
    return {
        "transform": once(only),
        "mark": words(align=align, baseline="middle", dy=down, **settings),
        "encoding": {"x": {"value": edge}, "y": ROW, "text": {"field": field}},
    }
