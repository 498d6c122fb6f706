"""The choice of what to compare, and how the address of the page says it. Pure; nothing in an address is trusted."""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from simulator.charts.plan_colours import MOST_PLANS
from simulator.metrics.kpis import METRICS
from simulator.scenario.scenario import HORIZON_MOST

LEAST_CHOSEN, MOST_CHOSEN = 2, MOST_PLANS
FIRST_METRIC = "profit"

HERE, EXAMPLE, SAVED = "here", "example", "saved"
"""Where a plan comes from: the scenario that is open, a shipped one, or a file of the library."""

PLANS, BASELINE, METRIC, MATTERS, MONTHS = "with", "against", "by", "matters", "months"
ENTRIES = (PLANS, BASELINE, METRIC, MATTERS, MONTHS)
"""The names of the page's own entries in the address."""


@dataclass(frozen=True)
class Pick:
    """A plan by name; ``stem`` is the file's name without its suffix, empty for the open scenario."""

    kind: str
    stem: str
    plan: str

    @property
    def text(self) -> str:
        """As the address has it: ``here/Today``, ``saved/dentist/More SEO``."""
        return f"{HERE}/{self.plan}" if self.kind == HERE else f"{self.kind}/{self.stem}/{self.plan}"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """The plans that are compared, and how.

    ``picks`` is None until a person has chosen: the plans of the open scenario. Differences of up to ``matters`` [the
    metric's unit] do not count, None for the usual. ``months`` is a common horizon, where one was asked for.
    """

    picks: tuple[Pick, ...] | None = None
    baseline: Pick | None = None
    metric: str = FIRST_METRIC
    matters: float | None = None
    months: int | None = None


def here(plan: str) -> Pick:
    """A plan of the open scenario."""
    return Pick(HERE, "", plan)


def pick_of(text: str) -> Pick | None:
    """The plan that an entry of the address names; None if it names none."""
    kind, _, rest = text.partition("/")
    if kind == HERE and rest:
        return here(rest)
    stem, _, plan = rest.partition("/")
    return Pick(kind, stem, plan) if kind in {EXAMPLE, SAVED} and stem and plan else None


def picks_of(texts: Sequence[str]) -> tuple[Pick, ...]:
    """The plans that several entries name, each once, and no more than can be shown."""
    found = dict.fromkeys(pick for pick in map(pick_of, texts) if pick is not None)
    return tuple(found)[:MOST_PLANS]


def entries(choice: Choice) -> dict[str, list[str]]:
    """The entries of the address that lead back to a choice."""
    written = {
        PLANS: [pick.text for pick in choice.picks or ()],
        BASELINE: [] if choice.baseline is None else [choice.baseline.text],
        METRIC: [choice.metric],
        MATTERS: [] if choice.matters is None else [repr(choice.matters)],
        MONTHS: [] if choice.months is None else [str(choice.months)],
    }
    return {name: values for name, values in written.items() if values}


def choice_from(address: Mapping[str, Sequence[str]]) -> Choice:
    """The choice that an address leads to; what makes no sense in it is left out."""
    baseline = picks_of(address.get(BASELINE, ())[:1])
    metric = next(iter(address.get(METRIC, ())), FIRST_METRIC)
    return Choice(
        picks=picks_of(address[PLANS]) if PLANS in address else None,
        baseline=baseline[0] if baseline else None,
        metric=metric if metric in METRICS else FIRST_METRIC,
        matters=_amount(next(iter(address.get(MATTERS, ())), "")),
        months=_months(next(iter(address.get(MONTHS, ())), "")),
    )


def following(choice: Choice, plans: Sequence[str]) -> Choice:
    """The choice without what would be shown anyway: all plans of the open scenario, against the first.

    So a visitor who reloads the page finds plans there that are added later, and the baseline that is made later.
    """
    own = tuple(here(plan) for plan in plans[:MOST_PLANS])
    if not own or choice.picks != own or choice.baseline not in (None, own[0]):
        return choice
    return replace(choice, picks=None, baseline=None)


def with_plan_renamed(choice: Choice, former: str, name: str) -> Choice:
    """The choice after a plan of the open scenario got another name."""
    names = {here(former): here(name)}
    picks = None if choice.picks is None else tuple(names.get(pick, pick) for pick in choice.picks)
    baseline = None if choice.baseline is None else names.get(choice.baseline, choice.baseline)
    return replace(choice, picks=picks, baseline=baseline)


def with_baseline_made(choice: Choice, plan: str) -> Choice:
    """The choice after a plan of the open scenario was made the baseline; one that follows the scenario stays so."""
    if choice.picks is None and choice.baseline is None:
        return choice
    made = here(plan)
    if choice.picks is None or made in choice.picks:
        return replace(choice, baseline=made)
    return replace(choice, picks=(made, *choice.picks)[:MOST_CHOSEN], baseline=made)


def _amount(text: str) -> float | None:
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    amount = float(text)
    return amount if math.isfinite(amount) else None


_PLAIN_NUMBER = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?(e[+-]?[0-9]{1,3})?")


def _months(text: str) -> int | None:
    if not (text.isascii() and text.isdigit() and len(text) <= len(str(HORIZON_MOST))):
        return None
    return int(text) if 1 <= int(text) <= HORIZON_MOST else None
