from __future__ import annotations

import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection

from onetrip.duty import actions
from onetrip.duty.models import Assignment, Contract, Roster, RosterDay, ShiftPattern, Wish
from onetrip.duty.problems import of_roster, places_of
from onetrip.duty.queries import rostered
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.rules import Text
from onetrip.simulation.roster import broken
from tests.duty.conftest import BY, MONDAY, Place, key
from tests.factories import NOW, TODAY, make_account, make_centre

pytestmark = pytest.mark.django_db
SATURDAY = MONDAY + timedelta(days=5)


def test_a_proposal_is_a_draft_that_breaks_no_rule_and_says_how_good_it_is(place: Place) -> None:
    made = place.propose(weeks=2)
    assert (made.state, made.last) == ("draft", MONDAY + timedelta(days=13))
    assert made.told["status"] == "optimal"
    assert made.told["gap"] == 0
    assert broken(of_roster(made, NOW).problem, places_of(made)) == []
    assert {row.day for row in made.assignments.all()} <= {MONDAY + timedelta(days=n) for n in range(14)}
    assert Event.objects.filter(thing="roster", verb="propose").count() == 1


def test_without_numbers_of_its_own_a_hall_is_told_that_its_demand_is_an_example(place: Place) -> None:
    made = place.propose()
    assert {day.basis for day in made.days.all()} == {"example"}
    assert all(day.needs["window"] for day in made.days.filter(day__lt=SATURDAY))


def test_the_saturday_opens_as_many_posts_as_are_expected_to_be_needed(place: Place) -> None:
    made = place.propose()
    saturday = made.days.get(day=SATURDAY)
    assert max(saturday.needs["window"].values()) >= 2
    assert made.assignments.filter(day=SATURDAY, post="window").count() >= 2


def test_a_closed_week_gives_an_empty_roster_and_not_an_error(place: Place) -> None:
    from onetrip.centres.opening_actions import change_day

    for n in range(7):
        change_day(
            centre="LF",
            day=MONDAY + timedelta(days=n),
            stretches=[],
            reason=Text("装修", "Building work"),
            now=NOW,
            by=BY,
            key=key(),
        )
    made = place.propose()
    assert made.assignments.count() == 0
    assert made.told["missing"] == 0
    assert place.publish(made).state == "published"


def test_with_nobody_on_the_roster_everybody_needed_is_missing(db: None) -> None:
    make_centre(windows=2)
    actions.start_with_the_example(centre="LF", minutes_a_week=2400, now=NOW, by="system", day=TODAY)
    made = actions.propose(centre="LF", first=MONDAY, weeks=1, now=NOW, by=BY, key=key())
    assert made.assignments.count() == 0
    assert made.told["missing"] > 0


def test_when_all_are_ill_the_answer_is_an_empty_roster_that_says_so(place: Place) -> None:
    for each in (*place.clerks, *place.guides, place.supervisor):
        place.leave(each, MONDAY, MONDAY + timedelta(days=6), kind="sick")
    made = place.propose()
    assert made.assignments.count() == 0
    assert made.told["missing"] > 0


def test_the_same_request_twice_makes_one_draft(place: Place) -> None:
    once = key()
    two = [actions.propose(centre="LF", first=MONDAY, weeks=1, now=NOW, by=BY, key=once) for _ in range(2)]
    assert two[0].pk == two[1].pk
    assert Roster.objects.count() == 1


@pytest.mark.parametrize(("offset", "weeks"), [(1, 1), (0, 0), (0, 5), (-21, 1), (700, 1)])
def test_a_roster_begins_on_a_monday_and_is_neither_over_nor_endless(place: Place, offset: int, weeks: int) -> None:
    with pytest.raises(Malformed):
        place.propose(MONDAY + timedelta(days=offset), weeks)


def test_published_twice_it_is_published_once(place: Place) -> None:
    made = place.publish()
    with pytest.raises(Refused, match="roster-not-a-draft"):
        place.publish(made)
    assert Event.objects.filter(thing="roster", verb="publish").count() == 1


def test_two_who_publish_at_once_publish_once(place: Place, transactional_db: None) -> None:
    made = place.propose()
    said: list[str] = []

    def publish() -> None:
        try:
            said.append(place.publish(made).state)
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    both = [threading.Thread(target=publish) for _ in range(2)]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(said) == ["published", "roster-not-a-draft"]


def test_a_new_roster_of_the_same_days_takes_the_place_of_the_first(place: Place) -> None:
    first = place.publish()
    second = place.publish(place.propose())
    first.refresh_from_db()
    assert (first.state, second.state, second.replaces_id) == ("replaced", "published", first.pk)
    assert not first.assignments.filter(counts=True).exists()
    assert RosterDay.objects.filter(counts=True).count() == 7


