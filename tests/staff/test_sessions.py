"""How long somebody stays signed in, at how many places, and what ends it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from onetrip.staff import actions, sessions
from onetrip.staff.models import Session
from onetrip.staff.sessions import Limits, Standing, why_over
from tests.factories import NOW, PASSWORD, kiosk, make_account, make_centre
from tests.signin.people import browser, is_in, sign_in, somebody

LIMITS = Limits(idle=timedelta(minutes=60), whole=timedelta(hours=12), at_once=3)
HERE = {"browser": "Chrome · Windows", "network": "10.1.2.0/24"}


def ends(*, after: timedelta, unused: timedelta, limits: Limits = LIMITS, **where: str) -> Session.End | None:
    """Why a session that began here does not count any more, so long after its begin and its last use."""
    standing = Standing(NOW - after, NOW - unused, **HERE)
    return why_over(standing, limits, now=NOW, **HERE | where)


@pytest.mark.parametrize(
    ("after", "unused", "where", "why"),
    [
        (10, 10, {}, None),
        (59, 59, {}, None),
        (600, 60, {}, Session.End.IDLE),
        (719, 1, {}, None),
        (720, 0, {}, Session.End.OVER),
        (1, 1, {"browser": "Firefox · Linux"}, Session.End.ELSEWHERE),
        (1, 1, {"network": "10.9.9.0/24"}, Session.End.ELSEWHERE),
        (1, 1, {"network": ""}, Session.End.ELSEWHERE),
    ],
)
def test_a_session_ends_when_its_time_is_over_or_it_turns_up_elsewhere(
    after: int, unused: int, where: dict[str, str], why: Session.End | None
) -> None:
    assert ends(after=timedelta(minutes=after), unused=timedelta(minutes=unused), **where) == why


def test_a_clock_that_went_back_signs_nobody_out() -> None:
    assert ends(after=timedelta(minutes=-5), unused=timedelta(minutes=-5)) is None


def test_a_machine_may_be_given_another_network_and_hang_unused_for_months() -> None:
    standing, limits = Standing(NOW, NOW, **HERE), Limits(None, timedelta(days=365), None)
    later = NOW + timedelta(days=300)
    assert (
        why_over(standing, limits, now=later, browser=HERE["browser"], network="172.16.0.0/24", is_machine=True) is None
    )


@pytest.mark.django_db
def test_an_unused_session_ends_and_a_used_one_goes_on_until_its_longest_time() -> None:
    make_centre()
    account, used, unused = somebody(), browser(), browser()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(used, account)
        sign_in(unused, account)
        for _ in range(14):
            clock.shift(timedelta(minutes=50))
            assert is_in(used)
        assert not is_in(unused)
        clock.shift(timedelta(minutes=50))
        assert not is_in(used)


@pytest.mark.django_db
def test_what_a_page_fetches_by_itself_keeps_nobody_signed_in() -> None:
    make_centre()
    client = browser()
    with time_machine.travel(NOW, tick=False) as clock:
        sign_in(client, somebody())
        for _ in range(5):
            clock.shift(timedelta(minutes=11))
            assert client.get("/staff/", headers={"hx-request": "true"}).status_code == 200
        clock.shift(timedelta(minutes=11))
        assert client.get("/staff/", headers={"hx-request": "true"}).status_code == 401


@pytest.mark.django_db
def test_the_fourth_place_ends_the_oldest_session(settings) -> None:
    make_centre()
    settings.SESSIONS_AT_ONCE = 3
    account = somebody(demonstration=False)
    actions_of = []
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(4):
            client = Client()
            client.force_login(account)
            actions_of.append(client)
            clock.shift(timedelta(minutes=1))
        assert [is_in(client) for client in actions_of] == [False, True, True, True]
    assert Session.objects.filter(account=account, why_ended=Session.End.TOO_MANY).count() == 1


@pytest.mark.django_db
def test_a_new_password_and_a_closed_account_end_every_session() -> None:
    make_centre()
    account, one, two = make_account(), Client(), Client()
    for client in (one, two):
        client.force_login(account)
    actions.set_password(username=account.username, password="another horse entirely", by="system", now=NOW)
    assert not is_in(one)
    assert not is_in(two)
    account.refresh_from_db()
    one.force_login(account)
    actions.close_account(username=account.username, by="system", now=NOW)
    assert not is_in(one)
    assert not Session.objects.filter(account=account, ended_at=None).exists()


@pytest.mark.django_db
def test_the_operator_signs_out_everybody_but_the_machines() -> None:
    make_centre()
    clerk, guide, machine = Client(), Client(), Client()
    clerk.force_login(make_account())
    guide.force_login(make_account("guide"))
    machine.force_login(kiosk().account)
    assert actions.end_sessions(username=None, by="system", now=NOW) == 2
    assert not is_in(clerk)
    assert not is_in(guide)
    assert is_in(machine)


@pytest.mark.django_db
def test_a_display_that_hangs_for_weeks_stays_signed_in() -> None:
    make_centre()
    from onetrip.centres.actions import add_device
    from onetrip.centres.models import Centre, Device

    with time_machine.travel(NOW, tick=False) as clock:
        _, secret = add_device(centre=Centre.objects.get(), kind=Device.Kind.DISPLAY, number=1, by="system", now=NOW)
        screen = browser()
        screen.get(f"/device/pair/{secret}")
        assert is_in(screen)
        clock.shift(timedelta(days=60))
        sessions.tidy(NOW + timedelta(days=60))
        assert is_in(screen)


@pytest.mark.django_db
def test_a_request_of_somebody_signed_in_costs_one_statement_for_who_they_are(django_assert_max_num_queries) -> None:
    make_centre()
    client = Client()
    client.force_login(make_account())
    with django_assert_max_num_queries(1):
        assert is_in(client)


@pytest.mark.django_db
def test_what_is_over_is_removed_in_time() -> None:
    account = make_account()
    old, fresh = (
        Session.objects.create(account=account, began_at=at, seen_at=at, proved_at=at)
        for at in (NOW - timedelta(days=91), NOW)
    )
    sessions.tidy(NOW - timedelta(days=90, hours=12))
    assert Session.objects.get(pk=old.pk).why_ended == Session.End.OVER
    sessions.tidy(NOW)
    assert list(Session.objects.all()) == [fresh]


@pytest.mark.django_db
def test_the_database_refuses_a_session_that_ended_for_no_reason_or_an_unknown_one() -> None:
    given = {"account": make_account(), "began_at": NOW, "seen_at": NOW, "proved_at": NOW}
    with pytest.raises(IntegrityError, match="session_ends_for_a_reason"), transaction.atomic():
        Session.objects.create(**given, ended_at=NOW)
    with pytest.raises(IntegrityError, match="session_ends_for_a_reason"), transaction.atomic():
        Session.objects.create(**given, why_ended="idle")
    with pytest.raises(IntegrityError, match="session_end_known"), transaction.atomic():
        Session.objects.create(**given, ended_at=NOW, why_ended="mood")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "password", ["onetrip2026!!", "Shequ-zhongxin1", "clerk-director-1", "一趟一趟一趟一趟一趟一趟"]
)
def test_a_password_of_the_house_s_own_words_is_refused(password: str) -> None:
    from onetrip.ledger.refusals import Malformed

    with pytest.raises(Malformed, match="weak"):
        actions.set_password(username=make_account().username, password=password, by="system", now=NOW)


def test_any_other_long_sentence_is_a_password() -> None:
    from django.contrib.auth.password_validation import validate_password

    for password in (PASSWORD, "我家的猫不喜欢下雨天出门散步", "x" * 10 + "  spaces stay  " * 10):
        validate_password(password)
