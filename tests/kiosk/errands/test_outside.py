"""Sources of prints and answers: one that hangs is away by itself, and nobody waits for it again and again."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.utils import timezone

from onetrip.bridge.states import Outcome, PartKind, PartState
from onetrip.centres.models import Device
from onetrip.devices.actions import Heard
from onetrip.kiosk.errands import sources
from onetrip.kiosk.errands.sources import Source, SourceAway, Told
from onetrip.rules import Text
from tests.browsing import visitor, words
from tests.devices import cards
from tests.devices.places import make_place
from tests.factories import NOW, synthetic_identity, synthetic_number
from tests.kiosk.errands.machine import Machine, key_of_the_bridge
from tests.ledger.test_outside import stuck as stuck

DAY = date(2026, 11, 24)
NAME = Text("养老保险", "Pension insurance")


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
