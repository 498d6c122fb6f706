"""The comparison of this session: the choice that was made, the plans it leads to, and the address that says so."""

from collections.abc import Sequence
from dataclasses import replace

from simulator.analyses.compared_plans import ComparedPlan
from simulator.ui.session import session
from simulator.ui.session.compared_plans import compared_plans, missing, picks, resolved
from simulator.ui.session.comparison_choice import (
    MOST_CHOSEN,
    Choice,
    Pick,
    entries,
    with_baseline_made,
    with_plan_renamed,
)
from simulator.ui.session.workspaces import Workspace


def workspace() -> Workspace:
    """The open scenario. The address is left to ``show``, so that it changes once."""
    return session.session().workspace


def choice() -> Choice:
    """The choice made on this page, in this session or by the address that it began with."""
    return session.session().choice


def field() -> list[ComparedPlan]:
    """The plans that are compared, the baseline first."""
    return compared_plans(workspace(), choice())


def lost() -> list[str]:
    """The names of chosen plans that are not there."""
    return missing(workspace(), choice())


def show(found: Sequence[ComparedPlan]) -> None:
    """Let the address say what is compared."""
    session.show_address(workspace(), entries(resolved(choice(), workspace(), found)))


def choose_plans(chosen: Sequence[Pick]) -> None:
    """Compare these plans."""
    _keep(replace(choice(), picks=tuple(chosen)[:MOST_CHOSEN]))


def add_plan(pick: Pick) -> None:
    """Compare one plan more, where there is room for it."""
    now = picks(workspace(), choice())
    choose_plans(now if pick in now else (*now, pick))


def choose_baseline(pick: Pick | None) -> None:
    """Compare with this plan."""
    _keep(replace(choice(), baseline=pick))


def choose_metric(key: str) -> None:
    """Judge by this metric; what mattered of another one means nothing of this."""
    _keep(replace(choice(), metric=key, matters=None))


def choose_matters(amount: float | None) -> None:
    """Do not count differences of up to so much; None for the usual."""
    _keep(replace(choice(), matters=amount))


def choose_months(months: int | None) -> None:
    """Look at the first so many months of every plan; None for all."""
    _keep(replace(choice(), months=months))


def plan_renamed(former: str, name: str) -> None:
    """Go on comparing a plan of the open scenario under its new name."""
    _keep(with_plan_renamed(choice(), former, name))


def baseline_made(plan: str) -> None:
    """Compare with a plan of the open scenario, which was made the baseline there."""
    _keep(with_baseline_made(choice(), plan))


def _keep(chosen: Choice) -> None:
    session.keep(replace(session.session(), choice=chosen))
