"""How much of the work serves itself, and where people leave, counted from events and cases."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from onetrip.centres.models import Device
from onetrip.kiosk import usage
from onetrip.kiosk.errands import daily
from onetrip.kiosk.errands.daily import DaySums
from onetrip.kiosk.errands.figures import UNFINISHED, Figures, figures
from onetrip.kiosk.errands.views.usage import hour_marks, left_marks
from onetrip.kiosk.stay import actions as stays
from onetrip.kiosk.stay.models import Stay
from onetrip.kiosk.usage import FINISHED, Step
from tests.browsing import visitor, words
from tests.drawn import signature
from tests.factories import synthetic_number
from tests.kiosk.errands.machine import BY, Machine

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 24)


def seen(machine: Machine, days: int = 7, now: datetime | None = None) -> Figures:
    """The figures of the last days, as the page reads them."""
    last = machine.centre.day_of(now or machine.now)
    first = last - timedelta(days=days - 1)
    return figures(daily.together(daily.by_day(machine.centre, first, last, last).values()), first, last)


def somebody(machine: Machine, *steps: tuple[Step, str], kiosk: Device | None, how: Stay.End = Stay.End.IDLE) -> None:
    """Somebody stands at the machine, is shown these steps of these matters, and leaves."""
    stay = stays.begin(centre="LF", kiosk=kiosk, now=machine.tick(), by=BY)
    for step, matter in steps:
        usage.step(stay, step, matter=matter, now=machine.tick(), by=BY)
    stays.end(stay_id=stay.pk, how=how, now=machine.tick(), by=BY)


def apply(machine: Machine) -> None:
    machine.begin("photo-free")
    machine.card(synthetic_number(date(1961, 12, 18)))
    machine.do("fill", sent={})
    machine.do("confirm_papers")
    machine.do("sign", raw=signature())
    machine.submit()


def test_runs_are_counted_by_what_became_of_them(machine: Machine) -> None:
    apply(machine)
    machine.begin("reissue")
    machine.reissue(until="papers")
    found = seen(machine)
    assert (found.begun, found.finished, found.accepted, found.accepted_in_all) == (3, 1, 1, 1)
    assert found.hours[9] == 3
    assert [(one.matter, one.begun, one.finished) for one in found.matters] == [("reissue", 2, 0), ("photo-free", 1, 1)]
    assert found.share is None
    assert seen(machine, now=machine.now + timedelta(days=10)).begun == 0


def test_who_leaves_is_counted_at_once_at_the_step_they_saw_last_also_before_any_run(machine: Machine) -> None:
    kiosk = machine.kiosk
    somebody(machine, (Step.SEARCH, ""), kiosk=kiosk)
    somebody(machine, (Step.SEARCH, ""), (Step.MATTER, "reissue"), kiosk=kiosk, how=Stay.End.NEXT)
    somebody(machine, (Step.MATTER, "reissue"), (Step.IDENTIFY, "reissue"), (Step.PAPERS, "reissue"), kiosk=kiosk)
    somebody(machine, (Step.QUESTION, "june"), (Step.PLAN, "june"), kiosk=kiosk)
    somebody(machine, (Step.PLAN, "june"), (Step.SLIP, "june"), kiosk=kiosk, how=Stay.End.DONE)
    somebody(machine, kiosk=kiosk)
    somebody(machine, (Step.SEARCH, ""), kiosk=None)  # one of the staff who looks at the pages
    found = seen(machine)
    assert (found.stays, found.given_up) == (6, 4)
    assert {(left.name.zh, left.count) for left in found.left} == {
        ("找事项", 1),
        ("看一件事", 1),
        ("材料", 1),
        ("办事方案", 1),
    }
    assert {(one.matter, one.begun, one.left) for one in found.matters} == {("reissue", 0, 2), ("june", 0, 1)}


def test_every_step_is_either_one_that_somebody_leaves_unfinished_or_one_that_is_the_end() -> None:
    assert UNFINISHED.keys() | FINISHED == set(Step)
    assert not UNFINISHED.keys() & FINISHED


def test_a_run_that_took_up_an_earlier_one_is_no_run_of_its_own(machine: Machine) -> None:
    number = machine.reissue(until="papers")
    machine.begin("reissue")
    machine.card(number)
    found = seen(machine)
    assert (found.begun, found.hours[9]) == (1, 1)


def test_a_day_that_is_over_is_read_once_and_today_every_time(machine: Machine) -> None:
    machine.begin("reissue")
    tomorrow = machine.now + timedelta(days=1)
    assert seen(machine, now=tomorrow).begun == 1
    machine.begin("reissue")
    assert seen(machine, now=tomorrow).begun == 1
    daily.forget()
    assert seen(machine, now=tomorrow).begun == 2
    machine.now = tomorrow
    for begun in (3, 4):
        machine.begin("reissue")
        assert seen(machine).begun == begun


def test_days_added_up_are_the_span_read_at_once(machine: Machine) -> None:
    apply(machine)
    somebody(machine, (Step.SEARCH, ""), kiosk=machine.kiosk)
    machine.now += timedelta(days=1)
    machine.begin("reissue")
    somebody(machine, (Step.PLAN, "june"), kiosk=machine.kiosk)
    found = seen(machine)
    assert (found.begun, found.finished, found.stays, found.given_up) == (2, 1, 2, 2)


def test_the_share_is_of_all_acceptances_and_only_where_there_are_enough() -> None:
    def share(kiosk: int, every: int) -> float | None:
        sums = DaySums(accepted=Counter(card=every), accepted_at_kiosk=Counter(card=kiosk))
        return figures(sums, DAY, DAY).share

    assert share(30, 100) == 0.3
    assert share(19, 19) is None


def test_the_pictures_fit_their_frames() -> None:
    sums = DaySums(left=Counter({("papers", "card"): 400, ("form", "card"): 1}), hours=Counter({9: 500}))
    found = figures(sums, DAY, DAY)
    assert [mark.count for mark in left_marks(found)] == [400, 1]
    assert all(mark.x >= 0 and mark.x + mark.width <= 720 for mark in [*left_marks(found), *hour_marks(found.hours)])
    assert hour_marks([0] * 24)[0].height == 0


def test_the_page_says_what_it_knows_and_no_more(machine: Machine) -> None:
    empty = visitor("director").get("/insight/self-service")
    assert "受理不到 20 件" in words(empty)
    assert "没有人用过" in words(empty)
    machine.now = timezone.now()
    somebody(machine, (Step.MATTER, "air-query"), kiosk=machine.kiosk)
    told = words(visitor("director").get("/insight/self-service"))
    assert "看一件事" in told
    assert "来过 1 人次，1 人次没办完就走了" in told
    page = visitor("director", language="en").get("/insight/self-service?days=nonsense")
    assert page.status_code == 200
    assert "1 left without what they came for" in words(page)
    assert visitor("clerk").get("/insight/self-service").status_code == 403
