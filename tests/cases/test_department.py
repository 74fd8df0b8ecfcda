"""A department works its own queue, at whichever centre its cases were accepted, and sees no other."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from onetrip.cases.models import Case
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from onetrip.staff.actions import create_account
from onetrip.staff.models import Grant
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(counter: Counter) -> Case:
    case = accepted(counter)
    assert case.department
    return case


def reviewer(case: Case, *, centre: str = "*", department: str = "") -> Client:
    return browsing.visitor(browsing.account("reviewer", centre=centre, department=department or case.department))


def press(client: Client, case: Case, verb: str, **fields: str) -> int:
    return client.post(f"/department/{case.number}/{verb}", {"idempotency_key": browsing.key(), **fields}).status_code


def test_it_sees_its_cases_reviews_and_decides_them(case: Case) -> None:
    client = reviewer(case)
    assert case.number in browsing.words(client.get("/department/"))
    assert client.get("/department/", {"number": case.number.lower()})["Location"] == f"/department/{case.number}"
    for verb, note in (
        ("ask-supplement", "照片看不清，重拍一张"),
        ("supplement", ""),
        ("begin-procedure", "要上门看一次"),
        ("end-procedure", "属实"),
        ("grant", ""),
        ("complete", ""),
    ):
        assert press(client, case, verb, note=note, procedure="visit") == 302, verb
    case.refresh_from_db()
    assert (case.state, case.granted, case.result_at_id) == ("completed", True, "LF")
    assert "没有等着办的" in browsing.words(client.get("/department/"))
    assert Event.objects.get(thing="case", verb="decide").actor.startswith("staff:reviewer")


@pytest.mark.parametrize(
    ("department", "centre"), [("police-of-elsewhere", "*"), ("", "PX")], ids=["another's", "of another centre"]
)
def test_what_is_not_its_own_it_neither_sees_nor_decides(case: Case, department: str, centre: str) -> None:
    make_centre("PX", windows=1)
    client = reviewer(case, department=department, centre=centre)
    assert case.number not in browsing.words(client.get("/department/"))
    assert client.get(f"/department/{case.number}").status_code == 404
    assert press(client, case, "grant") == 404
    case.refresh_from_db()
    assert case.state == "accepted"


def test_what_is_only_received_is_not_yet_its_business(counter: Counter, case: Case) -> None:
    Case.objects.update(state="received", accepted_at=None, accepting_centre=None)
    assert case.number not in browsing.words(reviewer(case).get("/department/"))


@pytest.mark.parametrize("verb", ["withdraw", "deliver", "accept", "terminate", "burn"])
def test_steps_of_the_centre_are_not_the_departments(case: Case, verb: str) -> None:
    assert press(reviewer(case), case, verb, note="为什么") == 404


def test_a_refusal_needs_its_reason(case: Case) -> None:
    assert press(reviewer(case), case, "refuse", note=" ") == 422


@pytest.mark.parametrize("role", ["guide", "clerk", "supervisor", "director", "editor"])
def test_nobody_of_a_centre_works_the_queue_of_a_department(case: Case, role: str) -> None:
    assert browsing.visitor(role).get("/department/").status_code == 403


def test_a_reviewer_without_a_department_and_anybody_else_with_one_cannot_be(counter: Counter) -> None:
    for role, department in (("reviewer", ""), ("clerk", "civil-affairs")):
        with pytest.raises(Malformed):
            create_account(
                username="x1", name="x", password=None, roles=[(role, "LF")], department=department, by="t", now=NOW
            )
        with pytest.raises(IntegrityError), transaction.atomic():
            Grant.objects.create(account=counter.hall.clerks[0], role=role, centre="PX", department=department)
