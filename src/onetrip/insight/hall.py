"""The hall at this moment in the few figures that the director's page shows of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from onetrip.centres.actions import PAUSES
from onetrip.centres.models import Centre
from onetrip.lobby import queries as lobby
from onetrip.lobby.models import Ticket


@dataclass(frozen=True)
class Room:
    """A window: "serving", "called", "free", "paused" (`pause` in both languages) or "closed"."""

    number: int
    is_tidal: bool
    state: str
    ticket: str = ""
    since: datetime | None = None
    minutes: int | None = None
    pause: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class HallNow:
    """How many are where; `estimate_minutes` None while nobody calls, `is_long` when it is over the centre's line."""

    waiting: int
    called: int
    serving: int
    estimate_minutes: int | None
    is_long: bool
    windows: tuple[Room, ...]

    @property
    def present(self) -> int:
        return self.waiting + self.called + self.serving

    @property
    def staffed(self) -> int:
        return sum(window.state != "closed" for window in self.windows)

    @property
    def spare_tidal(self) -> tuple[int, ...]:
        """Numbers of tidal windows that nobody works at."""
        return tuple(window.number for window in self.windows if window.is_tidal and window.state == "closed")


def hall_now(centre: Centre, now: datetime) -> HallNow:
    """Read the hall of `centre`."""
    hall = lobby.hall(centre, now)
    states = [called.state for called in hall.called]
    estimate = hall.estimate_minutes
    return HallNow(
        waiting=len(hall.waiting),
        called=states.count(Ticket.State.CALLED),
        serving=states.count(Ticket.State.SERVING),
        estimate_minutes=estimate,
        is_long=estimate is not None and estimate > centre.wait_threshold_minutes,
        windows=tuple(_room(window, now) for window in hall.windows),
    )


def _room(window: lobby.WindowNow, now: datetime) -> Room:
    if window.ticket is not None:
        ticket = window.ticket
        minutes = int((now - ticket.since).total_seconds() // 60)
        return Room(window.number, window.is_tidal, ticket.state, ticket.number, ticket.since, max(minutes, 0))
    if window.account_id is None:
        return Room(window.number, window.is_tidal, "closed")
    if window.paused:
        return Room(window.number, window.is_tidal, "paused", pause=PAUSES.get(window.paused, ("", "")))
    return Room(window.number, window.is_tidal, "free")
