"""One slip, two halls: whoever goes to another centre is served there at once and waits in no other any more."""

from __future__ import annotations

import uuid

import pytest
import time_machine

from onetrip.advice.models import Slip
from onetrip.ledger.models import Event
from onetrip.lobby import actions, queries
from onetrip.lobby.models import Ticket, Visit
from onetrip.lobby.moved import moved
from tests import browsing
from tests.cases.counter import Counter, open_counter
from tests.factories import make_centre
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def counter(db: None) -> Counter:
    """The hall of LF, beside PX."""
    make_centre("PX")
    return open_counter()


def draw_at_px(hall: Hall, slip: Slip, **given: object) -> Ticket:
    given.setdefault("key", uuid.uuid4())
    return actions.arrive(centre="PX", slip_id=slip.pk, now=hall.tick(), by="device:px", **given)


def test_a_slip_with_a_number_elsewhere_draws_here_and_ends_the_other_which_says_where_they_went(
    counter: Counter,
) -> None:
    slip = counter.slip("card")
    there = draw_at_px(counter.hall, slip)
    here = counter.hall.arrive(slip_id=slip.pk)
    there.refresh_from_db()
    assert (here.centre_id, here.state) == ("LF", "waiting")
    assert (there.state, there.visit.outcome) == ("left", "left")
    left = Event.objects.get(thing_id=str(there.pk), verb="leave")
    assert (left.centre, left.data["went_to"], left.public) == ("PX", "LF", {"changed": True})
    assert Event.objects.get(thing_id=str(here.pk), verb="draw").data["left"] == [f"PX {there.number}"]
    assert moved(queries.ticket(there.pk)).went_to is not None
    assert [number for _, number in moved(queries.ticket(here.pk)).left] == [there.number]


def test_at_the_machine_nobody_is_shown_a_number_that_this_hall_does_not_call(counter: Counter) -> None:
    slip = counter.slip("card")
    there = draw_at_px(counter.hall, slip)
    with time_machine.travel(counter.hall.tick(), tick=False):
        machine, guide = browsing.visitor("device"), browsing.visitor("guide")
        given = {"scan": f"https://onetrip.example/s/{slip.token}", "idempotency_key": browsing.key()}
        page = browsing.words(machine.post("/hall/arrivals", given, follow=True))
        here = Ticket.objects.get(centre="LF")
        assert here.number in page
        assert f"您在测试街道中心的 {there.number} 已经取消" in page
        assert f"在测试街道中心取的 {there.number} 已经结束" in browsing.words(guide.get(f"/hall/?ticket={here.pk}"))
        other_guide = browsing.visitor(browsing.account("guide", centre="PX"))
        assert "去了测试街道中心" in browsing.words(other_guide.get(f"/hall/?ticket={there.pk}"))
        assert "您在测试街道中心取了号" in browsing.words(browsing.visitor().get(f"/t/{there.pk}"))


def test_whoever_is_at_a_window_there_stays_there(counter: Counter) -> None:
    slip = counter.slip("card")
    counter.serving(slip)
    there = draw_at_px(counter.hall, slip)
    assert there.state == "waiting"
    assert Visit.objects.filter(slip=slip, finished_at=None).count() == 2


def test_a_hall_that_another_node_runs_is_not_ours_to_end(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    slip = counter.slip("card")
    there = draw_at_px(counter.hall, slip)
    monkeypatch.setattr("onetrip.centres.elsewhere._ask", lambda: frozenset({"PX"}))
    assert counter.hall.arrive(slip_id=slip.pk).state == "waiting"
    there.refresh_from_db()
    assert there.state == "waiting"


def test_a_slip_recognised_at_a_window_ends_the_number_elsewhere_too(counter: Counter) -> None:
    slip = counter.slip("card")
    there = draw_at_px(counter.hall, slip)
    ticket = counter.serving()
    actions.recognise(
        ticket_id=ticket.pk, account_id=counter.hall.clerks[0].pk, slip_id=slip.pk,
        now=counter.hall.tick(), by=counter.hall.clerks[0].actor, key=uuid.uuid4(),
    )  # fmt: skip
    there.refresh_from_db()
    assert there.state == "left"
    assert Event.objects.get(verb="recognise-slip").data["left"] == [f"PX {there.number}"]


def test_a_repeated_request_ends_and_draws_once(counter: Counter) -> None:
    slip, key = counter.slip("card"), uuid.uuid4()
    draw_at_px(counter.hall, slip)
    first, again = (counter.hall.arrive(slip_id=slip.pk, key=key) for _ in range(2))
    assert first.pk == again.pk
    assert Event.objects.filter(verb="leave").count() == 1


def test_the_paper_of_a_number_elsewhere_is_told_in_words_what_to_do(counter: Counter) -> None:
    there = draw_at_px(counter.hall, counter.slip("card"))
    with time_machine.travel(counter.hall.tick(), tick=False):
        given = {"scan": f"https://onetrip.example/t/{there.pk}", "idempotency_key": browsing.key()}
        answer = browsing.visitor("device").post("/hall/arrivals", given)
    assert answer.status_code == 422
    assert "直接取号" in browsing.words(answer)
    assert 'name="scan"' in answer.content.decode()
