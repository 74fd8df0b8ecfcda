"""What can be asked about residents."""

from __future__ import annotations

import uuid

from onetrip.people.contacts import Contact, reachable
from onetrip.people.crypto import index_hashes
from onetrip.people.identity import Identity
from onetrip.people.models import NUMBER, Consent, Resident
from onetrip.walls.scope import everywhere


def find(identity: Identity) -> Resident | None:
    """The resident with this ID number, if the house has met them."""
    with everywhere("a resident is known by the number at every centre"):
        return Resident.objects.filter(number_hash__in=index_hashes(NUMBER, identity.number)).first()


def get(resident_id: uuid.UUID) -> Resident:
    """The resident with this id; raises Resident.DoesNotExist."""
    return Resident.objects.get(pk=resident_id)


def consent(resident_id: uuid.UUID, purpose: Consent.Purpose) -> Consent | None:
    """The consent that holds for a purpose, if the resident has given one and not withdrawn it."""
    return Consent.objects.filter(resident_id=resident_id, purpose=purpose, withdrawn_at=None).first()


def ways_to(resident: Resident) -> tuple[Contact, ...]:
    """Every way to tell the resident something, the preferred one first; none where they want no messages."""
    agreed = consent(resident.pk, Consent.Purpose.MESSAGES) is not None
    return reachable(
        telephone=_text(resident.telephone),
        email=_text(resident.email),
        app_account=_text(resident.app_account),
        prefers=resident.notice_way,
        agreed=agreed,
    )


def _text(value: object) -> str | None:
    return str(value) if value else None
