"""The morning round, with a real database; single checks are put in the place of those of the house where one must fail."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.days import actions, queries
from onetrip.days.actions import walking
from onetrip.days.checks.check import Check
from onetrip.days.judging import Found, well, wrong
from onetrip.days.models import Round, RoundFinding
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db
BY = "staff:director"
RED = wrong(Text("坏了。", "Broken."), Text("去修。", "Repair it."))


def check(code: str, found: Found | Exception) -> Check:
    def run(_at: object) -> Found:
        if isinstance(found, Exception):
            raise found
        return found

    return Check(code, Text("组", "group"), Text(code, code), run)


@pytest.fixture
def two_checks(monkeypatch: pytest.MonkeyPatch) -> dict[str, Check]:
    """A house with two things to try: the first works, the second does not."""
    checks = {"lamp": check("lamp", well("亮。", "Lit.")), "door": check("door", RED)}
    monkeypatch.setattr(walking, "BY_CODE", checks)
    monkeypatch.setattr(walking, "CHECKS", tuple(checks.values()))
    monkeypatch.setattr(queries, "CHECKS", tuple(checks.values()))
    return checks


@pytest.fixture
def begun(two_checks: dict[str, Check]) -> Round:
    make_centre()
    return actions.begin_round(centre="LF", now=NOW, by=BY, key=uuid.uuid4())


def tried(begun: Round, code: str, minutes: int = 1) -> RoundFinding:
    return actions.make_check(centre="LF", round_id=begun.pk, code=code, now=NOW + timedelta(minutes=minutes), by=BY)


def answered(begun: Round, code: str, words: str = "修好了") -> RoundFinding:
    return actions.answer(centre="LF", round_id=begun.pk, code=code, words=words, now=NOW, by=BY, key=uuid.uuid4())


def ready(begun: Round, key: uuid.UUID | None = None) -> Round:
    return actions.declare_ready(
        centre="LF", round_id=begun.pk, now=NOW + timedelta(minutes=5), by=BY, key=key or uuid.uuid4()
    )


def test_the_doors_stay_shut_until_everything_was_tried_and_what_is_red_answered(begun: Round) -> None:
    with pytest.raises(Refused, match="lamp"):
        ready(begun)
    tried(begun, "lamp")
    tried(begun, "door")
    with pytest.raises(Refused, match="door"):
        ready(begun)
    answered(begun, "door", "换了备用门")
    assert ready(begun).opened_by == BY
    assert list(Event.objects.filter(thing="round").order_by("id").values_list("verb", flat=True)) == [
        *("begin", "check", "check", "answer", "open")
    ]


def test_trying_again_drops_what_was_said_about_the_earlier_finding(begun: Round) -> None:
    tried(begun, "lamp")
    tried(begun, "door")
    answered(begun, "door")
    tried(begun, "door", minutes=2)
    assert queries.walk("LF", begun.pk).left == (Text("door", "door"),)


def test_a_check_that_breaks_is_red_and_the_round_goes_on(begun: Round, two_checks: dict[str, Check]) -> None:
    two_checks["lamp"] = check("lamp", OSError("no such lamp"))
    found = tried(begun, "lamp")
    assert found.state == "red"
    assert "OSError" in found.said["en"]
    assert "no such lamp" not in str(found.said)


def test_a_round_that_was_declared_ready_is_a_record(begun: Round) -> None:
    tried(begun, "lamp")
    tried(begun, "door")
    answered(begun, "door")
    ready(begun)
    for deed in (lambda: tried(begun, "lamp"), lambda: answered(begun, "door"), lambda: ready(begun)):
        with pytest.raises(Refused, match="round-over"):
            deed()


def test_yesterdays_round_can_be_read_and_not_changed(begun: Round) -> None:
    tried(begun, "lamp")
    with pytest.raises(Refused, match="round-over"):
        tried(begun, "lamp", minutes=24 * 60)
    assert queries.walk("LF", begun.pk).tried == 1


def test_the_same_press_twice_begins_one_round_and_declares_it_once(begun: Round) -> None:
    key = uuid.uuid4()
    first = actions.begin_round(centre="LF", now=NOW, by=BY, key=key)
    assert actions.begin_round(centre="LF", now=NOW, by=BY, key=key).pk == first.pk
    tried(first, "lamp")
    tried(first, "door")
    answered(first, "door")
    key = uuid.uuid4()
    assert ready(first, key).opened_at == ready(first, key).opened_at
    assert Event.objects.filter(thing="round", verb="open").count() == 1


def test_a_round_of_another_centre_is_not_to_be_found(begun: Round) -> None:
    make_centre("PD")
    with pytest.raises(NotFound):
        actions.make_check(centre="PD", round_id=begun.pk, code="lamp", now=NOW, by=BY)
    with pytest.raises(NotFound):
        queries.walk("PD", begun.pk)


def test_an_answer_needs_words_and_something_to_answer(begun: Round) -> None:
    tried(begun, "lamp")
    with pytest.raises(Malformed):
        answered(begun, "door", "  ")
    with pytest.raises(Refused, match="nothing-to-answer"):
        answered(begun, "lamp")
    with pytest.raises(Refused, match="nothing-to-answer"):
        answered(begun, "door")
    with pytest.raises(NotFound):
        tried(begun, "no-such-check")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("round_finding_state", {"state": "blue"}),
        ("round_finding_answered_by_somebody", {"answer": "done"}),
    ],
)
def test_the_database_refuses_a_finding_that_cannot_be(begun: Round, name: str, values: dict[str, str]) -> None:
    found = tried(begun, "lamp")
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        RoundFinding.objects.filter(pk=found.pk).update(**values)


def test_the_database_keeps_one_finding_of_a_check_and_knows_who_opened(begun: Round) -> None:
    found = tried(begun, "lamp")
    found.pk = None
    with pytest.raises(IntegrityError, match="round_finding_once"), transaction.atomic():
        found.save(force_insert=True)
    with pytest.raises(IntegrityError, match="round_opened_by_somebody"), transaction.atomic():
        Round.objects.filter(pk=begun.pk).update(opened_at=NOW)
