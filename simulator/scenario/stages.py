"""The stages that people pass on the way from an advertisement to a purchase, and the rates between them."""

from collections.abc import Sequence
from enum import StrEnum
from functools import cache
from itertools import pairwise
from typing import Generic, TypeVar

from simulator.scenario.fields import rate, record

T = TypeVar("T")


class Stage(StrEnum):
    """A stage of the funnel; they come in this order."""

    IMPRESSIONS = "impressions"
    PIECES = "pieces"
    VISITS = "visits"
    LEADS = "leads"
    MQLS = "mqls"
    SQLS = "sqls"
    OPPORTUNITIES = "opportunities"
    CUSTOMERS = "customers"

    @property
    def one(self) -> str:
        """The name of a single one, as it stands in the names of rates and costs."""
        return "opportunity" if self is Stage.OPPORTUNITIES else self.value.removesuffix("s")

    @property
    def label(self) -> str:
        """The name on screen."""
        return _LABELS[self]

    @property
    def about(self) -> str:
        """Meaning of being there."""
        return _ABOUT[self]


_LABELS = {
    Stage.IMPRESSIONS: "Impressions (times shown)",
    Stage.PIECES: "Pieces mailed",
    Stage.VISITS: "Visits",
    Stage.LEADS: "Leads",
    Stage.MQLS: "Marketing-qualified leads (MQL)",
    Stage.SQLS: "Sales-qualified leads (SQL)",
    Stage.OPPORTUNITIES: "Opportunities",
    Stage.CUSTOMERS: "New customers",
}

_ABOUT = {
    Stage.IMPRESSIONS: "How often an ad is shown, heard or passed by; the same person may be counted many times.",
    Stage.PIECES: "Letters, postcards or e-mails sent out.",
    Stage.VISITS: "How often somebody comes to the site, by a click or from a search.",
    Stage.LEADS: "People who get in touch: they call, write, book or ask for an offer.",
    Stage.MQLS: "Leads that marketing takes for a fit, worth a first talk.",
    Stage.SQLS: "Leads that sales has talked to and takes for serious.",
    Stage.OPPORTUNITIES: "Deals that are under way: an offer is out, or about to be.",
    Stage.CUSTOMERS: "People or firms who buy for the first time.",
}

QUALIFICATION_STAGES = (Stage.MQLS, Stage.SQLS, Stage.OPPORTUNITIES)
"""The stages between a lead and a customer; a scenario tracks any of them, in this order."""


@record
class StageRates(Generic[T]):
    """The share of each stage that goes on to the next.

    Stated once for the scenario, or by a channel whose people behave differently; a channel's own wins. Which of
    them are needed follows from the qualification stages that the scenario tracks.
    """

    visit_to_lead_rate: T | None = rate("Visits that become leads", optional=True, market=1)
    lead_to_mql_rate: T | None = rate("Leads that become MQLs", optional=True, market=1)
    lead_to_sql_rate: T | None = rate("Leads that become SQLs", optional=True, market=1)
    lead_to_opportunity_rate: T | None = rate("Leads that become opportunities", optional=True, market=1)
    lead_to_customer_rate: T | None = rate("Leads that become customers", optional=True, market=1)
    mql_to_sql_rate: T | None = rate("MQLs that become SQLs", optional=True, market=1)
    mql_to_opportunity_rate: T | None = rate("MQLs that become opportunities", optional=True, market=1)
    mql_to_customer_rate: T | None = rate("MQLs that become customers", optional=True, market=1)
    sql_to_opportunity_rate: T | None = rate("SQLs that become opportunities", optional=True, market=1)
    sql_to_customer_rate: T | None = rate("SQLs that become customers", optional=True, market=1)
    opportunity_to_customer_rate: T | None = rate("Opportunities that become customers", optional=True, market=1)


@cache
def rate_name(source: Stage, target: Stage) -> str:
    """The name of the rate from one stage to a later one: ``lead_to_mql_rate``."""
    return f"{source.one}_to_{target.one}_rate"


def closing_chain(tracked: Sequence[Stage]) -> tuple[Stage, ...]:
    """The stages from leads to customers, with the qualification stages that are tracked."""
    return (Stage.LEADS, *tracked, Stage.CUSTOMERS)


def rates_of(chain: Sequence[Stage]) -> tuple[str, ...]:
    """The names of the rates between neighbours of a chain of stages."""
    return tuple(rate_name(source, target) for source, target in pairwise(chain))
