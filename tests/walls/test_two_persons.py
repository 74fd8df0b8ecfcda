"""Whoever comes for somebody else: what is on file is honoured at every window, and shown where its case is."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest

from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.delivering.actions import hand_out
from onetrip.cases.delivering.actions.handing_out import Taker
from onetrip.cases.models import Authority, Case
from onetrip.cases.proxies import queries
from onetrip.cases.proxies.actions import Shown, end_authority
from onetrip.ledger.refusals import NotFound
from onetrip.lobby import actions as lobby
from onetrip.lobby.models import Ticket, Visit
from onetrip.people.actions import know
from onetrip.people.models import Resident
from onetrip.walls import scope
from tests.cases.counter import Counter
from tests.cases.proxies import matters
from tests.factories import NOW, TODAY, make_account, make_centre, make_duty, synthetic_identity
from tests.lobby.hall import Hall
from tests.walls.city import Place, place

pytestmark = pytest.mark.django_db

PENSION = AcceptedMatter("pension", ("id-card", "proxy-id-card"))
IN_A_MONTH = TODAY + timedelta(days=30)


def counter(code: str) -> Counter:
    """One window of a centre of its own."""
    centre = make_centre(code, windows=1)
    window, clerk = centre.windows.get(), make_account("clerk", centre=code)
    make_duty(window, clerk)
    return Counter(Hall(centre, [window], [clerk]))


@pytest.fixture
def lf() -> Counter:
    matters.publish()
    return counter("LF")


@pytest.fixture
def px(lf: Counter) -> Counter:
    return counter("PX")


@pytest.fixture
def letter(lf: Counter) -> Authority:
    """Handed in at LF."""
    with scope.within("LF"):
        ticket = lf.serving()
        lf.came(ticket)
        return lf.authorise(ticket, "pension", until=IN_A_MONTH)


def at(counter: Counter, letter: Authority, *, came_themselves: bool = False) -> Ticket:
    """The two persons of a letter at a window, or the one who gave it alone."""
    ticket = counter.serving(resident_id=letter.principal_id)
    if not came_themselves:
        clerk, hall = counter.hall.clerks[0], counter.hall
        given = {"ticket_id": ticket.pk, "account_id": clerk.pk, "by": clerk.actor, "key": uuid.uuid4()}
        lobby.somebody_came(proxy_id=letter.agent_id, relation="agent", now=hall.tick(), **given)
    return ticket


def end(counter: Counter, ticket: Ticket, letter: Authority, key: uuid.UUID | None = None) -> Authority:
    clerk = counter.hall.clerks[0]
    given = {"now": counter.hall.tick(), "by": clerk.actor, "key": key or uuid.uuid4()}
    return end_authority(ticket_id=ticket.pk, account_id=clerk.pk, authority_id=letter.pk, **given)


def test_a_letter_that_one_centre_has_on_file_is_accepted_on_at_another_and_shown_there_from_then_on(
    px: Counter, letter: Authority
) -> None:
    with scope.within("PX"):
        assert not Authority.objects.exists()
        assert not Resident.objects.exists()
        case = px.accept(at(px, letter), PENSION).cases.get()
        assert (case.authority_id, case.proxy_id) == (letter.pk, letter.agent_id)
        assert Authority.objects.get() == letter
        assert {one.pk for one in Resident.objects.all()} == {letter.principal_id, letter.agent_id}


def test_who_may_act_for_somebody_is_told_with_a_name_at_every_centre(px: Counter, letter: Authority) -> None:
    with scope.within("PX"):
        assert [one.agent.masked_name for one in queries.held_for(letter.principal_id, TODAY)] == ["李＊＊"]
        assert queries.may_act(letter.principal_id, letter.agent_id, "pension", TODAY) == letter


def test_a_letter_is_revoked_at_any_window_and_then_holds_at_none(px: Counter, lf: Counter, letter: Authority) -> None:
    key = uuid.uuid4()
    with scope.within("PX"):
        ticket = at(px, letter, came_themselves=True)
        assert end(px, ticket, letter, key).ending == Authority.Ending.REVOKED
        assert end(px, ticket, letter, key).pk == letter.pk  # the same press, heard twice
    with scope.within("LF"):
        assert queries.may_act(letter.principal_id, letter.agent_id, "pension", TODAY) is None


def test_nobody_else_is_told_at_another_centre_that_there_is_a_letter(px: Counter, letter: Authority) -> None:
    stranger = know(identity=synthetic_identity(), now=NOW)
    with scope.within("PX"):
        ticket = px.serving(resident_id=stranger.pk)
        with pytest.raises(NotFound):
            end(px, ticket, letter)
    letter.refresh_from_db()
    assert letter.ended_at is None


def test_who_collects_for_somebody_and_was_never_here_is_known_where_the_letter_was_entered_and_nowhere_else(
    px: Counter, lf: Counter
) -> None:
    with scope.within("LF"):
        ticket = lf.serving()
        resident = know(identity=synthetic_identity(), now=NOW, name="王本人")
        Visit.objects.filter(pk=ticket.visit_id).update(resident=resident)
        case = lf.accept(ticket, AcceptedMatter("at-once", ("id-card",))).cases.get()
        daughter = synthetic_identity()
        shown = Shown("letter", ("at-once",), None, resident.number[-4:], daughter.number[-4:])
        taker = Taker(True, "李代办", daughter.number, relation="agent", shown=shown)
        hand_out(centre="LF", case_ids=[case.pk], taker=taker, now=lf.hall.tick(), by="staff:x", key=uuid.uuid4())
        assert Authority.objects.get().agent.name == "李代办"
    with scope.within("PX"):
        assert not Authority.objects.exists()
        assert not Resident.objects.exists()


def test_a_department_sees_both_persons_of_its_cases_and_on_what_the_one_acts() -> None:
    here: Place = place("LF")
    with scope.under(scope.of_centres([], [("civil-affairs", "*")])):
        case = Case.objects.select_related("authority", "proxy").get()
        assert (case.authority.agent_id, case.proxy.pk) == (here.agent.pk, here.agent.pk)
    with scope.under(scope.of_centres([], [("health", "*")])):
        assert not Authority.objects.exists()
        assert not Resident.objects.exists()
