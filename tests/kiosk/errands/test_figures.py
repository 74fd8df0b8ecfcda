"""How much of the work serves itself, counted from events and cases."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from onetrip.kiosk.errands import actions
from onetrip.kiosk.errands.figures import counted, figures
from onetrip.kiosk.errands.views.usage import hour_marks, left_marks
from tests.browsing import visitor, words
from tests.factories import synthetic_number
from tests.kiosk.errands.drawn import signature
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def test_runs_are_counted_by_what_became_of_them(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    machine.submit()
    machine.begin("reissue")
    machine.do("show_step", step="who")
    actions.leave(seat=machine.seat, why="idle", now=machine.tick(), by=BY)
    machine.reissue(until="papers")
    machine.do("show_step", step="papers")
    machine.do("give_up")

    found = figures(machine.centre, 7, machine.now)
    assert (found.begun, found.finished, found.accepted, found.accepted_in_all) == (3, 1, 1, 1)
    assert {(left.name.zh, left.count) for left in found.left} == {("给谁办", 1), ("材料", 1)}
    assert found.hours[9] == 3
    assert [(one.matter, one.begun, one.finished) for one in found.matters] == [("reissue", 2, 0), ("photo-free", 1, 1)]
    assert found.share is None
    assert figures(machine.centre, 7, machine.now + timedelta(days=10)).begun == 0


def test_a_run_that_took_up_an_earlier_one_is_no_run_of_its_own(machine: Machine) -> None:
    number = machine.reissue(until="papers")
    machine.begin("reissue")
    machine.card(number)
    found = figures(machine.centre, 7, machine.now)
    assert (found.begun, found.given_up, found.hours[9]) == (1, 0, 1)


def test_the_share_is_of_all_acceptances_and_only_where_there_are_enough() -> None:
    rows = [("hall", "card", 70), ("kiosk", "card", 30)]
    assert counted([], rows, DAY, DAY).share == 0.3
    assert counted([], [("kiosk", "card", 19)], DAY, DAY).share is None


def test_the_pictures_fit_their_frames() -> None:
    events = [
        ("give-up", "card", "papers", "idle", 9, 400),
        ("give-up", "card", "form", "idle", 22, 1),
        ("begin", "card", None, None, 9, 500),
    ]
    found = counted(events, [], DAY, DAY)
    assert [mark.count for mark in left_marks(found)] == [400, 1]
    assert all(mark.x >= 0 and mark.x + mark.width <= 720 for mark in [*left_marks(found), *hour_marks(found.hours)])
    assert hour_marks([0] * 24)[0].height == 0


def test_the_page_says_what_it_knows_and_no_more(machine: Machine) -> None:
    empty = visitor("director").get("/insight/self-service")
    assert "受理不到 20 件" in words(empty)
    assert "没有人用过" in words(empty)
    machine.begin("air-query")
    machine.do("ask_source")
    from onetrip.ledger.models import Event

    assert Event.objects.filter(thing="errand").count() == 2
    page = visitor("director", language="en").get("/insight/self-service?days=nonsense")
    assert page.status_code == 200
    assert visitor("clerk").get("/insight/self-service").status_code == 403
