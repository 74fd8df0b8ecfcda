"""The page of devices, the machine's page, the guide's list, the phone: what each says and does."""

from __future__ import annotations

import re
import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.test import Client

from onetrip.bridge.states import OFFLINE_AFTER, Outcome, PartState
from onetrip.centres.actions import add_device
from onetrip.devices import actions
from onetrip.devices.models import PrintJob, Station
from onetrip.devices.rendering import render
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.staff.models import Account
from tests.browsing import account, key, visitor, words
from tests.devices.places import Place, make_place, ready
from tests.factories import NOW
from tests.lobby.hall import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def now(db: None):
    with time_machine.travel(NOW, tick=False) as traveller:
        yield traveller


@pytest.fixture
def place(hall: Hall) -> Place:
    return make_place()


@pytest.fixture
def machine(hall: Hall) -> Account:
    return add_device(centre=hall.centre, kind="check-in", number=1, by="system", now=NOW)[0].account


def draw(machine: Account) -> tuple[object, Ticket]:
    client = visitor(machine)
    answer = client.post("/hall/arrivals", {"idempotency_key": key()})
    assert answer.status_code == 302
    return client, Ticket.objects.latest("drawn_at", "serial")


def at_clock(at: datetime) -> str:
    return f"{at.hour + 8}:{at.minute:02}"


def test_all_well_is_said_in_one_line(hall: Hall, place: Place) -> None:
    page = words(visitor("director").get("/devices/"))
    assert "设备都正常" in page
    assert "没有联系" not in page
    actions.add_station(centre="LF", kind="kiosk", number=1, now=NOW, by="system")
    page = words(visitor("director").get("/devices/"))
    assert "接上的设备都正常" in page, "what was never connected is not called well"
    assert "1 个位置还没接上过" in page


@pytest.mark.parametrize(
    ("state", "zh", "en"),
    [
        (PartState.OUT, "缺纸", "Out of paper"),
        (PartState.JAM, "卡纸", "Jammed"),
        (PartState.LOW, "纸快用完", "Paper low"),
        (PartState.GARBLED, "回应看不懂", "Answers nonsense"),
    ],
)
def test_a_trouble_is_told_with_its_moment_and_what_to_do(place: Place, state: PartState, zh: str, en: str) -> None:
    since = NOW - timedelta(minutes=18)
    place.beat(ready(state, seconds=18 * 60))
    page = words(visitor("supervisor").get("/devices/"))
    assert "1 处要去看" in page
    assert f"{zh} {at_clock(since)} 起" in page
    assert f"{en} since {at_clock(since)}" in words(visitor("director", language="en").get("/devices/"))


def test_a_bridge_that_fell_silent_is_the_trouble_and_what_its_devices_said_last_counts_for_nothing(
    place: Place, now: time_machine.Coordinates
) -> None:
    place.beat(ready(PartState.OUT))
    now.shift(OFFLINE_AFTER + 1)
    page = words(visitor("director").get("/devices/"))
    assert f"没有联系 {at_clock(NOW)} 起" in page
    assert "缺纸" not in page


def test_a_wrong_clock_and_a_second_bridge_are_told(place: Place) -> None:
    place.beat(clock=NOW.timestamp() - 3 * 3600)
    assert "时钟慢 3 小时 0 分" in words(visitor("director").get("/devices/"))
    Station.objects.update(rival_at=NOW)
    assert "两个桥用着一把钥匙" in words(visitor("director").get("/devices/"))


def test_without_devices_the_page_says_what_to_do(hall: Hall) -> None:
    assert "onetrip devices key" in words(visitor("director").get("/devices/"))


def test_the_page_costs_a_bounded_number_of_statements(hall: Hall, place: Place, django_assert_max_num_queries) -> None:
    for number in range(2, 30):
        make_place(kind="window", number=number)
    director = visitor("director")
    director.get("/devices/now")  # the centre itself is then in memory
    with django_assert_max_num_queries(6):
        director.get("/devices/now")


def test_a_machine_with_a_printer_prints_and_says_so_as_it_goes(place: Place, machine: Account) -> None:
    client, ticket = draw(machine)
    page = client.get(f"/hall/tickets/{ticket.pk}")
    assert "正在出纸" in words(page)
    assert b"every 1s" in page.content
    assert b'data-print-now=""' in page.content, "the browser does not print it too"
    place.prints()
    part = client.get(f"/hall/tickets/{ticket.pk}/paper")
    assert "请拿好号纸" in words(part)
    assert b"every 1s" not in part.content, "nothing is asked for any more"


def test_a_machine_without_a_printer_of_ours_prints_from_its_browser_as_before(hall: Hall, machine: Account) -> None:
    client, ticket = draw(machine)
    assert (ticket.state, ticket.paper) == ("waiting", "none")
    assert f'data-print-now="{ticket.pk}"'.encode() in client.get(f"/hall/tickets/{ticket.pk}").content


