"""What a gateway reports: signed, once or ten times, in any order, of its own messages alone."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from onetrip.ledger.models import Event
from onetrip.notices import actions
from onetrip.notices.models import Notice
from onetrip.people.actions import link_app
from tests.notices.gateway import Gateway, signed
from tests.notices.house import Post, state

pytestmark = pytest.mark.django_db


@pytest.fixture
def notice(post: Post, sms: Gateway) -> Iterator[Notice]:
    """One that was handed over."""
    found = post.tell(kind="case-ready")
    post.send()
    with time_machine.travel(post.now, tick=False):
        yield found


def call(body: bytes, headers: dict[str, str], way: str = "sms") -> HttpResponse:
    return Client().post(f"/api/notices/receipts/{way}", data=body, content_type="application/json", headers=headers)


def report(post: Post, sms: Gateway, *receipts: tuple[str, str], way: str = "sms") -> dict[str, int]:
    answer = call(*sms.report(*receipts, now=post.now), way=way)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.parametrize(
    ("fate", "becomes"), [("delivered", "delivered"), ("failed", "failed reported"), ("unknown", "unknown")]
)
def test_what_became_of_it_is_taken_once(post: Post, sms: Gateway, notice: Notice, fate: str, becomes: str) -> None:
    assert report(post, sms, (notice.reference, fate)) == {"new": 1, "known": 0, "strange": 0}
    assert report(post, sms, (notice.reference, fate)) == {"new": 0, "known": 1, "strange": 0}
    assert state(notice) == becomes
    assert Event.objects.filter(thing="notice").exclude(verb="take").count() == 1


@pytest.mark.parametrize(
    ("reports", "becomes"),
    [
        (["unknown", "delivered"], "delivered"),
        (["failed", "delivered"], "delivered"),
        (["delivered", "failed"], "delivered"),
        (["delivered", "unknown"], "delivered"),
        (["failed", "unknown"], "failed reported"),
        (["unknown", "failed"], "failed reported"),
    ],
)
def test_reports_come_in_any_order(post: Post, sms: Gateway, notice: Notice, reports: list[str], becomes: str) -> None:
    for fate in reports:
        report(post, sms, (notice.reference, fate))
    assert state(notice) == becomes


def test_a_report_that_is_quicker_than_the_answer_stands(
    post: Post, sms: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onetrip.notices.actions import sending

    notice, sent = post.tell(), sending._send

    def reported_first(begun: object) -> object:
        outcome = sent(begun)
        body, headers = sms.report((notice.reference, "delivered"), now=post.now)
        actions.take_receipts(way="sms", headers=headers, body=body, now=post.now)
        return outcome

    monkeypatch.setattr(sending, "_send", reported_first)
    post.send()
    assert (state(notice), notice.attempts.get().outcome) == ("delivered", "taken")


def test_one_that_did_not_arrive_goes_another_way(post: Post, push: Gateway, notice: Notice, sms: Gateway) -> None:
    link_app(resident_id=notice.resident_id, account="app-1", by="resident", centre="LF", now=post.now)
    report(post, sms, (notice.reference, "failed"))
    assert state(notice) == "due"
    assert post.send() == 1
    assert list(push.sent) == [f"{notice.pk}-2"]
    # What the first gateway still says of its round changes nothing, except that it arrived after all.
    report(post, sms, (f"{notice.pk}-1", "unknown"))
    assert state(notice) == "taken"
    report(post, sms, (f"{notice.pk}-1", "delivered"))
    assert state(notice) == "delivered"


def test_a_gateway_reports_only_what_was_handed_to_it(post: Post, push: Gateway, notice: Notice) -> None:
    assert report(post, push, (notice.reference, "failed"), way="app")["strange"] == 1
    assert state(notice) == "taken"


@pytest.mark.parametrize("reference", [f"{uuid.UUID(int=7)}-1", "1-1", "-", "abc", f"{uuid.UUID(int=0)}-99999999"])
def test_a_reference_of_nothing_here_is_counted_and_changes_nothing(
    post: Post, sms: Gateway, notice: Notice, reference: str
) -> None:
    told = report(post, sms, (reference, "failed"), (notice.reference, "delivered"))
    assert told == {"new": 1, "known": 0, "strange": 1}


@pytest.mark.parametrize("what", ["unsigned", "another secret", "another body", "old", "of the future", "no time"])
def test_a_report_that_is_not_genuine_changes_nothing(post: Post, sms: Gateway, notice: Notice, what: str) -> None:
    body, headers = sms.report((notice.reference, "failed"), now=post.now)
    if what == "unsigned":
        headers = {}
    elif what == "another secret":
        body, headers = sms.report((notice.reference, "failed"), now=post.now, secret="guessed")
    elif what == "another body":
        body = body.replace(b"failed", b"delivered")
    elif what == "no time":
        headers |= {"X-Gateway-Time": "soon"}
    else:
        away = timedelta(minutes=6 if what == "of the future" else -6)
        body, headers = sms.report((notice.reference, "failed"), now=post.now + away)
    assert call(body, headers).status_code == 401
    assert state(notice) == "taken"


def test_a_house_without_a_secret_believes_nobody(post: Post, sms: Gateway, notice: Notice, settings: object) -> None:
    settings.SMS_GATEWAY = {**settings.SMS_GATEWAY, "secret": ""}  # type: ignore[attr-defined]
    assert call(*sms.report((notice.reference, "failed"), now=post.now, secret="")).status_code == 401


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b"null",
        b'{"receipts": 3}',
        b'{"receipts": [3]}',
        b'{"receipts": [{"reference": "1-1", "state": "lost"}]}',
        b'{"receipts": [{"reference": "<x>", "state": "failed"}]}',
        json.dumps({"receipts": [{"reference": "1-1", "state": "failed"}] * 501}).encode(),
        b"[" * 100_000,
    ],
)
def test_a_genuine_report_that_cannot_be_read_is_told_so(post: Post, notice: Notice, body: bytes) -> None:
    assert call(*signed(body, post.now)).status_code == 422


def test_a_way_that_the_house_does_not_use_takes_no_reports(post: Post, sms: Gateway, notice: Notice) -> None:
    assert call(*sms.report((notice.reference, "failed"), now=post.now), way="app").status_code == 404


def test_after_three_days_without_a_word_nobody_knows(post: Post, sms: Gateway, notice: Notice) -> None:
    post.later(hours=71)
    assert actions.stop_waiting(now=post.now, by="system:clock") == 0
    post.later(hours=1)
    assert [actions.stop_waiting(now=post.now, by="system:clock") for _ in range(2)] == [1, 0]
    assert state(notice) == "unknown no-receipt"
    body, headers = sms.report((notice.reference, "delivered"), now=post.now)
    actions.take_receipts(way="sms", headers=headers, body=body, now=post.now)
    assert state(notice) == "delivered"
