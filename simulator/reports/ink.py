"""A colour that somebody chose, dark enough to be read on white."""

READABLE = 4.5
"""The least contrast of words. Source: W3C, "Web Content Accessibility Guidelines 2.2", 1.4.3."""


def on_white(colour: str) -> str:
    """The colour, six digits after ``#``, or the lightest shade of it that can be read on white."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    steps = (step / 100 for step in range(100, -1, -1))
    shade = next(each for each in steps if contrast([each * share for share in shares]) >= READABLE)
    return "#" + "".join(f"{int(shade * share * 255):02x}" for share in shares)


def contrast(shares: list[float]) -> float:
    """The contrast of red, green and blue, each from 0 to 1, to white."""
    red, green, blue = (share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares)
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
