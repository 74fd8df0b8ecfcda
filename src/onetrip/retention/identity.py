"""Who people are: number, name and how to reach them. It goes when nothing else that the house keeps needs it any more."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from onetrip.advice.models import Consultation, Slip
from onetrip.appointments.models import Appointment
from onetrip.cases.models import Authority, Case, Photograph
from onetrip.kiosk.models import Errand
from onetrip.licences.models import Lookup
from onetrip.lobby.models import Visit
from onetrip.notices.models import Notice
from onetrip.people import holdings
from onetrip.people.actions import withdraw_consent
from onetrip.people.holdings import Going, Holding, Told
from onetrip.people.models import Consent, Resident
from onetrip.retention.models import Erasure
from onetrip.rules import Text

_GOES_ON = (
    Case.State.RECEIVED,
    Case.State.LACKING,
    Case.State.ACCEPTED,
    Case.State.SUPPLEMENT,
    Case.State.PROCEDURE,
    Case.State.DECIDED,
    Case.State.COMPLETED,
)
_RUNS = (Errand.State.OPEN, Errand.State.REVIEW, Errand.State.ASKED, Errand.State.READY)


def _told(resident: Resident) -> Iterable[Told]:
    yield Told(
        Text("您是谁", "who you are"),
        resident.first_seen,
        (
            ("number", Text("身份证号", "ID number"), resident.number),
            ("name", Text("姓名", "name"), resident.name),
            ("telephone", Text("电话", "telephone"), resident.telephone),
            ("email", Text("邮箱", "e-mail"), resident.email),
            ("app_account", Text("应用账号", "account of the app"), resident.app_account),
            ("language", Text("语言", "language"), resident.language),
        ),
    )


def over(going: Going) -> QuerySet[Resident]:
    """Residents of whom nothing has happened since, whether it was their matter or they came for somebody, and nothing goes on."""
    before, mine, theirs = going.before, {"resident": OuterRef("pk")}, {"proxy": OuterRef("pk")}
    case = Q(state__in=_GOES_ON) | Q(received_at__gte=before) | Q(delivered_at__gte=before)
    errand = Q(state__in=_RUNS) | Q(started_at__gte=before)
    serves = Q(ended_at=None, until__gte=before.date()) | Q(ended_at__gte=before) | Q(registered_at__gte=before)
    since = (
        *(Visit.objects.filter(arrived_at__gte=before, **who) for who in (mine, theirs)),
        *(Case.objects.filter(case, **who) for who in (mine, theirs)),
        *(Errand.objects.filter(errand, **who) for who in (mine, theirs)),
        *(Authority.objects.filter(serves, **{who: OuterRef("pk")}) for who in ("principal", "agent")),
        Photograph.objects.filter(removed_at=None, case__resident=OuterRef("pk")),
        Appointment.objects.filter(day__gte=before.date(), **mine),
        Consultation.objects.filter(started_at__gte=before, **mine),
        Slip.objects.filter(issued_at__gte=before, **mine),
        Consent.objects.filter(given_at__gte=before, **mine),
        Notice.objects.filter(written_at__gte=before, **mine),
        Lookup.objects.filter(asked_at__gte=before, **mine),
        Erasure.objects.filter(state=Erasure.State.OPEN, **mine),
    )
    found = Resident.objects.filter(first_seen__lt=going.before, wiped_at=None)
    for happened in since:
        found = found.exclude(Exists(happened))
    return going.of(found, "pk", centre="")


def is_on_file(resident: Resident) -> bool:
    """Whether something that is kept by law names this person: a case of theirs, or one that they handed in for somebody, or
    what they sent in at a machine."""
    cases = Case.objects.filter(Q(resident=resident) | Q(proxy=resident))
    errands = Errand.objects.filter(Q(resident=resident) | Q(proxy=resident)).exclude(number=None)
    return cases.exists() or errands.exists()


def goes_on(resident: Resident) -> bool:
    """Whether this person is here, waits for something, or may act or be acted for by an authority."""
    visits = Visit.objects.filter(Q(resident=resident) | Q(proxy=resident), finished_at=None)
    errands = Errand.objects.filter(Q(resident=resident) | Q(proxy=resident), state__in=_RUNS)
    authorities = Authority.objects.filter(Q(principal=resident) | Q(agent=resident))
    booked = resident.appointments.filter(state=Appointment.State.BOOKED)
    return visits.exists() or errands.exists() or authorities.exists() or booked.exists()


def _wipe_who_is_over(ids: Sequence[Any], going: Going) -> int:
    """Whoever came meanwhile stays: nothing can begin for somebody whose row is locked here."""
    list(Resident.objects.select_for_update().filter(pk__in=ids).order_by("pk").values_list("pk", flat=True))
    return wipe(list(over(going).filter(pk__in=ids).values_list("pk", flat=True)), going)


def wipe(ids: Sequence[Any], going: Going) -> int:
    """Number, name and contacts go for good; the row stays, so that what was done keeps its place in the figures. What they
    agreed to ends, so that it goes in its time, and who agreed for a child goes with the child."""
    wiped = 0
    for resident_id in ids:
        # Nobody has this hash: who comes again with that number is somebody new.
        wiped += Resident.objects.filter(pk=resident_id, wiped_at=None).update(
            number="",
            number_hash=secrets.token_bytes(32),
            name=None,
            telephone=None,
            email=None,
            app_account=None,
            notice_way=Resident.NoticeWay.NONE,
            wiped_at=going.now,
        )
        for purpose in Consent.Purpose:
            withdraw_consent(resident_id=resident_id, purpose=purpose, by=going.by, centre="", now=going.now)
        Consent.objects.filter(resident_id=resident_id).update(guardian=None)
    return wiped


def forget_contacts(resident: Resident) -> int:
    """How to reach somebody goes; how many of the three there were."""
    known = [name for name in ("telephone", "email", "app_account") if getattr(resident, name)]
    Resident.objects.filter(pk=resident.pk).update(
        telephone=None, email=None, app_account=None, notice_way=Resident.NoticeWay.NONE
    )
    return len(known)


def _told_erasures(resident: Resident) -> Iterable[Told]:
    for one in resident.erasures.order_by("-asked_at"):
        yield Told(
            Text("您要求删除", "you asked for erasure"),
            one.asked_at,
            (("number", Text("号", "number"), one.number), ("state", Text("后来", "state"), one.state)),
        )


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("residents", (), _told, over, _wipe_who_is_over))
    holdings.register(Holding("erasures", ("retention.Erasure",), _told_erasures))
