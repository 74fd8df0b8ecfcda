"""What a check is, and what it is given."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime

from onetrip.centres.queries import Settled
from onetrip.days.judging import Found
from onetrip.rules import Text


@dataclass(frozen=True)
class Moment:
    """The centre, the moment of the check, what the clock of the browser in front of the director says (None: it did not
    tell), the house as phones reach it, for what is printed, and the key of this try: what a check does under it is done
    once, however often the page asks while the try is under way."""

    place: Settled
    now: datetime
    browser: datetime | None = None
    origin: str = ""
    key: uuid.UUID = field(default_factory=uuid.uuid4)

    @property
    def day(self) -> date:
        """The centre's day."""
        return self.place.centre.day_of(self.now)


@dataclass(frozen=True)
class Check:
    """One thing that is tried. `group` is where on the walk it stands. `run` raises whatever goes wrong: the round
    turns that into a red finding. What takes longer than a request should is begun and looked at again: None until it is
    known."""

    code: str
    group: Text
    name: Text
    run: Callable[[Moment], Found | None]
