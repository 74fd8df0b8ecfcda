"""Slips and receipts at the hall's printers: what comes out is what the browser would print, and the event holds no token."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.bridge.simulators.escpos import Framer, Raster
from onetrip.bridge.states import Outcome, PartKind, PartState
from onetrip.devices import actions, papers
from onetrip.devices.models import PrintJob
from onetrip.devices.rendering import format_of, render
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from tests.browsing import key, visitor, words
from tests.cases.counter import CARD, Counter, open_counter
from tests.devices.places import Place, make_place, ready
from tests.factories import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db: None) -> Iterator[Counter]:
    counter = open_counter()
    with time_machine.travel(NOW, tick=False):
        yield counter


@pytest.fixture
def desk(counter: Counter) -> Place:
    place = make_place(kind="desk")
    place.beat(ready(), actions.Heard("page", PartKind.IPP, PartState.READY, 0))
    return place


def press(client: Client, kind: str, token: str, which: str) -> PrintJob:
    """Press the button of the printer of this sort on the part of the page that offers it."""
    part = client.get(f"/papers/{kind}/{token}").content.decode()
    forms = dict(re.findall(r'name="printer" value="(\d+)".*?<button[^>]*>(?:<[^>]*>)?([^<]*)', part))
    printer = next(number for number, said in forms.items() if which in said)
    answer = client.post(f"/papers/{kind}/{token}/print", {"printer": printer, "idempotency_key": key()})
    assert answer.status_code == 200
    return PrintJob.objects.select_related("printer").latest("asked_at", "sent_at")


def test_where_no_printer_is_known_nothing_is_offered_and_the_browser_prints(counter: Counter) -> None:
    slip = counter.slip("card")
    assert visitor("guide").get(f"/papers/slip/{slip.token}").status_code == 204


def test_a_slip_comes_out_on_the_roll_and_on_a_page_as_it_was_issued(counter: Counter, desk: Place) -> None:
    slip, guide = counter.slip("card"), visitor("guide")
    roll = press(guide, "slip", slip.token, "前台出小票")
    content = render(roll, NOW)
    assert format_of(roll) == "escpos"
    assert any(isinstance(command, Raster) for command in Framer().feed(content))
    assert "正在印" in words(guide.get(f"/papers/slip/{slip.token}"))
    desk.prints()
    assert "印好了" in words(guide.get(f"/papers/slip/{slip.token}"))
    page = press(guide, "slip", slip.token, "前台出 A4")
    assert render(page, NOW).startswith(b"%PDF-")
    assert page.is_copy


def test_a_receipt_comes_out_at_the_window_of_whoever_asks(counter: Counter, desk: Place) -> None:
    receipt = counter.accept(counter.serving(counter.slip("card")), CARD)
    window = make_place(kind="window", number=1)
    clerk = visitor(counter.hall.clerks[0])
    job = press(clerk, "receipt", receipt.token, "1 号窗口出小票")
    assert job.printer_id == window.printer.id
    assert render(job, NOW)
    window.prints(Outcome.FAILED, "jam")
    assert "没印出来：打印机卡纸了" in words(clerk.get(f"/papers/receipt/{receipt.token}"))


def test_a_window_printer_in_trouble_gives_way_to_that_of_the_desk(counter: Counter, desk: Place) -> None:
    receipt = counter.accept(counter.serving(counter.slip("card")), CARD)
    make_place(kind="window", number=1).beat(ready(PartState.OUT))
    part = words(visitor(counter.hall.clerks[0]).get(f"/papers/receipt/{receipt.token}"))
    assert "前台出小票" in part


def test_a_paper_that_names_a_resident_goes_to_a_ticket_machine_only_by_a_choice_of_its_own(
    counter: Counter, desk: Place
) -> None:
    receipt, clerk = counter.accept(counter.serving(counter.slip("card")), CARD), visitor(counter.hall.clerks[0])
    desk.beat(ready(PartState.OUT))
    make_place()
    machine, colleague = "印到1 号取号机（在大厅，请马上去拿）", make_place(kind="window", number=2)
    colleague.beat(ready(PartState.OUT))
    part = words(clerk.get(f"/papers/receipt/{receipt.token}"))
    assert machine in part
    assert "1 号取号机出小票" not in part
    colleague.beat()
    part = words(clerk.get(f"/papers/receipt/{receipt.token}"))
    assert "2 号窗口出小票" in part, "a colleague stands behind it"
    assert machine not in part


def test_no_event_and_no_job_holds_the_token_that_opens_a_residents_page(counter: Counter, desk: Place) -> None:
    slip = counter.slip("card")
    press(visitor("guide"), "slip", slip.token, "小票")
    desk.prints()
    assert not PrintJob.objects.filter(reference=slip.token).exists()
    assert not [event for event in Event.objects.filter(thing="print-job") if slip.token in str(event.data)]


def test_a_press_twice_prints_once(counter: Counter, desk: Place) -> None:
    slip, guide, pressed = counter.slip("card"), visitor("guide"), key()
    given = {"printer": desk.printer.id, "idempotency_key": pressed}
    for _ in range(3):
        assert guide.post(f"/papers/slip/{slip.token}/print", given).status_code == 200
    assert PrintJob.objects.count() == 1


@pytest.mark.parametrize("path", ["slip/nothing-there-at-all", "poem/abc", "ticket/abc"])
def test_what_is_not_there_is_not_printed(desk: Place, path: str) -> None:
    assert visitor("guide").get(f"/papers/{path}").status_code == 404


def test_a_resident_and_a_machine_cannot_print_somebody_elses_slip(counter: Counter, desk: Place) -> None:
    slip = counter.slip("card")
    assert visitor().get(f"/papers/slip/{slip.token}").status_code in (302, 401)
    assert visitor("device").get(f"/papers/slip/{slip.token}").status_code == 403


def test_a_paper_whose_printer_vanished_meanwhile_is_refused_in_words(counter: Counter, desk: Place) -> None:
    slip = counter.slip("card")
    answer = visitor("guide").post(f"/papers/slip/{slip.token}/print", {"printer": "999999", "idempotency_key": key()})
    assert answer.status_code == 409
    assert "浏览器" in words(answer)


@pytest.mark.parametrize(
    ("trouble", "reason", "words_of_it"),
    [
        (NotFound("gone", "没有了。", "Gone."), "not-rendered", "要印的内容已经没有了"),
        (Refused("source-away", "对面没有回应。", "No answer."), "source-away", "要印的内容现在取不到，打印机是好的"),
        (ValueError("310000199001010000 must not be in a log"), "not-made", "这张纸没做出来，打印机是好的"),
    ],
)
def test_a_paper_that_cannot_be_made_is_not_laid_at_the_printers_door_and_holds_up_nobody_elses(
    counter: Counter,
    desk: Place,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: Exception,
    reason: str,
    words_of_it: str,
) -> None:
    def breaks(_job: PrintJob, _now: object) -> bytes:
        raise trouble

    slip, guide = counter.slip("card"), visitor("guide")
    spoilt = press(guide, "slip", slip.token, "小票")
    with monkeypatch.context() as patch:
        patch.setitem(papers._papers, "slip", replace(papers.paper_of("slip"), roll=breaks))
        trial = actions.ask_for(
            kind="trial",
            reference=str(desk.printer.id),
            printer=desk.printer,
            origin="http://onetrip.example",
            language="zh",
            now=NOW + timedelta(seconds=1),
            by="system",
            key=uuid.uuid4(),
        )
        secret = actions.give_key(centre="LF", kind="desk", number=1, now=NOW, by="system")
        desk.beat(ready(), actions.Heard("page", PartKind.IPP, PartState.READY, 0))
        answer = visitor().post(
            "/api/devices/jobs/take",
            {"instance": str(desk.instance), "lease": str(uuid.uuid4())},
            content_type="application/json",
            headers={"Authorization": f"Bearer {secret}"},
        )
    assert answer.status_code == 200
    assert answer.json()["job"]["id"] == str(trial.pk), "the next paper comes in the same answer"
    spoilt.refresh_from_db()
    assert (spoilt.state, spoilt.reason) == ("failed", reason)
    assert words_of_it in words(guide.get(f"/papers/slip/{slip.token}"))
    assert "310000" not in caplog.text


def test_a_press_repeated_after_the_printer_broke_is_told_what_the_first_one_did(counter: Counter, desk: Place) -> None:
    slip, guide, pressed = counter.slip("card"), visitor("guide"), key()
    given = {"printer": desk.printer.id, "idempotency_key": pressed}
    guide.post(f"/papers/slip/{slip.token}/print", given)
    desk.beat(ready(PartState.JAM), actions.Heard("page", PartKind.IPP, PartState.READY, 0))
    assert "正在印" in words(guide.post(f"/papers/slip/{slip.token}/print", given))
    assert PrintJob.objects.count() == 1
