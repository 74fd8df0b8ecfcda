"""What can be asked about courseware: notes with whether their rule has changed since, and what oneself has studied."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F

from onetrip.ledger.refusals import NotFound
from onetrip.training.courses.models import CourseEdition, CourseNote, Studied
from onetrip.training.practice.models import RuleChange


@dataclass(frozen=True)
class Noted:
    """A note as it is shown: its newest edition, and whether the rule changed after it was written (`is_stale`)."""

    note: CourseNote
    edition: CourseEdition
    is_stale: bool

    @property
    def paragraphs(self) -> tuple[tuple[str, str], ...]:
        """The paragraphs in both languages, side by side as far as there are as many."""
        zh, en = _paragraphs(self.edition.text_zh), _paragraphs(self.edition.text_en)
        length = max(len(zh), len(en))
        return tuple(zip(zh + [""] * (length - len(zh)), en + [""] * (length - len(en)), strict=True))


def notes_on(centre: str, of: str, name: str, matters: Sequence[str]) -> list[Noted]:
    """The notes of a centre on a category or a matter, the oldest first, without those that were taken away.

    `matters` are those whose rules the note may speak of: the matter itself, or those of the category.
    """
    newest = CourseEdition.objects.filter(
        note__centre_id=centre, note__of=of, note__name=name, number=F("note__newest"), is_removed=False
    )
    changed = _changed_after(matters)
    return [
        Noted(edition.note, edition, edition.catalogue < changed)
        for edition in newest.select_related("note").order_by("note__made_at", "note")
    ]


def note_of(centre: str, note_id: uuid.UUID) -> CourseNote:
    """A note of the centre, also one that was taken away. Raises NotFound."""
    found = CourseNote.objects.filter(pk=note_id, centre_id=centre).first()
    if found is None:
        raise NotFound("note-unknown", "没有这条说明。", "There is no such note.")
    return found


def editions_of(note: CourseNote) -> list[CourseEdition]:
    """Every state of a note, the newest first."""
    return list(CourseEdition.objects.filter(note=note).order_by("-number"))


def removed_on(centre: str, of: str, name: str) -> list[CourseNote]:
    """The notes that were taken away and can be brought back."""
    gone = CourseEdition.objects.filter(
        note__centre_id=centre, note__of=of, note__name=name, number=F("note__newest"), is_removed=True
    )
    return [edition.note for edition in gone.select_related("note").order_by("-at")]


def picture_is_of(centre: str, picture: uuid.UUID) -> bool:
    """Whether a note of this centre shows, or showed, the picture."""
    return CourseEdition.objects.filter(note__centre_id=centre, picture=picture).exists()


def studied_by(account: int) -> Mapping[tuple[str, str], Studied]:
    """What somebody says they have studied, by ("matter", id) or ("category", id). For that person alone."""
    return {(one.of, one.name): one for one in Studied.objects.filter(account_id=account)}


def is_out_of_date(studied: Studied, matters: Sequence[str]) -> bool:
    """Whether a rule of these matters changed after it was studied."""
    return studied.catalogue < _changed_after(matters)


def _changed_after(matters: Sequence[str]) -> int:
    """The newest version in which the rule of one of these matters changed; 0: none is known."""
    known = RuleChange.objects.filter(matter__in=matters, number__isnull=False)
    return known.order_by("-number").values_list("number", flat=True).first() or 0


def _paragraphs(text: str) -> list[str]:
    return [" ".join(part.split()) for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]
