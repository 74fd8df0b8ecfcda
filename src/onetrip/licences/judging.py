"""What an answer of the store means for the paper it spares. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from onetrip.licences.base import Held

Meaning = Literal["found", "none", "unusable"]


@dataclass(frozen=True)
class Judged:
    """`held` is the licence that counts; with "unusable" the one that is expired, revoked or lost."""

    meaning: Meaning
    held: Held | None = None


def judge(answer: Sequence[Held], day: date) -> Judged:
    """What the person has on `day`. Of several (a store keeps those replaced, and repeats itself) the valid one issued last
    counts; one issued after `day` is none yet."""
    there = sorted((one for one in answer if one.issued_on <= day), key=lambda one: one.issued_on)
    valid = [one for one in there if one.is_valid_on(day)]
    if valid:
        return Judged("found", valid[-1])
    return Judged("unusable", there[-1]) if there else Judged("none")
