"""The key pair of a department's system. Pure."""

from __future__ import annotations

import base64
import binascii
import secrets

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_public_key,
)

from onetrip.ledger.refusals import Malformed

MOST_PEM = 800
"""Characters of a public key as it is pasted; Ed25519 has 113."""


def new_id() -> str:
    """A name for a key, as it stands in each signature."""
    return f"dk-{secrets.token_hex(8)}"


def new_pair() -> tuple[str, bytes]:
    """A private key in PEM (PKCS 8), to be shown once and kept nowhere, and its public half."""
    private = Ed25519PrivateKey.generate()
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()
    return pem, private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def read_public(text: str) -> bytes:
    """The public half that a department made itself: PEM, or its 32 bytes in base64. Raises Malformed."""
    said = text.strip()[:MOST_PEM]
    if "PRIVATE" in said:
        raise Malformed(
            "key-private",
            "这是私钥，不要交给任何人，也不要贴在这里。请换一对新的，只贴公钥。",
            "This is the private key: give it to nobody, and do not paste it here. Please make a new pair and paste the "
            "public half only.",
            field="public",
        )
    try:
        if said.startswith("-----BEGIN"):
            key = load_pem_public_key(said.encode())
        else:
            key = Ed25519PublicKey.from_public_bytes(base64.b64decode(said, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm) as error:
        raise _no_key() from error
    if not isinstance(key, Ed25519PublicKey):
        raise _no_key()
    return key.public_bytes(Encoding.Raw, PublicFormat.Raw)


def _no_key() -> Malformed:
    return Malformed(
        "key-unreadable",
        "读不懂这把公钥。要 Ed25519 的：openssl genpkey -algorithm ed25519，再 openssl pkey -pubout。",
        "This public key cannot be read. It has to be Ed25519: openssl genpkey -algorithm ed25519, then openssl pkey -pubout.",
        field="public",
    )
