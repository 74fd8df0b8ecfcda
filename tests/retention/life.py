"""One resident with something in every room: asked, promised, booked, served, photographed, told, complained, looked at."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any

from onetrip.advice.models import Slip
from onetrip.appointments.models import Appointment, Service
from onetrip.cases.models import Case
from onetrip.cases.photographs import actions as photographs
from onetrip.cases.photographs.models import Photograph
from onetrip.ledger.models import Event
from onetrip.licences.models import Lookup
from onetrip.notices.models import Notice
from onetrip.people import actions as people
from onetrip.people.identity import read_number
from onetrip.people.models import Consent, Resident
from onetrip.people.purposes import For, Purpose
from onetrip.ratings.models import Complaint, Rectification
from tests.cases.counter import REWARD, Counter, open_counter
from tests.cases.test_following import do
from tests.drawn import picture
from tests.factories import NOW, synthetic_number

BY = "staff:clerk1"
NAME, TELEPHONE, EMAIL = "欧阳测试", "13800000000", "nobody@example.org"
WORDS = "窗口说少一张纸，我叫欧阳测试"
ANSWER = "an answer of theirs"


@dataclass
class Life:
    """`end` is the moment at which the last thing happened."""

    counter: Counter
    resident: Resident
    case: Case
    slip: Slip
    number: str
    end: datetime

    def texts(self) -> tuple[str, ...]:
        """What must be found nowhere once it went."""
        return (self.number, NAME, TELEPHONE, EMAIL, WORDS)


def lived(*, ended: bool = True) -> Life:
    """The life, at the end of November 2026."""
    counter = open_counter()
    number = synthetic_number()
    resident = people.know(identity=read_number(number, day=NOW.date()), now=NOW, name=NAME, telephone=TELEPHONE)
    Resident.objects.filter(pk=resident.pk).update(email=EMAIL)
    slip = counter.slip("reward")
    slip.consultation.resident, slip.resident = resident, resident
    slip.consultation.save(update_fields=["resident"])
    slip.save(update_fields=["resident"])
    ticket = counter.serving(slip)
    ticket.visit.resident = resident
    ticket.visit.save(update_fields=["resident"])
    case = do("accept", counter.accept(ticket, REWARD).cases.get(), counter.hall.now)
    case.resident = resident
    case.save(update_fields=["resident"])
    photographs.take(
        case=case, paper="photo", raw=picture(), source=Photograph.Source.CAMERA, centre="LF", now=NOW, by=BY
    )
    _around(counter, resident, case)
    end = NOW + timedelta(days=1)
    if ended:
        Case.objects.filter(pk=case.pk).update(
            state=Case.State.DELIVERED, granted=True, completed_at=end, delivered_at=end
        )
        Event.objects.create(at=end, centre="LF", actor=BY, thing="case", thing_id=str(case.pk), verb="deliver")
    case.refresh_from_db()
    resident.refresh_from_db()
    return Life(counter, resident, case, slip, number, end)


def _around(counter: Counter, resident: Resident, case: Case) -> None:
    given: dict[str, Any] = {"by": BY, "centre": "LF", "now": NOW}
    people.give_consent(resident_id=resident.pk, purpose=Consent.Purpose.MESSAGES, channel="window", **given)
    people.view_plain(resident_id=resident.pk, purpose=For(Purpose.HANDLE), **given)
    service = Service.objects.get_or_create(centre_id="LF", kind="anything", of="")[0]
    Appointment.objects.create(
        centre_id="LF",
        service=service,
        day=NOW.date(),
        starts=time(9, 0),
        number="B00001",
        token="a-token",
        token_hash=b"t" * 32,
        resident=resident,
        contact=TELEPHONE,
        contact_hash=b"c" * 32,
        channel="desk",
        booked_at=NOW,
        booked_by=BY,
        state="missed",
        ended_at=NOW,
    )
    Lookup.objects.create(
        resident=resident,
        licence="310105109000100",
        store="simulated",
        occasion=uuid.uuid4(),
        centre="LF",
        channel="window",
        by=BY,
        purpose="窗口受理",
        basis="request",
        asked_at=NOW,
        answered_at=NOW,
        state="found",
        held={"number": "DEMO-1"},
        held_until=NOW + timedelta(days=900),
    )
    Notice.objects.create(
        centre_id="LF",
        resident=resident,
        kind="accepted",
        about="case",
        about_id=case.pk,
        number=case.number,
        values={},
        state="told",
        written_at=NOW,
        due_at=NOW,
        ended_at=NOW,
        remark=f"打给{NAME}，没接",
    )
    complaint = Complaint.objects.create(
        code="ABCD1234",
        token="complaint-token",
        centre_id="LF",
        kind="complaint",
        visit=case.visit,
        words=WORDS,
        telephone=TELEPHONE,
        channel="phone",
        made_at=NOW,
        made_by="resident",
    )
    Rectification.objects.create(
        centre_id="LF",
        complaint=complaint,
        state="closed",
        opened_at=NOW,
        answer_by=NOW.date(),
        handle_by=NOW.date(),
        finish_by=NOW.date(),
        closed_at=NOW,
        appealed_at=NOW,
        appeal=WORDS,
    )