def test_a_failed_print_says_why_and_offers_every_way_to_the_number(place: Place, machine: Account) -> None:
    desk = make_place(kind="desk")
    client, ticket = draw(machine)
    place.prints(Outcome.FAILED, "paper-out")
    place.beat(ready(PartState.OUT, seconds=0))
    page = client.get(f"/hall/tickets/{ticket.pk}")
    said = words(page)
    assert "号纸没印出来" in said
    assert f"打印机没纸了，{at_clock(NOW)} 起" in said
    assert ticket.number in said
    assert "印到前台" in said
    assert "再印一次" not in said, "this printer has no paper"
    assert f"/t/{ticket.pk}" in page.content.decode() or "<svg" in page.content.decode()
    found = re.search(r'name="printer" value="(\d+)"', page.content.decode())
    assert found is not None
    client.post(f"/hall/tickets/{ticket.pk}/print", {"idempotency_key": key(), "printer": found[1]})
    desk.prints()
    ticket.refresh_from_db()
    assert (ticket.state, ticket.paper) == ("waiting", "printed")


def test_refilled_the_same_machine_offers_to_print_again(place: Place, machine: Account) -> None:
    client, ticket = draw(machine)
    place.prints(Outcome.FAILED, "jam")
    assert "再印一次" in words(client.get(f"/hall/tickets/{ticket.pk}"))
    client.post(f"/hall/tickets/{ticket.pk}/print", {"idempotency_key": key()})
    place.prints()
    ticket.refresh_from_db()
    assert ticket.state == "waiting"
    assert PrintJob.objects.latest("asked_at", "attempts").printer_id == place.printer.id


def test_the_guide_sees_who_has_no_number_and_tells_it(place: Place, machine: Account) -> None:
    _, ticket = draw(machine)
    place.prints(Outcome.FAILED, "silent")
    guide = visitor("guide")
    page = words(guide.get("/hall/"))
    assert "没拿到号纸的" in page
    assert ticket.number in page
    assert "等候 0 人" in page
    guide.post(f"/hall/tickets/{ticket.pk}/told", {"idempotency_key": key()})
    page = words(guide.get("/hall/"))
    assert "没拿到号纸的" not in page
    assert "等候 1 人" in page


def test_the_guide_lets_go_of_a_number_whose_person_left(place: Place, machine: Account) -> None:
    _, ticket = draw(machine)
    place.prints(Outcome.FAILED, "silent")
    guide = visitor("guide")
    guide.post(f"/hall/tickets/{ticket.pk}/gone", {"idempotency_key": key()})
    ticket.refresh_from_db()
    assert ticket.state == "left"
    assert ticket.number not in words(guide.get("/hall/aside"))


def test_a_phone_that_opens_the_page_has_the_number_once_however_often_it_asks(place: Place, machine: Account) -> None:
    _, ticket = draw(machine)
    place.prints(Outcome.FAILED, "jam")
    phone = visitor()
    page = phone.get(f"/t/{ticket.pk}")
    assert b'hx-trigger="load, submit"' in page.content
    ticket.refresh_from_db()
    assert ticket.state == "unissued", "looking alone changes nothing: a robot may look"
    for _ in range(3):
        phone.post(f"/t/{ticket.pk}/on-phone", {"idempotency_key": key()})
    ticket.refresh_from_db()
    assert (ticket.state, ticket.paper) == ("waiting", "none")
    assert Event.objects.filter(verb="issue").count() == 1


def test_the_machine_cannot_say_that_somebody_was_told(place: Place, machine: Account) -> None:
    client, ticket = draw(machine)
    assert client.post(f"/hall/tickets/{ticket.pk}/told", {"idempotency_key": key()}).status_code == 403


def test_a_page_reports_its_camera_where_a_machine_stands(place: Place, machine: Account) -> None:
    client = visitor(machine)
    answer = client.post("/api/devices/camera", {"state": "black", "seconds": 4}, content_type="application/json")
    assert answer.status_code == 200
    client.post("/devices/here", {"showing": "hall"})
    assert "画面是黑的" in words(visitor("director").get("/devices/"))
    nowhere = visitor(account("device")).post(
        "/api/devices/camera", {"state": "ready"}, content_type="application/json"
    )
    assert nowhere.status_code == 404
    impossible = client.post("/api/devices/camera", {"state": "jam"}, content_type="application/json")
    assert impossible.status_code == 422


