"""Some days of practice in the demonstration centre, and a note of its editor: through the very actions of the pages.

Invented, by chance that is the same each time, so that the pages of practice and courses can be seen with something in
them.
"""

from __future__ import annotations

import uuid
from datetime import datetime, time, timedelta
from random import Random

from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from onetrip.training.courses import actions as courses
from onetrip.training.courses.actions.noting import Words
from onetrip.training.courses.models import CourseNote
from onetrip.training.practice import actions, queries
from onetrip.training.practice.models import PracticeReview

CLERKS = ("clerk1", "clerk2", "clerk3", "clerk4", "supervisor", "guide")
DAYS = 5
QUESTIONS = 6
_RIGHT = 0.8
_NOTES = (
    (
        CourseNote.Of.CATEGORY.value,
        "ageing",
        Words(
            "老人常把“敬老卡”说成“老年卡”“乘车卡”，听到了先问是不是这张。\n\n家里人陪着来的，话对老人说，别只对家里人说。",
            "Older people often say “bus card” for the elder card; ask whether this is the one they mean.\n\nWhen family comes "
            "along, speak to the older person and not only to the family.",
        ),
    ),
    (
        CourseNote.Of.MATTER.value,
        "elder-card",
        Words(
            "卡寄到哪里，请居民自己说一遍，再念给他听。写错地址是这件事最常见的返工。",
            "Have the resident say where the card is to be sent, and read it back. A wrong address is what most often makes "
            "this one come back.",
        ),
    ),
)


def play(*, code: str, now: datetime) -> int:
    """Play the days before `now` at the centre, once; returns how many questions were answered."""
    centre = Centre.objects.get(pk=code)
    if PracticeReview.objects.filter(centre=centre).exists():
        return 0
    actions.follow(now=now, by="system:demonstration")
    _write_notes(code, now)
    chance, answered = Random(7), 0  # noqa: S311 -- a demonstration, the same each time
    people = Account.objects.filter(username__in=CLERKS).order_by("username")
    for account in people:
        for ahead in range(DAYS, 0, -1):
            day = centre.day_of(now) - timedelta(days=ahead)
            if chance.random() < _RIGHT:
                answered += _practise(account, code, datetime.combine(day, time(14, 10), centre.zone), chance)
    return answered


def _practise(account: Account, code: str, at: datetime, chance: Random) -> int:
    done = 0
    for _ in range(QUESTIONS):
        asked = queries.next_of(account, code, at)
        if asked is None:
            break
        key = sorted(asked.judge(frozenset()).right)
        wrong = [option.id for option in asked.item.options if option.id not in key]
        actions.answer(
            account=account,
            centre=code,
            item=asked.item.id,
            edition=asked.edition,
            chosen=key if chance.random() < _RIGHT or not wrong else wrong[:1],
            now=at,
            key=uuid.UUID(int=chance.getrandbits(128)),
        )
        at += timedelta(seconds=chance.randrange(25, 75))
        done += 1
    return done


def _write_notes(code: str, now: datetime) -> None:
    catalogue = catalogues.current()
    for of, name, words in _NOTES:
        if name in (catalogue.categories if of == CourseNote.Of.CATEGORY else catalogue.matters):
            courses.add_note(centre=code, of=of, name=name, words=words, now=now, by="staff:editor", key=uuid.uuid4())
