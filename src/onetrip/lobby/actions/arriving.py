"""Somebody comes through the door and draws a number."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from psycopg.types.json import Jsonb

from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.centres.opening import is_open, next_opening
from onetrip.centres.queries import Settled, settled
from onetrip.ledger import events, requests, rows
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import priorities, queries
from onetrip.lobby.models import Ticket
from onetrip.lobby.waiting import Waits
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.planning import Plan, Standing

PREFIX = "A"
"""All who come by themselves stand in one line, with a slip or without; Y is kept for appointments."""

# One statement: the next number from the counter row (whoever else draws waits for its lock until this transaction
# ends), the visit, and the ticket with the estimate told. The visit's foreign keys are checked at commit.
_DRAW = f"""
WITH counter AS (
    INSERT INTO lobby_ticketcounter (centre_id, day, prefix, last) VALUES (%(centre)s, %(day)s, %(prefix)s, 1)
    ON CONFLICT (centre_id, day, prefix) DO UPDATE SET last = lobby_ticketcounter.last + 1
    RETURNING last
), visit AS (
    INSERT INTO lobby_visit (id, centre_id, day, resident_id, slip_id, wanted, accepted, arrived_at, outcome)
    VALUES (%(visit)s, %(centre)s, %(day)s, %(resident)s, %(slip)s, %(wanted)s, '[]', %(now)s, '')
), line AS (
    SELECT count(*) AS ahead FROM lobby_ticket
    WHERE centre_id = %(centre)s AND day = %(day)s AND state = 'waiting' AND queue_at <= %(queue_at)s
)
INSERT INTO lobby_ticket (id, centre_id, visit_id, day, prefix, serial, state, reason, drawn_at, queue_at,
                          soonest_minutes, estimate_minutes, latest_minutes, told_from, calls)
SELECT %(ticket)s, %(centre)s, %(visit)s, %(day)s, %(prefix)s, counter.last, 'waiting', %(reason)s, %(now)s,
       %(queue_at)s, (%(soonest)s::int[])[place], (%(likely)s::int[])[place], (%(latest)s::int[])[place],
       %(told_from)s, 0
