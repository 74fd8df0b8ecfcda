"""Print matters and look-ups: at night, with a review, with a source that is away, for the right person."""

from __future__ import annotations

import uuid
from datetime import UTC, date, datetime

import pytest

from onetrip.kiosk.errands import actions, sources
from onetrip.kiosk.errands.actions.printing import MOST_PRINTS
from onetrip.kiosk.errands.sheets import receipt_sheet, record_sheet
from onetrip.kiosk.models import Errand
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.prints import errand_pdf, errand_roll_pdf
from onetrip.prints.privacy import FullNumberOnPaper
from onetrip.rules import Text
from tests.factories import make_account, synthetic_number
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db
OLD = date(1961, 12, 18)
NIGHT = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)
"""Eleven in the evening in Shanghai."""


def to_print(machine: Machine, matter: str = "record-print", number: str | None = None) -> Errand:
    machine.begin(matter)
    machine.card(number or synthetic_number(OLD))
    if matter == "archive-print":
        machine.do("fill", sent={"married-in": "1988"})
    return machine.submit()


def test_what_nobody_has_to_review_is_printed_at_once_also_at_night(machine: Machine) -> None:
    machine.now = NIGHT
    assert to_print(machine).state == Errand.State.READY
    printed = machine.do("print_out", key=uuid.uuid4())
    assert (printed.state, printed.prints) == ("printed", 1)


def test_an_archive_asked_for_at_night_is_told_for_the_morning_reviewed_and_then_printed(machine: Machine) -> None:
    machine.now, number = NIGHT, synthetic_number(OLD)
    errand = to_print(machine, "archive-print", number)
    assert errand.state == Errand.State.REVIEW
    assert errand.ready_from.astimezone(machine.centre.zone).strftime("%d %H:%M") == "25 09:00"
    with pytest.raises(Refused):
        machine.do("print_out", key=uuid.uuid4())
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)

    clerk = make_account("clerk")
    actions.approve_print(
        errand_id=errand.pk, centre="LF", account_id=clerk.pk, now=machine.tick(), by=clerk.actor, key=uuid.uuid4()
    )
    seat = uuid.uuid4()
    actions.come_for_print(
        errand_id=errand.pk, seat=seat, id_number=number, now=machine.tick(), by=BY, kiosk_id=machine.kiosk.pk
    )
    machine.seat = seat
    assert machine.do("print_out", key=uuid.uuid4()).state == Errand.State.PRINTED


def reviewed(machine: Machine, number: str) -> Errand:
    """An archive copy that was asked for, left, and approved."""
    errand = to_print(machine, "archive-print", number)
    actions.leave(seat=machine.seat, why="done", now=machine.tick(), by=BY)
    clerk = make_account("clerk")
    actions.approve_print(
        errand_id=errand.pk, centre="LF", account_id=clerk.pk, now=machine.tick(), by=clerk.actor, key=uuid.uuid4()
    )
    return errand


def test_who_comes_for_a_reviewed_print_without_the_receipt_finds_it_with_the_card(machine: Machine) -> None:
    number = synthetic_number(OLD)
    errand = reviewed(machine, number)
    machine.begin("archive-print")
    machine.card(number)
    assert machine.run.before.is_ready
    assert machine.do("see_earlier").pk == errand.pk
    assert machine.do("print_out", key=uuid.uuid4()).state == Errand.State.PRINTED
    machine.begin("archive-print")
    machine.card(number)
    assert machine.run.before is None, "what was fetched is over"


def test_a_typed_number_and_another_person_find_no_print_that_lies_ready(machine: Machine) -> None:
    number = synthetic_number(OLD)
    errand = reviewed(machine, number)
    machine.begin("archive-print")
    with pytest.raises(Refused, match="card-needed-to-show"):
        machine.card(number, card_read=False)
    assert machine.card(synthetic_number(date(1970, 5, 6))).pk != errand.pk
    assert machine.run.before is None


def test_whoever_merely_found_the_receipt_gets_no_print(machine: Machine) -> None:
    errand = to_print(machine)
    with pytest.raises(Refused, match="not-your-print"):
        actions.come_for_print(
            errand_id=errand.pk,
            seat=uuid.uuid4(),
            id_number=synthetic_number(date(1970, 5, 6)),
            now=machine.tick(),
            by=BY,
            kiosk_id=None,
        )


