from __future__ import annotations

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.ratings import actions, queries
from onetrip.ratings.actions.rating import MOST_WORDS, fit_to_keep
from onetrip.ratings.models import Invitation, Rating, Rectification
from onetrip.ratings.scale import BAD, GOOD_REASONS, LEVELS, REASONS
from tests.cases.counter import PRINT, Counter
from tests.factories import synthetic_number


def invited(counter: Counter) -> Invitation:
    counter.accept(counter.serving(), PRINT)
    return Invitation.objects.get()


def rate(counter: Counter, invitation: Invitation, level: int = 5, **given: object) -> Rating:
    given.setdefault("key", uuid.uuid4())
    return actions.rate(token=invitation.token, level=level, now=counter.hall.tick(), by="resident", **given)


@pytest.mark.django_db
def test_a_visit_is_rated_with_level_reasons_and_words(counter: Counter) -> None:
    rating = rate(counter, invited(counter), 4, reasons=["quick", "kind", "quick"], words=" 办得\n很快 ")
    assert (rating.level, rating.reasons, rating.words, rating.centre_id) == (4, ["quick", "kind"], "办得 很快", "LF")


@pytest.mark.django_db
@pytest.mark.parametrize("level", LEVELS)
def test_only_a_bad_rating_opens_a_rectification(counter: Counter, level: int) -> None:
    rating = rate(counter, invited(counter), level)
    assert Rectification.objects.filter(rating=rating).exists() is (level <= BAD)


@pytest.mark.django_db(transaction=True)
def test_a_visit_is_rated_once(counter: Counter) -> None:
    invitation = invited(counter)
    rate(counter, invitation, 5)
    with pytest.raises(Refused) as refused:
        rate(counter, invitation, 1)
    assert refused.value.code == "rated-already"
    assert Rating.objects.get().level == 5


@pytest.mark.django_db
def test_the_same_request_twice_is_one_rating(counter: Counter) -> None:
    invitation, key = invited(counter), uuid.uuid4()
    assert rate(counter, invitation, 1, key=key).pk == rate(counter, invitation, 1, key=key).pk
    assert Rectification.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("given", [{"level": 0}, {"level": 6}, {"level": 3, "reasons": ["bribe"]}])
def test_a_rating_that_makes_no_sense_is_malformed(counter: Counter, given: dict[str, object]) -> None:
    with pytest.raises(Malformed):
        rate(counter, invited(counter), **given)
    assert not Rating.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "nobody", "\0", "x" * 41, "邀请"])
def test_nobody_rates_without_an_invitation(db: None, token: str) -> None:
    with pytest.raises(NotFound):
        queries.invitation(token)


@pytest.mark.django_db
def test_the_event_of_a_rating_holds_no_words_and_names_no_clerk(counter: Counter) -> None:
    rate(counter, invited(counter), 2, words="说得难听")
    event = Event.objects.get(thing="rating")
    assert event.data == {"level": 2, "window": 1, "channel": "receipt"}
    assert event.public == {"changed": True}


def test_numbers_that_may_be_an_identity_are_not_kept() -> None:
    number = synthetic_number()
    assert number not in fit_to_keep(f"我的号 {number} 请回电")
    assert "请回电" in fit_to_keep(f"我的号 {number} 请回电")


@given(st.text(max_size=3000))
def test_words_that_are_kept_fit_and_hold_no_line_noise(words: str) -> None:
    kept = fit_to_keep(words)
    assert len(kept) <= MOST_WORDS
    assert "\0" not in kept
    assert "\n" not in kept


def test_good_reasons_are_among_the_reasons() -> None:
    assert set(GOOD_REASONS) < set(REASONS)
