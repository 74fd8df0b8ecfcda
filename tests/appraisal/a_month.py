"""An October in a hall, written as the rooms write it: visits, numbers, cases, ratings and the events of them."""

from __future__ import annotations

import itertools
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import models

from onetrip.cases.models import Case, Receipt
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.models import Resident
from onetrip.ratings.models import Invitation, Rating
from onetrip.staff.models import Account

NOV_3 = datetime(2026, 11, 3, 1, 30, tzinfo=UTC)
OCT_12 = datetime(2026, 10, 12, 1, 0, tzinfo=UTC)
"""A Monday, nine o'clock in Shanghai."""

_serial = itertools.count(1)


@dataclass
class Rows:
    """Rows to be written together, each kind in one statement."""

    centre: Centre
    found: dict[type[models.Model], list[models.Model]] = field(default_factory=dict)

    def add(self, *rows: models.Model) -> None:
        for row in rows:
            self.found.setdefault(type(row), []).append(row)

    def write(self) -> None:
        for kind in (Visit, Ticket, Event, Receipt, Case, Invitation, Rating):
            kind.objects.bulk_create(self.found.get(kind, []))  # type: ignore[attr-defined]

    def visit(
        self,
        clerk: Account,
        at: datetime,
        *matters: str,
        minutes: float = 6,
        level: int | None = None,
        resident: Resident | None = None,
        state: str = "accepted",
        before: tuple[Account, float] | None = None,
    ) -> list[Case]:
        """A visit served by `clerk` from `at` on, a case for each matter; `before`: who had it first, so many minutes, and
        sent it on."""
        number, centre = next(_serial), self.centre
        day = centre.day_of(at)
        started = at + timedelta(minutes=before[1] if before else 0)
        done = started + timedelta(minutes=minutes)
        visit = Visit(
            centre=centre,
            day=day,
            arrived_at=at,
            finished_at=done,
            outcome="all",
            accepted=list(matters),
            resident=resident,
        )
        ticket = Ticket(
            centre=centre,
            visit=visit,
            day=day,
            prefix="A",
            serial=number,
            state=Ticket.State.DONE,
            drawn_at=at,
            waits_since=at,
            queue_at=at,
            served_by=clerk,
            calls=1,
            called_at=started,
            started_at=started,
            finished_at=done,
        )
        taken = done - timedelta(seconds=20)
        receipt = Receipt(
            number=f"LF-S{number:05d}",
            token=uuid.uuid4().hex,
            centre=centre,
            visit=visit,
            lines=[],
            issued_at=taken,
            issued_by=clerk.actor,
        )
        cases = [
            Case(
                number=f"LF-{day:%Y%m%d}-{number:04d}{place}",
                matter=matter,
                matter_name={"zh": matter, "en": matter},
                catalogue_id=CatalogueVersion.objects.latest("number").number,
                visit=visit,
                receipt=receipt,
                resident=resident,
                receiving_centre=centre,
                accepting_centre=centre,
                clerk=clerk,
                state=state,
                received_at=taken,
                accepted_at=taken,
            )
            for place, matter in enumerate(matters)
        ]
        invitation = Invitation(
            token=uuid.uuid4().hex, centre=centre, visit=visit, served_by=clerk, window=1, made_at=done
        )
        self.add(visit, ticket, receipt, invitation, *cases, *_steps(ticket, clerk, at, started, done, before))
        if level is not None:
            self.add(Rating(invitation=invitation, centre=centre, level=level, at=done))
        return cases


def _steps(
    ticket: Ticket,
    clerk: Account,
    at: datetime,
    started: datetime,
    done: datetime,
    before: tuple[Account, float] | None,
) -> list[Event]:
    steps = [(clerk, "call", "waiting", "called", started), (clerk, "start", "called", "serving", started)]
    if before:
        first = before[0]
        steps[:0] = [
            (first, "call", "waiting", "called", at),
            (first, "start", "called", "serving", at),
            (first, "transfer", "serving", "waiting", started),
        ]
    steps.append((clerk, "finish", "serving", "done", done))
    return [
        Event(
            at=moment,
            centre=ticket.centre_id,
            actor=who.actor,
            thing="ticket",
            thing_id=str(ticket.pk),
            verb=verb,
            from_state=was,
            to_state=becomes,
        )
        for who, verb, was, becomes, moment in steps
    ]


def served(centre: Centre, clerk: Account, at: datetime, *matters: str, **given: object) -> list[Case]:
    """One visit, written; as `Rows.visit`."""
    rows = Rows(centre)
    cases = rows.visit(clerk, at, *matters, **given)  # type: ignore[arg-type]
    rows.write()
    return cases


MATTERS = {"card": 5, "allowance": 9, "reward": 14}
"""Minutes at the window."""


def october(
    centre: Centre, clerks: Sequence[Account], *, days: int = 6, visits: int = 4, matters: dict[str, int] = MATTERS
) -> None:
    """Working days from the twelfth on, in which each clerk serves some visits, one after the other."""
    rows, names = Rows(centre), list(matters)
    for day in range(days):
        for place, clerk in enumerate(clerks):
            at = OCT_12 + timedelta(days=day + 2 * (day // 5))
            for number in range(visits):
                matter = names[(number * 7 + place + day) % len(names)]
                minutes = matters[matter] * (0.85 + 0.05 * ((number + place * 2) % 7))
                rows.visit(clerk, at, matter, minutes=minutes, level=5 if number % 2 else None)
                at += timedelta(minutes=minutes + 5)
    rows.write()
