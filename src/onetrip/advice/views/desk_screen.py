"""What the front desk shows: everything its templates need, put together once for each answer."""

from __future__ import annotations

import uuid
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse

from onetrip.advice import queries, sessions, undiscovered
from onetrip.advice.asking import KnownLine, QuestionShown, asked_again, known_lines, question_shown
from onetrip.advice.memory import days_of, from_stored
from onetrip.advice.models import Consultation, Slip
from onetrip.advice.papers import PaperSaid, said_of_papers
from onetrip.advice.presenting import PlanShown, hours_in_words, shown
from onetrip.advice.queries import ConsultationState
from onetrip.advice.sheet import proxy_sentence
from onetrip.catalogue import queries as catalogues
from onetrip.centres.queries import Settled, settled
from onetrip.ledger.refusals import Malformed
from onetrip.planning.telling import sentences
from onetrip.rules import Text
from onetrip.staff.access import account_of, centre_of
from onetrip.staff.permissions import Permission

FOUND_AT_ONCE = 6
MOST_FREQUENT = 6
PANELS = ("identity", "slip")


@dataclass(frozen=True)
class Wrong:
    """What could not be read, to be said at its field."""

    field: str
    text: Text

    @classmethod
    def of(cls, malformed: Malformed) -> Wrong:
        """From a refusal that names its field."""
        return cls(malformed.field or "", malformed.text)

    @classmethod
    def words(cls, zh: str, en: str) -> Wrong:
        """What is wrong with the words to search with."""
        return cls("said", Text(zh, en))


@dataclass(frozen=True)
class Chip:
    """What was heard: the resident's words and the matter they were taken for."""

    said: str
    matter: str
    name: Text


@dataclass(frozen=True)
class Screen:
    """The desk at one moment. `slip` is the latest one of this consultation, or the one that is being read."""

    place: Settled
    version: str
    now: datetime
    opened: str = ""
    wrong: Wrong | None = None
    left: sessions.Left | None = None
    state: ConsultationState | None = None
    plan: PlanShown | None = None
    question: QuestionShown | None = None
    known: tuple[KnownLine, ...] = ()
    earlier: queries.EarlierAnswers | None = None
    may_see_earlier: bool = False
    papers_said: tuple[PaperSaid, ...] = ()
    heard: tuple[Chip, ...] = ()
    frequent: list[queries.Asked] = field(default_factory=list)
    slip: Slip | None = None
    slip_is_current: bool = False
    differs: tuple[Text, ...] = ()
    is_reading: bool = False
    has_lapsed: bool = False
    changed: tuple[Text, ...] = ()
    just_issued: bool = False

    @property
    def consultation(self) -> Consultation | None:
        """The consultation that is going on."""
        return self.state.consultation if self.state else None

    @property
    def acts(self) -> str:
        """Where presses are sent; the name of the press is appended."""
        return acts_of(self.consultation.pk if self.consultation else None)

    @property
    def here(self) -> str:
        """The address of this state."""
        if self.is_reading and self.slip:
            return reverse("desk-slip", args=[self.slip.token])
        consultation = self.consultation
        return reverse("desk-consultation", args=[consultation.pk]) if consultation else reverse("desk")

    @property
    def who(self) -> str:
        """The masked name of the resident, "" while it is not known."""
        named = self.consultation or (self.slip if self.is_reading else None)
        return named.resident.masked_name if named and named.resident else ""

    @property
    def asked_before(self) -> str:
        """The fact that ← takes back; "" when there is none."""
        consultation = self.consultation
        return consultation.asked[-1] if consultation and consultation.asked else ""

    @property
    def by_proxy(self) -> bool:
        """Whether somebody else will come."""
        return self.plan.plan.by_proxy if self.plan else False

    @property
    def can_undo(self) -> bool:
        """Whether the last person may still be brought back with one press."""
        return self.left is not None and self.left.can_be_undone(self.now)

    @cached_property
    def hours(self) -> tuple[Text, ...]:
        """When this centre is open."""
        return hours_in_words(self.place.hours, self.place.centre.day_of(self.now))

    @property
    def is_on_telephone(self) -> bool:
        """Whether everything has to be said, because nobody sees the screen."""
        consultation = self.consultation
        return consultation is not None and consultation.channel == Consultation.Channel.TELEPHONE

    @cached_property
    def aloud(self) -> tuple[Text, ...]:
        """The whole plan in sentences."""
        return sentences(self.plan.plan) if self.plan else ()

    @cached_property
    def undiscovered(self) -> Text | None:
        """What may not have been found yet, for somebody who asked for everything."""
        asked = self.state is not None and self.state.consultation.everything
        return undiscovered.told(self.state.outlook) if asked and self.state is not None else None

    @cached_property
    def proxy(self) -> Text | None:
        """Whether somebody else may come, in a sentence."""
        return proxy_sentence(self.plan.plan) if self.plan else None


