"""What a browser may do with an answer: pages load only what is ours, data loads nothing."""

from __future__ import annotations

import pytest
from django.test import Client

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
