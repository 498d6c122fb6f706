"""What the environment states as the token of a server."""

import pytest

from simulator.text.access_token import TOKEN_VARIABLE, is_token, stated_token

TOKEN = "Zm9vYmFyLWJhei1xdXV4"


@pytest.mark.parametrize(
    "text", ["", "short", "fifteen-charact", "sixteen chars ok", "semicolon;in;token", "ü" * 20, TOKEN + "\n", "٣" * 20]
)
def test_a_token_is_long_and_safe_in_an_address_and_a_cookie(text):
    assert is_token(TOKEN)
    assert not is_token(text)


@pytest.mark.parametrize("around", ["", "\n", "\r\n", " "])
def test_the_line_end_of_a_file_of_secrets_is_no_part_of_the_token(monkeypatch, around):
    monkeypatch.setenv(TOKEN_VARIABLE, f"{TOKEN}{around}")
    assert stated_token() == TOKEN
    monkeypatch.setenv(TOKEN_VARIABLE, around)
    assert stated_token() == ""
