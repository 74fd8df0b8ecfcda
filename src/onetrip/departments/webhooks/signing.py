"""The signature of a webhook as Standard Webhooks 1.0 has it: HMAC-SHA-256 over id, timestamp and body. Pure."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime


def headers(message: str, body: bytes, secrets: Sequence[str], at: datetime) -> dict[str, str]:
    """The three headers; a signature for each of `secrets` ("whsec_…"), so that a receiver may change over in its own time."""
    stamp = str(int(at.timestamp()))
    signed = f"{message}.{stamp}.".encode() + body
    signatures = [base64.b64encode(hmac.digest(_key(one), signed, hashlib.sha256)).decode() for one in secrets]
    return {
        "webhook-id": message,
        "webhook-timestamp": stamp,
        "webhook-signature": " ".join(f"v1,{one}" for one in signatures),
    }


def _key(secret: str) -> bytes:
    return base64.b64decode(secret.removeprefix("whsec_"))
