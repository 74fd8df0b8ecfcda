"""What the counter found out: words that nobody could answer, promises that were broken; and what the editor did about it."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction
from django.db.models import F

from onetrip.catalogue.models import Draft, Finding
from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.catalogue.words import fold, tight
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused

MOST_OPEN = 2_000
"""Different words kept while nobody has looked at them; a robot that types at random fills no table."""


def note_unanswered(*, words: str, channel: str, centre: str, now: datetime, by: str) -> Finding | None:
    """Somebody said `words` and no matter was found. None where they are not kept: empty, or a number that may be somebody's.

    The same words are counted once more instead of being listed twice.
    """
    said = " ".join(words.replace("\0", "").split())[:MOST_SAID]
    same = tight(fold(said))
    if not same or holds_long_number(said):
        return None
    return _note(
        Finding(kind=Finding.Kind.UNANSWERED, said=said, same=same[:200], channel=channel, centre=centre), now, by
    )


def note_broken_promise(*, matter: str, paper: str, centre: str, now: datetime, by: str) -> Finding | None:
    """A window asked for `paper` although the slip about `matter` had not: its file may be wrong."""
    return _note(Finding(kind=Finding.Kind.BROKEN_PROMISE, matter=matter, paper=paper, centre=centre), now, by)


def note_complaint(*, matter: str, centre: str, now: datetime, by: str) -> Finding | None:
    """Somebody could not get `matter` done, and what was at fault was the rule: its file may be wrong."""
    return _note(Finding(kind=Finding.Kind.COMPLAINT, matter=matter, centre=centre), now, by)


def note_difficult(*, matter: str, words: str, centre: str, now: datetime, by: str) -> Finding | None:
    """A window asked `words` about `matter`, a colleague had to answer, and the editor takes it for a matter of the rules."""
    said = " ".join(words.replace("\0", "").split())[:MOST_SAID]
    same = tight(fold(said))[:200]
    kind = Finding.Kind.DIFFICULT_CASE
    return _note(Finding(kind=kind, said=said, same=same, matter=matter, centre=centre), now, by)


def take_back_finding(*, finding_id: uuid.UUID, now: datetime, by: str) -> None:
    """Noted by mistake: counted once less, and gone from the table with the last. Raises Refused (409) where it is being
    worked on or has been seen to."""
    with transaction.atomic():
        finding = _open(finding_id)
        if finding.settled_at is not None:
            raise _settled_already(finding)
        if finding.draft_id is not None:
            raise Refused(
                "finding-in-draft",
                "这一条已经在改，撤不回来。先在草稿里处理。",
                "This is being changed in a draft already and cannot be taken back: see to it there.",
            )
        if finding.times > 1:
            finding.times -= 1
            finding.save(update_fields=["times"])
            return
        finding.settled_at, finding.settled_by, finding.note = now, by, "撤回 taken back"
        finding.save(update_fields=["settled_at", "settled_by", "note"])
        _record(finding, "take-back", now, by)


def settle_finding(*, finding_id: uuid.UUID, note: str, now: datetime, by: str, key: uuid.UUID) -> None:
    """The editor has seen to it; `note` says how. Raises Malformed (field "note"), NotFound, Refused (409)."""
    said = " ".join(note.split())
    if not 0 < len(said) <= 400:
        raise Malformed(
            "note-missing",
            "请写一句怎么处理的，400 字以内。",
            "Please say in a sentence what was done, in at most 400 characters.",
            field="note",
        )
    with transaction.atomic():
        finding = _open(finding_id)
        if requests.claim(key, action=f"catalogue.settle {finding_id}", actor=by, now=now, result={}) is not None:
            return
        if finding.settled_at is not None:
            raise _settled_already(finding)
        finding.settled_at, finding.settled_by, finding.note = now, by, said
        finding.save(update_fields=["settled_at", "settled_by", "note"])
        _record(finding, "settle", now, by)


def take_up_finding(*, finding_id: uuid.UUID, draft: Draft, now: datetime, by: str) -> None:
    """The finding is being worked on in `draft`. Raises NotFound, Refused (409)."""
    with transaction.atomic():
        finding = _open(finding_id)
        if finding.settled_at is not None:
            raise _settled_already(finding)
        if finding.draft_id != draft.pk:
            finding.draft = draft
            finding.save(update_fields=["draft"])
            _record(finding, "take-up", now, by, {"draft": str(draft.pk)})


def _note(new: Finding, now: datetime, by: str) -> Finding | None:
    """Count it where it is listed already, else list it. Only the listing is an event: a count is read from the row."""
    with transaction.atomic():
        alike = Finding.objects.filter(
            kind=new.kind, same=new.same, matter=new.matter, paper=new.paper, settled_at=None
        )
        if alike.update(times=F("times") + 1, last_at=now):
            return alike.get()
        if Finding.objects.filter(kind=new.kind, settled_at=None).count() >= MOST_OPEN:
            return None
        new.first_at = new.last_at = now
        Finding.objects.bulk_create([new], ignore_conflicts=True)
        found = alike.get()
        if found.pk == new.pk:
            _record(found, "note", now, by)
        else:
            # Whoever noted the same at the same moment was first: then this one is counted.
            alike.update(times=F("times") + 1, last_at=now)
            found.refresh_from_db()
    return found


def _open(finding_id: uuid.UUID) -> Finding:
    found = Finding.objects.select_for_update().filter(pk=finding_id).first()
    if found is None:
        raise NotFound("finding-unknown", "没有这一条。", "There is no such entry.")
    return found


def _settled_already(finding: Finding) -> Refused:
    return Refused(
        "finding-settled",
        f"这一条已经处理过：{finding.note}",
        f"This has been seen to already: {finding.note}",
    )


def _record(finding: Finding, verb: str, now: datetime, by: str, data: dict[str, object] | None = None) -> None:
    told = {"kind": finding.kind, "matter": finding.matter, "paper": finding.paper, **(data or {})}
    events.record(
        now=now,
        centre=finding.centre,
        actor=by,
        thing="finding",
        thing_id=finding.pk,
        verb=verb,
        from_state="" if verb == "note" else "open",
        to_state="settled" if finding.settled_at else "open",
        data=told,
    )
