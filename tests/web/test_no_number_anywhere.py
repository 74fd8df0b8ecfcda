"""No ID number reaches a log, an address, an event, a live message, a print's or page's plain text, an error page, or a
column of a dump that is not encrypted. Real flows are driven with marked numbers, then everything is searched for them."""

from __future__ import annotations

import re
import uuid

import pytest
import time_machine
from django.db import connection
from django.utils import timezone

from onetrip.centres.models import Device
from onetrip.lobby.models import Ticket
from onetrip.people.crypto import decrypt
from tests.browsing import key
from tests.cases.window import HttpWindow, open_http_window
from tests.devices import cards
from tests.drawn import picture, signature
from tests.factories import NOW, make_account
from tests.kiosk.errands import town
from tests.kiosk.errands.machine import key_of_the_bridge, open_machine
from tests.web.everything import Everything, columns, listening

pytestmark = pytest.mark.django_db


@pytest.fixture
def everything(caplog: pytest.LogCaptureFixture, db: None) -> Everything:
    return listening(caplog)


@time_machine.travel(NOW, tick=True)
def test_no_number_is_found_where_everybody_may_look(everything: Everything, monkeypatch: pytest.MonkeyPatch) -> None:
    window = open_http_window()
    at_the_desk(everything)
    at_the_door_and_the_window(everything, window)
    mistyped(everything)
    in_words_and_addresses(everything)
    a_mistake_of_ours(everything, window, monkeypatch)
    at_the_kiosk(everything)

    everything.assert_told_nowhere()
    assert_the_search_would_find(everything)


def at_the_desk(everything: Everything) -> None:
    """A consultation with an ID number, and the slip that comes of it."""
    desk = everything.browser(make_account("guide"))
    said = {"HX-Request": "true"}
    begun = desk.post("/desk/begin/say", {"said": "card"}, headers=said)
    (consultation,) = set(re.findall(r"/desk/([0-9a-f-]{36})/", begun.content.decode()))
    number = everything.number("at the desk")
    shown = desk.post(f"/desk/{consultation}/identity", {"id_number": number, "name": "周测"}, headers=said)
    assert "310***********" in shown.content.decode()
    desk.post(f"/desk/{consultation}/answer", {"fact": "hukou", "answer": "shanghai"}, headers=said)
    desk.post(f"/desk/{consultation}/issue", {"idempotency_key": key()}, headers=said)
    desk.get(f"/desk/{consultation}/")


def at_the_door_and_the_window(everything: Everything, window: HttpWindow) -> None:
    """An ID card at the door, another one at the window, the full number for a purpose, an acceptance and its papers."""
    door = everything.browser(make_account("device"))
    drawn = door.post("/hall/arrivals", {"scan": everything.number("at the door"), "idempotency_key": key()})
    assert drawn.status_code == 302
    door.get(drawn["Location"])
    clerk = everything.browser(window.counter.hall.clerks[0])
    api = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid.uuid4())}}
    clerk.post("/api/lobby/arrivals", {"id_number": everything.number("by the API")}, **api)
    clerk.post("/window/call", {"idempotency_key": key()})
    ticket = Ticket.objects.get(state="called")
    given = {"ticket": ticket.pk, "name": "王测", "idempotency_key": key()}
    clerk.post("/window/recognise", given | {"scan": everything.number("at the window")})
    everything.numbers.pop("at the window")  # asked for in full below, for a purpose: the one page that may show it
    plain = clerk.post("/window/identity", {"purpose": "compare", "words": "核对户口簿"})
    assert re.search("310000[0-9]{11}", plain.content.decode())
    everything.heard.pop()
    clerk.post("/window/matters", {"ticket": ticket.pk, "add": "booklet-print", "idempotency_key": key()})
    ticks = {
        "ticket": ticket.pk,
        "seen": "1",
        "matter": ["booklet-print"],
        "paper": ["any|id-card"],
        "idempotency_key": key(),
    }
    accepted = clerk.post("/window/accept", ticks)
    assert accepted.status_code in (200, 302), accepted.content.decode()
    receipt = ticket.visit.receipts.get()
    for address in (f"/r/{receipt.token}", f"/r/{receipt.token}.pdf", f"/t/{ticket.pk}", "/cases/"):
        assert clerk.get(address).status_code == 200
    clerk.get("/hall/")


