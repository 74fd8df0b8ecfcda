"""What this room keeps of people: the words of ratings, the words and the telephone of a complaint. Whose it is, only the words tell."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db.models import Exists, OuterRef, Q, QuerySet

from onetrip.people import holdings
from onetrip.people.fields import TextLength
from onetrip.people.holdings import Going, Holding, Told
from onetrip.people.models import Resident
from onetrip.ratings.models import Complaint, Rating, Rectification
from onetrip.rules import Text


def _told(resident: Resident) -> Iterable[Told]:
    for one in Complaint.objects.filter(_theirs(resident, "visit")).order_by("-made_at"):
        yield Told(
            Text("您说的办不成事、投诉", "what you could not get done, or complained of"),
            one.made_at,
            (
                ("code", Text("编号", "code"), one.code),
                ("words", Text("原话", "in your words"), one.words),
                ("telephone", Text("电话", "telephone"), one.telephone),
            ),
        )


def _closed(going: Going) -> QuerySet[Complaint]:
    """Complaints closed so long ago of which the words or the telephone are there."""
    found = Complaint.objects.filter(rectification__closed_at__lt=going.before, rectification__state="closed")
    said = Q(length__gt=0) | Q(telephone__isnull=False)
    with_length = found.annotate(length=TextLength("words"))
    return going.of(with_length.filter(said), "visit__resident_id", "visit__proxy_id")


def _forget(ids: Sequence[object], _going: Going) -> int:
    _forget_what_was_written(Rectification.objects.filter(complaint_id__in=ids))
    return Complaint.objects.filter(pk__in=ids).update(words="", telephone=None)


def _forget_what_was_written(found: QuerySet[Rectification]) -> None:
    """Of the work orders of what goes: the words of whoever complained once more, and those that colleagues wrote; when what
    was done stays."""
    for one in found.select_for_update(of=("self",)):
        one.notes = [{**note, "note": ""} for note in one.notes]
        one.reply, one.appeal = "", None if one.appeal is None else ""
        one.save(update_fields=["notes", "reply", "appeal"])


def _told_ratings(resident: Resident) -> Iterable[Told]:
    for one in Rating.objects.filter(_theirs(resident, "invitation__visit")).order_by("-at"):
        yield Told(
            Text("您的评价", "your rating"),
            one.at,
            (("level", Text("几分", "level"), one.level), ("words", Text("原话", "in your words"), one.words)),
        )


def _rated(going: Going) -> QuerySet[Rating]:
    """Ratings with words, of which nothing is open any more."""
    open_ones = Rectification.objects.filter(rating=OuterRef("pk")).exclude(state=Rectification.State.CLOSED)
    found = Rating.objects.filter(at__lt=going.before).exclude(words="").exclude(Exists(open_ones))
    return going.of(found, "invitation__visit__resident_id", "invitation__visit__proxy_id")


def _forget_words(ids: Sequence[object], _going: Going) -> int:
    _forget_what_was_written(Rectification.objects.filter(rating_id__in=ids))
    return Rating.objects.filter(pk__in=ids).update(words="")


def _theirs(resident: Resident, visit: str) -> Q:
    """Where somebody came for the resident, it is they who said it and left a telephone."""
    came = Q(**{f"{visit}__proxy": resident})
    return came | Q(**{f"{visit}__resident": resident, f"{visit}__proxy": None})


def register() -> None:
    """Say what is kept."""
    holdings.register(Holding("ratings", (), _told_ratings, _rated, _forget_words))
    holdings.register(Holding("complaints", (), _told, _closed, _forget))
