"""What can be asked about judgements and what was done about them. None of it names who was served."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Case, Count, DateField, F, QuerySet, When

from onetrip.ledger.refusals import NotFound
from onetrip.ratings.models import BrokenPromise, Complaint, Invitation, Rating, Rectification


def invitation(token: str) -> Invitation:
    """The invitation with this token, with its visit. Raises NotFound."""
    found = None
    if 0 < len(token) <= 40 and token.isascii() and "\0" not in token:
        found = Invitation.objects.select_related("visit", "centre").filter(token=token).first()
    if found is None:
        raise NotFound(
            "invitation-unknown",
            "没有这张单子。请看看地址是不是完整，或者扫单子上的码。",
            "There is no such paper. Please see whether the address is complete, or scan the code on it.",
        )
    return found


def complaint(token: str) -> Complaint:
    """The complaint that is followed by this token, with its work order. Raises NotFound."""
    found = None
    if 0 < len(token) <= 40 and token.isascii() and "\0" not in token:
        found = Complaint.objects.select_related("rectification", "centre").filter(token=token).first()
    if found is None:
        raise NotFound(
            "complaint-unknown",
            "没有这张单子。请看看地址是不是完整。",
            "There is no such paper. Please see whether the address is complete.",
        )
    return found


def rating_of(invitation: Invitation) -> Rating | None:
    """The judgement that was given, if it was."""
    return Rating.objects.filter(invitation=invitation).first()


@dataclass(frozen=True)
class Due:
    """What is due next of a rectification: the stage ("answer", "handle", "close", "review") and its last day."""

    stage: str
    day: date
    is_past: bool


def due(rectification: Rectification, day: date) -> Due | None:
    """What is due next, seen from `day`; None when it is closed."""
    stages = {
        Rectification.State.OPEN: ("answer", rectification.answer_by),
        Rectification.State.ANSWERED: ("handle", rectification.handle_by),
        Rectification.State.HANDLED: ("close", rectification.finish_by),
        Rectification.State.APPEALED: ("review", rectification.finish_by),
    }
    stage = stages.get(Rectification.State(rectification.state))
    return None if stage is None else Due(stage[0], stage[1], stage[1] < day)


_DUE_ON = Case(
    When(state=Rectification.State.OPEN, then=F("answer_by")),
    When(state=Rectification.State.ANSWERED, then=F("handle_by")),
    default=F("finish_by"),
    output_field=DateField(),
)
"""What `due` says, as a column."""


def rectifications(centre: str, *, closed: bool = False) -> QuerySet[Rectification]:
    """The work orders of a centre, with the last day of what is due next as `due_on`; or those that are closed."""
    found = Rectification.objects.filter(centre_id=centre).select_related(
        "owner", "rating__invitation", "broken_promise__slip", "complaint"
    )
    if closed:
        return found.filter(state=Rectification.State.CLOSED).order_by("-closed_at")
    return found.exclude(state=Rectification.State.CLOSED).annotate(due_on=_DUE_ON).order_by("due_on", "opened_at")


def rectification(centre: str, rectification_id: uuid.UUID) -> Rectification:
    """One work order of a centre. Raises NotFound."""
    found = (
        Rectification.objects.select_related("owner", "rating__invitation", "broken_promise__slip", "complaint")
        .filter(pk=rectification_id, centre_id=centre)
        .first()
    )
    if found is None:
        raise NotFound("rectification-unknown", "没有这张整改单。", "There is no such rectification.")
    return found


def broken_promises_of(visit_id: uuid.UUID) -> QuerySet[BrokenPromise]:
    """What was promised and not kept in a visit."""
    return BrokenPromise.objects.filter(visit_id=visit_id).order_by("recorded_at")


def levels_of(account_id: int, since: datetime, until: datetime) -> dict[str, int]:
    """Visit → how the resident judged it, of the visits that somebody served between two moments."""
    given = Rating.objects.filter(invitation__served_by_id=account_id, at__gte=since, at__lt=until)
    return {str(visit): level for visit, level in given.values_list("invitation__visit_id", "level")}


def broken_for_training(actor: str, since: datetime, until: datetime) -> list[str]:
    """The matters of the promises that somebody did not keep for want of training, each as often as it happened."""
    broken = BrokenPromise.objects.filter(
        recorded_by=actor, cause=BrokenPromise.Cause.TRAINING, recorded_at__gte=since, recorded_at__lt=until
    )
    return list(broken.order_by("recorded_at").values_list("matter", flat=True))


def causes_of_broken_promises(centre: str, matter: str, since: datetime) -> dict[str, int]:
    """Cause → promises about a matter that were broken at a centre since that moment; causes without one are left out."""
    broken = BrokenPromise.objects.filter(centre_id=centre, matter=matter, recorded_at__gte=since)
    return dict(broken.order_by().values_list("cause").annotate(number=Count("pk")))
