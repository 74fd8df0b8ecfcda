"""Two centres that each have one of everything that may not be seen at the other."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import timedelta

from onetrip.advice.models import Consultation, Slip
from onetrip.cases.models import Authority, Case, Delivery, Parcel, Receipt, Record, RecordPrint
from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.models import Centre
from onetrip.departments.models import Result, System
from onetrip.licences.models import Lookup
from onetrip.lobby.models import Ticket, Visit
from onetrip.notices.models import Notice, NoticeTry
from onetrip.people.actions import give_consent, know
from onetrip.people.models import Consent, IdentityView, Resident
from onetrip.ratings.models import Complaint, Invitation, Rating
from onetrip.staff.models import Account
from tests.factories import NOW, TODAY, make_account, make_centre, synthetic_identity


@dataclass(frozen=True)
class Place:
    """A centre with somebody who was there."""

    centre: Centre
    director: Account
    resident: Resident
    slip: Slip
    visit: Visit
    ticket: Ticket
    case: Case
    agent: Resident


def catalogue() -> CatalogueVersion:
    """A version that nobody reads: rows point to it."""
    found = CatalogueVersion.objects.first()
    return found or CatalogueVersion.objects.create(
        number=1, city="shanghai", digest="0" * 64, source={}, published_at=NOW, published_by="system"
    )


def system() -> System:
    """The system of a department that works at every centre."""
    found = System.objects.first()
    if found is None:
        account = make_account("reviewer", centre="*")
        found = System.objects.create(
            code="core", account=account, department="civil-affairs", contact="x", made_at=NOW, made_by="x"
        )
    return found


def place(code: str, *, department: str = "civil-affairs") -> Place:
    """A centre with one resident, somebody who came for them on a letter, consultation, slip, visit, ticket, receipt, case and rating of its own."""
    centre = make_centre(code)
    resident = know(identity=synthetic_identity(), now=NOW, name="周测")
    agent = know(identity=synthetic_identity(), now=NOW, name="代理")
    version = catalogue()
    consultation = Consultation.objects.create(
        centre=centre, channel="desk", catalogue=version, resident=resident, started_at=NOW, started_by="x", facts={}
    )
    slip = Slip.objects.create(
        centre=centre,
        day=TODAY,
        valid_until=TODAY + timedelta(days=30),
        serial=1,
        number=f"{code}11240001",
        token=uuid.uuid4().hex,
        consultation=consultation,
        resident=resident,
        catalogue=version,
        plan={},
        facts={},
        questions_asked=0,
        papers_asked=0,
        language="zh",
        issued_at=NOW,
        issued_by="system",
    )
    visit = Visit.objects.create(
        centre=centre, day=TODAY, resident=resident, slip=slip, arrived_at=NOW, proxy=agent, relation="agent"
    )
    authority = Authority.objects.create(
        centre=centre, principal=resident, agent=agent, kind="letter", proof="letter", matters=["elder-card"], since=TODAY,
        until=TODAY + timedelta(days=30), visit=visit, registered_at=NOW, registered_by="x",
    )  # fmt: skip
    ticket = Ticket.objects.create(
        centre=centre, visit=visit, day=TODAY, prefix="A", serial=1, drawn_at=NOW, waits_since=NOW, queue_at=NOW
    )
    receipt = Receipt.objects.create(
        number=f"{code}S1", token=uuid.uuid4().hex, centre=centre, visit=visit, lines=[], issued_at=NOW, issued_by="x"
    )
    case = Case.objects.create(
        number=f"{code}1",
        matter="elder-card",
        matter_name={"zh": "敬老卡", "en": "Elder card"},
        catalogue=version,
        visit=visit,
        receipt=receipt,
        resident=resident,
        by_proxy=True,
        proxy=agent,
        relation="agent",
        authority=authority,
        receiving_centre=centre,
        accepting_centre=centre,
        papers_at=centre,
        clerk=make_account(centre=code),
        department=department,
        received_at=NOW,
        accepted_at=NOW,
    )
    _what_came_of_it(centre, resident, visit, case)
    invitation = Invitation.objects.create(centre=centre, visit=visit, token=uuid.uuid4().hex, made_at=NOW)
    Rating.objects.create(invitation=invitation, centre=centre, level=5, at=NOW)
    return Place(centre, make_account("director", centre=code), resident, slip, visit, ticket, case, agent)


def _what_came_of_it(centre: Centre, resident: Resident, visit: Visit, case: Case) -> None:
    """A record with its paper, a delivery by post, a message, a complaint, a look-up, a result, and who looked."""
    code = centre.code
    record = Record.objects.create(
        number=f"{code}1-1", kind="acceptance", token=uuid.uuid4().hex, centre=centre, case=case, serial=1, state="accepted",
        content={}, template=1, issued_at=NOW, issued_by="x",
    )  # fmt: skip
    RecordPrint.objects.create(
        id=uuid.uuid4(), record=record, language="zh", origin="x", pdf=b"x", sha256=uuid.uuid4().bytes * 2, made_at=NOW
    )
    delivery = Delivery.objects.create(case=case)
    Parcel.objects.create(
        delivery=delivery, centre=centre, carrier="x", ordered_at=NOW, ordered_by="x", heard_at=NOW, ask_at=NOW
    )
    notice = Notice.objects.create(
        centre=centre, resident=resident, kind="case-accepted", about="case", about_id=case.pk, number=case.number,
        values={}, written_at=NOW, due_at=NOW,
    )  # fmt: skip
    NoticeTry.objects.create(notice=notice, round=1, way="sms", provider="x", to_hash=b"x" * 32, begun_at=NOW)
    Complaint.objects.create(
        code=f"T{code}", token=uuid.uuid4().hex, centre=centre, kind="complaint", visit=visit, words="x", channel="phone",
        made_at=NOW, made_by="resident",
    )  # fmt: skip
    Lookup.objects.create(
        resident=resident, licence="x", store="x", occasion=visit.pk, centre=code, channel="window", by="x", purpose="x",
        basis="request", asked_at=NOW, state="unanswered",
    )  # fmt: skip
    Result.objects.create(case=case, system=system(), given_at=NOW)
    give_consent(
        resident_id=resident.pk, purpose=Consent.Purpose.MESSAGES, channel="window", by="x", centre=code, now=NOW
    )
    IdentityView.objects.create(resident=resident, by="x", centre=code, purpose="x", at=NOW)
