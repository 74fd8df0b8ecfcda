"""What was handed in at a machine and is not accepted is refused in writing: with the reason, and how to object."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from onetrip.cases.models import Case, Record
from onetrip.kiosk.errands import actions
from onetrip.kiosk.models import Errand
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from onetrip.lobby.models import Visit
from onetrip.staff.models import Account
from tests.browsing import visitor, words
from tests.factories import synthetic_number
from tests.kiosk.errands.machine import Machine
from tests.kiosk.errands.test_before import handed_in, reviewer
from tests.prints.reading import text_of

pytestmark = pytest.mark.django_db(transaction=True)

REASON = "卡上不是您的名字。"


@pytest.fixture
def desk(machine: Machine) -> Account:
    return reviewer()


def refuse(machine: Machine, errand: Errand, desk: Account, said: str = REASON, key: uuid.UUID | None = None) -> Errand:
    given: dict[str, Any] = {"errand_id": errand.pk, "centre": "LF", "account_id": desk.pk, "by": desk.actor}
    return actions.refuse(**given, words=said, now=machine.tick(), key=key or uuid.uuid4())


def test_the_refusal_is_a_record_of_a_visit_without_a_case(machine: Machine, desk: Account) -> None:
    refused = refuse(machine, handed_in(machine), desk)
    record = Record.objects.get()
    assert (refused.refusal, record.kind, record.case) == (record, "refusal", None)
    assert record.number.split("-")[2].startswith("B")
    assert [way["zh"] for way, _ in record.content["words"]["appeal"]][:2] == ["申请行政复议", "提起行政诉讼"]
    visit = Visit.objects.get()
    assert (record.visit, visit.channel, visit.outcome, visit.accepted) == (visit, "kiosk", "none", [])
    assert visit.resident_id == refused.resident_id
    assert not Case.objects.exists()
    assert Event.objects.get(thing="refusal").data["errand"] == refused.number


def test_pressed_twice_there_is_one_refusal(machine: Machine, desk: Account) -> None:
    errand, key = handed_in(machine), uuid.uuid4()
    refuse(machine, errand, desk, key=key)
    refuse(machine, errand, desk, key=key)
    assert Record.objects.count() == 1


@pytest.mark.parametrize(
    "said", ["", "x", f"证件 {synthetic_number()} 不是您的。"], ids=["none", "no word", "a number"]
)
def test_without_a_reason_or_with_a_full_number_nothing_is_refused(machine: Machine, desk: Account, said: str) -> None:
    errand = handed_in(machine)
    with pytest.raises(Malformed):
        refuse(machine, errand, desk, said)
    errand.refresh_from_db()
    assert (errand.state, errand.refusal) == ("review", None)
    assert not Visit.objects.exists()
    assert errand.pictures.filter(removed_at=None).exists()


def test_whoever_holds_the_receipt_reads_it_saves_it_and_can_have_it_checked(machine: Machine, desk: Account) -> None:
    errand = handed_in(machine)
    reader = visitor()
    assert reader.get(f"/e/{errand.token}/refusal.pdf").status_code == 404
    record = refuse(machine, errand, desk).refusal
    assert record is not None
    said = words(reader.get(f"/e/{errand.token}"))
    assert "不予受理通知书" in said
    assert said.count(REASON) == 1
    assert "不服怎么办" in said
    answer = reader.get(f"/e/{errand.token}/refusal.pdf")
    paper = text_of(answer.content)
    assert record.number.replace("-", "") in paper
    assert REASON in paper
    checked = words(reader.get(f"/v/{record.token}"))
    assert record.number in checked
    assert REASON not in checked  # whoever checks a paper learns nothing of it
