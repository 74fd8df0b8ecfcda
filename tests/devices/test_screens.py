"""Screens of the hall: each says every few seconds that it is there; its silence and its return are noticed and told of."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine

from onetrip.centres.actions import add_device
from onetrip.centres.models import Centre, Device
from onetrip.devices import actions
from onetrip.devices.models import SCREEN_SILENT_AFTER, Screen
from onetrip.devices.showing import page_of
from onetrip.ledger.models import Event
from tests.browsing import visitor, words
from tests.devices.places import make_place
from tests.factories import NOW, make_centre

pytestmark = pytest.mark.django_db
NIGHT = NOW + timedelta(hours=12)


@pytest.fixture
def centre(db: None) -> Centre:
    return make_centre()


def machine(centre: Centre, kind: str, number: int = 1) -> Device:
    return add_device(centre=centre, kind=kind, number=number, by="system", now=NOW)[0]


def seen(device: Device, now: datetime, showing: str = "display", **more: bool) -> None:
    actions.screen_seen(account_id=device.account_id, showing=showing, now=now, **more)


def troubles(centre: Centre, now: datetime) -> list[tuple[str, str]]:
    return [(one.place.zh, one.part.state.zh) for one in page_of(centre, now).troubles]


def test_the_page_of_a_machine_says_that_it_is_there_and_that_of_a_person_says_so_in_vain(centre: Centre) -> None:
    display = machine(centre, "display")
    with time_machine.travel(NOW, tick=False):
        assert visitor(display.account).post("/devices/here", {"showing": "display"}).status_code == 204
        assert visitor("director").post("/devices/here", {"showing": "staff"}).status_code == 204
    screen = Screen.objects.get()
    assert (screen.device_id, screen.seen_at, screen.showing) == (display.pk, NOW, "display")


def test_a_word_of_a_screen_is_one_statement_from_the_door_on(centre: Centre, django_assert_num_queries) -> None:
    client = visitor(machine(centre, "display").account)
    for _ in range(2):
        with django_assert_num_queries(1):
            client.post("/devices/here", {"showing": "display"})
    with django_assert_num_queries(0):
        visitor().post("/devices/here", {"showing": "display"})


def test_a_word_that_arrives_late_does_not_make_a_screen_older(centre: Centre) -> None:
    display = machine(centre, "display")
    seen(display, NOW)
    seen(display, NOW - timedelta(seconds=2))
    assert Screen.objects.get().seen_at == NOW


def test_silence_is_noticed_within_ten_seconds_once_and_its_end_too(centre: Centre) -> None:
    display = machine(centre, "display", 2)
    seen(display, NOW)
    assert actions.sweep(now=NOW + timedelta(seconds=SCREEN_SILENT_AFTER)) == 0
    assert actions.sweep(now=NOW + timedelta(seconds=9)) == 1
    assert actions.sweep(now=NOW + timedelta(seconds=10)) == 0
    lost = Event.objects.get(verb="lost")
    assert (lost.thing_id, lost.data["since"]) == ("display-2/screen", NOW.isoformat(timespec="seconds"))
    assert lost.public == {"changed": True}, "whoever looks at the page of devices is woken"
    seen(display, NOW + timedelta(seconds=30))
    assert actions.sweep(now=NOW + timedelta(seconds=31)) == 1
    assert Event.objects.get(verb="back").thing_id == "display-2/screen"
    assert actions.sweep(now=NOW + timedelta(seconds=32)) == 0


def test_behind_shut_doors_dark_displays_are_no_trouble_and_the_kiosk_that_jams_is_the_first(centre: Centre) -> None:
    seen(machine(centre, "display"), NOW - timedelta(seconds=1))
    make_place(kind="window", number=1)
    kiosk = make_place(kind="kiosk", number=1)
    kiosk.heard(NOW + timedelta(hours=1))
    late = NOW + timedelta(hours=1, minutes=1)
    assert troubles(centre, late) == [("1 号大屏", "没有画面"), ("1 号窗口", "没有联系"), ("1 号自助机", "没有联系")]
    assert troubles(centre, NIGHT) == [("1 号自助机", "没有联系")]
    shown = {place.name.zh: place.parts[0].state.zh for place in page_of(centre, NIGHT).places}
    assert shown["1 号大屏"] == shown["1 号窗口"] == "关门了"
    assert page_of(centre, NIGHT).never == 0, "shut is not the same as never connected"


def test_a_display_that_shows_another_page_is_told_of(centre: Centre) -> None:
    display = machine(centre, "display")
    seen(display, NOW)
    assert troubles(centre, NOW) == []
    seen(display, NOW + timedelta(seconds=3), "staff")
    assert troubles(centre, NOW + timedelta(seconds=3)) == [("1 号大屏", "显示的不是大屏")]


def test_a_page_that_reaches_no_bridge_is_told_of_though_the_bridge_is_heard(centre: Centre) -> None:
    place, kiosk = make_place(kind="kiosk"), machine(centre, "kiosk")
    with time_machine.travel(NOW, tick=False):
        visitor(kiosk.account).post("/devices/here", {"showing": "kiosk", "bridge": "closed"})
    assert troubles(centre, NOW) == [("1 号自助机", "页面连不上读卡器和扫码器")]
    later = NOW + timedelta(minutes=1)
    seen(kiosk, later, "kiosk", lacks_bridge=True)
    assert troubles(centre, later) == [("1 号自助机", "没有联系")], "then it is the bridge that is gone"
    seen(kiosk, place.later(63), "kiosk")
    place.beat()
    assert troubles(centre, place.now) == []


def test_the_director_reads_on_her_own_page_what_is_wrong_and_since_when(centre: Centre) -> None:
    display = machine(centre, "display")
    seen(display, NOW)
    with time_machine.travel(NOW, tick=False) as clock:
        director = visitor("director")
        for address in ("/director", "/hall/watch"):
            assert b"/devices/notice" in director.get(address, follow=True).content
        assert director.get("/devices/notice").content.strip() == b""
        clock.shift(60)
        assert "1 处要去看：1 号大屏 画面：没有画面，9:30 起" in words(director.get("/devices/notice"))
        english = words(visitor("director", language="en").get("/devices/notice"))
        assert "1 to look at: Display 1, Picture: No picture, since 9:30" in english
        assert visitor("guide").get("/devices/notice").status_code == 403


def test_the_line_costs_a_few_statements_however_many_devices_there_are(
    centre: Centre, django_assert_max_num_queries
) -> None:
    director = visitor("director")
    director.get("/devices/notice")
    for number in range(1, 20):
        make_place(kind="window", number=number)
    with django_assert_max_num_queries(6):
        director.get("/devices/notice")
