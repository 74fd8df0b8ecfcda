"""What was accepted on a look-up: the clock repeats it until the store answers, or long enough."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable, Collection
from datetime import date, datetime, timedelta

from django.db import connection, transaction

from onetrip.centres.queries import settled
from onetrip.ledger import events
from onetrip.licences import asking, gate, registry
from onetrip.licences.actions.looking import enquiry, settle
from onetrip.licences.base import Trouble
from onetrip.licences.lifecycle import LOOKUP
from onetrip.licences.models import Basis, Lookup
from onetrip.licences.retrying import BY_CLOCK, Asked
from onetrip.licences.schedule import LOOKS_FOR, next_try
from onetrip.people.crypto import Undecipherable
from onetrip.people.identity import read_number

log = logging.getLogger("onetrip.licences")

CLAIM = timedelta(minutes=2)
"""How long one process may take over a look-up before another tries."""

SECONDS = 4.0
_STEPS = {Lookup.State.FOUND: "find", Lookup.State.NONE: "miss", Lookup.State.UNUSABLE: "find-invalid"}

# A claim is the next try put off: whoever dies meanwhile has lost nothing but that time.
_CLAIM = """
UPDATE licences_lookup SET next_at = %(until)s
WHERE id IN (
    SELECT id FROM licences_lookup WHERE state = 'waiting' AND next_at <= %(now)s
    ORDER BY next_at LIMIT %(most)s FOR UPDATE SKIP LOCKED)
RETURNING id
"""


def keep_looking(*, lookups: Collection[Lookup], now: datetime, by: str) -> None:
    """The clock goes on with look-ups that got no answer, in the caller's transaction; one that waits already, waits on.
    Raises Refused for one that was answered."""
    rows = Lookup.objects.select_for_update().filter(pk__in=[one.pk for one in lookups]).order_by("pk")
    for row in rows:
        if row.state == Lookup.State.WAITING:
            continue
        _step(row, "wait", centre=row.centre, now=now, by=by)
        row.waits_since, row.next_at = now, next_try(0, now, random.random())  # noqa: S311 -- it spreads load
        row.save(update_fields=["state", "waits_since", "next_at"])


def stop_looking(*, lookups: Collection[int], now: datetime, by: str) -> None:
    """Nobody needs these any more (the paper came, the case is over), in the caller's transaction; others stay as they are."""
    rows = Lookup.objects.select_for_update().filter(pk__in=lookups, state=Lookup.State.WAITING).order_by("pk")
    for row in rows:
        _step(row, "drop", centre=row.centre, now=now, by=by)
        row.next_at = None
        row.save(update_fields=["state", "next_at"])


def repeat_due(*, now: datetime, by: str, most: int = 20, chance: Callable[[], float] = random.random) -> int:
    """Ask again for up to `most` look-ups whose time has come; how many were settled. Safe to run twice at once."""
    store = registry.store()
    if store is None:
        return 0
    given_up = _give_up_old(now, by)
    if gate.rests_until(store.name, now) is not None:
        return given_up  # what is due stays due until the store has had its rest
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, {"now": now, "until": now + CLAIM, "most": most})
        claimed = sorted(row[0] for row in cursor.fetchall())
    return given_up + sum(_repeat(pk, now, by, chance) for pk in claimed)


def _give_up_old(now: datetime, by: str) -> int:
    """The store was asked for long enough, or was away all the time: whoever accepted on it is to ask for the paper."""
    with transaction.atomic():
        old = Lookup.objects.filter(state=Lookup.State.WAITING, waits_since__lte=now - LOOKS_FOR).order_by("pk")
        rows = list(old.select_for_update(skip_locked=True)[:200])
        for row in rows:
            _step(row, "give-up", centre=row.centre, now=now, by=by)
            row.next_at = None
            row.save(update_fields=["state", "next_at"])
    return len(rows)


def _repeat(pk: int, now: datetime, by: str, chance: Callable[[], float]) -> bool:
    row = _row(pk)
    store = registry.store()
    if row is None or store is None:
        return False
    day = settled(row.centre).centre.day_of(now)
    holder = read_number(str(row.resident.number), day=day)
    asked = asking.ask(
        store,
        [enquiry(row.licence, holder, day, row.purpose, Basis.PROMISED)],
        now=now,
        seconds=SECONDS,
        patience=BY_CLOCK,
        chance=chance,
    )[0]
    if asked.trouble is Trouble.LEFT_ALONE:
        return False  # nobody asked, so that it was no try
    return _note(pk, asked, day, now, by, chance)


def _row(pk: int) -> Lookup | None:
    try:
        return Lookup.objects.select_related("resident").get(pk=pk)
    except Undecipherable:
        # Written with another key: it can be asked for nobody. It is given up when its time is over, as any other.
        log.warning("look-up %s is of a resident whose number cannot be read", pk)
        return None


def _note(pk: int, asked: Asked, day: date, now: datetime, by: str, chance: Callable[[], float]) -> bool:
    """Whether it is settled by what came of one more try. Dropped meanwhile, nothing is written."""
    with transaction.atomic():
        row = Lookup.objects.select_for_update().filter(pk=pk, state=Lookup.State.WAITING).first()
        if row is None:
            return False
        row.tries = min(row.tries + 1, 32000)
        if asked.held is None:
            row.trouble = asked.trouble.value if asked.trouble else ""
            row.next_at = next_try(row.tries, now, chance())
        else:
            before = row.state
            settle(row, asked.held, day, now)
            after, row.state = Lookup.State(row.state), before
            _step(row, _STEPS[after], centre=row.centre, now=now, by=by)
        row.save()
    return row.state != Lookup.State.WAITING


def _step(row: Lookup, verb: str, *, centre: str, now: datetime, by: str) -> None:
    """One step of its life, with its event; the caller writes the row."""
    before, row.state = row.state, LOOKUP.move(verb, row.state, str(row.pk))
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="licence-lookup",
        thing_id=row.pk,
        verb=verb,
        from_state=before,
        to_state=row.state,
        data={"tries": row.tries, "trouble": row.trouble},
    )
