"""Many at once, on the real PostgreSQL: no number twice, nobody called twice, no window with two."""

from __future__ import annotations

import uuid
from collections import Counter
from contextlib import suppress
from functools import partial

import pytest

from onetrip.centres import actions as centres
from onetrip.centres.models import Duty, Window
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions
from onetrip.lobby.layouts import Layout
from onetrip.lobby.models import Ticket, Visit
from tests.factories import NOW, TODAY, make_account
from tests.insight.past import a_slip
from tests.lobby.hall import Hall, open_hall
from tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(transactional_db: None) -> Hall:
    return open_hall(8)


def call(hall: Hall, place: int, **given: object) -> Ticket | None:
    given.setdefault("key", uuid.uuid4())
    return actions.call_next(
        centre="LF", window_id=hall.windows[place].pk, account_id=hall.clerks[place].pk, now=NOW, by="staff:x", **given
    )


def arrive(**given: object) -> Ticket:
    given.setdefault("key", uuid.uuid4())
    return actions.arrive(centre="LF", now=NOW, by="device:1", **given)


def test_eight_writers_never_give_a_number_twice(hall: Hall) -> None:
    def fifteen() -> list[str]:
        return [arrive().number for _ in range(15)]

    numbers = [number for drawn in together([fifteen] * 8) for number in drawn]
    assert sorted(numbers) == [f"A{serial:03}" for serial in range(1, 121)]


def test_of_eight_callers_of_one_person_exactly_one_gets_them(hall: Hall) -> None:
    for _ in range(5):
        ticket = arrive()
        called = together([lambda place=place: call(hall, place) for place in range(8)])
        assert [one.pk for one in called if one is not None] == [ticket.pk]
        hall.in_hall("leave", ticket)


def test_eight_windows_call_eight_different_people(hall: Hall) -> None:
    waiting = {arrive().pk for _ in range(8)}
    called = together([lambda place=place: call(hall, place) for place in range(8)])
    # Somebody locked by a neighbour's call is skipped, and whoever skipped them finds the next: nobody comes away empty.
    assert {ticket.pk for ticket in called} == waiting


def test_a_double_click_calls_one_person(hall: Hall) -> None:
    for _ in range(4):
        arrive()
    key = uuid.uuid4()
    called = together([lambda: call(hall, 0, key=key)] * 4)
    assert len({ticket.pk for ticket in called}) == 1
    assert Ticket.objects.filter(state="waiting").count() == 3
    assert Event.objects.filter(verb="call").count() == 1


def test_two_tabs_of_one_window_call_one_person(hall: Hall) -> None:
    for _ in range(4):
        arrive()
    outcomes = together([lambda: call(hall, 0)] * 4)
    assert Counter(type(outcome) for outcome in outcomes) == {Ticket: 1, Refused: 3}
    assert {outcome.code for outcome in outcomes if isinstance(outcome, Refused)} == {"window-busy"}
    assert Ticket.objects.filter(state="called").count() == 1


def test_somebody_picked_by_two_windows_goes_to_one(hall: Hall) -> None:
    ticket = arrive()
    outcomes = together([lambda place=place: call(hall, place, ticket_id=ticket.pk) for place in range(4)])
    assert Counter(type(outcome) for outcome in outcomes) == {Ticket: 1, Refused: 3}


def test_a_slip_scanned_at_four_machines_at_once_draws_one_number(hall: Hall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onetrip.lobby.actions.arriving.wanted_by", lambda slip: ())
    slip = a_slip(hall.centre, TODAY)
    tickets = together([lambda: arrive(slip_id=slip.pk)] * 4)
    assert len({ticket.pk for ticket in tickets}) == 1
    assert Visit.objects.count() == 1


def test_a_lost_answer_and_its_repeat_draw_one_number(hall: Hall) -> None:
    key = uuid.uuid4()
    tickets = together([lambda: arrive(key=key)] * 4)
    assert len({ticket.pk for ticket in tickets}) == 1
    assert Ticket.objects.count() == 1


def test_of_two_ends_of_one_visit_one_counts(hall: Hall) -> None:
    for _ in range(5):
        ticket = hall.serving()
        outcomes = together(
            [
                partial(hall.at_window, "finish", ticket),
                partial(hall.in_hall, "put_back", ticket),
                partial(hall.at_window, "finish", ticket),
            ]
        )
        assert sum(isinstance(outcome, Ticket) for outcome in outcomes) == 1
        ticket.refresh_from_db()
        visit = Visit.objects.get(pk=ticket.visit_id)
        assert (ticket.state == "done") == (visit.finished_at is not None)
        if ticket.state == "waiting":
            hall.in_hall("leave", ticket)


def test_a_number_that_its_resident_gives_up_while_the_night_lets_go_of_it_ends_once(hall: Hall) -> None:
    tickets = [arrive() for _ in range(6)]

    def give_up() -> int:
        ended = 0
        for ticket in tickets:
            with suppress(Refused):
                actions.leave(centre="LF", ticket_id=ticket.pk, now=NOW, by="staff:x", key=uuid.uuid4())
                ended += 1
        return ended

    def let_go() -> int:
        return len(actions.close_day(centre="LF", day=TODAY, now=NOW, by="system:clock"))

    assert sum(together([give_up, let_go, let_go])) == len(tickets)
    assert Event.objects.filter(verb="leave").count() == len(tickets)


def test_of_those_who_set_up_one_display_at_once_one_does_and_the_others_are_told(hall: Hall) -> None:
    def set_up(calls: int) -> None:
        layout = Layout(1, calls=calls)
        actions.set_layout(centre="LF", layout=layout, onto=0, now=NOW, by="staff:x", key=uuid.uuid4())

    found = together([partial(set_up, calls) for calls in (1, 2, 3, 4)])
    assert found.count(None) == 1
    assert [one.code for one in found if one is not None] == ["layout-changed"] * 3


def test_somebody_who_takes_two_windows_at_once_in_two_tabs_has_one_and_is_told_so(hall: Hall) -> None:
    account = make_account("clerk")
    numbers = (9, 10, 11, 12)
    for number in numbers:
        Window.objects.create(centre=hall.centre, number=number)
    found = together(
        [partial(centres.take_window, centre="LF", number=number, account=account, now=NOW) for number in numbers]
    )
    assert sum(isinstance(one, Duty) for one in found) == 1
    assert [one.code for one in found if isinstance(one, Refused)] == ["window-other"] * 3
