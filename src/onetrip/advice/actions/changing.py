"""A consultation while it is changed, by whatever verb."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from onetrip.advice.models import Consultation
from onetrip.advice.queries import not_there
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue


@contextmanager
def changing(consultation_id: uuid.UUID) -> Iterator[tuple[Consultation, Catalogue]]:
    """The consultation with its row locked, and the catalogue it goes by, inside a transaction."""
    with transaction.atomic():
        consultation = (
            Consultation.objects.select_for_update(of=("self",))
            .select_related("catalogue")
            .filter(pk=consultation_id)
            .first()
        )
        if consultation is None:
            raise not_there()
        yield consultation, catalogues.version(consultation.catalogue.number)
