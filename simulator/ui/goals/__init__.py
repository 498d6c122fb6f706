"""The parts of the page "Goals"."""
