"""The channels that names in exports usually stand for: words of platforms, analytics and CRMs."""

from datetime import date

import pytest

from simulator.imports.export import Export, SourceFigures
from simulator.imports.usual_channels import own_channel, usual_channels

MONTH = date(2026, 1, 1)


def export(platform: str, *sources: str, figure: str = "spend") -> Export:
    figures = tuple(SourceFigures(source, MONTH, {figure: 1.0}) for source in sources)
    return Export(platform=platform, currency=None, figures=figures, left_out=(), notes=())


def test_campaigns_stand_for_their_platform():
    assert usual_channels([export("Google Ads", "Brand", "Emergency")]) == dict.fromkeys(
        ("Brand", "Emergency"), "Google Ads"
    )


@pytest.mark.parametrize(
    ("word", "channel"),
    [
        ("Paid Search", "Google Ads"),
        ("PAID_SEARCH", "Google Ads"),
        ("Paid Social", None),
        ("Organic Search", "Organic Search"),
        ("Direct Traffic", "Direct"),
        ("(not set)", None),
        ("Unassigned", None),
    ],
)
def test_words_of_analytics_stand_for_the_one_platform_of_their_kind(word: str, channel: str | None):
    found = usual_channels([export("Google Ads", "Brand"), export("Google Analytics 4", word, figure="visits")])
    assert found.get(word) == channel


def test_paid_search_on_two_platforms_is_nobody_s():
    platforms = [export("Google Ads", "Brand"), export("Microsoft Advertising", "Bing")]
    found = usual_channels([*platforms, export("Google Analytics 4", "Paid Search", "Cross-network", figure="visits")])
    assert "Paid Search" not in found
    assert found["Cross-network"] == "Google Ads"


@pytest.mark.parametrize(
    ("channel", "names", "own"),
    [
        ("Google Ads", ["Google Ads search", "Local SEO"], "Google Ads search"),
        ("Google Ads", ["Google Ads search", "Google Ads display"], ""),
        ("Google Ads", ["google ads", "Google Ads display"], "google ads"),
        ("Meta Ads", ["Facebook and Instagram ads", "Radio"], "Facebook and Instagram ads"),
        ("Organic Search", ["Radio", "Local SEO"], "Local SEO"),
        ("Direct", ["Radio"], ""),
    ],
)
def test_a_usual_channel_is_the_one_that_is_called_like_it(channel: str, names: list[str], own: str):
    assert own_channel(channel, names) == own
