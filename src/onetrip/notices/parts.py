"""How long a text message is, in the parts that a network sends it in and a city pays for (3GPP TS 23.038, 23.040). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

_PLAIN = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    "abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("^{}\\[~]|€\f")
"""Characters that take two places of seven bits."""

_ALONE = {"gsm7": 160, "ucs2": 70}
_OF_SEVERAL = {"gsm7": 153, "ucs2": 67}
"""Places in a message of one part, and in each of several, which have to say where they belong."""


@dataclass(frozen=True)
class Length:
    """`units` places in an alphabet of seven bits ("gsm7") or sixteen ("ucs2": as soon as there is one Chinese character)."""

    alphabet: Literal["gsm7", "ucs2"]
    units: int
    parts: int


def length(text: str) -> Length:
    """How long `text` is as a text message."""
    if all(sign in _PLAIN or sign in _EXTENDED for sign in text):
        return _count("gsm7", [2 if sign in _EXTENDED else 1 for sign in text])
    return _count("ucs2", [len(sign.encode("utf-16-be")) // 2 for sign in text])


def _count(alphabet: Literal["gsm7", "ucs2"], widths: list[int]) -> Length:
    units = sum(widths)
    if units <= _ALONE[alphabet]:
        return Length(alphabet, units, 1)
    parts, left = 1, _OF_SEVERAL[alphabet]
    for width in widths:
        if width > left:  # what takes two places is not torn in two
            parts, left = parts + 1, _OF_SEVERAL[alphabet]
        left -= width
    return Length(alphabet, units, parts)
