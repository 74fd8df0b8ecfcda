"""What a provider of messages does, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True)
class Letter:
    """Something to be sent. `reference` stays the same at every try, so that a provider can drop a repeat; `calendar` is
    an iCalendar file for who can use one."""

    to: str
    subject: str
    words: str
    reference: str
    calendar: bytes | None = None
    calendar_method: str = "PUBLISH"


@dataclass(frozen=True)
class Outcome:
    """What the provider answered; `is_final`: another try would get the same answer."""

    succeeded: bool
    answer: str = ""
    is_final: bool = False


class Provider(Protocol):
    """One way to a mobile or a mailbox. Sending raises nothing: what went wrong is an Outcome."""

    @property
    def name(self) -> str:
        """What records call it."""
        ...

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter over; returns within seconds."""
        ...
