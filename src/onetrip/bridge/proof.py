"""What a bridge signs of a card that its reader has read, so that the house can tell it from a number that anybody types. Pure.

Both sides know the secret: it is the SHA-256 of the station's key, which the bridge holds and of which the house keeps
nothing but that. The proof names the station, the card and the moment; it goes through the page, which cannot make one.
"""

from __future__ import annotations

import hashlib
import hmac
import re

VALID = 60
"""Seconds a proof is good for: as long as a page may take to send it, and no longer."""
EARLY = 5
"""Seconds by which it may lie in the future: a clock is known only as well as the last beat has told it."""

_PROOF = re.compile(r"([0-9]{1,12})\.([0-9a-f]{64})")


def secret_of(key: str) -> bytes:
    """What both sides know of a station's key."""
    return hashlib.sha256(key.encode()).digest()


def sign(secret: bytes, *, station: str, number: str, name: str, at: int) -> str:
    """The proof that the reader of `station` read this card at `at`, in seconds since 1970 by the bridge's own clock."""
    said = "\n".join(("onetrip-card-1", station, number, name.strip(), str(at)))
    return f"{at}.{hmac.new(secret, said.encode(), hashlib.sha256).hexdigest()}"


def is_good(proof: str, secret: bytes, *, station: str, number: str, name: str, now: float) -> bool:
    """Whether `proof` is of this card at this station and not too old; `now` by the clock of the bridge that made it."""
    found = _PROOF.fullmatch(proof)
    if found is None:
        return False
    at = int(found[1])
    right = sign(secret, station=station, number=number, name=name, at=at)
    return hmac.compare_digest(proof, right) and -EARLY <= now - at <= VALID
