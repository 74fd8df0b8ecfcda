"""Somebody comes through the door and draws a number."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import Q
from psycopg.types.json import Jsonb

from onetrip.advice import queries as advice
from onetrip.advice.models import Slip
from onetrip.centres.opening import is_open, next_opening
from onetrip.centres.queries import Settled, settled
from onetrip.ledger import drill, events, requests, rows
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import queries
from onetrip.lobby.actions.ending import leave_elsewhere, left_elsewhere
from onetrip.lobby.actions.issuing import OnPaper, paper_at_first, put_out
from onetrip.lobby.actions.returning import come_back
from onetrip.lobby.actions.tidal import raise_alert
from onetrip.lobby.models import Ticket, Visit
from onetrip.lobby.priorities import RETURNING, Priorities, Priority
from onetrip.lobby.waiting import Waits
from onetrip.lobby.weights import priorities_of
from onetrip.people.identity import read_number
from onetrip.people.models import Resident
from onetrip.planning import Plan, Standing
from onetrip.walls.scope import everywhere

PREFIX, BOOKED_PREFIX = "A", "Y"
"""All who come by themselves stand in one line, with a slip or without; who has an appointment is called Y."""

# One statement: the next number from the counter row (whoever else draws waits for its lock until this transaction
# ends), the visit, and the ticket with the estimate told. The visit's foreign keys are checked at commit. The counter
# also keeps the latest moment at which a number was drawn, so that a clock set back lets nobody pass those who came
# before; what a booking counts is moved along with it. `queue_at` is `choosing.place_in_line`.
_DRAW = f"""
WITH counter AS (
    INSERT INTO lobby_ticketcounter (centre_id, day, prefix, last, last_at)
    VALUES (%(centre)s, %(day)s, %(prefix)s, 1, %(now)s)
    ON CONFLICT (centre_id, day, prefix) DO UPDATE
    SET last = lobby_ticketcounter.last + 1, last_at = greatest(lobby_ticketcounter.last_at, excluded.last_at)
    RETURNING last, last_at
), place AS (
    SELECT last_at AS since, last_at - %(head_start)s::interval AS counts_since,
        last_at - greatest(%(credit)s::interval, %(head_start)s::interval) AS queue_at FROM counter
), visit AS (
    INSERT INTO lobby_visit (id, centre_id, day, resident_id, slip_id, wanted, accepted, arrived_at, outcome)
    VALUES (%(visit)s, %(centre)s, %(day)s, %(resident)s, %(slip)s, %(wanted)s, '[]', %(now)s, '')
), line AS (
    SELECT count(*) AS ahead FROM lobby_ticket
    WHERE centre_id = %(centre)s AND day = %(day)s AND queue_at <= (SELECT queue_at FROM place)
      AND (state = 'waiting' OR state = 'unissued' AND paper = 'printing')
)
INSERT INTO lobby_ticket (id, centre_id, visit_id, day, prefix, serial, state, paper, reason, drawn_at, waits_since,
                          credit_minutes, appointment, appointment_at, counts_since, queue_at, soonest_minutes,
                          estimate_minutes, latest_minutes, told_from, calls)
SELECT %(ticket)s, %(centre)s, %(visit)s, %(day)s, %(prefix)s, counter.last, %(state)s, %(paper)s, %(reason)s, %(now)s,
       place.since, %(credit_minutes)s, %(appointment)s, %(booked_at)s,
       place.counts_since, place.queue_at,
       (%(soonest)s::int[])[told], (%(likely)s::int[])[told], (%(latest)s::int[])[told], %(told_from)s, 0
