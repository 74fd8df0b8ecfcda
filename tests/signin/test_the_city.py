"""Staff and residents by the city's identity, against a real provider that tells the truth, and then does not."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.people.crypto import keyed_hash
from onetrip.people.models import Resident
from onetrip.signin import calling
from onetrip.signin.models import IdentityRequest, ResidentSession, StaffIdentity
from onetrip.signin.providers.contrib.oidc import line
from onetrip.staff import actions
from onetrip.staff.models import Account, Session
from tests.browsing import words
from tests.factories import NOW, synthetic_number
from tests.signin.city import City
from tests.signin.people import FIREFOX, browser, is_in, somebody, with_code_app, with_cookies_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("centre")]


@pytest.fixture
def staff_door(honest: City, settings: Any) -> City:
    """The city stands at the door of staff."""
    settings.STAFF_IDENTITY = honest.provider()
    return honest


@pytest.fixture
def resident_door(honest: City, settings: Any) -> City:
    """The city stands at the door of residents."""
    settings.RESIDENT_IDENTITY = honest.provider(claim="id_number")
    return honest


def come(city: City, client: Client, sub: str, *, begin: str = "/staff/sign-in/city", times: int = 1) -> Any:
    """Somebody goes to the provider, signs in there as `sub`, and comes back; the last answer of the house."""
    away = client.get(begin)
    back = city.confirm(away.headers["Location"], sub)
    for _ in range(times):
        answer = client.get(back)
    return answer


def account(username: str, **more: Any) -> Account:
    """An account of the demonstration with this name."""
    made = somebody(**more)
    Account.objects.filter(pk=made.pk).update(username=username)
    made.refresh_from_db()
    return made


def test_the_sign_in_page_offers_it_and_leads_to_the_page_that_was_asked_for(staff_door: City) -> None:
    mine, client = account("chen.fang"), browser()
    staff_door.knows("u-1", preferred_username="chen.fang")
    assert "用随申办登录" in words(client.get("/staff/sign-in"))
    answer = come(staff_door, client, "u-1", begin="/staff/sign-in/city?next=/window/")
    assert answer.headers["Location"] == "/window/"
    assert is_in(client)
    assert Session.objects.get(account=mine).proofs == "oidc"
    link = StaffIdentity.objects.get()
    assert (link.account, link.issuer, link.subject) == (mine, staff_door.address, "u-1")
    sent = staff_door.asked()[-1]
    assert sent["code_challenge_method"] == "S256"
    assert len(sent["state"]) >= 43
    assert sent["redirect_uri"] == "https://testserver/staff/sign-in/city/back"


def test_once_linked_the_subject_counts_and_a_name_given_to_somebody_else_opens_nothing(staff_door: City) -> None:
    mine = account("chen.fang")
    staff_door.knows("u-2", preferred_username="chen.fang")
    come(staff_door, browser(), "u-2")
    staff_door.knows("u-2", preferred_username="renamed")
    client = browser()
    come(staff_door, client, "u-2")
    assert is_in(client)
    staff_door.knows("u-3", preferred_username="chen.fang")
    other = browser()
    assert come(staff_door, other, "u-3").status_code == 403
    assert not is_in(other)
    assert StaffIdentity.objects.filter(account=mine).count() == 1


@pytest.mark.parametrize("claims", [{}, {"preferred_username": "nobody-here"}, {"preferred_username": "x' OR 1=1"}])
def test_nobody_is_made_an_account_by_themselves(staff_door: City, claims: dict[str, str]) -> None:
    before, client = Account.objects.count(), browser()
    staff_door.knows("u-4", **claims)
    assert come(staff_door, client, "u-4").status_code == 403
    assert not is_in(client)
    assert Account.objects.count() == before


def test_where_the_settings_say_so_a_new_account_gets_what_they_say(staff_door: City, settings: Any) -> None:
    settings.STAFF_IDENTITY = staff_door.provider(new_accounts="guide@LF")
    staff_door.knows("u-5", preferred_username="new.person", name="新同事")
    client = browser()
    assert come(staff_door, client, "u-5").headers["Location"] == "/staff/sign-in/set-up"
    made = Account.objects.get(username="new.person")
    assert made.roles_in("LF") == {"guide"}
    assert not made.has_usable_password()


def test_a_closed_account_and_a_machine_are_not_signed_in(staff_door: City) -> None:
    closed = account("gone.person")
    staff_door.knows("u-6", preferred_username="gone.person")
    come(staff_door, browser(), "u-6")
    actions.close_account(username=closed.username, by="system", now=NOW)
    assert come(staff_door, browser(), "u-6").status_code == 403
    account("lobby-display", role="device")
    staff_door.knows("u-7", preferred_username="lobby-display")
    assert come(staff_door, browser(), "u-7").status_code == 403


def test_the_second_step_is_still_asked_unless_the_provider_has_asked_it_and_is_believed(
    staff_door: City, settings: Any
) -> None:
    mine = account("two.steps", demonstration=False)
    with_code_app(mine, now=NOW)
    staff_door.knows("u-8", preferred_username="two.steps", amr=["pwd", "mfa"])
    client = browser()
    assert come(staff_door, client, "u-8").headers["Location"] == "/staff/sign-in/second"
    assert not is_in(client)
    settings.STAFF_IDENTITY = staff_door.provider(counts_as_two=True)
    assert come(staff_door, client, "u-8").headers["Location"] == "/staff/"
    staff_door.knows("u-8", preferred_username="two.steps", amr=["pwd"])
    assert come(staff_door, browser(), "u-8").headers["Location"] == "/staff/sign-in/second"


LIES: dict[str, dict[str, Any]] = {
    "another issuer": {"claims": {"iss": "https://evil.example"}},
    "another nonce": {"claims": {"nonce": "of-another-browser"}},
    "no nonce": {"claims": {"nonce": None}},
    "another audience": {"claims": {"aud": "another-client"}},
    "another authorised party": {"claims": {"azp": "another-client"}},
    "two audiences and no authorised party": {"claims": {"aud": ["onetrip-house", "another-client"], "azp": None}},
    "over": {"claims": {"exp": -3600, "iat": -7200}},
    "from the future": {"claims": {"iat": 3600}},
    "no end": {"claims": {"exp": None}},
    "nobody": {"claims": {"sub": None}},
    "a stranger's signature": {"signed_by": "stranger"},
    "no signature": {"signed_by": "nobody"},
    "a signature with a shared secret": {"signed_by": "secret"},
    "a key that the provider has not": {"kid": "unknown"},
}


@pytest.mark.parametrize("lie", LIES)
def test_a_token_that_lies_signs_nobody_in(staff_door: City, lie: str) -> None:
    account("chen.fang")
    staff_door.knows("u-9", preferred_username="chen.fang")
    staff_door.lies(**LIES[lie])
    client = browser()
    answer = come(staff_door, client, "u-9")
    assert answer.status_code == 422, lie
    assert "没有核对成功" in words(answer)
    assert not is_in(client)
    assert not StaffIdentity.objects.exists()
    staff_door.lies()
    assert come(staff_door, client, "u-9").headers["Location"] == "/staff/"


def test_metadata_of_another_issuer_are_not_taken(staff_door: City) -> None:
    line.forget()
    staff_door.lies(issuer="https://evil.example")
    answer = browser().get("/staff/sign-in/city")
    assert answer.status_code == 502
    assert "暂时连不上" in words(answer)
    staff_door.lies()


def test_a_provider_that_is_down_is_told_in_words_and_passwords_still_work(staff_door: City, settings: Any) -> None:
    settings.STAFF_IDENTITY = staff_door.provider(issuer="http://127.0.0.1:9")
    assert browser().get("/staff/sign-in/city").status_code == 502
    settings.STAFF_IDENTITY = staff_door.provider(issuer="http://evil.example")  # not encrypted, not this machine
    assert browser().get("/staff/sign-in/city").status_code == 502


def test_an_answer_counts_once_in_the_browser_that_asked_within_ten_minutes(staff_door: City) -> None:
    account("chen.fang")
    staff_door.knows("u-10", preferred_username="chen.fang")
    assert come(staff_door, browser(), "u-10", times=2).status_code == 422
    victim, attacker = browser(), browser()
    away = attacker.get("/staff/sign-in/city")
    back = staff_door.confirm(away.headers["Location"], "u-10")
    assert victim.get(back).status_code == 422  # the attacker's answer, slipped to somebody else
    assert not is_in(victim)
    victim.get("/staff/sign-in/city")
    assert victim.get(back).status_code == 422
    IdentityRequest.objects.update(at=NOW - calling.LASTS)
    assert attacker.get(back).status_code == 422


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?state=x&code=x", "?error=access_denied&state=x", "?state=%00&code=x"]
)
def test_a_made_up_answer_is_refused_in_words(staff_door: City, query: str) -> None:
    answer = browser().get(f"/staff/sign-in/city/back{query}")
    assert answer.status_code == 422
    assert "没有核对成功" in words(answer)


def test_an_answer_that_names_another_issuer_is_not_taken(staff_door: City) -> None:
    account("chen.fang")
    staff_door.knows("u-11", preferred_username="chen.fang")
    client = browser()
    away = client.get("/staff/sign-in/city")
    back = staff_door.confirm(away.headers["Location"], "u-11")
    assert client.get(f"{back}&iss=https://evil.example").status_code == 422


def test_somebody_without_a_password_proves_themselves_at_the_provider(staff_door: City) -> None:
    mine, other, client = account("chen.fang", password=None), account("another.one"), browser()
    staff_door.knows("u-12", preferred_username="chen.fang")
    staff_door.knows("u-13", preferred_username="another.one")
    come(staff_door, client, "u-12")
    assert "用随申办确认" in words(client.get("/staff/prove?next=/window/"))
    named = Session.objects.get(account=mine).pk
    begin = "/staff/sign-in/city?again=1&next=/window/"
    assert come(staff_door, client, "u-13", begin=begin).status_code == 409
    assert Session.objects.get(account=mine).pk == named
    assert come(staff_door, client, "u-12", begin=begin).headers["Location"] == "/window/"
    assert staff_door.asked()[-1]["prompt"] == "login"
    assert not Session.objects.filter(pk=named).exists()
    assert not Session.objects.filter(account=other).exists()


def test_whoever_came_by_the_provider_is_shown_the_way_out_of_it(staff_door: City) -> None:
    account("chen.fang")
    staff_door.knows("u-14", preferred_username="chen.fang")
    client = browser()
    come(staff_door, client, "u-14")
    answer = client.post("/staff/sign-out")
    assert answer.headers["Location"] == "/staff/signed-out"
    assert not is_in(client)
    page = client.get("/staff/signed-out").content.decode()
    assert f"{staff_door.address}/oauth2/end_session?client_id=onetrip-house&amp;post_logout_redirect_uri=" in page


def test_without_a_provider_there_is_no_such_door() -> None:
    assert browser().get("/staff/sign-in/city").status_code == 404
    assert browser().get("/my/").status_code == 404
    assert browser().get("/my/sign-in").status_code == 404


def test_a_resident_is_found_by_the_keyed_hash_of_the_number_that_the_city_vouches_for(resident_door: City) -> None:
    number, client = synthetic_number(), browser()
    resident_door.knows("r-1", id_number=number, name="王测试")
    assert come(resident_door, client, "r-1", begin="/my/sign-in").headers["Location"] == "/my/"
    resident = Resident.objects.get(number_hash=keyed_hash("id-number", number))
    page = words(client.get("/my/"))
    assert resident.masked_number in page
    assert "王＊＊" in page
    assert number not in client.get("/my/").content.decode()
    come(resident_door, browser(), "r-1", begin="/my/sign-in")
    assert Resident.objects.count() == 1
    assert number not in str(list(Event.objects.values_list("data", flat=True)))


def test_a_resident_is_no_staff_and_staff_no_resident(resident_door: City, settings: Any) -> None:
    settings.STAFF_IDENTITY = resident_door.provider()
    account("chen.fang")
    resident_door.knows("r-2", id_number=synthetic_number(), preferred_username="chen.fang")
    client = browser()
    come(resident_door, client, "r-2", begin="/my/sign-in")
    assert not is_in(client)
    away = client.get("/my/sign-in")
    back = resident_door.confirm(away.headers["Location"], "r-2")
    assert client.get(back.replace("/my/back", "/staff/sign-in/city/back")).status_code == 422
    assert not is_in(client)


def test_a_resident_s_session_is_short_ends_with_them_and_does_not_travel(resident_door: City) -> None:
    resident_door.knows("r-3", id_number=synthetic_number(), name="王测试")
    client, thief = browser(), browser(agent=FIREFOX)
    come(resident_door, client, "r-3", begin="/my/sign-in")
    with_cookies_of(client, thief)
    assert "王＊＊" not in words(thief.get("/my/"))
    copy = browser()
    with_cookies_of(client, copy)
    assert "已退出" in words(client.post("/my/sign-out"))
    assert "王＊＊" not in words(copy.get("/my/"))
    come(resident_door, client, "r-3", begin="/my/sign-in")
    ResidentSession.objects.update(began_at=NOW, ends_at=NOW)
    assert "王＊＊" not in words(client.get("/my/"))


@pytest.mark.parametrize("claims", [{}, {"id_number": "310000190001010000"}, {"id_number": "x"}])
def test_a_provider_that_tells_no_number_knows_no_resident_here(resident_door: City, claims: dict[str, str]) -> None:
    resident_door.knows("r-4", **claims)
    assert come(resident_door, browser(), "r-4", begin="/my/sign-in").status_code == 422
    assert not Resident.objects.exists()
