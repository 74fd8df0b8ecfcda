"""What a store of electronic licences (电子证照库) is asked, and what it may answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Protocol

from onetrip.people.identity import Identity
from onetrip.rules import Text


class Trouble(StrEnum):
    """Why there is no answer that could be used."""

    TIMEOUT = "timeout"
    UNREACHABLE = "unreachable"
    FAULT = "fault"
    LIMITED = "limited"
    DENIED = "denied"
    MALFORMED = "malformed"
    OTHER_PERSON = "other-person"
    LEFT_ALONE = "left-alone"
    """Nobody asked: the store failed too often a moment ago."""


TROUBLE: dict[str, Text] = {
    Trouble.TIMEOUT: Text("超时，没有等到回音", "no answer in time"),
    Trouble.UNREACHABLE: Text("连不上", "cannot be reached"),
    Trouble.FAULT: Text("对方出错", "an error on their side"),
    Trouble.LIMITED: Text("对方限流，请我们慢一点", "they ask us to slow down"),
    Trouble.DENIED: Text("对方不认我们的密钥", "they do not accept our key"),
    Trouble.MALFORMED: Text("回音读不懂", "the answer cannot be read"),
    Trouble.OTHER_PERSON: Text("回音是别人的证照，没有采用", "the answer was about somebody else and was not used"),
    Trouble.LEFT_ALONE: Text("刚才连着出错，先不打扰", "left alone after several failures"),
}
"""Each trouble as the operator reads it."""

_IS_ASKED_AGAIN = (
    Trouble.TIMEOUT,
    Trouble.UNREACHABLE,
    Trouble.FAULT,
    Trouble.LIMITED,
    Trouble.MALFORMED,
    Trouble.OTHER_PERSON,
)


class NoAnswer(Exception):
    """There is none, or none that may be used; `retry_after`: seconds for which the store wants to be left alone."""

    def __init__(self, trouble: Trouble, *, retry_after: float | None = None) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble
        self.retry_after = retry_after

    @property
    def is_asked_again(self) -> bool:
        """Whether another try might get an answer."""
        return self.trouble in _IS_ASKED_AGAIN


@dataclass(frozen=True)
class Enquiry:
    """One licence of one person, asked for on a day: what for, and on which basis. `reference` is new for each enquiry and
    comes back with the answer, so that an answer to another one is not taken for it."""

    code: str
    holder: Identity
    day: date
    purpose: str
    basis: str
    reference: str


@dataclass(frozen=True)
class Held:
    """A licence as the store has it. `valid_until` None: for good. `status`: valid, expired, revoked or lost."""

    number: str
    issuer: str
    issued_on: date
    valid_until: date | None
    status: str

    def is_valid_on(self, day: date) -> bool:
        """Whether it may be relied on that day."""
        return self.status == "valid" and (self.valid_until is None or self.valid_until >= day)


class Store(Protocol):
    """A store of licences. It has to come to an end by itself within `seconds`: nobody can stop it."""

    @property
    def name(self) -> str:
        """What records and the operator's page call it."""
        ...

    def ask(self, enquiry: Enquiry, seconds: float) -> tuple[Held, ...]:
        """Every licence of that code of that very person, also those that are no longer valid. Raises NoAnswer."""
        ...
