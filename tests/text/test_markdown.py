"""Text of people is shown letter by letter, whatever it looks like."""

import pytest

from simulator.text.markdown import escape_markdown


@pytest.mark.parametrize(
    ("typed", "escaped"),
    [
        ("Google Ads", "Google Ads"),
        ("$1 to $2", r"\$1 to \$2"),
        ("[x](y)", r"\[x\]\(y\)"),
        ("<b>", r"\<b\>"),
        ("# a\n\n- b", r"\# a \- b"),
        (":red[x]", "\\:\u2060red\\[x\\]"),
        ("a@b.c", "a\\@\u2060b\\.c"),
        ("www.b.c", "www\u2060\\.b\\.c"),
        ("Ridge \u202emay.exe", r"Ridge may\.exe"),
        ("سباكة ريدج", "سباكة ريدج"),
    ],
)
def test_markdown_is_shown_letter_by_letter(typed, escaped):
    assert escape_markdown(typed) == escaped
