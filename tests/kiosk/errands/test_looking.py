"""The machine looks at a picture beside the request; it advises, and whatever happens to it costs the advice alone."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import date, timedelta

import pytest

from onetrip.kiosk.errands import actions, looking
from onetrip.kiosk.models import Picture
from onetrip.ledger.models import Event
from onetrip.reading import kinds as reading_kinds
from onetrip.reading.comparing import compare
from onetrip.reading.fields import Read
from onetrip.rules import Text
from tests.drawn import picture
from tests.factories import synthetic_number
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


def settled(state: str, paper: str = "bank-card") -> Picture:
    until = time.monotonic() + 30  # a busy machine is no fault of the reader
    while True:
        found = Picture.objects.get(paper=paper)
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


@pytest.mark.parametrize(("whose", "severity"), [("proxy", "ok"), ("resident", "wrong")])
def test_the_card_of_the_proxy_fits_the_proxy_and_the_residents_own_in_its_place_is_told(
    machine: Machine, whose: str, severity: str
) -> None:
    numbers = {"proxy": synthetic_number(date(1980, 1, 2)), "resident": synthetic_number(date(1961, 12, 18))}
    names = {"proxy": "李代办", "resident": "王测试"}
    card = [Read("name", names[whose], 0.99), Read("id_number", numbers[whose], 0.99)]

    def look(_: bytes, expected: str, known: dict[str, object], day: date) -> Looked:
        paper, _ = reading_kinds.asked(expected)
        assert paper is not None
        findings = compare(reading_kinds.BY_KEY["id-card/front"], card, paper, known, day)
        return Looked("id-card", Text("身份证", "ID card"), tuple(findings))

    machine.begin("reissue")
    machine.do("choose_whom", by_proxy=True)
    machine.card(numbers["proxy"], names["proxy"], card_read=False)
    machine.card(numbers["resident"])
    machine.do("answer", fact="hukou", raw="shanghai")
    looking.use(look)
    machine.do("photograph", paper="proxy-id-card", raw=picture())
    found = settled("done", paper="proxy-id-card")
    assert [each["severity"] for each in found.looked["findings"]] == [severity]