def test_no_paper_came_out_does_not_count_and_it_prints_again(machine: Machine) -> None:
    to_print(machine)
    key = uuid.uuid4()
    machine.do("print_out", key=key)
    assert machine.do("print_out", key=key).prints == 1
    for _ in range(2):  # the second time the answer was lost
        assert machine.do("print_failed").state == Errand.State.READY
    assert Event.objects.filter(thing="errand", verb="print-failed").count() == 1
    assert machine.do("print_out", key=uuid.uuid4()).prints == 2


def test_a_print_that_could_not_be_asked_of_the_printer_does_not_count(machine: Machine) -> None:
    to_print(machine)
    key = uuid.uuid4()

    def jammed(_errand: Errand) -> None:
        raise Refused("printer-in-trouble", "卡纸了。", "Jammed.")

    with pytest.raises(Refused, match="printer-in-trouble"):
        machine.do("print_out", key=key, ask=jammed)
    assert (machine.errand.state, machine.errand.prints) == ("ready", 0)
    asked: list[Errand] = []
    assert machine.do("print_out", key=key, ask=asked.append).prints == 1
    machine.do("print_out", key=key, ask=asked.append)
    assert len(asked) == 1, "the same press asks for one paper"


def test_printed_too_often_a_person_has_to_look(machine: Machine) -> None:
    to_print(machine)
    for _ in range(MOST_PRINTS):
        machine.do("print_out", key=uuid.uuid4())
    with pytest.raises(Refused, match="printed-often"):
        machine.do("print_out", key=uuid.uuid4())


def test_a_typed_number_shows_nothing_of_anybody(machine: Machine) -> None:
    for matter in ("record-print", "pension-query"):
        machine.begin(matter)
        with pytest.raises(Refused, match="card-needed-to-show"):
            machine.card(synthetic_number(OLD), card_read=False)


def test_at_night_nobody_can_look_so_the_card_is_needed(machine: Machine) -> None:
    machine.now = NIGHT
    machine.begin("photo-free")
    with pytest.raises(Refused, match="card-needed"):
        machine.card(synthetic_number(OLD), card_read=False)
    machine.card(synthetic_number(OLD))


def test_a_look_up_answers_from_its_source_and_is_over(machine: Machine) -> None:
    machine.begin("pension-query")
    machine.card(synthetic_number(OLD))
    assert machine.step == "answer"
    told = machine.do("ask_source")
    assert told.demonstration
    assert machine.errand.state == Errand.State.ANSWERED
    assert machine.do("ask_source") == told
    assert Event.objects.filter(thing="errand", verb="show-answer").count() == 1


def test_a_look_up_about_nobody_needs_no_card(machine: Machine) -> None:
    machine.begin("air-query")
    assert machine.step == "answer"
    assert machine.do("ask_source").lines


@pytest.mark.parametrize("how", ["fails", "hangs"])
def test_a_source_that_is_away_is_said_and_the_run_stays(
    machine: Machine, how: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import time

    monkeypatch.setattr(sources, "SECONDS", 0.2)

    def ask(*_: object) -> sources.Told:
        if how == "hangs":
            time.sleep(1)
        raise ConnectionError("the line is dead")

    sources.connect("pension", sources.Source(Text("养老保险", "Pension insurance"), ask))
    try:
        machine.begin("pension-query")
        machine.card(synthetic_number(OLD))
        with pytest.raises(sources.SourceAway) as away:
            machine.do("ask_source")
        assert "养老保险" in away.value.text.zh
        assert machine.errand.state == Errand.State.OPEN
    finally:
        sources.connect("pension", None)
    assert machine.do("ask_source").lines


@pytest.mark.parametrize("language", ["zh", "en"])
def test_receipt_and_print_come_on_paper_and_no_full_number_on_them(machine: Machine, language: str) -> None:
    number = synthetic_number(OLD)
    to_print(machine, number=number)
    run = machine.run
    receipt = receipt_sheet(run, address="http://127.0.0.1/e/x")
    told = sources.ask("social-insurance", run.holder, {}, run.day)
    record = record_sheet(run, told, address="http://127.0.0.1/e/x", at=run.now)
    for sheet in (receipt, record):
        assert errand_pdf(sheet, language).startswith(b"%PDF")
        assert errand_roll_pdf(sheet, language).startswith(b"%PDF")
        assert number not in repr(sheet)
    leaking = sources.Told(((Text("号", "number"), Text(number, number)),), run.day)
    with pytest.raises(FullNumberOnPaper):
        record_sheet(run, leaking, address="", at=run.now)
