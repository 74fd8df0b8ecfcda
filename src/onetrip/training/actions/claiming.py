"""What a key of idempotency was used for, in as few characters as the ledger keeps of it."""

from __future__ import annotations

import hashlib

_KEPT = 60
"""Characters of `ledger.RequestKey.action`."""


def deed(verb: str, *about: object) -> str:
    """The verb and what it is about; where that is longer than is kept, a mark that stands for it."""
    whole = " ".join([verb, *(str(one) for one in about)])
    if len(whole) <= _KEPT:
        return whole
    return f"{verb} {hashlib.blake2b(whole.encode(), digest_size=16).hexdigest()}"
