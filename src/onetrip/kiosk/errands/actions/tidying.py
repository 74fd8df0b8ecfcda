"""Pictures go when nobody needs them any more; what nobody came back to ends."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from onetrip.advice import actions as advice
from onetrip.cases.models import Case
from onetrip.centres.elsewhere import run_elsewhere
from onetrip.centres.queries import settled
from onetrip.kiosk.errands.actions.changing import move, record
from onetrip.kiosk.errands.waiting import WAITS, waits_until
from onetrip.kiosk.models import Errand, Picture
from onetrip.storage.collections import PICTURES

WAITS_FOR = timedelta(hours=24)
"""How long a run that was left waits for its person."""

ORPHAN = timedelta(hours=1)
"""A file that no row knows is deleted after so long: its request was cut off between the file and the row."""

LOOKED_WITHIN = timedelta(minutes=1)
"""A picture that was not looked at by then is kept without advice: nobody waits for a reader that has died."""

ENDED = (
    Errand.State.REFUSED,
    Errand.State.ABANDONED,
    Errand.State.LAPSED,
    Errand.State.PRINTED,
    Errand.State.ANSWERED,
)
CLOSED = (Case.State.COMPLETED, Case.State.DELIVERED, Case.State.WITHDRAWN)


def end_run(errand: Errand, *, now: datetime, by: str, why: str) -> None:
    """Give up a run whose row is locked: its answers, its form and its pictures go, that it was begun stays."""
    before = move(errand, "give-up")
    errand.seat, errand.ended_at, errand.form, errand.papers = None, now, {}, {}
    errand.save(update_fields=["state", "seat", "ended_at", "form", "papers", "touched_at"])
    errand.hand_overs.filter(closed_at=None).update(closed_at=now)
    remove_pictures(errand, now=now)
    advice.forget_all(consultation_id=errand.consultation_id, now=now, by=by)
    record(errand, "give-up", now=now, by=by, before=before, data={"step": errand.step, "why": why})


def remove_pictures(errand: Errand, *, now: datetime, paper: str | None = None) -> None:
    """Remove the pictures of an errand, or of one paper of it, in the caller's transaction; the files follow its commit."""
    found = errand.pictures.filter(removed_at=None)
    remove(found if paper is None else found.filter(paper=paper), now)


def unsign(errand: Errand, *, now: datetime) -> None:
    """What was signed is changed, in the caller's transaction: the signature goes, and the step comes again by itself.

    What the review desk asks for once more is added to an application that stays as it was signed.
    """
    if errand.state == Errand.State.OPEN:
        remove_pictures(errand, now=now, paper="")


def tidy(*, now: datetime, by: str) -> int:
    """End what nobody came back to, and delete the pictures of what is over; how many pictures went."""
    _end_forgotten(now, by)
    closed = _close_waited_for(now, by)
    Picture.objects.filter(looking=Picture.Looking.WAITING, taken_at__lt=now - LOOKED_WITHIN).update(
        looking=Picture.Looking.NONE
    )
    over = Q(errand__state__in=ENDED) | Q(errand__receipt__cases__state__in=CLOSED)
    with transaction.atomic():
        gone = remove(Picture.objects.filter(over, removed_at=None), now)
    return closed + gone


def _end_forgotten(now: datetime, by: str) -> None:
    forgotten = Errand.objects.filter(state=Errand.State.OPEN, touched_at__lt=now - WAITS_FOR)
    for errand_id in forgotten.exclude(centre_id__in=run_elsewhere()).values_list("pk", flat=True):
        with transaction.atomic():
            errand = (
                Errand.objects.select_for_update(of=("self",), skip_locked=True)
                .filter(pk=errand_id, state=Errand.State.OPEN, touched_at__lt=now - WAITS_FOR)
                .first()
            )
            if errand is not None:
                end_run(errand, now=now, by=by, why="not-come-back")


def _close_waited_for(now: datetime, by: str) -> int:
    """Close what has waited for its person as long as the centre lets it; how many pictures went with it."""
    waiting = Errand.objects.filter(state__in=WAITS).exclude(centre_id__in=run_elsewhere())
    gone = 0
    for errand_id in [one.pk for one in waiting.only(*_OF_WAITING) if _waited_too_long(one, now)]:
        with transaction.atomic():
            errand = (
                Errand.objects.select_for_update(of=("self",), skip_locked=True)
                .select_related("kiosk")
                .filter(pk=errand_id, state__in=WAITS)
                .first()
            )
            if errand is None or not _waited_too_long(errand, now):
                continue
            before = move(errand, "lapse")
            errand.seat, errand.ended_at = None, now
            errand.save(update_fields=["state", "seat", "ended_at"])
            gone += remove(errand.pictures.filter(removed_at=None), now)
            record(errand, "lapse", now=now, by=by, before=before, data={"number": errand.number}, public=True)
    return gone


_OF_WAITING = ("centre", "state", "asked_at", "ready_from", "touched_at")


def _waited_too_long(errand: Errand, now: datetime) -> bool:
    place = settled(errand.centre_id)
    last = waits_until(errand, place.centre, place.calendar)
    return last is not None and place.centre.day_of(now) > last


def remove(pictures: Iterable[Picture], now: datetime) -> int:
    """Remove these pictures, in the caller's transaction; how many they were. The files follow its commit."""
    ids = [picture.pk for picture in pictures]
    Picture.objects.filter(pk__in=ids, removed_at=None).update(removed_at=now, looked=None)

    def delete() -> None:
        for picture_id in ids:
            PICTURES.remove(picture_id)

    # First the row, then the file: one that the store does not hear of is found by its age, a row without a file would lie.
    transaction.on_commit(delete, robust=True)
    return len(ids)


def sweep(*, now: datetime) -> int:
    """Delete stored pictures that no row knows any more, or never knew; how many. Raises Away."""
    return PICTURES.sweep(
        lambda ids: set(Picture.objects.filter(pk__in=ids, removed_at=None).values_list("pk", flat=True)),
        before=now - ORPHAN,
    )
