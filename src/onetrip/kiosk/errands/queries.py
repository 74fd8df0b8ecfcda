"""What can be asked about errands."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Coalesce

from onetrip.kiosk.errands.actions.changing import RELATED, SEAT_LASTS, over, unknown
from onetrip.kiosk.errands.run import Run, run_of
from onetrip.kiosk.errands.waiting import WAITS
from onetrip.kiosk.models import Errand, Picture
from onetrip.ledger.refusals import NotFound
from onetrip.walls.scope import everywhere


def at_seat(seat: uuid.UUID, now: datetime) -> Errand:
    """The errand that is open in this sitting, being filled in or just submitted. Raises NotFound once it is over."""
    found = _errands().filter(seat=seat, touched_at__gt=now - SEAT_LASTS).first()
    if found is None:
        raise over()
    return found


def by_token(token: str) -> Errand:
    """The errand whose receipt carries this token. Raises NotFound."""
    found = None
    if 0 < len(token) <= 40 and token.isascii() and "\0" not in token:
        with everywhere("an errand is found at any machine by its receipt"):
            found = _errands().filter(token=token).first()
    if found is None:
        raise NotFound(
            "errand-receipt-unknown",
            "没有这张自助回执。请看看地址是不是完整，或者扫单子上的码。",
            "There is no such receipt. Please see whether the address is complete, or scan the code on it.",
        )
    return found


def by_id(errand_id: uuid.UUID) -> Errand:
    """A run that was submitted. Raises NotFound."""
    errand = _errands().filter(pk=errand_id, token__isnull=False).first()
    if errand is None:
        raise NotFound("errand-unknown", "没有这份办理记录。", "There is no such record.")
    return errand


def of_centre(errand_id: uuid.UUID, centre: str) -> Errand:
    """An errand of a centre, for its staff. Raises NotFound."""
    found = _errands().filter(pk=errand_id, centre_id=centre, submitted_at__isnull=False).first()
    if found is None:
        raise unknown()
    return found


def to_review(centre: str) -> QuerySet[Errand]:
    """What waits for the review desk, the oldest first, with how many pictures came; nothing personal is read."""
    return (
        Errand.objects.filter(centre_id=centre, state=Errand.State.REVIEW)
        .annotate(count=Count("pictures", filter=Q(pictures__removed_at=None) & ~Q(pictures__paper="")))
        .only("matter_name", "kind", "submitted_at")
        .order_by("submitted_at", "pk")
    )


def how_many_to_review(centre: str) -> int:
    """How many errands wait for the review desk."""
    return Errand.objects.filter(centre_id=centre, state=Errand.State.REVIEW).count()


def waiting_for_person(centre: str) -> QuerySet[Errand]:
    """What the person has to come back to, to add a paper or to fetch a print, the oldest first; nothing personal is read."""
    return (
        Errand.objects.filter(centre_id=centre, state__in=WAITS)
        .only("matter_name", "centre", "kind", "state", "asked_at", "ready_from", "touched_at")
        .order_by(Coalesce("asked_at", "ready_from", "touched_at"), "pk")
    )


def reviewed_today(centre: str, since: datetime) -> int:
    """How many were looked at by the review desk since `since`: accepted, let print, refused, or asked for more."""
    return Errand.objects.filter(centre_id=centre, decided_at__gte=since).count()


def was_signed(errand: Errand) -> bool:
    """Whether it was signed before and the signature went, because what was signed has been changed."""
    return Picture.objects.filter(errand=errand, paper="", removed_at__isnull=False).exists()


def picture_at_seat(seat: uuid.UUID, picture_id: uuid.UUID, now: datetime) -> Picture:
    """A picture of the run in this sitting. Raises NotFound for every other."""
    found = Picture.objects.filter(
        pk=picture_id, removed_at=None, errand__seat=seat, errand__touched_at__gt=now - SEAT_LASTS
    ).first()
    if found is None:
        raise no_picture()
    return found


def picture_of_centre(picture_id: uuid.UUID, centre: str) -> Picture:
    """A picture that the review desk of a centre may see: of what waits for it or was decided there. Raises NotFound."""
    found = Picture.objects.filter(
        pk=picture_id, removed_at=None, errand__centre_id=centre, errand__submitted_at__isnull=False
    ).first()
    if found is None:
        raise no_picture()
    return found


def no_picture() -> NotFound:
    """There is no such picture, or not for this person."""
    return NotFound(
        "picture-gone", "没有这张图片，可能已经删除。", "There is no such picture; it may have been deleted."
    )


def run_at_seat(seat: uuid.UUID, now: datetime) -> Run:
    """The run in this sitting: three statements."""
    return run_of(at_seat(seat, now), now)


def _errands() -> QuerySet[Errand]:
    return Errand.objects.select_related(*RELATED, "kiosk", "centre", "receipt").defer(
        "slip__plan", "slip__facts", "receipt__lines"
    )
