"""What can be done with a resident's identity."""

from __future__ import annotations

import uuid
from datetime import datetime

from django.db import transaction

from onetrip.ledger import events
from onetrip.ledger.refusals import Malformed
from onetrip.people.crypto import keyed_hash
from onetrip.people.identity import Identity
from onetrip.people.models import Consent, IdentityView, Resident


def know(*, identity: Identity, now: datetime, name: str | None = None, telephone: str | None = None) -> Resident:
    """The resident with this ID number, made on first sight; a name or telephone not known before is added.

    One that is known stays: whoever merely says a number may change nothing of its owner (`correct` does). Two windows
    that meet the same new resident at once get the same row.
    """
    resident, made = Resident.objects.get_or_create(
        number_hash=keyed_hash("id-number", identity.number),
        defaults={"number": identity.number, "name": name, "telephone": telephone, "first_seen": now},
    )
    if not made:
        for field, value in (("name", name), ("telephone", telephone)):
            if value and getattr(resident, field) is None:
                Resident.objects.filter(pk=resident.pk, **{f"{field}__isnull": True}).update(**{field: value})
                resident.refresh_from_db(fields=[field])
    return resident


def correct(
    *,
    resident: Resident,
    name: str | None = None,
    telephone: str | None = None,
    source: str,
    by: str,
    centre: str,
    now: datetime,
) -> None:
    """What is known of a resident gives way to what is said by somebody who can know, with an event.

    `source`: "card" for what a reader read of the card and for what its owner said beside it, "window" for a clerk who
    has the card in hand.
    """
    said = {field: value for field, value in (("name", name), ("telephone", telephone)) if value}
    news = {field: value for field, value in said.items() if getattr(resident, field) != value}
    if not news:
        return
    with transaction.atomic():
        Resident.objects.filter(pk=resident.pk).update(**news)
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="resident",
            thing_id=resident.pk,
            verb="correct",
            data={"what": sorted(news), "source": source},
        )
    for field, value in news.items():
        setattr(resident, field, value)


def view_plain(*, resident_id: uuid.UUID, purpose: str, by: str, centre: str, now: datetime) -> Resident:
    """Give out the unmasked identity, logged with its purpose. Raises Malformed without a purpose in words."""
    purpose = purpose.strip()
    if len(purpose) < 2:
        raise Malformed(
            "purpose-missing",
            "请写清楚为什么要看完整号码，这条会留下记录。",
            "Please write why you need the full number; this is kept on record.",
            field="purpose",
        )
    with transaction.atomic():
        resident = Resident.objects.get(pk=resident_id)
        IdentityView.objects.create(resident=resident, by=by, centre=centre, purpose=purpose[:200], at=now)
        events.record(
            now=now,
            centre=centre,
            actor=by,
            thing="resident",
            thing_id=resident.pk,
            verb="view-plain",
            data={"purpose": purpose[:200]},
        )
    return resident


def give_consent(
    *, resident_id: uuid.UUID, purpose: Consent.Purpose, channel: str, by: str, centre: str, now: datetime
) -> Consent:
    """The resident agrees; `by` is who wrote it down. Given already, it stays as it was given."""
    with transaction.atomic():
        consent, made = Consent.objects.get_or_create(
            resident_id=resident_id,
            purpose=purpose,
            withdrawn_at=None,
            defaults={"given_at": now, "given_by": by, "channel": channel, "centre": centre},
        )
        if made:
            _record_consent(resident_id, "give-consent", purpose, by=by, centre=centre, now=now)
    return consent


def withdraw_consent(*, resident_id: uuid.UUID, purpose: Consent.Purpose, by: str, centre: str, now: datetime) -> bool:
    """The resident no longer agrees. True when a consent held until now."""
    with transaction.atomic():
        held = Consent.objects.filter(resident_id=resident_id, purpose=purpose, withdrawn_at=None)
        if not held.update(withdrawn_at=now, withdrawn_by=by):
            return False
        _record_consent(resident_id, "withdraw-consent", purpose, by=by, centre=centre, now=now)
    return True


def _record_consent(
    resident_id: uuid.UUID, verb: str, purpose: Consent.Purpose, *, by: str, centre: str, now: datetime
) -> None:
    events.record(
        now=now,
        centre=centre,
        actor=by,
        thing="resident",
        thing_id=resident_id,
        verb=verb,
        data={"purpose": purpose.value},
    )
