"""A test: begun, answered once, struck out where a rule changes, resumed, given up."""

from __future__ import annotations

import json
import uuid
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.catalogue import actions as catalogue_actions
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.actions import close_account
from onetrip.staff.models import Qualification
from onetrip.training import actions, queries
from onetrip.training.models import Path, Quiz, QuizItem
from tests.factories import NOW
from tests.together import together
from tests.training.school import CATEGORY, School, a_changed_catalogue, cases, change, right_of, wrong_of

pytestmark = pytest.mark.django_db


def first(quiz: Quiz) -> QuizItem:
    found = queries.next_item(queries.items_of(quiz))
    assert found is not None
    return found


def test_a_test_asks_so_many_questions_of_its_category_and_every_high_frequency_matter(school: School) -> None:
    values = {**queries.rules_of("LF").values(), "high_frequency": 2}
    actions.set_rules(centre="LF", values=values, reason="试一试", now=NOW, by="x", key=uuid.uuid4())
    cases(school.other, "old-age-allowance", 3, at=NOW - timedelta(days=30))
    quiz = school.begin()
    items = queries.items_of(quiz)
    assert len(items) == 10
    assert items[0].shown["matter"] == "old-age-allowance"
    assert {one.shown["category"] for one in items} == {CATEGORY}
    assert len({one.shown["kind"] for one in items}) > 1


def test_what_is_kept_before_the_answer_does_not_say_which_is_right(school: School) -> None:
    quiz = school.begin()
    for item in queries.items_of(quiz):
        assert (item.right, item.why, item.is_right, item.chosen) == (None, None, None, None)
        assert set(item.shown) == {"matter", "category", "kind", "told", "question", "options", "several"}
        assert all(set(option) == {"id", "zh", "en"} for option in item.shown["options"])


def test_the_same_press_begins_the_same_test_and_its_seed_is_kept(school: School) -> None:
    key = uuid.uuid4()
    begun = [actions.begin(account=school.clerk, centre="LF", category=CATEGORY, now=NOW, key=key) for _ in range(2)]
    assert begun[0].pk == begun[1].pk
    assert begun[0].seed == key.hex


def test_all_right_passes_and_the_answers_are_kept_with_why(school: School) -> None:
    school.enrol()
    quiz = school.take(school.begin())
    assert (quiz.state, quiz.right, quiz.counted) == ("passed", 10, 10)
    for item in queries.items_of(quiz):
        assert item.is_right
        assert item.why
        assert set(item.right) == set(right_of(item)) == set(item.chosen)


def test_eight_of_ten_is_enough_and_seven_is_not(school: School) -> None:
    assert school.take(school.begin(), wrong=2).state == "passed"
    assert school.take(school.begin(school.other), wrong=3).state == "failed"


def test_an_answer_given_twice_by_one_press_counts_once(school: School) -> None:
    quiz = school.begin()
    item, key = first(quiz), uuid.uuid4()
    given = {"quiz_id": quiz.pk, "account": school.clerk, "position": item.position, "now": NOW}
    once = actions.answer(chosen=wrong_of(item), key=key, **given)
    again = actions.answer(chosen=right_of(item), key=key, **given)
    assert once.pk == again.pk
    assert QuizItem.objects.get(pk=item.pk).is_right is False
    assert Event.objects.filter(thing="quiz", verb="answer").count() == 1


def test_a_second_tab_does_not_change_an_answer(school: School) -> None:
    quiz = school.begin()
    item = first(quiz)
    school.answer(school.clerk, quiz, item, right=False)
    with pytest.raises(Refused) as refused:
        school.answer(school.clerk, quiz, item, right=True)
    assert refused.value.code == "answered-already"
    assert QuizItem.objects.get(pk=item.pk).is_right is False


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_answer_at_the_same_moment_answer_once(school: School) -> None:
    quiz = school.begin()
    item = first(quiz)
    found = together(
        [lambda right=right: school.answer(school.clerk, quiz, item, right=right) for right in (True, False)]
    )
    assert sum(isinstance(one, Refused) for one in found) == 1
    assert Event.objects.filter(thing="quiz", verb="answer").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_begin_at_the_same_moment_begin_one_test(school: School) -> None:
    begun = together([school.begin, school.begin])
    assert begun[0].pk == begun[1].pk
    assert Quiz.objects.count() == 1


@pytest.mark.parametrize("chosen", [[], ["no-such"], "two"])
def test_nothing_or_nonsense_chosen_is_no_answer(school: School, chosen: object) -> None:
    quiz = school.begin()
    item = next(one for one in queries.items_of(quiz) if not one.shown["several"])
    picked = [one["id"] for one in item.shown["options"]][:2] if chosen == "two" else chosen
    with pytest.raises(Malformed):
        actions.answer(
            quiz_id=quiz.pk, account=school.clerk, position=item.position, chosen=picked, now=NOW, key=uuid.uuid4()
        )
    assert QuizItem.objects.get(pk=item.pk).answered_at is None


