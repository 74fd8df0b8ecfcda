"""A role is lent for some days: to whom, by whom, and what of it counts when."""

from __future__ import annotations

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, connections, transaction
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.staff import lending
from onetrip.staff.models import Account, Grant
from onetrip.staff.permissions import Permission
from tests.factories import NOW, PASSWORD, make_account, make_centre

DAY = timedelta(days=1)


def lend(to: Account, by: Account, **changed: Any) -> Grant:
    given: dict[str, Any] = {"role": "supervisor", "centre": "LF", "from_at": NOW, "until_at": NOW + 7 * DAY}
    given |= {"reason": "年休，代值班", "now": NOW, "key": uuid.uuid4()} | changed
    return lending.lend(to=to.username, by=by, **given)


def at(moment: datetime, account: Account) -> Account:
    """The account as a request at that moment reads it."""
    with time_machine.travel(moment, tick=False):
        return Account.objects.with_grants().get(pk=account.pk)


@pytest.fixture
def supervisor(db: None) -> Account:
    make_centre()
    return make_account("supervisor")


@pytest.fixture
def clerk(supervisor: Account) -> Account:
    return make_account("clerk")


def test_what_is_lent_counts_from_its_first_moment_to_its_last(supervisor: Account, clerk: Account) -> None:
    lend(clerk, supervisor, from_at=NOW + DAY, until_at=NOW + 3 * DAY)
    counts = {moment: at(NOW + moment, clerk).may(Permission.RUN_HALL, "LF") for moment in (DAY * n for n in range(5))}
    assert list(counts.values()) == [False, True, True, False, False]
    just_before = at(NOW + 3 * DAY - timedelta(microseconds=1), clerk)
    assert just_before.may(Permission.RUN_HALL, "LF")
    assert not just_before.may(Permission.RUN_HALL, "PX")
    assert at(NOW + 9 * DAY, clerk).may(Permission.SERVE_AT_WINDOW, "LF")  # what was held for good stays


def test_a_session_that_is_open_loses_it_at_its_end_and_when_it_is_taken_back(
    supervisor: Account, clerk: Account
) -> None:
    grant = lend(clerk, supervisor)
    client = Client()
    with time_machine.travel(NOW, tick=False) as clock:
        assert client.login(username=clerk.username, password=PASSWORD)
        assert client.get("/cases/limits").status_code == 200
        clock.move_to(NOW + 7 * DAY - timedelta(seconds=1))
        client.force_login(clerk)
        assert client.get("/cases/limits").status_code == 200
        clock.move_to(NOW + 7 * DAY)
        assert client.get("/cases/limits").status_code == 403
        clock.move_to(NOW + DAY)
        client.force_login(clerk)
        assert client.get("/cases/limits").status_code == 200
        lending.take_back(grant_id=grant.pk, centre="LF", by=supervisor, now=NOW + DAY, key=uuid.uuid4())
        assert client.get("/cases/limits").status_code == 403


@pytest.mark.parametrize(
    ("by", "role", "allowed"),
    [
        ("supervisor", "supervisor", True),
        ("supervisor", "guide", True),
        ("supervisor", "director", False),
        ("supervisor", "editor", False),
        ("director", "director", True),
        ("director", "reviewer", False),
        ("director", "device", False),
        ("clerk", "clerk", False),
        ("editor", "editor", False),
    ],
)
def test_nobody_lends_what_is_not_theirs(clerk: Account, by: str, role: str, *, allowed: bool) -> None:
    giver = make_account(by)
    if allowed:
        assert lend(clerk, giver, role=role).role == role
        return
    with pytest.raises(Refused) as refused:
        lend(clerk, giver, role=role)
    assert refused.value.code == "role-not-yours-to-lend"
    assert not Grant.objects.exclude(until_at=None).exists()


def test_what_was_lent_is_not_lent_on_nor_lent_in_another_centre(supervisor: Account, clerk: Account) -> None:
    lend(clerk, supervisor)
    other = make_account("guide")
    with pytest.raises(Refused) as refused:
        lend(other, clerk, role="guide")
    assert refused.value.code == "role-not-yours-to-lend"
    with pytest.raises(Refused) as refused:
        lend(other, supervisor, centre="PX", role="guide")
    assert refused.value.code == "role-not-yours-to-lend"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"until_at": NOW}, "lent-until-past"),
        ({"from_at": NOW - 9 * DAY, "until_at": NOW - DAY}, "lent-until-past"),
        ({"until_at": NOW + 93 * DAY}, "lent-too-long"),
        ({"from_at": NOW + 93 * DAY, "until_at": NOW + 94 * DAY}, "lent-too-early"),
        ({"reason": " "}, "reason-missing"),
        ({"categories": ["ageing@*"]}, "category-unknown"),
        ({"withheld": ["run-hall"]}, "data-unknown"),
    ],
)
def test_a_span_a_reason_or_a_limit_that_cannot_be_is_refused(
    supervisor: Account, clerk: Account, changed: dict[str, Any], code: str
) -> None:
    with pytest.raises(Refused) as refused:
        lend(clerk, supervisor, **changed)
    assert refused.value.code == code


