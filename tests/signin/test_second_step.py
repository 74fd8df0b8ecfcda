"""The second step: what lets somebody in, what does not, and what counts only once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.signin import actions, entering, proving, totp
from onetrip.signin.models import Factor
from onetrip.staff.models import Session
from tests.browsing import words
from tests.factories import NOW
from tests.signin.authenticator import SecurityKey
from tests.signin.conftest import Clock
from tests.signin.people import browser, hidden, is_in, options, sign_in, somebody, with_code_app
from tests.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]
SECOND = "/staff/sign-in/second"


def register(client: Client, key: SecurityKey, **more: str) -> object:
    """Whoever uses this browser registers a security key; the answer."""
    page = client.get("/staff/sign-in/key")
    sent = {"challenge": hidden(page, "challenge"), "credential": key.makes(options(page)), **more}
    return client.post("/staff/sign-in/key", sent)


def show(client: Client, key: SecurityKey) -> object:
    """The second step with a security key; the answer."""
    page = client.get(SECOND)
    return client.post(SECOND, {"challenge": hidden(page, "challenge"), "credential": key.signs(options(page))})


def test_a_demonstration_account_signs_in_with_its_password_alone(clock: Clock) -> None:
    client = browser()
    assert sign_in(client, somebody()) == "/staff/"
    assert is_in(client)


def test_a_password_alone_opens_nothing_where_a_code_app_is_set_up(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    secret = with_code_app(account, now=clock.now)
    assert sign_in(client, account) == SECOND
    assert not is_in(client)
    clock.on(seconds=30)
    answer = client.post(SECOND, {"code": totp.code_at(secret, clock.now)})
    assert answer.headers["Location"] == "/staff/"
    assert is_in(client)
    session = Session.objects.get(account=account)
    assert session.proofs == "password+totp"
    event = Event.objects.get(thing="account", verb="sign-in")
    assert event.data == {"session": str(session.pk), "proofs": ["password", "totp"]}


def test_a_code_counts_once_even_within_its_thirty_seconds(clock: Clock) -> None:
    account = somebody(demonstration=False)
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    code = totp.code_at(secret, clock.now)
    first, thief = browser(), browser(address="10.9.9.9")
    sign_in(first, account)
    sign_in(thief, account)
    first.post(SECOND, {"code": code})
    assert is_in(first)
    assert thief.post(SECOND, {"code": code}).status_code == 422
    assert not is_in(thief)


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_show_the_same_code_at_once_one_is_let_in() -> None:
    account = somebody()
    secret = with_code_app(account, now=NOW)
    later = NOW + timedelta(minutes=1)
    code = totp.code_at(secret, later)
    shown = together([lambda: proving.show_code(account=account, code=code, now=later)] * 8)
    assert sorted(shown, key=str) == [None] * 7 + ["totp"]


def test_an_older_code_does_not_count_after_a_newer_one(clock: Clock) -> None:
    account = somebody(demonstration=False)
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    before = totp.code_at(secret, clock.now)
    clock.on(seconds=30)
    client, thief = browser(), browser()
    sign_in(client, account)
    client.post(SECOND, {"code": totp.code_at(secret, clock.now)})
    sign_in(thief, account)
    assert thief.post(SECOND, {"code": before}).status_code == 422


def test_five_wrong_codes_send_one_back_to_the_first_step(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    right = totp.code_at(secret, clock.now)
    wrong = "000000" if right != "000000" else "000001"
    sign_in(client, account)
    for _ in range(entering.WRONG_AT_MOST - 1):
        assert client.post(SECOND, {"code": wrong}).status_code == 422
    assert client.post(SECOND, {"code": wrong}).headers["Location"] == "/staff/sign-in"
    assert client.post(SECOND, {"code": right}).headers["Location"] == "/staff/sign-in"


def test_guessing_codes_goes_on_at_no_other_browser(clock: Clock) -> None:
    account = somebody(demonstration=False)
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    right = totp.code_at(secret, clock.now)
    wrong = "000000" if right != "000000" else "000001"
    statuses = []
    for place in range(3):
        client = browser(address=f"10.{place}.0.1")
        sign_in(client, account)
        statuses += [client.post(SECOND, {"code": wrong}).status_code for _ in range(4)]
    assert statuses[:8] == [422] * 8
    assert statuses[8:] == [429] * 4
    sign_in(client, account)
    assert client.post(SECOND, {"code": right}).status_code == 429
    clock.on(minutes=16)
    sign_in(client, account)
    client.post(SECOND, {"code": totp.code_at(secret, clock.now)})
    assert is_in(client)


def test_the_second_step_is_over_after_ten_minutes(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    secret = with_code_app(account, now=clock.now)
    sign_in(client, account)
    clock.on(minutes=11)
    assert client.post(SECOND, {"code": totp.code_at(secret, clock.now)}).headers["Location"] == "/staff/sign-in"
    assert not is_in(client)


def test_a_recovery_code_lets_in_once_and_is_on_record(clock: Clock) -> None:
    account = somebody(demonstration=False)
    with_code_app(account, now=clock.now)
    code = actions.new_recovery_codes(account=account, by=account.actor, now=clock.now)[0]
    client, thief = browser(), browser()
    sign_in(client, account)
    client.post(SECOND, {"code": code.lower()})
    assert is_in(client)
    assert Event.objects.filter(verb="recovery-code-used", thing_id=account.username).count() == 1
    sign_in(thief, account)
    assert thief.post(SECOND, {"code": code}).status_code == 422


def test_whoever_must_have_a_second_factor_sets_one_up_before_they_are_in(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    assert sign_in(client, account, onward="/window/") == "/staff/sign-in/set-up"
    assert not is_in(client)
    assert "您的岗位要两步登录" in words(client.get("/staff/sign-in/set-up"))
    page = client.get("/staff/sign-in/app")
    secret = page.content.decode().split('class="secret"><code>')[1].split("<")[0].replace(" ", "")
    assert client.post("/staff/sign-in/app", {"challenge": hidden(page, "challenge"), "code": "0"}).status_code == 422
    assert not is_in(client)
    code = totp.code_at(secret, clock.now)
    done = client.post("/staff/sign-in/app", {"challenge": hidden(page, "challenge"), "code": code})
    assert "只显示这一次" in words(done)
    assert 'href="/window/"' in done.content.decode()
    assert is_in(client)
    assert Factor.objects.filter(account=account, kind="recovery").count() == 8


def test_a_rule_waives_it_for_a_role_in_a_centre(clock: Clock) -> None:
    account, client = somebody("guide", demonstration=False), browser()
    actions.set_rule(role="guide", centre="LF", needed=False, by="system", now=clock.now)
    assert sign_in(client, account) == "/staff/"


def test_a_password_alone_does_not_add_a_factor_beside_the_one_that_is_asked_for(clock: Clock) -> None:
    account, thief = somebody(demonstration=False), browser()
    with_code_app(account, now=clock.now)
    sign_in(thief, account)
    for address in ("/staff/sign-in/set-up", "/staff/sign-in/app", "/staff/sign-in/key"):
        assert thief.get(address).headers["Location"] == "/staff/sign-in", address
    assert thief.post("/staff/sign-in/app", {"challenge": "x", "code": "1"}).status_code == 302
    assert Factor.objects.filter(account=account).count() == 1


def test_a_passkey_lets_in_and_its_answer_counts_once(clock: Clock) -> None:
    account, client, key = somebody(demonstration=False), browser(), SecurityKey()
    sign_in(client, account)
    assert register(client, key, label="抽屉里的蓝钥匙").status_code == 200
    assert is_in(client)
    other = browser()
    sign_in(other, account)
    page = other.get(SECOND)
    sent = {"challenge": hidden(page, "challenge"), "credential": key.signs(options(page))}
    assert other.post(SECOND, sent).headers["Location"] == "/staff/"
    thief = browser()
    sign_in(thief, account)
    assert thief.post(SECOND, sent).status_code == 422
    assert not is_in(thief)


def test_a_passkey_of_another_account_opens_nothing(clock: Clock) -> None:
    mine, theirs = somebody(demonstration=False), somebody(demonstration=False)
    my_key, their_key, client = SecurityKey(), SecurityKey(), browser()
    for account, key in ((mine, my_key), (theirs, their_key)):
        client = browser()
        sign_in(client, account)
        register(client, key)
    thief = browser()
    sign_in(thief, mine)
    assert show(thief, their_key).status_code == 422
    assert not is_in(thief)
    assert show(thief, my_key).headers["Location"] == "/staff/"


def test_a_challenge_of_another_account_is_not_taken(clock: Clock) -> None:
    mine, theirs, key = somebody(demonstration=False), somebody(demonstration=False), SecurityKey()
    for account, each in ((mine, key), (theirs, SecurityKey())):
        client = browser()
        sign_in(client, account)
        register(client, each)
    other, client = browser(), browser()
    sign_in(other, theirs)
    page = other.get(SECOND)
    sign_in(client, mine)
    sent = {"challenge": hidden(page, "challenge"), "credential": key.signs(options(page))}
    assert client.post(SECOND, sent).status_code == 422


@pytest.mark.parametrize("where", ["https://evil.example", "http://testserver"])
def test_a_passkey_shown_to_another_house_opens_nothing_here(clock: Clock, where: str) -> None:
    account, client, key = somebody(demonstration=False), browser(), SecurityKey()
    sign_in(client, account)
    register(client, key)
    key.origin = where
    victim = browser()
    sign_in(victim, account)
    assert show(victim, key).status_code == 422


def test_a_copied_security_key_is_noticed_by_its_count(clock: Clock) -> None:
    account, client, key = somebody(demonstration=False), browser(), SecurityKey()
    sign_in(client, account)
    register(client, key)
    key.count = 7
    again = browser()
    sign_in(again, account)
    assert show(again, key).headers["Location"] == "/staff/"
    key.count = 3
    copy = browser()
    sign_in(copy, account)
    assert show(copy, key).status_code == 422
    assert Event.objects.filter(verb="passkey-copied", thing_id=account.username).count() == 1


def test_the_same_security_key_is_not_registered_twice(clock: Clock) -> None:
    key = SecurityKey()
    for status in (200, 409):
        client = browser()
        sign_in(client, somebody(demonstration=False))
        assert register(client, key).status_code == status


@pytest.mark.parametrize(
    "sent", ["", "{}", "[]", "null", '{"id": 1}', "[" * 5000, '{"id":"a","rawId":"a","response":{}}']
)
def test_what_is_no_answer_of_a_passkey_is_wrong_and_breaks_nothing(clock: Clock, sent: str) -> None:
    account, client, key = somebody(demonstration=False), browser(), SecurityKey()
    sign_in(client, account)
    page = client.get("/staff/sign-in/key")
    challenge = hidden(page, "challenge")
    assert client.post("/staff/sign-in/key", {"challenge": challenge, "credential": sent}).status_code == 422
    register(client, key)
    other = browser()
    sign_in(other, account)
    challenge = hidden(other.get(SECOND), "challenge")
    assert other.post(SECOND, {"challenge": challenge, "credential": sent}).status_code == 422
    assert other.post(SECOND, {"challenge": "nonsense", "credential": sent}).status_code == 422


def test_forgotten_factors_end_every_session_and_are_set_up_anew(clock: Clock) -> None:
    account, client = somebody(demonstration=False), browser()
    secret = with_code_app(account, now=clock.now)
    clock.on(seconds=60)
    sign_in(client, account)
    client.post(SECOND, {"code": totp.code_at(secret, clock.now)})
    assert is_in(client)
    assert actions.forget_factors(username=account.username, by="system:cli", now=clock.now) == 1
    assert not is_in(client)
    assert sign_in(client, account) == "/staff/sign-in/set-up"
