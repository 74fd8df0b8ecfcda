from __future__ import annotations

import uuid

import pytest

from onetrip.centres import actions as centres
from onetrip.centres.models import Duty
from onetrip.centres.queries import duty_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import NotFound, Refused
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket
from tests.factories import make_account, make_centre, make_duty, make_windows
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def test_the_longest_waiting_is_called_to_the_window(hall: Hall) -> None:
    first, second = hall.arrive(), hall.arrive()
    called, other = hall.call(0), hall.call(1)
    assert called
    assert other
    assert (called.pk, called.window_id, called.state) == (first.pk, hall.windows[0].pk, "called")
    assert other.pk == second.pk


def test_nobody_waiting_is_no_error(hall: Hall) -> None:
    assert hall.call() is None


def test_the_call_tells_the_display_number_and_window_and_nothing_else(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.call(2)
    event = Event.objects.get(thing_id=str(ticket.pk), verb="call")
    assert event.public == {"ticket": "A001", "window": 3}
    assert event.data == {"number": "A001", "window": 3, "picked": False}
    assert (event.from_state, event.to_state, event.actor) == ("waiting", "called", hall.clerks[2].actor)


def test_a_repeated_call_gives_the_same_person(hall: Hall) -> None:
    hall.arrive(), hall.arrive()
    key = uuid.uuid4()
    first, again = hall.call(key=key), hall.call(key=key)
    assert first
    assert again
    assert first.pk == again.pk
    assert Ticket.objects.filter(state="waiting").count() == 1


def test_a_repeated_call_that_found_nobody_still_finds_nobody(hall: Hall) -> None:
    key = uuid.uuid4()
    assert hall.call(key=key) is None
    hall.arrive()
    assert hall.call(key=key) is None


def test_a_key_of_somebody_else_is_refused(hall: Hall) -> None:
    hall.arrive()
    key = uuid.uuid4()
    hall.call(0, key=key)
    with pytest.raises(Refused) as refused:
        hall.call(1, key=key)
    assert refused.value.code == "key-used-otherwise"


@pytest.mark.django_db(transaction=True)
def test_a_window_cannot_call_two_people_at_once(hall: Hall) -> None:
    hall.arrive(), hall.arrive()
    hall.call()
    with pytest.raises(Refused) as refused:
        hall.call()
    assert refused.value.code == "window-busy"
    assert "A001" in refused.value.text.zh
    assert Ticket.objects.filter(state="waiting").count() == 1


def test_a_window_with_somebody_at_it_is_told_so_although_nobody_waits(hall: Hall) -> None:
    hall.arrive()
    hall.call()
    with pytest.raises(Refused) as refused:
        hall.call()
    assert refused.value.code == "window-busy"


def test_somebody_who_is_not_on_duty_at_the_window_calls_nobody(hall: Hall) -> None:
    hall.arrive()
    with pytest.raises(Refused) as refused:
        actions.call_next(
            centre="LF",
            window_id=hall.windows[0].pk,
            account_id=hall.clerks[1].pk,
            now=hall.now,
            by="staff:x",
            key=uuid.uuid4(),
        )
    assert refused.value.code == "not-on-duty"


def test_a_paused_window_says_so_instead_of_calling(hall: Hall) -> None:
    hall.arrive()
    centres.pause_window(duty=Duty.objects.get(window=hall.windows[0]), reason="break", now=hall.now, by="staff:x")
    with pytest.raises(Refused) as refused:
        hall.call(0)
    assert refused.value.code == "paused"
    assert "休息" in refused.value.text.zh


def test_a_window_of_another_centre_is_not_found(hall: Hall) -> None:
    other = make_centre("PX", windows=0)
    (window,) = make_windows(other, 1)
    hall.arrive()
    with pytest.raises(NotFound):
        actions.call_next(
            centre="LF", window_id=window.pk, account_id=hall.clerks[0].pk, now=hall.now, by="x", key=uuid.uuid4()
        )


def test_a_window_calls_only_people_of_its_own_centre(hall: Hall) -> None:
    make_centre("PX")
    actions.arrive(centre="PX", now=hall.now, by="device:1", key=uuid.uuid4())
    assert hall.call() is None


def test_picking_from_the_queue_is_recorded_as_picked(hall: Hall) -> None:
    hall.arrive()
    second = hall.arrive()
    called = hall.call(ticket_id=second.pk)
    assert called
    assert called.pk == second.pk
    assert Event.objects.get(thing_id=str(second.pk), verb="call").data["picked"] is True


def test_picking_somebody_who_was_called_already_is_refused(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.call(0)
    with pytest.raises(Refused) as refused:
        hall.call(1, ticket_id=ticket.pk)
    assert refused.value.code == "call-not-allowed"


def test_calling_again_counts_and_is_announced_again(hall: Hall) -> None:
    hall.arrive()
    called = hall.call()
    again = hall.at_window("call_again", called)
    assert again.calls == 2
    assert Event.objects.get(verb="call-again").public == {"ticket": "A001", "window": 1}


def test_another_clerk_cannot_start_my_ticket(hall: Hall) -> None:
    hall.arrive()
    called = hall.call(0)
    with pytest.raises(Refused) as refused:
        hall.at_window("start", called, place=1)
    assert refused.value.code == "ticket-elsewhere"
    assert "1 号窗口" in refused.value.text.zh


def test_put_back_people_keep_their_place(hall: Hall) -> None:
    hall.arrive(), hall.arrive()
    called = hall.call()
    back = hall.in_hall("put_back", called)
    assert (back.state, back.window_id, back.calls) == ("waiting", None, 0)
    assert hall.call(1).pk == called.pk


def test_somebody_who_was_put_back_from_service_starts_anew(hall: Hall) -> None:
    ticket = hall.serving()
    assert ticket.started_at is not None
    assert hall.in_hall("put_back", ticket).started_at is None


def test_nobody_leaves_a_window_at_which_somebody_stands(hall: Hall) -> None:
    hall.arrive()
    called = hall.call()
    with pytest.raises(Refused) as refused:
        actions.leave_window(account_id=hall.clerks[0].pk, now=hall.now, by="staff:x")
    assert refused.value.code == "window-busy"
    hall.in_hall("put_back", called)
    actions.leave_window(account_id=hall.clerks[0].pk, now=hall.now, by="staff:x")
    actions.leave_window(account_id=hall.clerks[0].pk, now=hall.now, by="staff:x")
    assert not Duty.objects.filter(account=hall.clerks[0], ended=None).exists()


def test_tickets_of_yesterday_are_not_called(hall: Hall) -> None:
    hall.arrive()
    hall.tick(24 * 60)
    assert hall.call() is None
    assert queries.waiting_count(hall.centre, hall.now) == 0


def test_a_window_without_a_clerk_is_shown_as_such(hall: Hall) -> None:
    make_windows(hall.centre, 0)
    Duty.objects.filter(window=hall.windows[1]).update(ended=hall.now)
    hall.arrive()
    hall.call(0)
    one, two, three = queries.hall(hall.centre, hall.now).windows
    assert (one.is_open, two.is_open, three.is_open) == (True, False, True)
    assert one.ticket
    assert one.ticket.number == "A001"
    assert two.account_id is None
    assert make_duty(hall.windows[1], hall.clerks[1]).ended is None


def test_a_supervisor_relieves_a_window_whose_clerk_went_without_leaving_it(hall: Hall) -> None:
    key = uuid.uuid4()
    for _ in range(2):
        actions.relieve_window(centre="LF", number=1, now=hall.tick(), by="staff:supervisor", key=key)
    assert duty_of(hall.clerks[0].pk) is None
    event = Event.objects.get(thing="window", verb="leave")
    assert (event.actor, event.thing_id) == ("staff:supervisor", "1")
    centres.take_window(centre="LF", number=1, account=make_account("clerk"), now=hall.tick())
    actions.relieve_window(centre="LF", number=1, now=hall.tick(), by="staff:supervisor", key=key)
    assert Duty.objects.filter(window=hall.windows[0], ended=None).exists(), "a repeat relieves nobody else"


def test_nobody_is_relieved_while_a_resident_is_at_the_window(hall: Hall) -> None:
    hall.serving()
    with pytest.raises(Refused, match="window-busy"):
        actions.relieve_window(centre="LF", number=1, now=hall.tick(), by="staff:supervisor", key=uuid.uuid4())
    with pytest.raises(NotFound):
        actions.relieve_window(centre="LF", number=77, now=hall.tick(), by="staff:supervisor", key=uuid.uuid4())