FROM counter, place, line, least(line.ahead + 1, %(places)s) AS told
RETURNING {rows.columns(Ticket, "lobby_ticket")}
"""  # noqa: S608 -- names of columns, from the model


@dataclass(frozen=True)
class Booked:
    """A booking that was checked in: its id, its half hour, and since when who has it counts as waiting."""

    id: uuid.UUID
    at: datetime
    counts_since: datetime


@dataclass(frozen=True)
class _Comer:
    """What is known of somebody at the door before a number is drawn."""

    slip_id: uuid.UUID | None
    resident_id: uuid.UUID | None
    wanted: tuple[str, ...]
    reason: str
    booked: Booked | None
    after_hours: bool


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
    booked: Booked | None = None,
    wanted: Sequence[str] = (),
    on_paper: OnPaper | None = None,
) -> Ticket:
    """Begin a visit and draw its number in the centre with code `centre`.

    With `on_paper` the number is put out by that printer: ticket and print job are one act, and the number stands in
    the queue only once the paper is there (see `lobby.printing`).

    `reason` is a code of `lobby.priorities`; from a certain age it comes by itself when the resident is known, and for
    who was here lately and went without everything. Whoever is in the hall already, known by slip or resident, gets the
    number they have, and is back in the queue with it (`come_back`); to give one person two, draw the second with neither.
    A visit with the slip to another centre ends there (`leave_elsewhere`), and a number is drawn here. Whoever is `booked`
    (the room of appointments has checked it in) stands where that says, see `choosing.place_in_line`, and comes for
    `wanted` beside what is on the slip.

    Raises Refused when the doors are closed, unless staff say `after_hours` (every number taken is served); NotFound for a
    slip or resident that does not exist; Malformed for an unknown reason.
    """
    place = settled(centre)
    if reason:
        refuse_unknown_reason(centre, reason)
    comer = _Comer(slip_id, resident_id, tuple(wanted), reason, booked, after_hours)
    try:
        return _arrive(place, comer, on_paper, now=now, by=by, key=key)
    except IntegrityError as error:
        if "visit_one_open_per_slip" not in str(error):
            raise
        # The same slip was scanned at another machine in the same moment: that one's number is now to be found.
        return _arrive(place, comer, on_paper, now=now, by=by, key=key)


def refuse_unknown_reason(centre: str, reason: str) -> None:
    """Raise Malformed for a reason that is none of the centre's priorities, or that nobody may simply say."""
    if reason not in priorities_of(centre).by_code:
        raise Malformed("reason-unknown", "没有这种优先原因。", "There is no such reason for priority.", field="reason")


def _arrive(
    place: Settled, comer: _Comer, on_paper: OnPaper | None, *, now: datetime, by: str, key: uuid.UUID
) -> Ticket:
    """The number that they have, or a new one; in one transaction with what leads to it."""
    ticket_id, code, day = uuid.uuid4(), place.centre.code, place.centre.day_of(now)
    with transaction.atomic():
        earlier = requests.claim(key, action=f"arrive {code}", actor=by, now=now, result={"ticket": str(ticket_id)})
        if earlier is not None:
            return Ticket.objects.get(pk=earlier["ticket"])
        theirs = queries.open_ticket_of(code, day, comer.slip_id, comer.resident_id)
        if theirs is not None:
            requests.answer(key, {"ticket": str(theirs.pk)})
            further = requests.further(key, "come-back")
            return come_back(centre=code, ticket_id=theirs.pk, now=now, by=by, key=further)
        if not comer.after_hours:
            _refuse_when_closed(place, now)
        comer = _look_at(place, comer, day)
        left = leave_elsewhere(centre=code, slip_id=comer.slip_id, day=day, now=now, by=by, key=key)
        ticket = _draw(place, day, ticket_id, comer, now, paper_at_first(on_paper))
        _record(ticket, comer, left, now=now, by=by)
        if on_paper is not None:
            put_out(ticket, on_paper, now=now, by=by)
        raise_alert(place.centre, ticket.estimate_minutes, now=now, by=by)
    return ticket


def _record(ticket: Ticket, comer: _Comer, left: list[Ticket], *, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=ticket.centre_id,
        actor=by,
        thing="ticket",
        thing_id=ticket.pk,
        verb="draw",
        to_state=ticket.state,
        data={
            "number": ticket.number,
            "slip": comer.slip_id is not None,
            "reason": comer.reason,
            "minutes": ticket.credit_minutes,
            "appointment": comer.booked is not None,
            **left_elsewhere(left),
        },
        # A number that is not in the queue yet changes no screen of the hall.
        public={"changed": True} if ticket.state == Ticket.State.WAITING else None,
    )


