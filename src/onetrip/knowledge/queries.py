"""What can be asked of difficult cases and of what was answered. None of it names a resident."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import F, Q, QuerySet

from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.centres.queries import settled
from onetrip.knowledge import searching
from onetrip.knowledge.binding import bound_to
from onetrip.knowledge.counting import Help, counted_help
from onetrip.knowledge.models import OPEN_STATES, Answer, AnswerVersion, Given, Question
from onetrip.knowledge.rules import rules
from onetrip.ledger.refusals import NotFound
from onetrip.staff.models import Account
from onetrip.staff.permissions import Permission
from onetrip.staff.queries import at_work_since
from onetrip.staff.roles import ROLES

MOST_SEARCHED = 5_000
"""The newest answers that a search looks at."""
MOST_UNREAD_DAYS = 14
"""So long an answer waits at its asker's window to be read; afterwards it stands in the knowledge only."""


@dataclass(frozen=True)
class Found:
    """An answer as it reads now. `is_stale`: its matter has been changed since; look before you say it."""

    answer: Answer
    version: AnswerVersion
    is_stale: bool
    used: int = 0


@dataclass(frozen=True)
class Lesson:
    """A training item that the editor made of a difficult case. `id` is that of the answer, `version` that of its words."""

    id: uuid.UUID
    matter: str
    question: str
    answer: str
    version: int


@dataclass(frozen=True)
class Mended:
    """An answer that somebody was given before it was corrected, withdrawn or put back."""

    given: Given
    version: AnswerVersion


def answered_between(centre: str, first: date, last: date) -> dict[int, int]:
    """Account id → how many questions of colleagues they answered from `first` to `last`, both counted; nobody with none.

    An answer counts on the day it was given (or, settled in person, once it was written down, on the day of the help),
    unless the asker marked it as no help. Of what two people ask each other on one day, whichever way, only so many count
    as `rules.pair_a_day` says, the earliest first. Nobody can answer themselves.
    """
    place = settled(centre).centre
    begin, end = _begins(place, first), _begins(place, last + timedelta(days=1))
    found = Question.objects.filter(
        centre_id=centre, ended_at__gte=begin, ended_at__lt=end, answer__isnull=False, helper__isnull=False
    ).exclude(helped="no")
    helps = [
        Help(helper, asker, place.day_of(at))
        for helper, asker, at in found.order_by("ended_at", "pk").values_list("helper_id", "account_id", "ended_at")
        if helper is not None and at is not None
    ]
    return counted_help(helps, most_of_a_pair=rules().pair_a_day)


def for_training(*, answer: uuid.UUID | None = None) -> list[Lesson]:
    """What the editor marked as training items (every centre reads them), or the one made of `answer`; by matter, then the
    newest first. Left out: what was withdrawn since, and what is to be checked first because its rules have changed."""
    found = Answer.objects.filter(taken_up=Answer.TakenUp.TRAINING, state=Answer.State.CURRENT)
    if answer is not None:
        found = found.filter(pk=answer)
    current = _found(list(_versions(found).order_by("answer__matter", "-answer__given_at")), used=False)
    return [
        Lesson(one.answer.pk, one.answer.matter, one.version.question, one.version.words, one.version.number)
        for one in current
        if not one.is_stale
    ]


def asked(centre: str) -> QuerySet[Question]:
    """The questions of a centre that nobody has answered yet, the newest first."""
    found = Question.objects.filter(centre_id=centre, state__in=OPEN_STATES)
    return found.select_related("account", "helper", "passed_to").order_by("-asked_at")


def to_write_up(centre: str, account_id: int) -> QuerySet[Question]:
    """What somebody settled in person and has not written down."""
    found = Question.objects.filter(centre_id=centre, state=Question.State.SETTLED, answer=None, helper_id=account_id)
    return found.select_related("account").order_by("ended_at")


def question(centre: str, question_id: uuid.UUID) -> Question:
    """One question of a centre. Raises NotFound."""
    related = ("account", "helper", "passed_to", "answer")
    found = Question.objects.select_related(*related).filter(pk=question_id, centre_id=centre).first()
    if found is None:
        raise NotFound("question-unknown", "没有这个疑难。", "There is no such difficult case.")
    return found


def of_asker(centre: str, account_id: int, now: datetime) -> list[Question]:
    """What an account has asked and not read the end of: open ones, and those answered while they were busy."""
    since = now - timedelta(days=MOST_UNREAD_DAYS)
    unread = Q(state__in=OPEN_STATES) | Q(read_at=None, ended_at__gte=since)
    found = Question.objects.filter(unread, centre_id=centre, account_id=account_id)
    return list(found.select_related("helper", "passed_to", "answer").order_by("-asked_at"))


