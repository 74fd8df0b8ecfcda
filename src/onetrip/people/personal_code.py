"""A resident's own code: says who comes to a machine of the house, for a few minutes, and nothing to anybody else.

The resident's internal id and the moment of its end, encrypted and authenticated under a key of their own: nothing can be
read from it, two codes of the same person have nothing in common, and none can be made without the key. Nothing is kept.
"""

from __future__ import annotations

import base64
import binascii
import os
import struct
import uuid
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from onetrip.ledger.refusals import Refused
from onetrip.people.crypto import derived_key

PREFIX = "ONETRIP-ME-"
"""What a scanner types first, so that no other code is taken for one."""

LASTS = timedelta(minutes=15)
_NONCE = 12


def make_code(resident_id: uuid.UUID, now: datetime) -> str:
    """A code for this resident that holds for LASTS from `now`."""
    nonce = os.urandom(_NONCE)
    told = resident_id.bytes + struct.pack(">q", int((now + LASTS).timestamp()))
    sealed = AESGCM(derived_key("personal-code")).encrypt(nonce, told, PREFIX.encode())
    return PREFIX + base64.b32encode(nonce + sealed).decode().rstrip("=")


def read_code(code: str, now: datetime) -> uuid.UUID:
    """The resident whose code this is. Raises Refused for one that was not made here, and for one that is over."""
    body = code.removeprefix(PREFIX)
    try:
        raw = base64.b32decode(body + "=" * (-len(body) % 8))
        told = AESGCM(derived_key("personal-code")).decrypt(raw[:_NONCE], raw[_NONCE:], PREFIX.encode())
    except (binascii.Error, ValueError, InvalidTag) as error:
        raise Refused(
            "personal-code-unknown",
            "这个码不是我们的，认不出来。请扫小贴士，或放身份证。",
            "This code is not one of ours. Please scan the slip, or lay down the ID card.",
            status=422,
        ) from error
    ends = datetime.fromtimestamp(struct.unpack(">q", told[16:])[0], UTC)
    if now >= ends:
        raise Refused(
            "personal-code-over",
            "个人码过期了。请在手机上刷新一下，再扫新的。",
            "This code has run out. Please reload it on the phone and scan the new one.",
            status=422,
        )
    return uuid.UUID(bytes=told[:16])
