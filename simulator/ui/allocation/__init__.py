"""The parts of the page "Best split"."""
