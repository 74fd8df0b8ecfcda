"""What can be asked about consultations and slips."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cached_property

from django.db import connection
from django.db.models import Q, QuerySet

from onetrip.advice import elsewhere
from onetrip.advice.differing import differences, differing_answers, plan_by
from onetrip.advice.earlier import Answered, Reusable, reusable
from onetrip.advice.finding import find_slip as find_slip
from onetrip.advice.finding import read_slip_number
from onetrip.advice.memory import days_of, from_stored
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.priors import prior
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.book import Catalogue, Matter
from onetrip.centres.models import Centre
from onetrip.centres.queries import calendar_by, settled
from onetrip.ledger.refusals import NotFound
from onetrip.people import queries as people
from onetrip.people.models import Consent
from onetrip.planning import Outlook, Plan, Question, Scope, next_question, outlook, plan
from onetrip.planning.promise import recompute as planned_again
from onetrip.planning.view import BY_PROXY
from onetrip.rules import Known, Text
from onetrip.walls.scope import everywhere

LOOK_BACK = timedelta(days=30)

MOST_EARLIER = 20
"""Earlier consultations of one resident that are looked at, the newest of them."""

STAFF_CHANNELS = (Consultation.Channel.DESK, Consultation.Channel.TELEPHONE, Consultation.Channel.WINDOW)
"""Consultations held by staff: any of the desk may go on with them. A resident's own phone is not among them."""

HONOURED = "a slip is honoured at any window"
"""Why a slip is looked for among those of every centre."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{8,40}")

_ASKED_MOST = """
SELECT matter, count(*) FILTER (WHERE started_at >= %(today)s), count(*)
FROM advice_consultation, jsonb_array_elements_text(wanted) AS matter
WHERE centre_id = %(centre)s AND started_at >= %(since)s
GROUP BY matter ORDER BY 2 DESC, 3 DESC, matter
"""


_IN_HAND = """
SELECT matter, count(*) FROM advice_slip AS slip
JOIN advice_consultation AS consultation ON consultation.id = slip.consultation_id,
jsonb_array_elements_text(consultation.wanted) AS matter
WHERE slip.state = 'issued' AND slip.valid_until >= %(day)s AND matter = ANY(%(matters)s)
GROUP BY matter
"""


@dataclass(frozen=True)
class ConsultationState:
    """Where a consultation stands: what is known, the plan as far as it goes, the next question, if any, and what may not
    have been found if nothing more is asked."""

    consultation: Consultation
    catalogue: Catalogue
    known: dict[str, Known]
    plan: Plan
    question: Question | None
    outlook: Outlook


@dataclass(frozen=True)
class EarlierAnswers:
    """What a resident answered before and need not be asked again, without the answers themselves.

    `labels` are of what is neither health, family nor money, `count` of all; `day`, `channel` and `centre` those of the
    newest consultation they come from. `agreed` is when the resident agreed, `carried` how many facts are in use here.
    `needs_guardian`: it is a child, for whom a guardian agrees.
    """

    count: int
    labels: tuple[Text, ...]
    day: date | None
    channel: str
    centre: Text
    agreed: date | None
    carried: int
    needs_guardian: bool = False


@dataclass(frozen=True)
class Asked:
    """How many consultations asked for a matter: today, and in the days looked back on."""

    matter: Matter
    today: int
    lately: int


@dataclass(frozen=True)
class IssuedSlip:
    """A slip with the plan it promised, readable for ever from the slip itself."""

    slip: Slip
    plan: Plan

    @cached_property
    def catalogue(self) -> Catalogue:
        """The catalogue version it was made from; read on demand, since the plan holds all its texts itself."""
        return catalogues.version(self.slip.catalogue.number)


def state(consultation_id: uuid.UUID, *, now: datetime) -> ConsultationState:
    """The state of a consultation on the day of `now`. Raises NotFound."""
    consultation = (
        Consultation.objects.select_related("catalogue", "resident", "renews")
        .defer("catalogue__source", "renews__plan", "renews__facts")
        .filter(pk=consultation_id)
        .first()
    )
    if consultation is None:
        raise not_there()
    return state_of(consultation, now=now)


def state_of(consultation: Consultation, *, now: datetime) -> ConsultationState:
    """The state of a consultation that has been read already, with its catalogue and resident."""
    catalogue = catalogues.version(consultation.catalogue.number)
    known = from_stored(consultation.facts, catalogue.book.vocabulary)
    place = settled(consultation.centre_id)
    day = place.centre.day_of(now)
    scope: Scope = "everything" if consultation.everything else "usual"
    wanted, declined = consultation.wanted, consultation.declined
    likely = prior(catalogue)
    return ConsultationState(
        consultation,
        catalogue,
        known,
        plan(
            catalogue.book,
            known,
            day,
            wanted,
            consultation.skipped,
            declined,
            held=consultation.held,
            lacking=consultation.lacking,
            everything=consultation.everything,
            calendar=place.calendar,
        ),
        next_question(
            catalogue.book,
            known,
            day,
            wanted,
            consultation.skipped,
            declined,
            held=consultation.held,
            lacking=consultation.lacking,
            scope=scope,
            prior=likely,
        ),
        outlook(catalogue.book, known, day, wanted, declined, scope=scope, prior=likely),
    )


def is_by_proxy(consultation: Consultation) -> bool:
    """Whether somebody else comes for the resident, as was said in it."""
    return consultation.facts.get(BY_PROXY, {}).get("value") is True


def reusable_answers(consultation: Consultation, catalogue: Catalogue, *, now: datetime) -> dict[str, Reusable]:
    """By fact the newest answer of this resident's earlier consultations, of whichever centre, that may be used again.

    It looks at answers: only for who has the resident's consent, or to count what there is.
    """
    if consultation.resident_id is None:
        return {}
    day_of = settled(consultation.centre_id).centre.day_of
    rows = (
        Consultation.objects.filter(resident=consultation.resident_id, started_at__lt=consultation.started_at)
        .exclude(pk=consultation.pk)
        .order_by("-started_at")
        .only("centre", "channel", "started_at", "facts")[:MOST_EARLIER]
    )
    with everywhere("what a resident answered at any centre need not be asked again"):
        earlier = [
            Answered(str(each.pk), each.centre_id, each.channel, day_of(each.started_at), each.facts) for each in rows
        ]
    known = from_stored(consultation.facts, catalogue.book.vocabulary)
    return reusable(earlier, known, consultation.skipped, catalogue.book, day_of(now))


def earlier_answers(current: ConsultationState, *, now: datetime) -> EarlierAnswers | None:
    """What could be, or is, used again of what this resident answered before; None where there is nothing, and where somebody
    else comes: what a resident answered is nobody else's business."""
    consultation = current.consultation
    if consultation.resident_id is None or is_by_proxy(consultation):
        return None
    found = reusable_answers(consultation, current.catalogue, now=now)
    carried = len(days_of(consultation.facts))
    consent = people.consent(consultation.resident_id, Consent.Purpose.REUSE_ANSWERS)
    if not found and not carried:
        return None
    facts = current.catalogue.facts
    latest = max(found.values(), key=lambda each: each.within.day).within if found else None
    place = settled(latest.centre if latest else consultation.centre_id).centre
    return EarlierAnswers(
        count=len(found),
        labels=tuple(fact.label for name, fact in facts.items() if name in found and not fact.sensitive),
        day=latest.day if latest else None,
        channel=latest.channel if latest else "",
        centre=Text(place.short_zh, place.short_en),
        agreed=place.day_of(consent.given_at) if consent else None,
        carried=carried,
        needs_guardian=consent is None
        and consultation.resident is not None
        and consultation.resident.is_child_on(place.day_of(now)),
    )


