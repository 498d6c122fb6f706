"""Adoption: the plan that was decided on, with all that its figures rest on as it stood that day.

What happened is held against what was believed when the plan was adopted. Beliefs that change later, and plans that
are worked on, rewrite no history: the scenario of that day is kept as its file's text.
"""

from datetime import date

from simulator.scenario.fields import record, text


@record
class Adoption:
    """A plan that was adopted on a day, under a version of the model; ``figures`` is the scenario of that day.

    That scenario has the one plan alone, under the name that it had, and nothing that no figure follows from.
    """

    plan: str = text("Adopted plan")
    on: date = text("Adopted on", key="date", by_day=True)
    model_version: str = text("Model")
    figures: str = text("Figures of that day", help="The scenario as it was when the plan was adopted.")
