"""HubSpot campaigns: what each brought in, by HubSpot's documented names of metrics.

It has no dates: whoever brings it says which month it is about.
"""

from simulator.imports.columns import Column, Head
from simulator.imports.platform import Known, Platform

COLUMNS = (
    Column(
        key="source",
        names={
            "en": "Campaign name|Campaign",
            "de": "Kampagnenname|Kampagne",
            "fr": "Nom de la campagne|Campagne",
            "es": "Nombre de la campaña|Campaña",
        },
    ),
    Column(key="month", names={"en": "Month", "de": "Monat", "fr": "Mois", "es": "Mes"}),
    Column(key="currency", names={"en": "Currency", "de": "Währung", "fr": "Devise", "es": "Moneda"}),
    Column(
        key="spend", names={"en": "Spend|Total spend|Spend items", "de": "Ausgaben", "fr": "Dépenses", "es": "Gastos"}
    ),
    Column(key="visits", names={"en": "Sessions", "de": "Sitzungen", "fr": "Sessions", "es": "Sesiones"}),
    Column(
        key="leads",
        names={
            "en": "New contacts (first touch)",
            "de": "Neue Kontakte (Erstkontakt)",
            "fr": "Nouveaux contacts (premier contact)",
            "es": "Nuevos contactos (primer contacto)",
        },
        note="Leads are new contacts by first touch; subscribers to a newsletter may be among them.",
    ),
    Column(
        key="leads",
        names={"en": "New contacts (last touch)"},
        note="Leads are new contacts by last touch; subscribers to a newsletter may be among them.",
    ),
    Column(
        key="customers",
        names={
            "en": "Closed deals",
            "de": "Abgeschlossene Deals",
            "fr": "Transactions conclues",
            "es": "Negocios cerrados",
        },
        note="Customers are the deals that HubSpot says a campaign influenced: one deal may stand with several.",
    ),
    Column(
        key="revenue",
        names={
            "en": "Attributed revenue|Revenue",
            "de": "Zugeordneter Umsatz|Umsatz",
            "fr": "Revenu attribué",
            "es": "Ingresos atribuidos",
        },
    ),
    Column(key="", names={"en": "Influenced contacts"}, why_not="people who were known before are among them"),
    Column(key="", names={"en": "Budget", "es": "Presupuesto"}, why_not="what is planned, not what was spent"),
)


def known(head: Head) -> Known:
    """Whether headings are those of an analysis of campaigns: campaigns with new or influenced contacts."""
    is_of_campaigns = head.has(
        "Campaign name", "Campaign", "Kampagnenname", "Nom de la campagne", "Nombre de la campaña"
    )
    own = (
        "New contacts (first touch)",
        "New contacts (last touch)",
        "Influenced contacts",
        "Neue Kontakte (Erstkontakt)",
    )
    return Known.YES if is_of_campaigns and head.has(*own) else Known.NO


HUBSPOT_CAMPAIGNS = Platform(
    name="HubSpot campaigns",
    columns=COLUMNS,
    known=known,
    by_month="set the analysis to one month, and export it",
)
