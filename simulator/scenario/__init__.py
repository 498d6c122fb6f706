"""A person's statements: beliefs about the world, and plans."""
