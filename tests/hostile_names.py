"""Names that people type, or that somebody tries."""

HOSTILE = {
    "path upwards": "../../x",
    "path upwards of Windows": "..\\..\\x",
    "whole path": "/etc/passwd",
    "drive of Windows": "C:\\x",
    "device of Windows": "CON",
    "device of Windows with suffix": "nul.yaml",
    "100 characters of two bytes": "é" * 100,
    "emoji": "🚿🔧",
    "emoji joined": "👩‍🔧 plumbing",
    "markup": "<script>alert(1)</script>",
    "leading dot": ".hidden",
    "dots": "..",
    "right to left": "سباكة ريدج",
    "right to left mark": "Ridge \u202elmay.exe",
    "quotation marks": "'\"; rm -rf ~ #",
    "trailing dot and space": "Ridge. ",
    "yaml": "{a: [b, *c",
    "percent": "%2e%2e%2fx",
    "the program's own": ".versions",
    "combining marks": "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
}
"""By what is bad about them."""

UNFIT_FOR_A_SCENARIO = {
    "empty": "",
    "300 characters": "x" * 300,
    "300 characters of four bytes": "🚿" * 300,
    "300 characters of two bytes": "é" * 300,
}
"""Names that become files' names, but that no scenario has."""

CONTROLS = {"no character": "\0", "line end": "a\nb", "bell": "\a", "half a character": "\ud800"}
"""Characters that no keyboard types."""
