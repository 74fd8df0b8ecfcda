"""What somebody tries who has no account, or only half of one."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.staff import actions
from onetrip.staff.backend import FAILURES_BEFORE_PAUSE, FROM_EVERYWHERE, FROM_ONE_PLACE, OF_ONE_PLACE
from onetrip.staff.models import Session
from tests.browsing import words
from tests.factories import NOW, PASSWORD
from tests.signin.conftest import Clock
from tests.signin.people import (
    CHROME,
    FIREFOX,
    browser,
    guessed,
    hidden,
    is_in,
    key,
    sign_in,
    somebody,
    with_cookies_of,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]


def test_guessing_from_one_place_pauses_that_place_and_not_its_owner_elsewhere(clock: Clock) -> None:
    account, stranger, owner = somebody(), browser(address="203.0.113.9"), browser()
    for _ in range(FAILURES_BEFORE_PAUSE):
        assert sign_in(stranger, account, password="wrong") == ""
    assert sign_in(stranger, account) == ""
    assert sign_in(owner, account) == "/staff/"


def test_guessing_from_everywhere_lets_the_owner_in_at_the_browser_they_know(clock: Clock) -> None:
    account, owner = somebody(), browser()
    sign_in(owner, account)
    owner.post("/staff/sign-out")
    guessed(FROM_EVERYWHERE, account.username, clock.now, but=1)
    sign_in(browser(address="203.0.113.9"), account, password="wrong")
    assert sign_in(browser(address="198.51.100.1"), account) == ""
    assert sign_in(owner, account) == "/staff/"
    clock.on(hours=1, seconds=1)
    assert sign_in(browser(address="198.51.100.1"), account) == "/staff/"


def test_one_place_does_not_try_a_list_of_names(clock: Clock) -> None:
    account, machine = somebody(), browser(address="203.0.113.9")
    guessed(OF_ONE_PLACE, "203.0.113.9", clock.now, but=1)
    machine.post("/staff/sign-in", {"username": "nobody-here", "password": "Spring2026!"})
    assert sign_in(machine, account) == ""
    assert sign_in(browser(), account) == "/staff/"


def test_a_cookie_that_says_known_for_another_account_helps_nobody(clock: Clock) -> None:
    mine, theirs, thief = somebody(), somebody(), browser()
    sign_in(thief, mine)
    thief.post("/staff/sign-out")
    guessed(FROM_EVERYWHERE, theirs.username, clock.now)
    assert sign_in(thief, theirs) == ""


def test_an_account_is_answered_like_a_name_that_nobody_has(
    clock: Clock, django_assert_num_queries, caplog: pytest.LogCaptureFixture
) -> None:
    there, closed = somebody(), somebody()
    actions.close_account(username=closed.username, by="system", now=NOW)
    seen = set()
    for name in (there.username, closed.username, "nobody-here"):
        client = browser(address="203.0.113.1")
        tries = [client.post("/staff/sign-in", {"username": name, "password": "x"})]
        guessed(FROM_ONE_PLACE, f"{name} 203.0.113.1", clock.now, but=2)
        tries += [client.post("/staff/sign-in", {"username": name, "password": "x"}) for _ in range(2)]
        seen.add(tuple((one.status_code, words(one).replace(name, "")) for one in tries))
    assert len(seen) == 1
    for name in (there.username, "nobody-there"):
        with django_assert_num_queries(8):
            browser(address="203.0.113.2").post("/staff/sign-in", {"username": name, "password": "x"})
    assert there.username not in caplog.text


def test_its_owner_is_told_of_wrong_passwords_at_the_next_sign_in(clock: Clock) -> None:
    account, client = somebody(), browser()
    for _ in range(3):
        sign_in(browser(address="203.0.113.9"), account, password="wrong")
    sign_in(client, account)
    assert "输错过 3 次密码" in words(client.get("/staff/"))
    assert "输错过" not in words(client.get("/staff/"))


def test_the_session_after_a_sign_in_is_another_one_than_before(clock: Clock) -> None:
    account, victim = somebody(), browser()
    victim.get("/staff/sign-in")
    attacker = with_cookies_of(victim, browser())
    sign_in(victim, account)
    assert is_in(victim)
    assert not is_in(attacker)
    named = Session.objects.get(account=account).pk
    sign_in(victim, account)
    assert Session.objects.filter(account=account).exclude(pk=named).count() == 1


@pytest.mark.parametrize(
    ("address", "agent"), [("203.0.113.9", CHROME), ("10.1.2.3", FIREFOX), ("2001:db8::1", CHROME)]
)
def test_a_stolen_cookie_is_worth_nothing_elsewhere_and_its_owner_is_told(
    clock: Clock, address: str, agent: str
) -> None:
    account, owner = somebody(), browser()
    sign_in(owner, account)
    thief = browser(address=address, agent=agent)
    with_cookies_of(owner, thief)
    assert not is_in(thief)
    assert not is_in(owner)  # who of the two is the thief, nobody knows: both sign in again
    assert Event.objects.filter(verb="session-elsewhere", thing_id=account.username).count() == 1
    sign_in(owner, account)
    assert "出现在别的浏览器或网络里" in words(owner.get("/staff/account/"))


def test_another_address_of_the_same_network_and_an_updated_browser_go_on(clock: Clock) -> None:
    account, owner = somebody(), browser()
    sign_in(owner, account)
    later = browser(address="10.1.2.99", agent=CHROME.replace("143.0", "144.0"))
    with_cookies_of(owner, later)
    assert is_in(later)


def test_a_copy_of_the_cookie_is_worth_nothing_after_signing_out(clock: Clock) -> None:
    account, owner, thief = somebody(), browser(), browser()
    sign_in(owner, account)
    with_cookies_of(owner, thief)
    assert is_in(thief)
    answer = owner.post("/staff/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_in(thief)


def test_a_copy_of_the_cookie_is_worth_nothing_after_its_owner_has_proved_themselves(clock: Clock) -> None:
    account, owner, thief = somebody(), browser(), browser()
    sign_in(owner, account)
    with_cookies_of(owner, thief)
    owner.post("/staff/prove", {"password": PASSWORD, "next": "/staff/"})
    assert is_in(owner)
    assert not is_in(thief)


@pytest.mark.parametrize(
    "onward",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "\\\\evil.example",
        "javascript:alert(1)",
        "/\t/evil.example",
        "/\n/evil.example",
        "http:evil.example",
        "staff-start",
        "https:///evil.example",
        "/" + "x" * 2000,
    ],
)
def test_nobody_is_led_out_of_the_house_after_signing_in(clock: Clock, onward: str) -> None:
    assert sign_in(browser(), somebody(), onward=onward) == "/staff/"


def test_a_path_of_the_house_is_where_one_goes_on(clock: Clock) -> None:
    assert sign_in(browser(), somebody(), onward="/window/?a=1") == "/window/?a=1"


@pytest.mark.parametrize(
    "address",
    ["/staff/sign-in", "/staff/sign-out", "/staff/prove", "/staff/account/password", "/staff/account/codes",
     "/staff/account/sessions/end-others", "/my/sign-out"],
)  # fmt: skip
def test_another_site_s_form_is_refused(clock: Clock, address: str) -> None:
    account, client = somebody(), browser(strict=True)
    page = client.get("/staff/sign-in")
    token = hidden(page, "csrfmiddlewaretoken")
    here = {"referer": "https://testserver/staff/sign-in"}
    form = {"username": account.username, "password": PASSWORD, "csrfmiddlewaretoken": token}
    assert client.post("/staff/sign-in", form, headers=here).status_code == 302
    token = hidden(client.get("/staff/account/"), "csrfmiddlewaretoken")
    sent = {"idempotency_key": key(), "next": "/"}
    assert client.post(address, sent, headers=here).status_code == 403  # without the token of the page
    elsewhere = {"origin": "https://evil.example", "referer": "https://evil.example/"}
    assert client.post(address, {**sent, "csrfmiddlewaretoken": token}, headers=elsewhere).status_code == 403
    assert is_in(client)


def test_cookies_are_not_sent_with_other_sites_requests_nor_read_by_scripts(clock: Clock) -> None:
    client = browser()
    sign_in(client, somebody())
    for name in (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, "onetrip_known"):
        cookie = client.cookies[name]
        assert cookie["samesite"] in {"Lax", "Strict"}, name
        assert cookie["httponly"], name


def test_a_forged_cookie_is_nobody(clock: Clock) -> None:
    account, client = somebody(), browser()
    sign_in(client, account)
    forged = Client()
    forged.cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value[:-2] + "xx"
    assert not is_in(forged)
