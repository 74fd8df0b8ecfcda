"""A failed print is not a waiting person, and a person with paper in hand is never forgotten."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from onetrip.bridge.states import Outcome, PartState
from onetrip.centres.queries import settled
from onetrip.devices import actions as devices
from onetrip.devices.models import PrintJob
from onetrip.devices.rendering import NoPaper, render
from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket
from onetrip.lobby.printing import paper_now, ticket_sheet, unissued
from onetrip.prints.ticket import ticket_words
from tests.devices.places import Place, make_place, ready
from tests.factories import TODAY
from tests.lobby.hall import Hall, open_hall
from tests.together import together

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(hall: Hall) -> Place:
    return make_place(now=hall.now)


def waiting(hall: Hall) -> list[str]:
    centre = settled("LF").centre
    listed = [one.number for one in queries.hall(centre, hall.now).waiting]
    assert queries.waiting_count(centre, hall.now) == len(listed)
    return listed


def draw(hall: Hall, place: Place) -> Ticket:
    ticket = hall.arrive(on_paper=place.on_paper)
    place.heard(hall.now)
    return ticket


def fresh(ticket: Ticket) -> Ticket:
    return Ticket.objects.get(pk=ticket.pk)


def test_ticket_and_print_are_one_act_and_the_number_waits_only_once_its_paper_is_out(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    assert (ticket.state, ticket.paper) == ("unissued", "printing")
    assert waiting(hall) == []
    assert hall.call() is None, "nobody is called by a number that is not out"
    place.prints()
    assert (fresh(ticket).state, fresh(ticket).paper) == ("waiting", "printed")
    assert waiting(hall) == [ticket.number]
    called = hall.call()
    assert called is not None
    assert called.pk == ticket.pk


def test_the_hall_hears_of_a_number_when_it_enters_the_queue_and_not_before(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    assert Event.objects.get(thing="ticket", verb="draw").public is None
    place.prints()
    assert Event.objects.get(thing="ticket", verb="issue").public == {"changed": True}
    assert fresh(ticket).queue_at == ticket.queue_at


def test_a_slow_printer_costs_nobody_their_place(hall: Hall, place: Place) -> None:
    first = draw(hall, place)
    second = hall.arrive()
    place.prints()
    assert waiting(hall) == [first.number, second.number]


@pytest.mark.parametrize("reason", ["paper-out", "jam", "silent"])
def test_a_failed_print_stands_in_no_queue_and_says_why(hall: Hall, place: Place, reason: str) -> None:
    ticket = draw(hall, place)
    place.prints(Outcome.FAILED, reason)
    assert (fresh(ticket).state, fresh(ticket).paper) == ("unissued", "failed")
    assert waiting(hall) == []
    assert hall.call() is None
    told = paper_now(fresh(ticket), place.printer, place.now)
    assert told.why is not None
    assert [one.ticket.pk for one in unissued(settled("LF").centre, hall.now)] == [ticket.pk]


def test_a_printer_in_trouble_is_not_even_asked(hall: Hall, place: Place) -> None:
    place.beat(ready(PartState.OUT))
    assert place.printer.trouble == "paper-out"
    ticket = draw(hall, place)
    assert (ticket.state, ticket.paper) == ("unissued", "failed")
    assert not PrintJob.objects.exists()
    assert waiting(hall) == []


def test_a_paper_that_may_be_out_puts_its_number_into_the_queue(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    place.sent(place.take())  # type: ignore[arg-type]
    place.beat(fresh=True)  # the bridge was killed after it had sent
    assert (fresh(ticket).state, fresh(ticket).paper) == ("waiting", "unsure")
    assert waiting(hall) == [ticket.number]
    place.ended(PrintJob.objects.get(), Outcome.PRINTED)
    assert fresh(ticket).paper == "printed"


def test_printed_again_after_a_failure_it_waits_where_it_would_have(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    place.prints(Outcome.FAILED, "paper-out")
    later = hall.arrive()
    place.heard(hall.now)
    again = {"centre": "LF", "ticket_id": ticket.pk, "by": "device:check-in-1", "key": uuid.uuid4()}
    actions.print_again(**again, on_paper=place.on_paper, now=hall.now)
    actions.print_again(**again, on_paper=place.on_paper, now=hall.now)
    assert PrintJob.objects.count() == 2, "the same press again prints nothing more"
    assert PrintJob.objects.latest("asked_at").is_copy
    assert fresh(ticket).paper == "printing"
    place.prints()
    assert waiting(hall) == [ticket.number, later.number]


def test_told_by_word_or_taken_by_phone_it_waits_and_the_paper_is_none(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    place.prints(Outcome.FAILED, "jam")
    hall.in_hall("in_hand", ticket)
    assert (fresh(ticket).state, fresh(ticket).paper) == ("waiting", "none")
    assert waiting(hall) == [ticket.number]


def test_a_copy_that_fails_takes_nobody_out_of_the_queue(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    place.prints()
    hall.tick()
    place.heard(hall.now)
    actions.print_again(
        centre="LF", ticket_id=ticket.pk, on_paper=place.on_paper, now=hall.now, by="device:x", key=uuid.uuid4()
    )
    place.prints(Outcome.FAILED, "paper-out")
    assert (fresh(ticket).state, fresh(ticket).paper) == ("waiting", "printed")
    assert paper_now(fresh(ticket), place.printer, place.now).state == "failed", "and yet whoever asked is told"


def test_nobody_prints_a_number_that_is_over(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    hall.in_hall("leave", ticket)
    with pytest.raises(Refused):
        actions.print_again(
            centre="LF", ticket_id=ticket.pk, on_paper=place.on_paper, now=hall.now, by="x", key=uuid.uuid4()
        )
    job = place.take()
    assert job is not None
    with pytest.raises(NoPaper) as no:
        render(job, place.now)
    devices.cannot_render(
        station=place.station, job_id=job.pk, lease=place.lease, reason=no.value.reason, now=place.now
    )
    assert PrintJob.objects.get().reason == "not-rendered"
    assert fresh(ticket).state == "left"


def test_a_repeated_arrival_prints_once(hall: Hall, place: Place) -> None:
    key = uuid.uuid4()
    tickets = {hall.arrive(on_paper=place.on_paper, key=key).pk for _ in range(3)}
    assert len(tickets) == 1
    assert PrintJob.objects.count() == 1


def test_a_number_that_nobody_took_is_let_go_with_its_day(hall: Hall, place: Place) -> None:
    ticket = draw(hall, place)
    actions.close_day(centre="LF", day=TODAY, now=hall.now + timedelta(days=1), by="system")
    assert fresh(ticket).state == "left"


def test_what_stands_on_a_copy_says_that_it_is_one(hall: Hall, place: Place) -> None:
    ticket = queries.ticket(draw(hall, place).pk)
    for language, word in (("zh", "补打"), ("en", "copy")):
        words = str(ticket_words(ticket_sheet(ticket, address="http://x/t/0", now=hall.now, copy=True), language))
        assert word in words.lower()
        words = str(ticket_words(ticket_sheet(ticket, address="http://x/t/0", now=hall.now), language))
        assert word not in words.lower()


def test_the_paper_counts_those_ahead_as_if_the_number_were_in_the_queue(hall: Hall, place: Place) -> None:
    for _ in range(3):
        hall.arrive()
    ticket = queries.ticket(draw(hall, place).pk)
    hall.arrive()
    assert ticket_sheet(ticket, address="http://x/t/0", now=hall.now).ahead == 3


def test_in_a_rush_nobody_is_told_a_place_that_somebody_has_whose_paper_is_just_coming_out(
    hall: Hall, place: Place
) -> None:
    drawn = [draw(hall, place) for _ in range(3)]
    papers = [ticket_sheet(queries.ticket(one.pk), address="http://x/t/0", now=hall.now).ahead for one in drawn]
    assert papers == [0, 1, 2]
    assert [one.estimate_minutes for one in drawn] == [0, 2, 4]
    last = hall.arrive()
    assert queries.ahead(last.pk) == 3
    place.prints(Outcome.FAILED, "paper-out")
    assert queries.ahead(last.pk) == 2, "whose paper failed may never come"


def said(ticket: Ticket, hall: Hall) -> str:
    sheet = ticket_sheet(queries.ticket(ticket.pk), address="http://x/t/0", now=hall.now)
    return str(ticket_words(sheet, "zh")) + str(ticket_words(sheet, "en"))


def test_a_reprint_says_how_the_number_stands_and_tells_nobody_in_vain_that_they_are_next(
    hall: Hall, place: Place
) -> None:
    ticket = draw(hall, place)
    place.prints()
    assert "下一位就是您" in said(ticket, hall)
    called = hall.call()
    assert called is not None
    assert "请到 1 号窗口" in said(ticket, hall)
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    hall.at_window("miss", ticket)
    assert "过号了" in said(ticket, hall)
    assert "back in the queue" in said(ticket, hall)
    hall.in_hall("restore", ticket)
    hall.in_hall("hold", ticket, why="away")
    assert "先放一放" in said(ticket, hall)
    hall.in_hall("leave", ticket)
    assert "已经取消" in said(ticket, hall)
    assert "下一位" not in said(ticket, hall)
    assert "You are next" not in said(ticket, hall)
    assert "坐着等" not in said(ticket, hall)


@pytest.mark.django_db(transaction=True)
def test_whoever_calls_while_papers_come_out_calls_only_numbers_that_are_out(transactional_db: None) -> None:
    hall = open_hall(4)
    place = make_place(now=hall.now)
    for _ in range(4):
        hall.arrive(on_paper=place.on_paper)
    place.later(4 * 60)
    place.beat()
    jobs = []
    for _ in range(4):
        job = place.take()
        assert job is not None
        place.sent(job)
        jobs.append((job, place.lease))

    def end(job: PrintJob, lease: uuid.UUID, outcome: Outcome) -> object:
        return devices.ended(
            station=place.station, job_id=job.pk, lease=lease, outcome=outcome, reason="jam", now=place.now
        )

    outcomes = [Outcome.PRINTED, Outcome.FAILED, Outcome.PRINTED, Outcome.FAILED]
    ends = [
        lambda job=job, lease=lease, how=how: end(job, lease, how)
        for (job, lease), how in zip(jobs, outcomes, strict=True)
    ]
    together([*ends, *(lambda place=place: hall.call(place) for place in range(4))])
    printed = {job.reference for (job, _), how in zip(jobs, outcomes, strict=True) if how is Outcome.PRINTED}
    called = {str(pk) for pk in Ticket.objects.filter(state="called").values_list("pk", flat=True)}
    assert called <= printed
    assert Ticket.objects.filter(state="unissued", paper="failed").count() == 2
