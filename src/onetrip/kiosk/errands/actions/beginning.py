"""A run begins, is put aside, is taken up again, or is thrown away."""

from __future__ import annotations

import secrets
import uuid
from datetime import datetime

from django.db import transaction

from onetrip.advice import actions as advice
from onetrip.advice.models import Consultation, Slip
from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Device
from onetrip.centres.queries import settled
from onetrip.kiosk.errands.actions.changing import changing, record
from onetrip.kiosk.errands.actions.tidying import end_run
from onetrip.kiosk.errands.broken import refuse_if_broken
from onetrip.kiosk.errands.offered import kind_of, refuse_if_not_offered
from onetrip.kiosk.models import Errand
from onetrip.ledger import requests
from onetrip.ledger.refusals import NotFound


def begin(
    *,
    centre: str,
    kiosk: Device | None,
    matter: str,
    now: datetime,
    by: str,
    key: uuid.UUID,
    slip: Slip | None = None,
) -> Errand:
    """Begin to run `matter` at `kiosk`, in a sitting of its own. Raises NotFound, and Refused where it is not run here.

    The same key gives the same errand, also after its sitting is over (`seat` is then None).
    """
    current = catalogues.current_version()
    found = catalogues.version(current.number).matter(matter)
    if found is None:
        raise NotFound(
            "matter-unknown", "没有这个事项。请重新找一下。", "There is no such matter. Please search again."
        )
    refuse_if_not_offered(found, kiosk, settled(centre).centre.day_of(now))
    refuse_if_broken(found, kiosk, now)
    errand_id = uuid.uuid4()
    with transaction.atomic():
        if earlier := requests.claim(
            key, action=f"begin errand {matter}", actor=by, now=now, result={"errand": str(errand_id)}
        ):
            return Errand.objects.select_related("kiosk").get(pk=earlier["errand"])
        consultation = advice.begin(centre=centre, channel=Consultation.Channel.KIOSK, now=now, by=by)
        advice.hear(consultation_id=consultation.pk, said="", matter=matter, now=now, by=by)
        errand = Errand.objects.create(
            id=errand_id,
            centre_id=centre,
            kiosk=kiosk,
            consultation=consultation,
            catalogue_id=current.number,
            slip=slip,
            matter=matter,
            matter_name={"zh": found.name.zh, "en": found.name.en},
            kind=kind_of(found),
            seat=uuid.uuid4(),
            tag=secrets.token_urlsafe(12),
            started_at=now,
            touched_at=now,
        )
        record(errand, "begin", now=now, by=by, data={"kind": errand.kind})
    return errand


def show_step(*, seat: uuid.UUID, step: str, now: datetime, by: str) -> None:
    """Remember which step is shown, so that it is known where runs are left."""
    with changing(seat, now) as errand:
        before, errand.step = errand.step, step
        errand.save(update_fields=["step", "touched_at"])
        if before != step:
            record(errand, "step", now=now, by=by, data={"from": before, "step": step})


def go_on(*, seat: uuid.UUID, now: datetime, by: str) -> None:
    """Its person is back and goes on with what was begun."""
    with changing(seat, now) as errand:
        if errand.returned_at is None:
            return
        errand.returned_at = None
        errand.save(update_fields=["returned_at", "touched_at"])
        record(errand, "go-on", now=now, by=by)


def give_up(*, seat: uuid.UUID, now: datetime, by: str, why: str = "thrown-away") -> None:
    """What was begun is thrown away, with its pictures."""
    with changing(seat, now) as errand:
        end_run(errand, now=now, by=by, why=why)


def leave(*, seat: uuid.UUID, why: str, now: datetime, by: str, drop: bool = False) -> None:
    """Nobody stands there any more: the sitting is over. A run about a known person waits for them, unless they have said
    that everything is to be deleted (`drop`); any other ends.

    Nothing happens where the sitting is over already.
    """
    with transaction.atomic():
        errand = Errand.objects.select_for_update(of=("self",)).filter(seat=seat).first()
        if errand is None:
            return
        if errand.state == Errand.State.OPEN and (drop or errand.resident_id is None):
            end_run(errand, now=now, by=by, why=why)
            return
        errand.seat = None
        errand.save(update_fields=["seat"])
        errand.hand_overs.filter(closed_at=None).update(closed_at=now)
        record(errand, "leave", now=now, by=by, data={"step": errand.step, "why": why})
