"""A plan that was made of an answer: said, while the page goes on with the one that it was made from."""

from simulator.ui.session import state
from simulator.ui.session.session import tell
from simulator.validation import MOST_PLANS

FULL = f"A scenario has at most {MOST_PLANS} plans: delete one on the page Plan first."


def say_added(name: str, plan: str) -> None:
    """Say that the plan ``name`` is there, and go on looking at ``plan``."""
    state.select_plan(plan)
    tell(f"“{name}” is added. Undo takes it away again.")
