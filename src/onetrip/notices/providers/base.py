"""What a provider of messages does, what it answers, and what it reports later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal, Protocol


@dataclass(frozen=True)
class Letter:
    """Something to be sent. `reference` stays the same at every try, so that a provider can drop a repeat; `calendar` is
    an iCalendar file for who can use one.

    `kind` and `values` say the same as `words`, for a gateway that takes the number of an approved template and what to
    fill in instead of text. `link` is a whole address, "" where there is none.
    """

    to: str
    subject: str
    words: str
    reference: str
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"
    kind: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    link: str = ""


@dataclass(frozen=True)
class Outcome:
    """What the provider answered. `is_final`: another try would get the same answer. `is_certain` False: nobody knows
    whether it was taken, because the answer did not come whole. `wait`: the provider asks to be left alone so long.
    `number`: what the provider calls the message."""

    succeeded: bool
    answer: str = ""
    is_final: bool = False
    is_certain: bool = True
    wait: timedelta | None = None
    number: str = ""


Fate = Literal["delivered", "failed", "unknown"]


@dataclass(frozen=True)
class Receipt:
    """What became of a message that was taken, as the provider reports it; `code` is its own word for the reason."""

    reference: str
    fate: Fate
    at: datetime
    code: str = ""


class NotGenuine(Exception):
    """A report that the provider did not sign, or signed too long ago."""


class Unreadable(Exception):
    """A report that is signed and cannot be read."""


class Provider(Protocol):
    """One way to a mobile, a mailbox or an app. Sending raises nothing: what went wrong is an Outcome."""

    @property
    def name(self) -> str:
        """What records call it."""
        ...

    @property
    def reports(self) -> bool:
        """Whether it reports later what became of a message."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter over; returns within seconds."""
        ...

    def read_receipts(self, headers: Mapping[str, str], body: bytes, now: datetime) -> tuple[Receipt, ...]:
        """The receipts in a call of the provider. Raises NotGenuine, Unreadable."""
        ...
