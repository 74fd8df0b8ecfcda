"""Visits, slips, cases and ratings that lie in the past, written straight into the tables: figures only read them."""

from __future__ import annotations

import itertools
from datetime import date, datetime, time, timedelta

from onetrip.advice.models import Consultation, Slip
from onetrip.cases.models import Case, MissingNotice, Receipt
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.lobby.models import Ticket, Visit
from onetrip.ratings.models import BrokenPromise, Invitation, Rating
from onetrip.staff.models import Account

_serial = itertools.count(1)


def at(centre: Centre, day: date, clock: str) -> datetime:
    """A moment on the centre's clock, such as "9:40"."""
    hour, minute = clock.split(":")
    return datetime.combine(day, time(int(hour), int(minute)), centre.zone)


def a_version() -> CatalogueVersion:
    """A published catalogue without a word in it."""
    version, _ = CatalogueVersion.objects.get_or_create(
        number=1,
        defaults={
            "city": "shanghai",
            "digest": "0" * 64,
            "source": {},
            "published_at": datetime(2026, 1, 1, tzinfo=Centre(time_zone="Asia/Shanghai").zone),
            "published_by": "system",
        },
    )
    return version


def a_slip(centre: Centre, day: date, *, questions: int = 2, papers: int = 3) -> Slip:
    """A slip issued on `day`."""
    begun = at(centre, day, "8:40")
    consultation = Consultation.objects.create(
        centre=centre, channel="desk", catalogue=a_version(), started_at=begun, started_by="staff:test", facts={}
    )
    serial = next(_serial)
    return Slip.objects.create(
        centre=centre,
        day=day,
        valid_until=day + timedelta(days=90),
        serial=serial,
        number=f"{centre.code}{day:%m%d}{serial:04d}",
        token=f"slip-{serial}",
        consultation=consultation,
        catalogue=a_version(),
        plan={},
        facts={},
        questions_asked=questions,
        papers_asked=papers,
        issued_at=begun,
        issued_by="staff:test",
    )


def a_visit(
    centre: Centre,
    day: date,
    *,
    outcome: str = "all",
    slip: Slip | None = None,
    drew: str = "9:10",
    waited: int = 6,
    served: int = 10,
) -> Visit:
    """A visit with its ticket: drawn at `drew`, called after `waited` minutes, ended after `served` more ("": still there)."""
    drawn = at(centre, day, drew)
    called = drawn + timedelta(minutes=waited)
    ended = called + timedelta(minutes=served) if outcome else None
    visit = Visit.objects.create(
        centre=centre, day=day, slip=slip, arrived_at=drawn, finished_at=ended, outcome=outcome
    )
    Ticket.objects.create(
        centre=centre,
        visit=visit,
        day=day,
        prefix="A",
        serial=next(_serial),
        state="done" if outcome else "waiting",
        drawn_at=drawn,
        waits_since=drawn,
        queue_at=drawn,
        first_called_at=called if outcome else None,
        called_at=called if outcome else None,
        started_at=called if outcome else None,
        finished_at=ended,
    )
    return visit


def a_case(visit: Visit, matter: str, clerk: Account, *, state: str = "completed", due_on: date | None = None) -> Case:
    """A case of `matter` accepted in `visit`."""
    serial = next(_serial)
    moment = visit.finished_at or visit.arrived_at
    receipt = Receipt.objects.create(
        number=f"R-{serial}",
        token=f"receipt-{serial}",
        centre=visit.centre,
        visit=visit,
        lines=[],
        issued_at=moment,
        issued_by=clerk.actor,
    )
    return Case.objects.create(
        number=f"C-{serial}",
        matter=matter,
        matter_name={"zh": f"{matter} 事项", "en": f"matter {matter}"},
        catalogue=a_version(),
        visit=visit,
        receipt=receipt,
        receiving_centre=visit.centre,
        accepting_centre=visit.centre,
        clerk=clerk,
        state=state,
        received_at=moment,
        accepted_at=moment,
        due_on=due_on,
    )


def a_notice(visit: Visit) -> MissingNotice:
    """Everything missing was told in `visit`."""
    serial = next(_serial)
    return MissingNotice.objects.create(
        number=f"N-{serial}",
        token=f"notice-{serial}",
        centre=visit.centre,
        visit=visit,
        items=[],
        told_at=visit.arrived_at,
        told_by="staff:test",
    )


def a_broken_promise(visit: Visit, *, paper: str = "household-booklet", cause: str = "unknown") -> BrokenPromise:
    """A window asked for `paper`, which the slip of `visit` does not name."""
    return BrokenPromise.objects.create(
        centre=visit.centre,
        slip=visit.slip,
        visit=visit,
        matter="elder-card",
        paper=paper,
        slip_said={},
        window_asked={},
        cause=cause,
        recorded_at=visit.arrived_at,
        recorded_by="staff:test",
        window=5,
    )


def a_rating(visit: Visit, level: int) -> Rating:
    """The resident of `visit` gave `level` when it ended."""
    moment = visit.finished_at or visit.arrived_at
    invitation = Invitation.objects.create(
        token=f"invitation-{next(_serial)}", centre=visit.centre, visit=visit, made_at=moment
    )
    return Rating.objects.create(invitation=invitation, centre=visit.centre, level=level, at=moment)
