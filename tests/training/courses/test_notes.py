"""What editors add stays in its versions, names the rule it was written for, and is only its centre's."""

from __future__ import annotations

import io
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from PIL import Image, ImageDraw

from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.storage.collections import COURSES
from onetrip.training.courses import actions, queries
from onetrip.training.courses.actions.noting import Words
from onetrip.training.courses.models import CourseEdition, CourseNote, Studied
from onetrip.training.practice.models import RuleChange
from tests import browsing
from tests.factories import NOW, make_centre
from tests.training.practice import school

pytestmark = pytest.mark.django_db
WORDS = Words("先看照片。\n\n再看日期。", "Look at the photograph first.\n\nThen at the date.", "一张表", "A form")


@pytest.fixture(autouse=True)
def centre() -> None:
    make_centre()
    make_centre("XX")
    school.publish()
    school.follow()


def picture() -> bytes:
    image = Image.new("RGB", (640, 480), "white")
    ImageDraw.Draw(image).ellipse((100, 100, 500, 400), fill="navy")
    exif = Image.Exif()
    exif[0x010E] = "Where it was taken"
    target = io.BytesIO()
    image.save(target, "JPEG", exif=exif)
    return target.getvalue()


def added(**other: object) -> CourseNote:
    given = {"centre": "LF", "of": "matter", "name": "card", "words": WORDS, "now": NOW, "by": "staff:editor"}
    return actions.add_note(**{**given, "key": uuid.uuid4(), **other})


def shown(of: str = "matter", name: str = "card", centre: str = "LF") -> list[queries.Noted]:
    return queries.notes_on(centre, of, name, ["card"])


def given(note: CourseNote, **other: object) -> dict[str, object]:
    return {"centre": "LF", "note_id": note.pk, "now": NOW, "by": "staff:editor", "key": uuid.uuid4(), **other}


def test_a_note_is_shown_in_paragraphs_with_the_version_it_was_written_for() -> None:
    added()
    (noted,) = shown()
    assert noted.paragraphs == (("先看照片。", "Look at the photograph first."), ("再看日期。", "Then at the date."))
    assert (noted.edition.catalogue, noted.is_stale) == (1, False)


def test_a_note_is_marked_once_the_rule_changed_after_it_was_written() -> None:
    added()
    added(of="category", name="ageing")
    school.publish(card=school.YOUNGER)
    school.follow()
    assert shown()[0].is_stale
    assert shown("category", "ageing")[0].is_stale
    note = shown()[0].note
    actions.change_note(**given(note), seen=1, words=WORDS)
    assert not shown()[0].is_stale


def test_a_change_of_another_matter_marks_nothing() -> None:
    added(name="unlimited")
    school.publish(card=school.YOUNGER)
    school.follow()
    assert not queries.notes_on("LF", "matter", "unlimited", ["unlimited"])[0].is_stale


def test_a_change_that_is_only_announced_marks_nothing_yet() -> None:
    added()
    school.scheduled(school.YOUNGER, (NOW + timedelta(days=9)).date())
    school.follow()
    assert RuleChange.objects.filter(state="coming").exists()
    assert not shown()[0].is_stale


def test_every_state_is_kept_and_any_can_be_brought_back_with_the_version_it_was_written_for() -> None:
    note = added()
    school.publish(card=school.YOUNGER)
    actions.change_note(**given(note), seen=1, words=Words("新", "New"))
    actions.remove_note(**given(note), seen=2)
    assert shown() == []
    assert queries.removed_on("LF", "matter", "card") == [note]
    actions.bring_back(**given(note), seen=3, number=1)
    (noted,) = shown()
    assert (noted.edition.number, noted.edition.text_zh, noted.edition.catalogue) == (4, WORDS.zh, 1)
    assert [one.number for one in queries.editions_of(noted.note)] == [4, 3, 2, 1]


def test_a_removed_state_cannot_be_brought_back_nor_one_that_never_was() -> None:
    note = added()
    actions.remove_note(**given(note), seen=1)
    for number in (2, 9):
        with pytest.raises(NotFound):
            actions.bring_back(**given(note), seen=2, number=number)


def test_two_editors_at_once_lose_nothing() -> None:
    note = added()
    actions.change_note(**given(note), seen=1, words=Words("甲", "A"))
    with pytest.raises(Refused) as refused:
        actions.change_note(**given(note), seen=1, words=Words("乙", "B"))
    assert refused.value.code == "note-changed-meanwhile"
    assert shown()[0].edition.text_zh == "甲"


