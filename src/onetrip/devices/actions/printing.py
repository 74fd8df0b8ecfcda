"""A paper is asked for, fetched by a bridge, printed or not; at most once knowingly.

queued → taken → sent → printed | failed | unknown. The house is the only one who decides who prints: a bridge asks
before the first byte, and a job that was sent is never handed out again by itself.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from onetrip.bridge.states import Outcome, PartKind, Reason
from onetrip.devices.lifecycle import PRINT_JOB, PRINT_LEASE, TAKE_LEASE
from onetrip.devices.models import PrintJob, Station
from onetrip.devices.papers import paper_of
from onetrip.devices.queries import Printer
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import NotFound, Refused

_State = PrintJob.State


def ask(*, kind: str, reference: str, printer: Printer, origin: str, language: str, now: datetime, by: str) -> PrintJob:
    """Ask for one paper, inside the caller's transaction: the paper is part of what it is printed for.

    It counts as a copy (补打) when an earlier job for the same thing had begun to print. The caller's own key makes it
    happen once. Raises RuntimeError outside a transaction.
    """
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("a paper is asked for in the transaction of what it belongs to")
    earlier = PrintJob.objects.filter(kind=kind, reference=reference, sent_at__isnull=False).exists()
    job = PrintJob.objects.create(
        centre_id=printer.centre,
        printer_id=printer.id,
        kind=kind,
        reference=reference,
        language=language,
        origin=origin.rstrip("/"),
        is_copy=earlier,
        asked_by=by,
        asked_at=now,
    )
    # Wakes the bridge of this place; screens of the hall do not listen to it.
    record(job, "ask", "", now=now, by=by, public={"station": printer.station}, data={"copy": earlier})
    return job


def ask_for(
    *,
    kind: str,
    reference: str,
    printer: Printer,
    origin: str,
    language: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> PrintJob:
    """Somebody wants a paper that exists already, at this printer; pressed twice, printed once. Raises Refused for a
    printer that would not print, unless it was asked by the same press before."""
    with transaction.atomic():
        earlier = requests.claim(key, action=f"print {kind}", actor=by, now=now)
        if earlier is not None:
            return PrintJob.objects.get(pk=earlier["job"])
        if printer.trouble:
            raise Refused(
                "printer-in-trouble",
                "这台打印机现在印不了。请换一台，或者用浏览器打印。",
                "This printer cannot print now. Please use another one, or print from the browser.",
            )
        job = ask(kind=kind, reference=reference, printer=printer, origin=origin, language=language, now=now, by=by)
        requests.answer(key, {"job": str(job.pk)})
    return job


def take(
    *,
    station: Station,
    instance: uuid.UUID,
    lease: uuid.UUID,
    now: datetime,
    printers: Sequence[str] | None = None,
) -> PrintJob | None:
    """The oldest paper that waits for the bridge of `station`, under the bridge's own number `lease`; None: none waits.

    `printers` names those that are free; a paper for another one goes on waiting.

    The same `lease` again gives the same job, while it is taken. Raises Refused (409) for a bridge that does not hold
    the place (see `beat`).
    """
    with transaction.atomic():
        held = Station.objects.select_for_update().filter(pk=station.pk, instance=instance).exists()
        if not held:
            raise not_yours()
        again = PrintJob.objects.select_related("printer", "centre").filter(lease=lease).first()
        if again is not None:
            return again if again.state == _State.TAKEN else None
        among = {} if printers is None else {"printer__name__in": list(printers)}
        job = (
            PrintJob.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("printer", "centre")
            .filter(printer__station=station, state=_State.QUEUED, **among)
            .order_by("asked_at")
            .first()
        )
        if job is None:
            return None
        job.state, job.lease, job.lease_until = _State.TAKEN, lease, now + TAKE_LEASE
        job.attempts += 1
        job.save(update_fields=["state", "lease", "lease_until", "attempts"])
        record(job, "take", _State.QUEUED, now=now, by=station.actor)
    return job


def sent(*, station: Station, job_id: uuid.UUID, lease: uuid.UUID, now: datetime) -> PrintJob:
    """The bridge is about to send the first byte. It may only when this returns; again with the same lease: the same.

    Raises Refused (409) when it comes too late: the job went to somebody else or was given up.
    """
    with transaction.atomic():
        job = _locked(station, job_id)
        if job.lease != lease or job.state not in (_State.TAKEN, _State.SENT):
            raise too_late()
        if job.state == _State.TAKEN:
            job.state, job.sent_at, job.lease_until = _State.SENT, now, now + PRINT_LEASE[PartKind(job.printer.kind)]
            job.save(update_fields=["state", "sent_at", "lease_until"])
            record(job, "send", _State.TAKEN, now=now, by=station.actor)
    return job


def ended(
    *, station: Station, job_id: uuid.UUID, lease: uuid.UUID, outcome: Outcome, reason: str, now: datetime
) -> PrintJob:
    """How it ended, in the bridge's word. A word that comes late, after the house had stopped waiting, still counts;
    the same word again changes nothing. Raises Refused (409) for a job that was given to somebody else since."""
    with transaction.atomic():
        job = _locked(station, job_id)
        if job.lease != lease:
            raise too_late()
        if job.state == outcome:
            return job
        PRINT_JOB.move(outcome, job.state, job.kind)
        end(job, _State(outcome), reason if outcome is Outcome.FAILED else "", now=now, by=station.actor)
    return job


def cannot_render(*, station: Station, job_id: uuid.UUID, lease: uuid.UUID, reason: Reason, now: datetime) -> None:
    """What a job was to print cannot be made: it ends, nobody is left waiting for its paper, and its lease is free."""
    with transaction.atomic():
        job = _locked(station, job_id)
        if job.lease == lease and job.state == _State.TAKEN:
            give_up(job, reason, now=now, by=station.actor)
            job.lease = None
            job.save(update_fields=["lease"])


def end(job: PrintJob, state: PrintJob.State, reason: str, *, now: datetime, by: str) -> None:
    """Bring a locked job to its end, and let the room whose paper it is draw its conclusion in the same transaction."""
    before = job.state
    job.state, job.reason, job.ended_at, job.lease_until = state, reason, now, None
    job.save(update_fields=["state", "reason", "ended_at", "lease_until"])
    verb = {_State.PRINTED: "printed", _State.FAILED: "failed", _State.UNKNOWN: "unknown"}[state]
    record(job, verb, before, now=now, by=by, public={"changed": True}, data={"reason": reason})
    fate = paper_of(job.kind).fate
    if fate is not None:
        fate(job, now=now, by=by)


def give_up(job: PrintJob, reason: Reason, *, now: datetime, by: str) -> None:
    """A locked job of which nothing was sent is not wanted any more, or cannot be made."""
    end(job, _State.FAILED, reason, now=now, by=by)


def _locked(station: Station, job_id: uuid.UUID) -> PrintJob:
    job = (
        PrintJob.objects.select_for_update(of=("self",))
        .select_related("printer")
        .filter(pk=job_id, printer__station=station)
        .first()
    )
    if job is None:
        raise NotFound("print-unknown", "这个位置没有这项打印。", "There is no such print at this place.")
    return job


def record(
    job: PrintJob,
    verb: str,
    before: str,
    *,
    now: datetime,
    by: str,
    public: dict[str, Any] | None = None,
    data: dict[str, Any] | None = None,
) -> None:
    """The event of a step of a job; `public` only where somebody has to wake up."""
    events.record(
        now=now,
        centre=job.centre_id,
        actor=by,
        thing="print-job",
        thing_id=job.pk,
        verb=verb,
        from_state=before,
        to_state=job.state,
        data={"kind": job.kind, "reference": job.reference, "printer": job.printer_id, **(data or {})},
        public=public,
    )


def not_yours() -> Refused:
    """The refusal of a bridge that does not hold its place."""
    return Refused(
        "bridge-twice",
        "这个位置现在由另一个桥管着。",
        "This place is held by another bridge.",
    )


def too_late() -> Refused:
    """The refusal of a bridge whose time for a job is over."""
    return Refused(
        "print-too-late",
        "这项打印已经不归您了，请不要印。",
        "This print is not yours any more; please do not print it.",
    )
