"""What the morning round and the clock of the house do with the store."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass
from datetime import date, datetime

from onetrip.licences import asking
from onetrip.licences.actions.forgetting import forget_old
from onetrip.licences.actions.looking import SECONDS, enquiry
from onetrip.licences.actions.repeating import repeat_due
from onetrip.licences.base import Store, Trouble
from onetrip.licences.retrying import AT_WINDOW
from onetrip.people.identity import read_number

TRIAL_NUMBER = "310000194901010005"
"""An ID number that nobody can have: no county has the code 310000."""

TRIAL_LICENCE = "310105109000100"
"""The licence that the store is asked for: the identity card."""


@dataclass(frozen=True)
class Tried:
    """What came of a trial: None, it answered."""

    trouble: Trouble | None
    milliseconds: int


def try_store(*, store: Store, day: date, now: datetime) -> Tried:
    """Ask the store, as a window does, about somebody who cannot exist: no resident's licence is looked at, so that none is
    on record."""
    began = time.monotonic()
    holder = read_number(TRIAL_NUMBER, day=day)
    asked = asking.ask(
        store,
        [enquiry(TRIAL_LICENCE, holder, day, "早巡检 morning round", "trial")],
        now=now,
        seconds=SECONDS,
        patience=AT_WINDOW,
        chance=random.random,
    )[0]
    return Tried(asked.trouble, round((time.monotonic() - began) * 1000))


def tend(*, now: datetime, by: str) -> int:
    """What is due every minute: look-ups repeated, answers forgotten. How many look-ups were settled."""
    settled = repeat_due(now=now, by=by)
    forget_old(now=now)
    return settled
