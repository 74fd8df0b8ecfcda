"""Every state × every verb: what the table lists happens, everything else is refused and changes nothing."""

from __future__ import annotations

import pytest

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket
from tests.cases import matters
from tests.devices.places import make_place
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db

AT_WINDOW = {"call-again": "call_again", "start": "start", "finish": "finish", "miss": "miss"}
IN_HALL = {
    "restore": ("restore", {}),
    "put-back": ("put_back", {}),
    "leave": ("leave", {}),
    "release": ("release", {}),
    "prioritise": ("prioritise", {"reason": "pregnant", "why": "seen"}),
    "correct": ("change_slip", {"slip_id": None}),
}
SENDING = {
    "hold": {"why": "copying"},
    "redirect": {"category": "ageing"},
    "transfer": {"to": 3, "why": "low-counter"},
}


@pytest.fixture(autouse=True)
def catalogue(db: None) -> None:
    matters.publish()


def ticket_in(hall: Hall, state: str) -> Ticket:
    """A ticket that came to `state` by the verbs that lead there, called often enough to be missed."""
    if state == "unissued":
        place = make_place(now=hall.now)
        return hall.arrive(on_paper=place.on_paper)
    ticket = hall.arrive()
    if state == "waiting":
        return ticket
    if state == "left":
        return hall.in_hall("leave", ticket)
    if state == "held":
        return hall.in_hall("hold", ticket, why="away")
    hall.call()
    for _ in range(hall.centre.calls_before_missed - 1):
        hall.at_window("call_again", ticket)
    if state == "missed":
        hall.at_window("miss", ticket)
    if state in ("serving", "done"):
        hall.at_window("start", ticket)
    if state == "done":
        hall.at_window("finish", ticket)
    ticket.refresh_from_db()
    return ticket


def attempt(hall: Hall, verb: str, ticket: Ticket) -> Ticket | None:
    if verb == "call":
        return hall.call(1, ticket_id=ticket.pk)
    if verb == "issue":
        return hall.in_hall("in_hand", ticket)
    if verb in AT_WINDOW:
        return hall.at_window(AT_WINDOW[verb], ticket)
    if verb == "resume":
        return hall.resume(ticket, 1)
    if verb in SENDING:
        at_window = {"account_id": hall.clerks[0].pk} if ticket.state in ("called", "serving") else {}
        return hall.in_hall(verb, ticket, **SENDING[verb], **at_window)
    name, given = IN_HALL[verb]
    return hall.in_hall(name, ticket, **given)


@pytest.mark.parametrize("verb", [step.verb for step in TICKET.steps])
@pytest.mark.parametrize("state", [state.value for state in Ticket.State])
def test_a_step_is_possible_exactly_where_the_table_lists_it(hall: Hall, state: str, verb: str) -> None:
    ticket = ticket_in(hall, state)
    assert ticket.state == state
    events = Event.objects.count()
    if TICKET.allows(verb, state):
        after = attempt(hall, verb, ticket)
        assert after is not None
        assert after.state == TICKET.step(verb).target
        event = Event.objects.latest("pk")
        assert (event.verb, event.from_state, event.to_state) == (verb, state, after.state)
        assert Event.objects.count() == events + 1
    else:
        with pytest.raises(Refused) as refused:
            attempt(hall, verb, ticket)
        assert refused.value.code == f"{verb}-not-allowed"
        assert refused.value.status == 409
        assert TICKET.states[state].zh in refused.value.text.zh
        before = Ticket.objects.filter(pk=ticket.pk).values().get()
        assert {name: getattr(ticket, name) for name in before} == before
        assert Event.objects.count() == events
