"""A full number is shown to somebody who has just shown who they are, not to a screen that was left open."""

from __future__ import annotations

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from onetrip.people.actions import PLAIN_VIEWS
from onetrip.people.models import IdentityView
from onetrip.signin import proving
from tests.browsing import words
from tests.cases.window import HttpWindow, open_http_window
from tests.factories import NOW, PASSWORD, synthetic_number
from tests.signin.people import guessed, hidden, key

pytestmark = pytest.mark.django_db


def press(client: Client, address: str, *, by_htmx: bool = True, **fields: object) -> object:
    """A press on the window's page."""
    headers = {"hx-request": "true"} if by_htmx else {}
    return client.post(f"/window/{address}", {"idempotency_key": key(), **fields}, headers=headers)


def with_a_password() -> HttpWindow:
    """A window whose clerk has a password to prove themselves with, and has just signed in."""
    window = open_http_window()
    clerk = window.counter.hall.clerks[0]
    clerk.set_password(PASSWORD)
    clerk.save()
    window.client.force_login(clerk)
    return window


def served(window: HttpWindow) -> str:
    """Somebody is at the window and their number was read; the number."""
    ticket, number = window.counter.serving(), synthetic_number()
    press(window.client, "recognise", ticket=ticket.pk, scan=number)
    return number


def test_after_half_an_hour_the_full_number_is_shown_only_to_who_proves_themselves() -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        window = with_a_password()
        number = served(window)
        clock.shift(31 * 60)
        refused = press(window.client, "identity", purpose="handle")
        assert refused.status_code == 401
        assert number not in refused.content.decode()
        assert 'href="/staff/prove?next=' in refused.content.decode()
        assert not IdentityView.objects.exists()
        assert (
            press(window.client, "identity", by_htmx=False, purpose="handle")
            .headers["Location"]
            .startswith("/staff/prove")
        )
        wrong = window.client.post("/staff/prove", {"password": "wrong", "next": "/window/"})
        assert wrong.status_code == 422
        assert "没有对上" in words(wrong)
        right = window.client.post("/staff/prove", {"password": PASSWORD, "next": "/window/"})
        assert right.headers["Location"] == "/window/"
        assert number in press(window.client, "identity", purpose="handle").content.decode()
        assert IdentityView.objects.count() == 1


def test_guessing_at_an_open_screen_is_stopped() -> None:
    window = with_a_password()
    guessed(proving.WRONG_PASSWORDS, str(window.counter.hall.clerks[0].pk), timezone.now(), but=1)
    assert window.client.post("/staff/prove", {"password": "wrong", "next": "/"}).status_code == 422
    assert window.client.post("/staff/prove", {"password": PASSWORD}).status_code == 429


def test_somebody_who_gathers_numbers_is_stopped() -> None:
    with time_machine.travel(NOW, tick=False):
        window = with_a_password()
        served(window)
        guessed(PLAIN_VIEWS, window.counter.hall.clerks[0].actor, NOW, but=1)
        assert press(window.client, "identity", purpose="handle").status_code == 200
        assert press(window.client, "identity", purpose="handle").status_code == 429
    assert IdentityView.objects.count() == 1


def test_the_page_asks_for_what_the_account_has_and_goes_nowhere_else() -> None:
    window = with_a_password()
    page = window.client.get("/staff/prove?next=https://evil.example/")
    assert 'name="password"' in page.content.decode()
    assert hidden(page, "next") == ""
    answer = window.client.post("/staff/prove", {"password": PASSWORD, "next": "//evil.example"})
    assert answer.headers["Location"] == "/staff/"
