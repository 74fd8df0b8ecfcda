"""Values of one fact as a NumPy column with its gaps. Choices are numbers in the order of the fact's choices, dates days since 1970."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from onetrip.rules import FactType

Bools: TypeAlias = npt.NDArray[np.bool_]
Plane: TypeAlias = npt.NDArray[np.uint64]
"""One bit for each resident, the first in the lowest bit of the first word."""

KINDS: Mapping[FactType, str] = {
    FactType.BOOL: "bool",
    FactType.INT: "int32",
    FactType.NUMBER: "float64",
    FactType.DATE: "int32",
    FactType.CHOICE: "uint8",
}
"""How the values of a fact are held. An int column of fewer bytes does as well."""

BITS = 64


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """`values`, of which those count where `known` (None: everywhere) is true."""

    values: npt.NDArray[Any]
    known: Bools | None = None


def words_for(number: int) -> int:
    """The words of a plane of so many residents."""
    return -(-number // BITS)


def packed(truths: npt.NDArray[Any]) -> Plane:
    """Truths as a plane; the bits behind the last resident are 0."""
    bits = np.packbits(truths, bitorder="little")
    if len(bits) % 8:
        bits = np.concatenate((bits, np.zeros(-len(bits) % 8, dtype=np.uint8)))
    return bits.view(np.uint64)


def unpacked(plane: Plane, number: int) -> Bools:
    """The truths of the first `number` residents of a plane."""
    bits = np.unpackbits(np.ascontiguousarray(plane).view(np.uint8), count=number, bitorder="little")
    return bits.view(bool)


def counted(plane: Plane) -> int:
    """How many bits are set."""
    return int(np.bitwise_count(plane).sum(dtype=np.int64))
