"""What the counter finds out reaches the catalogue's editor, counted, and without anybody's number in it."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from onetrip.catalogue import actions
from onetrip.catalogue.actions import noting
from onetrip.catalogue.models import Draft, Finding
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from tests.catalogue.drafting import WU, opened, published
from tests.factories import NOW
from tests.together import together

pytestmark = pytest.mark.django_db


def asked(words: str, **more: Any) -> Finding | None:
    given = {"channel": "phone", "centre": "LF", "now": NOW, "by": "resident"} | more
    return actions.note_unanswered(words=words, **given)


def settle(finding_id: uuid.UUID, note: str = "补进“还叫什么”了", **more: Any) -> None:
    given = {"now": NOW, "by": WU, "key": uuid.uuid4()} | more
    actions.settle_finding(finding_id=finding_id, note=note, **given)


def test_words_that_nobody_could_answer_are_listed_and_counted() -> None:
    asked("我想办鱼塘证")
    asked(" 我想办鱼塘证！", now=NOW + timedelta(hours=1))
    asked("放风筝许可")

    first, second = Finding.objects.order_by("-times")
    assert (first.said, first.times, first.first_at, first.last_at) == (
        "我想办鱼塘证",
        2,
        NOW,
        NOW + timedelta(hours=1),
    )
    assert (second.said, second.times) == ("放风筝许可", 1)


@pytest.mark.parametrize(
    "words", ["", "  ", "？！", "310000196112180123", "我的号 3100 0019 6112 1801 23 查一下", "13800000000"]
)
def test_what_may_be_somebodys_number_is_not_kept(words: str) -> None:
    assert asked(words) is None
    assert not Finding.objects.exists()


def test_a_finding_is_one_event_however_often_and_it_does_not_repeat_the_words() -> None:
    for _ in range(3):
        asked("我想办鱼塘证")
    event = Event.objects.get(thing="finding")
    assert "鱼塘" not in str(event.data)


def test_words_are_cut_and_cannot_fill_the_table(monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(asked("长" * 999).said) == 200
    monkeypatch.setattr(noting, "MOST_OPEN", 2)
    assert asked("鱼塘") is not None
    assert asked("风筝") is None
    assert asked("鱼塘").times == 2


@pytest.mark.django_db(transaction=True)
def test_the_same_words_at_the_same_moment_are_one_finding() -> None:
    together([lambda: asked("鱼塘证") for _ in range(4)])
    assert [finding.times for finding in Finding.objects.all()] == [4]


def test_a_broken_promise_names_matter_and_paper() -> None:
    for _ in range(2):
        actions.note_broken_promise(matter="elder-card", paper="photo", centre="LF", now=NOW, by="staff:clerk")
    finding = Finding.objects.get()
    assert (finding.kind, finding.matter, finding.paper, finding.times) == ("broken-promise", "elder-card", "photo", 2)


def test_a_finding_is_settled_with_a_note_and_counts_anew_afterwards() -> None:
    finding = asked("鱼塘证")
    with pytest.raises(Malformed):
        settle(finding.pk, " ")
    settle(finding.pk)
    with pytest.raises(Refused, match="seen to already"):
        settle(finding.pk)

    asked("鱼塘证")

    assert Finding.objects.count() == 2
    assert Finding.objects.get(settled_at=None).times == 1


def test_settling_twice_with_one_key_is_settling_once() -> None:
    finding, key = asked("鱼塘证"), uuid.uuid4()
    settle(finding.pk, key=key)
    settle(finding.pk, key=key)
    assert Event.objects.filter(thing="finding", verb="settle").count() == 1


def test_a_finding_is_taken_up_in_a_draft() -> None:
    published()
    finding, draft = asked("鱼塘证"), opened()
    actions.take_up_finding(finding_id=finding.pk, draft=draft, now=NOW, by=WU)
    assert Finding.objects.get().draft == draft
    settle(finding.pk)
    with pytest.raises(Refused):
        actions.take_up_finding(finding_id=finding.pk, draft=draft, now=NOW, by=WU)


def test_no_draft_is_opened_for_a_finding_that_was_seen_to() -> None:
    published()
    finding = asked("鱼塘证")
    settle(finding.pk)
    with pytest.raises(Refused):
        actions.open_draft(title="鱼塘", now=NOW, by=WU, key=uuid.uuid4(), finding_id=finding.pk)
    assert not Draft.objects.exists()


def test_a_finding_that_is_not_there_is_not_found() -> None:
    with pytest.raises(NotFound):
        settle(uuid.uuid4())


@pytest.mark.parametrize(
    ("constraint", "fields"),
    [
        ("finding_kind_known", {"kind": "rumour"}),
        ("finding_settled_with_a_note", {"settled_at": NOW}),
    ],
)
def test_the_database_refuses_a_finding_that_cannot_be(constraint: str, fields: dict[str, Any]) -> None:
    asked("鱼塘证")
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Finding.objects.update(**fields)


def test_the_database_lists_an_open_finding_once() -> None:
    asked("鱼塘证")
    asked("风筝证")
    with pytest.raises(DatabaseError, match="finding_once_while_open"), transaction.atomic():
        Finding.objects.update(same="x")