def test_a_bridge_key_opens_the_operations_of_bridges_and_nothing_else(place: Place) -> None:
    named = {"centre": "LF", "kind": "check-in", "number": 1, "now": NOW, "by": "system"}
    secret = actions.give_key(**named)
    bearer = {"Authorization": f"Bearer {secret}"}
    said = {"instance": str(uuid.uuid4()), "clock": NOW.timestamp(), "parts": []}
    client = visitor()
    answer = client.post("/api/devices/beats", said, content_type="application/json", headers=bearer)
    assert answer.status_code == 200
    assert answer.json()["station"] == "check-in-1"
    for path in ("/api/lobby/arrivals", "/api/lobby/hall", "/devices/"):
        found = (
            client.get(path, headers=bearer)
            if "hall" in path or path == "/devices/"
            else client.post(path, {}, content_type="application/json", headers={**bearer, "Idempotency-Key": key()})
        )
        assert found.status_code in (302, 401)
    wrong = {"Authorization": "Bearer wrong"}
    assert client.post("/api/devices/beats", said, content_type="application/json", headers=wrong).status_code == 401
    for broken in ({**said, "clock": "x"}, {**said, "parts": [{"name": "Ä", "kind": "escpos", "state": "ready"}]}, {}):
        assert (
            client.post("/api/devices/beats", broken, content_type="application/json", headers=bearer).status_code
            == 422
        )


def test_only_the_page_of_a_machine_with_a_bridge_is_told_of_its_socket_and_may_open_it(
    place: Place, machine: Account
) -> None:
    def told(client: Client, path: str = "/hall/") -> tuple[bool, bool]:
        answer = client.get(path)
        return b"data-bridge" in answer.content, "ws://127.0.0.1:8765" in answer["Content-Security-Policy"]

    assert told(visitor(machine)) == (False, False), "a place without a key has no bridge"
    actions.give_key(centre="LF", kind="check-in", number=1, now=NOW, by="system")
    assert told(visitor(machine)) == (True, True)
    assert told(visitor("guide")) == (False, False)
    assert told(visitor(), "/slip") == (False, False)


def test_whoever_works_at_a_window_or_the_desk_is_told_of_the_bridge_that_stands_there(
    hall: Hall, place: Place
) -> None:
    def told(who: Account | str, path: str) -> str:
        found = re.search(r'data-bridge="([^"]*)"', visitor(who).get(path).content.decode())
        return found[1] if found else ""

    assert told(hall.clerks[0], "/window/") == "", "no devices there"
    for kind, port in (("window", 8801), ("desk", 8802)):
        actions.add_station(centre="LF", kind=kind, number=1, now=NOW, by="system", socket_port=port)
        actions.give_key(centre="LF", kind=kind, number=1, now=NOW, by="system")
    assert told(hall.clerks[0], "/window/") == "ws://127.0.0.1:8801"
    assert told(hall.clerks[1], "/window/") == "", "that is another window"
    assert told("guide", "/hall/") == "ws://127.0.0.1:8802"
    assert b"data-reads" in visitor("guide").get("/hall/").content


def test_a_trial_of_another_day_is_not_shown_and_of_today_the_last_one(place: Place) -> None:
    director = visitor("director")
    for days in (2, 1, 0):
        for minute in (0, 5):
            PrintJob.objects.create(
                centre_id="LF",
                printer_id=place.printer.id,
                kind="trial",
                reference=str(place.printer.id),
                language="zh",
                asked_by="x",
                asked_at=NOW - timedelta(days=days, minutes=minute),
                state="failed",
                reason="jam",
                ended_at=NOW,
            )
    assert words(director.get("/devices/now")).count("试印，没印出来") == 1
    assert "9:30 试印" in words(director.get("/devices/now"))
    PrintJob.objects.filter(asked_at__gte=NOW - timedelta(hours=1)).delete()
    assert "试印，" not in words(director.get("/devices/now"))


def test_a_supervisor_tries_a_printer_and_sees_how_it_went(place: Place) -> None:
    supervisor = visitor("supervisor")
    page = supervisor.get("/devices/").content.decode()
    assert f"/devices/{place.printer.id}/trial" in page
    given = {"idempotency_key": key()}
    for _ in range(2):
        supervisor.post(f"/devices/{place.printer.id}/trial", given)
    job = PrintJob.objects.select_related("printer__station", "centre").get()
    assert render(job, NOW).startswith(b"\x1b@")
    place.prints()
    assert f"{at_clock(NOW)} 试印，印好了" in words(supervisor.get("/devices/now"))
    assert visitor("guide").post(f"/devices/{place.printer.id}/trial", given).status_code == 403
    assert supervisor.post("/devices/999999/trial", given).status_code == 404


def test_a_printer_that_would_not_print_is_not_offered_for_a_try(place: Place) -> None:
    place.beat(ready(PartState.OUT))
    assert b"/trial" not in visitor("supervisor").get("/devices/").content
    answer = visitor("supervisor").post(f"/devices/{place.printer.id}/trial", {"idempotency_key": key()})
    assert answer.status_code == 409
