"""Systems outside the house: one that hangs is away by itself, and nobody waits for it again and again."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable, Iterator
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from onetrip.bridge.states import Outcome, PartKind, PartState
from onetrip.centres.models import Device
from onetrip.devices.actions import Heard
from onetrip.kiosk.errands import licences, sources
from onetrip.kiosk.errands.outside import PATIENCE, Away, Outside
from onetrip.kiosk.errands.sources import Source, SourceAway, Told
from onetrip.ledger.refusals import Refused
from onetrip.people.identity import Identity
from onetrip.rules import Text
from tests.browsing import visitor, words
from tests.devices import cards
from tests.devices.places import make_place
from tests.factories import NOW, synthetic_identity, synthetic_number
from tests.kiosk.errands.machine import Machine, key_of_the_bridge

DAY = date(2026, 11, 24)
NAME = Text("养老保险", "Pension insurance")


@pytest.fixture
def stuck() -> Iterator[Callable[..., None]]:
    """A call that hangs until the test is over."""
    over = threading.Event()
    yield lambda *_: over.wait(30) and None
    over.set()


def fails() -> None:
    raise ConnectionError("the line is dead")


def test_calls_that_hang_take_up_their_own_lines_and_no_more_are_begun(stuck: Callable[..., None]) -> None:
    hanging, other = Outside(lines=2, rest=0), Outside(lines=2)
    for _ in range(2):
        with pytest.raises(Away):
            hanging.ask(stuck, 0.01)
    called = []
    with pytest.raises(Away):
        hanging.ask(lambda: called.append("asked"), 1)
    assert not called
    assert other.ask(lambda: "an answer", 1) == "an answer"


def test_after_some_calls_without_an_answer_nobody_waits_for_a_while_and_then_it_is_tried_again() -> None:
    called = []

    def answers() -> str:
        called.append("asked")
        return "an answer"

    one = Outside(rest=0.2)
    for _ in range(PATIENCE):
        with pytest.raises(Away):
            one.ask(fails, 1)
    with pytest.raises(Away):
        one.ask(answers, 1)
    assert not called
    threading.Event().wait(0.25)
    assert one.ask(answers, 1) == "an answer"


def test_an_answer_between_failures_and_a_refusal_in_words_count_as_answers() -> None:
    one = Outside()

    def refuses() -> None:
        raise Refused("no-record", "没有。", "None.")

    for _ in range(PATIENCE):
        with pytest.raises(Away):
            one.ask(fails, 1)
        if _ < PATIENCE - 1:
            with pytest.raises(Refused):
                one.ask(refuses, 1)
    assert one.ask(lambda: 1, 1) == 1


def test_a_source_that_hangs_leaves_every_other_answering(
    stuck: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "SECONDS", 0.02)
    sources.connect("hanging", Source(NAME, stuck))
    sources.connect("answering", Source(NAME, lambda *_: Told((), DAY)))
    try:
        for _ in range(12):
            with pytest.raises(SourceAway):
                sources.ask("hanging", synthetic_identity(), {}, DAY)
        monkeypatch.setattr(sources, "SECONDS", 3)
        assert sources.ask("answering", synthetic_identity(), {}, DAY) == Told((), DAY)
    finally:
        sources.connect("hanging", None)
        sources.connect("answering", None)


def test_a_source_is_told_how_long_it_may_take() -> None:
    told = []
    sources.connect("asked", Source(NAME, lambda *given: told.append(given[3]) or Told((), DAY)))
    try:
        sources.ask("asked", synthetic_identity(), {}, DAY)
    finally:
        sources.connect("asked", None)
    assert told == [sources.SECONDS]


def test_a_licence_store_that_hangs_is_waited_for_once_and_not_by_everybody(
    stuck: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    class Hanging:
        def fetch(self, licence: str, _holder: Identity, _day: date, _seconds: float) -> licences.Fetched:
            asked.append(licence)
            stuck()
            return licences.Fetched("none")

    monkeypatch.setattr(licences, "SECONDS", 0.05)
    licences.use(Hanging())
    papers = {f"paper-{number}": f"31010510900{number}00" for number in range(PATIENCE)}
    for _ in range(3):
        found = licences.fetch_all(papers, synthetic_identity(), DAY)
        assert {one.state for one in found.values()} == {"unavailable"}
    assert len(asked) == PATIENCE


@pytest.mark.django_db
def test_while_the_printer_works_its_state_is_asked_for_and_not_the_source(machine: Machine) -> None:
    with time_machine.travel(NOW, tick=True):
        asked = []
        source = Source(NAME, lambda *_: asked.append(1) or Told(((Text("年", "Year"), Text("1", "1")),), DAY))
        sources.connect("social-insurance", source)
        try:
            place = make_place(kind="kiosk", now=timezone.now())
            bridge = key_of_the_bridge(machine)
            place.beat(Heard("page", PartKind.IPP, PartState.READY, 0.0, ""))
            kiosk = visitor(Device.objects.get(kind="kiosk").account)
            act = "/kiosk/errands/now/do/"
            kiosk.post("/kiosk/errands/record-print/begin", {"whom": "self", "idempotency_key": str(uuid.uuid4())})
            card = cards.sent(bridge, synthetic_number(date(1961, 12, 18)))
            kiosk.post(f"{act}identify", card)
            kiosk.post(f"{act}submit", {"idempotency_key": str(uuid.uuid4())})
            assert "可以打印了" in words(kiosk.get("/kiosk/errands/now"))
            assert len(asked) == 1
            kiosk.post(f"{act}print", {"idempotency_key": str(uuid.uuid4())})
            assert "正在打印" in words(kiosk.get("/kiosk/errands/now"))
            for _ in range(3):
                part = kiosk.get("/kiosk/errands/now/printing")
                assert "纸从下面的口子出来" in words(part)
                assert "<html" not in part.content.decode()
            assert len(asked) == 1
            job = place.take()
            place.sent(job)
            place.ended(job, Outcome.FAILED, "paper-out")
            again = kiosk.get("/kiosk/errands/now/printing").content.decode()
            assert 'hx-trigger="load"' in again
            assert "刚才那份没打出来：打印机没纸了。不算数。" in words(kiosk.get("/kiosk/errands/now"))
            for outcome, told in ((Outcome.UNKNOWN, "打印机没有说"), (Outcome.PRINTED, "打好了，请从下面拿")):
                kiosk.post(f"{act}print", {"idempotency_key": str(uuid.uuid4())})
                place.prints(outcome)
                assert 'hx-trigger="load"' in kiosk.get("/kiosk/errands/now/printing").content.decode()
                shown = kiosk.get("/kiosk/errands/now")
                assert told in words(shown)
                assert 'hx-trigger="load"' not in shown.content.decode(), "it is not shown anew for ever"
                kiosk.post(f"{act}print-failed")
        finally:
            sources.connect("social-insurance", None)
