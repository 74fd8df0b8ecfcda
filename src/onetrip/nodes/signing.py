"""How a call between nodes is signed, and what makes it be refused. Pure.

HMAC-SHA-256 over everything that decides what the call does: method, path, node and key, number of the call, time, body.
The answer is signed too, over the signature of its call, so that an answer cannot be given to another question.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

FORM = re.compile(r"([A-Z]{2,6})\.([0-9]{1,4})\.([0-9]{1,3})\.([A-Za-z0-9_-]{43})")
FAR = timedelta(minutes=10)
"""Clocks further apart than this do not talk: times on receipts would be wrong."""


@dataclass(frozen=True)
class Key:
    """What a centre node signs with: whose it is, the node's number, the number of the key, the secret."""

    centre: str
    node: int
    number: int
    secret: str

    def __str__(self) -> str:
        """The one line that an operator carries from the city to the centre."""
        return f"{self.centre}.{self.node}.{self.number}.{self.secret}"

    def __repr__(self) -> str:
        return f"Key({self.centre}.{self.node}.{self.number})"


def new_secret() -> str:
    """256 random bits."""
    return secrets.token_urlsafe(32)


def read_key(text: str) -> Key:
    """Read the line back. Raises ValueError."""
    found = FORM.fullmatch(text.strip())
    if found is None:
        raise ValueError("no node key")
    return Key(found[1], int(found[2]), int(found[3]), found[4])


def sign_call(key: Key, *, method: str, path: str, call: int, at: datetime, body: bytes) -> str:
    """The signature of a call, hexadecimal."""
    return _sign(
        key.secret, "call", method, path, f"{key.centre}.{key.number}", str(call), at.isoformat(), _digest(body)
    )


def sign_answer(key: Key, *, to: str, status: int, body: bytes) -> str:
    """The signature of the answer to the call whose signature is `to`."""
    return _sign(key.secret, "answer", to, str(status), _digest(body))


def same(left: str, right: str) -> bool:
    """Compare two signatures without telling by the time it takes how far they agree."""
    return hmac.compare_digest(left.encode(), right.encode())


def too_far(at: datetime, now: datetime) -> bool:
    """Whether two clocks are too far apart."""
    return abs(at - now) > FAR


def read_moment(text: str) -> datetime | None:
    """The moment in a header; None for anything else."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at.astimezone(UTC) if at.tzinfo else None


def _sign(secret: str, *parts: str) -> str:
    return hmac.new(secret.encode(), "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()
