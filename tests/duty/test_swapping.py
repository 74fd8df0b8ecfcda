from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection

from onetrip.duty import actions
from onetrip.duty.models import Assignment, Roster, Swap
from onetrip.duty.problems import places_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.staff.models import Account
from onetrip.staff.qualifying import qualify
from tests.duty.conftest import BY, MONDAY, NOW, Place, key
from tests.factories import TODAY

pytestmark = pytest.mark.django_db
TUESDAY = MONDAY + timedelta(days=1)


@pytest.fixture
def out(place: Place) -> Roster:
    """Two clerks of six work on each of the first days, by hand, so that everybody else is free to swap."""
    made = place.propose()
    Assignment.objects.filter(roster=made).delete()
    place.change(made, place.clerks[0], MONDAY, "b1", "window")
    place.change(made, place.clerks[1], TUESDAY, "c1", "window")
    return place.publish(made)


def test_two_change_places_and_the_consent_of_both_is_on_record(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    swap = place.accept(place.offer(one, MONDAY, two, TUESDAY), two)
    assert (swap.state, swap.offered_by, swap.answered_by) == ("agreed", one, two)
    assert place.days_of(one) == [TUESDAY]
    assert place.days_of(two) == [MONDAY]
    said = list(Event.objects.filter(thing="swap").order_by("pk").values_list("verb", "actor"))
    assert said == [("offer", one.actor), ("agreed", two.actor)]


def test_a_day_is_taken_over_for_nothing(place: Place, out: Roster) -> None:
    one, three = place.clerks[0], place.clerks[2]
    place.accept(place.offer(one, MONDAY), three)
    assert place.days_of(one) == []
    assert place.days_of(three) == [MONDAY]


def test_on_one_day_the_shifts_change_hands(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    place.change(out, two, MONDAY, "c2", "window")
    place.accept(place.offer(one, MONDAY, two, MONDAY), two)
    codes = dict(Assignment.objects.filter(counts=True, day=MONDAY).values_list("account__username", "pattern__code"))
    assert codes == {"clerk1": "c2", "clerk2": "b1"}


def test_of_two_who_accept_at_once_one_gets_the_day(place: Place, out: Roster, transactional_db: None) -> None:
    swap = place.offer(place.clerks[0], MONDAY)
    said: list[str] = []

    def accept(account: Account) -> None:
        try:
            said.append(place.accept(swap, account).state)
        except Refused as refused:
            said.append(refused.code)
        finally:
            connection.close()

    both = [threading.Thread(target=accept, args=[account]) for account in place.clerks[2:4]]
    for each in both:
        each.start()
    for each in both:
        each.join()
    assert sorted(said) == ["agreed", "swap-closed"]
    assert Assignment.objects.filter(counts=True, day=MONDAY, pattern__isnull=False).count() == 1


def test_the_same_press_twice_is_one_consent(place: Place, out: Roster) -> None:
    swap, once, three = place.offer(place.clerks[0], MONDAY), key(), place.clerks[2]
    for _ in range(2):
        actions.accept_swap(centre="LF", swap_id=swap.pk, account_id=three.pk, now=NOW, by=three.actor, key=once)
    assert Event.objects.filter(thing="swap", verb="agreed").count() == 1


def test_whom_it_is_not_meant_for_cannot_take_it_nor_can_oneself(place: Place, out: Roster) -> None:
    one, two, three = place.clerks[:3]
    swap = place.offer(one, MONDAY, two)
    for stranger in (three, one):
        with pytest.raises(Refused, match="swap-not-yours"):
            place.accept(swap, stranger)
    with pytest.raises(Refused, match="swap-not-yours"):
        actions.decline_swap(centre="LF", swap_id=swap.pk, account_id=three.pk, now=NOW, by=three.actor)
    with pytest.raises(NotFound):
        actions.withdraw_swap(centre="LF", swap_id=swap.pk, account_id=three.pk, now=NOW, by=three.actor)


def test_declined_or_taken_back_it_cannot_be_accepted(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    swap = place.offer(one, MONDAY, two)
    for _ in range(2):
        actions.decline_swap(centre="LF", swap_id=swap.pk, account_id=two.pk, now=NOW, by=two.actor)
    with pytest.raises(Refused, match="swap-closed"):
        place.accept(swap, two)
    again = place.offer(one, MONDAY, two)
    for _ in range(2):
        actions.withdraw_swap(centre="LF", swap_id=again.pk, account_id=one.pk, now=NOW, by=one.actor)
    with pytest.raises(Refused, match="swap-closed"):
        place.accept(again, two)
    assert place.days_of(one) == [MONDAY]


def test_a_day_is_offered_once_at_a_time(place: Place, out: Roster) -> None:
    place.offer(place.clerks[0], MONDAY)
    with pytest.raises(Refused, match="swap-offered-already"):
        place.offer(place.clerks[0], MONDAY, place.clerks[2])


def test_only_ones_own_days_to_come_of_a_published_roster_can_be_offered(place: Place, out: Roster) -> None:
    with pytest.raises(Malformed):
        place.offer(place.clerks[3], MONDAY)
    with pytest.raises(Malformed):
        place.offer(place.clerks[0], MONDAY, None, TUESDAY)
    with pytest.raises(Malformed):
        place.offer(place.clerks[0], MONDAY, place.clerks[0])
    place.now = NOW + timedelta(days=6)
    with pytest.raises(Malformed):
        place.offer(place.clerks[0], MONDAY)


def test_nobody_works_twice_on_a_day_by_a_swap(place: Place, out: Roster) -> None:
    two = place.clerks[1]
    place.change(out, two, MONDAY, "c2", "window")
    with pytest.raises(Refused, match="swap-works-already"):
        place.accept(place.offer(place.clerks[0], MONDAY), two)


def test_whoever_is_on_leave_cannot_take_a_day(place: Place, out: Roster) -> None:
    place.leave(place.clerks[2], MONDAY)
    with pytest.raises(Refused, match="roster-rule"):
        place.accept(place.offer(place.clerks[0], MONDAY), place.clerks[2])


def test_a_guide_cannot_take_a_window(place: Place, out: Roster) -> None:
    with pytest.raises(Refused, match="roster-rule"):
        place.accept(place.offer(place.clerks[0], MONDAY), place.guides[0])


def test_nobody_qualified_may_go_missing_by_a_swap(place: Place, out: Roster) -> None:
    one, *rest = place.clerks
    for each in (*place.clerks, place.supervisor):
        categories = ("ageing", "welfare") if each == one else ("ageing",)
        for name in categories:
            qualify(account_id=each.pk, of="category", name=name, from_day=TODAY, source="a test", now=NOW, by="system")
    swap = place.offer(one, MONDAY)
    with pytest.raises(Refused, match="swap-cover"):
        place.accept(swap, rest[2])
    assert place.days_of(one) == [MONDAY]
    swap.refresh_from_db()
    assert swap.state == "offered"


def test_a_swap_of_a_roster_that_changed_since_is_not_made(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    swap = place.offer(one, MONDAY, two, TUESDAY)
    place.change(out, two, TUESDAY)
    with pytest.raises((Refused, NotFound)):
        place.accept(swap, two)


def test_offers_end_with_the_roster_and_with_leave(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    swap = place.offer(one, MONDAY)
    place.leave(one, MONDAY)
    swap.refresh_from_db()
    assert swap.state == "withdrawn"
    other = place.offer(two, TUESDAY)
    place.publish(place.propose())
    other.refresh_from_db()
    assert other.state == "withdrawn"


def test_what_two_agreed_stays_through_the_next_proposal(place: Place, out: Roster) -> None:
    one, two = place.clerks[:2]
    place.accept(place.offer(one, MONDAY, two, TUESDAY), two)
    again = places_of(place.propose())
    assert (one.pk, TUESDAY) in again
    assert (two.pk, MONDAY) in again


def test_an_account_closed_since_gets_no_day(place: Place, out: Roster) -> None:
    from onetrip.staff.actions import close_account

    three = place.clerks[2]
    swap = place.offer(place.clerks[0], MONDAY, three)
    close_account(username=three.username, by=BY, now=NOW)
    with pytest.raises(Refused, match="swap-not-on-roster"):
        place.accept(swap, three)
    assert Swap.objects.get(pk=swap.pk).state == "offered"