def _draw(place: Settled, day: date, ticket_id: uuid.UUID, comer: _Comer, now: datetime, paper: Ticket.Paper) -> Ticket:
    minutes, booked = priorities_of(place.centre.code).minutes(comer.reason), comer.booked
    ticket = rows.one(
        Ticket,
        _DRAW,
        {
            "centre": place.centre.code,
            "day": day,
            "prefix": drill.number_prefix(PREFIX if booked is None else BOOKED_PREFIX),
            "state": Ticket.State.WAITING if paper == Ticket.Paper.NONE else Ticket.State.UNISSUED,
            "paper": paper,
            "visit": uuid.uuid4(),
            "ticket": ticket_id,
            "resident": comer.resident_id,
            "slip": comer.slip_id,
            "wanted": Jsonb(comer.wanted),
            "reason": comer.reason,
            "now": now,
            "credit": timedelta(minutes=minutes),
            "credit_minutes": minutes,
            "appointment": booked and booked.id,
            "booked_at": booked and booked.at,
            "head_start": booked and now - booked.counts_since,
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


def _look_at(place: Settled, comer: _Comer, day: date) -> _Comer:
    """Who comes and what for, from the slip and the ID number, where there is one."""
    wanted, resident_id, reason = comer.wanted, comer.resident_id, comer.reason
    if comer.slip_id is not None:
        with everywhere(advice.HONOURED):
            slip = Slip.objects.filter(pk=comer.slip_id).first()
        if slip is None:
            raise NotFound("slip-unknown", "没有这张小贴士。", "There is no such slip.")
        resident_id = resident_id or slip.resident_id
        wanted = tuple(dict.fromkeys([*wanted_by(slip), *wanted]))
    if not reason:
        reason = reason_by_itself(place.centre.code, comer.slip_id, resident_id, day)
    return replace(comer, wanted=wanted, resident_id=resident_id, reason=reason)


def reason_by_itself(centre: str, slip_id: uuid.UUID | None, resident_id: uuid.UUID | None, day: date) -> str:
    """The priority that comes without asking, the weightier of age and coming back; "" without one. Raises NotFound."""
    weights = priorities_of(centre)
    fitting = [_by_age(weights, resident_id, day), _returning(weights, centre, slip_id, resident_id, day)]
    found = max((one for one in fitting if one is not None), key=lambda one: one.minutes, default=None)
    return found.code if found else ""


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


def _by_age(weights: Priorities, resident_id: uuid.UUID | None, day: date) -> Priority | None:
    if resident_id is None:
        return None
    with everywhere("whoever comes for the first time has nothing here yet"):
        resident = Resident.objects.filter(pk=resident_id).first()
    if resident is None:
        raise NotFound("resident-unknown", "没有这位居民的记录。", "There is no record of this resident.")
    born = read_number(str(resident.number), day=day).birth_date
    return weights.for_age(day.year - born.year - ((day.month, day.day) < (born.month, born.day)))


def _returning(
    weights: Priorities, centre: str, slip_id: uuid.UUID | None, resident_id: uuid.UUID | None, day: date
) -> Priority | None:
    """Coming back is known by the same slip or the same resident, whose last visit did not finish what it was for."""
    rule = weights.by_code[RETURNING]
    if rule.within_days is None or (slip_id is None and resident_id is None):
        return None
    same = Q(slip_id=slip_id) if slip_id else Q()
    same |= Q(resident_id=resident_id) if resident_id else Q()
    earlier = Visit.objects.filter(same, centre_id=centre, day__gte=day - timedelta(days=rule.within_days))
    last = earlier.exclude(finished_at=None).order_by("-finished_at").values_list("outcome", flat=True).first()
    return rule if last in ("part", "none") else None


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
