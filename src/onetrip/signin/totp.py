"""Codes of an app on the telephone: six digits, new every thirty seconds (RFC 6238). Pure; the secret and the time are given."""

from __future__ import annotations

import base64
import secrets
from datetime import datetime

from cryptography.hazmat.primitives import constant_time
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

STEP = 30
"""Seconds that a code holds."""

DIGITS = 6
_SLACK = 1
"""Steps by which a telephone's clock may be wrong, either way."""


def new_secret() -> str:
    """160 random bits, as apps take them: base 32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, at: datetime) -> str:
    """The code that an app shows at that moment."""
    return _of(secret).generate(int(at.timestamp())).decode()


def step_of(code: str, secret: str, now: datetime) -> int | None:
    """The step of time that `code` belongs to, if it is one that may be shown now; else None."""
    given = code.strip().encode()
    step = int(now.timestamp()) // STEP
    matching = None
    for each in range(step - _SLACK, step + _SLACK + 1):
        if constant_time.bytes_eq(_of(secret).generate(each * STEP), given):
            matching = each
    return matching


def address(secret: str, *, username: str, house: str) -> str:
    """What the QR code says: an otpauth address that every code app reads."""
    return _of(secret).get_provisioning_uri(username, house)


def _of(secret: str) -> TOTP:
    # SHA-1 is what code apps know; in HMAC it is still sound (RFC 4226).
    return TOTP(base64.b32decode(secret), DIGITS, SHA1(), STEP)  # noqa: S303
