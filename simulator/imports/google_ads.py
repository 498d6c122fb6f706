"""Google Ads: the campaign report, with or without a column of days or months.

Totals stand at its end, several of them, each of all rows or more: together they would count the spend four times.
``Conv. rate`` is per interaction, which is no visit in Performance Max; it is not read. Reports of the older interface
for programs state money in millionths.
"""

import math
import re
from dataclasses import replace

from simulator.imports.cells import NumberReader
from simulator.imports.columns import Column, Head
from simulator.imports.platform import Known, Platform
from simulator.imports.table import Table
from simulator.text.amounts import POINT

MILLIONTHS = 1e-6

_API_REPORT = re.compile(r"[A-Z]+(?:_[A-Z]+)*_REPORT\b")
_OWN = ("Impr.", "Avg. CPC", "Campaign status", "Campaign type", "Interactions", "Bid strategy type", "Conv. rate")

COLUMNS = (
    Column(
        key="source", names={"en": "Campaign", "de": "Kampagne", "fr": "Campagne", "es": "Campaña", "pt": "Campanha"}
    ),
    Column(key="day", names={"en": "Day", "de": "Tag", "fr": "Jour", "es": "Día", "pt": "Dia"}),
    Column(key="month", names={"en": "Month", "de": "Monat", "fr": "Mois", "es": "Mes", "pt": "Mês"}),
    Column(
        key="currency",
        names={
            "en": "Currency code|Currency",
            "de": "Währungscode|Währung",
            "fr": "Code de devise|Code de la devise|Devise",
            "es": "Código de moneda|Moneda",
        },
    ),
    Column(key="spend", names={"en": "Cost", "de": "Kosten", "fr": "Coût", "es": "Coste|Costo", "pt": "Custo"}),
    Column(
        key="impressions",
        names={
            "en": "Impr.|Impressions",
            "de": "Impr.|Impressionen",
            "fr": "Impr.|Impressions",
            "es": "Impr.|Impresiones",
            "pt": "Impr.|Impressões",
        },
    ),
    Column(key="visits", names={"en": "Clicks", "de": "Klicks", "fr": "Clics", "es": "Clics", "pt": "Cliques"}),
    Column(
        key="leads",
        names={"en": "Conversions", "de": "Conversions", "fr": "Conversions", "es": "Conversiones", "pt": "Conversões"},
        note="Leads are the conversions of Google Ads: all that the account counts as one. Where these are not "
        "enquiries, leave them out.",
    ),
    Column(
        key="",
        names={"en": "Interactions", "de": "Interaktionen", "fr": "Interactions", "es": "Interacciones"},
        why_not="views and other interactions are not visits",
    ),
    Column(
        key="",
        names={
            "en": "Conv. value|All conv. value",
            "de": "Conv.-Wert",
            "fr": "Valeur de conv.",
            "es": "Valor de conv.",
        },
        why_not="a value that the account gives to conversions, not money that came in",
    ),
)


def known(head: Head) -> Known:
    """Whether headings are a campaign report's: campaigns, what they did, and a column that only Google Ads has."""
    has_figures = head.has("Cost", "Kosten", "Coût", "Coste", "Costo", "Custo", "Clicks", "Klicks", "Clics", "Cliques")
    if not has_figures or not head.has("Campaign", "Kampagne", "Campagne", "Campaña", "Campanha"):
        return Known.NO
    is_named = head.says("campaign report", "kampagnenbericht", "rapport sur les campagnes", "informe de campaña")
    return Known.YES if head.has(*_OWN) or is_named or _is_of_api(head) else Known.NO


def _is_of_api(head: Head) -> bool:
    return any(_API_REPORT.search(line) for line in head.above)


def prepared(table: Table) -> Table:
    """The rows with money in money: reports for programs state it in millionths."""
    if not _is_of_api(table.head) or "spend" not in table.columns:
        return table
    table = table.saying(note="Cost is stated in millionths in this report, and was divided by 1,000,000.")
    spend = table.columns["spend"].mapped(_from_millionths)
    totals = [{**total, "spend": _from_millionths(total["spend"])} for total in table.totals]
    return replace(table.with_column("spend", spend), totals=tuple(totals))


def _from_millionths(cell: str | float) -> str | float:
    found = NumberReader(POINT).number(cell)
    return found * MILLIONTHS if math.isfinite(found) else cell


GOOGLE_ADS = Platform(
    name="Google Ads",
    columns=COLUMNS,
    known=known,
    prepared=prepared,
    by_month="in the campaign report choose Segment, Time, Month",
)
