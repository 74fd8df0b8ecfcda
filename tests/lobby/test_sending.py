"""A number leaves a window without being done: parked, sent on, sent to one window. It is always the same number."""

from __future__ import annotations

import uuid

import pytest

from onetrip.centres import actions as centres
from onetrip.centres.queries import duty_of
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Malformed, NotFound, Refused
from onetrip.lobby import queries
from onetrip.lobby.models import Ticket
from onetrip.lobby.parked import parked
from tests.factories import published_catalogue
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    published_catalogue()


def at_desk(hall: Hall, place: int = 0) -> dict[str, object]:
    return {"account_id": hall.clerks[place].pk}


def test_somebody_parked_frees_the_window_and_goes_on_at_any_other(hall: Hall) -> None:
    ticket = hall.serving()
    hall.in_hall("hold", ticket, why="copying", words="缺一张复印件", **at_desk(hall))
    following = hall.serving()
    assert following.pk != ticket.pk
    back = hall.resume(ticket, 2)
    assert (back.number, back.state, back.window_id) == (ticket.number, "serving", hall.windows[2].pk)
    assert hall.at_window("finish", back, 2).state == "done"


def test_the_colleague_reads_why_and_from_where_and_the_record_holds_no_words(hall: Hall) -> None:
    ticket = hall.serving(1) if hall.serving(0) else None
    hall.in_hall("hold", ticket, why="fetching", words="去对面银行", **at_desk(hall, 1))
    (one,) = parked(hall.centre, hall.now)
    assert (one.number, one.why.zh, one.words, one.window) == (ticket.number, "去取材料，今天回来", "去对面银行", 2)
    event = Event.objects.get(verb="hold")
    assert event.data == {"number": ticket.number, "window": 2, "why": "fetching"}
    assert event.public == {"changed": True}


def test_whoever_is_parked_is_not_called_and_keeps_the_place(hall: Hall) -> None:
    first, second = hall.arrive(), hall.arrive()
    hall.in_hall("hold", first, why="away")
    third = hall.arrive()
    assert [one.id for one in queries.hall(hall.centre, hall.now).waiting] == [second.pk, third.pk]
    hall.in_hall("release", first)
    assert hall.call().pk == first.pk


def test_a_window_that_is_taken_or_paused_takes_nobody_on(hall: Hall) -> None:
    ticket = hall.arrive()
    hall.in_hall("hold", ticket, why="away")
    centres.pause_window(duty=duty_of(hall.clerks[1].pk), reason="break", now=hall.now, by="x")
    with pytest.raises(Refused, match="paused"):
        hall.resume(ticket, 1)
    ticket.refresh_from_db()
    assert ticket.state == "held"


@pytest.mark.django_db(transaction=True)
def test_nobody_is_taken_on_beside_somebody_else(hall: Hall) -> None:
    parked_one = hall.arrive()
    hall.in_hall("hold", parked_one, why="away")
    other = hall.serving()
    with pytest.raises(Refused) as refused:
        hall.resume(parked_one)
    assert refused.value.code == "window-busy"
    assert other.number in refused.value.text.zh


def test_a_transfer_goes_to_that_window_with_its_reason_and_keeps_number_and_place(hall: Hall) -> None:
    ticket = hall.serving()
    others = [hall.arrive() for _ in range(2)]
    hall.in_hall("transfer", ticket, to=3, why="low-counter", words="坐轮椅", **at_desk(hall))
    assert hall.call(0).pk == others[0].pk
    taken = hall.call(2)
    assert (taken.pk, taken.number) == (ticket.pk, ticket.number)
    assert (taken.sent_from, taken.sent_why, taken.sent_words) == (1, "low-counter", "坐轮椅")
    assert taken.for_window_id is None


@pytest.mark.parametrize("gone", ["paused", "left"])
def test_when_that_window_stops_calling_any_other_takes_them(hall: Hall, gone: str) -> None:
    ticket = hall.serving()
    hall.in_hall("transfer", ticket, to=3, why="colleague", **at_desk(hall))
    assert hall.call(1) is None
    duty = duty_of(hall.clerks[2].pk)
    if gone == "paused":
        centres.pause_window(duty=duty, reason="meeting", now=hall.now, by="x")
    else:
        centres.leave_window(duty=duty, now=hall.now, by="x")
    assert hall.call(1).pk == ticket.pk


