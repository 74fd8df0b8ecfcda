"""A hall in which anything may happen in any order, against a model of what a hall is."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from onetrip.ledger.models import Event
from onetrip.ledger.refusals import Refused
from onetrip.lobby import queries
from onetrip.lobby.lifecycle import TICKET
from onetrip.lobby.models import Ticket, Visit
from onetrip.lobby.priorities import SHIPPED
from tests.factories import NOW, published_catalogue
from tests.lobby.hall import Hall, open_hall

PLACES = st.integers(0, 2)
ENDED = {"done", "left"}
ASKED = [one.code for one in SHIPPED.asked]


@dataclass
class Person:
    """What the model knows of a ticket."""

    id: uuid.UUID
    serial: int
    queue_at: datetime
    state: str = "waiting"
    place: int | None = None
    since: datetime | None = None
    for_place: int | None = None
    calls: int = 0
    called_at: datetime | None = None


class HallMachine(RuleBasedStateMachine):
    """Invariants: one open ticket a window, every number once, nobody lost."""

    people = Bundle("people")

    @initialize()
    def open(self) -> None:
        self.rollback = transaction.atomic()
        self.rollback.__enter__()
        published_catalogue()
        self.hall: Hall = open_hall(3)
        self.known: dict[uuid.UUID, Person] = {}
        self.steps = 0

    @rule(target=people, reason=st.sampled_from(["", "", *ASKED]))
    def arrive(self, reason: str) -> Person:
        ticket = self.hall.arrive(reason=reason)
        minutes = SHIPPED.minutes(reason)
        person = Person(ticket.pk, len(self.known) + 1, self.hall.now - timedelta(minutes=minutes), since=self.hall.now)
        assert (ticket.serial, ticket.queue_at) == (person.serial, person.queue_at)
        self.known[person.id] = person
        self.steps += 1
        return person

    @precondition(lambda self: self.hall.now < NOW + timedelta(hours=4))  # no numbers are drawn when the door is shut
    @rule(minutes=st.integers(0, 30))
    def time_goes_by(self, minutes: int) -> None:
        self.hall.tick(minutes)

    @rule(place=PLACES)
    def call(self, place: int) -> None:
        if self.at(place) is not None:
            with pytest.raises(Refused, match="window-busy"), transaction.atomic():
                self.hall.call(place)
            return
        called = self.hall.call(place)
        expected = self.next_in_line(place)
        assert (called and called.pk) == (expected and expected.id)
        if expected is not None:
            self.move(expected, "called", place)
            expected.for_place = None
            expected.calls, expected.called_at = 1, self.hall.now

    @rule(place=PLACES, verb=st.sampled_from(["call_again", "start", "finish", "miss"]))
    def at_the_window(self, place: int, verb: str) -> None:
        person = self.at(place)
        if person is None:
            return
        word = verb.replace("_", "-")
        early = verb == "miss" and person.calls < self.hall.centre.calls_before_missed
        if early or not TICKET.allows(word, person.state):
            self.refused(verb, person, place)
            return
        self.hall.at_window(verb, self.ticket(person), place)
        person.calls += verb == "call_again"
        self.move(person, TICKET.step(word).target, place)

    @rule(person=people, verb=st.sampled_from(["restore", "leave", "put_back"]))
    def in_the_hall(self, person: Person, verb: str) -> None:
        word = verb.replace("_", "-")
        if not TICKET.allows(word, person.state):
            with pytest.raises(Refused, match=f"{word}-not-allowed"), transaction.atomic():
                self.hall.in_hall(verb, self.ticket(person))
            return
        self.hall.in_hall(verb, self.ticket(person))
        if verb == "restore":
            assert person.called_at is not None
            person.queue_at = self.hall.now - max(person.called_at - person.queue_at, timedelta(0)) / 2
            person.since = person.queue_at
        self.move(person, TICKET.step(word).target, None)

    @rule(person=people, verb=st.sampled_from(["hold", "redirect", "transfer"]), to=PLACES)
    def sent_away(self, person: Person, verb: str, to: int) -> None:
        given = {
            "hold": {"why": "away"},
            "redirect": {"category": "ageing"},
            "transfer": {"to": to + 1, "why": "system"},
        }
        account = {"account_id": self.hall.clerks[person.place].pk} if person.state in ("called", "serving") else {}
        same = verb == "transfer" and account and to == person.place
        if same or not TICKET.allows(verb, person.state):
            with pytest.raises(Refused), transaction.atomic():
                self.hall.in_hall(verb, self.ticket(person), **given[verb], **account)
            return
        number = self.ticket(person).number
        assert self.hall.in_hall(verb, self.ticket(person), **given[verb], **account).number == number
        self.move(person, TICKET.step(verb).target, None)
        person.for_place = to if verb == "transfer" else None

    @rule(person=people, place=PLACES)
    def taken_on(self, person: Person, place: int) -> None:
        if person.state != "held" or self.at(place) is not None:
            with pytest.raises(Refused), transaction.atomic():
                self.hall.resume(self.ticket(person), place)
            return
        self.hall.resume(self.ticket(person), place)
        self.move(person, "serving", place)
        person.calls, person.called_at = max(person.calls, 1), person.called_at or self.hall.now

    @rule(person=people)
    def released(self, person: Person) -> None:
        if person.state == "held":
            self.hall.in_hall("release", self.ticket(person))
            self.move(person, "waiting", None)

    @rule(person=people, reason=st.sampled_from(["", *ASKED]))
    def put_first(self, person: Person, reason: str) -> None:
        if person.state != "waiting":
            with pytest.raises(Refused), transaction.atomic():
                self.hall.in_hall("prioritise", self.ticket(person), reason=reason, why="seen")
            return
        self.hall.in_hall("prioritise", self.ticket(person), reason=reason, why="seen")
        assert person.since is not None
        person.queue_at = person.since - timedelta(minutes=SHIPPED.minutes(reason))
        self.steps += 1

    @rule(person=consumes(people))
    def let_go_of(self, person: Person) -> None:
        """Somebody of whom no more is heard; the invariants still count them."""

    @invariant()
    def a_window_has_one_open_ticket(self) -> None:
        open_tickets = Counter(
            Ticket.objects.filter(state__in=["called", "serving"]).values_list("window_id", flat=True)
        )
        assert all(count == 1 for count in open_tickets.values())
        assert None not in open_tickets

    @invariant()
    def every_number_was_given_once_and_none_is_lost(self) -> None:
        tickets = {
            pk: (serial, str(state)) for pk, serial, state in Ticket.objects.values_list("pk", "serial", "state")
        }
        assert tickets == {person.id: (person.serial, person.state) for person in self.known.values()}

    @invariant()
    def a_visit_is_over_exactly_when_its_ticket_is(self) -> None:
        over = set(Visit.objects.exclude(finished_at=None).values_list("ticket", flat=True))
        assert over == {person.id for person in self.known.values() if person.state in ENDED}

    @invariant()
    def the_hall_shows_everybody_who_waits_in_order(self) -> None:
        shown = [waiting.id for waiting in queries.hall(self.hall.centre, self.hall.now).waiting]
        line = sorted(self.waiting(), key=lambda person: (person.queue_at, person.serial))
        assert shown == [person.id for person in line]

    @invariant()
    def every_step_left_one_event(self) -> None:
        assert Event.objects.filter(thing="ticket").count() == self.steps

    def teardown(self) -> None:
        if hasattr(self, "rollback"):
            transaction.set_rollback(True)
            self.rollback.__exit__(None, None, None)
            queries.forget()

    def waiting(self) -> list[Person]:
        return [person for person in self.known.values() if person.state == "waiting"]

    def next_in_line(self, place: int) -> Person | None:
        """All three windows call all the time, so whoever was sent to one waits for it."""
        line = [one for one in self.waiting() if one.for_place in (None, place)]
        return min(line, key=lambda person: (person.queue_at, person.serial), default=None)

    def at(self, place: int) -> Person | None:
        here = [one for one in self.known.values() if one.place == place and one.state in ("called", "serving")]
        return here[0] if here else None

    def ticket(self, person: Person) -> Ticket:
        return Ticket.objects.get(pk=person.id)

    def move(self, person: Person, state: str, place: int | None) -> None:
        person.state, person.place = str(state), place
        self.steps += 1

    def refused(self, verb: str, person: Person, place: int) -> None:
        with pytest.raises(Refused), transaction.atomic():
            self.hall.at_window(verb, self.ticket(person), place)


@pytest.mark.django_db
def test_a_hall_keeps_its_word_whatever_happens() -> None:
    run_state_machine_as_test(
        HallMachine,
        settings=settings(
            max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


@pytest.mark.soak
@pytest.mark.django_db
def test_a_hall_keeps_its_word_for_long_whatever_happens() -> None:
    run_state_machine_as_test(
        HallMachine,
        settings=settings(
            max_examples=200, stateful_step_count=80, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
