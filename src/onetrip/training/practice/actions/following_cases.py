"""The cards of difficult cases follow the answers: other words are another question, what was withdrawn is not asked."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.knowledge.queries import for_training
from onetrip.ledger import events
from onetrip.training.practice import cases
from onetrip.training.practice.cases import CaseItem
from onetrip.training.practice.models import PracticeCard
from onetrip.training.practice.scheduling import due_at_once, inherited
from onetrip.training.practice.terms import example


@dataclass(frozen=True)
class FollowedCases:
    """How many cards were retired, asked again, and made for corrected words."""

    retired: int = 0
    back: int = 0
    corrected: int = 0


def follow_cases(*, now: datetime, by: str) -> FollowedCases:
    """Retire the cards whose answer reads otherwise, was withdrawn or is to be checked first; ask again those that are as
    they were; and where words were corrected, make them due at once for everybody who had practised the wrong ones."""
    practised = PracticeCard.objects.filter(item__contains=cases.MARK)
    if not catalogues.newest_number() or not practised.exists():
        return FollowedCases()
    current = {one.id: one for one in cases.items_of(catalogues.current(), for_training())}
    with transaction.atomic():
        gone = practised.filter(state=PracticeCard.State.IN_FORCE).exclude(item__in=current).select_for_update()
        corrected = _corrected(list(gone), {cases.answer_of(one): current[one] for one in current}, now)
        retired = gone.update(
            state=PracticeCard.State.RETIRED, retired_at=now, retired_why=PracticeCard.Why.RULE_CHANGED
        )
        again = practised.filter(state=PracticeCard.State.RETIRED, item__in=current)
        back = again.update(state=PracticeCard.State.IN_FORCE, retired_at=None, retired_why="", due_at=now)
        done = FollowedCases(retired, back, corrected)
        if done != FollowedCases():
            _record(done, now, by)
    return done


def _corrected(gone: list[PracticeCard], by_answer: dict[uuid.UUID | None, CaseItem], now: datetime) -> int:
    """Cards for the words that took the place of those on the cards that are `gone`; how many."""
    made = [
        PracticeCard(
            account_id=old.account_id,
            item=new.id,
            matter=new.matter,
            category=new.category,
            memory=due_at_once(inherited(old.memory, now, example().retention), now),
            due_at=now,
            inherits=old,
            made_at=now,
        )
        for old in gone
        if (new := by_answer.get(cases.answer_of(old.item))) is not None
    ]
    PracticeCard.objects.bulk_create(made, ignore_conflicts=True)
    return len(made)


def _record(done: FollowedCases, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre="",
        actor=by,
        thing="practice",
        thing_id="cases",
        verb="follow-cases",
        data={"retired": done.retired, "back": done.back, "corrected": done.corrected},
    )
