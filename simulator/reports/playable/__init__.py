"""The page to play with: the parameters of many possible worlds, the script that computes from them, and the page."""
