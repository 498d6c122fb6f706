"""Meta Ads Manager: campaigns, or a report with breakdowns by day or month.

The first row is the total of the others. ``Results`` count something else in each campaign; those that are leads are
taken. People reached by two campaigns are one person: reach is never summed.
"""

import re
from operator import itemgetter

import numpy as np

from simulator.imports.cells import MISSING
from simulator.imports.coded import Coded
from simulator.imports.columns import Column, Head
from simulator.imports.export import LeftOut
from simulator.imports.files import as_text
from simulator.imports.platform import Known, Platform
from simulator.imports.table import Table, quoted
from simulator.tables.cells import Cell

MOST_KINDS_TOLD = 10
MIXED = "mixed"

_LEAD = re.compile(r"(?<![a-z])leads?(?![a-z])|leadgen|prospect|clientes? potencial")

COLUMNS = (
    Column(
        key="source",
        names={
            "en": "Campaign name|Campaign",
            "de": "Kampagnenname|Name der Kampagne|Kampagne",
            "fr": "Nom de la campagne|Campagne",
            "es": "Nombre de la campaña|Campaña",
            "pt": "Nome da campanha|Campanha",
        },
    ),
    Column(
        key="source", names={"en": "Ad set name", "de": "Anzeigengruppenname", "fr": "Nom de l’ensemble de publicités"}
    ),
    Column(key="source", names={"en": "Ad name", "de": "Anzeigenname", "fr": "Nom de la publicité"}),
    Column(key="source", names={"en": "Objective", "de": "Ziel", "fr": "Objectif", "es": "Objetivo"}),
    Column(key="day", names={"en": "Day", "de": "Tag", "fr": "Jour", "es": "Día", "pt": "Dia"}),
    Column(key="month", names={"en": "Month", "de": "Monat", "fr": "Mois", "es": "Mes", "pt": "Mês"}),
    Column(
        key="starts",
        names={
            "en": "Reporting starts",
            "de": "Berichtsstart|Beginn des Berichtszeitraums|Auswertungsstart",
            "fr": "Début des rapports|Début de la période de rapport|Date de début",
            "es": "Inicio del informe|Inicio de los informes|Fecha de inicio",
            "pt": "Início dos relatórios",
        },
    ),
    Column(
        key="ends",
        names={
            "en": "Reporting ends",
            "de": "Berichtsende|Ende des Berichtszeitraums|Auswertungsende",
            "fr": "Fin des rapports|Fin de la période de rapport|Date de fin",
            "es": "Fin del informe|Fin de los informes|Fecha de finalización",
            "pt": "Encerramento dos relatórios",
        },
    ),
    Column(
        key="spend",
        names={
            "en": "Amount spent",
            "de": "Ausgegebener Betrag",
            "fr": "Montant dépensé|Montant depense",
            "es": "Importe gastado",
            "pt": "Valor usado|Valor gasto",
        },
    ),
    Column(
        key="impressions",
        names={"en": "Impressions", "de": "Impressionen|Impressions", "fr": "Impressions", "es": "Impresiones"},
    ),
    Column(
        key="visits",
        names={
            "en": "Link clicks",
            "de": "Link-Klicks|Linkklicks",
            "fr": "Clics sur un lien|Clics sur le lien",
            "es": "Clics en el enlace|Clics en enlaces",
            "pt": "Cliques no link",
        },
    ),
    Column(
        key="visits",
        names={"en": "Landing page views", "de": "Landingpage-Aufrufe", "fr": "Vues de page de destination"},
        note="Visits are landing page views: the file has no link clicks.",
    ),
    Column(key="leads", names={"en": "Leads", "de": "Leads", "fr": "Prospects|Leads", "es": "Clientes potenciales"}),
    Column(
        key="customers",
        names={"en": "Purchases", "de": "Käufe", "fr": "Achats", "es": "Compras"},
        note="Customers are the purchases that Meta counts as its own: who bought before, or twice, is in it too.",
    ),
    Column(key="results", names={"en": "Results", "de": "Ergebnisse", "fr": "Résultats", "es": "Resultados"}),
    Column(
        key="kind",
        names={
            "en": "Result type|Result indicator",
            "de": "Ergebnistyp|Ergebnis-Indikator|Ergebnisindikator",
            "fr": "Type de résultat|Indicateur de résultat",
            "es": "Tipo de resultado|Indicador de resultado",
        },
    ),
    Column(
        key="",
        names={"en": "Reach", "de": "Reichweite", "fr": "Couverture", "es": "Alcance", "pt": "Alcance"},
        why_not="people reached by two campaigns, or in two months, are the same people: it does not add up",
    ),
    Column(key="", names={"en": "Clicks (all)"}, why_not="likes and comments are among them; they are not visits"),
    Column(
        key="",
        names={"en": "Purchases conversion value|Purchase conversion value"},
        why_not="a value that the website reports to Meta, not money that came in",
    ),
)


def known(head: Head) -> Known:
    """Whether headings are those of Ads Manager: what was spent, and the days of the report."""
    spends = (
        "Amount spent",
        "Ausgegebener Betrag",
        "Montant dépensé",
        "Montant depense",
        "Importe gastado",
        "Valor usado",
    )
    own = (
        *("Reporting starts", "Reporting ends", "Reach", "Results", "Result type", "Result indicator", "Link clicks"),
        *("Berichtsstart", "Reichweite", "Ergebnisse", "Link-Klicks", "Couverture", "Résultats", "Début des rapports"),
        *("Inicio del informe", "Alcance", "Resultados", "Impressions", "Impressionen", "Impresiones"),
    )
    return Known.YES if head.has(*spends) and head.has(*own) else Known.NO


def prepared(table: Table) -> Table:
    """The rows without their total, with the results that are leads."""
    table = _without_total(table)
    if "results" not in table.columns or "leads" in table.columns:
        return table
    if "kind" not in table.columns:
        why = "the file does not say what they count; add the column Result type, or Leads"
        return table.saying(left_out=LeftOut("Results", why, table.rows))
    return _with_leads(table)


def _without_total(table: Table) -> Table:
    """The table without a first row that sums results of several kinds, where no name tells that it is a total."""
    kinds = table.texts("kind")
    if table.rows < 2 or kinds.row(0).casefold() != MIXED:
        return table
    left_out = LeftOut("The first row", "a total of the others", 1)
    return table.only(np.arange(table.rows) > 0, left_out)


def _with_leads(table: Table) -> Table:
    kinds = table.texts("kind")
    are_leads = kinds.flags(_LEAD.search(kind.casefold()) is not None for kind in kinds.values)
    results = table.columns["results"]
    others = kinds.only(~are_leads & results.flags(map(is_stated, results.values)))
    counts = sorted(zip(others.values, others.counts().tolist(), strict=True), key=itemgetter(1), reverse=True)
    for kind, rows in counts[:MOST_KINDS_TOLD]:
        what = f"Results of the type {quoted(kind)}" if kind else "Results of no stated type"
        table = table.saying(left_out=LeftOut(what, "not leads", rows))
    if not are_leads.any():
        return table
    leads = Coded([*results.values, ""], np.where(are_leads, results.codes, len(results.values)))
    return table.with_column("leads", leads).saying(note="Leads are the results of campaigns whose result is a lead.")


def is_stated(cell: Cell) -> bool:
    """Whether a cell holds a value."""
    return as_text(cell) not in MISSING


META_ADS = Platform(
    name="Meta Ads",
    columns=COLUMNS,
    known=known,
    prepared=prepared,
    by_month="choose Breakdown, By time, Month",
)
