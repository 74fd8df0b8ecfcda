"""Every act gives its word in writing, once, with what it says and whose it is, or the act does not happen."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from onetrip.cases import actions
from onetrip.cases.models import Case, MissingNotice, Record
from onetrip.cases.records import issuing
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from onetrip.people.models import Resident
from tests.cases.counter import PRINT, Counter
from tests.cases.records.given import CARD, WITHOUT_PHOTO, accept
from tests.cases.test_following import do
from tests.factories import make_centre, synthetic_number

pytestmark = pytest.mark.django_db


def kinds(case: Case) -> list[str]:
    return list(case.records.order_by("serial").values_list("kind", flat=True))


def said(record: Record) -> str:
    return str(record.content["words"])


def test_an_acceptance_gives_the_receipt_and_a_notice_for_what_is_not_done_on_the_spot(
    counter: Counter, resident: Resident
) -> None:
    receipt = accept(counter, resident, CARD, PRINT)
    assert receipt.record.number == receipt.number
    card, printed = receipt.cases.get(matter="card"), receipt.cases.get(matter="booklet-print")
    assert kinds(card) == ["acceptance"]
    assert kinds(printed) == []
    record = card.records.get()
    assert (record.number, record.state, record.centre_id) == (f"{card.number}-1", "accepted", "LF")
    assert "2027 年 1 月 5 日前" in said(record)
    assert record.content["for_whom"] == resident.masked_name


def test_papers_that_follow_are_promised_in_writing_with_their_day(counter: Counter, resident: Resident) -> None:
    case = accept(counter, resident, WITHOUT_PHOTO).cases.get()
    record = case.records.get()
    assert record.kind == "promise"
    assert "照片，12 月 8 日前" in said(record)


@pytest.mark.parametrize(
    ("before", "verb", "kind", "words"),
    [
        ([], "accept", "acceptance", "我们受理了"),
        ([], "refuse", "refusal", "不归这里管"),
        ([], "ask-papers", "supplement", "补齐了就受理"),
        (["accept"], "ask-supplement", "supplement", "期限从今天停"),
        (["accept"], "begin-procedure", "procedure", "要上门看一次"),
        (["accept"], "decide", "decision", "批准了"),
        (["accept"], "terminate", "ending", "要补的没有来"),
        ([], "withdraw", "withdrawal", "居民撤回"),
        (["accept", "complete"], "deliver", "delivery", "窗口领取"),
    ],
)
def test_each_act_gives_its_record(
    counter: Counter, received: Case, before: list[str], verb: str, kind: str, words: str
) -> None:
    for step in before:
        do(step, received, counter.hall.tick())
    key, now = uuid.uuid4(), counter.hall.tick()
    done = do(verb, received, now, key=key)
    record = received.records.order_by("-serial")[0]
    assert (record.kind, record.state, record.issued_at) == (kind, done.state, now)
    assert words in said(record)
    assert Event.objects.filter(thing="case", verb=verb).latest("pk").data["record"] == record.number
    count = received.records.count()
    do(verb, received, counter.hall.tick(), key=key)
    assert received.records.count() == count, "pressed twice, given once"


@pytest.mark.parametrize("verb", ["refuse", "terminate"])
def test_a_word_against_somebody_says_why_and_how_to_object(counter: Counter, received: Case, verb: str) -> None:
    if verb == "terminate":
        do("accept", received, counter.hall.tick())
    do(verb, received, counter.hall.tick())
    words = received.records.order_by("-serial")[0].content["words"]
    assert len(words["appeal"]) >= 2
    assert "60 日" in str(words["appeal"])
    assert "6 个月" in str(words["appeal"])
    assert "待核对" in str(words["small"])


def test_what_is_not_granted_says_why_and_how_to_object_and_what_is_granted_needs_not(
    counter: Counter, received: Case
) -> None:
    do("accept", received, counter.hall.tick())
    do("decide", received, counter.hall.tick(), granted=False, note="年龄没到")
    words = received.records.order_by("-serial")[0].content["words"]
    assert words["heading"]["zh"] == "不予批准决定书"
    assert "年龄没到" in str(words["lines"])
    assert words["appeal"]


def test_what_nobody_answered_is_accepted_in_writing_from_the_day_the_papers_were_taken(received: Case) -> None:
    actions.accept_what_nobody_answered(now=received.received_at + timedelta(days=8), by="system:clock")
    record = received.records.get()
    assert record.kind == "acceptance"
    assert "5 个工作日没有人答复您" in said(record)
    assert "11 月 24 日" in said(record)


def test_a_promise_is_followed_up_in_writing_until_everything_is_here(counter: Counter, with_a_gap: Case) -> None:
    step = {"centre": "LF", "case_id": with_a_gap.pk, "by": "staff:a"}
    actions.call_for(now=counter.hall.tick(), key=uuid.uuid4(), **step)
    called = with_a_gap.records.order_by("-serial")[0]
    assert called.kind == "follow-up"
    assert "照片，12 月 8 日前" in said(called)
    actions.bring(now=counter.hall.tick(), key=uuid.uuid4(), paper="photo", **step)
    brought = with_a_gap.records.order_by("-serial")[0]
    assert "收到了：照片" in said(brought)
    assert "都齐了" in said(brought)
    assert "listed" not in brought.content["words"]


def test_the_notice_of_what_is_missing_is_a_record_of_its_own(counter: Counter, resident: Resident) -> None:
    ticket = counter.serving(resident_id=resident.pk)
    counter.accept(ticket, PRINT)
    notice = counter.tell(ticket, [actions.MissingPaper("card", "id-card", "没带")])
    record = notice.record
    assert (record.number, record.kind) == (notice.number, "notice")
    assert [case["matter"] for case in record.content["accepted"]] == ["booklet-print"]


def test_what_does_not_happen_gives_nothing(counter: Counter, received: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_off(*_: object, **__: object) -> None:
        raise RuntimeError("the power went")

    monkeypatch.setattr("onetrip.cases.actions.moving.events.record", break_off)
    with pytest.raises(RuntimeError, match="the power went"):
        do("refuse", received, counter.hall.tick())
    received.refresh_from_db()
    assert (received.state, received.records.count()) == ("received", 0)


def test_a_word_without_its_transaction_is_refused(card: Case) -> None:
    words = issuing.Words(heading=issuing.Text("甲", "a"), says=())
    connection.in_atomic_block = False  # as outside of a test
    try:
        with pytest.raises(RuntimeError, match="transaction"):
            issuing.issue(card, Record.Kind.ENDING, words, centre="LF", now=card.received_at, by="staff:a")
    finally:
        connection.in_atomic_block = True


@pytest.mark.parametrize("verb", ["refuse", "ask-papers"])
def test_an_id_number_in_a_clerks_sentence_is_refused_before_it_is_in_writing(
    counter: Counter, received: Case, verb: str
) -> None:
    field = {"refuse": "reason", "ask-papers": "papers"}[verb]
    with pytest.raises(Malformed, match="number-in-words"):
        do(verb, received, counter.hall.tick(), **{field: f"号码 {synthetic_number()} 不对"})
    received.refresh_from_db()
    assert (received.state, received.records.count()) == ("received", 0)


def test_an_id_number_in_a_notice_is_refused_too(counter: Counter) -> None:
    with pytest.raises(Malformed, match="number-in-words"):
        counter.tell(counter.serving(), [actions.MissingPaper("card", "id-card", synthetic_number())])
    assert not MissingNotice.objects.exists()


def test_who_gives_it_is_the_centre_of_the_act_and_whose_matter_it_is_stands_on_it(
    counter: Counter, received: Case
) -> None:
    make_centre("PX", windows=1)
    Case.objects.update(accepting_centre_id="PX", papers_at_id="PX")
    do("accept", received, counter.hall.tick(), centre="PX")
    record = received.records.get()
    assert record.centre_id == "PX"
    assert record.content["department"] is not None


def test_what_it_says_lies_encrypted(counter: Counter, received: Case) -> None:
    do("refuse", received, counter.hall.tick(), reason="一句看得懂的原因")
    with connection.cursor() as cursor:
        cursor.execute("SELECT content::bytea FROM cases_record")
        for (content,) in cursor.fetchall():
            assert "一句看得懂的原因".encode() not in bytes(content)
            assert b"for_whom" not in bytes(content)
