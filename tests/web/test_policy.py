"""What a browser may do with an answer: pages load only what is ours, data loads nothing."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.test import Client

ROOMS = Path(__file__).resolve().parents[2] / "src/onetrip"
pytestmark = pytest.mark.django_db


def policy(path: str) -> dict[str, str]:
    """The directives of the content security policy of an answer."""
    directives = Client().get(path).headers["Content-Security-Policy"].split(";")
    return {name: rest for name, _, rest in (directive.strip().partition(" ") for directive in directives)}


def test_a_page_loads_scripts_and_styles_of_the_house_only() -> None:
    page = policy("/staff/sign-in")
    assert page["default-src"] == page["style-src"] == page["form-action"] == "'self'"
    assert page["script-src"].split()[0] == "'self'"
    assert page["object-src"] == page["frame-ancestors"] == page["base-uri"] == "'none'"


def test_an_answer_of_the_api_may_load_and_show_nothing_even_when_it_refuses() -> None:
    for path in ("/api/lobby/hall", "/api/no-such-thing", "/api/openapi.json"):
        assert policy(path) == {"default-src": "'none'", "frame-ancestors": "'none'"}


def test_every_answer_says_what_browsers_may_not_do_with_it() -> None:
    for path in ("/", "/staff/sign-in", "/api/openapi.json", "/no-such-page", "/open-data/"):
        headers = Client().get(path).headers
        assert headers["X-Content-Type-Options"] == "nosniff", path
        assert headers["X-Frame-Options"] == "DENY", path
        assert headers["Referrer-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", path
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin", path
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"], path
        features = headers["Permissions-Policy"]
        assert "microphone=()" in features, path
        assert "geolocation=()" in features, path
        assert "Access-Control-Allow-Origin" not in headers, path


def test_no_page_holds_a_script_or_a_style_of_its_own() -> None:
    own = re.compile(r"<script(?![^>]*\bsrc=)|<style|\sstyle=\"|\son[a-z]+=\"|javascript:")
    data = re.compile(r'<script type="application/(ld\+)?json"')
    found = [
        f"{template.relative_to(ROOMS)}: {match[0]}"
        for template in ROOMS.rglob("templates/**/*.html")
        for match in own.finditer(data.sub("", template.read_text(encoding="utf-8")))
    ]
    assert found == []


def test_behind_tls_cookies_stay_with_this_very_host_and_browsers_come_back_by_tls_alone() -> None:
    said = settings_of(ONETRIP_TLS="1", ONETRIP_HOSTS="centre.example")
    assert said["SESSION_COOKIE_NAME"] == "__Host-onetrip_session"
    assert said["CSRF_COOKIE_NAME"] == "__Host-onetrip_csrf"
    for name in ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SESSION_COOKIE_HTTPONLY", "CSRF_COOKIE_HTTPONLY"):
        assert said[name] is True, name
    assert said["SECURE_SSL_REDIRECT"] is True
    assert said["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is True
    assert said["SECURE_HSTS_SECONDS"] >= 31_536_000
    assert said["TRUSTED_HOPS"] == 1
    assert said["DEBUG"] is False


def settings_of(**environment: str) -> dict[str, object]:
    """The settings of a house started with this environment, asked of a process of its own."""
    ask = (
        "import json; from onetrip.web import settings as s;"
        "print(json.dumps({n: getattr(s, n) for n in dir(s) if n.isupper() and isinstance(getattr(s, n), (str, int))}))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", ask], env=os.environ | environment, capture_output=True, text=True, check=True
    )
    return json.loads(answer.stdout)
