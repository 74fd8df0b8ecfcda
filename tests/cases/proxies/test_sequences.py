"""Whatever is pressed in whatever order: nothing of one person is shown or handed to another without authority.

Three persons, one window. A model beside the house knows who is here, for whom, and who may act for whom; after every press
the window's page and the database are compared with it.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onetrip.advice.models import Slip
from onetrip.cases.actions import AcceptedMatter, accept
from onetrip.cases.counter import Counter as Shown
from onetrip.cases.counter import counter as shown_at
from onetrip.cases.delivering import actions as delivering
from onetrip.cases.delivering.actions import Taker
from onetrip.cases.models import Authority, Case, Delivery
from onetrip.cases.proxies.actions import Shown as Letter
from onetrip.cases.proxies.actions import end_authority, register_at_window
from onetrip.cases.ticks import Ticks
from onetrip.ledger.refusals import Refused
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from onetrip.people.models import Resident
from tests.cases.counter import Counter
from tests.factories import NOW, synthetic_identity

pytestmark = pytest.mark.django_db

MATTERS = ("pension", "bus-card", "silent", "at-once")
VERBS = {
    "pair": 4,  # both cards in one go: most of what can go wrong begins there
    "recognise": 1,
    "came": 3,
    "guardian": 1,
    "swap": 1,
    "self": 1,
    "slip": 3,
    "letter": 4,
    "revoke": 1,
    "accept": 4,
    "collect": 3,
    "next": 1,
    "tomorrow": 2,
}
"""What can be done, and how often it is."""

deeds = st.lists(
    st.tuples(
        st.sampled_from([verb for verb, often in VERBS.items() for _ in range(often)]),
        st.sampled_from([0, 0, 0, 1, 2]),
        st.sampled_from([1, 1, 1, 0, 2]),
        st.sampled_from(["pension", *MATTERS]),
    ),
    min_size=8,
    max_size=24,
)


@dataclass
class Window:
    """One window, three persons with a slip each, and what was refused so far."""

    counter: Counter
    people: list[Resident]
    slips: list[Slip]
    ticket: Ticket = field(init=False)
    handed: list[tuple[str, uuid.UUID | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.next()

    @property
    def clerk(self) -> Any:
        return self.counter.hall.clerks[0]

    @property
    def visit(self) -> Visit:
        return Visit.objects.get(pk=self.ticket.visit_id)

    def _at_window(self) -> dict[str, Any]:
        return {
            "ticket_id": self.ticket.pk,
            "account_id": self.clerk.pk,
            "now": self.counter.hall.tick(),
            "by": self.clerk.actor,
            "key": uuid.uuid4(),
        }

    def next(self) -> None:
        self.ticket = self.counter.serving()

    def do(self, verb: str, one: Resident, other: Resident, slip: Slip, matter: str) -> None:
        todo: dict[str, Callable[[], Any]] = {
            "pair": lambda: self._pair(one, other),
            "recognise": lambda: lobby.recognise(resident_id=one.pk, **self._at_window()),
            "slip": lambda: lobby.recognise(slip_id=slip.pk, **self._at_window()),
            "came": lambda: lobby.somebody_came(proxy_id=other.pk, relation="agent", **self._at_window()),
            "guardian": lambda: lobby.somebody_came(proxy_id=other.pk, relation="guardian", **self._at_window()),
            "swap": lambda: lobby.swap_persons(**self._at_window()),
            "self": lambda: lobby.came_in_person(**self._at_window()),
            "letter": lambda: self._enter(matter),
            "revoke": lambda: self._revoke(one),
            "accept": lambda: self._accept(matter),
            "next": self._next,
            "collect": lambda: self._collect(one, other),
            "tomorrow": self._tomorrow,
        }
        todo[verb]()

    def _pair(self, one: Resident, other: Resident) -> None:
        lobby.recognise(resident_id=one.pk, **self._at_window())
        lobby.somebody_came(proxy_id=other.pk, relation="agent", **self._at_window())

    def _enter(self, matter: str) -> None:
        visit = self.visit
        four = [str(person.number)[-4:] if person else "0000" for person in (visit.resident, visit.proxy)]
        proof, until = ("court", None) if visit.relation == "guardian" else ("letter", self.day + timedelta(days=1))
        register_at_window(shown=Letter(proof, (matter,), until, *four), **self._at_window())

    def _revoke(self, one: Resident) -> None:
        for authority in Authority.objects.filter(principal=one, ended_at=None)[:1]:
            end_authority(authority_id=authority.pk, **self._at_window())

    def _accept(self, matter: str) -> None:
        at = self._at_window()
        accept(
            matters=[AcceptedMatter(matter, ("id-card", "proxy-id-card") if self.needs_card(matter) else ("id-card",))],
            **at,
        )

    def needs_card(self, matter: str) -> bool:
        return self.visit.proxy_id is not None and matter != "silent"

    def _next(self) -> None:
        self.counter.hall.at_window("finish", self.ticket)
        delivering.close_on_the_spot(now=self.counter.hall.now, by="system:clock")
        self.next()

    def _tomorrow(self) -> None:
        """The visit ends and the next one is on another day."""
        self.counter.hall.at_window("finish", self.ticket)
        delivering.close_on_the_spot(now=self.counter.hall.now, by="system:clock")
        self.counter.hall.now += timedelta(days=1)
        self.next()

    @property
    def day(self) -> date:
        return self.counter.hall.centre.day_of(self.counter.hall.now)

    def _collect(self, one: Resident, other: Resident) -> None:
        """Whatever of `one` is ready goes to `other`, if the house lets it."""
        Case.objects.filter(resident=one, state="accepted").update(
            state="completed", completed_at=self.counter.hall.now, result_at="LF", collect_at="LF"
        )
        ready = list(Case.objects.filter(resident=one, state="completed"))
        if not ready:
            return
        taker = Taker(number=str(other.number)) if one == other else Taker(True, "来取的人", str(other.number))
        may = {case.pk: self.may_act(one, other, case.matter) for case in ready}
        delivering.hand_out(
            centre="LF",
            case_ids=[case.pk for case in ready],
            taker=taker,
            now=self.counter.hall.tick(),
            by=self.clerk.actor,
            key=uuid.uuid4(),
        )
        # It went through: then every one of them was theirs, or on an authority that holds today.
        assert one == other or all(may.values())

    def may_act(self, principal: Resident, agent: Resident, matter: str) -> bool:
        """Said once more, in SQL of the test's own."""
        held = Authority.objects.filter(
            principal=principal, agent=agent, ended_at=None, since__lte=self.day, until__gte=self.day
        )
        return any(not one.matters or matter in one.matters for one in held)

    def page(self) -> Shown:
        return shown_at("LF", self.clerk, self.counter.hall.now, Ticks())


