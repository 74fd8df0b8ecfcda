"""A new matter is one file of data and no code."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from onetrip.catalogue import actions, queries
from onetrip.catalogue.checking import check
from onetrip.catalogue.search import search
from onetrip.planning import Standing, next_question, plan
from onetrip.rules import Known, Origin
from tests.factories import NOW

DAY = date(2026, 11, 24)

SEAT = """\
id: reading-room-seat
name: {zh: 社区阅览室座位卡, en: Seat card of the reading room}
also: [看书的座位, 自习座位, library seat]
category: archives
department: archives
kind: apply
offer: asked
channels: [window]
area: direct
entitled: hukou == "shanghai" and age >= 18
papers:
  - {paper: id-card, originals: 1, main: true}
  - {paper: residence-permit, originals: 1, when: lives_away}
limits: {on_the_spot: true}
result: {zh: 座位卡, en: Seat card}
slip: {zh: 当场拿卡。, en: You get the card at once.}
sources:
  - {of: [entitled, papers], what: {zh: 测试, en: a test}, as_of: "2026", confidence: low}
"""


@pytest.fixture
def with_seat(folder: Path) -> Path:
    (folder / "matters" / "reading-room-seat.yaml").write_text(SEAT, encoding="utf-8")
    return folder


def test_the_new_file_is_sound(with_seat: Path) -> None:
    assert [problem for problem in check(with_seat) if problem.is_error] == []


@pytest.mark.django_db
def test_it_appears_in_search_question_plan_and_book(with_seat: Path) -> None:
    actions.publish(path=with_seat, by="editor", now=NOW)
    catalogue = queries.current()

    assert search(catalogue, "想要一个自习的座位")[0].matter.id == "reading-room-seat"
    assert catalogue.book.terms("reading-room-seat").name.en == "Seat card of the reading room"

    known = {"hukou": Known("shanghai", Origin.SAID), "birth_date": Known(date(1990, 1, 1), Origin.ID_NUMBER)}
    question = next_question(catalogue.book, known, DAY, ["reading-room-seat"], scope="wanted")
    assert question is not None
    assert question.fact == "lives_away"

    answered = {**known, "lives_away": Known(value=True, origin=Origin.SAID)}
    made = plan(catalogue.book, answered, DAY, ["reading-room-seat"])
    item = made.item("reading-room-seat")
    assert item is not None
    assert item.standing == Standing.NOW
    assert [each.paper for each in made.bring_for("reading-room-seat")] == ["id-card", "residence-permit"]
    assert made.promise_holds
