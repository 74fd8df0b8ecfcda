"""The head of a chain, signed: which digest stood at which position when. Kept elsewhere, it shows an end that was cut off.

A head is signed with a key that follows from ONETRIP_SECRET_KEY and is used for nothing else. Whoever verifies needs its
public half from a place that the house does not write, as a printed page: a file proves nothing about its own key.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection

THING, VERB = "ledger", "note-heads"
"""The event of no centre that holds the heads of a day: whoever cuts the end off one chain has to write another anew. Its
thing_id says who noted them: "city", or the code of a centre with a node of its own."""


@dataclass(frozen=True)
class Head:
    """The last seal of a chain at a moment. `key` and `signature` are hexadecimal, "" where it was not signed."""

    centre: str
    position: int
    digest: str
    at: str
    key: str = ""
    signature: str = ""

    @property
    def signed_text(self) -> bytes:
        """What the signature covers."""
        return json.dumps(
            ["onetrip ledger head", self.centre, self.position, self.digest, self.at], ensure_ascii=False
        ).encode()


@dataclass(frozen=True)
class Trust:
    """Whose signatures are believed: those of `key` (hexadecimal); of any key that a head names itself when it is None."""

    key: str | None = None

    def believes(self, head: Head) -> bool:
        """Whether the signature of `head` is right, and by the key that is trusted."""
        if self.key is not None and head.key != self.key:
            return False
        try:
            public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.key))
            public.verify(bytes.fromhex(head.signature), head.signed_text)
        except (InvalidSignature, ValueError):
            return False
        return True


@lru_cache(maxsize=4)
def _key(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(hashes.SHA256(), 32, salt=None, info=b"onetrip ledger heads").derive(secret.encode())
    return Ed25519PrivateKey.from_private_bytes(seed)


def public_key() -> str:
    """The public half of the key that this house signs heads with, 64 hexadecimal digits."""
    return _key(settings.SECRET_KEY).public_key().public_bytes_raw().hex()


def sign(head: Head) -> Head:
    """The head with the signature of this house."""
    signature = _key(settings.SECRET_KEY).sign(head.signed_text).hex()
    return Head(head.centre, head.position, head.digest, head.at, public_key(), signature)


def head_of(centre: str, *, now: datetime) -> Head | None:
    """The last seal of `centre`, signed; None while nothing of it is sealed."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT position, digest FROM ledger_seal WHERE centre = %s ORDER BY position DESC LIMIT 1", [centre]
        )
        found = cursor.fetchone()
    if found is None:
        return None
    return sign(Head(centre, found[0], found[1], now.astimezone(UTC).isoformat(timespec="seconds")))


def noted(centre: str) -> Iterator[Head]:
    """The heads of `centre` that the ledger itself holds, one a day. They carry no signature: a seal covers them."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT data -> 'heads' -> %s FROM ledger_event WHERE thing = %s AND verb = %s ORDER BY id",
            [centre, THING, VERB],
        )
        found = cursor.fetchall()
    for (said,) in found:
        match json.loads(said or "null"):
            case [int(position), str(digest), str(at)]:
                yield Head(centre, position, digest, at)


def write(path: Path, heads: Iterable[Head]) -> None:
    """Append heads to a file, one a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8", newline="\n") as file:
        file.writelines(json.dumps(asdict(head), ensure_ascii=False) + "\n" for head in heads)


def read(path: Path) -> list[Head]:
    """The heads in a file. Raises OSError, ValueError."""
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        try:
            head = Head(**json.loads(line))
        except TypeError as error:
            raise ValueError(f"{path.name}:{number}: no head of a ledger") from error
        if not (
            isinstance(head.position, int)
            and all(isinstance(each, str) for each in (head.centre, head.digest, head.at))
        ):
            raise ValueError(f"{path.name}:{number}: no head of a ledger")
        found.append(head)
    return found
