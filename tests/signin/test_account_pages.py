"""My account: what somebody sees of their own sign-ins, and what they can do about them; and nothing of anybody else's."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.signin import actions, proving, totp
from onetrip.signin.models import Challenge, Factor, PendingSignIn
from onetrip.staff.models import Account, Session
from tests.browsing import words
from tests.factories import PASSWORD
from tests.signin.conftest import Clock
from tests.signin.people import FIREFOX, browser, guessed, hidden, is_in, key, sign_in, somebody, with_code_app
from tests.signin.test_second_step import SECOND

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]
NEW = "a quite different horse"


@pytest.fixture
def account(clock: Clock) -> Account:
    """A clerk of the demonstration."""
    return somebody()


@pytest.fixture
def client(account: Account) -> Client:
    """Their browser at the window."""
    signed_in = browser()
    sign_in(signed_in, account)
    return signed_in


@pytest.fixture
def other(account: Account) -> Client:
    """Their browser elsewhere."""
    signed_in = browser(address="192.168.7.7", agent=FIREFOX)
    sign_in(signed_in, account)
    return signed_in


def test_each_place_is_listed_and_another_one_can_be_ended(account: Account, client: Client, other: Client) -> None:
    page = words(client.get("/staff/account/"))
    assert "Chrome · Windows" in page
    assert "Firefox · Linux" in page
    assert "192.168.7.0/24" in page
    there = Session.objects.get(account=account, browser="Firefox · Linux")
    client.post(f"/staff/account/sessions/{there.pk}/end", {"idempotency_key": key()})
    assert not is_in(other)
    assert is_in(client)


def test_all_the_others_are_ended_at_once_and_a_second_press_changes_nothing(
    account: Account, client: Client, other: Client
) -> None:
    pressed = {"idempotency_key": key()}
    for _ in range(2):
        assert client.post("/staff/account/sessions/end-others", pressed).status_code == 302
    assert not is_in(other)
    assert is_in(client)
    assert Event.objects.filter(verb="end-sessions", thing_id=account.username).count() == 1


def test_nobody_ends_the_session_of_somebody_else(client: Client) -> None:
    victim = browser()
    sign_in(victim, somebody())
    theirs = Session.objects.latest("began_at", "pk")
    theirs = Session.objects.exclude(account__username=theirs.account.username).first() or theirs
    for session in Session.objects.exclude(pk=client.session["sitting"]):
        answer = client.post(f"/staff/account/sessions/{session.pk}/end", {"idempotency_key": key()})
        assert answer.status_code == 404
    assert is_in(victim)


def test_a_new_password_needs_the_old_one_and_ends_every_session(
    account: Account, client: Client, other: Client
) -> None:
    def change(old: str, new: str) -> int:
        sent = {"old": old, "new": new, "idempotency_key": key()}
        return client.post("/staff/account/password", sent).status_code

    assert change("wrong", NEW) == 422
    assert change(PASSWORD, PASSWORD) == 422
    assert change(PASSWORD, "123456789012") == 422
    assert is_in(other)
    assert change(PASSWORD, NEW) == 302
    assert not is_in(client)
    assert not is_in(other)
    assert sign_in(browser(), account) == ""
    assert sign_in(browser(), account, password=NEW) == "/staff/"


def test_guessing_the_old_password_at_an_open_screen_is_stopped(account: Account, client: Client, clock: Clock) -> None:
    guessed(proving.WRONG_PASSWORDS, str(account.pk), clock.now, but=1)
    statuses = [
        client.post("/staff/account/password", {"old": old, "new": NEW, "idempotency_key": key()}).status_code
        for old in ("wrong", PASSWORD)
    ]
    assert statuses == [422, 429]


def test_a_code_app_is_set_up_changed_and_given_up_by_who_proves_themselves(
    account: Account, client: Client, clock: Clock
) -> None:
    secret = with_code_app(account, now=clock.now)
    clock.on(minutes=31)
    assert client.get("/staff/sign-in/app").headers["Location"].startswith("/staff/prove?")
    factor = Factor.objects.get(account=account)
    gone = f"/staff/account/factors/{factor.pk}/remove"
    assert client.post(gone, {"idempotency_key": key()}).headers["Location"].startswith("/staff/prove?")
    client.post("/staff/prove", {"code": totp.code_at(secret, clock.now), "next": "/staff/account/"})
    page = client.get("/staff/sign-in/app")
    assert page.status_code == 200
    assert Factor.objects.get(account=account).secret == secret  # nothing changes before the first right code
    wrong = client.post("/staff/sign-in/app", {"challenge": hidden(page, "challenge"), "code": "12"})
    assert wrong.status_code == 422
    assert hidden(wrong, "challenge") == hidden(page, "challenge")  # the QR code that was scanned still counts
    client.post(gone, {"idempotency_key": key()})
    assert not Factor.objects.filter(account=account).exists()


def test_the_last_factor_stays_where_the_role_demands_one(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    sign_in(client, account)
    client.post(SECOND, {"code": totp.code_at(secret, clock.now)})
    factor = Factor.objects.get(account=account, kind="totp")
    answer = client.post(f"/staff/account/factors/{factor.pk}/remove", {"idempotency_key": key()})
    assert answer.status_code == 409
    assert Factor.objects.filter(pk=factor.pk).exists()


def test_nobody_removes_a_factor_of_somebody_else(client: Client, clock: Clock) -> None:
    theirs = somebody()
    with_code_app(theirs, now=clock.now)
    factor = Factor.objects.get(account=theirs)
    answer = client.post(f"/staff/account/factors/{factor.pk}/remove", {"idempotency_key": key()})
    assert answer.status_code == 404
    assert Factor.objects.filter(pk=factor.pk).exists()


def test_new_recovery_codes_are_shown_once_and_the_old_ones_are_gone(
    account: Account, client: Client, clock: Clock
) -> None:
    with_code_app(account, now=clock.now)
    first = client.post("/staff/account/codes", {"idempotency_key": key()}).content.decode()
    held = set(Factor.objects.filter(account=account, kind="recovery").values_list("pk", flat=True))
    client.post("/staff/account/codes", {"idempotency_key": key()})
    assert not held & set(Factor.objects.filter(account=account, kind="recovery").values_list("pk", flat=True))
    code = first.split("<li><code>")[1].split("<")[0]
    assert code.count("-") == 5
    assert code not in client.get("/staff/account/").content.decode()


def test_a_form_without_its_number_changes_nothing(client: Client, other: Client) -> None:
    for address in ("password", "codes", "sessions/end-others", f"sessions/{uuid.uuid4()}/end"):
        assert client.post(f"/staff/account/{address}").status_code == 422, address
    assert is_in(other)


@pytest.mark.parametrize(("language", "said"), [("zh", "现在登录着的地方"), ("en", "Where you are signed in")])
def test_the_page_speaks_both_languages(client: Client, language: str, said: str) -> None:
    client.cookies["onetrip_language"] = language
    assert said in words(client.get("/staff/account/"))


def test_what_is_over_is_removed_by_the_clock_and_what_runs_stays(client: Client, clock: Clock) -> None:
    pending = browser()
    sign_in(pending, somebody(demonstration=False))
    pending.get("/staff/sign-in/app")
    assert actions.tidy(now=clock.now) == 0
    assert (PendingSignIn.objects.count(), Challenge.objects.count()) == (1, 1)
    clock.on(minutes=11)
    assert actions.tidy(now=clock.now) == 2
    assert is_in(client)
