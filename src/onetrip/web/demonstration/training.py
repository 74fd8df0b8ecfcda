"""Training of the demonstration centre: three invented clerks at different places of their way.

Played through the very actions of their pages, with moments in the past; the answers of the tests are the engine's own.
"""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

from onetrip.catalogue import queries as catalogues
from onetrip.staff.models import Account
from onetrip.training import actions, queries
from onetrip.training import items as questions

_FOLLOWED_UP = timedelta(days=92)
_RECENT = timedelta(days=20)


def play(*, code: str, now: datetime) -> int:
    """One clerk is just beginning, one on trial, and one whose trial is to be decided about; how many that were. Played
    once: whoever is in training already stays as they are."""
    director = Account.objects.get(username="director")
    lives = {
        "clerk16": ((), _RECENT),
        "clerk15": (("ageing", "residence"), _RECENT),
        "clerk14": (("ageing",), _FOLLOWED_UP),
    }
    begun = 0
    for username, (categories, ago) in lives.items():
        account = Account.objects.get(username=username)
        if actions.enrol(account_id=account.pk, centre=code, by=director, now=now - ago, key=uuid.uuid4()):
            begun += 1
            for category in categories:
                _pass(account, code, category, now - ago)
    actions.tend(now=now, by="system:demonstration")
    return begun


def _pass(account: Account, code: str, category: str, at: datetime) -> None:
    """Take a test of a category and answer everything rightly but the first."""
    quiz = actions.begin(account=account, centre=code, category=category, now=at, key=uuid.uuid4())
    while (item := queries.next_item(queries.items_of(quiz))) is not None:
        catalogue = catalogues.version(item.catalogue)
        right = questions.judge(catalogue, item.item, frozenset(), quiz.day).right
        options = {one["id"] for one in item.shown["options"]}
        wrong = sorted({frozenset({one}) for one in options} - {right}, key=sorted)[0]
        actions.answer(
            quiz_id=quiz.pk,
            account=account,
            position=item.position,
            chosen=wrong if item.position == 1 else right,
            now=at,
            key=uuid.uuid4(),
        )