def require_of_desk(consultation_id: uuid.UUID, centre: str) -> Consultation:
    """The consultation, when staff of `centre` hold it; raises NotFound for every other."""
    held = Consultation.objects.filter(pk=consultation_id, centre_id=centre, channel__in=STAFF_CHANNELS).first()
    if held is None:
        raise not_there()
    return held


def lock(consultation_id: uuid.UUID) -> None:
    """Hold the row of a consultation until the end of the transaction. Raises NotFound."""
    if not Consultation.objects.select_for_update().filter(pk=consultation_id).exists():
        raise not_there()


def slip_by_token(token: str) -> Slip:
    """The slip with this token, with its catalogue, resident and consultation; asked of the city where it is not here.

    Raises NotFound; Refused (503) when the city would have to be asked and cannot.
    """
    slip = None
    if _TOKEN.fullmatch(token):
        with everywhere(HONOURED):
            slip = _slips().filter(token=token).first()
            if slip is None and elsewhere.ask(token=token):
                slip = _slips().filter(token=token).first()
    if slip is None:
        raise NotFound(
            "slip-unknown",
            "没有这张小贴士。请看看地址是不是完整，或者用小贴士号查。",
            "There is no such slip. Please see whether the address is complete, or look it up by its number.",
        )
    return slip


def slip_by_number(*, centre: str, number: str) -> Slip:
    """For staff, who need no last four characters: the newest slip with this number, of whichever centre.

    `centre` is the code of the centre where it is asked; its letters may be left out. Raises as `slip_by_token`, and
    Malformed.
    """
    digits = number.strip()
    full = read_slip_number(centre + digits if digits[:1].isdecimal() else digits)
    with everywhere(HONOURED):
        slip = _slips().filter(number=full).order_by("-day").first()
        if slip is None and elsewhere.ask(number=full):
            slip = _slips().filter(number=full).order_by("-day").first()
    if slip is None:
        raise NotFound(
            "slip-unknown",
            "没有这个号的小贴士。请看看是不是打错了一位。",
            "There is no slip with this number. Please see whether a digit is wrong.",
        )
    return slip


