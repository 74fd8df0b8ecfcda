"""Telling a department's system of changes, with a real server that takes them, or is down, slow, wrong, gone, or never ends."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import socket
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from onetrip.cases.models import Case
from onetrip.departments import actions, feed
from onetrip.departments.models import Delivery, Horizon, Subscription
from onetrip.departments.webhooks import posting, signing
from onetrip.departments.webhooks.schedule import GIVES_UP_AFTER, LEAST_FAILURES, WAITS
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from tests import browsing
from tests.cases.counter import Counter
from tests.cases.test_following import accepted, do
from tests.departments.receiver import Got, Receiver, receiving, self_signed
from tests.departments.systems import AT, Calling


@pytest.fixture
def secret(calling: Calling, receiver: Receiver) -> str:
    """The receiver is told of everything, and knows this secret."""
    return subscribed(receiver)


def subscribed(receiver: Receiver, *types: str) -> str:
    _, secret = actions.subscribe(
        code="minzheng-core", address=receiver.address, types=types, now=AT, by="staff:director", key=uuid.uuid4()
    )
    return secret


def send(after: timedelta = timedelta(0)) -> int:
    """A turn of the clock. A test is one transaction, in which nothing can be seen to have settled (test_together does): here
    all of it has."""
    last = feed.last_given()
    Horizon.objects.update_or_create(pk=1, defaults={"mark": last, "settled": last})
    return actions.send_due(now=AT + after, by="system:clock")


def the_delivery() -> Delivery:
    return Delivery.objects.get()


def is_right(got: Got, secret: str) -> bool:
    """As a receiver checks it, written here from the text of the standard."""
    signed = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(secret.removeprefix("whsec_"))
    expected = "v1," + base64.b64encode(hmac.new(key, signed, hashlib.sha256).digest()).decode()
    return expected in got.headers["webhook-signature"].split(" ")


def test_the_signature_is_that_of_the_standard() -> None:
    """The example of Standard Webhooks, made by somebody else."""
    found = signing.headers(
        "msg_p5jXN8AQM9LWM0D4loKWxJek",
        b'{"test": 2432232314}',
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        datetime.fromtimestamp(1614265330, UTC),
    )
    assert found["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_every_change_is_told_signed_and_without_a_person(counter: Counter, secret: str, receiver: Receiver) -> None:
    case = accepted(counter)
    assert send() == 1
    do("decide", case, AT)
    assert send() == 1
    told = [json.loads(one.body) for one in receiver.got]
    assert [one["type"] for one in told] == ["case.accepted", "case.decided"]
    assert told[1]["data"] == {
        "id": told[1]["data"]["id"],
        "case": case.number,
        "matter": "reward",
        "centre": "LF",
        "from_state": "accepted",
        "to_state": "decided",
        "granted": True,
    }
    assert all(is_right(one, secret) for one in receiver.got)
    assert not is_right(receiver.got[0], "whsec_" + base64.b64encode(b"other" * 6).decode())
    assert receiver.got[0].headers["content-type"] == "application/json"
    assert send() == 0, "something was told twice"


def test_what_was_taken_back_is_never_told(counter: Counter, secret: str, receiver: Receiver) -> None:
    case = accepted(counter)
    send()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        do("decide", case, AT)
        raise ZeroDivisionError
    assert send() == 0
    assert len(receiver.got) == 1


def test_only_what_it_asked_for_and_only_of_its_department(
    counter: Counter, calling: Calling, receiver: Receiver
) -> None:
    subscribed(receiver, "case.decided")
    other = accepted(counter)
    Case.objects.filter(pk=other.pk).update(department="police")
    do("decide", other, AT)
    mine = accepted(counter)
    do("decide", mine, AT)
    send()
    assert [json.loads(one.body)["data"]["case"] for one in receiver.got] == [mine.number]


@pytest.mark.parametrize("answer", [500, 503, 404, 302], ids=str)
def test_what_does_not_arrive_is_tried_again_later_and_later_and_then_given_up(
    counter: Counter, secret: str, receiver: Receiver, answer: int
) -> None:
    receiver.answers, receiver.said = [answer], {"Location": receiver.address}
    accepted(counter)
    at = timedelta(0)
    for tries in range(1, len(WAITS) + 2):
        send(at)
        assert the_delivery().tries == tries
        assert send(at) == 0
        if the_delivery().state == "due":
            Subscription.objects.update(rests_until=None)
            at = the_delivery().due_at - AT
            assert at.total_seconds() * 1.001 >= sum(WAITS[:tries], timedelta()).total_seconds()
    assert (the_delivery().state, the_delivery().last_status) == ("failed", answer)
    assert len(receiver.got) == len(WAITS) + 1
    assert len(set(receiver.cases())) == 1, "each try has the same webhook-id"
    assert not [one for one in receiver.got if one.path != "/changes"], "a redirection was followed"


def test_a_receiver_that_is_down_is_asked_again_and_gets_everything(
    counter: Counter, calling: Calling, receiver: Receiver
) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = Receiver(closed.getsockname()[1])
        subscribed(nobody)
        accepted(counter)
        assert send() == 0
    assert (the_delivery().last_status, the_delivery().state) == (None, "due")
    assert the_delivery().last_answer == posting.NOT_REACHED
    Subscription.objects.update(address=receiver.address)
    assert send(timedelta(minutes=1)) == 1
    assert Subscription.objects.get().failures == 0


@pytest.mark.parametrize("how", ["hangs", "drips"])
def test_a_receiver_that_never_ends_holds_up_nobody_else(
    counter: Counter, secret: str, receiver: Receiver, how: str, settings: Any
) -> None:
    settings.WEBHOOK_PATIENCE = 0.5
    with receiving() as slow:
        setattr(slow, how, True)
        subscribed(slow)
        accepted(counter)
        assert send() == 1
        assert (len(receiver.got), len(slow.got)) == (1, 1)
    late = Delivery.objects.get(state="due")
    assert late.last_answer == posting.NO_TIME


def test_a_receiver_that_asks_for_time_is_given_it(counter: Counter, secret: str, receiver: Receiver) -> None:
    receiver.answers, receiver.said = [503, 204], {"Retry-After": "3600"}
    accepted(counter)
    send()
    assert the_delivery().due_at == AT + timedelta(hours=1)
    assert send(timedelta(minutes=59)) == 0
    assert send(timedelta(hours=1)) == 1


def test_changes_of_one_case_arrive_in_their_order_and_do_not_wait_for_another_case(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    stuck = accepted(counter)
    receiver.answers = [500, 204]
    send()  # fails
    free = accepted(counter)
    do("decide", stuck, AT)
    do("decide", free, AT)
    Subscription.objects.update(failures=0)
    send()
    send()  # the other case is through, one change after the other
    assert [one.number for one in Delivery.objects.filter(state="due").order_by("change")] == [stuck.number] * 2
    send(timedelta(seconds=10))
    send(timedelta(seconds=10))
    told = [json.loads(one.body) for one in receiver.got]
    assert [one["type"] for one in told if one["data"]["case"] == stuck.number] == [
        "case.accepted",
        "case.accepted",
        "case.decided",
    ]
    assert not Delivery.objects.filter(state="due").exists()


def test_who_fails_again_and_again_is_left_in_peace_and_asked_with_one(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    receiver.answers = [500]
    for _ in range(7):
        accepted(counter)
    send()
    assert len(receiver.got) == 7
    one = Subscription.objects.get()
    assert one.rests_until is not None
    assert one.rests_until > AT
    send(timedelta(seconds=20))
    assert len(receiver.got) == 7, "it was not left in peace"
    send(timedelta(hours=1))
    assert len(receiver.got) == 8, "more than one was tried"


def test_who_says_gone_is_told_nothing_more_and_somebody_hears_of_it(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    receiver.answers = [410]
    accepted(counter)
    send()
    assert Subscription.objects.get().state == "off"
    assert Event.objects.get(thing="webhook", verb="switch-off").data["because"] == "gone"
    send(timedelta(days=1))
    assert len(receiver.got) == 1
    director = browsing.visitor("director")
    assert "个部门系统收不到通知" in browsing.words(director.get("/director/"))
    assert "通知停了" in browsing.words(browsing.visitor(browsing.account("director", centre="*")).get("/departments/"))


def test_who_fails_for_days_is_switched_off_and_gets_everything_once_it_is_back(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    receiver.answers = [500]
    accepted(counter)
    send()
    Subscription.objects.update(failures=LEAST_FAILURES, rests_until=None)
    Delivery.objects.update(tries=1, due_at=AT)
    send(GIVES_UP_AFTER)
    one = Subscription.objects.get()
    assert (one.state, one.off_because) == ("off", "failing")
    late = accepted(counter)
    receiver.answers = [204]
    assert send(GIVES_UP_AFTER) == 0
    actions.resume(subscription_id=one.pk, now=AT + GIVES_UP_AFTER, by="staff:director", key=uuid.uuid4())
    send(GIVES_UP_AFTER + timedelta(hours=1))
    assert json.loads(receiver.got[-1].body)["data"]["case"] == late.number
    assert not Delivery.objects.filter(state="due").exists()


def test_a_pause_loses_nothing(counter: Counter, secret: str, receiver: Receiver) -> None:
    one = Subscription.objects.get()
    actions.pause(subscription_id=one.pk, now=AT, by="staff:director", key=uuid.uuid4())
    accepted(counter)
    assert send() == 0
    actions.resume(subscription_id=one.pk, now=AT, by="staff:director", key=uuid.uuid4())
    assert send() == 1


def test_what_arrived_can_be_sent_again_under_the_same_id(counter: Counter, secret: str, receiver: Receiver) -> None:
    accepted(counter)
    send()
    given = {"now": AT, "by": "staff:director", "subscription_id": Subscription.objects.get().pk}
    assert actions.send_again(delivery=the_delivery().pk, key=uuid.uuid4(), **given) == 1
    assert send() == 1
    assert len(set(receiver.cases())) == 1
    assert receiver.got[0].body == receiver.got[1].body


def test_a_new_secret_signs_beside_the_old_one_for_a_day(counter: Counter, secret: str, receiver: Receiver) -> None:
    given = {"subscription_id": Subscription.objects.get().pk, "now": AT, "by": "staff:director"}
    newer = actions.new_secret(key=uuid.uuid4(), **given)
    accepted(counter)
    send(timedelta(hours=1))
    accepted(counter)
    send(timedelta(hours=25))
    first, second = receiver.got
    assert (is_right(first, secret), is_right(first, newer)) == (True, True)
    assert (is_right(second, secret), is_right(second, newer)) == (False, True)


def test_a_process_that_dies_in_the_middle_leaves_it_to_the_next(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    """Claimed, perhaps sent, and nothing written down: sent again once the claim has run out, under the same id."""
    accepted(counter)
    send()
    Delivery.objects.update(state="due", ended_at=None, claimed_until=AT + timedelta(minutes=2))
    assert send(timedelta(minutes=1)) == 0
    assert send(timedelta(minutes=2)) == 1
    assert len(set(receiver.cases())) == 1


def test_an_inside_address_is_not_asked_even_when_it_got_into_the_table(
    counter: Counter, secret: str, receiver: Receiver, settings: Any
) -> None:
    settings.WEBHOOK_NETWORKS = []
    accepted(counter)
    assert send() == 0
    Delivery.objects.update(due_at=AT)
    Subscription.objects.update(address=f"https://localhost:{receiver.port}/", failures=0)
    assert send() == 0
    assert the_delivery().last_answer == posting.INSIDE
    assert receiver.got == []


def test_a_certificate_is_believed_only_when_the_operator_or_an_authority_vouches_for_it(
    counter: Counter, calling: Calling, settings: Any, tmp_path: Path
) -> None:
    settings.WEBHOOK_NETWORKS = ["127.0.0.1/32"]
    certificate = self_signed(tmp_path)
    with receiving(certificate) as receiver:
        secret = subscribed(receiver)
        accepted(counter)
        assert send() == 0
        assert (the_delivery().last_answer, receiver.got) == (posting.NOT_TRUSTED, [])
        settings.WEBHOOK_CA = str(certificate)
        assert send(timedelta(minutes=1)) == 1
        assert is_right(receiver.got[0], secret)


def test_a_closed_system_is_told_nothing_more(counter: Counter, secret: str, receiver: Receiver) -> None:
    accepted(counter)
    actions.close(code="minzheng-core", now=AT, by="staff:director", key=uuid.uuid4())
    assert send() == 0


def test_what_is_known_is_known_from_the_moment_of_subscribing_on(
    counter: Counter, calling: Calling, receiver: Receiver
) -> None:
    accepted(counter)
    subscribed(receiver)
    assert send() == 0
    with pytest.raises(Malformed, match="address-known"):
        subscribed(receiver)
    with pytest.raises(Malformed, match="types-unknown"):
        actions.subscribe(
            code="minzheng-core",
            address="https://minzheng.example.cn/",
            types=["case.burnt"],
            now=AT,
            by="t",
            key=uuid.uuid4(),
        )


def test_deliveries_that_ended_are_forgotten_and_those_that_wait_are_not(
    counter: Counter, secret: str, receiver: Receiver
) -> None:
    accepted(counter)
    send()
    accepted(counter)
    receiver.answers = [500]
    send()
    actions.tidy(now=AT + timedelta(days=31))
    assert list(Delivery.objects.values_list("state", flat=True)) == ["due"]
