"""The answers, one file for each kind of question; see `asking.QUESTIONS`."""

from __future__ import annotations

from onetrip.rehearsal.answers import bookings, compared, on_end, quota, training, windows
from onetrip.rehearsal.answers.answer import Answer as Answer
from onetrip.rehearsal.answers.setting import setting as setting
from onetrip.rehearsal.asking import Asked
from onetrip.rehearsal.grounds import Grounds
from onetrip.rehearsal.running import Limit

_ANSWERS = {
    "windows": windows.answer,
    "bookings": bookings.answer,
    "quota": quota.answer,
    "ill": compared.ill,
    "backlog": compared.backlog,
    "days-on-end": on_end.answer,
    "training": training.answer,
    "one-more": compared.one_more,
}


def answer(on: Grounds, asked: Asked, limit: Limit) -> Answer:
    """The answer to a question. Raises Malformed for a day that cannot be rehearsed."""
    return _ANSWERS[asked.question](setting(on, asked), limit)


def again(on: Grounds, asked: Asked, days: int) -> Answer:
    """The same answer computed once more on the same simulated days, however long that takes."""
    return answer(on, asked, Limit(precision=-1.0, seconds=float("inf"), days=days))
