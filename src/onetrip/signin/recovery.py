"""Recovery codes on paper: each opens once, when the telephone or the key is lost. 120 random bits each, so that a keyed hash
is enough to find one and no table of them is worth stealing."""

from __future__ import annotations

import re
import secrets

from onetrip.people.crypto import keyed_hash

HOW_MANY = 8
_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ0"
"""32 signs; O, I, L and 1 are left out: they look like others."""

_LENGTH = 24


def new_codes() -> list[str]:
    """Fresh codes as they are printed: six groups of four."""
    return [_grouped("".join(secrets.choice(_ALPHABET) for _ in range(_LENGTH))) for _ in range(HOW_MANY)]


def looks_like_one(typed: str) -> bool:
    """Whether somebody typed a recovery code rather than the six digits of an app."""
    return len(_bare(typed)) == _LENGTH


def hash_of(code: str) -> bytes:
    """By which a code is found; blanks, hyphens and small letters do not matter."""
    return keyed_hash("recovery-code", _bare(code))


def _bare(typed: str) -> str:
    return re.sub(r"[\s-]", "", typed).upper().replace("O", "0")


def _grouped(code: str) -> str:
    return "-".join(code[place : place + 4] for place in range(0, _LENGTH, 4))
