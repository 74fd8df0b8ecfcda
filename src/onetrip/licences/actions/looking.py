"""A look into the store for a resident who is there: what was said before is used, the rest is asked, everything is recorded."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, Refused
from onetrip.licences import asking, registry
from onetrip.licences.base import Enquiry, Held
from onetrip.licences.judging import judge
from onetrip.licences.models import Basis, Lookup
from onetrip.licences.retrying import AT_WINDOW, Asked
from onetrip.people.identity import Identity, read_number
from onetrip.people.models import Resident

SECONDS = 2.5
"""The most that whoever stands there waits for all licences together (example)."""

KEPT = timedelta(minutes=15)
"""How long an answer is used again, and kept at all; one that says no is asked again each time (example)."""

MOST = 20
"""Licences of one look."""

ANSWERED = (Lookup.State.FOUND, Lookup.State.NONE, Lookup.State.UNUSABLE)


@dataclass(frozen=True)
class Wanted:
    """Who looks, where, for which visit or run (`occasion`), what for in words, and on which basis."""

    centre: str
    channel: str
    occasion: uuid.UUID
    purpose: str
    basis: Basis = Basis.REQUEST


def look_up(
    *,
    resident: Resident,
    licences: Collection[str],
    wanted: Wanted,
    day: date,
    now: datetime,
    by: str,
    key: uuid.UUID,
    chance: Callable[[], float] = random.random,
) -> list[Lookup]:
    """Look for licences (by their 15-digit codes) of a resident, as valid on `day`; a row for each, and one event.

    Whoever waits does so for SECONDS at most. With the same key again the store may be asked twice, which changes nothing
    there; here it is on record once.
    Raises Malformed without a purpose, Refused where no store is connected.
    """
    store = registry.store()
    if store is None:
        raise Refused(
            "no-licence-store",
            "这里没有接电子证照库，请居民出示原件。",
            "No store of licences is connected here; please ask for the original.",
        )
    if len(wanted.purpose.strip()) < 2 or not 0 < len(set(licences)) <= MOST:
        raise Malformed("licences-unclear", "没有写清查什么、为什么查。", "It is not clear what is to be looked up.")
    codes = sorted(set(licences))
    common = _common(resident, wanted, store.name, now, by)
    known = {code: row for code in codes if (row := _said_before(resident, code, day, now)) is not None}
    open_codes = [code for code in codes if code not in known]
    holder = read_number(str(resident.number), day=day)
    # Outside of every transaction: the store may be slow, and nobody should wait for a row meanwhile.
    enquiries = [enquiry(code, holder, day, wanted.purpose, wanted.basis) for code in open_codes]
    asked = asking.ask(store, enquiries, now=now, seconds=SECONDS, patience=AT_WINDOW, chance=chance)
    rows = [_copied(row, common) for row in known.values()]
    rows += [_row(code, one, common, day, now) for code, one in zip(open_codes, asked, strict=True)]
    with transaction.atomic():
        if earlier := requests.claim(key, action=f"look-up {wanted.occasion}", actor=by, now=now):
            return list(Lookup.objects.filter(pk__in=earlier["lookups"]).order_by("pk"))
        for row in rows:
            row.save()
        requests.answer(key, {"lookups": [row.pk for row in rows]})
        events.record(
            now=now,
            centre=wanted.centre,
            actor=by,
            thing="licence-lookup",
            thing_id=wanted.occasion,
            verb="look-up",
            data=_told(rows, wanted, store.name, len(known)),
        )
    return rows


def enquiry(code: str, holder: Identity, day: date, purpose: str, basis: str) -> Enquiry:
    """A question to the store, under a reference of its own."""
    return Enquiry(code, holder, day, purpose, str(basis), str(uuid.uuid4()))


def settle(row: Lookup, held: tuple[Held, ...], day: date, now: datetime) -> None:
    """Write what the store said into a row (unsaved)."""
    judged = judge(held, day)
    row.state, row.answered_at, row.trouble, row.next_at = Lookup.State(judged.meaning), now, "", None
    if judged.held is not None:
        row.valid_until = judged.held.valid_until
    if judged.meaning == "found" and judged.held is not None:
        issued = judged.held.issued_on.isoformat()
        row.held = {"number": judged.held.number, "issuer": judged.held.issuer, "issued_on": issued}
        row.held_until = now + KEPT


def _row(code: str, asked: Asked, common: dict[str, Any], day: date, now: datetime) -> Lookup:
    row = Lookup(licence=code, state=Lookup.State.UNANSWERED, **common)
    if asked.held is None:
        row.trouble = asked.trouble.value if asked.trouble else ""
    else:
        settle(row, asked.held, day, now)
    return row


def _common(resident: Resident, wanted: Wanted, store: str, now: datetime, by: str) -> dict[str, Any]:
    return {
        "resident": resident,
        "store": store,
        "occasion": wanted.occasion,
        "centre": wanted.centre,
        "channel": wanted.channel,
        "by": by,
        "purpose": wanted.purpose[:200],
        "basis": wanted.basis,
        "asked_at": now,
    }


def _said_before(resident: Resident, code: str, day: date, now: datetime) -> Lookup | None:
    """What the store said of this licence a moment ago, while it is kept and valid."""
    kept = Lookup.objects.filter(resident=resident, licence=code, state=Lookup.State.FOUND, held_until__gt=now)
    row = kept.order_by("-pk").first()
    return None if row is None or (row.valid_until is not None and row.valid_until < day) else row


def _copied(row: Lookup, common: dict[str, Any]) -> Lookup:
    """Another look on the strength of an earlier answer, which is kept no longer for it."""
    return Lookup(
        licence=row.licence,
        state=row.state,
        answered_at=row.answered_at,
        valid_until=row.valid_until,
        held=row.held,
        held_until=row.held_until,
        **common,
    )


def _told(rows: list[Lookup], wanted: Wanted, store: str, again: int) -> dict[str, Any]:
    """What the event says: how many of each outcome. Which licences somebody has stands in no event."""
    counted = {state.value: sum(row.state == state for row in rows) for state in (*ANSWERED, Lookup.State.UNANSWERED)}
    return {
        "purpose": wanted.purpose[:200],
        "basis": wanted.basis.value,
        "store": store,
        "from_memory": again,
        "channel": wanted.channel,
        **{state: count for state, count in counted.items() if count},
    }
