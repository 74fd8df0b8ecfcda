"""What the database refuses, each by trying it."""

from __future__ import annotations

import uuid

import pytest
from django.db import IntegrityError, transaction

from onetrip.devices.models import Part, PrintJob, Station
from onetrip.lobby.models import Ticket
from tests.devices.places import make_place
from tests.factories import NOW, make_centre
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def refused(name: str, rows: object, **values: object) -> None:
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        rows.update(**values)  # type: ignore[attr-defined]


@pytest.fixture
def job(db: None) -> PrintJob:
    make_centre()
    place = make_place()
    return PrintJob.objects.create(
        centre_id="LF",
        printer_id=place.printer.id,
        kind="ticket",
        reference="0",
        language="zh",
        asked_by="x",
        asked_at=NOW,
    )


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("print_job_state_known", {"state": "lost"}),
        ("print_job_kind_known", {"kind": "poem"}),
        ("print_job_under_way_has_lease", {"state": "taken"}),
        ("print_job_under_way_has_lease", {"state": "sent", "lease": uuid.uuid4()}),
        ("print_job_ended_at_its_end", {"state": "printed"}),
        ("print_job_ended_at_its_end", {"ended_at": NOW}),
    ],
)
def test_a_job_that_cannot_be_is_refused(job: PrintJob, name: str, values: dict[str, object]) -> None:
    refused(name, PrintJob.objects.filter(pk=job.pk), **values)


def test_one_lease_is_one_job(job: PrintJob) -> None:
    lease = uuid.uuid4()
    PrintJob.objects.filter(pk=job.pk).update(lease=lease)
    other = PrintJob.objects.get(pk=job.pk)
    other.pk, other.lease = uuid.uuid4(), None
    other.save(force_insert=True)
    refused("print_job_lease_once", PrintJob.objects.filter(pk=other.pk), lease=lease)


def test_a_printer_that_has_papers_cannot_vanish(job: PrintJob) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Part.objects.filter(pk=job.printer_id)._raw_delete("default")
        transaction.get_connection().check_constraints()


def test_a_station_that_cannot_be_is_refused(job: PrintJob) -> None:
    first = Station.objects.filter(number=1)
    make_place(number=2)
    refused("station_number_once", first, number=2)
    refused("station_kind_known", first, kind="roof")
    refused("station_key_with_its_day", first, key_hash=b"x" * 32)
    refused("station_key_with_its_day", first, key_given_at=NOW)
    Station.objects.update(key_given_at=None, key_hash=None)
    Station.objects.filter(number=2).update(key_hash=b"x" * 32, key_given_at=NOW)
    refused("key_hash", first, key_hash=b"x" * 32, key_given_at=NOW)


def test_a_part_that_cannot_be_is_refused(job: PrintJob) -> None:
    parts = Part.objects.all()
    refused("part_kind_known", parts, kind="toaster")
    refused("part_state_known", parts, state="sad")
    with pytest.raises(IntegrityError, match="part_name_once"), transaction.atomic():
        Part.objects.create(station=Station.objects.get(), name="ticket", kind="escpos", state="ready", since=NOW)


def test_a_number_without_paper_cannot_wait_for_one_that_is_there(hall: Hall) -> None:
    ticket = Ticket.objects.filter(pk=hall.arrive().pk)
    refused("ticket_paper_known", ticket, paper="eaten")
    for paper in ("none", "printed", "unsure"):
        refused("ticket_unissued_lacks_paper", ticket, state="unissued", paper=paper)
