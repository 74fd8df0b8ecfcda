"""Every address of the house × requests that no page of ours would send: a sentence, a 4xx at most, nothing changed."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
import time_machine
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.staff.models import Grant
from onetrip.staff.roles import ROLES
from tests.cases.window import open_http_window
from tests.factories import NOW
from tests.web.test_access import PAGES, as_format

pytestmark = pytest.mark.django_db

FORM = "application/x-www-form-urlencoded"
BODIES = {
    "a multipart form without its boundary": (b"--x", "multipart/form-data"),
    "a multipart form that breaks off": (
        b"--x\r\nContent-Disposition: form-data; name=",
        "multipart/form-data; boundary=x",
    ),
    "bytes that are no text": (b"said=\xff\xfe&number=%ff%00&idempotency_key=%80", FORM),
    "fifteen hundred and one fields": (b"a=b&" * 1501, FORM),
    "more than may be sent": (b"said=" + b"x" * 1_700_000, FORM),
    "JSON that nests a thousand deep": (b"[" * 1000, "application/json"),
    "a character set that nobody knows": (b"said=a", f"{FORM}; charset=nonsense"),
    "nothing under a strange name": (b"", "text/\xe9"),
}
WORDS = ["\0", "..", "%s", "'\"><script>alert(1)</script>", "９" * 20, "\u202e", "x" * 3000]
"""What somebody writes into an address where a name, a number or a token belongs."""
NEEDS_NO_BODY = {"/ask/begin", "/staff/sign-out", "/kiosk/search", "/kiosk/search/found"}
"""Where the bare request says it all: begin a consultation with nothing said yet, sign out, type a word at a kiosk."""
INSIDE = ("Traceback", "psycopg", "site-packages", "SECRET_KEY", "<script>alert")


@pytest.fixture
def everything(db: None) -> Iterator[Client]:
    """An account with every role at a window where somebody is served: what refuses it refuses the request itself."""
    with time_machine.travel(NOW, tick=True):
        window = open_http_window()
        window.serving()
        window.arrive()
        account = window.counter.hall.clerks[0]
        held = set(account.grants.values_list("role", flat=True))
        for role in sorted(set(ROLES) - {"resident", "device"} - held):
            department = "civil-affairs" if role == "reviewer" else ""
            Grant.objects.create(account=account, centre=window.counter.hall.centre, role=role, department=department)
        window.client.raise_request_exception = False
        yield window.client


def addresses(word: str) -> Iterator[str]:
    """Every address, with a ticket that exists and `word` where words are taken."""
    ticket = Ticket.objects.earliest("drawn_at").pk
    for route, pattern in sorted(PAGES.items()):
        given = {
            name: ticket if "UUID" in type(converter).__name__ else quote(word, safe="")
            for name, converter in pattern.pattern.converters.items()
        }
        yield "/" + as_format(route).format(**given)


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_cannot_be_read_changes_nothing_and_breaks_nothing(everything: Client, kind: str) -> None:
    body, content_type = BODIES[kind]
    for address in addresses("start"):
        before = Event.objects.count()
        answer = everything.generic("POST", address, data=body, content_type=content_type)
        told = answer.content.decode(errors="replace") if not answer.streaming else ""
        assert answer.status_code < 500, f"{address}: {answer.status_code}"
        assert not [word for word in INSIDE if word in told], address
        if address not in NEEDS_NO_BODY:
            assert Event.objects.count() == before, f"{address}: {Event.objects.latest('pk').verb}"
        if address == "/staff/sign-out":
            everything.force_login(Grant.objects.earliest("pk").account)


@pytest.mark.parametrize("word", WORDS, ids=["NUL", "dots", "percent", "script", "full width", "backwards", "long"])
@pytest.mark.parametrize("method", ["GET", "POST", "HEAD", "PUT", "DELETE", "PATCH"])
def test_a_word_in_an_address_is_looked_up_and_not_believed(everything: Client, word: str, method: str) -> None:
    before = Event.objects.count()
    for address in addresses(word):
        if address == "/staff/sign-out" or (method in {"GET", "HEAD", "POST"} and quote(word, safe="") not in address):
            continue
        answer = everything.generic(method, address)
        told = answer.content.decode(errors="replace") if not answer.streaming else ""
        assert answer.status_code < 500, f"{address}: {answer.status_code}"
        assert not [inside for inside in INSIDE if inside in told], address
        if method in {"PUT", "DELETE", "PATCH"} and answer.status_code == 405:
            assert "这个地址不能这样用" in told
    assert Event.objects.count() == before


def test_what_is_too_large_even_to_be_checked_is_told_so() -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.get("/staff/sign-in")
    answer = browser.post("/staff/sign-in", BODIES["more than may be sent"][0], content_type=FORM)
    assert answer.status_code == 413
    assert "内容太长了" in answer.content.decode()


@pytest.mark.parametrize("host", ["evil.example", "a b", "::", "x" * 3000])
def test_a_name_that_is_not_the_house_s_is_answered_without_it(host: str, settings) -> None:
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    answer = Client(raise_request_exception=False).get("/staff/sign-in", headers={"host": host})
    assert answer.status_code == 400
    assert host not in answer.content.decode()
