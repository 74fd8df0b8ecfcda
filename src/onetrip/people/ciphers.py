"""The ciphers that may protect personal data at rest, each with the keyed hash of its family. Pure.

AES-256-GCM with HMAC-SHA-256, and the national suite SM4-GCM (GB/T 32907, GM/T 0130) with HMAC-SM3 (GB/T 32905): the
second only where the installed `cryptography` and its OpenSSL know both.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.ciphers import Cipher as OpenSSLCipher
from cryptography.hazmat.primitives.ciphers import algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE = 12
"""Bytes of the nonce, random for every value: 96 bits, as GCM wants it."""

_TAG = 16

AROUND = NONCE + _TAG
"""Bytes that a sealed value has more than the plain one: the same for every cipher, because each is in GCM."""


class WrongKey(Exception):
    """What was to be decrypted was written with another key or about another thing, or was damaged."""


class CipherMissing(Exception):
    """This machine does not know the cipher; the message says which and what to do, in both languages."""


class Cipher(Protocol):
    """An authenticated cipher with a keyed hash; `letter` stands in what is stored."""

    @property
    def name(self) -> str: ...
    @property
    def letter(self) -> bytes: ...
    @property
    def key_bytes(self) -> int: ...
    def algorithm(self) -> hashes.HashAlgorithm: ...
    def seal(self, key: bytes, plain: bytes, about: bytes) -> bytes: ...
    def open(self, key: bytes, sealed: bytes, about: bytes) -> bytes: ...


@dataclass(frozen=True)
class Aes:
    """AES-256 in GCM, HMAC-SHA-256."""

    name: str = "aes"
    letter: bytes = b"a"
    key_bytes: int = 32

    def algorithm(self) -> hashes.HashAlgorithm:
        """The hash of the family."""
        return hashes.SHA256()

    def seal(self, key: bytes, plain: bytes, about: bytes) -> bytes:
        """Nonce and ciphertext with its tag."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plain, about)

    def open(self, key: bytes, sealed: bytes, about: bytes) -> bytes:
        """What was sealed; raises WrongKey."""
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], about)
        except (InvalidTag, ValueError) as error:
            raise WrongKey from error


@dataclass(frozen=True)
class Sm4:
    """SM4 in GCM, HMAC-SM3."""

    name: str = "sm4"
    letter: bytes = b"s"
    key_bytes: int = 16

    def algorithm(self) -> hashes.HashAlgorithm:
        """The hash of the family."""
        return hashes.SM3()

    def seal(self, key: bytes, plain: bytes, about: bytes) -> bytes:
        """Nonce and ciphertext with its tag."""
        nonce = os.urandom(NONCE)
        sealing = OpenSSLCipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(about)
        return nonce + sealing.update(plain) + sealing.finalize() + sealing.tag

    def open(self, key: bytes, sealed: bytes, about: bytes) -> bytes:
        """What was sealed; raises WrongKey."""
        nonce, body, tag = sealed[:NONCE], sealed[NONCE:-_TAG], sealed[-_TAG:]
        try:
            opening = OpenSSLCipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
            opening.authenticate_additional_data(about)
            return opening.update(body) + opening.finalize()
        except (InvalidTag, ValueError) as error:
            raise WrongKey from error


CIPHERS: dict[str, Cipher] = {cipher.name: cipher for cipher in (Aes(), Sm4())}
"""By the name in the key ring."""


def cipher(name: str) -> Cipher:
    """The cipher of this name. Raises CipherMissing where this machine, or this house, does not know it."""
    found = CIPHERS.get(name)
    if found is None:
        known = ", ".join(CIPHERS)
        raise CipherMissing(f"没有“{name}”这种密码算法，只有 {known}。 There is no cipher “{name}”, only {known}.")
    try:
        found.open(bytes(found.key_bytes), found.seal(bytes(found.key_bytes), b"", b""), b"")
        derive(found, "", b"")
        keyed(found, b"", b"")
    except UnsupportedAlgorithm as error:
        raise CipherMissing(
            f"这台机器的 cryptography/OpenSSL 不会 {found.name.upper()}：装带国密的版本，或者用 aes。 The cryptography/OpenSSL of "
            f"this machine does not know {found.name.upper()}: install one that does, or use aes."
        ) from error
    return found


def derive(cipher: Cipher, master: str, purpose: bytes) -> bytes:
    """The key for one purpose, derived from a master key (RFC 5869)."""
    kdf = HKDF(algorithm=cipher.algorithm(), length=cipher.key_bytes, salt=b"onetrip", info=purpose)
    return kdf.derive(master.encode())


def keyed(cipher: Cipher, key: bytes, text: bytes) -> bytes:
    """32 bytes that say nothing about `text` to whoever lacks the key."""
    mac = hmac.HMAC(key, cipher.algorithm())
    mac.update(text)
    return mac.finalize()
