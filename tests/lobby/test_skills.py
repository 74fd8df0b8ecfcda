"""What clerks are qualified for gates the next call, and never keeps a resident waiting for nobody."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onetrip.centres import actions as centres
from onetrip.centres.queries import duty_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed
from onetrip.lobby import skills, watching
from onetrip.staff.qualifying import end_qualification, qualify
from tests.cases import matters
from tests.factories import NOW, TODAY, published_catalogue
from tests.lobby.hall import Hall, open_hall
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    published_catalogue()


def train(hall: Hall, place: int, of: str, name: str, **given: object) -> None:
    given = {"from_day": TODAY, "source": "业务考试", "now": NOW, "by": "staff:director", **given}
    qualify(account_id=hall.clerks[place].pk, of=of, name=name, **given)


def coming_for(hall: Hall, *matters: str):
    return hall.arrive(wanted=matters)


def test_while_training_has_said_nothing_everybody_takes_everything(hall: Hall) -> None:
    ticket = coming_for(hall, "elder-card")
    assert hall.call().pk == ticket.pk


def test_a_clerk_is_called_by_those_they_are_qualified_for(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    elder, permit = coming_for(hall, "elder-card"), coming_for(hall, "residence-permit")
    assert hall.call(0).pk == permit.pk
    assert hall.call(1).pk == elder.pk


def test_one_matter_can_be_learnt_alone(hall: Hall) -> None:
    train(hall, 0, "matter", "elder-card")
    coming_for(hall, "residence-permit")
    elder = coming_for(hall, "elder-card")
    assert hall.call(0).pk == elder.pk


def test_who_comes_for_two_matters_needs_somebody_for_both(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    both = coming_for(hall, "elder-card", "residence-permit")
    assert hall.call(0) is None
    assert hall.call(1).pk == both.pk


def test_a_call_carries_what_those_on_duty_here_lack_and_of_nobody_else(hall: Hall) -> None:
    for place in range(3):
        train(hall, place, "category", "residence")
    centres.leave_window(duty=duty_of(hall.clerks[2].pk), now=hall.now, by="x")
    found = skills.gates(hall.clerks[0].pk, "LF", TODAY)
    assert set(found) == {str(hall.clerks[0].pk), str(hall.clerks[1].pk)}
    assert "elder-card" in found[str(hall.clerks[1].pk)]
    assert skills.gates(hall.clerks[0].pk, "PX", TODAY).keys() == {str(hall.clerks[0].pk)}


def test_what_somebody_lacks_follows_the_catalogue(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    assert "elder-card" in skills.lacking(TODAY)[hall.clerks[0].pk]
    matters.publish()
    after = skills.lacking(TODAY)[hall.clerks[0].pk]
    assert "card" in after
    assert "elder-card" not in after


def test_who_has_not_said_what_for_goes_to_anybody(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    ticket = hall.arrive()
    assert hall.call(0).pk == ticket.pk


def test_nobody_qualified_on_duty_they_are_called_all_the_same_and_the_supervisor_is_told(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    train(hall, 1, "category", "residence")
    ticket = coming_for(hall, "elder-card")
    assert watching.stranded(hall.centre, hall.now) == ()
    centres.leave_window(duty=duty_of(hall.clerks[2].pk), now=hall.now, by="x")
    (stranded,) = watching.stranded(hall.centre, hall.now)
    assert (stranded.number, stranded.matters) == (ticket.number, ("elder-card",))
    assert hall.call(0).pk == ticket.pk
    assert Event.objects.get(verb="call").data["nobody_qualified"] is True


def test_a_resident_at_the_window_may_have_any_matter(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    ticket = hall.arrive()
    hall.call(0)
    hall.at_window("start", ticket)
    wanted = hall.at_window("want", ticket, matter="elder-card")
    assert wanted.wanted == ["elder-card"]


def test_somebody_picked_by_hand_comes_whatever_the_clerk_is_qualified_for(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    ticket = coming_for(hall, "elder-card")
    assert hall.call(0, ticket_id=ticket.pk).pk == ticket.pk


def test_a_redirect_waits_for_whoever_is_qualified_for_the_category(hall: Hall) -> None:
    train(hall, 0, "category", "residence")
    ticket = hall.serving(1)
    hall.in_hall("redirect", ticket, category="ageing", account_id=hall.clerks[1].pk)
    assert hall.call(0) is None
    assert hall.call(2).pk == ticket.pk


def test_what_has_run_out_does_not_count_and_what_is_to_come_not_yet(hall: Hall) -> None:
    yesterday = TODAY - timedelta(days=1)
    train(hall, 0, "category", "ageing", from_day=date(2026, 1, 1), until_day=yesterday)
    train(hall, 0, "category", "ageing", from_day=TODAY + timedelta(days=1))
    coming_for(hall, "elder-card")
    assert hall.call(0) is None


def test_a_qualification_ends_on_its_day(hall: Hall) -> None:
    train(hall, 0, "category", "ageing", from_day=date(2026, 1, 1))
    ended = end_qualification(
        account_id=hall.clerks[0].pk, of="category", name="ageing", day=TODAY - timedelta(days=1), now=NOW, by="x"
    )
    assert ended == 1
    coming_for(hall, "elder-card")
    assert hall.call(0) is None
    assert [event.verb for event in Event.objects.filter(thing="account").exclude(verb="create")][
        -1
    ] == "end-qualification"


@pytest.mark.parametrize("wrong", [{"source": " "}, {"of": "everything"}, {"until_day": date(2025, 1, 1)}])
def test_a_qualification_says_what_it_rests_on_and_ends_after_it_begins(hall: Hall, wrong: dict[str, object]) -> None:
    given = {"of": "category", "name": "ageing", "from_day": TODAY, "source": "x", "now": NOW, "by": "x", **wrong}
    with pytest.raises(Malformed):
        qualify(account_id=hall.clerks[0].pk, **given)


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_of_different_skills_call_nobody_twice_and_skip_nobody(transactional_db: None) -> None:
    hall = open_hall(8)
    for place in range(4):
        train(hall, place, "category", "residence")
    for _ in range(12):
        coming_for(hall, "elder-card"), coming_for(hall, "residence-permit")

    def work(place: int):
        done = []
        while (called := hall.call(place)) is not None:
            hall.at_window("start", called, place)
            hall.at_window("finish", called, place)
            done.append(called.pk)
        return done

    served = together([lambda place=place: work(place) for place in range(8)])
    everybody = [pk for done in served for pk in done]
    assert len(everybody) == len(set(everybody)) == 24
