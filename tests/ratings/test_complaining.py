"""办不成事: taken down in the resident's words, answered, put right, and looked at again by somebody else."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from onetrip.catalogue.models import Finding
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ratings import actions, queries
from onetrip.ratings.models import Complaint, Invitation, Rectification
from tests import browsing
from tests.cases.counter import PRINT, Counter
from tests.factories import make_account
from tests.ratings.test_rectifying import do

pytestmark = pytest.mark.django_db

WORDS = "我来了三次，每次都说少一样，我叫王小明，电话 13800000001"


def complained(counter: Counter, **given: object) -> Complaint:
    said = {"kind": "could-not", "words": WORDS, "channel": "phone", "by": "resident", "centre": "LF", **given}
    return actions.complain(now=counter.hall.now, **{"key": uuid.uuid4(), **said})


def handled(counter: Counter, complaint: Complaint) -> Rectification:
    one = do("answer", complaint.rectification, counter)
    one = do("handle", one, counter, reply="材料单改了，您带身份证来就行。")
    return do("close", one, counter, outcome="not-content")


def test_a_complaint_opens_a_work_order_and_its_words_are_in_no_event_and_no_plain_column(counter: Counter) -> None:
    complaint = complained(counter, telephone="138 0000 0001")

    assert complaint.rectification.state == "open"
    assert complaint.telephone == "13800000001"
    with connection.cursor() as cursor:
        cursor.execute("SELECT words::text || telephone::text FROM ratings_complaint")
        (stored,) = cursor.fetchone()
        cursor.execute("SELECT string_agg(data::text || thing_id, ' ') FROM ledger_event")
        (told,) = cursor.fetchone()
    for secret in ("王小明", "三次", "13800000001"):
        assert secret not in told
        assert secret.encode().hex() not in stored


def test_the_code_can_be_read_out_and_the_token_cannot_be_guessed(counter: Counter) -> None:
    complaint = complained(counter)

    assert len(complaint.code) == 8
    assert not set(complaint.code) & set("01OIL")
    assert queries.complaint(complaint.token) == complaint
    for guess in ("", complaint.code, complaint.token[:-1], "\0", "é"):
        with pytest.raises(NotFound):
            queries.complaint(guess)


def test_what_stands_on_a_receipt_says_which_visit_it_was(counter: Counter) -> None:
    counter.accept(counter.serving(), PRINT)
    invitation = Invitation.objects.get()

    complaint = complained(counter, visit_token=invitation.token, centre="XX")

    assert (complaint.visit_id, complaint.centre_id) == (invitation.visit_id, "LF")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "praise"}, "kind"),
        ({"words": " 没办\0 "}, "words"),
        ({"matter": "no-such"}, "matter"),
        ({"telephone": "打给我"}, "telephone"),
        ({"telephone": "1"}, "telephone"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(counter: Counter, given: dict[str, str], field: str) -> None:
    with pytest.raises(Malformed) as malformed:
        complained(counter, **given)

    assert malformed.value.field == field
    assert not Complaint.objects.exists()


def test_sent_twice_it_is_one_complaint(counter: Counter) -> None:
    key = uuid.uuid4()

    assert complained(counter, key=key) == complained(counter, key=key)
    assert Rectification.objects.count() == 1


def test_a_complaint_is_not_handled_without_an_answer_that_its_writer_reads(counter: Counter) -> None:
    one = do("answer", complained(counter).rectification, counter)

    with pytest.raises(Malformed) as malformed:
        do("handle", one, counter, reply=" ")

    assert malformed.value.field == "reply"
    one.refresh_from_db()
    assert one.state == "answered"


def test_a_rule_found_wrong_goes_to_the_editor_once_and_training_is_an_event(counter: Counter) -> None:
    one = complained(counter, matter=PRINT.matter).rectification
    for cause in ("rule", "rule", "training"):
        do_cause(counter, one, cause)

    finding = Finding.objects.get(kind="complaint")
    assert (finding.matter, finding.times) == (PRINT.matter, 1)
    assert [event.to_state for event in Event.objects.filter(verb="find-cause").order_by("pk")] == ["rule", "training"]


def do_cause(counter: Counter, one: Rectification, cause: str) -> None:
    actions.find_cause(
        centre="LF",
        rectification_id=one.pk,
        cause=cause,
        now=counter.hall.tick(),
        by="staff:x",
        key=uuid.uuid4(),
    )


def ask_again(counter: Counter, complaint: Complaint, words: str = "还是没有办成", **given: object) -> Rectification:
    now = given.pop("now", None) or counter.hall.tick()
    return actions.appeal(token=complaint.token, words=words, now=now, by="resident", key=uuid.uuid4())


def test_another_look_is_taken_by_somebody_else_and_begins_anew_where_the_resident_is_right(counter: Counter) -> None:
    complaint = complained(counter)
    closed = handled(counter, complaint)
    one = ask_again(counter, complaint)
    assert one.state == "appealed"

    with pytest.raises(Refused) as refused:
        do("send_back", one, counter)
    assert refused.value.code == "own-work"

    other = make_account("supervisor")
    again = do("send_back", one, counter, account_id=other.pk)
    assert (again.state, again.owner_id, again.closed_at) == ("answered", other.pk, None)
    assert again.handle_by >= closed.handle_by


def test_another_look_can_be_asked_for_once_and_not_for_ever(counter: Counter) -> None:
    complaint = complained(counter)
    one = handled(counter, complaint)
    with pytest.raises(Refused) as late:
        ask_again(counter, complaint, now=counter.hall.now + timedelta(days=30))
    assert late.value.code == "appeal-too-late"
    with pytest.raises(Malformed):
        ask_again(counter, complaint, "不")

    ask_again(counter, complaint)
    other = make_account("supervisor")
    one = do("uphold", one, counter, account_id=other.pk, note="规定如此，已经解释")
    assert (one.state, one.reply) == ("closed", "规定如此，已经解释")
    with pytest.raises(Refused) as twice:
        ask_again(counter, complaint)
    assert twice.value.code == "appealed-before"


def test_what_is_not_closed_yet_cannot_be_looked_at_again(counter: Counter) -> None:
    with pytest.raises(Refused) as refused:
        ask_again(counter, complained(counter))

    assert refused.value.code == "appeal-not-allowed"


def test_the_telephone_is_shown_to_whoever_has_taken_it_on_and_each_look_is_on_record(counter: Counter) -> None:
    one = complained(counter, telephone="13800000001").rectification
    supervisor = counter.hall.clerks[1]
    given = {"centre": "LF", "rectification_id": one.pk, "now": counter.hall.now, "by": supervisor.actor}
    with pytest.raises(Refused):
        actions.show_telephone(account_id=supervisor.pk, **given)

    do("claim", one, counter)

    assert actions.show_telephone(account_id=supervisor.pk, **given) == "13800000001"
    assert Event.objects.filter(verb="see-telephone", actor=supervisor.actor).count() == 1
    with pytest.raises(NotFound):
        actions.show_telephone(account_id=supervisor.pk, **{**given, "centre": "XX"})


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"outcome": "glad"}, "rectification_outcome_known"),
        ({"cause": "weather"}, "rectification_cause_known"),
        ({"state": "appealed"}, "rectification_appealed_in_words"),
        ({"complaint_id": None}, "rectification_of_one_thing"),
    ],
)
def test_the_database_refuses_what_cannot_be(counter: Counter, change: dict[str, object], name: str) -> None:
    one = complained(counter).rectification

    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Rectification.objects.filter(pk=one.pk).update(**change)


def test_from_the_phone_to_the_answer_and_a_second_look(counter: Counter) -> None:
    phone = browsing.visitor()
    page = phone.get("/could-not/", {"matter": PRINT.matter})
    assert "一个工作日内有人联系您" in browsing.words(page)
    fields = {"idempotency_key": browsing.key(), "kind": "could-not", "matter": PRINT.matter}
    wrong = phone.post("/could-not/make", {**fields, "words": "", "telephone": "13800000001"})
    assert wrong.status_code == 422
    assert "13800000001" in wrong.content.decode()

    made = phone.post("/could-not/make", {**fields, "words": WORDS})
    followed = made["Location"]
    assert "王小明" not in phone.get(followed).content.decode()
    assert "记下了，有人管" in browsing.words(phone.get(followed))

    supervisor = browsing.visitor("supervisor")
    assert "事情没办成" in browsing.words(supervisor.get("/rectifications/?show=complaints"))
    one = Rectification.objects.get()
    address = f"/rectifications/{one.pk}"
    assert "王小明" in browsing.words(supervisor.get(address))
    for verb, more in (
        ("claim", {}),
        ("answer", {}),
        ("handle", {"reply": "改好了。"}),
        ("close", {"outcome": "content"}),
    ):
        sent = {"idempotency_key": browsing.key(), "note": "打过电话", **more}
        assert supervisor.post(f"{address}/{verb}", sent).status_code == 302, verb
    assert "改好了。" in browsing.words(phone.get(followed))
    again = {"idempotency_key": browsing.key(), "words": "还是不行啊"}
    assert phone.post(f"{followed}/appeal", again).status_code == 302
    assert "正在复核" in browsing.words(phone.get(followed))
    assert "复核过，维持" not in browsing.words(supervisor.get(address))
    assert "复核过，维持" in browsing.words(browsing.visitor("director").get(address))


def test_a_machine_that_complains_is_stopped_and_a_clerk_who_writes_for_others_is_not(counter: Counter) -> None:
    def send(client) -> int:
        fields = {"idempotency_key": browsing.key(), "kind": "complaint", "words": WORDS}
        return client.post("/could-not/make", fields).status_code

    phone, guide = browsing.visitor(), browsing.visitor("guide")

    assert [send(phone) for _ in range(7)][-1] == 429
    assert {send(guide) for _ in range(8)} == {302}
