"""How questions and answers are put on a page: names of matters and people, what somebody at a window sees."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from onetrip.cases.queries import CheckedMatter, Checklist, checklist
from onetrip.catalogue import queries as catalogues
from onetrip.catalogue.search import search as search_matters
from onetrip.knowledge.models import AnswerVersion, Question
from onetrip.knowledge.queries import Found
from onetrip.ledger.refusals import NotFound
from onetrip.lobby import queries as lobby
from onetrip.rules import Text
from onetrip.staff.models import Account


@dataclass(frozen=True)
class Shown:
    """A question with the name of its matter, whole minutes it has waited (or waited until help came), and its answer as
    it was given, if it was."""

    one: Question
    matter: Text | None
    minutes: int
    answer: AnswerVersion | None = None


@dataclass(frozen=True)
class ShownAnswer:
    """An answer with the names of its matter and of who answered."""

    found: Found
    matter: Text | None
    by: Text


@dataclass(frozen=True)
class Papers:
    """What the window has before it: the matters with their papers, the slip, and who is there, masked."""

    listed: Checklist
    name: str

    @property
    def matters(self) -> tuple[CheckedMatter, ...]:
        """Those of the slip first, as at the window."""
        return self.listed.matters


def matter_name(matter: str) -> Text | None:
    """What a matter is called today; its id where the catalogue has it no more, None for no matter."""
    if not matter:
        return None
    found = catalogues.current().matter(matter) if catalogues.newest_number() else None
    return found.name if found else Text(matter, matter)


def shown(questions: Iterable[Question], now: datetime) -> list[Shown]:
    """Questions as the lists show them, each with the version of the answer that was given."""
    asked = list(questions)
    wanted = [one.answer_id for one in asked if one.answer_id is not None]
    current = {
        one.answer_id: one
        for one in AnswerVersion.objects.filter(answer__in=wanted).select_related("answer").order_by("number")
    }
    return [
        Shown(one, matter_name(one.matter), _minutes(one, now), current.get(one.answer_id) if one.answer_id else None)
        for one in asked
    ]


def _minutes(one: Question, now: datetime) -> int:
    until = one.coming_at or one.ended_at or now
    return max(0, int((until - one.asked_at).total_seconds() // 60))


def shown_answers(found: Sequence[Found]) -> list[ShownAnswer]:
    """Answers as the lists show them."""
    names = called(one.version.by for one in found)
    return [ShownAnswer(one, matter_name(one.answer.matter), names[one.version.by]) for one in found]


def called(actors: Iterable[str]) -> dict[str, Text]:
    """How those are called who acted; "staff:…" by the name of the account."""
    wanted = set(actors)
    accounts = Account.objects.filter(username__in=[actor.removeprefix("staff:") for actor in wanted])
    known = {one.actor: Text(one.name, one.name_en or one.name) for one in accounts}
    return {actor: known.get(actor, Text(actor, actor)) for actor in wanted}


def papers_of(one: Question, *, now: datetime, day: date) -> Papers | None:
    """The plan and the papers of whoever is (or was) there, as the window sees them; None where no number was at the
    window, or nothing of it is kept any more."""
    if one.ticket is None:
        return None
    try:
        visit = lobby.ticket(one.ticket).visit
        listed = checklist(one.ticket, now=now, added=visit.wanted)
    except NotFound:
        return None
    return Papers(listed, visit.resident.listed_name(day) if visit.resident else "")


def matters_to_choose(one: Question) -> list[tuple[str, Text]]:
    """The matters a question may be about: its own, those at the window, those that its words sound like."""
    if not catalogues.newest_number():
        return []
    catalogue = catalogues.current()
    wanted = [one.matter]
    if one.ticket is not None:
        wanted += at_ticket(one)
    wanted += [hit.matter.id for hit in search_matters(catalogue, one.words, 4)] if one.words else []
    found = (catalogue.matter(matter) for matter in dict.fromkeys(wanted) if matter)
    return [(matter.id, matter.name) for matter in found if matter is not None]


def at_ticket(one: Question) -> list[str]:
    """The ids of the matters that whoever is there came for."""
    try:
        return list(lobby.ticket(one.ticket).visit.wanted) if one.ticket is not None else []
    except NotFound:
        return []
