"""What stops the clock of a case and sets it going again: a paper asked for after all, a special procedure."""

from __future__ import annotations

import uuid
from datetime import date, datetime
from typing import Any

from onetrip.cases import clock
from onetrip.cases.actions.moving import MOST_NOTE, move, sentence
from onetrip.cases.models import Alarm, Case, Record, Stop
from onetrip.cases.procedures import name_of, procedures
from onetrip.cases.records import wording
from onetrip.cases.records.issuing import issue
from onetrip.cases.where import worked_at
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Malformed
from onetrip.ledger.words import one_line
from onetrip.planning import Limit


def ask_supplement(*, centre: str, case_id: uuid.UUID, papers: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """A paper is wanted after all; `papers` says in a sentence everything that is. The clock stops."""
    note = sentence(papers, field="papers")

    def stop(case: Case) -> dict[str, Any]:
        _stop(case, Stop.SUPPLEMENT, note, now)
        words = wording.supplement(case, settled(centre).centre.day_of(now), wanted=note, stops=True)
        return issue(case, Record.Kind.SUPPLEMENT, words, centre=centre, now=now, by=by)

    return move("ask-supplement", centre, case_id, stop, note, now=now, by=by, key=key)


def supplement(*, centre: str, case_id: uuid.UUID, now: datetime, by: str, key: uuid.UUID, note: str = "") -> Case:
    """The paper is here. The clock goes on, and the last day moves by the time it stood still."""
    line = one_line(note, MOST_NOTE)

    def go_on(case: Case) -> None:
        _go_on(case, line, now)

    return move("supplement", centre, case_id, go_on, line, now=now, by=by, key=key)


def begin_procedure(
    *,
    centre: str,
    case_id: uuid.UUID,
    procedure: str,
    reason: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    expected_on: date | None = None,
) -> Case:
    """A special procedure begins (one of `procedures`), and its time is not counted in the limit.

    Raises Malformed for a procedure that is not listed, without a reason, or with an end expected in the past.
    """
    if procedure not in procedures():
        raise Malformed(
            "procedure-unknown", "请选一种特别程序。", "Please choose a special procedure.", field="procedure"
        )
    if expected_on is not None and expected_on < settled(centre).centre.day_of(now):
        raise Malformed(
            "expected-past", "预计结束的那天已经过了。", "That day has passed already.", field="expected_on"
        )
    note = sentence(reason, field="reason")

    def stop(case: Case) -> dict[str, Any]:
        _stop(case, procedure, note, now, expected_on=expected_on)
        day = settled(centre).centre.day_of(now)
        words = wording.procedure(case, day, name=name_of(procedure), reason=note, expected=expected_on)
        given = issue(case, Record.Kind.PROCEDURE, words, centre=centre, now=now, by=by)
        return {"procedure": procedure, "expected": expected_on and expected_on.isoformat(), **given}

    return move("begin-procedure", centre, case_id, stop, note, now=now, by=by, key=key)


def end_procedure(*, centre: str, case_id: uuid.UUID, result: str, now: datetime, by: str, key: uuid.UUID) -> Case:
    """The special procedure is over; `result` says what came of it. The clock goes on."""
    note = sentence(result, field="result")

    def go_on(case: Case) -> dict[str, Any]:
        return {"procedure": _go_on(case, note, now)}

    return move("end-procedure", centre, case_id, go_on, note, now=now, by=by, key=key)


def _stop(case: Case, procedure: str, reason: str, now: datetime, *, expected_on: date | None = None) -> None:
    case.stops.create(procedure=procedure, reason=reason, began_at=now, expected_on=expected_on)
    case.clock_stopped_at = now


def _go_on(case: Case, result: str, now: datetime) -> str:
    """End the stop that is open, count the last days anew from acceptance on; which procedure it was."""
    procedure = end_stop(case, result, now)
    case.clock_stopped_at = None
    count_anew(case)
    return procedure


def end_stop(case: Case, result: str, now: datetime) -> str:
    """End the stop that is open, if one is; which procedure it was, "" for none."""
    stop = case.stops.filter(ended_at=None).first()
    if stop is None:
        return ""
    stop.ended_at, stop.result = (
        max(now, stop.began_at),
        result,
    )  # a clock that was set back ends nothing before it began
    stop.save(update_fields=["ended_at", "result"])
    return stop.procedure


def count_anew(case: Case) -> None:
    """Set the last days of a case by its limits, its stops and the calendar as announced now; the caller saves.

    Warnings begin anew where the day moved away.
    """
    place = settled(worked_at(case))
    day_of = place.centre.day_of
    accepted = day_of(case.accepted_at or case.received_at)
    stops = [
        clock.Stop(day_of(stop.began_at), day_of(stop.ended_at))
        for stop in case.stops.all()
        if stop.ended_at is not None
    ]
    if case.limit is not None:
        due = clock.last_day(Limit(case.limit["days"], case.limit["unit"]), accepted, stops, place.calendar)
        if due.day != case.due_on:
            case.alarm = Alarm.NONE
        case.due_on, case.due_certain = due.day, due.certain
    if case.legal_limit is not None:
        legal = Limit(case.legal_limit["days"], case.legal_limit["unit"])
        case.legal_due_on = clock.last_day(legal, accepted, stops, place.calendar).day
