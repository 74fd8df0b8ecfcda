"""Encryption at rest and keyed hashes for look-up, with keys that change while the house runs (`people.keyring`).

What is stored begins with who can read it: "a1" for AES under the first key, as it always was, else the byte 2, the letter
of the cipher and the number of the key. Losing a key loses what was written with it, which is why `onetrip` never makes a
second first one.
"""

from __future__ import annotations

import hmac
import struct

from onetrip.people import ciphers
from onetrip.people.keyring import Key, ring

_FIRST = b"a1"
LATER = 2
HEADER = struct.Struct(">BcH")
"""Format, letter of the cipher, number of the key."""

AROUND_FIRST, AROUND_LATER = len(_FIRST) + ciphers.AROUND, HEADER.size + ciphers.AROUND
"""Bytes that what is stored has more than what it says, under the first key and under later ones, whichever cipher."""


class Undecipherable(Exception):
    """A stored value was written with another key, or was damaged."""


def derived_key(purpose: str) -> bytes:
    """A 256-bit key for one purpose alone, the same for as long as the house has its first key."""
    return ring().keys[1].for_purpose(b"use:" + purpose.encode())


def header(key: Key) -> bytes:
    """What everything begins with that was written with `key`."""
    return _FIRST if key.number == 1 else HEADER.pack(LATER, key.cipher.letter, key.number)


def encrypt(text: str) -> bytes:
    """Encrypt `text`; the same text never looks the same twice."""
    return _seal(text.encode(), b"encrypt", b"")


def decrypt(stored: bytes) -> str:
    """The text behind `stored`; raises Undecipherable."""
    try:
        return _open(bytes(stored), b"encrypt", b"").decode()
    except UnicodeDecodeError as error:
        raise Undecipherable("damaged value") from error


def encrypt_bytes(content: bytes, *, about: bytes) -> bytes:
    """Encrypt `content` of the thing `about`: under the name of another thing it cannot be read again."""
    return _seal(content, b"files", about)


def decrypt_bytes(stored: bytes, *, about: bytes) -> bytes:
    """The content behind `stored`; raises Undecipherable, also where it was written for another thing."""
    return _open(stored, b"files", about)


def keyed_hash(purpose: str, text: str) -> bytes:
    """The keyed hash of `text` under a key of its own for `purpose`: finds a row without telling what it holds.

    Always under the first key, for nobody can hash anew what is not kept: for random tokens, and for what is short-lived.
    What somebody could guess takes `index_hash`.
    """
    return _hash(ring().keys[1], purpose, text)


def index_hash(purpose: str, text: str) -> bytes:
    """The keyed hash under the current key: of what is kept beside it and hashed anew when the key changes (`IndexHash`), or
    of what is compared by `is_hash_of`."""
    return _hash(ring().current, purpose, text)


def index_hashes(purpose: str, text: str) -> list[bytes]:
    """The hash under every key, the current one first: a row may have been written with any of them."""
    return [_hash(key, purpose, text) for key in ring().newest_first]


def is_hash_of(kept: bytes | memoryview, purpose: str, text: str) -> bool:
    """Whether `kept` is the hash of `text` under any key, in a time that tells nothing."""
    same = [hmac.compare_digest(one, bytes(kept)) for one in index_hashes(purpose, text)]
    return any(same)


def _hash(key: Key, purpose: str, text: str) -> bytes:
    return ciphers.keyed(key.cipher, key.for_purpose(b"hash:" + purpose.encode()), text.encode())


def _seal(plain: bytes, purpose: bytes, about: bytes) -> bytes:
    key = ring().current
    start = header(key)
    return start + key.cipher.seal(key.for_purpose(purpose), plain, start + about)


def _open(stored: bytes, purpose: bytes, about: bytes) -> bytes:
    start, key = _written_with(stored)
    try:
        return key.cipher.open(key.for_purpose(purpose), stored[len(start) :], start + about)
    except ciphers.WrongKey as error:
        raise Undecipherable("wrong key, another thing, or damaged content") from error


def _written_with(stored: bytes) -> tuple[bytes, Key]:
    if stored[:2] == _FIRST:
        return _FIRST, ring().keys[1]
    start = stored[: HEADER.size]
    if len(start) < HEADER.size or start[0] != LATER:
        raise Undecipherable("unknown scheme")
    _, letter, number = HEADER.unpack(start)
    key = ring().keys.get(number)
    if key is None or key.cipher.letter != letter:
        raise Undecipherable("the key is not on the ring")
    return start, key