def acts_of(consultation_id: uuid.UUID | None) -> str:
    """Where presses are sent in a consultation, or before there is one; the name of the press is appended."""
    return reverse("desk-consultation", args=[consultation_id]) if consultation_id else "/desk/begin/"


def blank(request: HttpRequest, now: datetime, wrong: Wrong | None = None) -> Screen:
    """The desk before the next person has said a word."""
    place = settled(centre_of(request))
    catalogue = catalogues.current()
    frequent = queries.asked_most(place.centre, catalogue, now=now)[:MOST_FREQUENT]
    return Screen(
        place=place,
        version=str(catalogue.number),
        now=now,
        opened=_opened(request, wrong),
        wrong=wrong,
        left=sessions.put_aside_last(request),
        frequent=frequent,
    )


def going_on(request: HttpRequest, consultation_id: uuid.UUID, now: datetime, wrong: Wrong | None = None) -> Screen:
    """The desk in a consultation."""
    state = queries.state(consultation_id, now=now)
    consultation, vocabulary = state.consultation, state.catalogue.book.vocabulary
    slip = queries.latest_slip(consultation)
    current = slip is not None and queries.says_the_same(slip, state)
    question = question_shown(state.question, vocabulary) if state.question else None
    again = asked_again(request.GET.get("ask", ""), state.known, consultation.asked, vocabulary)
    return Screen(
        place=settled(consultation.centre_id),
        version=str(state.catalogue.number),
        now=now,
        opened=_opened(request, wrong),
        wrong=wrong,
        state=state,
        plan=shown(state.plan),
        question=again or question,
        known=known_lines(state.known, vocabulary, state.plan.day, days_of(consultation.facts)),
        earlier=queries.earlier_answers(state, now=now),
        may_see_earlier=account_of(request).may(Permission.SEE_IDENTITY, centre_of(request))
        and account_of(request).may(Permission.SEE_PRIVATE, centre_of(request)),
        papers_said=said_of_papers(consultation.held, consultation.lacking, state.catalogue.papers),
        heard=tuple(
            Chip(heard["said"], heard["matter"], state.catalogue.matters[heard["matter"]].name)
            for heard in consultation.heard
            if heard["kept"] and heard["matter"] in consultation.wanted
        ),
        slip=slip,
        slip_is_current=current,
        differs=queries.differs(slip, state) if slip is not None and not current else (),
    )


def reading(request: HttpRequest, slip: Slip, now: datetime) -> Screen:
    """The desk with an earlier slip before it."""
    issued = queries.read(slip)
    vocabulary = issued.catalogue.book.vocabulary
    return Screen(
        place=settled(slip.centre_id),
        version=issued.plan.version,
        now=now,
        opened=_opened(request, None),
        plan=shown(issued.plan),
        known=known_lines(from_stored(slip.facts, vocabulary), vocabulary, issued.plan.day),
        papers_said=said_of_papers(issued.plan.held, issued.plan.lacking, issued.catalogue.papers),
        slip=slip,
        slip_is_current=True,
        is_reading=True,
        has_lapsed=slip.has_lapsed(settled(slip.centre_id).centre.day_of(now)),
        changed=queries.changed_since(issued, settled(slip.centre_id).centre.day_of(now)),
    )


def _opened(request: HttpRequest, wrong: Wrong | None) -> str:
    """Which field stands open for a reader: the one asked for, or the one whose input could not be read."""
    if wrong is not None:
        return "identity" if wrong.field == "id_number" and "id_number" in request.POST else ""
    wanted = request.GET.get("open", "")
    return wanted if wanted in PANELS else ""
