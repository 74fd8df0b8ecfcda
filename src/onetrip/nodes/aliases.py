"""The same thing under two ids: residents met at two nodes, a consent given at both, words that nobody could answer at both.

The one who hears of it second keeps its own row and remembers the other's id; every reference is rewritten on its way.
"""

from __future__ import annotations

import json
import uuid
from typing import Any

from django.db import connection
from django.db.models import F

from onetrip.catalogue.models import Finding
from onetrip.nodes.models import Alias, Conflict
from onetrip.nodes.outbox import Message
from onetrip.nodes.tables import Table
from onetrip.people.models import Consent

RESIDENTS, CONSENTS, FINDINGS = "people_resident", "people_consent", "catalogue_finding"
CONFLICTS = "nodes_conflict"
MERGED = frozenset({RESIDENTS, CONSENTS, FINDINGS, CONFLICTS})
"""Tables in which the same thing may have been written at two nodes."""


def ours(peer: str, table: str, theirs: str) -> str:
    """Our id for what `peer` calls `theirs`: the same one, as a rule."""
    if table not in MERGED:
        return theirs
    found = Alias.objects.filter(peer=peer, table=table, theirs=theirs).values_list("ours", flat=True).first()
    return found or theirs


def rewritten(peer: str, table: Table, row: dict[str, Any]) -> dict[str, Any]:
    """The columns of `row` that have to point to another id here."""
    return {
        column: mine
        for column, target in table.points_to.items()
        if target in MERGED and (theirs := row.get(column)) and (mine := ours(peer, target, str(theirs))) != str(theirs)
    }


def merge(peer: str, message: Message, key: str, row: dict[str, Any]) -> bool:
    """Take in a message by changing the row that is here for the same thing; False: it is to be written like any other."""
    if message.deed == "I":
        known = Alias.objects.filter(peer=peer, table=message.table, theirs=message.key).exists()
        return known or _MEET[message.table](peer, message, row)
    if key == message.key:
        return False
    if message.table == FINDINGS:
        _count_on(peer, message, key, row)
        return True
    if message.table == CONSENTS:
        given = {name: row[name] for name in ("withdrawn_at", "withdrawn_by") if name in row}
        Consent.objects.filter(pk=key, withdrawn_at=None).update(**given)
        return True
    return False  # a resident, a conflict: the changed columns go to our row


def _meet_resident(peer: str, message: Message, row: dict[str, Any]) -> bool:
    """Somebody whose ID number is known here under another id; a name or telephone not known before is added."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT id::text FROM people_resident WHERE number_hash = %s::bytea AND id::text <> %s",
            [row["number_hash"], message.key],
        )
        found = cursor.fetchone()
        if found is None:
            return False
        Alias.objects.create(peer=peer, table=RESIDENTS, theirs=message.key, ours=found[0])
        cursor.execute(
            "UPDATE people_resident r SET name = coalesce(r.name, n.name), telephone = coalesce(r.telephone, n.telephone), "
            "first_seen = least(r.first_seen, n.first_seen) "
            "FROM jsonb_populate_record(NULL::people_resident, %s::jsonb) n WHERE r.id::text = %s",
            [message.row, found[0]],
        )
    return True


def _meet_consent(peer: str, message: Message, row: dict[str, Any]) -> bool:
    """A consent that holds here already stays as it was given; withdrawn at either side, it is withdrawn."""
    if row.get("withdrawn_at"):
        return False
    standing = Consent.objects.filter(resident_id=row["resident_id"], purpose=row["purpose"], withdrawn_at=None)
    found = standing.exclude(pk=message.key).first()
    if found is None:
        return False
    Alias.objects.create(peer=peer, table=CONSENTS, theirs=message.key, ours=str(found.pk))
    return True


def _meet_finding(peer: str, message: Message, row: dict[str, Any]) -> bool:
    """The same words, or the same broken promise, found elsewhere and still open: counted on."""
    same = {name: row[name] for name in ("kind", "same", "matter", "paper")}
    found = Finding.objects.filter(**same, settled_at=None).exclude(pk=message.key).first()
    if found is None:
        return False
    Alias.objects.create(peer=peer, table=FINDINGS, theirs=message.key, ours=str(found.pk), seen=row["times"])
    Finding.objects.filter(pk=found.pk).update(times=F("times") + row["times"])
    return True


def _meet_conflict(peer: str, message: Message, row: dict[str, Any]) -> bool:
    """A conflict that both sides found by themselves: one matter of dispute, decided once."""
    found = Conflict.objects.filter(same=row["same"]).exclude(pk=message.key).first()
    if found is None:
        return False
    Alias.objects.create(peer=peer, table=CONFLICTS, theirs=message.key, ours=str(found.pk))
    return True


def _count_on(peer: str, message: Message, key: str, row: dict[str, Any]) -> None:
    """The other side found it again: the difference is added here, to a new finding where ours was settled meanwhile."""
    alias = Alias.objects.select_for_update().get(peer=peer, table=FINDINGS, theirs=message.key)
    more = int(row.get("times", alias.seen)) - alias.seen
    if more <= 0:
        return
    ours_now = Finding.objects.get(pk=key)
    if ours_now.settled_at is not None:
        same = {name: getattr(ours_now, name) for name in ("kind", "same", "matter", "paper")}
        ours_now = Finding.objects.filter(**same, settled_at=None).first() or Finding.objects.create(
            **same,
            id=uuid.uuid4(),
            said=ours_now.said,
            channel=ours_now.channel,
            centre=peer,
            times=0,
            first_at=row.get("last_at", ours_now.last_at),
            last_at=row.get("last_at", ours_now.last_at),
        )
    Finding.objects.filter(pk=ours_now.pk).update(times=F("times") + more)
    Alias.objects.filter(pk=alias.pk).update(seen=alias.seen + more, ours=str(ours_now.pk))


_MEET = {
    RESIDENTS: _meet_resident,
    CONSENTS: _meet_consent,
    FINDINGS: _meet_finding,
    CONFLICTS: _meet_conflict,
}


def theirs(peer: str, table: str, key: str) -> str:
    """What `peer` calls our row."""
    found = Alias.objects.filter(peer=peer, table=table, ours=key).values_list("theirs", flat=True).first()
    return found or key


def as_sent(peer: str, table: Table, row: str | None) -> str | None:
    """A row with every reference as `peer` knows it; untouched, to the byte, where nothing has to be rewritten."""
    if row is None or not any(target in MERGED for target in table.points_to.values()):
        return row
    plain = json.loads(row)
    changed = {
        column: other
        for column, target in table.points_to.items()
        if target in MERGED and (key := plain.get(column)) and (other := theirs(peer, target, str(key))) != str(key)
    }
    if not changed:
        return row
    with connection.cursor() as cursor:
        cursor.execute("SELECT (%s::jsonb || %s::jsonb)::text", [row, json.dumps(changed)])
        text: str = cursor.fetchone()[0]
        return text
