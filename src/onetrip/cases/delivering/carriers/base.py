"""What a carrier does for the house, and what it answers. Asking raises nothing: what went wrong is part of the answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True)
class Party:
    """Who sends or gets a parcel."""

    name: str
    telephone: str
    address: str


@dataclass(frozen=True)
class Order:
    """A pick-up to be ordered. `reference` stays the same at every try, so that the carrier can drop a repeat."""

    reference: str
    sender: Party
    to: Party


@dataclass(frozen=True)
class Ordered:
    """What the carrier answered: a waybill, or why not; `is_final`: another try would get the same answer."""

    waybill: str = ""
    answer: str = ""
    is_final: bool = False


@dataclass(frozen=True)
class Said:
    """One message of a carrier: `event` is its own id of it, `what` a word of `tracks`, "" for words we do not know."""

    waybill: str
    event: str
    what: str
    at: datetime


class Unreadable(Exception):
    """What came is no message of this carrier: wrongly signed, or malformed. `is_forged`: the signature is wrong."""

    def __init__(self, why: str, *, is_forged: bool = False) -> None:
        super().__init__(why)
        self.is_forged = is_forged


class Carrier(Protocol):
    """One carrier."""

    @property
    def name(self) -> str:
        """What records and addresses call it: small letters and hyphens."""
        ...

    def order(self, order: Order) -> Ordered:
        """Ask for a pick-up; returns within seconds."""
        ...

    def news(self, waybill: str) -> tuple[Said, ...] | None:
        """Everything the carrier knows of a parcel; None when it cannot be asked now. Returns within seconds."""
        ...

    def read_push(self, body: bytes, headers: Mapping[str, str], *, now: datetime) -> tuple[Said, ...]:
        """What the carrier sends by itself. Raises Unreadable."""
        ...
