"""A whole drill: open the house, play, look into its books, close it, and say what was found."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from onetrip.centres.models import Centre
from onetrip.centres.opening import next_opening
from onetrip.centres.queries import settled
from onetrip.rehearsal.drilling.accounting import Books
from onetrip.rehearsal.drilling.books import read_books
from onetrip.rehearsal.drilling.clock import DrillClock
from onetrip.rehearsal.drilling.copying import Configuration
from onetrip.rehearsal.drilling.opening import opened
from onetrip.rehearsal.drilling.playing.hall import NOBODY, Company
from onetrip.rehearsal.drilling.playing.play import Says, play
from onetrip.rehearsal.drilling.record import Record
from onetrip.rehearsal.drilling.residents import drawn
from onetrip.rehearsal.drilling.scenario import Scenario

BEFORE_OPENING = timedelta(minutes=2)
"""How long before the doors open the drill's clock stands while everybody goes to their posts."""


@dataclass(frozen=True)
class Where:
    """Where a drill's house stands and listens."""

    folder: Path
    host: str
    port: int
    live_port: int


@dataclass(frozen=True)
class Drilled:
    """What a drill left behind: what the players noted and what its house had written down; times of the real world."""

    scenario: Scenario
    speed: float
    opens: datetime
    record: Record
    books: Books
    began: datetime
    ended: datetime


def opening_after(centre: Centre, now: datetime) -> datetime:
    """When the doors of `centre` open next after this day: the day that is acted."""
    place = settled(centre.code)
    midnight = centre.local(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    found = next_opening(place.hours, place.calendar, midnight)
    return found or midnight.replace(hour=9)


def run(
    scenario: Scenario,
    configuration: Configuration,
    where: Where,
    *,
    opens: datetime,
    speed: float,
    seed: int = 1,
    company: Company = NOBODY,
    says: Says = lambda _words: None,
    ready: Callable[[str], None] = lambda _folder: None,
    moment: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Drilled:
    """Drill `scenario`; `ready` is called with the address once the house answers. Raises Refused when it does not open."""
    began = moment()
    clock = DrillClock(opens - BEFORE_OPENING, speed, where.folder.absolute() / "clock")
    place = {"host": where.host, "port": where.port, "live_port": where.live_port}
    with opened(where.folder, configuration, clock, **place) as house:  # type: ignore[arg-type]  # host is the only word
        ready(house.address)
        residents = drawn(scenario, seed=seed)
        record = play(scenario, residents, house, clock, opens, company=company, says=says)
        books = read_books(house.database)
    record.save(where.folder)
    return Drilled(scenario, speed, opens, record, books, began, moment())