def mended_for(account_id: int, now: datetime) -> list[Mended]:
    """Answers an account was given that read otherwise by now, or were withdrawn, and of which they have not read it.

    Whoever has not read the answer to their question yet reads the new words there, as long as it waits at their window.
    """
    since = now - timedelta(days=rules().told_days)
    changed = Q(answer__mended_at__gt=F("at")) & (Q(told_at=None) | Q(answer__mended_at__gt=F("told_at")))
    waits = now - timedelta(days=MOST_UNREAD_DAYS)
    had_read = (
        Q(question=None)
        | Q(answer__mended_at__gt=F("question__read_at"))
        | Q(question__read_at=None, question__ended_at__lt=waits)
    )
    found = (
        Given.objects.filter(changed, had_read, account_id=account_id, at__gte=since)
        .select_related("answer")
        .order_by("-at")
    )
    once = {given.answer_id: given for given in reversed(found)}
    current = {one.answer_id: one for one in _versions(Answer.objects.filter(pk__in=once))}
    return [Mended(given, current[answer]) for answer, given in once.items()]


def answer(centre: str, answer_id: uuid.UUID) -> Found:
    """One answer, of this centre or shared with it. Raises NotFound."""
    one = _versions(_readable(centre).filter(pk=answer_id)).first()
    if one is None:
        raise NotFound("answer-unknown", "没有这条答复。", "There is no such answer.")
    return _found([one])[0]


def answers(centre: str, *, matter: str = "") -> list[Found]:
    """The newest answers that a centre reads, or those about one matter."""
    readable = _readable(centre).filter(state=Answer.State.CURRENT)
    if matter:
        readable = readable.filter(matter=matter)
    return _found(list(_versions(readable).order_by("-answer__given_at")[:60]))


def search(centre: str, typed: str, *, matter: str = "", most: int = 8) -> list[Found]:
    """The earlier answers that fit what was typed best; of `matter` a little before the others. What is to be checked
    first, because its rules have changed, comes later."""
    current = _readable(centre).filter(state=Answer.State.CURRENT)
    rows = _found(list(_versions(current).order_by("-answer__given_at")[:MOST_SEARCHED]), used=False)
    stale = rules().stale_weighs
    kept = [
        searching.Kept(
            str(one.answer.pk),
            one.answer.matter,
            one.version.question,
            one.version.words,
            stale if one.is_stale else 1.0,
        )
        for one in rows
    ]
    hits = searching.find(kept, typed, matter=matter, most=most)
    by_id = {str(one.answer.pk): one.version for one in rows}
    return _found([by_id[hit.id] for hit in hits])


def to_take_up(*, taken: bool = False) -> QuerySet[Answer]:
    """Answers of every centre that the editor has not looked at, the oldest first; or what was made of the others."""
    found = Answer.objects.select_related("centre")
    if taken:
        return found.exclude(taken_up="").order_by("-taken_up_at")
    return found.filter(taken_up="", state=Answer.State.CURRENT).order_by("given_at")


def in_words(found: Iterable[Answer]) -> list[Found]:
    """These answers with their current words, in their order."""
    wanted = list(found)
    current = {one.answer_id: one for one in _versions(Answer.objects.filter(pk__in=[one.pk for one in wanted]))}
    return _found([current[one.pk] for one in wanted])


def versions_of(one: Answer) -> list[AnswerVersion]:
    """How an answer read over time, the newest first."""
    return list(one.versions.order_by("-number"))


def helpers_at_work(centre: str, now: datetime, *, without: int | None = None) -> list[Account]:
    """Who may answer colleagues in a centre and has been at work there today."""
    place = settled(centre).centre
    midnight = _begins(place, place.day_of(now))
    held = [name for name, role in ROLES.items() if Permission.ANSWER_COLLEAGUES in role.permissions]
    found = {one.pk: one for role in held for one in at_work_since(midnight, role=role, centre=centre)}
    return [one for one in found.values() if one.pk != without]


def may_help(centre: str, *, without: Iterable[int] = ()) -> list[Account]:
    """Who may answer colleagues in a centre, at work or not, by name."""
    held = [name for name, role in ROLES.items() if Permission.ANSWER_COLLEAGUES in role.permissions]
    accounts = Account.objects.with_grants().filter(
        grants__role__in=held, grants__centre__in=(centre, "*"), is_active=True
    )
    return [
        one
        for one in accounts.exclude(pk__in=list(without)).order_by("name", "username")
        if one.may(Permission.ANSWER_COLLEAGUES, centre)
    ]


def _begins(centre: Centre, day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=centre.zone)


def _readable(centre: str) -> QuerySet[Answer]:
    return Answer.objects.filter(Q(centre_id=centre) | Q(shared_at__isnull=False))


def _versions(found: QuerySet[Answer]) -> QuerySet[AnswerVersion]:
    """The current version of each answer, with it."""
    return AnswerVersion.objects.filter(answer__in=found, number=F("answer__number")).select_related("answer")


def _found(versions: Sequence[AnswerVersion], *, used: bool = True) -> list[Found]:
    number = catalogues.newest_number()
    times: Counter[uuid.UUID] = Counter()
    if used:
        given = Given.objects.filter(answer__in=[one.answer_id for one in versions])
        times.update(given.exclude(how=Given.How.ANSWERED).values_list("answer_id", flat=True))
    return [
        Found(
            one.answer,
            one,
            one.catalogue != number and one.bound_to != bound_to(one.answer.matter, number),
            times[one.answer_id],
        )
        for one in versions
    ]
