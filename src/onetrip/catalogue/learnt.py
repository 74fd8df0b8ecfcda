"""The meanings that are kept of a catalogue's sayings: which are there, and an index that has learnt them."""

from __future__ import annotations

from collections.abc import Iterable

from onetrip.catalogue.models import Meaning
from onetrip.catalogue.search import SearchIndex


def kept(texts: Iterable[str]) -> dict[str, bytes]:
    """The meanings that are kept, by text; those nobody has worked out yet are missing."""
    from onetrip.catalogue.meaning import name_of

    by_name = {name_of(text): text for text in texts}
    found = Meaning.objects.filter(pk__in=by_name).values_list("pk", "numbers")
    return {by_name[name]: bytes(numbers) for name, numbers in found}


def remember(index: SearchIndex) -> bool:
    """Give the index the meanings of all it is asked by, once they are all kept; whether it has them."""
    if index.knows_meanings:
        return True
    from onetrip.catalogue.meaning import Meanings

    sayings = index.sayings()
    wanted = {text for each in sayings for text in each}
    known = kept(wanted)
    if len(known) < len(wanted):
        return False
    index.learn(Meanings(sayings, known))
    return True
