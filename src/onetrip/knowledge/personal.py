"""What this room keeps of people: what a window asked while somebody was there. It names nobody; whose visit it was tells.

Answers hold nothing of a resident: what is written there is looked through for numbers and names, and they are knowledge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Q, QuerySet

from onetrip.knowledge.models import Question
from onetrip.lobby.models import Visit
from onetrip.people import holdings
from onetrip.people.holdings import Going, Holding, Told
from onetrip.people.models import Resident
from onetrip.rules import Text


def _of(people: Iterable[object]) -> QuerySet[Visit]:
    """The visits of these residents, whether they came themselves or for somebody."""
    wanted = list(people)
    return Visit.objects.filter(Q(resident_id__in=wanted) | Q(proxy_id__in=wanted))


def _told(resident: Resident) -> Iterable[Told]:
    for one in Question.objects.filter(visit__in=_of([resident.pk]).values("pk")).order_by("-asked_at"):
        yield Told(
            Text("窗口为您的事请教同事", "what a window asked a colleague about your matter"),
            one.asked_at,
            (
                ("matter", Text("事项", "matter"), one.matter),
                ("words", Text("问的话", "the question"), one.words),
            ),
        )


def _over(going: Going) -> QuerySet[Question]:
    """Questions that ended so long ago and still say something, or still point to a visit."""
    found = Question.objects.filter(ended_at__lt=going.before).exclude(words="", ticket=None, visit=None, slip=None)
    if going.elsewhere:
        found = found.exclude(centre_id__in=going.elsewhere)
    if going.resident is not None:
        found = found.filter(visit__in=_of([going.resident]).values("pk"))
    if going.held_people:
        # A question without a visit is of nobody, and held by nobody: NOT IN would leave it out.
        found = found.filter(Q(visit=None) | ~Q(visit__in=_of(going.held_people).values("pk")))
    return found


def _forget(ids: Sequence[object], _going: Going) -> int:
    return Question.objects.filter(pk__in=ids).update(words="", ticket=None, ticket_number="", visit=None, slip=None)


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("difficult-cases", (), _told, _over, _forget))