@pytest.mark.parametrize(
    ("to", "code"), [(9, "window-unknown"), (1, "window-same"), (2, "window-paused"), (3, "window-closed")]
)
def test_nobody_is_sent_to_a_window_that_does_not_call(hall: Hall, to: int, code: str) -> None:
    ticket = hall.serving()
    centres.pause_window(duty=duty_of(hall.clerks[1].pk), reason="break", now=hall.now, by="x")
    centres.leave_window(duty=duty_of(hall.clerks[2].pk), now=hall.now, by="x")
    with pytest.raises(Refused) as refused:
        hall.in_hall("transfer", ticket, to=to, why="colleague", **at_desk(hall))
    assert refused.value.code == code
    ticket.refresh_from_db()
    assert ticket.state == "serving"


def test_a_repeat_after_that_window_closed_gives_the_first_answer(hall: Hall) -> None:
    ticket, key = hall.serving(), uuid.uuid4()
    hall.in_hall("transfer", ticket, to=3, why="colleague", key=key, **at_desk(hall))
    centres.leave_window(duty=duty_of(hall.clerks[2].pk), now=hall.now, by="x")
    assert hall.in_hall("transfer", ticket, to=3, why="colleague", key=key, **at_desk(hall)).pk == ticket.pk
    assert Event.objects.filter(verb="transfer").count() == 1


def test_a_redirect_keeps_number_and_place_for_another_category(hall: Hall) -> None:
    ticket = hall.serving()
    later = hall.arrive()
    hall.in_hall("redirect", ticket, category="residence", **at_desk(hall))
    ticket.refresh_from_db()
    assert (ticket.state, ticket.category) == ("waiting", "residence")
    assert hall.call(1).pk == ticket.pk
    assert hall.call(2).pk == later.pk
    with pytest.raises(Malformed):
        hall.in_hall("redirect", later, category="nothing", **at_desk(hall, 2))


def test_a_number_goes_through_everything_and_stays_the_same(hall: Hall) -> None:
    ticket = hall.serving()
    number = ticket.number
    hall.in_hall("hold", ticket, why="writing", **at_desk(hall))
    hall.resume(ticket, 1)
    hall.in_hall("transfer", ticket, to=3, why="system", **at_desk(hall, 1))
    hall.call(2)
    hall.at_window("start", ticket, 2)
    hall.in_hall("redirect", ticket, category="ageing", **at_desk(hall, 2))
    called = hall.call(0)
    assert called.number == number
    assert Ticket.objects.count() == 1


def test_the_wait_that_was_told_ends_with_the_first_call_whatever_comes_after(hall: Hall) -> None:
    ticket = hall.serving()
    first = ticket.first_called_at
    hall.in_hall("transfer", ticket, to=3, why="system", **at_desk(hall))
    assert hall.call(2).first_called_at == first
    mistaken = hall.arrive()
    hall.call(0)
    hall.in_hall("put_back", mistaken)
    mistaken.refresh_from_db()
    assert mistaken.first_called_at is None


@pytest.mark.parametrize("verb", ["hold", "transfer", "redirect"])
def test_a_guide_sends_nobody_away_from_a_window(hall: Hall, verb: str) -> None:
    ticket = hall.serving()
    given = {"hold": {"why": "away"}, "transfer": {"to": 2, "why": "system"}, "redirect": {"category": "ageing"}}
    with pytest.raises(Refused) as refused:
        hall.in_hall(verb, ticket, **given[verb])
    assert refused.value.code == "ticket-at-window"
    assert "1 号窗口" in refused.value.text.zh


def test_a_clerk_sends_nobody_away_from_a_neighbours_window(hall: Hall) -> None:
    ticket = hall.serving()
    with pytest.raises(Refused) as refused:
        hall.in_hall("hold", ticket, why="away", **at_desk(hall, 1))
    assert refused.value.code == "ticket-elsewhere"


@pytest.mark.parametrize("words", ["310000196112180020 的户口簿", "号码 310000 1961 1218 0020"])
def test_a_word_for_the_colleague_never_holds_an_id_number(hall: Hall, words: str) -> None:
    ticket = hall.serving()
    with pytest.raises(Malformed) as refused:
        hall.in_hall("hold", ticket, why="copying", words=words, **at_desk(hall))
    assert "310000" not in refused.value.text.zh
    assert not Event.objects.filter(verb="hold").exists()


def test_a_reason_is_one_of_the_list(hall: Hall) -> None:
    ticket = hall.serving()
    with pytest.raises(Malformed):
        hall.in_hall("hold", ticket, why="because", **at_desk(hall))
    with pytest.raises(NotFound):
        hall.in_hall("release", Ticket(pk=uuid.uuid4()))
