"""The entries of the address that belong to one page, and last as long as it is looked at."""

from simulator.ui.session import comparison_choice, goal_choice

SLIDE = "slide"
"""The slide on the screen, counted from 1."""

TERM = "term"
"""The word that is looked up in the glossary; such an address names nothing to open."""

ENTRIES = (*comparison_choice.ENTRIES, *goal_choice.ENTRIES, SLIDE, TERM)
