"""LinkedIn Campaign Manager: the campaign performance report.

Lead forms that were sent are leads; conversions are counted by the website's tag and may be anything.
"""

from simulator.imports.columns import Column, Head
from simulator.imports.platform import Known, Platform

COLUMNS = (
    Column(
        key="source",
        names={
            "en": "Campaign name",
            "de": "Kampagnenname|Name der Kampagne",
            "fr": "Nom de la campagne",
            "es": "Nombre de la campaña|Nombre de campaña",
            "pt": "Nome da campanha",
        },
    ),
    Column(
        key="source",
        names={"en": "Campaign group name", "de": "Name der Kampagnengruppe", "fr": "Nom du groupe de campagnes"},
    ),
    Column(key="source", names={"en": "Account name", "de": "Kontoname", "fr": "Nom du compte", "pt": "Nome da conta"}),
    Column(
        key="starts",
        names={
            "en": "Start date",
            "de": "Startdatum",
            "fr": "Date de début",
            "es": "Fecha de inicio",
            "pt": "Data de início",
        },
    ),
    Column(key="ends", names={"en": "End date", "de": "Enddatum", "fr": "Date de fin", "es": "Fecha de finalización"}),
    Column(
        key="currency", names={"en": "Currency", "de": "Währung", "fr": "Devise", "es": "Moneda|Divisa", "pt": "Moeda"}
    ),
    Column(
        key="spend",
        names={
            "en": "Total spent",
            "de": "Gesamtausgaben|Ausgegebener Gesamtbetrag",
            "fr": "Total dépensé|Montant total dépensé",
            "es": "Total gastado|Importe total gastado",
            "pt": "Total gasto",
        },
    ),
    Column(
        key="impressions",
        names={
            "en": "Impressions",
            "de": "Impressions|Impressionen",
            "fr": "Impressions",
            "es": "Impresiones",
            "pt": "Impressões",
        },
    ),
    Column(
        key="visits",
        names={
            "en": "Clicks to landing page",
            "de": "Klicks auf Landingpage",
            "fr": "Clics vers la page de destination",
        },
    ),
    Column(
        key="visits",
        names={"en": "Clicks", "de": "Klicks", "fr": "Clics", "es": "Clics", "pt": "Cliques"},
        note="Visits are all clicks, those on the company's name too: the file has no clicks to the landing page.",
    ),
    Column(
        key="leads", names={"en": "Leads", "de": "Leads", "fr": "Leads|Prospects", "es": "Leads|Clientes potenciales"}
    ),
    Column(
        key="",
        names={"en": "Conversions", "de": "Conversions", "fr": "Conversions", "es": "Conversiones"},
        why_not="what the website's tag counts may be anything; lead forms are the leads",
    ),
    Column(key="", names={"en": "Lead form opens"}, why_not="a form that was opened is not yet a lead"),
    Column(
        key="",
        names={"en": "Reach", "de": "Reichweite", "fr": "Couverture", "es": "Alcance", "pt": "Alcance"},
        why_not="people reached by two campaigns, or in two months, are the same people: it does not add up",
    ),
    Column(
        key="",
        names={"en": "Total conversion value"},
        why_not="a value that the account gives to conversions, not money that came in",
    ),
)


def known(head: Head) -> Known:
    """Whether headings are those of Campaign Manager: the total spent by campaigns."""
    spends = ("Total spent", "Gesamtausgaben", "Ausgegebener Gesamtbetrag", "Total dépensé", "Montant total dépensé")
    is_spend = head.has(*spends, "Total gastado", "Importe total gastado", "Total gasto")
    figures = ("Impressions", "Impressionen", "Impresiones", "Impressões", "Clicks", "Klicks", "Clics", "Cliques")
    return Known.YES if is_spend and head.has(*figures) else Known.NO


LINKEDIN = Platform(
    name="LinkedIn Campaign Manager",
    columns=COLUMNS,
    known=known,
    by_month="choose the time breakdown Monthly when you export",
)