def test_it_is_lent_to_a_colleague_of_this_centre_and_to_nobody_else(supervisor: Account, clerk: Account) -> None:
    stranger, machine = make_account("clerk", centre="PX"), make_account("device")
    closed = make_account("clerk")
    Account.objects.filter(pk=closed.pk).update(is_active=False)
    for nobody in (stranger, machine, closed):
        with pytest.raises(Refused) as refused:
            lend(nobody, supervisor)
        assert refused.value.code == "colleague-unknown"
    with pytest.raises(Refused) as refused:
        lend(supervisor, supervisor, role="guide")
    assert refused.value.code == "lent-to-oneself"


def test_the_same_press_lends_once_and_what_is_held_is_not_lent_again(supervisor: Account, clerk: Account) -> None:
    key = uuid.uuid4()
    assert lend(clerk, supervisor, key=key) == lend(clerk, supervisor, key=key)
    with pytest.raises(Refused) as refused:
        lend(clerk, supervisor, from_at=NOW + 5 * DAY, until_at=NOW + 9 * DAY)
    assert refused.value.code == "role-held-already"
    with pytest.raises(Refused) as refused:
        lend(clerk, supervisor, role="clerk")
    assert refused.value.code == "role-held-already"
    lend(clerk, supervisor, from_at=NOW + 7 * DAY, until_at=NOW + 9 * DAY)  # the one after the other


@pytest.mark.django_db(transaction=True)
def test_two_who_lend_the_same_in_the_same_moment_lend_it_once() -> None:
    make_centre()
    givers, clerk = [make_account("supervisor"), make_account("director")], make_account("clerk")

    def once(giver: Account) -> str:
        try:
            lend(clerk, giver)
        except Refused as refused:
            return refused.code
        finally:
            connections.close_all()
        return "lent"

    with ThreadPoolExecutor(2) as both:
        assert sorted(both.map(once, givers)) == ["lent", "role-held-already"]


def test_who_may_lend_it_may_take_it_back_and_both_are_on_record(supervisor: Account, clerk: Account) -> None:
    grant = lend(clerk, supervisor)
    with pytest.raises(Refused) as refused:
        lending.take_back(grant_id=grant.pk, centre="LF", by=make_account("guide"), now=NOW, key=uuid.uuid4())
    assert refused.value.status == 403
    with pytest.raises(Refused) as refused:
        lending.take_back(grant_id=grant.pk, centre="PX", by=supervisor, now=NOW, key=uuid.uuid4())
    assert refused.value.status == 404
    director = make_account("director")
    for _ in range(2):
        lending.take_back(grant_id=grant.pk, centre="LF", by=director, now=NOW + DAY, key=uuid.uuid4())
    grant.refresh_from_db()
    assert (grant.ended_at, grant.ended_by) == (NOW + DAY, director.actor)
    told = Event.objects.filter(thing="account", thing_id=clerk.username).exclude(verb="create").order_by("pk")
    assert [(event.verb, event.actor, event.centre) for event in told] == [
        ("lend-role", supervisor.actor, "LF"),
        ("take-role-back", director.actor, "LF"),
    ]
    own = Grant.objects.get(account=clerk, role="clerk")
    with pytest.raises(Refused) as refused:
        lending.take_back(grant_id=own.pk, centre="LF", by=director, now=NOW, key=uuid.uuid4())
    assert refused.value.code == "grant-unknown"  # what somebody has for good is nobody's to take back here


def test_a_grant_is_limited_to_kinds_of_matters_and_to_classes_of_data(supervisor: Account) -> None:
    guide = make_account("guide")
    lend(guide, supervisor, role="clerk", categories=["ageing"], withheld=["see-identity", "see-private"])
    read = at(NOW, guide)
    assert read.may(Permission.SERVE_AT_WINDOW, "LF")
    assert read.may(Permission.SERVE_AT_WINDOW, "LF", category="ageing")
    assert not read.may(Permission.SERVE_AT_WINDOW, "LF", category="family")
    assert read.may(Permission.CONSULT_AT_DESK, "LF", category="family")  # as a guide, for good
    assert not read.may(Permission.SEE_IDENTITY, "LF")
    assert read.may(Permission.SEE_TELEPHONE, "LF")
    assert not read.may(Permission.SEE_PRIVATE, "LF")


@pytest.mark.parametrize(
    "broken",
    [
        {"until_at": NOW},
        {"from_at": NOW, "until_at": NOW, "given_by": "x", "reason": "x"},
        {"from_at": NOW, "until_at": NOW + DAY, "given_by": "", "reason": "x"},
        {"from_at": NOW, "until_at": NOW + DAY, "given_by": "x", "reason": ""},
        {"ended_at": NOW, "ended_by": "x"},
        {"from_at": NOW, "until_at": NOW + DAY, "given_by": "x", "reason": "x", "ended_at": NOW},
    ],
)
def test_the_table_takes_no_half_loan(clerk: Account, broken: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Grant.objects.create(account=clerk, role="guide", centre="LF", **broken)


@pytest.mark.parametrize(
    "address",
    [
        f"/notices/undelivered/{uuid.UUID(int=7)}/number",
        "/deliver/cases/LF-20261124-0001-01/telephone",
        f"/rectifications/{uuid.UUID(int=7)}/telephone",
    ],
)
def test_a_role_lent_without_telephones_shows_none_anywhere(supervisor: Account, clerk: Account, address: str) -> None:
    """Refused before anything is looked up; whoever has the right is told that there is no such thing."""
    guide = make_account("guide")
    lend(guide, supervisor, withheld=["see-telephone"])
    for account, status in ((guide, 403), (supervisor, 404)):
        with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
            client = Client()
            client.force_login(account)
            assert client.post(address).status_code == status
