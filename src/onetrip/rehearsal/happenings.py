"""What happened to people in a centre, out of its own events, as a stream: never all of a year at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from onetrip.centres.models import Centre

THINGS = ("ticket", "case", "refusal", "appointment", "errand", "kiosk-stay")
"""What somebody's way through the centre consists of."""


class Order(StrEnum):
    """In which order they come: as they happened, or all of one way behind each other."""

    TIME = "time"
    WAY = "way"


class Happening(NamedTuple):
    """An event of the house with what it belongs to.

    `way`: the visit, or for what led to none the thing itself. `resident`: whose matter it is; `proxy`: who came for
    them. `matter`: of a case or an errand. Everything that names somebody or something is still plain: pseudonyms are
    given by whoever writes it anywhere (`exporting`).
    """

    id: int
    at: datetime
    thing: str
    thing_id: str
    verb: str
    to_state: str
    actor: str
    data: dict[str, Any]
    way: str
    ticket: UUID | None
    appointment: UUID | None
    resident: UUID | None
    proxy: UUID | None
    matter: str | None


# Of each event the visit it belongs to, by primary keys alone. `thing_id` is a random id of 36 signs for each of these
# things; sums over many of them, such as contacts forgotten at night, go by the code of the centre and are no way.
_VISIT = """
CASE event.thing
    WHEN 'ticket' THEN (SELECT visit_id FROM lobby_ticket WHERE id = event.thing_id::uuid)
    WHEN 'case' THEN (SELECT visit_id FROM cases_case WHERE id = event.thing_id::uuid)
    WHEN 'refusal' THEN (SELECT visit_id FROM cases_record WHERE id = event.thing_id::uuid)
    WHEN 'appointment' THEN (
        SELECT ticket.visit_id FROM appointments_appointment booking
        JOIN lobby_ticket ticket ON ticket.id = booking.ticket WHERE booking.id = event.thing_id::uuid)
    WHEN 'errand' THEN (
        SELECT receipt.visit_id FROM kiosk_errand errand
        JOIN cases_receipt receipt ON receipt.id = errand.receipt_id WHERE errand.id = event.thing_id::uuid)
END
"""
_MATTER = """
CASE happened.thing
    WHEN 'case' THEN (SELECT matter FROM cases_case WHERE id = happened.thing_id::uuid)
    ELSE coalesce(happened.data ->> 'matter', '')
END
"""
_SQL = f"""
SELECT happened.id, at, thing, thing_id, verb, to_state, actor, data, coalesce(visit.id::text, thing || ' ' || thing_id) AS way,
    ticket.id, ticket.appointment, visit.resident_id, visit.proxy_id, {_MATTER}
FROM (
    SELECT event.*, {_VISIT} AS visit_id FROM ledger_event event
    WHERE centre = %(centre)s AND at >= %(first)s AND at < %(before)s AND thing = ANY(%(things)s) AND length(thing_id) = 36
    OFFSET 0
) happened
LEFT JOIN lobby_visit visit ON visit.id = happened.visit_id
LEFT JOIN lobby_ticket ticket ON ticket.visit_id = visit.id
"""  # noqa: S608 -- nothing but the constants above
_AT_ONCE = 5000


def happenings(centre: Centre, first: date, last: date, order: Order) -> Iterator[Happening]:
    """All events of people's ways from the day `first` to the day `last`, both counted, in a transaction of the caller.

    Times are on the centre's clock. Read by a cursor of the database: some thousand rows are held at a time.
    """
    begins, ends = (datetime.combine(day, time(), centre.zone) for day in (first, last + timedelta(days=1)))
    asked: dict[str, str | datetime | list[str]] = {
        "centre": centre.code,
        "first": begins,
        "before": ends,
        "things": list(THINGS),
    }
    columns = {Order.TIME: "at, happened.id", Order.WAY: "way, at, happened.id"}[order]
    with closing(connection.chunked_cursor()) as cursor:
        cursor.execute(f"{_SQL} ORDER BY {columns}", asked)
        while rows := cursor.fetchmany(_AT_ONCE):
            for row in rows:
                yield _happening(row, centre)


def _happening(row: tuple[Any, ...], centre: Centre) -> Happening:
    key, at, thing, thing_id, verb, to_state, actor, data, *rest = row
    told = json.loads(data) if isinstance(data, str) else data
    return Happening(key, at.astimezone(centre.zone), thing, thing_id, verb, to_state, actor, told, *rest)
