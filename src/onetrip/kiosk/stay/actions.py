"""What can be done with a stay: begin it, let it hold something, end it. After the end it holds nothing."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.catalogue.saying import MOST_SAID, holds_long_number
from onetrip.centres.models import Device
from onetrip.kiosk import usage
from onetrip.kiosk.stay.models import LASTS, Stay

SEEN_EVERY = timedelta(seconds=20)
"""How exactly it is known when somebody was last there; more exact, and every page would write a row."""


def begin(*, centre: str, kiosk: Device | None, now: datetime, by: str) -> Stay:
    """Somebody begins. Whoever stood at this kiosk before is gone: their stay ends with it."""
    with transaction.atomic():
        if kiosk is not None:
            # Two windows of one machine's browser would both begin: the machine's row lets one after the other.
            Device.objects.select_for_update().get(pk=kiosk.pk)
            for left in Stay.objects.select_related("kiosk").filter(kiosk=kiosk, ended_at=None):
                _end(left, Stay.End.NEXT if left.is_going_on(now) else Stay.End.LAPSED, now, by)
        stay = Stay.objects.create(centre_id=centre, kiosk=kiosk, began_at=now, seen_at=now)
        usage.record(stay, "begin", now, by, to="", matter="")
    return stay


def end(*, stay_id: uuid.UUID, how: Stay.End, now: datetime, by: str) -> bool:
    """They leave: the consultation, the slip and the words typed are let go of. False when it was over already."""
    with transaction.atomic():
        stay = Stay.objects.select_related("kiosk").select_for_update(of=("self",)).filter(pk=stay_id).first()
        return stay is not None and _end(stay, how, now, by)


def end_lapsed(*, now: datetime, by: str) -> int:
    """End every stay of which nothing was heard for LASTS: how many there were.

    Where the clock was set back, it goes on from now: it is neither cut off nor kept until the clock has caught up.
    """
    Stay.objects.filter(ended_at=None, seen_at__gt=now).update(seen_at=now)
    lapsed = Stay.objects.filter(ended_at=None, seen_at__lte=now - LASTS).values_list("pk", flat=True)
    return sum(end(stay_id=each, how=Stay.End.LAPSED, now=now, by=by) for each in lapsed)


def ask(*, stay: Stay, consultation_id: uuid.UUID, now: datetime) -> None:
    """The consultation held at this stay from now on; a slip taken before is put aside."""
    _hold(stay, now, consultation_id=consultation_id, slip_id=None)


def take_slip(*, stay: Stay, slip_id: uuid.UUID, now: datetime) -> None:
    """The slip that lies before whoever stands there."""
    _hold(stay, now, slip_id=slip_id)


def type_words(*, stay: Stay, words: str, now: datetime) -> None:
    """What was typed into the search so far, so that a reload finds it. Words with a long number in them, which may be an
    ID number in the wrong field, are not kept."""
    kept = "" if holds_long_number(words) else words[:MOST_SAID]
    if kept != (stay.words or ""):
        _hold(stay, now, words=kept or None)


def be_seen(*, stay: Stay, now: datetime) -> None:
    """Somebody is still there; also one who was last seen before the clock was set back."""
    if not timedelta(0) <= now - stay.seen_at < SEEN_EVERY:
        _hold(stay, now)


def _hold(stay: Stay, now: datetime, **what: object) -> None:
    """Change the row while the stay goes on; after its end nothing can be hung on it any more."""
    if Stay.objects.filter(pk=stay.pk, ended_at=None).update(seen_at=now, **what):
        for name, value in {"seen_at": now, **what}.items():
            setattr(stay, name, value)


def _end(stay: Stay, how: Stay.End, now: datetime, by: str) -> bool:
    changed = Stay.objects.filter(pk=stay.pk, ended_at=None).update(
        ended_at=now, ended=how, words=None, consultation=None, slip=None
    )
    if changed:
        usage.record(stay, "end", now, by, to=how, matter=stay.matter)
    return bool(changed)
