"""Working out what the sayings of a catalogue mean. What is kept can be worked out again: no event tells of it."""

from __future__ import annotations

from onetrip.catalogue.learnt import kept
from onetrip.catalogue.models import Meaning
from onetrip.catalogue.search import SearchIndex

_AT_ONCE = 200
"""Sayings worked out between two savings: an interrupted run begins where it was."""


def learn(*, index: SearchIndex) -> int:
    """Work out and keep what the sayings of the index mean, as far as it is not kept yet; returns how many that were."""
    from onetrip.catalogue.meaning import meanings_of, name_of

    wanted = sorted({text for each in index.sayings() for text in each})
    known = kept(wanted)
    missing = [text for text in wanted if text not in known]
    for start in range(0, len(missing), _AT_ONCE):
        some = missing[start : start + _AT_ONCE]
        rows = [
            Meaning(name=name_of(text), numbers=numbers) for text, numbers in zip(some, meanings_of(some), strict=True)
        ]
        # Somebody else may be learning the same at this moment, and comes to the same.
        Meaning.objects.bulk_create(rows, ignore_conflicts=True)
    return len(missing)
