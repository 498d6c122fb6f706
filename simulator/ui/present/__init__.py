"""The parts of the page Present: what is chosen beforehand, the show itself, and the documents to hand over."""
