"""The code that opens one compartment: six digits, kept as a keyed hash alone. Pure but for the dice."""

from __future__ import annotations

import re
import secrets
import unicodedata
import uuid

from onetrip.people.crypto import index_hash, is_hash_of

_PURPOSE = "cabinet-code"
DIGITS = 6
TRIES = 5
"""Wrong codes after which a compartment opens only with a person's help: five in a million."""


def new_code() -> str:
    """A code that nobody can guess from another one."""
    return f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"


def hash_code(stored_id: uuid.UUID, code: str) -> bytes:
    """What is kept of a code: another value for every time something is put in."""
    return index_hash(_PURPOSE, f"{stored_id} {code}")


def fits(stored_id: uuid.UUID, code: str, kept: bytes | memoryview | None) -> bool:
    """Whether `code` is the one that was given, in a time that tells nothing."""
    return kept is not None and is_hash_of(kept, _PURPOSE, f"{stored_id} {code}")


def read_digits(raw: str) -> str:
    """The digits of what was typed, spaces and full-width figures understood; "" when anything else is in it."""
    plain = re.sub(r"[\s\-—.]", "", unicodedata.normalize("NFKC", raw[:40]))
    return plain if plain.isascii() and plain.isdecimal() else ""


def read_label(raw: str) -> tuple[int, int] | None:
    """Cabinet and compartment of a door's number: 1-07, 107, 1 07. None for what is none."""
    digits = read_digits(raw)
    if not 3 <= len(digits) <= 4:
        return None
    return int(digits[:-2]), int(digits[-2:])