def test_a_new_proposal_for_days_that_are_out_changes_nothing_without_a_reason(place: Place) -> None:
    first = place.publish(place.propose(weeks=2))
    second = place.propose(weeks=2)
    assert places_of(second) == places_of(first)


def test_days_that_overlap_with_another_roster_are_refused(place: Place) -> None:
    place.publish(place.propose(weeks=2))
    with pytest.raises(Refused, match="roster-overlaps"):
        place.propose(MONDAY + timedelta(days=7), 1)


def test_what_was_decided_by_hand_stays_through_the_next_proposal(place: Place) -> None:
    made = place.propose()
    free = next(each for each in place.clerks if made.assignments.filter(account=each, day=MONDAY).exists())
    place.change(made, free, MONDAY)
    again = place.propose()
    row = again.assignments.get(account=free, day=MONDAY)
    assert row.by_hand
    assert row.pattern is None
    made.refresh_from_db()
    assert made.state == "dropped"


def test_a_change_by_hand_that_breaks_a_rule_is_refused_and_changes_nothing(place: Place) -> None:
    made = place.propose()
    who = place.clerks[0]
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    worked = set(made.assignments.filter(account=who).values_list("day", flat=True))
    for day in week[5:]:
        if day in worked:
            place.change(made, who, day)
    for day in week[:5]:
        if day not in worked:
            place.change(made, who, day, "b1", "window")
    before = places_of(made)
    with pytest.raises(Refused, match="roster-rule"):
        place.change(made, who, SATURDAY, "w1", "window")
    assert places_of(made) == before


def test_nobody_is_put_at_a_post_or_a_shift_they_cannot_work(place: Place) -> None:
    made = place.propose()
    with pytest.raises(Malformed):
        place.change(made, place.guides[0], MONDAY, "b1", "window")
    with pytest.raises(Malformed):
        place.change(made, place.clerks[0], SATURDAY, "b1", "window")
    with pytest.raises(Malformed):
        place.change(made, make_account("clerk"), MONDAY, "b1", "window")


def test_somebody_on_leave_is_not_on_the_roster_and_cannot_be_put_there(place: Place) -> None:
    who = place.clerks[2]
    place.leave(who, MONDAY, MONDAY + timedelta(days=1))
    made = place.propose()
    assert not made.assignments.filter(account=who, day__lte=MONDAY + timedelta(days=1)).exists()
    with pytest.raises(Refused, match="roster-rule"):
        place.change(made, who, MONDAY, "b1", "window")


def test_a_draft_older_than_a_leave_is_not_published(place: Place) -> None:
    made = place.propose()
    who = made.assignments.filter(day=MONDAY, pattern__isnull=False).first().account
    place.leave(who, MONDAY)
    with pytest.raises(Refused, match="roster-stale"):
        place.publish(made)


def test_a_closed_account_keeps_a_draft_from_being_published_and_is_in_no_new_one(place: Place) -> None:
    from onetrip.staff.actions import close_account

    made = place.propose()
    who = made.assignments.filter(day=MONDAY, pattern__isnull=False).first().account
    close_account(username=who.username, by=BY, now=NOW)
    with pytest.raises(Refused, match="roster-stale"):
        place.publish(made)
    assert not place.propose().assignments.filter(account=who).exists()


def test_whoever_is_closed_after_publishing_is_no_longer_among_those_who_are_on(place: Place) -> None:
    from onetrip.staff.actions import close_account

    place.publish()
    before = {each.account_id for each in rostered("LF", MONDAY)}
    who = next(each for each in place.clerks if each.pk in before)
    close_account(username=who.username, by=BY, now=NOW)
    assert {each.account_id for each in rostered("LF", MONDAY)} == before - {who.pk}


def test_leave_after_publishing_frees_the_shift_and_the_next_proposal_changes_little(place: Place) -> None:
    first = place.publish()
    who = first.assignments.filter(day=MONDAY, post="window").first().account
    place.leave(who, MONDAY)
    assert MONDAY not in place.days_of(who)
    kept = places_of(first)
    second = place.propose()
    changed = {
        where for where in kept.keys() | places_of(second).keys() if kept.get(where) != places_of(second).get(where)
    }
    assert len(changed) <= 4, changed
    assert not second.assignments.filter(account=who, day=MONDAY).exists()