def test_the_same_post_twice_is_one_note_and_one_edition() -> None:
    key = uuid.uuid4()
    assert added(key=key).pk == added(key=key).pk
    note, change = CourseNote.objects.get(), uuid.uuid4()
    for _ in range(2):
        actions.change_note(**given(note, key=change), seen=1, words=Words("甲", "A"))
    assert CourseEdition.objects.count() == 2


def test_a_picture_is_written_anew_without_where_it_was_taken_and_encrypted() -> None:
    added(picture=picture())
    kept = shown()[0].edition.picture
    content = COURSES.get(kept)
    assert b"Where it was taken" not in content
    assert Image.open(io.BytesIO(content)).format == "JPEG"
    assert queries.picture_is_of("LF", kept)
    assert not queries.picture_is_of("XX", kept)


def test_a_picture_stays_with_a_change_of_words_or_goes_on_request() -> None:
    note = added(picture=picture())
    kept = shown()[0].edition.picture
    actions.change_note(**given(note), seen=1, words=WORDS)
    assert shown()[0].edition.picture == kept
    actions.change_note(**given(note), seen=2, words=WORDS, keeps_picture=False)
    assert shown()[0].edition.picture is None
    assert COURSES.get(kept)  # for the history


def test_what_is_no_picture_is_not_taken_and_nothing_is_left_of_it() -> None:
    before = len(list(COURSES.everything()))
    for raw in (b"<script>alert(1)</script>", b"GIF89a", picture()[:200]):
        with pytest.raises(Malformed):
            added(picture=raw)
    assert not CourseNote.objects.exists()
    assert len(list(COURSES.everything())) == before


def test_a_picture_whose_note_was_refused_goes_again() -> None:
    note = added()
    before = len(list(COURSES.everything()))
    with pytest.raises(Refused):
        actions.change_note(**given(note), seen=7, words=WORDS, picture=picture())
    assert len(list(COURSES.everything())) == before


@pytest.mark.parametrize(
    ("words", "field"),
    [
        (Words("", "x"), "zh"),
        (Words("字", " "), "en"),
        (Words("字" * 2001, "x"), "zh"),
        (Words("字", "x", "", "shows"), "shows_zh"),
    ],
    ids=["no chinese", "no english", "too long", "a picture without words"],
)
def test_a_note_is_whole_in_both_languages(words: Words, field: str) -> None:
    with pytest.raises(Malformed) as refused:
        added(words=words, picture=picture())
    assert refused.value.field == field


def test_a_note_hangs_on_what_the_catalogue_knows() -> None:
    for of, name in (("matter", "nothing"), ("category", "card"), ("person", "card")):
        with pytest.raises(NotFound):
            added(of=of, name=name)


def test_a_note_of_another_centre_is_neither_seen_nor_changed() -> None:
    note = added()
    assert shown(centre="XX") == []
    with pytest.raises(NotFound):
        actions.remove_note(**given(note, centre="XX"), seen=1)


def test_what_one_has_studied_is_ones_own_and_says_when_it_is_out_of_date() -> None:
    clerk, other = browsing.account("clerk"), browsing.account("clerk")
    actions.mark_studied(account=clerk, of="matter", name="card", now=NOW, key=uuid.uuid4())
    (row,) = queries.studied_by(clerk.pk).values()
    assert queries.studied_by(other.pk) == {}
    assert not queries.is_out_of_date(row, ["card"])
    school.publish(card=school.YOUNGER)
    school.follow()
    assert queries.is_out_of_date(row, ["card"])
    actions.mark_studied(account=clerk, of="matter", name="card", now=NOW, key=uuid.uuid4())
    (row,) = queries.studied_by(clerk.pk).values()
    assert not queries.is_out_of_date(row, ["card"])
    actions.unmark_studied(account=clerk, of="matter", name="card", now=NOW, key=uuid.uuid4())
    assert not Studied.objects.exists()


def test_the_database_holds_what_a_note_can_be() -> None:
    note = added()
    for broken in (
        lambda: CourseNote.objects.filter(pk=note.pk).update(of="person"),
        lambda: CourseNote.objects.filter(pk=note.pk).update(newest=0),
        lambda: CourseEdition.objects.update(text_en=""),
        lambda: CourseEdition.objects.update(picture=uuid.uuid4(), shows_zh=""),
        lambda: CourseEdition.objects.create(note=note, number=1, is_removed=True, catalogue=1, at=NOW, by="x"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            broken()