FROM counter, line, least(line.ahead + 1, %(places)s) AS place
RETURNING {rows.columns(Ticket, "lobby_ticket")}
"""  # noqa: S608 -- names of columns, from the model


@dataclass(frozen=True)
class _Comer:
    """What is known of somebody at the door before a number is drawn."""

    slip_id: uuid.UUID | None
    resident_id: uuid.UUID | None
    wanted: tuple[str, ...]
    reason: str


def arrive(
    *,
    centre: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    slip_id: uuid.UUID | None = None,
    resident_id: uuid.UUID | None = None,
    reason: str = "",
    after_hours: bool = False,
) -> Ticket:
    """Begin a visit and draw its number in the centre with code `centre`.

    `reason` is a code of `lobby.priorities`; from a certain age it comes by itself when the resident is known. A slip
    whose visit of today is not over gives the same ticket again. Raises Refused when the doors are closed, unless staff
    say `after_hours` (every number taken is served); NotFound for a slip or resident that does not exist; Malformed for
    an unknown reason.
    """
    place = settled(centre)
    if not after_hours:
        _refuse_when_closed(place, now)
    day = place.centre.day_of(now)
    if reason and reason not in priorities.BY_CODE:
        raise Malformed("reason-unknown", "没有这种优先原因。", "There is no such reason for priority.", field="reason")
    try:
        return _arrive(place, day, slip_id, resident_id, reason, now=now, by=by, key=key)
    except IntegrityError as error:
        if "visit_one_open_per_slip" not in str(error):
            raise
        # The same slip was scanned at another machine in the same moment: that one's number is now to be found.
        return _arrive(place, day, slip_id, resident_id, reason, now=now, by=by, key=key)


def _arrive(
    place: Settled,
    day: date,
    slip_id: uuid.UUID | None,
    resident_id: uuid.UUID | None,
    reason: str,
    *,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> Ticket:
    ticket_id = uuid.uuid4()
    with transaction.atomic():
        earlier = requests.claim(
            key, action=f"arrive {place.centre.code}", actor=by, now=now, result={"ticket": str(ticket_id)}
        )
        if earlier is not None:
            return Ticket.objects.get(pk=earlier["ticket"])
        if slip_id is not None and (open_ticket := queries.open_ticket_of_slip(slip_id, day)):
            requests.answer(key, {"ticket": str(open_ticket.pk)})
            return open_ticket
        comer = _look_at(slip_id, resident_id, reason, day)
        ticket = _draw(place, day, ticket_id, comer, now)
        events.record(
            now=now,
            centre=place.centre.code,
            actor=by,
            thing="ticket",
            thing_id=ticket_id,
            verb="draw",
            to_state=ticket.state,
            data={"number": ticket.number, "slip": comer.slip_id is not None, "reason": comer.reason},
            public={"changed": True},
        )
    return ticket


def _draw(place: Settled, day: date, ticket_id: uuid.UUID, comer: _Comer, now: datetime) -> Ticket:
    earlier = priorities.BY_CODE[comer.reason].minutes if comer.reason else 0
    ticket = rows.one(
        Ticket,
        _DRAW,
        {
            "centre": place.centre.code,
            "day": day,
            "prefix": PREFIX,
            "visit": uuid.uuid4(),
            "ticket": ticket_id,
            "resident": comer.resident_id,
            "slip": comer.slip_id,
            "wanted": Jsonb(comer.wanted),
            "reason": comer.reason,
            "now": now,
            "queue_at": now - timedelta(minutes=earlier),
            **_told(queries.waits(place.centre, now)),
        },
    )
    if ticket is None:
        raise RuntimeError("drawing a number gave none")
    return ticket


def _told(waits: Waits) -> dict[str, object]:
    """The waits by place in line, as the statement takes them; without a window that calls there are none."""
    return {
        "places": len(waits.table),
        "soonest": [wait.soonest for wait in waits.table],
        "likely": [wait.likely for wait in waits.table],
        "latest": [wait.latest for wait in waits.table],
        "told_from": waits.learnt_at,
    }


def _look_at(slip_id: uuid.UUID | None, resident_id: uuid.UUID | None, reason: str, day: date) -> _Comer:
    """Who comes and what for, from the slip and the ID number, where there is one."""
    wanted: tuple[str, ...] = ()
    if slip_id is not None:
        slip = Slip.objects.filter(pk=slip_id).first()
        if slip is None:
            raise NotFound("slip-unknown", "没有这张小贴士。", "There is no such slip.")
        resident_id = resident_id or slip.resident_id
        wanted = wanted_by(slip)
    if resident_id is not None and not reason:
        reason = _priority_by_age(resident_id, day)
    return _Comer(slip_id, resident_id, wanted, reason)


def wanted_by(slip: Slip) -> tuple[str, ...]:
    """The matters that somebody with this slip comes for this time: those of the first planned visit that is not done.

    Whoever was told to come twice has not failed the first time by leaving the rest for the second.
    """
    plan = advice.read(slip).plan
    done = queries.accepted_with(slip.pk)
    left = [matter for matter in came_for(plan) if matter not in done]
    planned = ([matter for matter in left if matter in visit.matters] for visit in plan.schedule)
    return tuple(next((these for these in planned if these), left))


def came_for(plan: Plan) -> tuple[str, ...]:
    """The matters of a slip that a window can do: those asked for and what they need first, decided or to be confirmed there."""
    return tuple(
        item.matter
        for item in plan.items
        if (item.wanted or item.first_for)
        and item.standing in (Standing.NOW, Standing.UNDECIDED)
        and "window" in item.channels
    )


def _priority_by_age(resident_id: uuid.UUID, day: date) -> str:
    resident = Resident.objects.filter(pk=resident_id).first()
    if resident is None:
        raise NotFound("resident-unknown", "没有这位居民的记录。", "There is no record of this resident.")
    born = read_number(str(resident.number), day=day).birth_date
    age = day.year - born.year - ((day.month, day.day) < (born.month, born.day))
    priority = priorities.for_age(age)
    return priority.code if priority else ""


def _refuse_when_closed(place: Settled, now: datetime) -> None:
    local = place.centre.local(now)
    if place.centre.numbers_at_any_hour or is_open(place.hours, place.calendar, local):
        return
    opens = next_opening(place.hours, place.calendar, local)
    when_zh = f"{opens.month} 月 {opens.day} 日 {opens:%H:%M} 开门" if opens else "开门时间请问 12345"
    when_en = f"We open on {opens:%A}, {opens:%d %B} at {opens:%H:%M}" if opens else "Please ask 12345 when we open"
    raise Refused(
        "closed",
        f"现在不在办理时间，取不了号。{when_zh}。",
        f"We are closed now, so no number can be drawn. {when_en}.",
    )
