"""The keys of the house: the one it began with, and those that came later.

The first stands in the setting IDENTITY_KEY, with AES. Later ones stand in the file KEY_RING, which `onetrip keys` alone
writes and which every process reads again within a second, so that a key changes while the house runs:

    key 2 sm4 <64 hexadecimal digits>
    current 2

Every key reads; what is written, is written with the current one. A key with a higher number than the current one is
known already and not in use yet: everybody has to be able to read with it before somebody writes with it.
"""

from __future__ import annotations

import os
import secrets
import threading
import time
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from onetrip.people import ciphers
from onetrip.people.ciphers import Cipher

LOOKS_EVERY = 1.0
"""Seconds between two looks of a process at the file."""

KNOWN_WITHIN = 3 * LOOKS_EVERY
"""Seconds after which every process of this machine goes by what was written."""


class RingBroken(Exception):
    """The file of keys cannot be read; the message says why, and never what stands in it."""


@dataclass(frozen=True)
class Key:
    """A master key; `number` stands in everything that was written with it."""

    number: int
    cipher: Cipher
    master: str

    def for_purpose(self, purpose: bytes) -> bytes:
        """The key for one purpose alone."""
        return _derived(self.cipher.name, self.master, purpose)


@dataclass(frozen=True)
class Ring:
    """Every key, by its number, and the one that writes."""

    keys: dict[int, Key]
    current: Key

    @property
    def newest_first(self) -> tuple[Key, ...]:
        """The current one, then the others from the newest on."""
        others = sorted((key for key in self.keys.values() if key is not self.current), key=lambda key: -key.number)
        return (self.current, *others)


@lru_cache(maxsize=64)
def _derived(cipher: str, master: str, purpose: bytes) -> bytes:
    return ciphers.derive(ciphers.CIPHERS[cipher], master, purpose)


_lock = threading.Lock()
_read: tuple[str, float, tuple[int, int] | None, Ring] | None = None
"""The first key, when the file was looked at, how it looked, and what was in it."""


def ring() -> Ring:
    """The keys as they are, read again when the file has changed; at most LOOKS_EVERY seconds old. Raises RingBroken."""
    global _read
    known, first, moment = _read, settings.IDENTITY_KEY, time.monotonic()
    if known is not None and known[0] == first and moment - known[1] < LOOKS_EVERY:
        return known[3]
    mark = _mark()
    # Also where the file has gone meanwhile: whoever wrote on with the first key would lose people.
    if known is not None and known[0] == first and (known[2] == mark or mark is None):
        found = known[3]
    else:
        found = read(_path().read_text(encoding="ascii") if mark is not None else "", first)
    with _lock:
        _read = (first, moment, mark, found)
    return found


def forget() -> None:
    """Look at the file anew, at once."""
    global _read
    with _lock:
        _read = None


def read(text: str, first: str) -> Ring:
    """The ring that a file says, beside the first key. Raises RingBroken, also for a cipher that this machine lacks."""
    keys = {1: Key(1, ciphers.CIPHERS["aes"], first)}
    current = 1
    for line in text.splitlines():
        match line.split():
            case ["key", number, cipher, master] if number.isdecimal() and len(master) == 64:
                try:
                    keys[int(number)] = Key(int(number), ciphers.cipher(cipher), master)
                except ciphers.CipherMissing as missing:
                    raise RingBroken(str(missing)) from missing
            case ["current", number] if number.isdecimal():
                current = int(number)
            case [] | ["#", *_]:
                pass
            case _:
                raise RingBroken("密钥文件有一行读不懂。 A line of the file of keys cannot be read.")
    if current not in keys:
        raise RingBroken("密钥文件缺现用的那把。 The file of keys lacks the one in use.")
    return Ring(keys, keys[current])


def add(cipher: str) -> Key:
    """A new key, known to everybody from now on and not in use yet; one that is known already and not in use is taken.

    Raises CipherMissing.
    """
    ciphers.cipher(cipher)
    before = ring()
    waiting = [key for key in before.keys.values() if key.number > before.current.number]
    if waiting:
        return waiting[-1]
    number = max(before.keys) + 1
    new = Key(number, ciphers.CIPHERS[cipher], secrets.token_hex(32))
    _write(Ring({**before.keys, number: new}, before.current))
    return new


def use(number: int) -> None:
    """Write with the key of this number from now on."""
    before = ring()
    _write(Ring(before.keys, before.keys[number]))


def _write(ring: Ring) -> None:
    """The whole file anew, or as it was: a power cut leaves no half of it."""
    path = _path()
    lines = ["# Written by onetrip keys. Whoever loses it cannot read what was written with these keys. Keep a copy."]
    lines += [f"key {key.number} {key.cipher.name} {key.master}" for key in ring.keys.values() if key.number != 1]
    lines.append(f"current {ring.current.number}")
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("\n".join(lines) + "\n")
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    forget()


def _path() -> Path:
    if not settings.KEY_RING:
        raise RingBroken(
            "没有说密钥文件在哪里：请设 ONETRIP_KEY_RING。 It is not said where the file of keys is: set ONETRIP_KEY_RING."
        )
    return Path(settings.KEY_RING)


def _mark() -> tuple[int, int] | None:
    """What changes when the file does; None where there is none."""
    if not settings.KEY_RING:
        return None
    try:
        stat = Path(settings.KEY_RING).stat()
    except FileNotFoundError:
        return None
    return stat.st_mtime_ns, stat.st_ino