def test_nobody_answers_the_test_of_somebody_else(school: School) -> None:
    quiz = school.begin()
    with pytest.raises(NotFound):
        school.answer(school.other, quiz, first(quiz))
    with pytest.raises(NotFound):
        actions.abandon(quiz_id=quiz.pk, account=school.other, now=NOW, key=uuid.uuid4())


def test_a_test_is_taken_up_where_it_was_left(school: School) -> None:
    quiz = school.begin()
    school.take(quiz, most=4)
    again = school.begin(now=NOW + timedelta(hours=30))
    assert again.pk == quiz.pk
    assert first(again).position == 5


def test_while_one_test_is_open_no_other_is_begun(school: School) -> None:
    school.begin()
    with pytest.raises(Refused) as refused:
        school.begin(category="residence")
    assert refused.value.code == "test-open"


def test_after_failing_one_waits_and_after_passing_not(school: School) -> None:
    school.take(school.begin(), wrong=9)
    with pytest.raises(Refused) as refused:
        school.begin(now=NOW + timedelta(hours=23, minutes=59))
    assert refused.value.code == "test-too-soon"
    assert "0 小时 1 分钟" in refused.value.text.zh
    assert school.begin(now=NOW + timedelta(hours=24)).state == "open"


def test_giving_up_counts_for_nothing_and_may_begin_anew_after_a_while(school: School) -> None:
    path = school.on_trial(now=NOW - timedelta(days=1))
    quiz = school.begin()
    school.take(quiz, wrong=5, most=5)
    for _ in range(2):
        given_up = actions.abandon(quiz_id=quiz.pk, account=school.clerk, now=NOW, key=uuid.uuid4())
    assert (given_up.state, given_up.counted) == ("abandoned", 0)
    path.refresh_from_db()
    assert path.state == "trial"
    with pytest.raises(Refused):
        school.begin(now=NOW + timedelta(hours=1))
    assert school.begin(now=NOW + timedelta(hours=2)).pk != quiz.pk
    with pytest.raises(Refused) as refused:
        school.answer(school.clerk, given_up, QuizItem.objects.get(quiz=quiz, position=6))
    assert refused.value.code == "test-over"


def test_a_forgotten_test_is_given_up_by_the_house_and_one_just_answered_is_not(school: School) -> None:
    quiz = school.begin()
    school.take(quiz, most=1, now=NOW + timedelta(hours=50))
    actions.tend(now=NOW + timedelta(hours=121), by="house")
    assert Quiz.objects.get().state == "open"
    actions.tend(now=NOW + timedelta(hours=123), by="house")
    assert Quiz.objects.get().state == "abandoned"


def test_the_test_of_a_closed_account_ends_and_qualifies_nobody(school: School) -> None:
    school.enrol()
    school.begin()
    close_account(username=school.clerk.username, by="x", now=NOW)
    actions.tend(now=NOW, by="house")
    assert Quiz.objects.get().state == "abandoned"
    assert not Qualification.objects.exists()


def test_a_category_without_questions_says_so(school: School) -> None:
    with pytest.raises(Refused) as refused:
        school.begin(category="archives", matter="centre-finder")
    assert refused.value.code == "no-questions"


@pytest.mark.parametrize(
    ("category", "matter"), [("no-such", ""), ("ageing", "no-such"), ("ageing", "residence-permit")]
)
def test_an_unknown_category_and_a_matter_of_another_one_are_not_found(
    school: School, category: str, matter: str
) -> None:
    with pytest.raises(NotFound):
        school.begin(category=category, matter=matter)


# --- the catalogue changes during a test ---


def with_elder_card(school: School) -> Quiz:
    """A test of one matter, of which every question is asked."""
    return school.begin(matter="elder-card")


def test_what_a_change_touches_is_struck_out_replaced_and_not_counted_and_the_rest_goes_on(school: School) -> None:
    quiz = with_elder_card(school)
    before = {one.item for one in queries.items_of(quiz)}
    school.take(quiz, wrong=99, most=2)  # both wrongly: if they are touched, that is forgotten
    number = change("elder-card", "months_until(age=65) <= 1", "months_until(age=65) <= 2")
    quiz = actions.follow_catalogue(quiz_id=quiz.pk, account=school.clerk, now=NOW)
    items = queries.items_of(quiz)
    struck = [one for one in items if one.struck_at]
    fresh = [one for one in items if one.item not in before]
    untouched = [one for one in items if not one.struck_at and one.item in before]
    assert struck
    assert fresh
    assert {one.catalogue for one in fresh} == {number}
    assert {one.catalogue for one in untouched} <= {number - 1}
    done = school.take(quiz)
    assert done.counted == len(untouched) + len(fresh)
    assert done.right == done.counted - sum(one.is_right is False for one in untouched)


def test_a_change_elsewhere_touches_nothing(school: School) -> None:
    quiz = with_elder_card(school)
    change("lease-filing", "zh:", "zh: 新")
    quiz = actions.follow_catalogue(quiz_id=quiz.pk, account=school.clerk, now=NOW)
    assert not any(one.struck_at for one in queries.items_of(quiz))
    assert school.take(quiz).state == "passed"


