"""What a named resident came for, accepted at a window."""

from __future__ import annotations

from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.models import Receipt
from onetrip.people.models import Resident
from tests.cases.counter import Counter

CARD = AcceptedMatter("card", ("id-card", "booklet"))
"""As somebody without a slip brings it."""

WITHOUT_PHOTO = AcceptedMatter("reward", ("id-card", "marriage-certificate"), to_follow=("photo",))


def accept(counter: Counter, resident: Resident, *asked: AcceptedMatter) -> Receipt:
    """What the resident came for, accepted; they have gone home."""
    ticket = counter.serving(resident_id=resident.pk)
    receipt = counter.accept(ticket, *asked)
    counter.hall.at_window("finish", ticket)
    return receipt
