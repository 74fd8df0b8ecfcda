"""The same search (test_no_number_anywhere) in the rooms where cases go on: records, delivery, messages, licences, the systems
of departments, and residents who come with the city's identity."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from onetrip.cases.models import Case, Record
from onetrip.catalogue import actions as catalogue
from onetrip.departments import actions as departments
from onetrip.licences.contrib.simulated.moods import Mood
from onetrip.licences.contrib.simulated.server import SimulatedStore
from onetrip.licences.models import Lookup, StoreGate
from onetrip.notices import actions as notices
from onetrip.notices.models import Notice
from onetrip.people.actions import know
from onetrip.people.crypto import index_hash
from onetrip.people.identity import read_number
from onetrip.people.models import NUMBER, Resident
from tests.browsing import key
from tests.cases.counter import open_counter
from tests.cases.delivering.room import Room
from tests.cases.test_following import accepted, do
from tests.cases.test_licences_at_window import MARRIAGE, TOWN, press
from tests.departments import systems
from tests.departments.conftest import receiver as receiver
from tests.departments.receiver import Receiver
from tests.departments.systems import AT, a_system
from tests.departments.test_webhooks import send, subscribed
from tests.factories import NOW, TODAY, make_centre
from tests.licences.conftest import store as store
from tests.notices.conftest import sms as sms
from tests.notices.gateway import Gateway
from tests.signin.city import City
from tests.signin.conftest import honest as honest
from tests.signin.conftest import provider as provider
from tests.signin.test_the_city import come
from tests.web.everything import Everything, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture, db: None) -> Everything:
    return listening(caplog)


def test_records_delivery_and_messages_tell_no_number(everything: Everything, sms: Gateway) -> None:
    counter = open_counter()
    with time_machine.travel(counter.hall.now, tick=False) as clock:
        room = Room(counter, read_number(everything.number("whose case it is"), day=TODAY))
        case = room.accepted()
        for verb, given in (("ask_supplement", {"papers": "照片看不清"}), ("supplement", {}), ("complete", {})):
            do(verb, case, counter.hall.tick(), **given)
            notices.send_due(moment=lambda: counter.hall.now, by="system:clock")
        clock.move_to(counter.hall.now)
        clerk = everything.browser(counter.hall.clerks[0])
        deliver = f"/deliver/{case.receipt.number}"
        clerk.post("/deliver/", {"said": everything.number("as the number of a receipt")})
        taker = {"case": str(case.pk), "who": "proxy", "taker_name": "李代办"}
        wrong = clerk.post(
            f"{deliver}/hand-out", taker | {"taker_number": everything.wrong("mistyped"), "idempotency_key": key()}
        )
        assert wrong.status_code == 422
        card = everything.number("whose card the proxy shows")
        letter = {
            "relation": "agent",
            "proof": "letter",
            "principal_last_four": everything.numbers["whose case it is"][-4:],
            "agent_last_four": card[-4:],
        }
        refused = clerk.post(f"{deliver}/hand-out", taker | {"taker_number": card, "idempotency_key": key()})
        assert refused.status_code == 409
        given = taker | letter | {"taker_number": card, "idempotency_key": key()}
        assert clerk.post(f"{deliver}/hand-out", given).status_code == 302
        case.refresh_from_db()
        assert case.state == "delivered"
        for address in (
            deliver,
            f"/r/{case.receipt.token}",
            "/cases/",
            f"/cases/{case.number}",
            "/deliver/",
            "/director/",
        ):
            assert clerk.get(address).status_code in (200, 302, 403), address
        anybody = everything.browser()
        for record in Record.objects.all():
            assert anybody.get(f"/v/{record.token}").status_code == 200
            assert clerk.get(f"/v/{record.token}.pdf").status_code in (200, 404)
        anybody.get(f"/v/{everything.number('as the token of a record')}")
        everything.heard.pop()  # a page knows the address that somebody typed themselves; log and columns must not
        assert Notice.objects.exists()
    assert sms.texts != [], list(Notice.objects.values_list("kind", "state", "why", "due_at"))
    assert not any(needle.search(str(sms.calls)) for needle in everything.needles().values())
    everything.assert_told_nowhere()
    assert bytes(Resident.objects.get(pk=Case.objects.get(pk=case.pk).resident_id).number_hash) == index_hash(
        NUMBER, everything.numbers["whose case it is"]
    )


def test_a_look_up_of_licences_tells_no_number(everything: Everything, store: SimulatedStore) -> None:
    counter = open_counter()
    catalogue.publish(by="system", now=NOW, files=TOWN, city="test")
    number = everything.number("whose licence it is")
    resident = know(identity=read_number(number, day=TODAY), now=NOW, name="王测试")
    with time_machine.travel(counter.hall.now.replace(minute=58), tick=False):
        ticket = counter.serving(resident_id=resident.pk, wanted=["reward"])
        clerk = everything.browser(counter.hall.clerks[0])
        for store.mood in (Mood.DOWN, Mood.FAULTY, Mood.MALFORMED, Mood.OTHER_PERSON, Mood.DENYING, Mood.WELL):
            StoreGate.objects.all().delete()
            assert press(clerk, "licences", ticket, "id-card").status_code < 500
    assert MARRIAGE in store.asked
    assert Lookup.objects.exists()
    everything.assert_told_nowhere()


def test_the_systems_of_departments_are_told_no_number_but_for_a_purpose(
    everything: Everything, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(systems, "Client", everything.browser)
    with time_machine.travel(AT, tick=False):
        case = accepted(open_counter())
        case.resident = know(
            identity=read_number(everything.number("whose case it is"), day=TODAY), name="王秀英", now=NOW
        )
        case.save(update_fields=["resident"])
        calling = a_system()
        subscribed(receiver)
        at = f"/cases/{case.number}"
        for path, said in (
            ("take", {"reference": "民审 2026-118"}),
            ("ask-supplement", {"papers": "照片看不清，重拍一张"}),
            ("supplement", {}),
        ):
            assert calling.post(f"{at}/{path}", said).status_code == 200
        for path in ("/cases", at, "/changes"):
            assert calling.get(path).status_code == 200
        assert calling.get(f"/cases/{everything.number('as the number of a case')}").status_code in (404, 422)
        send()
        departments.let_see_identity(code="minzheng-core", allowed=True, now=AT, by="staff:director", key=uuid.uuid4())
        plain = calling.post(f"{at}/identity", {"purpose": "核对户籍"})
        assert everything.numbers["whose case it is"] in plain.content.decode()
        everything.heard.pop()  # the one answer that may tell it
    assert receiver.got != []
    assert not any(needle.search(str(receiver.got)) for needle in everything.needles().values())
    everything.assert_told_nowhere()


def test_whoever_comes_with_the_city_s_identity_is_told_no_number(
    everything: Everything, honest: City, settings: Settings
) -> None:
    make_centre()
    settings.RESIDENT_IDENTITY = honest.provider(claim="id_number")
    client: Any = everything.browser()
    number = everything.number("whom the city vouches for")
    honest.knows("w-1", id_number=number, name="王测试")
    assert come(honest, client, "w-1", begin="/my/sign-in").headers["Location"] == "/my/"
    assert client.get("/my/").status_code == 200
    honest.knows("w-2", id_number=everything.wrong("whom the city mistakes"), name="王测试")
    assert come(honest, everything.browser(), "w-2", begin="/my/sign-in").status_code == 422
    everything.assert_told_nowhere()
    assert Resident.objects.filter(number_hash=index_hash(NUMBER, number)).exists()
