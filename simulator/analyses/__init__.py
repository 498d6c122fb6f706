"""Questions about simulations, which know nothing of each other."""