def read(slip: Slip) -> IssuedSlip:
    """The slip with its plan."""
    return IssuedSlip(slip, Plan.from_json(slip.plan))


def as_of_today(issued: IssuedSlip, day: date) -> Plan:
    """What the catalogue in force says, on `day`, to the facts behind the slip."""
    calendar = settled(issued.slip.centre_id).calendar
    return plan_by(catalogues.current(), issued.slip.facts, issued.plan, day, calendar)


def changed_since(issued: IssuedSlip, day: date) -> tuple[Text, ...]:
    """How the answer differs from the slip, in sentences, once the slip's day is over; before that nothing counts but it."""
    if not issued.slip.has_lapsed(day):
        return ()
    return differences(issued.plan, as_of_today(issued, day))


def recompute(slip: Slip) -> Plan:
    """The plan of a slip, computed again from what is stored with it: the facts, what was asked, the catalogue version.

    By the engine that made it, it is the same, byte for byte (`Plan.to_bytes`); another engine may say otherwise.
    """
    book, said = catalogues.version(slip.catalogue.number).book, Plan.from_json(slip.plan)
    calendar = calendar_by(said.calendar) if said.calendar else None
    return planned_again(book, from_stored(slip.facts, book.vocabulary), said, calendar)


def slips_since(day: date | None) -> Iterator[Slip]:
    """Every slip issued on that day or later, the oldest first; None: every slip there is."""
    found = Slip.objects.select_related("catalogue").defer("catalogue__source").order_by("issued_at", "pk")
    return (found if day is None else found.filter(day__gte=day)).iterator(chunk_size=200)


def slips_in_hand(matters: Sequence[str], day: date) -> dict[str, int]:
    """How many valid slips that nobody has used yet were made for each of the matters."""
    with everywhere("how many slips a change of the catalogue concerns"), connection.cursor() as cursor:
        cursor.execute(_IN_HAND, {"day": day, "matters": list(matters)})
        return dict(cursor.fetchall())


def latest_slip(consultation: Consultation) -> Slip | None:
    """The newest slip issued in this consultation."""
    return _slips().filter(consultation=consultation).order_by("-issued_at", "-serial").first()


def newer_slip(slip: Slip) -> Slip | None:
    """The valid slip that took the place of a replaced one: of the same consultation, or of one that renews it."""
    if slip.state != Slip.State.REPLACED:
        return None
    later = Q(consultation=slip.consultation_id) | Q(consultation__renews=slip)
    with everywhere(HONOURED):
        return (
            _slips()
            .filter(later, issued_at__gte=slip.issued_at)
            .exclude(pk=slip.pk)
            .order_by("-issued_at", "-serial")
            .first()
        )


def says_the_same(slip: Slip, current: ConsultationState) -> bool:
    """Whether `slip` promises exactly what would be promised now, by whichever engine."""
    now = current.plan.to_json()
    return bool({**slip.plan, "engine": now["engine"]} == now and slip.facts == current.consultation.facts)


def differs(slip: Slip, current: ConsultationState) -> tuple[Text, ...]:
    """What would be promised otherwise now than `slip` says, and which answers are others, in sentences."""
    vocabulary, day = current.catalogue.book.vocabulary, current.plan.day
    answers = differing_answers(slip.facts, current.consultation.facts, vocabulary, day)
    return (*answers, *differences(Plan.from_json(slip.plan), current.plan))


def asked_most(centre: Centre, catalogue: Catalogue, *, now: datetime) -> list[Asked]:
    """Matters by how many consultations of the last 30 days asked for them, today's counts beside; most today first.

    Matters that the catalogue no longer has are left out.
    """
    today = datetime.combine(centre.day_of(now), time.min, tzinfo=centre.zone)
    with connection.cursor() as cursor:
        cursor.execute(_ASKED_MOST, {"centre": centre.pk, "today": today, "since": today - LOOK_BACK})
        rows = cursor.fetchall()
    return [
        Asked(catalogue.matters[matter], today_count, count)
        for matter, today_count, count in rows
        if matter in catalogue.matters
    ]


def _slips() -> QuerySet[Slip]:
    """Slips with what is read beside them; of the catalogue only its number, never its files."""
    return Slip.objects.select_related("catalogue", "resident", "consultation").defer(
        "catalogue__source", "consultation__facts"
    )


def not_there() -> NotFound:
    """The same sentence for a consultation that does not exist and for one that is somebody else's."""
    return NotFound(
        "consultation-unknown",
        "找不到这次咨询，可能已经结束，或者不是在这台设备上问的。请重新开始。",
        "This consultation cannot be found: it may be over, or was not held on this device. Please begin again.",
    )
