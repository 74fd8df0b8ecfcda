"""Each rule that the database keeps, broken once."""

from __future__ import annotations

import uuid
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction

from onetrip.cases.actions import MissingPaper
from onetrip.ratings import actions
from onetrip.ratings.models import BrokenPromise, Invitation, Rating, Rectification
from tests.cases.counter import PRINT, Counter
from tests.factories import NOW, TODAY

pytestmark = pytest.mark.django_db


def breaks(constraint: str, deed: Callable[[], object]) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        deed()


@pytest.fixture
def rating(counter: Counter) -> Rating:
    ticket = counter.serving()
    counter.accept(ticket, PRINT)
    counter.hall.at_window("finish", ticket)
    return actions.rate(
        token=Invitation.objects.get().token, level=1, now=counter.hall.now, by="resident", key=uuid.uuid4()
    )


@pytest.fixture
def broken(counter: Counter) -> BrokenPromise:
    counter.tell(counter.serving(counter.slip("card")), [MissingPaper("card", "bank-card")])
    return BrokenPromise.objects.get()


@pytest.mark.parametrize("level", [0, 6])
def test_no_level_beyond_the_five(rating: Rating, level: int) -> None:
    breaks("rating_level_1_to_5", lambda: Rating.objects.update(level=level))


def test_no_second_rating_of_an_invitation(rating: Rating) -> None:
    breaks(
        "ratings_rating_invitation_id",
        lambda: Rating.objects.create(invitation=rating.invitation, centre_id="LF", level=5, at=NOW),
    )


def test_no_second_invitation_of_a_visit(rating: Rating) -> None:
    breaks(
        "ratings_invitation_visit_id",
        lambda: Invitation.objects.create(token="x", centre_id="LF", visit=rating.invitation.visit, made_at=NOW),
    )


def test_no_broken_promise_twice(broken: BrokenPromise) -> None:
    def again() -> None:
        BrokenPromise.objects.create(
            centre_id="LF",
            slip=broken.slip,
            visit=broken.visit,
            matter=broken.matter,
            paper=broken.paper,
            slip_said={},
            window_asked={},
            recorded_at=NOW,
            recorded_by="x",
        )

    breaks("broken_promise_once", again)


def test_no_cause_that_does_not_exist(broken: BrokenPromise) -> None:
    breaks("broken_promise_cause_known", lambda: BrokenPromise.objects.update(cause="moon"))


def test_no_rectification_of_nothing_or_of_two_things(rating: Rating, broken: BrokenPromise) -> None:
    days = {"answer_by": TODAY, "handle_by": TODAY, "finish_by": TODAY, "opened_at": NOW, "centre_id": "LF"}
    breaks("rectification_of_one_thing", lambda: Rectification.objects.create(**days))
    breaks(
        "rectification_of_one_thing",
        lambda: Rectification.objects.filter(rating=rating).update(broken_promise=BrokenPromise.objects.get()),
    )


def test_no_rectification_in_a_state_that_does_not_exist(rating: Rating) -> None:
    breaks("rectification_state_known", lambda: Rectification.objects.update(state="lost"))
