from __future__ import annotations

import html

import pytest
import time_machine

from onetrip.centres.models import Device
from onetrip.centres.models import Hall as Place
from tests import browsing
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


def screen(hall: Hall, address: str = "/display/", **given: str) -> str:
    with time_machine.travel(hall.now, tick=False):
        return browsing.visitor("device", **given).get(address).content.decode()


def test_an_empty_hall_says_that_nobody_was_called_yet(hall: Hall) -> None:
    page = screen(hall)
    assert "还没有叫号" in page
    assert "No number was called yet" in screen(hall, language="en")


def test_the_newest_call_stands_large_with_its_window(hall: Hall) -> None:
    hall.arrive()
    hall.call(1)
    page = screen(hall)
    large = page[page.index('class="latest"') : page.index('class="two"')]
    assert "A001" in large
    assert "<b data-door>2</b>" in large


def test_two_called_together_never_hide_one_another(hall: Hall) -> None:
    for _ in range(3):
        hall.arrive()
    moment = hall.now
    for place in range(3):
        hall.now = moment
        hall.call(place)
    page = screen(hall)
    calls = page[page.index('id="calls"') : page.index('class="last"')]
    assert all(number in calls for number in ("A001", "A002", "A003"))


def test_a_number_called_again_comes_to_the_large_place(hall: Hall) -> None:
    for _ in range(2):
        hall.arrive()
    hall.call(0)
    hall.call(1)
    page = screen(hall, "/display/calls?ticket=A001")
    large = page[page.index('class="latest"') : page.index('class="two"')]
    assert "A001" in large


def test_a_number_called_again_is_announced_by_a_screen_that_did_not_hear_it(hall: Hall) -> None:
    hall.arrive()
    ticket = hall.call()
    hall.tick(5)
    assert "data-fresh" not in screen(hall)
    hall.at_window("call_again", ticket)
    assert "data-fresh" in screen(hall)


def test_whoever_is_still_being_called_stays_on_the_screen_whatever_was_called_since(hall: Hall) -> None:
    for _ in range(12):
        hall.arrive()
    waits_for = hall.call(0)
    for _ in range(11):
        other = hall.call(1)
        hall.at_window("start", other, 1)
        hall.at_window("finish", other, 1)
    page = screen(hall, "/display/calls")
    assert f'data-ticket="{waits_for.number}"' in page
    hall.at_window("call_again", waits_for, 0)
    large = (page := screen(hall, "/display/calls"))[page.index('class="latest"') : page.index('class="two"')]
    assert waits_for.number in large


@pytest.fixture
def upstairs(hall: Hall) -> Hall:
    """Window 3 stands in a hall of its own, on the second floor."""
    words = {"name_zh": "二号厅", "name_en": "Hall 2", "where_zh": "二楼", "where_en": "second floor"}
    hall.windows[2].hall = Place.objects.create(centre=hall.centre, number=2, **words)
    hall.windows[2].save()
    return hall


def test_a_call_to_another_hall_says_which_and_one_to_the_hall_of_the_screen_does_not(upstairs: Hall) -> None:
    for _ in range(2):
        upstairs.arrive()
    upstairs.call(0)
    upstairs.call(2)
    page = screen(upstairs)
    latest, others = page[page.index('class="latest"') : page.index('class="two"')], page[page.index('class="two"') :]
    assert "data-hall>二号厅<" in latest
    assert "二号厅" not in others[: others.index('class="last"')]
    assert "data-hall>Hall 2<" in screen(upstairs, language="en")
    display = Device.objects.create(
        centre=upstairs.centre,
        hall=upstairs.windows[2].hall,
        kind="display",
        number=9,
        account=browsing.account("device"),
    )
    with time_machine.travel(upstairs.now, tick=False):
        there = browsing.visitor(display.account).get("/display/").content.decode()
    assert "data-hall>二号厅<" not in there


def test_the_screen_knows_the_other_hall_of_a_call_that_it_paints_by_itself(upstairs: Hall) -> None:
    assert html.escape('{"3": "二号厅"}') in screen(upstairs)


def test_in_one_hall_nobody_is_told_which(hall: Hall) -> None:
    hall.arrive()
    hall.call()
    assert 'data-halls="{}"' in screen(hall)


def test_a_number_that_was_never_called_is_not_put_on_the_screen(hall: Hall) -> None:
    hall.arrive()
    page = screen(hall, "/display/calls?ticket=<b>A999</b>")
    assert "A999" not in page


def test_the_update_brings_the_figures_of_the_queue_along(hall: Hall) -> None:
    for _ in range(9):
        hall.arrive()
    page = screen(hall, "/display/calls")
    assert 'id="bottom-figures" hx-swap-oob' in page
    assert "等候<b>9</b>人" in page
    assert len(page.encode()) < 8192


def test_calls_are_spoken_in_chinese_and_on_an_english_screen_in_both(hall: Hall) -> None:
    assert 'data-speak="zh"' in screen(hall)
    assert 'data-speak="zh en"' in screen(hall, language="en")
    assert 'data-speak="en"' in screen(hall, "/display/?speak=en")


def test_the_screen_carries_nothing_but_numbers_and_windows(hall: Hall) -> None:
    hall.arrive()
    hall.call()
    assert "李测" not in screen(hall)


def test_a_resident_without_an_account_is_asked_to_sign_in(hall: Hall) -> None:
    answer = browsing.visitor().get("/display/")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/staff/sign-in")
