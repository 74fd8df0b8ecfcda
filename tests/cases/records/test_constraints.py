"""Each rule that the database keeps about records, broken once."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.models import Case, Record, RecordPrint
from onetrip.cases.records.papers import pdf_of
from tests.cases.counter import Counter
from tests.cases.test_following import do
from tests.factories import NOW

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


def another(record: Record, **changed: object) -> Record:
    """A record like this one, but for what is changed."""
    copy = Record.objects.get(pk=record.pk)
    copy.pk, copy.number, copy.token, copy.serial = uuid.uuid4(), f"{record.number}-9", uuid.uuid4().hex, 9
    for name, value in changed.items():
        setattr(copy, name, value)
    copy.save(force_insert=True)
    return copy


@pytest.mark.parametrize(
    "changed",
    [
        {"number": "LF-20261124-0001-7"},
        {"kind": "decision"},
        {"token": "another"},
        {"state": "completed"},
        {"issued_by": "staff:x"},
        {"template": 7},
        {"issued_at": NOW - timedelta(days=9)},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_what_was_issued_is_final(card: Case, changed: dict[str, object]) -> None:
    breaks("record is final", lambda: Record.objects.filter(case=card).update(**changed))


def test_what_was_printed_is_final(card: Case) -> None:
    record = card.records.get()
    pdf_of(record, language="zh", layout="a5", origin="https://a.example", now=NOW)
    breaks("record is final", lambda: RecordPrint.objects.update(sha256=b"x" * 32))
    breaks("record is final", lambda: RecordPrint.objects.update(origin="https://b.example"))


def test_no_number_token_or_serial_twice(card: Case) -> None:
    record = card.records.get()
    breaks("cases_record_number", lambda: another(record, number=record.number))
    breaks("cases_record_token", lambda: another(record, token=record.token))
    breaks("record_serial_once", lambda: another(record, serial=record.serial))


def test_no_kind_that_does_not_exist(card: Case) -> None:
    breaks("record_kind_known", lambda: another(card.records.get(), kind="rumour"))


@pytest.mark.parametrize(
    "changed", [{"case": None}, {"serial": None}, {"serial": 0}, {"state": ""}, {"kind": "receipt"}]
)
def test_a_record_is_of_one_thing(card: Case, changed: dict[str, object]) -> None:
    breaks("record_of_one_thing", lambda: another(card.records.get(), **changed))


def test_a_record_of_a_case_is_not_one_of_a_visit_as_well(counter: Counter, received: Case) -> None:
    do("refuse", received, counter.hall.tick())
    breaks("record_of_one_thing", lambda: another(received.records.get(), visit=received.visit))


def test_a_receipt_has_one_record(card: Case) -> None:
    breaks("cases_record_receipt", lambda: another(card.receipt.record, serial=None))


def test_one_print_of_each_sort_and_none_of_another(card: Case) -> None:
    record = card.records.get()
    pdf_of(record, language="zh", layout="a5", origin="https://a.example", now=NOW)
    row = {"record": record, "origin": "https://a.example", "pdf": b"", "made_at": NOW}
    breaks(
        "record_print_once",
        lambda: RecordPrint.objects.create(id=uuid.uuid4(), language="zh", sha256=b"a" * 32, **row),
    )
    breaks(
        "record_print_known",
        lambda: RecordPrint.objects.create(id=uuid.uuid4(), language="fr", sha256=b"b" * 32, **row),
    )
    same = bytes(RecordPrint.objects.get().sha256)
    breaks(
        "sha256",
        lambda: RecordPrint.objects.create(id=uuid.uuid4(), language="en", sha256=same, **row),
    )
