"""The title of each part of a story."""

from collections.abc import Mapping

from simulator.scenario.presentation import Section

TITLES: Mapping[Section, str] = {
    "progress": "How it goes",
    "spend": "What we would do",
    "split": "Why this split",
    "returns": "What comes back",
    "sureness": "How sure that is",
    "payback": "When it pays back",
    "against": "Against the present plan",
    "channels": "Channel by channel",
    "assumptions": "What it rests on",
    "risks": "What could go wrong",
    "play": "What if?",
    "next_steps": "Next steps",
}
