"""The one way in and out of what the house keeps beside its tables: encrypted here, each readable only under its own id."""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from itertools import islice

from onetrip.ledger.refusals import Refused
from onetrip.people.crypto import Undecipherable, decrypt_bytes, encrypt_bytes, header
from onetrip.people.keyring import ring
from onetrip.storage.backings.base import Away, Gone
from onetrip.storage.backings.registry import backing_of
from onetrip.walls.scope import everywhere

log = logging.getLogger("onetrip.storage")

_SMALL = ".small"
_NAMED_ANYWHERE = "a thing that no row names goes, and the row may be of any centre"
_AT_ONCE = 500
_MOST_FOREIGN = 20
"""Things of one sweep that nobody knows and our keys do not open."""
_OURS = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{30})(?:\.small)?")


class Damaged(Refused, Undecipherable):
    """What lies there is not what was kept: other bytes, half of them, another thing's, or another key's."""

    def __init__(self) -> None:
        super().__init__(
            "stored-damaged",
            "这份存着的内容坏了，读不出来。请看原件，并告诉运维。",
            "What was kept here is damaged and cannot be read. Please look at the original, and tell an operator.",
            status=410,
        )


class Store:
    """One collection of things, each with an id that says nothing, and perhaps a small picture of itself beside it."""

    def __init__(self, collection: str) -> None:
        self.collection = collection

    def put(self, thing: uuid.UUID, content: bytes, *, small: bytes | None = None) -> None:
        """Keep `content`, and `small` beside it: each whole or not at all. Raises Away, and then may have kept one of them:
        whoever writes the row afterwards writes none, and `sweep` finds what is left."""
        backing = backing_of(self.collection)
        if small is not None:
            backing.write(_name(thing) + _SMALL, encrypt_bytes(small, about=_about(thing, small=True)))
        backing.write(_name(thing), encrypt_bytes(content, about=_about(thing)))

    @contextmanager
    def stored(
        self, content: bytes, *, small: bytes | None = None, is_named: Callable[[uuid.UUID], bool]
    ) -> Iterator[uuid.UUID]:
        """Keep `content` before its row is written in the block, so that no row is locked while a slow place takes it; the id
        for the row. It goes again where no row came of it (`is_named`), now or by the hourly sweep. Raises Away."""
        thing = uuid.uuid4()
        self.put(thing, content, small=small)
        try:
            yield thing
        except BaseException:
            with suppress(Exception), everywhere(_NAMED_ANYWHERE):  # what went wrong in the block is what is told
                if not is_named(thing):
                    self.remove(thing)
            raise
        with everywhere(_NAMED_ANYWHERE):
            named = is_named(thing)
        if not named:
            with suppress(Away):
                self.remove(thing)

    def get(self, thing: uuid.UUID) -> bytes:
        """What was kept. Raises Gone, Away, Damaged."""
        return self._read(thing, small=False)

    def get_small(self, thing: uuid.UUID) -> bytes:
        """Its small picture. Raises Gone also where none was made, Away, Damaged."""
        return self._read(thing, small=True)

    def remove(self, thing: uuid.UUID) -> None:
        """Delete it and its small picture; nothing happens when they are gone already. Raises Away."""
        backing = backing_of(self.collection)
        backing.remove(_name(thing) + _SMALL)
        backing.remove(_name(thing))

    def rewrite(self, thing: uuid.UUID) -> bool:
        """Encrypt it and its small picture anew with the key of today; False where they are already, or gone. Raises Away,
        Damaged.

        What is removed in that very moment may be written once more: no row knows it, so `sweep` takes it.
        """
        done = False
        for name in self._with_another_key(thing):
            with suppress(Gone):
                content = self._read(thing, small=name.endswith(_SMALL))
                stored = encrypt_bytes(content, about=_about(thing, small=name.endswith(_SMALL)))
                backing_of(self.collection).replace(name, stored)
                done = True
        return done

    def is_of_another_key(self, thing: uuid.UUID) -> bool:
        """Whether it, or its small picture, is there and was not written with the key of today. Raises Away."""
        return next(self._with_another_key(thing), None) is not None

    def _with_another_key(self, thing: uuid.UUID) -> Iterator[str]:
        backing, mark = backing_of(self.collection), header(ring().current)
        for name in (_name(thing) + _SMALL, _name(thing)):
            with suppress(Gone):
                if backing.begins(name, len(mark)) != mark:
                    yield name

    def everything(self) -> Iterator[uuid.UUID]:
        """The ids of all that is kept, in their order; for a change of keys. Raises Away."""
        return self._ids(None)

    def kept_before(self, moment: datetime) -> Iterator[uuid.UUID]:
        """The ids of all that was last written before `moment`; what is half-written and as old goes on the way. Raises Away."""
        return self._ids(moment)

    def sweep(self, known: Callable[[Collection[uuid.UUID]], set[uuid.UUID]], *, before: datetime) -> int:
        """Delete what was written before `before` and that no row knows: a request cut off between the file and the row, a
        removal that the store did not hear of. `known` says which of some ids have a row. How many went. Raises Away.

        Only what this house can read goes. What its keys do not open may be another house's, to whose place the settings
        point by mistake: it stays, and after some of it the sweep ends, so that a house of a million things is not read.
        """
        gone, foreign, ids = 0, 0, self.kept_before(before)
        while some := list(islice(ids, _AT_ONCE)):
            with everywhere(_NAMED_ANYWHERE):
                named = known(some)
            for thing in sorted(set(some) - named):
                if self._is_ours(thing):
                    self.remove(thing)
                    gone += 1
                    continue
                foreign += 1
                if foreign == _MOST_FOREIGN:
                    log.error("%s: nothing more is swept; is this place another house's?", self.collection)
                    return gone
        return gone

    def _is_ours(self, thing: uuid.UUID) -> bool:
        """Whether our keys open whatever is there of it. Raises Away."""
        for small in (True, False):
            try:
                self._read(thing, small=small)
            except Gone:
                continue
            except Damaged:
                return False
        return True

    def _read(self, thing: uuid.UUID, *, small: bool) -> bytes:
        stored = backing_of(self.collection).read(_name(thing) + (_SMALL if small else ""))
        try:
            return decrypt_bytes(stored, about=_about(thing, small=small))
        except Undecipherable as error:
            log.error("%s %s cannot be read: %s", self.collection, thing, error)
            raise Damaged from error

    def _ids(self, before: datetime | None) -> Iterator[uuid.UUID]:
        last = None
        for name in backing_of(self.collection).names(before):
            ours = _OURS.fullmatch(name)
            if ours is None:
                continue  # nothing of ours, as in a place within this one
            thing = uuid.UUID(ours[2])
            if thing != last:
                yield thing
            last = thing


def _name(thing: uuid.UUID) -> str:
    return f"{thing.hex[:2]}/{thing.hex}"


def _about(thing: uuid.UUID, *, small: bool = False) -> bytes:
    return thing.bytes + (b"small" if small else b"")
