import json

from simulator.metrics.kpis import METRICS
from tests.cli.commands import Funnelcast


def test_a_term_is_said_with_its_formula_and_example(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("glossary", "CAC")
    assert (code, errors) == (0, "")
    for shown in ("Cost per new customer (CAC)", "Lower is better.", "Example: $4,000 / (16 + 4) = $200"):
        assert shown in " ".join(output.split())
    assert "Payback" not in output


def test_words_are_looked_for_in_every_entry(funnelcast: Funnelcast) -> None:
    _, output, _ = funnelcast("glossary", "monthly", "churn")
    assert "Customers kept from month to month" in output


def test_without_a_word_all_terms_are_there_for_machines_too(funnelcast: Funnelcast) -> None:
    _, output, _ = funnelcast("glossary", "--json")
    terms = json.loads(output)["terms"]
    assert set(METRICS) <= set(terms)
    assert terms["cac"]["example"] == "$4,000 / (16 + 4) = $200"
    assert terms["cac"]["better"] == "lower"


def test_a_word_that_is_not_there_is_refused(funnelcast: Funnelcast) -> None:
    code, output, errors = funnelcast("glossary", "paybak")
    assert (code, output) == (2, "")
    assert "there is no term 'paybak'; did you mean Payback?" in errors
