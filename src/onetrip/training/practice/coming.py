"""The catalogue as it will be when a scheduled draft comes into force."""

from __future__ import annotations

import uuid
from functools import lru_cache

from onetrip.catalogue import drafts
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue
from onetrip.catalogue.models import Draft
from onetrip.catalogue.schema import read


def as_it_will_be(draft_id: uuid.UUID) -> Catalogue | None:
    """The version in force with the files of the draft; None where the draft is not (any more) approved for a day, or
    where what would come out does not hold together."""
    one = Draft.objects.filter(pk=draft_id, state=Draft.State.APPROVED, publish_on__isnull=False).first()
    return _made(one.pk, one.edition, catalogues.current().number) if one is not None else None


@lru_cache(maxsize=4)
def _made(draft_id: uuid.UUID, edition: int, number: int) -> Catalogue | None:
    """Reading a whole catalogue takes a second, and the same three always give the same."""
    del edition
    files = drafts.changes_of(drafts.draft(draft_id)).values()
    return read(drafts.applied(catalogues.texts(number), files)).catalogue
