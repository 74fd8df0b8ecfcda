"""An answer is judged at once, kept once, remembered by FSRS, and nobody else's."""

from __future__ import annotations

import uuid
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from onetrip.catalogue import queries as catalogues
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account
from onetrip.training.models import Plan
from onetrip.training.practice import actions, queries
from onetrip.training.practice.models import PracticeCard, PracticeReview, PracticeTerms
from onetrip.training.practice.order import order_of
from onetrip.training.practice.scheduling import due_of, fresh, reviewed
from tests import browsing
from tests.factories import NOW, make_centre
from tests.together import together
from tests.training.practice import school

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(seconds=30)


@pytest.fixture
def clerk() -> Account:
    make_centre()
    school.publish()
    return browsing.account("clerk")


def given(clerk: Account, **other: object) -> dict[str, object]:
    item = school.card_items()[0]
    return {
        "account": clerk,
        "centre": "LF",
        "item": item.id,
        "edition": 0,
        "chosen": school.right(item),
        "now": NOW,
        "key": uuid.uuid4(),
        **other,
    }


def test_a_right_answer_comes_back_when_fsrs_says(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0])
    card = PracticeCard.objects.get()
    assert (review.was_right, review.rating, card.edition) == (True, 3, 1)
    assert card.memory == reviewed(fresh(NOW), 3, NOW, 0.9)
    assert card.due_at == due_of(card.memory)


def test_a_wrong_answer_comes_back_in_a_minute(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0], is_right=False)
    assert (review.was_right, review.rating) == (False, 1)
    assert PracticeCard.objects.get().due_at == NOW + timedelta(minutes=1)


def test_the_same_post_twice_is_one_answer(clerk: Account) -> None:
    sent = given(clerk)
    assert actions.answer(**sent).pk == actions.answer(**sent).pk
    assert PracticeReview.objects.count() == 1


def test_answered_meanwhile_on_another_device_the_second_counts_for_nothing(clerk: Account) -> None:
    first = actions.answer(**given(clerk))
    second = actions.answer(**given(clerk, chosen=school.wrong(school.card_items()[0]), now=SOON))
    assert second.pk == first.pk
    assert PracticeCard.objects.get().edition == PracticeReview.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_devices_at_the_same_moment_make_one_answer(clerk: Account) -> None:
    reviews = together([lambda: actions.answer(**given(clerk)).pk for _ in range(4)])
    assert len(set(reviews)) == 1
    assert PracticeCard.objects.count() == PracticeReview.objects.count() == 1


def test_without_an_answer_nothing_is_kept(clerk: Account) -> None:
    with pytest.raises(Malformed) as refused:
        actions.answer(**given(clerk, chosen=[]))
    assert refused.value.field == "chosen"
    assert not PracticeCard.objects.exists()


def test_an_option_that_is_not_offered_is_no_answer(clerk: Account) -> None:
    with pytest.raises(Malformed):
        actions.answer(**given(clerk, chosen=["made-up"]))


def test_a_question_that_no_rule_asks_is_not_answered(clerk: Account) -> None:
    for name in ("card:entitled:0000000000000000", "nothing:papers:1", "nonsense", "", "x" * 160):
        with pytest.raises(Refused) as refused:
            actions.answer(**given(clerk, item=name))
        assert refused.value.code == "item-not-in-force"
    assert not PracticeCard.objects.exists()


def test_a_page_that_claims_answers_that_never_were_is_out_of_date(clerk: Account) -> None:
    with pytest.raises(Malformed):
        actions.answer(**given(clerk, edition=7))
    assert not PracticeReview.objects.exists()


@pytest.mark.parametrize(("how", "rating"), [("guessed", 2), ("knew", 4)])
def test_how_it_felt_changes_the_day_it_comes_back_and_no_number_of_reviews(
    clerk: Account, how: str, rating: int
) -> None:
    review = school.answered(clerk, school.card_items()[0])
    school.felt(review, how)
    card = PracticeCard.objects.get()
    assert card.memory == reviewed(fresh(NOW), rating, NOW, 0.9)
    assert (card.edition, PracticeReview.objects.get().rating) == (1, rating)


def test_a_wrong_press_is_taken_back_once(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0])
    before = PracticeCard.objects.get().memory
    school.felt(review, "knew")
    school.unfelt(review)
    assert PracticeCard.objects.get().memory == before
    school.felt(review, "guessed")
    with pytest.raises(Refused):
        school.unfelt(review)
    assert PracticeReview.objects.get().felt == "guessed"


def test_once_the_next_is_answered_the_one_before_stands(clerk: Account) -> None:
    first, second = school.card_items()[:2]
    review = school.answered(clerk, first)
    school.answered(clerk, second, now=SOON)
    with pytest.raises(Refused) as refused:
        school.felt(review, "knew", SOON)
    assert refused.value.code == "review-settled"


def test_a_wrong_answer_was_neither_guessed_nor_known(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0], is_right=False)
    with pytest.raises(Refused):
        school.felt(review, "knew")


def test_nobody_sees_or_changes_somebody_elses_answer(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0])
    other = browsing.account("clerk")
    with pytest.raises(NotFound):
        queries.review_of(other, review.pk)
    with pytest.raises(NotFound):
        actions.feel(account=other, centre="LF", review_id=review.pk, felt="knew", now=SOON, key=uuid.uuid4())


def test_two_people_remember_the_same_question_each_for_themselves(clerk: Account) -> None:
    other = browsing.account("clerk")
    school.answered(clerk, school.card_items()[0])
    school.answered(other, school.card_items()[0], is_right=False)
    assert (
        PracticeCard.objects.filter(account=clerk).get().due_at
        > PracticeCard.objects.filter(account=other).get().due_at
    )


