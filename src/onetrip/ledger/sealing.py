"""The hash chain over events, one per centre: whoever changes or removes a sealed event breaks every seal after it.

What a seal covers is the event as PostgreSQL writes it (`CONTENT`), so that sealing and verifying read text and compute
nothing but digests: a year of a centre is verified in seconds. `verifying` walks the chains, `heads` says how far they go,
`exporting` writes them to files that can be verified without this house.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from datetime import datetime

from django.db import connection, transaction

START = "0" * 64
"""What stands before the first event of a chain."""
FORM = 2
"""How the seals that are made now are computed; older seals keep the form they were made in."""
LATE = 10_000
"""How many events back the minute's look goes for one that committed late; once a day the whole ledger is looked through."""

CONTENT = (
    "jsonb_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"'), e.centre, e.actor, e.thing, "
    "e.thing_id, e.verb, e.from_state, e.to_state, e.data, e.public, e.public IS NULL)::text"
)
"""SQL: every column of the event `e` as one line of JSON, the same on every server whatever its settings."""

_LAST = "SELECT position, digest FROM ledger_seal WHERE centre = %s ORDER BY position DESC LIMIT 1"
_UNSEALED = f"""
SELECT e.id, {CONTENT} FROM ledger_event e
WHERE e.centre = %s AND e.id > %s AND NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.event_id = e.id)
ORDER BY e.id LIMIT %s
"""  # noqa: S608 -- our own words
_SEAL = """
INSERT INTO ledger_seal (event_id, centre, position, digest, form)
SELECT u.event_id, %s, %s + u.nth, u.digest, %s
FROM unnest(%s::bigint[], %s::text[]) WITH ORDINALITY AS u (event_id, digest, nth) ORDER BY u.nth
"""
_WAITING = """
SELECT DISTINCT e.centre FROM ledger_event e
WHERE e.id > %s AND NOT EXISTS (SELECT 1 FROM ledger_seal s WHERE s.event_id = e.id) ORDER BY e.centre
"""
_NEWEST = """
SELECT coalesce(max(event_id), 0) FROM ledger_seal
WHERE event_id <= (SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM ledger_event_id_seq)
"""
_CENTRES = """
WITH RECURSIVE found AS (
  (SELECT centre FROM ledger_seal ORDER BY centre LIMIT 1)
  UNION ALL
  SELECT (SELECT s.centre FROM ledger_seal s WHERE s.centre > found.centre ORDER BY s.centre LIMIT 1) FROM found
  WHERE found.centre IS NOT NULL
) SELECT centre FROM found WHERE centre IS NOT NULL
"""


def digest(previous: str, content: str, form: int = FORM) -> str:
    """SHA-256, hexadecimal, over the previous digest and the event's `content`, in the `form` of the seal.

    Raises ValueError for a form that nobody knows, or content that is none.
    """
    if form == FORM:
        return hashlib.sha256((previous + content).encode()).hexdigest()
    if form == 1:
        return hashlib.sha256((previous + _first_form(content)).encode()).hexdigest()
    raise ValueError(f"no such form of a seal: {form}")


def _first_form(content: str) -> str:
    """The content as the first seals had it: written by Python, with the time in its own way and without the last column."""
    columns = json.loads(content)[:-1]
    columns[1] = datetime.fromisoformat(columns[1]).isoformat()
    return json.dumps(columns, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def seal(centre: str, *, beyond: int = 0, most: int = 10_000) -> int:
    """Seal the committed events of `centre` with numbers above `beyond` that have no seal yet; returns how many.

    Events are sealed in the order of their ids among those visible, `most` in a transaction; one that commits late is
    sealed by a later call, so the chain is in sealing order, and none is ever left out. An advisory lock keeps two sealers
    of one centre apart.
    """
    sealed = 0
    while True:
        numbers = _seal_some(centre, beyond, most)
        sealed += len(numbers)
        if len(numbers) < most:
            return sealed
        beyond = numbers[-1]  # what lies before is done: looking at it again would take longer with every batch


def _seal_some(centre: str, beyond: int, most: int) -> list[int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [f"seal:{centre}"])
        cursor.execute(_LAST, [centre])
        position, previous = cursor.fetchone() or (0, START)
        cursor.execute(_UNSEALED, [centre, beyond, most])
        numbers, digests = [], []
        for number, content in cursor.fetchall():
            previous = digest(previous, content)
            numbers.append(number)
            digests.append(previous)
        if numbers:
            cursor.execute(_SEAL, [centre, position, FORM, numbers, digests])
        return numbers


def waiting(*, beyond: int = 0) -> list[str]:
    """The centres that have events without a seal, among those numbered above `beyond`."""
    with connection.cursor() as cursor:
        cursor.execute(_WAITING, [beyond])
        return [centre for (centre,) in cursor.fetchall()]


def lately() -> int:
    """Where the minute's look begins: `LATE` events before the newest one of this database that is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST)
        (newest,) = cursor.fetchone()
        return max(int(newest) - LATE, 0)


def sealed_centres() -> Iterator[str]:
    """The centres that have a chain, in order; "" is what belongs to no centre."""
    with connection.cursor() as cursor:
        cursor.execute(_CENTRES)
        found = cursor.fetchall()
    return (centre for (centre,) in found)
