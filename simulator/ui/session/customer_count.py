"""The new customers a month that somebody says they have now: what the first answer is checked against.

For as long as the piece of work is open, or until its owner has read the answer.
"""

from simulator.ui.session import page_choices

_KEY = "customers now"


def remember(customers: float | None) -> None:
    """Keep the number that was stated, if one was."""
    page_choices.choose(_KEY, "" if customers is None else repr(customers))


def stated() -> float | None:
    """The number; None where none was stated, or it was put away."""
    found = page_choices.chosen(_KEY)
    return float(found) if found else None


def put_away() -> None:
    """The check has been read."""
    remember(None)
