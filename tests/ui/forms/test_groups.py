"""Groups of a form: no declared number is lost, none stands twice, and each leads to the part it stands in."""

from itertools import chain

import pytest

from simulator.edits.channels import blank_channel
from simulator.scenario.beliefs import certain
from simulator.scenario.channels import CHANNEL_TYPES
from simulator.scenario.fields import quantities
from simulator.scenario.scenario import Business
from simulator.scenario.stages import Stage, StageRates
from simulator.ui.forms import groups


def test_every_number_of_the_business_stands_in_one_group():
    names = list(chain.from_iterable(groups.business_groups(Business).values()))
    assert sorted(names) == sorted(quantities(Business))


@pytest.mark.parametrize("kind", CHANNEL_TYPES)
@pytest.mark.parametrize("tracked", [(), (Stage.MQLS,), (Stage.MQLS, Stage.SQLS, Stage.OPPORTUNITIES)])
def test_every_number_that_a_channel_asks_for_stands_in_one_group(kind, tracked):
    channel = blank_channel(kind, "New")
    names = list(chain.from_iterable(groups.channel_groups(channel, tracked).values()))
    own = [name for name in quantities(channel) if name not in quantities(StageRates) and name not in channel.unused]
    asked = [name for name in channel.rates(tracked) if name in quantities(StageRates)]
    assert sorted(names) == sorted({*own, *asked})


def test_a_rate_that_is_stated_but_not_asked_for_is_shown_all_the_same():
    channel = CHANNEL_TYPES["pay_per_lead"](name="x", cost_per_lead=certain(5.0), mql_to_sql_rate=certain(0.5))
    assert "mql_to_sql_rate" in groups.channel_groups(channel, ())[groups.FIRST]


@pytest.mark.parametrize(
    ("path", "expander"),
    [
        ("business.revenue_per_sale", None),
        ("business.yearly_retention_rate", "fold business repeats"),
        ("business.repeat_every_months", "fold business repeats"),
        ("business.monthly_retention_rate", "fold business repeats"),
        ("business.lifetime_years_at_most", "fold business repeats"),
        ("business.cost_per_sale", None),
        ("business.monthly_overhead.2.from", "fold business more"),
        ("business.new_customers_per_month_at_most.1.amount", "fold business capacity"),
        ("business.new_customers_per_month_now", "fold business capacity"),
        ("business.revenue_per_sale.yearly_change", None),
        ("channels.A.repeat_every_months", "fold channel customers"),
        ("channels.A.fade_half_life_months", "fold channel timing"),
        ("channels.A.setup_cost", "fold channel fees"),
        ("business.overflow", "fold business capacity"),
        ("business.monthly_overhead", "fold business more"),
        ("market_correlation", "fold business more"),
        ("seasonality", "fold business season"),
        ("horizon_months", "fold business frame"),
        ("funnel.lead_to_customer_rate", None),
        ("funnel.stages", None),
        ("channels.A.cost_per_click", None),
        ("channels.A.reference_spend", None),
        ("channels.A.curve.gain_from_doubling", None),
        ("channels.A.carry_over", "fold channel timing"),
        ("channels.A.seasonality", "fold channel timing"),
        ("channels.A.fee_rate", "fold channel fees"),
        ("channels.A.yearly_retention_rate", "fold channel customers"),
    ],
)
def test_a_place_leads_to_the_part_it_stands_in(path, expander):
    assert groups.expander_of(path, path.rpartition(".")[2]) == expander