def test_days_that_are_over_stay_as_they_were(place: Place) -> None:
    first = place.publish()
    place.now = NOW + timedelta(days=9)  # the Thursday of the roster's week
    who = place.clerks[0]
    place.leave(who, TODAY + timedelta(days=10))
    second = place.propose()
    over = {where: place_ for where, place_ in places_of(first).items() if where[1] < TODAY + timedelta(days=9)}
    assert over == {
        where: place_ for where, place_ in places_of(second).items() if where[1] < TODAY + timedelta(days=9)
    }
    with pytest.raises(Refused, match="roster-day-over"):
        place.change(place.publish(second), who, MONDAY)


def test_somebody_who_moves_in_mid_week_is_on_each_roster_for_its_days(place: Place) -> None:
    make_centre("DN", windows=2)
    who = place.clerks[0]
    from onetrip.staff.models import Grant

    Grant.objects.create(account=who, role="clerk", centre="DN")
    wednesday = MONDAY + timedelta(days=2)
    with pytest.raises(Refused, match="on-a-roster-already"):
        actions.put_on_roster(
            centre="DN",
            account_id=who.pk,
            posts=["window"],
            minutes_a_week=2400,
            from_day=wednesday,
            now=NOW,
            by=BY,
            key=key(),
        )
    actions.end_contract(centre="LF", account_id=who.pk, last=wednesday - timedelta(days=1), now=NOW, by=BY, key=key())
    actions.start_with_the_example(centre="DN", minutes_a_week=2400, now=NOW, by="system", day=wednesday)
    assert Contract.objects.filter(account=who).count() == 2
    here = place.publish()
    there = actions.publish(
        centre="DN",
        roster_id=actions.propose(centre="DN", first=MONDAY, weeks=1, now=NOW, by=BY, key=key()).pk,
        now=NOW,
        by=BY,
        key=key(),
    )
    assert all(day < wednesday for day in here.assignments.filter(account=who).values_list("day", flat=True))
    assert all(day >= wednesday for day in there.assignments.filter(account=who).values_list("day", flat=True))


def test_a_wish_is_answered_by_the_first_roster_that_is_published(place: Place) -> None:
    who = place.clerks[3]
    asked = actions.wish(centre="LF", account_id=who.pk, day=MONDAY, wants="off", now=NOW, by=who.actor, key=key())
    made = place.publish()
    asked.refresh_from_db()
    assert asked.was_granted is (not made.assignments.filter(account=who, day=MONDAY).exists())


def test_a_wish_can_be_changed_and_taken_back(place: Place) -> None:
    who = place.clerks[3]
    for wants in ("off", "early"):
        asked = actions.wish(centre="LF", account_id=who.pk, day=MONDAY, wants=wants, now=NOW, by=who.actor, key=key())
    assert Wish.objects.filter(withdrawn_at=None).get().wants == "early"
    with pytest.raises(NotFound):
        actions.withdraw_wish(centre="LF", account_id=place.clerks[1].pk, wish_id=asked.pk, now=NOW, by="staff:x")
    actions.withdraw_wish(centre="LF", account_id=who.pk, wish_id=asked.pk, now=NOW, by=who.actor)
    assert not Wish.objects.filter(withdrawn_at=None).exists()


def test_shifts_without_lunch_can_be_planned(place: Place) -> None:
    for each in ShiftPattern.objects.filter(on_working_days=True):
        actions.retire_pattern(centre="LF", code=each.code, now=NOW, by=BY, key=key())
    from datetime import time

    actions.set_pattern(
        centre="LF",
        code="x",
        name_zh="连班",
        name_en="Straight",
        begins=time(8, 30),
        ends=time(16, 30),
        lunch=None,
        on_working_days=True,
        is_late=False,
        now=NOW,
        by=BY,
        key=key(),
    )
    made = place.propose()
    assert set(made.assignments.filter(day=MONDAY).values_list("pattern__code", flat=True)) == {"x"}


def test_a_shift_changed_later_leaves_the_rosters_that_have_it(place: Place) -> None:
    made = place.publish()
    row = made.assignments.filter(day=MONDAY, pattern__isnull=False).select_related("pattern").first()
    actions.retire_pattern(centre="LF", code=row.pattern.code, now=NOW, by=BY, key=key())
    row = Assignment.objects.select_related("pattern").get(pk=row.pk)
    assert not row.pattern.is_retired
    assert broken(of_roster(made, NOW).problem, places_of(made)) == []


def test_a_roster_of_another_centre_is_not_there(place: Place) -> None:
    make_centre("DN")
    made = place.propose()
    with pytest.raises(NotFound):
        actions.publish(centre="DN", roster_id=made.pk, now=NOW, by=BY, key=key())
    with pytest.raises(NotFound):
        actions.drop(centre="LF", roster_id=uuid.uuid4(), now=NOW, by=BY)
