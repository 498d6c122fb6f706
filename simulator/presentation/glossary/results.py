"""The entries of what comes out: one for each metric, made from its declaration."""

from simulator.metrics.kpis import METRICS, AnyMetric
from simulator.presentation.glossary.entry import Entry
from simulator.presentation.glossary.template import in_numbers, in_words, is_arithmetic, labels
from simulator.presentation.glossary.worked import Fact, worked_with
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.fields import quantities
from simulator.scenario.stages import Stage, StageRates
from simulator.text.formats import Formats
from simulator.units import Unit

_EXAMPLES = {
    "payback_months": "profit so far, month by month: {profit_so_far}",
    "customers": "{opportunities} × {opportunity_to_customer_rate} − {open_pipeline} − {customers_lost}",
    "revenue": "{customers} × {revenue_per_sale}",
    "gross_profit": "{revenue} × {gross_margin_rate}",
    "budget": "{budget_by_month}",
    "spend": "all of {budget} could be spent",
    "marketing_cost": "{spend} + {horizon_months} × {monthly_overhead}",
    "impressions": "{spend_on_impressions} / {cost_per_mille} × {thousand}",
    "pieces": "{spend_on_pieces} / {cost_per_piece}",
    "visits": "{impressions} × {click_through_rate}",
    "leads": "{visits} × {visit_to_lead_rate} + {pieces} × {response_rate}",
    "open_pipeline": "{opportunities} × {opportunity_to_customer_rate} − {customers} − {customers_lost}",
    "customers_lost": "{wanting} − {new_customers_per_month_at_most}",
    "cost_per_visit": "{cost_of_visits} / {visits}",
    "cost_per_lead": "{cost_of_leads} / {leads}",
    "cost_per_mql": "{cost_of_mqls} / {mqls}",
    "cost_per_sql": "{cost_of_sqls} / {sqls}",
    "ltv": "{revenue_per_sale} × {gross_margin_rate} × (1 + {yearly_retention_rate} / (1 + {discount_rate_per_year}))",
    "carried_in": "{monthly_spend_before} × {carry_over} / (1 − {carry_over})",
    "carried_out": "{monthly_spend_before} × (1 − {carry_over} ^ {horizon_months}) × {carry_over} / (1 − {carry_over})",
    "peak_cash_need": "{first_loss} + {next_cost}",
    "npv": "months of {profit_by_month} at {discount_rate_per_year} a year",
    "cac_payback_months": "the first sale brings {revenue_per_sale} × {gross_margin_rate}, more than {cac}",
}
"""How a formula in words reads for the business of the examples; one in signs needs no other."""

_STEPS = {*quantities(StageRates), *(channel.response for channel in CHANNEL_TYPES.values())}
"""The rates from one stage to a later one."""

_ALSO: dict[str, tuple[str, ...]] = {
    "payback_months": ("break-even month",),
    "peak_cash_need": ("cash need", "drawdown"),
    "open_pipeline": ("open deals",),
    "roi": ("ROMI", "return on investment"),
    "marketing_cost": ("total cost",),
    **{stage.value: (stage.one, stage.value) for stage in Stage},
}


def results(formats: Formats) -> list[Entry]:
    """An entry for each metric."""
    return [_entry(metric, formats) for metric in METRICS.values()]


def _entry(metric: AnyMetric, formats: Formats) -> Entry:
    return Entry(
        key=metric.key,
        term=metric.label,
        kind="result",
        words=metric.about,
        formula=in_words(metric.reads),
        example=_example(metric, formats),
        unit=metric.unit,
        better=metric.better,
        also=(*filter(None, [metric.short]), *labels(metric.key), *_ALSO.get(metric.key, ())),
    )


def _example(metric: AnyMetric, formats: Formats) -> str:
    business = worked_with(metric.key)
    value, facts = business.metric(metric.key), dict(business.facts)
    if metric.key in _STEPS:
        before, after = business.went_on(metric.key)
        facts |= {"before": Fact((before,), Unit.COUNT), "after": Fact((after,), Unit.COUNT)}
        return in_numbers("{after} / {before}", value, metric.unit, facts, formats)
    formula = _EXAMPLES.get(metric.key, metric.reads)
    if metric.key in _EXAMPLES or is_arithmetic(metric.reads):
        return in_numbers(formula, value, metric.unit, facts, formats)
    return f"{formats.number(value, metric.unit)} in the example"
