"""What nobody reports any more: a bridge or a screen that fell silent, a paper that nobody came for, one of which no word came."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F, Q

from onetrip.bridge.states import OFFLINE_AFTER, Reason
from onetrip.devices.actions.printing import end, give_up, record
from onetrip.devices.lifecycle import FETCH_WITHIN
from onetrip.devices.models import SCREEN_SILENT_AFTER, PrintJob, Screen, Station
from onetrip.ledger import events

ACTOR = "system:devices"
MOST_ATTEMPTS = 3
"""How often a job may be taken in vain, nothing of it sent, before it counts as failed."""

_State = PrintJob.State


def sweep(*, now: datetime) -> int:
    """Notice every silence that has become too long; how many things were noticed. The running house asks every second.

    Asking from several processes at once is safe: each thing is locked, and noticed by one.
    """
    return _lost_bridges(now) + _lost_screens(now) + _screens_that_are_back(now) + _overdue_jobs(now)


def lost_with_its_bridge(station: Station, *, now: datetime) -> None:
    """The bridge of `station` has started anew and knows nothing of the jobs that it had in hand."""
    jobs = PrintJob.objects.select_for_update(skip_locked=True, of=("self",)).select_related("printer")
    for job in jobs.filter(printer__station=station, state__in=[_State.TAKEN, _State.SENT]):
        _let_go(job, now)


def _lost_bridges(now: datetime) -> int:
    noticed = 0
    silent = Q(seen_at__lt=now - timedelta(seconds=OFFLINE_AFTER))
    for station in Station.objects.filter(silent, lost_at=None):
        with transaction.atomic():
            if not Station.objects.filter(silent, pk=station.pk, lost_at=None).update(lost_at=F("seen_at")):
                continue
            assert station.seen_at is not None  # noqa: S101 -- the filter asked for it
            _record(station.centre_id, station.name, "lost", station.seen_at, now)
            noticed += 1
    return noticed


def _lost_screens(now: datetime) -> int:
    noticed = 0
    silent = Q(seen_at__lt=now - timedelta(seconds=SCREEN_SILENT_AFTER), lost_at=None)
    for screen in Screen.objects.filter(silent).select_related("device"):
        with transaction.atomic():
            if Screen.objects.filter(silent, pk=screen.pk).update(lost_at=F("seen_at")):
                _record(screen.device.centre_id, screen.name, "lost", screen.seen_at, now)
                noticed += 1
    return noticed


def _screens_that_are_back(now: datetime) -> int:
    noticed = 0
    back = Q(seen_at__gte=now - timedelta(seconds=SCREEN_SILENT_AFTER), lost_at__isnull=False)
    for screen in Screen.objects.filter(back).select_related("device"):
        with transaction.atomic():
            if Screen.objects.filter(back, pk=screen.pk).update(lost_at=None):
                _record(screen.device.centre_id, screen.name, "back", screen.seen_at, now)
                noticed += 1
    return noticed


def _record(centre: str, name: str, verb: str, since: datetime, now: datetime) -> None:
    before, after = ("here", "lost") if verb == "lost" else ("lost", "here")
    events.record(
        now=now,
        centre=centre,
        actor=ACTOR,
        thing="device",
        thing_id=name,
        verb=verb,
        from_state=before,
        to_state=after,
        data={"since": since.isoformat(timespec="seconds")},
        public={"changed": True},
    )


def _overdue_jobs(now: datetime) -> int:
    overdue = Q(state=_State.QUEUED, asked_at__lt=now - FETCH_WITHIN) | Q(
        state__in=[_State.TAKEN, _State.SENT], lease_until__lt=now
    )
    noticed = 0
    for pk in list(PrintJob.objects.filter(overdue).values_list("pk", flat=True)):
        with transaction.atomic():
            locked = PrintJob.objects.select_for_update(skip_locked=True, of=("self",)).select_related("printer")
            job = locked.filter(overdue, pk=pk).first()
            if job is None:
                continue
            if job.state == _State.QUEUED:
                give_up(job, Reason.NOT_FETCHED, now=now, by=ACTOR)
            else:
                _let_go(job, now)
            noticed += 1
    return noticed


def _let_go(job: PrintJob, now: datetime) -> None:
    """A job whose bridge fell silent: nothing was sent, so it may be taken again; or it may have been printed."""
    if job.state == _State.SENT:
        end(job, _State.UNKNOWN, Reason.NOT_REPORTED, now=now, by=ACTOR)
    elif job.attempts >= MOST_ATTEMPTS or now - job.asked_at > FETCH_WITHIN:
        give_up(job, Reason.NOT_FETCHED, now=now, by=ACTOR)
    else:
        job.state, job.lease, job.lease_until = _State.QUEUED, None, None
        job.save(update_fields=["state", "lease", "lease_until"])
        record(job, "give-back", _State.TAKEN, now=now, by=ACTOR, public={"changed": True})
