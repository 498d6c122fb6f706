"""A component's place on the page: the script that every component's own is joined with.

Streamlit may draw a component anew at any time: the script sees to it that there is one of each, and that nothing that
a person is doing in it is lost.
"""

from importlib.resources import files


def mounting() -> str:
    """The script: ``mounted`` and what remembers the focus."""
    return files(__package__).joinpath("mounting.js").read_text("utf-8")
