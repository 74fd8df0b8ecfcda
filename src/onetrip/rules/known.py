"""What is known of one resident, each fact with where it comes from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from math import isfinite
from typing import TypeAlias

from onetrip.rules.ages import age_on
from onetrip.rules.facts import AGE, BIRTH_DATE, Value


class Origin(StrEnum):
    """Where a known fact comes from. EARLIER is what the resident said in an earlier consultation and lets be used again."""

    SAID = "said"
    ID_NUMBER = "id_number"
    LICENCE = "licence"
    REGISTER = "register"
    EARLIER = "earlier"
    DERIVED = "derived"


@dataclass(frozen=True, slots=True)
class Known:
    """A value with its origin. TypeError: None or a value of no fact's type; to say "unknown", leave the fact out."""

    value: Value
    origin: Origin

    def __post_init__(self) -> None:
        value = self.value
        if not isinstance(value, bool | int | float | str | date) or isinstance(value, datetime):
            raise TypeError(f"a fact cannot have the value {type(value).__name__}; leave out what is not known")
        if isinstance(value, float) and not isfinite(value):
            raise TypeError("a fact cannot be an infinite number or no number")


KnownFacts: TypeAlias = Mapping[str, Known]
"""What is known, by fact id; a fact that is not there is unknown."""


def derive(known: KnownFacts, day: date) -> dict[str, Known]:
    """`known` and what follows from it on `day`: the age from the birth date, which outweighs an age that was said."""
    derived = dict(known)
    birth = known.get(BIRTH_DATE)
    if birth is not None and isinstance(birth.value, date) and birth.value <= day:
        derived[AGE] = Known(age_on(birth.value, day), Origin.DERIVED)
    return derived
