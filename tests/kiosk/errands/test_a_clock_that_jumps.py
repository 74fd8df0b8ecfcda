"""The house's clock is set an hour on, or back, while somebody stands at a kiosk: nothing of theirs is shown to the next,
nothing that was just typed is wiped where it went back, and a sitting ends."""

from __future__ import annotations

import uuid
from contextlib import AbstractContextManager
from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.centres.models import Device
from onetrip.kiosk.models import Errand
from onetrip.kiosk.stay import actions as stays
from onetrip.kiosk.stay.models import LASTS, Stay
from tests.browsing import visitor, words
from tests.factories import NOW, synthetic_number
from tests.kiosk.errands.machine import Machine, key_of_the_bridge
from tests.kiosk.errands.test_pages import ACT, begin, card, run_to

pytestmark = pytest.mark.django_db
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
JUMPS = pytest.mark.parametrize("jump", [HOUR, -HOUR], ids=["on", "back"])
ADDRESS = "临汾路 1 号"
OF_WHOEVER_WAS_HERE = ("王", ADDRESS, "户口")


@pytest.fixture
def kiosk(machine: Machine) -> Client:
    browser = visitor(Device.objects.get(kind="kiosk").account)
    with at(NOW):
        browser.key = key_of_the_bridge(machine)
    return browser


def at(moment: datetime) -> AbstractContextManager[object]:
    return time_machine.travel(moment, tick=False)


def look_after(moment: datetime) -> int:
    """What the house does every minute: stays that nobody is at any more end; how many did."""
    return stays.end_lapsed(now=moment, by="system:clock")


def reads(kiosk: Client, address: str = "/kiosk/errands/now") -> str:
    return words(kiosk.get(address))


def test_a_run_over_which_the_clock_is_set_on_is_shown_to_nobody_and_its_person_goes_on_with_the_card(
    kiosk: Client,
) -> None:
    with at(NOW):
        number = run_to(kiosk, "papers")
    with at(NOW + HOUR):
        told = reads(kiosk)
        assert "放上身份证就能找回来" in told
        assert not [one for one in OF_WHOEVER_WAS_HERE if one in told + reads(kiosk, "/kiosk/")]
        begin(kiosk)
        card(kiosk, synthetic_number(date(1955, 5, 5)))
        assert "户口在哪里" in reads(kiosk), "the next is asked from the beginning"
        assert ADDRESS not in kiosk.get("/kiosk/errands/now?at=form").content.decode()
        kiosk.post("/kiosk/done", {"how": "done"})
        begin(kiosk)
        card(kiosk, number)
        assert "填过的都还在" in reads(kiosk)
        kiosk.post(f"{ACT}go-on")
        assert ADDRESS in kiosk.get("/kiosk/errands/now?at=form").content.decode()


def test_what_was_typed_before_the_clock_was_set_back_is_there_and_goes_on_until_nobody_is(kiosk: Client) -> None:
    with at(NOW):
        run_to(kiosk, "papers")
    back = NOW - HOUR
    for moment in (back, back + 2 * MINUTE, back + 9 * MINUTE):
        with at(moment):
            assert look_after(moment) == 0
            assert "请放" in reads(kiosk)
            assert ADDRESS in kiosk.get("/kiosk/errands/now?at=form").content.decode()
    left = back + 9 * MINUTE + LASTS
    with at(left):
        assert "放上身份证就能找回来" in reads(kiosk)
        assert look_after(left) == 1
    assert Errand.objects.get().state == "open", "and waits for its person"


def test_a_sitting_that_nobody_touches_after_the_clock_was_set_back_ends_within_its_ten_minutes(kiosk: Client) -> None:
    with at(NOW):
        run_to(kiosk, "papers")
    back = NOW - HOUR
    assert look_after(back) == 0
    assert look_after(back + LASTS - MINUTE) == 0
    with at(back + LASTS):
        assert ADDRESS not in kiosk.get("/kiosk/errands/now?at=form").content.decode()
        assert look_after(back + LASTS) == 1
    assert Stay.objects.get().ended == "lapsed"


def test_who_only_reads_after_the_clock_was_set_back_is_seen_to_be_there(kiosk: Client) -> None:
    with at(NOW):
        run_to(kiosk, "papers")
    reading = NOW - HOUR + 8 * MINUTE
    with at(reading):
        assert kiosk.post("/kiosk/here").status_code == 204
    assert Stay.objects.get().seen_at == reading
    with at(reading + LASTS - MINUTE):
        assert look_after(reading + LASTS - MINUTE) == 0


@JUMPS
def test_whoever_leaves_leaves_nothing_to_the_next_whatever_the_clock_says(kiosk: Client, jump: timedelta) -> None:
    with at(NOW):
        run_to(kiosk, "papers")
        before = dict(kiosk.cookies)
    with at(NOW + jump):
        kiosk.post("/kiosk/done", {"how": "idle"})
        for cookies in ({}, before):  # also with what the browser knew before
            kiosk.cookies.update(cookies)
            told = reads(kiosk) + reads(kiosk, "/kiosk/")
            assert not [one for one in OF_WHOEVER_WAS_HERE if one in told]
        begin(kiosk)
        assert "请放身份证" in reads(kiosk)


@JUMPS
def test_what_was_typed_into_the_search_is_the_next_persons_only_if_they_typed_it(
    machine: Machine, jump: timedelta
) -> None:
    stay = stays.begin(centre="LF", kiosk=machine.kiosk, now=NOW, by="x")
    stays.type_words(stay=stay, words="老娘的卡", now=NOW)
    look_after(NOW + jump)
    stay.refresh_from_db()
    assert stay.words == (None if jump > timedelta(0) else "老娘的卡")
    following = stays.begin(centre="LF", kiosk=machine.kiosk, now=NOW + jump + MINUTE, by="x")
    assert following.words is None
    stay.refresh_from_db()
    assert stay.words is None


@JUMPS
def test_a_press_repeated_over_a_jump_is_done_once(kiosk: Client, jump: timedelta) -> None:
    once = {"idempotency_key": str(uuid.uuid4())}
    with at(NOW):
        run_to(kiosk, "check")
        kiosk.post(f"{ACT}submit", once)
    with at(NOW + jump):
        kiosk.post(f"{ACT}submit", once)
    errand = Errand.objects.get()
    assert errand.state == "review"
    assert errand.submitted_at == NOW
