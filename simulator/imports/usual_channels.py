"""The channel that each name in exports most likely stands for, where a business has stated none yet.

What an ad platform says of its campaigns is one channel, called after the platform. Analytics and CRMs say by their own
words where people came from; those of paid traffic stand for the one ad platform of that kind, if there is one.

Source of the words: Google Analytics help, "Default channel group" (support.google.com/analytics/answer/9756891), and
HubSpot knowledge base, "Understand HubSpot's traffic sources".
"""

from collections.abc import Mapping, Sequence

from simulator.imports.by_channel import ByChannel, by_channel
from simulator.imports.export import Export
from simulator.imports.google_ads import GOOGLE_ADS
from simulator.imports.linkedin import LINKEDIN
from simulator.imports.meta_ads import META_ADS
from simulator.imports.microsoft_advertising import MICROSOFT_ADVERTISING

SEARCH = (GOOGLE_ADS.name, MICROSOFT_ADVERTISING.name)
SOCIAL = (META_ADS.name, LINKEDIN.name)

PAID = {
    "paid search": SEARCH,
    "cross-network": SEARCH[:1],
    "display": SEARCH[:1],
    "paid shopping": SEARCH,
    "paid video": SEARCH[:1],
    "paid social": SOCIAL,
}
"""Words for traffic that was paid for, and the ad platforms that it may be from."""

SAME = {
    "direct traffic": "Direct",
    "referrals": "Referral",
    "email marketing": "Email",
    "organic social media": "Organic Social",
    "ai referrals": "AI Assistant",
}
"""Words of CRMs for what analytics calls otherwise."""

CALLED = {
    GOOGLE_ADS.name: ("google ads", "adwords"),
    META_ADS.name: ("meta", "facebook", "instagram"),
    MICROSOFT_ADVERTISING.name: ("microsoft", "bing"),
    LINKEDIN.name: ("linkedin",),
    "Organic Search": ("seo", "organic search"),
    "Email": ("email", "e-mail", "newsletter"),
    "Referral": ("referral",),
}
"""Words in the names that businesses give to channels of their own."""

UNKNOWN = frozenset({"(not set)", "(other)", "unassigned", "offline sources", "other campaigns", ""})
"""Words that stand for no channel: nobody knows where these people came from."""


def usual_channels(exports: Sequence[Export]) -> dict[str, str]:
    """The channel of each source that has a likely one."""
    platforms = {export.platform for export in exports if _states_spend(export)}
    found: dict[str, str] = {}
    for export in exports:
        for each in export.figures:
            if export.platform in platforms:
                found.setdefault(each.source, export.platform)
            elif channel := _of_word(each.source, platforms):
                found.setdefault(each.source, channel)
    return found


def own_channel(channel: str, names: Sequence[str]) -> str:
    """The one of a business's channels that a usual channel most likely is; empty where none is, or several may be."""
    if equal := [name for name in names if name.casefold() == channel.casefold()]:
        return equal[0]
    words = CALLED.get(channel, (channel.casefold(),))
    found = [name for name in names if any(word in name.casefold() for word in words)]
    return found[0] if len(found) == 1 else ""


def by_usual_channel(exports: Sequence[Export], stated: Mapping[str, str]) -> ByChannel:
    """The figures of exports by the channels that their names usually stand for, or are stated to."""
    names = {**usual_channels(exports), **stated}
    return by_channel(exports, list(dict.fromkeys(names.values())), names)


def _of_word(source: str, platforms: set[str]) -> str:
    word = source.strip().casefold().replace("_", " ")
    if word in UNKNOWN:
        return ""
    if word in PAID:
        possible = [platform for platform in PAID[word] if platform in platforms]
        return possible[0] if len(possible) == 1 else ""
    return SAME.get(word, source.strip())


def _states_spend(export: Export) -> bool:
    return export.platform in {*SEARCH, *SOCIAL} and any("spend" in each.figures for each in export.figures)
