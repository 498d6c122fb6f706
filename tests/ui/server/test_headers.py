"""The content policy; that the front end works under it is seen in a browser (``tests/browser/test_strangers.py``)."""

import base64
import hashlib

from simulator.ui.server.headers import content_policy, inline_scripts, protections


def rules():
    return dict(rule.split(" ", 1) for rule in content_policy(["'sha256-abc='"]).split("; "))


def test_nothing_comes_from_or_goes_to_another_server():
    for name, sources in rules().items():
        outside = [each for each in sources.split() if not each.startswith("'") and each not in ("data:", "blob:")]
        assert outside == [], name


def test_scripts_that_stand_in_a_page_do_not_run_but_those_of_streamlits_own_page():
    assert "'unsafe-inline'" not in rules()["script-src"]
    assert "'sha256-abc='" in rules()["script-src"]
    assert "data:" not in rules()["script-src"]


def test_other_sites_cannot_frame_the_pages():
    assert rules()["frame-ancestors"] == "'self'"
    assert protections("")["X-Frame-Options"] == "SAMEORIGIN"


def test_a_script_in_a_page_is_named_by_its_digest():
    text = "\n  window.ready = false\n"
    digest = base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
    assert inline_scripts(f'<p></p><script>{text}</script><script src="a.js"></script>') == [f"'sha256-{digest}'"]
