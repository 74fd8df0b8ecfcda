"""What was not delivered comes up for a person; what messages say can be read before they go out."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.notices import kinds
from onetrip.notices.models import Notice, Rules
from onetrip.notices.queries import rules_of
from onetrip.people.models import IdentityView
from tests import browsing
from tests.factories import make_centre
from tests.notices.gateway import Gateway
from tests.notices.house import TELEPHONE, Post, state

pytestmark = pytest.mark.django_db
UNDELIVERED = "/notices/undelivered/"


@pytest.fixture
def lost(post: Post, sms: Gateway) -> Notice:
    """One that was refused for good."""
    notice = post.tell(kind="case-papers-wanted")
    sms.behaves.append("no-such-number")
    post.send()
    return notice


def press(client: Client, notice: Notice, verb: str, **fields: str) -> object:
    return client.post(f"{UNDELIVERED}{notice.pk}/{verb}", {"idempotency_key": browsing.key(), **fields})


@pytest.mark.parametrize(("language", "words"), [("zh", "号码或邮箱不对"), ("en", "was refused")])
def test_who_could_not_be_told_comes_up_masked_with_why(lost: Notice, language: str, words: str) -> None:
    page = browsing.words(browsing.visitor("clerk", language=language).get(UNDELIVERED))
    assert words in page
    assert lost.number in page
    assert "王＊" in page
    assert TELEPHONE not in page
    assert "王小测" not in page


def test_the_number_is_shown_to_who_telephones_and_that_is_on_record(lost: Notice) -> None:
    page = browsing.words(press(browsing.visitor("clerk"), lost, "number"))
    assert TELEPHONE in page
    assert lost.number in IdentityView.objects.get().purpose


def test_that_somebody_telephoned_needs_a_sentence_and_ends_it(lost: Notice) -> None:
    clerk = browsing.visitor("clerk")
    refused = press(clerk, lost, "told", remark=" ")
    assert refused.status_code == 422
    assert "怎么告诉的" in browsing.words(refused)
    assert press(clerk, lost, "told", remark="本人接的，明天来").status_code == 302
    assert state(lost) == "told refused"
    assert "没有没送到的" in browsing.words(clerk.get(UNDELIVERED))
    assert "本人接的" not in str(Event.objects.filter(thing="notice").values_list("data", flat=True))


def test_sent_again_it_is_new_for_the_gateway_and_a_double_click_sends_once(
    post: Post, sms: Gateway, lost: Notice
) -> None:
    clerk, key = browsing.visitor("clerk"), browsing.key()
    for _ in range(2):
        assert press(clerk, lost, "again", idempotency_key=key).status_code == 302
    lost.refresh_from_db()
    post.now = lost.due_at
    Rules.objects.create(centre=post.centre, quiet_from="0:00", quiet_until="0:00")  # whatever the clock of the test
    assert post.send() == 1
    assert list(sms.sent) == [f"{lost.pk}-2"]


def test_what_was_delivered_meanwhile_is_not_sent_again(post: Post, sms: Gateway) -> None:
    notice = post.tell()
    post.send()
    assert press(browsing.visitor("clerk"), notice, "again").status_code == 409
    assert press(browsing.visitor("clerk"), notice, "number").status_code == 404


def test_another_centre_sees_none_of_it(lost: Notice) -> None:
    make_centre("PX")
    other = browsing.visitor(browsing.account("clerk", centre="PX"))
    assert lost.number not in browsing.words(other.get(UNDELIVERED))
    for verb in ("number", "again", "told"):
        assert press(other, lost, verb, remark="本人").status_code == 404
    assert state(lost) == "failed refused"


def test_one_whose_person_cannot_be_read_does_not_take_the_page_away(lost: Notice) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_resident SET telephone = 'a1damaged'::bytea")
    assert lost.number in browsing.words(browsing.visitor("clerk").get(UNDELIVERED))


def test_of_what_nobody_has_to_act_on_it_does_not_matter_that_nobody_knows(post: Post, sms: Gateway) -> None:
    for kind in ("case-accepted", "case-ready"):
        notice = post.tell(kind=kind)
        Notice.objects.filter(pk=notice.pk).update(state="unknown", ended_at=post.now, number=f"LF-{kind}")
    page = browsing.words(browsing.visitor("clerk").get(f"{UNDELIVERED}?show=unknown"))
    assert "LF-case-ready" in page
    assert "LF-case-accepted" not in page


@pytest.mark.parametrize("role", ["director", "editor"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_director_and_editor_read_every_message_in_both_languages_with_its_length(
    post: Post, role: str, language: str
) -> None:
    page = browsing.words(browsing.visitor(role, language=language).get("/notices/"))
    for kind in kinds.kinds().by_id.values():
        for spoken in ("zh", "en"):
            assert kinds.text_message(kind, kinds.kinds().sample, spoken) in page
    assert "您办的一件事" in page
    assert ("2 条" if language == "zh" else "2 parts") in page


def test_the_director_sets_quiet_hours_and_the_event_holds_both_values(post: Post) -> None:
    director = browsing.visitor("director")
    said = {"quiet_from": "20:00", "quiet_until": "09:30", "most_a_day": "2", "collect_days": "60", "remind_days": "7"}
    assert director.post("/notices/rules", {**said, "idempotency_key": browsing.key()}).status_code == 302
    rules = rules_of("LF")
    assert (f"{rules.quiet_from:%H:%M}", rules.most_a_day, rules.collect_days) == ("20:00", 2, 60)
    assert Event.objects.get(thing="notice-rules").data["before"]["quiet"] == "21:00-08:00"
    for wrong in ({"quiet_from": "25:00"}, {"most_a_day": "0"}, {"remind_days": "x"}, {"collect_days": "٣"}):
        answer = director.post("/notices/rules", {**said, **wrong, "idempotency_key": browsing.key()})
        assert (answer.status_code, rules_of("LF").most_a_day) == (422, 2)


def test_an_editor_sets_nothing(post: Post) -> None:
    assert browsing.visitor("editor").post("/notices/rules", {}).status_code == 403
    assert "主任可以改" in browsing.words(browsing.visitor("editor").get("/notices/"))


def test_an_unknown_message_or_step_is_not_found(lost: Notice) -> None:
    clerk = browsing.visitor("clerk")
    assert press(clerk, lost, "burn").status_code == 404
    assert clerk.post(f"{UNDELIVERED}{uuid.uuid4()}/number").status_code == 404
