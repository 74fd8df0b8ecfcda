"""What the database itself refuses."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.people.actions import know
from onetrip.signin.models import Challenge, Factor, FactorRule, IdentityRequest, ResidentSession, StaffIdentity
from tests.factories import NOW, make_account, synthetic_identity

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "totp"},
        {"kind": "totp", "secret": "x", "code_hash": b"x"},
        {"kind": "passkey", "credential": b"x"},
        {"kind": "passkey", "credential_id": b"x"},
        {"kind": "recovery", "secret": "x", "code_hash": b"x"},
        {"kind": "recovery"},
        {"kind": "sms", "secret": "x"},
    ],
)
def test_a_factor_holds_what_its_kind_needs_and_nothing_else(wrong: dict[str, object]) -> None:
    with pytest.raises(IntegrityError, match="factor_holds_its_kind"), transaction.atomic():
        Factor.objects.create(account=make_account(), made_at=NOW, **wrong)


def test_an_account_has_one_code_app_and_a_key_or_code_is_known_once() -> None:
    account = make_account()
    for name, given in (
        ("factor_one_code_app", {"kind": "totp", "secret": "x"}),
        ("credential_id", {"kind": "passkey", "credential": b"x", "credential_id": b"x"}),
        ("code_hash", {"kind": "recovery", "code_hash": b"x"}),
    ):
        Factor.objects.create(account=account, made_at=NOW, **given)
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Factor.objects.create(account=account, made_at=NOW, **given)


def test_a_rule_is_of_a_role_that_signs_in_and_stands_once() -> None:
    FactorRule.objects.create(role="clerk", centre="LF", needed=True)
    with pytest.raises(IntegrityError, match="factor_rule_once"), transaction.atomic():
        FactorRule.objects.create(role="clerk", centre="LF", needed=False)
    with pytest.raises(IntegrityError, match="factor_rule_role_known"), transaction.atomic():
        FactorRule.objects.create(role="device", centre="LF", needed=True)


def test_an_identity_is_of_one_account_and_an_account_has_one_of_a_provider() -> None:
    account = make_account()
    given = {"issuer": "https://city.example", "linked_at": NOW}
    StaffIdentity.objects.create(account=account, subject="u-1", **given)
    with pytest.raises(IntegrityError, match="staff_identity_once"), transaction.atomic():
        StaffIdentity.objects.create(account=make_account(), subject="u-1", **given)
    with pytest.raises(IntegrityError, match="staff_identity_one_of_a_provider"), transaction.atomic():
        StaffIdentity.objects.create(account=account, subject="u-2", **given)


def test_questions_and_doors_are_those_of_the_list_and_nothing_ends_before_it_began() -> None:
    with pytest.raises(IntegrityError, match="challenge_purpose_known"), transaction.atomic():
        Challenge.objects.create(account=make_account(), purpose="guess", kept={}, at=NOW)
    with pytest.raises(IntegrityError, match="identity_request_door_known"), transaction.atomic():
        IdentityRequest.objects.create(state_hash=b"x", door="window", kept={}, at=NOW)
    resident = know(identity=synthetic_identity(), now=NOW)
    with pytest.raises(IntegrityError, match="resident_session_ends_after"), transaction.atomic():
        ResidentSession.objects.create(resident=resident, began_at=NOW, ends_at=NOW - timedelta(seconds=1))


def test_what_a_stolen_table_shows_opens_nothing() -> None:
    from django.db import connection

    from onetrip.signin import actions
    from tests.signin.people import with_code_app

    account = make_account()
    secret = with_code_app(account, now=NOW)
    codes = actions.new_recovery_codes(account=account, by=account.actor, now=NOW)
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(f)::text FROM signin_factor f")
        rows = "".join(row for (row,) in cursor.fetchall())
    for hidden in (secret, *codes):
        assert hidden.encode().hex() not in rows
        assert hidden not in rows
