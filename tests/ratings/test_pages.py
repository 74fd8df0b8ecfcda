from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.cases.actions import MissingPaper
from onetrip.people.actions import know
from onetrip.ratings import actions, queries
from onetrip.ratings.models import BrokenPromise, Invitation, Rectification
from tests import browsing
from tests.cases.counter import PRINT, Counter
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def the_clock_of_the_hall(counter: Counter) -> Iterator[None]:
    with time_machine.travel(counter.hall.now + timedelta(minutes=50), tick=False):
        yield


@pytest.fixture
def supervisor(counter: Counter) -> Client:
    return browsing.visitor("supervisor")


def bad_rating(counter: Counter, words: str = "等了很久") -> Rectification:
    counter.accept(counter.serving(), PRINT)
    actions.rate(
        token=Invitation.objects.get().token,
        level=1,
        reasons=["slow"],
        words=words,
        now=counter.hall.tick(),
        by="resident",
        key=uuid.uuid4(),
    )
    return Rectification.objects.get()


def broken(counter: Counter) -> Rectification:
    counter.tell(counter.serving(counter.slip("card")), [MissingPaper("card", "bank-card")])
    return Rectification.objects.get()


def move(client: Client, one: Rectification, verb: str, **fields: str):
    return client.post(f"/rectifications/{one.pk}/{verb}", {"idempotency_key": browsing.key(), **fields})


def test_with_nothing_to_put_right_the_page_says_so(supervisor: Client) -> None:
    assert "没有要整改的" in browsing.words(supervisor.get("/rectifications/"))
    assert "Nothing to put right" in browsing.words(browsing.visitor("director", language="en").get("/rectifications/"))


def test_a_bad_rating_stands_there_with_its_reasons_and_due_day(counter: Counter, supervisor: Client) -> None:
    bad_rating(counter)
    words = browsing.words(supervisor.get("/rectifications/"))
    for part in ("差评：非常不满意", "等得久、办得慢", "等了很久", "没人认领", "联系居民，11 月 25 日前"):
        assert part in words


def test_a_broken_promise_stands_there_with_what_was_said_and_asked(counter: Counter, supervisor: Client) -> None:
    broken(counter)
    words = browsing.words(supervisor.get("/rectifications/?show=promises"))
    assert "失约：老人卡" in words
    assert "单子没写要带银行卡。" in words
    assert "没有要整改的" in browsing.words(supervisor.get("/rectifications/?show=ratings"))


def test_it_is_worked_through_step_by_step_and_every_note_is_kept(counter: Counter, supervisor: Client) -> None:
    one = bad_rating(counter)
    for verb, note in (("claim", ""), ("answer", "打过电话"), ("handle", "改了排班"), ("close", "居民认可")):
        assert move(supervisor, one, verb, note=note).status_code == 302
    one.refresh_from_db()
    assert one.state == "closed"
    words = browsing.words(supervisor.get(f"/rectifications/{one.pk}"))
    for part in ("打过电话", "改了排班", "居民认可", "李测"):
        assert part in words
    assert "已了结" in browsing.words(supervisor.get("/rectifications/?show=closed"))


def test_a_step_without_a_note_keeps_the_form_and_says_what_is_missing(counter: Counter, supervisor: Client) -> None:
    one = bad_rating(counter)
    answer = move(supervisor, one, "answer", note=" ")
    assert answer.status_code == 422
    assert "请写一句做了什么" in browsing.words(answer)
    one.refresh_from_db()
    assert one.state == "open"


def test_the_cause_of_a_broken_promise_can_be_set_once_it_is_known(counter: Counter, supervisor: Client) -> None:
    one = broken(counter)
    assert move(supervisor, one, "cause", cause="system").status_code == 302
    assert BrokenPromise.objects.get().cause == "system"
    assert move(supervisor, one, "cause", cause="the weather").status_code == 422


def test_what_is_past_its_day_is_shown_as_late(counter: Counter, supervisor: Client) -> None:
    bad_rating(counter)
    with time_machine.travel(counter.hall.now + timedelta(days=4)):
        words = browsing.words(browsing.visitor("director").get("/rectifications/?show=late"))
    assert "到期，过了" in words


def test_neither_page_shows_the_resident(counter: Counter, supervisor: Client) -> None:
    identity = synthetic_identity()
    resident = know(identity=identity, name="王秀英", now=NOW)
    one = bad_rating(counter)
    one.rating.invitation.visit.resident = resident
    one.rating.invitation.visit.save()
    for address in ("/rectifications/", f"/rectifications/{one.pk}"):
        page = supervisor.get(address).content.decode()
        for part in ("王", identity.number, identity.last_four):
            assert part not in page


@pytest.mark.parametrize("role", ["clerk", "guide", "editor", "device"])
def test_a_clerk_does_not_read_who_said_what(counter: Counter, role: str) -> None:
    one = bad_rating(counter)
    client = browsing.visitor(role)
    assert client.get("/rectifications/").status_code == 403
    assert client.get(f"/rectifications/{one.pk}").status_code == 403
    assert move(client, one, "claim").status_code == 403


@pytest.mark.parametrize(
    ("verb", "fields", "status"),
    [
        ("forget", {}, 404),
        ("handle", {"note": "太早了"}, 409),
        ("answer", {"note": "x" * 1001}, 422),
        ("answer", {"note": "a\0b"}, 422),
        ("claim", {"idempotency_key": "no"}, 422),
    ],
)
def test_hostile_input_changes_nothing(
    counter: Counter, supervisor: Client, verb: str, fields: dict[str, str], status: int
) -> None:
    one = bad_rating(counter)
    assert move(supervisor, one, verb, **fields).status_code == status
    one.refresh_from_db()
    assert (one.state, one.notes) == ("open", [])


def test_the_words_of_a_resident_are_shown_as_text(counter: Counter, supervisor: Client) -> None:
    one = bad_rating(counter, words="<script>alert(1)</script>")
    page = supervisor.get(f"/rectifications/{one.pk}").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_what_is_due_next_stands_first_and_a_long_list_goes_on_over_pages(
    counter: Counter, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def complained(days: int) -> Rectification:
        made = actions.complain(
            centre="LF",
            kind="could-not",
            words="三次没办成",
            channel="phone",
            now=counter.hall.now - timedelta(days=days),
            by="resident",
            key=uuid.uuid4(),
        )
        return made.rectification

    orders = [complained(days) for days in (0, 30, 1, 2, 20)]
    for verb in ("claim", "answer", "handle"):  # the oldest is only to be closed, and late at that too
        move(supervisor, orders[1], verb, note="打过电话", reply="改了排班")
    monkeypatch.setattr("onetrip.ratings.views.SHOWN", 2)
    read, address = [], "/rectifications/"
    while address:
        page = supervisor.get(address).content.decode()
        read += re.findall(r'href="/rectifications/([0-9a-f-]{36})"', page)
        further = re.search(r'href="(\?show=open&amp;after=[^"]+)"', page)
        address = f"/rectifications/{further[1].replace('&amp;', '&')}" if further else ""
    open_ones = Rectification.objects.exclude(state="closed")
    today = counter.hall.centre.day_of(counter.hall.now)
    expected = sorted(open_ones, key=lambda one: (queries.due(one, today).day, one.opened_at))
    assert read == [str(one.pk) for one in expected]
    assert len(read) == len(orders)
    late = browsing.words(supervisor.get("/rectifications/?show=late"))
    assert f"过期 {sum(queries.due(one, today).is_past for one in open_ones)}" in late
