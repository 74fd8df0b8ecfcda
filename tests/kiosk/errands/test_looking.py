"""The machine looks at a picture beside the request; it advises, and whatever happens to it costs the advice alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from onetrip.kiosk.errands import actions, looking
from onetrip.kiosk.models import Picture
from onetrip.ledger.models import Event
from onetrip.rules import Text
from tests.factories import synthetic_number
from tests.kiosk.errands.drawn import picture
from tests.kiosk.errands.machine import Machine

pytestmark = pytest.mark.django_db(transaction=True)


@dataclass(frozen=True)
class Finding:
    severity: str
    text: Text


@dataclass(frozen=True)
class Looked:
    kind: str
    kind_name: Text
    findings: tuple[Finding, ...]


ADVICE = Looked("id-card", Text("身份证", "ID card"), (Finding("wrong", Text("这是身份证。", "This is an ID card.")),))


def settled(state: str) -> Picture:
    until = time.monotonic() + 10
    while True:
        found = Picture.objects.get(paper="bank-card")
        if found.looking == state or time.monotonic() > until:
            return found
        time.sleep(0.02)


def test_what_was_seen_stands_beside_the_picture_and_screens_are_told(machine: Machine) -> None:
    asked = []

    def look(image: bytes, expected: str | None, known: dict[str, object], day: date) -> Looked:
        asked.append((image[:2], expected, known["name"], day))
        return ADVICE

    machine.reissue(until="papers")
    looking.use(look)
    machine.do("photograph", paper="bank-card", raw=picture())
    found = settled("done")
    assert found.looked["findings"][0]["text"]["zh"] == "这是身份证。"
    assert asked == [(b"\xff\xd8", "bank-card", "王测试", date(2026, 11, 24))]
    assert Event.objects.get(thing="picture", verb="look").public == {"tag": machine.errand.tag}
    assert machine.step == "papers"
    machine.do("bring_later", paper="photo", later=True)
    machine.do("confirm_papers")
    assert machine.step == "sign"


def test_a_slow_reader_keeps_nobody_waiting(machine: Machine) -> None:
    def look(*_: object) -> Looked:
        time.sleep(1.5)
        return ADVICE

    machine.reissue(until="papers")
    looking.use(look)
    began = time.monotonic()
    machine.do("photograph", paper="bank-card", raw=picture())
    assert time.monotonic() - began < 1
    assert Picture.objects.get(paper="bank-card").looking == "waiting"
    settled("done")


def test_a_reader_that_fails_costs_the_advice_alone(machine: Machine) -> None:
    def look(*_: object) -> Looked:
        raise MemoryError

    machine.reissue(until="papers")
    looking.use(look)
    machine.do("photograph", paper="bank-card", raw=picture())
    assert settled("none").looked is None


def test_a_reader_that_died_is_not_waited_for(machine: Machine) -> None:
    machine.reissue(until="papers")
    machine.do("photograph", paper="bank-card", raw=picture())
    Picture.objects.update(looking="waiting")
    actions.tidy(now=machine.now + timedelta(minutes=2), by="system:clock")
    assert Picture.objects.get(paper="bank-card").looking == "none"


def test_a_picture_that_was_removed_meanwhile_gets_no_advice(machine: Machine) -> None:
    def look(*_: object) -> Looked:
        time.sleep(0.3)
        return ADVICE

    machine.reissue(until="papers")
    looking.use(look)
    kept = machine.do("photograph", paper="bank-card", raw=picture())
    machine.do("drop_picture", picture_id=kept.pk)
    time.sleep(0.8)
    assert Picture.objects.get(pk=kept.pk).looked is None
    assert not Event.objects.filter(thing="picture").exists()


def test_a_paper_of_the_proxy_is_compared_with_the_proxy(machine: Machine) -> None:
    asked = []
    mine = synthetic_number(date(1980, 1, 2))
    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    machine.card(mine, "李代办", card_read=False)
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("answer", fact="hukou", raw="shanghai")
    looking.use(lambda image, expected, known, day: asked.append((expected, known)) or ADVICE)
    machine.do("photograph", paper="proxy-id-card", raw=picture())
    until = time.monotonic() + 10
    while not asked and time.monotonic() < until:
        time.sleep(0.02)
    assert asked == [("proxy-id-card", {"name": "李代办", "id_number": mine})]
    while Picture.objects.get().looking == "waiting" and time.monotonic() < until:
        time.sleep(0.02)
