"""The parts of the page "Assumptions"."""
