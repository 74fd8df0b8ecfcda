from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth import authenticate
from django.db import IntegrityError, transaction

from onetrip.ledger.refusals import Malformed
from onetrip.staff import actions
from onetrip.staff.backend import FAILURES_BEFORE_PAUSE, PAUSE
from onetrip.staff.models import Account, Grant
from onetrip.staff.permissions import Permission
from onetrip.staff.roles import ROLES, permitted
from tests.factories import NOW, PASSWORD, make_account


@pytest.mark.django_db
def test_a_role_counts_only_in_its_centre() -> None:
    account = make_account("clerk", centre="LF")
    assert account.may(Permission.SERVE_AT_WINDOW, "LF")
    assert not account.may(Permission.SERVE_AT_WINDOW, "PX")


@pytest.mark.django_db
def test_a_grant_for_every_centre_counts_everywhere() -> None:
    account = make_account("editor", centre="*")
    assert account.may(Permission.PUBLISH_CATALOGUE, "LF")
    assert account.may(Permission.PUBLISH_CATALOGUE, "PX")


@pytest.mark.django_db
def test_a_signed_in_account_with_its_grants_costs_one_statement(django_assert_num_queries) -> None:
    account = make_account("clerk")
    Grant.objects.create(account=account, role="guide", centre="LF")
    with django_assert_num_queries(1):
        read = Account.objects.with_grants().get(pk=account.pk)
        assert read.roles_in("LF") == {"clerk", "guide"}


def test_no_staff_role_lacks_what_a_resident_may() -> None:
    for name, role in ROLES.items():
        assert ROLES["resident"].permissions <= role.permissions, name


def test_a_director_does_not_see_identities_and_a_clerk_does_not_see_figures() -> None:
    assert not permitted(frozenset({"director"}), Permission.SEE_IDENTITY)
    assert not permitted(frozenset({"clerk"}), Permission.SEE_FIGURES)
    assert not permitted(frozenset({"device"}), Permission.SERVE_AT_WINDOW)
    assert not permitted(frozenset(), Permission.SIGNED_IN)


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["", "a", "王五", "A B", "x" * 41, "-x", "a'; DROP TABLE staff_account"])
def test_a_badly_formed_username_is_refused_in_words(username: str) -> None:
    with pytest.raises(Malformed) as refused:
        actions.create_account(username=username, name="x", password=None, roles=[], by="system", now=NOW)
    assert refused.value.field == "username"


@pytest.mark.django_db
def test_a_taken_username_a_weak_password_and_an_unknown_role_are_refused() -> None:
    make_account(username="chen")
    common = {"name": "x", "by": "system", "now": NOW}
    with pytest.raises(Malformed, match="taken"):
        actions.create_account(username="chen", password=PASSWORD, roles=[], **common)
    with pytest.raises(Malformed, match="weak"):
        actions.create_account(username="chen2", password="12345678", roles=[], **common)
    with pytest.raises(Malformed, match="role"):
        actions.create_account(username="chen2", password=PASSWORD, roles=[("king", "LF")], **common)
    with pytest.raises(Malformed, match="role"):
        actions.create_account(username="chen2", password=PASSWORD, roles=[("resident", "LF")], **common)
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_the_database_refuses_a_role_that_does_not_exist_and_the_same_grant_twice() -> None:
    account = make_account()
    with pytest.raises(IntegrityError, match="grant_role_known"), transaction.atomic():
        Grant.objects.create(account=account, role="king", centre="LF")
    with pytest.raises(IntegrityError, match="grant_once"), transaction.atomic():
        Grant.objects.create(account=account, role="clerk", centre="LF")
    with pytest.raises(IntegrityError, match="account_username_form"), transaction.atomic():
        Account.objects.create(username="UPPER", name="x")


@pytest.mark.django_db
def test_guessing_pauses_the_account_even_for_the_right_password() -> None:
    make_account(username="chen")
    with time_machine.travel(NOW, tick=False) as clock:
        for _ in range(FAILURES_BEFORE_PAUSE):
            assert authenticate(None, username="chen", password="wrong") is None
        assert authenticate(None, username="chen", password=PASSWORD) is None
        clock.shift(PAUSE + timedelta(seconds=1))
        assert authenticate(None, username="chen", password=PASSWORD) is not None


@pytest.mark.django_db
def test_a_closed_account_cannot_sign_in() -> None:
    make_account(username="chen")
    actions.close_account(username="chen", by="system", now=NOW)
    assert authenticate(None, username="chen", password=PASSWORD) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("username", "password"), [("nobody", "x"), ("", ""), ("chen\x00", "x"), ("chen", "x" * 5000)])
def test_hostile_sign_ins_are_simply_wrong(username: str, password: str) -> None:
    make_account(username="chen")
    assert authenticate(None, username=username, password=password) is None


@pytest.mark.django_db
def test_a_new_password_works_and_the_old_one_does_not() -> None:
    make_account(username="chen")
    actions.set_password(username="chen", password="another horse entirely", by="system", now=NOW)
    assert authenticate(None, username="chen", password=PASSWORD) is None
    assert authenticate(None, username="chen", password="another horse entirely") is not None
