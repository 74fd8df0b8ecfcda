"""Names that stand for people and things in one export and mean nothing outside of it."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from functools import lru_cache


class Pseudonyms:
    """Keyed hashes under a key that is made for one export and forgotten with it.

    Within the export the same person has the same name; two exports have no name in common, and nobody, the house
    included, can get from a name back to whom it stands for.
    """

    def __init__(self) -> None:
        key = secrets.token_bytes(32)

        @lru_cache(maxsize=1 << 16)
        def name(kind: str, identity: object) -> str:
            digest = hmac.new(key, f"{kind}:{identity}".encode(), hashlib.sha256)
            return f"{kind}-{digest.hexdigest()[:20]}"

        self._name = name

    def __call__(self, kind: str, identity: object) -> str:
        """What `identity`, of that kind, is called here: 80 bits, so that no two are ever called alike."""
        return self._name(kind, identity)
