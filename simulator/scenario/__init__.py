"""What a person states: beliefs about the world, and plans."""