def test_events_say_that_somebody_practised_and_neither_what_nor_how_well(clerk: Account) -> None:
    school.felt(school.answered(clerk, school.card_items()[0]), "guessed")
    for event in Event.objects.filter(thing="practice-review"):
        assert event.data == {}
        assert "card" not in event.thing_id


def test_the_minutes_of_the_day_end_by_themselves_and_nothing_is_lost(clerk: Account) -> None:
    item = school.card_items()[0]
    at = NOW
    for _ in range(7):
        school.answered(clerk, item, now=at, is_right=False)
        at += timedelta(seconds=110)
    today = queries.today_of(clerk, "LF", at)
    assert today.is_over
    assert (today.answered, today.right, today.due) == (7, 0, 1)
    tomorrow = queries.today_of(clerk, "LF", at + timedelta(days=1))
    assert not tomorrow.is_over
    assert tomorrow.due == 1
    asked = queries.next_of(clerk, "LF", at + timedelta(days=1))
    assert asked is not None
    assert asked.item.id == item.id


def test_new_questions_stop_at_the_limit_of_the_day_and_due_ones_do_not(clerk: Account) -> None:
    actions.set_terms(
        centre="LF", minutes=10, new_a_day=1, retention=0.9, now=NOW, by="staff:director", key=uuid.uuid4()
    )
    first = queries.next_of(clerk, "LF", NOW)
    assert first is not None
    school.answered(clerk, first.item, is_right=False)
    assert queries.next_of(clerk, "LF", SOON) is None
    again = queries.next_of(clerk, "LF", NOW + timedelta(minutes=2))
    assert again is not None
    assert again.item.id == first.item.id


def test_a_reload_asks_the_same_question(clerk: Account) -> None:
    first, again = (queries.next_of(clerk, "LF", NOW) for _ in range(2))
    assert first is not None
    assert again is not None
    assert first.item == again.item


def test_supervisors_see_counts_and_nothing_else(clerk: Account) -> None:
    school.answered(clerk, school.card_items()[0], is_right=False)
    (one,) = [each for each in queries.counts_of("LF", NOW + timedelta(minutes=2)) if each.account == clerk]
    assert (one.days, one.due) == (1, 1)
    assert set(one.__dataclass_fields__) == {"account", "days", "due", "last_day"}


def test_terms_are_kept_in_versions_and_nonsense_is_refused(clerk: Account) -> None:
    del clerk
    common = {"centre": "LF", "now": NOW, "by": "staff:director"}
    assert queries.terms_of("LF").is_example
    for minutes in (5, 12):
        actions.set_terms(minutes=minutes, new_a_day=3, retention=0.8, key=uuid.uuid4(), **common)
    assert (queries.terms_of("LF").minutes, queries.terms_of("LF").version) == (12, 2)
    for wrong in ({"minutes": 0}, {"minutes": 61}, {"new_a_day": 101}, {"retention": 0.5}, {"retention": 0.99}):
        with pytest.raises(Malformed):
            actions.set_terms(**{"minutes": 5, "new_a_day": 3, "retention": 0.8, **wrong}, key=uuid.uuid4(), **common)


@pytest.mark.parametrize(
    "broken",
    [
        {"rating": 4},
        {"felt": "knew"},
        {"was_right": False},
        {"number": 0},
    ],
    ids=["rating", "felt", "right", "number"],
)
def test_the_database_holds_that_a_rating_follows_from_the_answer(clerk: Account, broken: dict[str, object]) -> None:
    review = school.answered(clerk, school.card_items()[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeReview.objects.filter(pk=review.pk).update(**broken)


def test_the_database_holds_one_card_for_a_question_and_one_review_for_a_number(clerk: Account) -> None:
    review = school.answered(clerk, school.card_items()[0])
    for row in (review.card, review):
        row.pk = uuid.uuid4()
        row._state.adding = True
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save(force_insert=True)


@pytest.mark.parametrize(
    "broken",
    [{"state": "retired"}, {"state": "coming"}, {"state": "asleep"}, {"retired_at": NOW}],
    ids=["retired without a reason", "coming without a change", "unknown", "retired and in force"],
)
def test_the_database_holds_what_states_a_card_can_have(clerk: Account, broken: dict[str, object]) -> None:
    school.answered(clerk, school.card_items()[0])
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeCard.objects.update(**broken)


def test_the_database_holds_terms_within_reason(clerk: Account) -> None:
    del clerk
    with pytest.raises(IntegrityError), transaction.atomic():
        PracticeTerms.objects.create(
            centre_id="LF", version=1, minutes=600, new_a_day=3, retention=0.9, set_at=NOW, set_by="x"
        )


def test_new_questions_come_in_the_order_of_ones_own_plan_and_then_of_the_hall(clerk: Account) -> None:
    Plan.objects.create(
        centre_id="LF",
        account=clerk,
        week=date(2026, 11, 23),
        made_at=NOW,
        catalogue=1,
        rules=0,
        lines=[{"matter": "reward"}, {"matter": "gone-since"}, {"matter": "card"}],
    )
    order = order_of(clerk, "LF", NOW)
    assert order[:2] == ("reward", "card")
    assert sorted(order) == sorted(catalogues.current().matters)
    asked = queries.next_of(clerk, "LF", NOW)
    assert asked is not None
    assert asked.item.matter == "reward"
    assert order_of(browsing.account("clerk"), "LF", NOW)[0] != "reward"
