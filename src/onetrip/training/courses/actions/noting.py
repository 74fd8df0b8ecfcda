"""Editors add to courseware what no definition says. Every state of a note is kept, and any can be brought back."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from onetrip.catalogue import queries as catalogues
from onetrip.ledger import events, requests
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.storage.collections import COURSES
from onetrip.storage.pictures import tidy
from onetrip.storage.receiving import examine
from onetrip.training.courses.models import CourseEdition, CourseNote

MOST_SIGNS = 2000
"""Characters of a note in one language."""

MOST_SHOWN = 200
"""Characters that say what a picture shows."""

_ORPHAN = timedelta(hours=1)


@dataclass(frozen=True)
class Words:
    """What a note says, in plain paragraphs parted by empty lines, and what its picture shows ("" without one)."""

    zh: str
    en: str
    shows_zh: str = ""
    shows_en: str = ""


def add_note(
    *,
    centre: str,
    of: str,
    name: str,
    words: Words,
    picture: bytes | None = None,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> CourseNote:
    """Add a note to a category or a matter (`of`), with a picture or none; written for the version in force.

    Raises Malformed (fields "zh", "en", "shows_zh", "shows_en", "picture"), NotFound for what the catalogue does not know.
    """
    _refuse_unknown(of, name)
    _refuse_unreadable(words, has_picture=picture is not None)
    made = uuid.uuid4()
    with _kept(picture, centre=centre, now=now, by=by) as picture_id, transaction.atomic():
        earlier = requests.claim(key, action="add-course-note", actor=by, now=now, result={"note": str(made)})
        if earlier is not None:
            return CourseNote.objects.get(pk=earlier["note"])
        note = CourseNote.objects.create(pk=made, centre_id=centre, of=of, name=name, made_at=now, made_by=by)
        _write(note, 1, words, picture_id, now=now, by=by, verb="add")
    return note


def change_note(
    *,
    centre: str,
    note_id: uuid.UUID,
    seen: int,
    words: Words,
    picture: bytes | None = None,
    keeps_picture: bool = True,
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> CourseNote:
    """Write a note anew, as of the version in force. `seen` is the edition that was looked at: changed by somebody else
    meanwhile, nothing is written. Without a new `picture` the old one stays, or goes (`keeps_picture`).

    Raises as `add_note`, Refused (409) where it was changed meanwhile.
    """
    before = _edition_of(_note(centre, note_id))
    stays = before.picture if keeps_picture else None
    _refuse_unreadable(words, has_picture=picture is not None or stays is not None)
    with _kept(picture, centre=centre, now=now, by=by) as picture_id:

        def write(note: CourseNote) -> None:
            _write(note, seen + 1, words, picture_id or stays, now=now, by=by, verb="change")

        return _next_edition(centre, note_id, seen, "change", write, now, by, key)


def remove_note(*, centre: str, note_id: uuid.UUID, seen: int, now: datetime, by: str, key: uuid.UUID) -> CourseNote:
    """Take a note away; its history stays, and it can be brought back. Raises as `change_note`."""

    def write(note: CourseNote) -> None:
        number = seen + 1
        catalogue = catalogues.current().number
        CourseEdition.objects.create(note=note, number=number, is_removed=True, catalogue=catalogue, at=now, by=by)
        _record(note, number, "remove", now, by)

    return _next_edition(centre, note_id, seen, "remove", write, now, by, key)


def bring_back(
    *, centre: str, note_id: uuid.UUID, seen: int, number: int, now: datetime, by: str, key: uuid.UUID
) -> CourseNote:
    """Edition `number` as the newest one again, still written for the version of the catalogue that it was written for.

    Raises NotFound for an edition that never was or showed nothing, else as `change_note`.
    """
    old = CourseEdition.objects.filter(note=_note(centre, note_id), number=number, is_removed=False).first()
    if old is None:
        raise NotFound("edition-unknown", "没有这一版。", "There is no such edition.")

    def write(note: CourseNote) -> None:
        words = Words(old.text_zh, old.text_en, old.shows_zh, old.shows_en)
        _write(note, seen + 1, words, old.picture, now=now, by=by, verb="bring-back", catalogue=old.catalogue)

    return _next_edition(centre, note_id, seen, f"bring-back {number}", write, now, by, key)


def sweep(*, now: datetime) -> int:
    """Delete pictures that no edition knows, an hour after they were kept. How many."""

    def known(ids: Collection[uuid.UUID]) -> set[uuid.UUID]:
        found = CourseEdition.objects.filter(picture__in=list(ids)).values_list("picture", flat=True)
        return {one for one in found if one is not None}

    return COURSES.sweep(known, before=now - _ORPHAN)


def _next_edition(
    centre: str,
    note_id: uuid.UUID,
    seen: int,
    verb: str,
    write: Callable[[CourseNote], None],
    now: datetime,
    by: str,
    key: uuid.UUID,
) -> CourseNote:
    with transaction.atomic():
        note = CourseNote.objects.select_for_update().get(pk=_note(centre, note_id).pk)
        if requests.claim(key, action=f"note {verb} {note_id}", actor=by, now=now, result={}) is not None:
            return note
        if not CourseNote.objects.filter(pk=note_id, newest=seen).update(newest=seen + 1):
            raise Refused(
                "note-changed-meanwhile",
                "别人刚刚改过这条说明。请刷新，看过再改。",
                "Somebody has just changed this note. Please reload, read it, and change it then.",
            )
        note.newest = seen + 1
        write(note)
    return note


@contextmanager
def _kept(picture: bytes | None, *, centre: str, now: datetime, by: str) -> Iterator[uuid.UUID | None]:
    """The picture written anew and kept before its row; None for none."""
    if picture is None:
        yield None
        return
    tidied = tidy(picture)
    examine(picture, field="picture", centre=centre, by=by, now=now)
    with COURSES.stored(tidied.jpeg, small=tidied.small, is_named=_is_named) as thing:
        yield thing


def _is_named(thing: uuid.UUID) -> bool:
    return CourseEdition.objects.filter(picture=thing).exists()


def _write(
    note: CourseNote,
    number: int,
    words: Words,
    picture: uuid.UUID | None,
    *,
    now: datetime,
    by: str,
    verb: str,
    catalogue: int | None = None,
) -> None:
    CourseEdition.objects.create(
        note=note,
        number=number,
        text_zh=words.zh,
        text_en=words.en,
        picture=picture,
        shows_zh=words.shows_zh if picture else "",
        shows_en=words.shows_en if picture else "",
        catalogue=catalogues.current().number if catalogue is None else catalogue,
        at=now,
        by=by,
    )
    _record(note, number, verb, now, by)


def _note(centre: str, note_id: uuid.UUID) -> CourseNote:
    found = CourseNote.objects.filter(pk=note_id, centre_id=centre).first()
    if found is None:
        raise NotFound("note-unknown", "没有这条说明。", "There is no such note.")
    return found


def _edition_of(note: CourseNote) -> CourseEdition:
    return CourseEdition.objects.get(note=note, number=note.newest)


def _refuse_unknown(of: str, name: str) -> None:
    catalogue = catalogues.current()
    known = catalogue.categories if of == CourseNote.Of.CATEGORY else catalogue.matters
    if of not in CourseNote.Of.values or name not in known:
        raise NotFound("course-unknown", "没有这一课。", "There is no such course.")


def _refuse_unreadable(words: Words, *, has_picture: bool) -> None:
    needed = [("zh", words.zh, MOST_SIGNS), ("en", words.en, MOST_SIGNS)]
    if has_picture:
        needed += [("shows_zh", words.shows_zh, MOST_SHOWN), ("shows_en", words.shows_en, MOST_SHOWN)]
    for field, text, most in needed:
        if not text.strip():
            raise Malformed(
                "words-missing",
                "中文和英文都要写；有图片的，也要写图上是什么。",
                "Please write it in Chinese and in English, and where there is a picture what it shows.",
                field=field,
            )
        if len(text) > most:
            raise Malformed(
                "too-long",
                f"内容太长，最多 {most} 个字。",
                f"This is too long: {most} characters at most.",
                field=field,
            )


def _record(note: CourseNote, number: int, verb: str, now: datetime, by: str) -> None:
    events.record(
        now=now,
        centre=note.centre_id,
        actor=by,
        thing="course-note",
        thing_id=note.pk,
        verb=verb,
        data={"of": note.of, "name": note.name, "edition": number},
    )
