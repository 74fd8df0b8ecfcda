"""Lessons and role-plays count for whoever gave them, once the learner has confirmed a lesson."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.training import actions, queries
from onetrip.training.models import Oral, Teaching
from tests import browsing
from tests.factories import NOW, TODAY, make_centre
from tests.training.school import School

pytestmark = pytest.mark.django_db


def teach(school: School, minutes: int = 30, day: date = TODAY, **given: object) -> Teaching:
    given = {"learner_id": school.clerk.pk, "about": "敬老卡怎么收件", "key": uuid.uuid4(), "by": school.other, **given}
    return actions.record_teaching(centre="LF", day=day, minutes=minutes, now=NOW, **given)


def reply(school: School, lesson: Teaching, *, yes: bool = True) -> Teaching:
    return actions.answer_teaching(
        teaching_id=lesson.pk, learner=school.clerk, it_was_so=yes, now=NOW, key=uuid.uuid4()
    )


def examine(school: School, **given: object) -> Oral:
    given = {"minutes": 15, "is_passed": True, "words": "说得清楚", "by": school.head, "key": uuid.uuid4(), **given}
    return actions.record_oral(account_id=school.clerk.pk, centre="LF", matter="elder-card", now=NOW, **given)


def taught(first: date = TODAY, last: date = TODAY) -> dict[int, int]:
    return queries.taught_between("LF", first, last)


def test_a_lesson_counts_once_the_learner_has_confirmed_it(school: School) -> None:
    lesson = teach(school)
    assert taught() == {}
    reply(school, lesson)
    assert taught() == {school.other.pk: 30}
    assert taught(TODAY + timedelta(days=1), TODAY + timedelta(days=9)) == {}
    assert queries.taught_between("PX", TODAY, TODAY) == {}


def test_a_lesson_that_was_not_is_denied_and_never_counts_and_is_answered_once(school: School) -> None:
    lesson = teach(school)
    reply(school, lesson, yes=False)
    assert reply(school, lesson, yes=True).state == "denied"
    assert taught() == {}


def test_only_the_learner_answers(school: School) -> None:
    lesson = teach(school)
    with pytest.raises(NotFound):
        actions.answer_teaching(teaching_id=lesson.pk, learner=school.other, it_was_so=True, now=NOW, key=uuid.uuid4())


def test_the_examiner_of_a_role_play_gets_the_minutes(school: School) -> None:
    examine(school)
    reply(school, teach(school, by=school.head))
    assert taught() == {school.head.pk: 45}


def test_the_same_press_twice_is_one_lesson_and_one_role_play(school: School) -> None:
    key, other = uuid.uuid4(), uuid.uuid4()
    assert teach(school, key=key).pk == teach(school, key=key).pk
    assert examine(school, key=other).pk == examine(school, key=other).pk
    assert (Teaching.objects.count(), Oral.objects.count()) == (1, 1)


def test_nobody_teaches_or_examines_themselves(school: School) -> None:
    with pytest.raises(Refused):
        teach(school, by=school.clerk)
    with pytest.raises(Refused):
        examine(school, by=school.clerk)


@pytest.mark.parametrize(
    "given",
    [
        {"minutes": 4},
        {"minutes": 481},
        {"day": TODAY + timedelta(days=1)},
        {"day": TODAY - timedelta(days=32)},
        {"about": " "},
    ],
    ids=["too short", "too long", "to come", "long past", "about nothing"],
)
def test_what_cannot_be_a_lesson_is_refused_in_words(school: School, given: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        teach(school, **given)


def test_no_day_has_more_minutes_than_a_day(school: School) -> None:
    teach(school, 300)
    with pytest.raises(Malformed) as malformed:
        teach(school, 181)
    assert malformed.value.code == "day-full"
    teach(school, 180)


@pytest.mark.parametrize("given", [{"minutes": 0}, {"minutes": 241}, {"words": "x"}])
def test_what_cannot_be_a_role_play_is_refused_in_words(school: School, given: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        examine(school, **given)


def test_a_colleague_of_another_centre_is_not_taught_here(school: School) -> None:
    make_centre("PX", windows=1)
    with pytest.raises(NotFound):
        teach(school, learner_id=browsing.account("clerk", centre="PX").pk)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"minutes": 4}, "teaching_minutes"),
        ({"about": ""}, "teaching_about_something"),
        ({"state": "confirmed"}, "teaching_answered_whole"),
    ],
)
def test_the_database_refuses_a_lesson_that_cannot_be(school: School, change: dict[str, object], named: str) -> None:
    lesson = teach(school)
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Teaching.objects.filter(pk=lesson.pk).update(**change)
    with pytest.raises(IntegrityError, match="teaching_of_somebody_else"), transaction.atomic():
        Teaching.objects.filter(pk=lesson.pk).update(learner=school.other)


def test_the_database_refuses_a_role_play_that_cannot_be(school: School) -> None:
    oral = examine(school)
    changes = {
        "oral_of_somebody_else": {"examiner": school.clerk},
        "oral_minutes": {"minutes": 0},
        "oral_has_words": {"words": ""},
    }
    for named, change in changes.items():
        with pytest.raises(IntegrityError, match=named), transaction.atomic():
            Oral.objects.filter(pk=oral.pk).update(**change)
