"""From draws to the frames that the charts read."""
