"""Places with devices for tests, and a bridge without a process: what it would say, said by hand."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from onetrip.bridge.states import Outcome, PartKind, PartState
from onetrip.devices import actions, queries
from onetrip.devices.models import PrintJob, Station
from onetrip.devices.queries import Printer
from onetrip.lobby.actions import OnPaper
from tests.factories import NOW


@dataclass
class Place:
    """A station and the process that speaks for it; `now` stands still unless a test moves it."""

    station: Station
    now: datetime = NOW
    instance: uuid.UUID = field(default_factory=uuid.uuid4)
    lease: uuid.UUID = field(default_factory=uuid.uuid4)

    def beat(self, *parts: actions.Heard, fresh: bool = False, clock: float | None = None) -> int:
        said = actions.Beat(
            self.instance, self.now.timestamp() if clock is None else clock, "test", fresh, parts or (ready(),)
        )
        return actions.beat(station=self.station, said=said, now=self.now)

    def heard(self, now: datetime) -> None:
        """The bridge has gone on saying the same until `now`."""
        self.now = now
        Station.objects.filter(pk=self.station.pk).update(seen_at=now)

    def take(self, lease: uuid.UUID | None = None) -> PrintJob | None:
        """The next job, under a lease of its own."""
        lease = lease or uuid.uuid4()
        job = actions.take(station=self.station, instance=self.instance, lease=lease, now=self.now)
        if job is not None:
            self.lease = lease
        return job

    def sent(self, job: PrintJob) -> PrintJob:
        return actions.sent(station=self.station, job_id=job.pk, lease=self.lease, now=self.now)

    def ended(self, job: PrintJob, outcome: Outcome = Outcome.PRINTED, reason: str = "") -> PrintJob:
        return actions.ended(
            station=self.station, job_id=job.pk, lease=self.lease, outcome=outcome, reason=reason, now=self.now
        )

    def prints(self, outcome: Outcome = Outcome.PRINTED, reason: str = "") -> PrintJob:
        """Fetch the next job and print it."""
        job = self.take()
        assert job is not None
        self.sent(job)
        return self.ended(job, outcome, reason)

    def later(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now

    @property
    def printer(self) -> Printer:
        found = queries.printer_at(self.station.centre_id, self.station.kind, self.station.number, self.now)
        assert found is not None
        return found

    @property
    def on_paper(self) -> OnPaper:
        return OnPaper(self.printer, "http://onetrip.example", "zh")


def ready(
    state: PartState = PartState.READY, seconds: float = 0.0, *, name: str = "ticket", detail: str = ""
) -> actions.Heard:
    """What a bridge says of its ticket printer."""
    return actions.Heard(name, PartKind.ESCPOS, state, seconds, detail)


def make_place(centre: str = "LF", kind: str = "check-in", number: int = 1, *, now: datetime = NOW) -> Place:
    """A place whose bridge has just said that its printer is ready."""
    place = Place(actions.add_station(centre=centre, kind=kind, number=number, now=now, by="system"), now)
    place.beat()
    return place