def holds(window: Window) -> None:
    """What has to be true after every press."""
    visit = window.visit
    assert visit.proxy_id is None or visit.proxy_id != visit.resident_id
    # A slip on the visit is nobody's, or that of the person concerned: never the plan of the one who came.
    if visit.slip is not None and visit.slip.resident_id is not None:
        assert visit.slip.resident_id == visit.resident_id
    for case in Case.objects.filter(visit=visit):
        assert case.resident_id in (visit.resident_id, None)  # accepted before any card was read, it stays nobody's
        assert case.proxy_id == visit.proxy_id
    at = window.page().at
    assert at is not None
    concerned, came = visit.resident, visit.proxy
    for slip in at.other_slips:  # what the house offers of what it has of a person
        assert concerned is not None
        assert slip.resident_id == concerned.pk
        assert came is None or any(window.may_act(concerned, came, matter) for matter in (*MATTERS, "nothing"))
    if at.persons is not None:
        for one in at.persons.in_force:
            assert (one.authority.principal_id, one.authority.agent_id) == (visit.resident_id, visit.proxy_id)
        for one in at.persons.given:
            assert came is None
            assert one.authority.principal_id == visit.resident_id
    assert not at.may_look_up or came is None


def all_that_was_accepted_or_handed_over(window: Window) -> None:
    for case in Case.objects.filter(proxy__isnull=False).select_related("authority"):
        assert case.by_proxy
        if case.matter in ("pension", "bus-card", "at-once") or case.relation == "guardian":
            authority = case.authority
            assert authority is not None  # the letter that the matter asks for, or the proof by law
            assert (authority.principal_id, authority.agent_id) == (case.resident_id, case.proxy_id)
            assert authority.covers(case.matter)
            on = window.counter.hall.centre.day_of(case.received_at)
            assert authority.since <= on <= authority.until
            assert authority.ended_at is None or authority.ended_at >= case.received_at
    for row in Delivery.objects.filter(state="done").select_related("case__resident", "case__proxy"):
        mine = row.case.resident.masked_number if row.case.resident else ""
        if row.taken_by == "self":
            assert row.taker_number == mine
        elif row.taken_by == "proxy":
            assert row.taker_number != mine


@pytest.fixture
def town(counter: Counter) -> tuple[list[Resident], list[Slip]]:
    """Three persons, each with a slip of their own that nobody has used."""
    people, slips = [], []
    for born, name in ((date(1958, 3, 2), "王甲"), (date(1985, 1, 1), "李乙"), (date(1990, 1, 1), "张丙")):
        people.append(know(identity=synthetic_identity(born), name=name, now=NOW))
        slip = counter.slip("pension")
        slip.resident = people[-1]
        slip.save()
        slips.append(slip)
    return people, slips


@given(done=deeds)
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nothing_of_one_reaches_the_other_without_authority(
    counter: Counter, town: tuple[list[Resident], list[Slip]], done: list[tuple[str, int, int, str]]
) -> None:
    people, slips = town
    save = transaction.savepoint()
    try:
        counter.hall.now = NOW
        window = Window(counter, people, slips)
        for verb, one, other, matter in done:
            inner = transaction.savepoint()
            try:
                window.do(verb, people[one], people[other], slips[one], matter)
            except Refused:
                transaction.savepoint_rollback(inner)
            holds(window)
        all_that_was_accepted_or_handed_over(window)
    finally:
        transaction.savepoint_rollback(save)
