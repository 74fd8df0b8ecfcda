"""One step of a delivery: what every verb shares. The row of the case is the lock; the delivery's row comes after it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from onetrip.cases.actions.moving import record
from onetrip.cases.delivering.lifecycle import DELIVERY
from onetrip.cases.delivering.models import Delivery, Way
from onetrip.cases.delivering.showing import WAYS
from onetrip.cases.lifecycle import CASE
from onetrip.cases.models import Case, HandOverLine, Record
from onetrip.cases.notices import after_step
from onetrip.cases.records import wording
from onetrip.cases.records.issuing import issue
from onetrip.centres.queries import settled
from onetrip.ledger import events
from onetrip.ledger.refusals import Refused


def row_of(case: Case) -> Delivery:
    """The delivery of a locked case; a new one, not written yet, where there is none: collected at a window."""
    row = Delivery.objects.select_for_update().filter(case=case).first() or Delivery()
    row.case = case
    return row


def step(
    row: Delivery, verb: str, *, centre: str, now: datetime, by: str, note: str = "", **more: str | int | bool | None
) -> None:
    """Move the delivery one step, write its row and its event. In the caller's transaction. Raises Refused."""
    before, row.state = row.state, DELIVERY.move(verb, row.state, row.case.number)
    row.save()
    tell(row, verb, before, centre=centre, now=now, by=by, note=note, **more)


def tell(
    row: Delivery, verb: str, before: str, *, centre: str, now: datetime, by: str, **more: str | int | bool | None
) -> None:
    """The event of something done about a delivery, and what the resident is told of it; nothing personal in either."""
    case = row.case
    if row.state != Delivery.State.DONE:
        until = date.fromisoformat(str(more["until"])[:10]) if more.get("until") else None
        after_step(case, verb, now=now, where=str(more.get("door") or more.get("waybill") or ""), until=until)
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="delivery",
        thing_id=row.pk,
        verb=verb,
        from_state=before,
        to_state=row.state,
        data={"number": case.number, "way": row.way, "at": case.collect_at_id, **more},
        public={"changed": True},
    )


def finish(
    row: Delivery, verb: str, *, centre: str, now: datetime, by: str, note: str = "", more: dict[str, Any] | None = None
) -> None:
    """The result is in the resident's hands: the delivery is done, its address forgotten, and the case delivered.

    In the caller's transaction, with the case locked. Raises Refused.
    """
    case = row.case
    state, before = CASE.move("deliver", case.state, case.number), case.state
    row.state = DELIVERY.move(verb, row.state, case.number)
    row.ended_at, row.address = now, None
    row.save()
    case.state, case.delivered_at = state, max(now, case.completed_at or now)
    told = {"way": row.way, "taken_by": row.taken_by, "signed": row.signature is not None, **(more or {})}
    if not told.get("on_the_spot"):  # then the receipt says it all
        words = wording.delivery(case, settled(centre).centre.day_of(now), how=WAYS[Way(row.way)], note=note)
        told |= issue(case, Record.Kind.DELIVERY, words, centre=centre, now=now, by=by)
    record(case, "deliver", before, centre=centre, note=note, now=now, by=by, more=told)
    after_step(case, "send" if verb == "send" else "deliver", now=now)


def refuse_in_a_parcel(case: Case) -> None:
    """Raise Refused while the result is on a list between centres."""
    if HandOverLine.objects.filter(case=case, of=HandOverLine.Of.RESULT, is_under_way=True).exists():
        raise Refused(
            "result-on-a-list",
            f"{case.number} 的结果在一张交接单上，先从单子拿下来，或等它到。",
            f"The result of {case.number} is on a hand-over list: take it off first, or wait until it is there.",
        )


def result_is_there(case: Case, *, centre: str, now: datetime, by: str) -> None:
    """The result of a case has come to `centre`: where it is handed over from there, it is ready; what is electronic is sent.

    In the transaction that brought it, with the case locked; asked again it changes nothing.
    """
    if case.state != Case.State.COMPLETED:
        return
    row = row_of(case)
    if row.state != Delivery.State.WAITING:
        return
    if row.way == Way.ELECTRONIC:
        row.ready_at = now
        finish(row, "send", centre=centre, now=now, by=by)
    elif case.result_at_id == case.collect_at_id:
        row.ready_at = now
        step(row, "be-ready", centre=centre, now=now, by=by)
