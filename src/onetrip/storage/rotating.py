"""A new key for what is kept beside the tables (`people.rotating` does the tables): thing by thing, and begun again at will."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress

from onetrip.people.rotating import Left
from onetrip.storage.collections import ALL
from onetrip.storage.store import Damaged


def rewrite() -> Iterator[str]:
    """Encrypt everything anew that was not written with the current key; the collection of each thing, once it is done.

    May be stopped and begun again at any moment: each is whole at every moment, under one key or the other. What nobody can
    read stays as it is, and is counted by `left`. Raises Away.
    """
    for store in ALL:
        for thing in store.everything():
            with suppress(Damaged):
                if store.rewrite(thing):
                    yield store.collection


def left() -> list[Left]:
    """How many things of each collection are not written with the current key. Raises Away."""
    counted = [Left(store.collection, sum(map(store.is_of_another_key, store.everything()))) for store in ALL]
    return [one for one in counted if one.values]