def test_an_answer_to_a_question_whose_rule_has_just_changed_is_said_not_to_count(school: School) -> None:
    quiz = with_elder_card(school)
    touched = next(one for one in queries.items_of(quiz) if one.shown["kind"] == "entitled")
    change("elder-card", 'hukou == "shanghai" and months_until(age=65) <= 1', 'hukou == "shanghai"')
    with pytest.raises(Refused) as refused:
        actions.answer(
            quiz_id=quiz.pk,
            account=school.clerk,
            position=touched.position,
            chosen=[touched.shown["options"][0]["id"]],
            now=NOW,
            key=uuid.uuid4(),
        )
    assert refused.value.code == "rule-changed"
    after = QuizItem.objects.get(pk=touched.pk)
    assert after.struck_at
    assert after.answered_at is None


def test_a_test_whose_matter_is_gone_ends_without_a_fault_and_keeps_nobody_waiting(school: School) -> None:
    quiz = with_elder_card(school)
    with a_changed_catalogue("elder-card", "", "") as folder:
        next(folder.glob("matters/**/elder-card.yaml")).unlink()
        gone = catalogue_actions.publish(path=folder, by="system", now=NOW).number
    quiz = actions.follow_catalogue(quiz_id=quiz.pk, account=school.clerk, now=NOW)
    assert quiz.seen_catalogue == gone
    assert (quiz.state, quiz.counted) == ("abandoned", 0)


def test_a_test_without_a_question_left_keeps_nobody_waiting(school: School) -> None:
    quiz = with_elder_card(school)
    number = change("elder-card", "months_until(age=65) <= 1", "months_until(age=65) <= 2")
    QuizItem.objects.filter(quiz=quiz).update(struck_at=NOW)
    Quiz.objects.update(seen_catalogue=number - 1)
    quiz = actions.follow_catalogue(quiz_id=quiz.pk, account=school.clerk, now=NOW)
    assert (quiz.state, quiz.counted) == ("abandoned", 0)
    assert school.begin(matter="elder-card").state == "open", "at once, without the hours after giving up"


# --- what the database itself refuses ---


@pytest.mark.parametrize(
    ("change_to", "named"),
    [
        ({"state": "half", "ended_at": NOW}, "quiz_state_known"),
        ({"state": "passed"}, "quiz_over_has_its_moment"),
        ({"pass_percent": 0}, "quiz_pass_percent"),
        ({"right": 1}, "quiz_right_of_counted"),
        ({"category": ""}, "quiz_of_a_category"),
    ],
)
def test_the_database_refuses_a_test_that_cannot_be(school: School, change_to: dict[str, object], named: str) -> None:
    quiz = school.begin()
    with pytest.raises(IntegrityError, match=named), transaction.atomic():
        Quiz.objects.filter(pk=quiz.pk).update(**change_to)


def test_the_database_refuses_two_open_tests_and_half_an_answer(school: School) -> None:
    quiz = school.begin()
    item = first(quiz)
    copy = {"centre_id": "LF", "account": school.clerk, "category": "x", "seed": "s", "catalogue": 1}
    copy |= {"seen_catalogue": 1, "rules": 0, "pass_percent": 80, "day": quiz.day, "begun_at": NOW}
    with pytest.raises(IntegrityError, match="quiz_one_open_a_person"), transaction.atomic():
        Quiz.objects.create(**copy)
    with pytest.raises(IntegrityError, match="quiz_item_answered_whole"), transaction.atomic():
        QuizItem.objects.filter(pk=item.pk).update(answered_at=NOW)
    with pytest.raises(IntegrityError, match="quiz_item_place_once"), transaction.atomic():
        QuizItem.objects.create(quiz=quiz, position=1, item="x", catalogue=1, shown={})
    with pytest.raises(IntegrityError, match="quiz_item_asked_once"), transaction.atomic():
        QuizItem.objects.create(quiz=quiz, position=99, item=item.item, catalogue=item.catalogue, shown={})


def test_events_of_a_test_say_nothing_of_what_was_asked(school: School) -> None:
    quiz = school.take(school.begin(), wrong=1)
    for event in Event.objects.filter(thing="quiz"):
        assert "shown" not in json.dumps(event.data)
        assert set(event.data) <= {"category", "matter", "items", "position", "right", "counted"}
    assert quiz.state == "passed"
    assert not Path.objects.exists(), "somebody who may do everything is on no way to anything"


def test_a_test_asks_only_what_somebody_has_verified_and_practice_asks_the_rest_marked(school: School) -> None:
    from onetrip.catalogue import queries as catalogues
    from onetrip.training import items as questions
    from tests.factories import TODAY

    catalogue = catalogues.current()
    made = [
        item for matter in catalogue.in_category(CATEGORY) for item in questions.items_of(catalogue, matter.id, TODAY)
    ]
    unverified = {item.id for item in made if not item.is_verified}
    assert unverified
    assert all("待核对" in item.question.zh for item in made if item.id in unverified)
    values = {**queries.rules_of("LF").values(), "quiz_items": 30}
    actions.set_rules(centre="LF", values=values, reason="都考一遍", now=NOW, by="x", key=uuid.uuid4())
    asked = {item.item for item in queries.items_of(school.begin())}
    assert asked
    assert asked.isdisjoint(unverified)
