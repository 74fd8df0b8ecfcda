"""Encryption at rest and keyed hashes for look-up, behind one interface so that a national suite can take its place.

A stored cipher begins with the name of its scheme, so that old rows stay readable after a change of scheme or key.
The key comes from the setting IDENTITY_KEY; losing it loses the data, which is why `onetrip` never makes a second one.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

_SCHEME = b"a1"  # AES-256-GCM, 96-bit random nonce
_NONCE = 12


class Undecipherable(Exception):
    """A stored value was written with another key, or was damaged."""


@lru_cache(maxsize=8)
def _key(purpose: bytes, master: str) -> bytes:
    """A 256-bit key for one purpose, derived from the master key (RFC 5869)."""
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=b"onetrip", info=purpose).derive(master.encode())


def derived_key(purpose: str) -> bytes:
    """A 256-bit key for one purpose alone, the same as long as the house's key is."""
    return _key(b"use:" + purpose.encode(), settings.IDENTITY_KEY)


def encrypt(text: str) -> bytes:
    """Encrypt `text`; the same text never looks the same twice."""
    nonce = os.urandom(_NONCE)
    return _SCHEME + nonce + AESGCM(_key(b"encrypt", settings.IDENTITY_KEY)).encrypt(nonce, text.encode(), _SCHEME)


def decrypt(stored: bytes) -> str:
    """The text behind `stored`; raises Undecipherable."""
    stored = bytes(stored)
    scheme, nonce, body = stored[:2], stored[2 : 2 + _NONCE], stored[2 + _NONCE :]
    if scheme != _SCHEME:
        raise Undecipherable("unknown scheme")
    try:
        return AESGCM(_key(b"encrypt", settings.IDENTITY_KEY)).decrypt(nonce, body, _SCHEME).decode()
    except (InvalidTag, ValueError) as error:
        raise Undecipherable("wrong key or damaged value") from error


def keyed_hash(purpose: str, text: str) -> bytes:
    """HMAC-SHA-256 of `text` under a key of its own for `purpose`: finds a row without telling what it holds."""
    return hmac.digest(_key(b"hash:" + purpose.encode(), settings.IDENTITY_KEY), text.encode(), hashlib.sha256)
