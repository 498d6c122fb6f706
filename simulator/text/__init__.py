"""Numbers and names to words, and back."""
