"""Each rule that the database keeps, broken once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.models import Case
from onetrip.departments import actions
from onetrip.departments.models import (
    Answer,
    Delivery,
    Nonce,
    ResultFile,
    Subscription,
    System,
    SystemKey,
    Taking,
)
from tests.departments.systems import AT, Calling, a_system

HOUR = timedelta(hours=1)


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


@pytest.fixture
def subscription(calling: Calling) -> Subscription:
    made, _ = actions.subscribe(
        code=calling.system.pk, address="https://minzheng.example.cn/", types=[], now=AT, by="t", key=uuid.uuid4()
    )
    return made


def test_a_system_has_a_code_a_department_and_a_contact(calling: Calling) -> None:
    breaks("system_code_form", lambda: System.objects.update(code="Ä"))
    breaks("system_of_a_department", lambda: System.objects.update(department=""))
    breaks("system_has_a_contact", lambda: System.objects.update(contact=""))
    other = a_system("second")
    breaks("account_id", lambda: System.objects.filter(pk="second").update(account=calling.system.account))
    assert other.system.account != calling.system.account


def test_a_key_is_of_one_system_and_ends_after_it_begins(calling: Calling) -> None:
    public = SystemKey.objects.get().public
    breaks(
        "system_key_of_one_system",
        lambda: SystemKey.objects.create(id="x", system=calling.system, public=public, made_at=AT, made_by="t"),
    )
    breaks("system_key_ends_after", lambda: SystemKey.objects.update(ends_at=AT - HOUR))


def test_a_nonce_is_used_once_and_a_key_answered_once(calling: Calling) -> None:
    Nonce.objects.create(key_id=calling.key, nonce="n", at=AT)
    breaks("nonce_once_per_key", lambda: Nonce.objects.create(key_id=calling.key, nonce="n", at=AT))
    given = {"system": calling.system, "key": uuid.uuid4(), "asked": b"", "status": 200, "body": b"", "at": AT}
    Answer.objects.create(**given)
    breaks("answer_once_per_key", lambda: Answer.objects.create(**given))


def test_a_case_is_taken_by_one(case: Case, calling: Calling) -> None:
    Taking.objects.create(case=case, system=calling.system, taken_at=AT)
    breaks("case_taken_by_one", lambda: Taking.objects.create(case=case, system=calling.system, taken_at=AT))
    breaks("taking_ends_after", lambda: Taking.objects.update(given_back_at=AT - HOUR))


def test_a_file_is_kept_once_and_of_a_known_kind(case: Case, calling: Calling) -> None:
    given = {"case": case, "system": calling.system, "kind": "pdf", "size": 1, "digest": "d", "sent_at": AT}
    ResultFile.objects.create(**given)
    breaks("result_file_once_per_case", lambda: ResultFile.objects.create(**given))
    breaks("result_file_kind_known", lambda: ResultFile.objects.update(kind="exe"))


def test_an_address_stands_once_and_is_off_for_a_reason(subscription: Subscription, calling: Calling) -> None:
    given = {"secret": "s", "upto": 0, "made_at": AT, "changed_at": AT}
    breaks(
        "subscription_address_once",
        lambda: Subscription.objects.create(system=calling.system, address=subscription.address, **given),
    )
    breaks("subscription_state_known", lambda: Subscription.objects.update(state="burnt"))
    breaks("subscription_off_for_a_reason", lambda: Subscription.objects.update(state="off"))
    breaks("subscription_off_for_a_reason", lambda: Subscription.objects.update(off_because="gone"))


def test_a_change_is_told_once_to_an_address(subscription: Subscription) -> None:
    given = {"change": 1, "case": uuid.uuid4(), "number": "n", "type": "t", "body": "{}", "made_at": AT, "due_at": AT}
    Delivery.objects.create(subscription=subscription, **given)
    breaks("delivery_once_per_change", lambda: Delivery.objects.create(subscription=subscription, **given))
    breaks("webhook_delivery_state_known", lambda: Delivery.objects.update(state="burnt", ended_at=AT))
    breaks("delivery_ended_has_its_moment", lambda: Delivery.objects.update(state="sent"))
    breaks("delivery_ended_has_its_moment", lambda: Delivery.objects.update(ended_at=AT))


def test_an_event_is_one_change(case: Case) -> None:
    from onetrip.departments.models import Change

    change = Change.objects.latest("id")
    breaks(
        "departments_change_event_key",
        lambda: Change.objects.create(
            event=change.event, case=case.pk, verb="warn", department="civil-affairs", centre="LF"
        ),
    )
