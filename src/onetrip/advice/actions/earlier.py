"""Answers of earlier consultations, used again because the resident agrees. Events name facts, never what was answered."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from onetrip.advice.actions.changing import changing
from onetrip.advice.earlier import Reusable, to_stored
from onetrip.advice.models import Consultation
from onetrip.advice.queries import is_by_proxy, reusable_answers
from onetrip.ledger import events
from onetrip.ledger.refusals import Refused
from onetrip.people import actions as people
from onetrip.people import queries as people_queries
from onetrip.people.models import Consent
from onetrip.rules import Origin

PURPOSE = Consent.Purpose.REUSE_ANSWERS


def agree_to_reuse(*, consultation_id: uuid.UUID, now: datetime, by: str, guardian: str = "") -> None:
    """The resident agrees that earlier answers are used again, in this consultation and later ones, until withdrawn.

    For a child under 14 a `guardian` agrees. Raises Refused without one.
    """
    with changing(consultation_id) as (consultation, _):
        people.give_consent(
            resident_id=_resident_of(consultation),
            purpose=PURPOSE,
            channel=consultation.channel,
            by=by,
            centre=consultation.centre_id,
            now=now,
            guardian=guardian,
        )


def reuse_answers(*, consultation_id: uuid.UUID, now: datetime, by: str) -> tuple[str, ...]:
    """Carry the newest earlier answers that still count into this consultation; the facts that were.

    What is answered or was skipped now stays as it is. Raises Refused while it is not known who it is, without a consent
    that holds, and where somebody else comes: what the resident once answered is told to nobody but them. A centre whose answers another one reads has an event of it.
    """
    with changing(consultation_id) as (consultation, catalogue):
        resident_id = _resident_of(consultation)
        if is_by_proxy(consultation):
            raise Refused(
                "proxy-sees-no-answers",
                "别人来办的，不用本人以前答过的：请重新问。",
                "Somebody else comes, so that what the resident answered before is not used: please ask anew.",
            )
        if people_queries.consent(resident_id, PURPOSE) is None:
            raise Refused(
                "consent-missing",
                "本人还没有同意用以前答过的。先问一句，同意了再带过来。",
                "The resident has not agreed to using earlier answers. Please ask first.",
            )
        found = reusable_answers(consultation, catalogue, now=now)
        if not found:
            return ()
        consultation.facts = {**consultation.facts, **to_stored(found)}
        consultation.save(update_fields=["facts"])
        _record_reading(consultation, found, now, by)
    return tuple(found)


def withdraw_reuse(*, consultation_id: uuid.UUID, now: datetime, by: str) -> None:
    """The resident no longer agrees: what was carried over is dropped here, and nothing is carried over again."""
    with changing(consultation_id) as (consultation, _):
        resident_id = _resident_of(consultation)
        people.withdraw_consent(resident_id=resident_id, purpose=PURPOSE, by=by, centre=consultation.centre_id, now=now)
        carried = drop_carried(consultation)
        if carried:
            consultation.save(update_fields=["facts"])
            _record(consultation.pk, consultation.centre_id, "drop-earlier", now, by, {"facts": carried})


def drop_carried(consultation: Consultation) -> list[str]:
    """Take what was carried over out of the facts again, for the caller to save; which facts those were."""
    carried = sorted(name for name, item in consultation.facts.items() if _was_carried(item))
    consultation.facts = {name: item for name, item in consultation.facts.items() if name not in carried}
    return carried


def _was_carried(item: Mapping[str, object]) -> bool:
    return item["origin"] == Origin.EARLIER or "on" in item


def _resident_of(consultation: Consultation) -> uuid.UUID:
    if consultation.resident_id is None:
        raise Refused(
            "resident-unknown",
            "还不知道是哪位居民。请先读身份证。",
            "It is not known who the resident is. Please read the ID card first.",
        )
    found: uuid.UUID = consultation.resident_id
    return found


def _record_reading(consultation: Consultation, found: Mapping[str, Reusable], now: datetime, by: str) -> None:
    """One event here, and one at each other centre whose consultations were read."""
    read: dict[tuple[str, str], list[str]] = {}
    for name, each in sorted(found.items()):
        read.setdefault((each.within.id, each.within.centre), []).append(name)
    sources = sorted({earlier for earlier, _ in read})
    _record(
        consultation.pk, consultation.centre_id, "reuse-answers", now, by, {"facts": sorted(found), "from": sources}
    )
    for (earlier, centre), facts in read.items():
        if centre != consultation.centre_id:
            told = {"facts": facts, "at": consultation.centre_id, "consultation": str(consultation.pk)}
            _record(earlier, centre, "answers-read", now, by, told)


def _record(consultation_id: object, centre: str, verb: str, now: datetime, by: str, data: dict[str, Any]) -> None:
    events.record(
        now=now, centre=centre, actor=by, thing="consultation", thing_id=consultation_id, verb=verb, data=data
    )
