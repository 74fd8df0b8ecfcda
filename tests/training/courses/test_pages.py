"""Courses as they are read: computed from the catalogue in force, counted at this centre, in both languages."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile

from onetrip.catalogue import queries as catalogues
from onetrip.lobby.models import Visit
from onetrip.training.courses import figures
from onetrip.training.courses.examples import examples_of
from onetrip.training.courses.models import CourseNote
from tests import browsing, factories
from tests.factories import NOW, TODAY
from tests.training.courses.test_notes import WORDS, added, picture
from tests.training.practice import school

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def half_past_nine() -> Iterator[None]:
    figures.forget()
    with time_machine.travel(NOW, tick=False):
        yield
    figures.forget()


@pytest.fixture(autouse=True)
def centre() -> None:
    factories.make_centre()
    school.publish()
    school.follow()


def came(*wanted: str, times: int = 1) -> None:
    for _ in range(times):
        Visit.objects.create(centre_id="LF", day=TODAY, wanted=list(wanted), arrived_at=NOW)


def test_high_frequency_first_and_more_than_the_threshold_not_as_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures, "a_year", lambda *_: {"card": 500, "reward": 501})
    (group,) = figures.by_frequency("LF", NOW)
    assert [one.id for one in group.matters][:2] == ["reward", "card"]
    assert group.high == {"reward"}


def test_a_category_shows_what_its_matters_share_and_where_they_differ() -> None:
    words = browsing.words(browsing.visitor("clerk").get("/training/courses/ageing/"))
    assert "它们有什么一样" in words
    assert "30 个工作日" in words
    assert "老人卡" in words


def test_the_table_follows_the_rule() -> None:
    clerk = browsing.visitor("clerk")
    school.publish(card=school.QUICKER)
    assert "20 个工作日" in browsing.words(clerk.get("/training/courses/ageing/"))


def test_what_is_asked_together_is_told_from_ten_visits_on() -> None:
    came("unlimited", times=30)
    came("card", "reward", times=9)
    clerk = browsing.visitor("clerk")
    assert "还看不出来" in browsing.words(clerk.get("/training/courses/ageing/"))
    figures.forget()
    came("card", "reward")
    words = browsing.words(clerk.get("/training/courses/ageing/"))
    assert "10 次到访，是碰巧的 4" in words
    assert "奖励金" in browsing.words(clerk.get("/training/courses/matters/card/"))


def test_a_matter_leads_to_its_manual_and_tells_how_its_rule_changed() -> None:
    school.publish(card=school.QUICKER)
    school.follow()
    school.scheduled(school.QUICKER.replace("age >= 65", "age >= 60"), TODAY + timedelta(days=9))
    school.follow()
    page = browsing.visitor("clerk").get("/training/courses/matters/card/")
    words = browsing.words(page)
    assert 'href="/manual/card"' in page.content.decode()
    assert "承诺时限现在是 20 个工作日（原来 30 个工作日）" in words
    assert "还没生效" in words
    assert "近一年本中心没有" in words


def test_examples_are_invented_and_each_has_its_plan() -> None:
    found = examples_of(catalogues.current(), "card", TODAY)
    assert {one.is_entitled for one in found} == {True, False}
    assert any(paper.paper == "id-card" for one in found if one.item.standing == "now" for paper in one.plan.bring)
    assert found == examples_of(catalogues.current(), "card", TODAY)
    words = browsing.words(browsing.visitor("clerk").get("/training/courses/matters/card/examples"))
    assert "人是编的" in words
    assert "身份证" in words


def test_an_editor_writes_a_note_with_a_picture_and_everybody_reads_it() -> None:
    editor, clerk = browsing.visitor("editor"), browsing.visitor("clerk")
    sent = {"zh": WORDS.zh, "en": WORDS.en, "shows_zh": "一张表", "shows_en": "A form", "idempotency_key": uuid.uuid4()}
    file = SimpleUploadedFile("holiday.jpg", picture(), content_type="image/jpeg")
    assert editor.post("/training/courses/notes/matter/card", {**sent, "picture": file}).status_code == 302
    page = clerk.get("/training/courses/matters/card/")
    assert "先看照片。" in browsing.words(page)
    assert "写一条" not in browsing.words(page)
    (address,) = re.findall(r'src="(/training/courses/pictures/[^"]+)"', page.content.decode())
    shown = clerk.get(address)
    assert shown["Content-Type"] == "image/jpeg"
    assert "sandbox" in shown["Content-Security-Policy"]
    assert "holiday" not in str(dict(shown.headers))
    factories.make_centre("XX")
    assert browsing.visitor(browsing.account("clerk", centre="XX")).get(address).status_code == 404


def test_a_note_that_lacks_a_language_comes_back_with_what_was_typed() -> None:
    sent = {"zh": "只有中文", "en": "", "idempotency_key": uuid.uuid4()}
    page = browsing.visitor("editor").post("/training/courses/notes/category/ageing", sent)
    assert page.status_code == 422
    assert "只有中文" in page.content.decode()
    assert not CourseNote.objects.exists()


def test_words_of_a_note_are_words_and_never_markup() -> None:
    added(words=type(WORDS)("<b>粗</b>{zh}", "<script>x</script>{en}"))
    page = browsing.visitor("clerk").get("/training/courses/matters/card/").content.decode()
    assert "&lt;b&gt;粗&lt;/b&gt;{zh}" in page


def test_the_history_brings_a_note_back() -> None:
    note, editor = added(), browsing.visitor("editor")
    place = f"/training/courses/note/{note.pk}/"
    editor.post(f"{place}remove", {"seen": 1, "idempotency_key": uuid.uuid4()})
    assert "先看照片" not in browsing.words(browsing.visitor("clerk").get("/training/courses/matters/card/"))
    editor.post(f"{place}bring-back", {"seen": 2, "number": 1, "idempotency_key": uuid.uuid4()})
    assert "先看照片" in browsing.words(browsing.visitor("clerk").get("/training/courses/matters/card/"))
    assert "第 3 次" in browsing.words(editor.get(place))


@pytest.mark.parametrize("path", ["notes/matter/card", "notes/category/ageing"])
def test_only_editors_write(path: str) -> None:
    assert browsing.visitor("clerk").get(f"/training/courses/{path}").status_code == 403


def test_studied_is_said_and_taken_back_on_the_page() -> None:
    clerk = browsing.visitor("clerk")
    for path, words in (("studied", "学的，那时是规则第 1 版"), ("not-studied", "还没有。只有您自己看得到")):
        sent = {"of": "matter", "name": "card", "idempotency_key": uuid.uuid4()}
        assert clerk.post(f"/training/courses/{path}", sent)["Location"] == "/training/courses/matters/card/"
        assert words in browsing.words(clerk.get("/training/courses/matters/card/"))


@pytest.mark.parametrize("path", ["", "ageing/", "matters/card/", "matters/card/examples"])
def test_every_page_is_whole_in_english_and_small(path: str) -> None:
    page = browsing.visitor("clerk", language="en").get(f"/training/courses/{path}")
    assert page.status_code == 200
    assert not re.search(r"[一-鿿]", re.sub(r"李测|老|中文", "", browsing.words(page)))
    assert len(page.content) < 100_000


@pytest.mark.parametrize(
    "path", ["nothing/", "matters/nothing/", "matters/nothing/examples", f"pictures/{uuid.UUID(int=1)}.jpg"]
)
def test_what_there_is_not_is_said_in_words(path: str) -> None:
    assert browsing.visitor("clerk").get(f"/training/courses/{path}").status_code == 404
