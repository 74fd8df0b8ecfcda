"""What can be asked about residents."""

from __future__ import annotations

import uuid

from onetrip.people.crypto import keyed_hash
from onetrip.people.identity import Identity
from onetrip.people.models import Consent, Resident


def find(identity: Identity) -> Resident | None:
    """The resident with this ID number, if the house has met them."""
    return Resident.objects.filter(number_hash=keyed_hash("id-number", identity.number)).first()


def get(resident_id: uuid.UUID) -> Resident:
    """The resident with this id; raises Resident.DoesNotExist."""
    return Resident.objects.get(pk=resident_id)


def consent(resident_id: uuid.UUID, purpose: Consent.Purpose) -> Consent | None:
    """The consent that holds for a purpose, if the resident has given one and not withdrawn it."""
    return Consent.objects.filter(resident_id=resident_id, purpose=purpose, withdrawn_at=None).first()
