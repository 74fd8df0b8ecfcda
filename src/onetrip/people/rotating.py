"""A new key takes over while the house runs: it is made known, put into use, and everything is written anew with it.

What is stored says which key it was written with, so that whoever is killed in the middle leaves nothing half done: every
value reads at every moment, and the next run goes on with what is left. A row and the hash that finds it are written in
one statement. Which columns there are is read from the models: each kind of field that keeps something encrypted or hashed
stands in `sealed_of`, and a test demands of every other binary column a reason.
"""

# ruff: noqa: S608, SLF001 -- names of tables and columns out of our own models; `_meta` is Django's documented interface

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection, transaction
from django.db.models import Field, Model

from onetrip.ledger import events
from onetrip.ledger.models import Event
from onetrip.people import keyring
from onetrip.people.crypto import Undecipherable, decrypt, decrypt_bytes, encrypt, encrypt_bytes, header, index_hash
from onetrip.people.fields import EncryptedText, IndexHash, SealedBytes

BATCH = 200
"""Rows that are locked and written anew together."""

_PATIENCE = "400ms"
"""Shorter than the second after which PostgreSQL looks for a deadlock: the hall never loses one to the rotation."""


@dataclass(frozen=True)
class Hashed:
    """A column that holds the hash for `purpose` of what stands encrypted in the column `of`."""

    column: str
    of: str
    purpose: str


@dataclass(frozen=True)
class Sealed:
    """A table with encrypted columns: of text, of bytes under the id of the row, and the hashes of the text."""

    table: str
    key: str
    texts: tuple[str, ...]
    contents: tuple[str, ...]
    hashes: tuple[Hashed, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        """Everything that says which key it was written with."""
        return (*self.texts, *self.contents)


@dataclass(frozen=True)
class Left:
    """How many values of a table, or things of a store, were written with another key than the current one."""

    table: str
    values: int


def new_key(*, cipher: str, by: str, now: datetime, wait: Callable[[float], None] = time.sleep) -> int:
    """Make a new key known, and use it once everybody knows it; its number.

    Whoever was killed between the two goes on with the key that was made. Raises CipherMissing.
    """
    key = keyring.add(cipher)
    wait(keyring.KNOWN_WITHIN)  # nobody may write with a key that somebody else cannot read with yet
    keyring.use(key.number)
    wait(keyring.KNOWN_WITHIN)  # and from now on nobody writes with the one before
    with transaction.atomic():
        told = {"number": key.number, "cipher": key.cipher.name}
        events.record(now=now, centre="", actor=by, thing=_THING, thing_id=key.number, verb=_VERB, data=told)
    return key.number


_THING, _VERB = "key", "use"


def missing_key() -> int | None:
    """The number of the key that this database was last written with, where the ring lacks it; None when all is well.

    Without it residents are not found by their numbers, and would be met a second time.
    """
    used = Event.objects.filter(thing=_THING, verb=_VERB).order_by("-id").first()
    number = int(used.data["number"]) if used is not None else 1
    return None if number in keyring.ring().keys else number


def rewrite(*, batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Write everything anew that was not written with the current key, batch by batch: the table, and how many rows.

    May be stopped and begun again at any moment.
    """
    for sealed in sealed_tables():
        after: Any = None
        while True:
            try:
                rows, after = _rewrite_batch(sealed, after, batch, patience=_PATIENCE)
            except OperationalError:
                # Somebody works on one of them. Waiting for it while others are held could stop the hall: one by one.
                rows, after = _rewrite_batch(sealed, after, 1, patience="0")
            if after is None:
                break
            yield sealed.table, rows


def left() -> list[Left]:
    """What is not written with the current key, table by table."""
    found = []
    with connection.cursor() as cursor:
        for sealed in sealed_tables():
            each = " + ".join(f"count(*) FILTER (WHERE {_is_old(column)})" for column in sealed.columns)
            mark = header(keyring.ring().current)
            values: list[Any] = [len(mark), mark] * len(sealed.columns)
            cursor.execute(f"SELECT {each} FROM {sealed.table}", values)
            count = int(cursor.fetchone()[0])
            if count:
                found.append(Left(sealed.table, count))
    return found


def sealed_tables() -> list[Sealed]:
    """Every table of the house with an encrypted column."""
    return [found for model in apps.get_models() if (found := sealed_of(model)) is not None]


def sealed_of(model: type[Model]) -> Sealed | None:
    """What a table keeps encrypted; None for one that does not."""
    fields: list[Field[Any, Any]] = list(model._meta.concrete_fields)
    texts = tuple(field.column for field in fields if isinstance(field, EncryptedText))
    contents = tuple(field.column for field in fields if isinstance(field, SealedBytes))
    hashes = tuple(
        Hashed(field.column, str(model._meta.get_field(field.of).column), field.purpose)  # type: ignore[union-attr]  # its own columns
        for field in fields
        if isinstance(field, IndexHash)
    )
    key = model._meta.pk
    if not (texts or contents) or key is None:
        return None
    return Sealed(model._meta.db_table, str(key.column), texts, contents, hashes)


def _is_old(column: str) -> str:
    return f"{column} IS NOT NULL AND substring({column} from 1 for %s) <> %s"


def _rewrite_batch(sealed: Sealed, after: Any, batch: int, *, patience: str) -> tuple[int, Any]:
    """Write the next rows anew, and where they end; None when there are no more. Raises OperationalError when one of them is
    held by somebody else for longer than `patience` ("0": for ever)."""
    mark = header(keyring.ring().current)
    old = " OR ".join(f"({_is_old(column)})" for column in sealed.columns)
    beyond = "" if after is None else f"{sealed.key} > %s AND "
    values: list[Any] = [] if after is None else [after]
    marks: list[Any] = [len(mark), mark] * len(sealed.columns)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('lock_timeout', %s, true)", [patience])
        cursor.execute(
            f"SELECT {sealed.key}, {', '.join(sealed.columns)} FROM {sealed.table} WHERE {beyond}({old}) "
            f"ORDER BY {sealed.key} LIMIT %s FOR UPDATE",
            [*values, *marks, batch],
        )
        rows = cursor.fetchall()
        for key, *stored in rows:
            with contextlib.suppress(Undecipherable):  # what nobody can read is left as it is, and counted by `left`
                _rewrite_row(cursor, sealed, key, dict(zip(sealed.columns, stored, strict=True)))
    return len(rows), rows[-1][0] if rows else None


def _rewrite_row(cursor: Any, sealed: Sealed, key: Any, stored: dict[str, Any]) -> None:
    texts = {name: decrypt(bytes(stored[name])) for name in sealed.texts if stored[name] is not None}
    written: dict[str, bytes | None] = {name: encrypt(text) for name, text in texts.items()}
    for name in sealed.contents:
        if stored[name] is not None:
            content = decrypt_bytes(bytes(stored[name]), about=key.bytes)
            written[name] = encrypt_bytes(content, about=key.bytes)
    for hashed in sealed.hashes:
        text = texts.get(hashed.of)
        # Of whoever was wiped the text is empty and the hash that of nobody: each stays the only one of its kind.
        if text != "":
            written[hashed.column] = None if text is None else index_hash(hashed.purpose, text)
    sets = ", ".join(f"{column} = %s" for column in written)
    cursor.execute(f"UPDATE {sealed.table} SET {sets} WHERE {sealed.key} = %s", [*written.values(), key])