def mistyped(everything: Everything) -> None:
    """A wrong sign at each door: the refusal never repeats what was typed."""
    guide = everything.browser(make_account("guide"))
    for address, field in (("/hall/arrivals", "scan"), ("/desk/begin/identity", "id_number")):
        answer = guide.post(address, {field: everything.wrong(f"mistyped at {address}"), "idempotency_key": key()})
        assert answer.status_code in (200, 404, 422)
    api = {"content_type": "application/json", "headers": {"Idempotency-Key": str(uuid.uuid4())}}
    answer = guide.post("/api/lobby/arrivals", {"id_number": everything.wrong("mistyped in the API")}, **api)
    assert answer.status_code == 422


def in_words_and_addresses(everything: Everything) -> None:
    """Typed where words belong, or as an address: nothing of it is kept, nor said back."""
    anybody = everything.browser()
    anybody.post("/ask/begin", {"said": everything.number("said to the phone"), "idempotency_key": key()})
    anybody.post("/slip", {"number": everything.number("as the number of a slip"), "last_four": "1234"})
    anybody.post("/staff/sign-in", {"username": "nobody", "password": everything.number("as a password")})


def a_mistake_of_ours(everything: Everything, window: HttpWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    """An exception of ours in the middle of reading a number: neither its page nor its log tells it."""

    def fails(**_: object) -> None:
        raise RuntimeError("a mistake")

    monkeypatch.setattr("onetrip.lobby.views.check_in.know", fails, raising=False)
    monkeypatch.setattr("onetrip.lobby.scanning.know", fails, raising=False)
    monkeypatch.setattr("onetrip.people.actions._meet", lambda *_: fails())
    broken = everything.browser(make_account("guide"), raises=False)
    answer = broken.post("/hall/arrivals", {"scan": everything.number("in a mistake"), "idempotency_key": key()})
    assert answer.status_code == 500
    monkeypatch.undo()


def at_the_kiosk(everything: Everything) -> None:
    """A card on the reader, a form with a telephone, a picture and a signature, handed in and reviewed."""
    machine = open_machine("PX")
    town.publish()
    machine.now = timezone.now()
    kiosk = everything.browser(Device.objects.get(kind="kiosk", centre="PX").account)
    kiosk.post("/kiosk/errands/reissue/begin", {"whom": "self", "idempotency_key": key()})
    act = "/kiosk/errands/now/do/"
    kiosk.post(f"{act}identify", cards.sent(key_of_the_bridge(machine), everything.number("on the reader")))
    kiosk.post(f"{act}answer", {"fact": "hukou", "answer": "shanghai"})
    kiosk.post(f"{act}form", {"field-recipient": "王测试", "field-address": "临汾路 1 号"})
    kiosk.post(f"{act}fetch")
    kiosk.post("/kiosk/errands/now/camera/bank-card", data=picture(), content_type="image/jpeg")
    kiosk.post(f"{act}later", {"paper": "photo", "later": "1"})
    kiosk.post(f"{act}papers")
    kiosk.post("/kiosk/errands/now/sign", data=signature(), content_type="image/png")
    kiosk.post(f"{act}submit", {"idempotency_key": key()})
    assert kiosk.get("/kiosk/errands/now").status_code == 200
    clerk = everything.browser(make_account("clerk", centre="PX"))
    assert clerk.get("/review/").status_code == 200


def assert_the_search_would_find(everything: Everything) -> None:
    """The flows did reach the tables, and a number in the open would have been found."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM people_resident")
        kept = {decrypt(bytes(number)) for (number,) in cursor.fetchall()}
        assert {
            everything.numbers[whose] for whose in ("at the desk", "at the door", "on the reader", "by the API")
        } <= kept
        cursor.execute("UPDATE staff_account SET name = %s", [everything.numbers["at the desk"][:-1]])
    needle = everything.needles()["at the desk"]
    assert any(needle.search(text) for where, text in columns() if where == "staff_account.name")
