from __future__ import annotations

import json
import uuid
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from onetrip.lobby import queries
from onetrip.lobby.models import Ticket
from onetrip.people.models import Resident
from onetrip.staff.models import Grant
from tests.cases.window import HttpWindow, open_http_window
from tests.factories import NOW, make_account, synthetic_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def window(db: None) -> Iterator[HttpWindow]:
    with time_machine.travel(NOW, tick=True):
        yield open_http_window()


def test_a_visit_goes_through_the_hall_over_http(window: HttpWindow) -> None:
    drawn = window.arrive()
    assert (drawn["number"], drawn["state"], drawn["window"]) == ("A001", "waiting", None)
    called = window.post("lobby/windows/1/call-next").json()["ticket"]
    assert (called["id"], called["window"], called["calls"]) == (drawn["id"], 1, 1)
    assert window.post(f"lobby/tickets/{drawn['id']}/call-again").json()["calls"] == 2
    assert window.post(f"lobby/tickets/{drawn['id']}/start").json()["state"] == "serving"
    done = window.post(f"lobby/tickets/{drawn['id']}/finish", {"outcome": "all"}).json()
    assert (done["state"], done["window"]) == ("done", 1)
    assert Ticket.objects.get().visit.outcome == "all"


def test_nobody_waiting_is_told_as_nobody(window: HttpWindow) -> None:
    assert window.post("lobby/windows/1/call-next").json() == {"ticket": None}


def test_a_missed_person_comes_back_or_leaves(window: HttpWindow) -> None:
    ticket = window.arrive()["id"]
    window.post("lobby/windows/1/call-next")
    early = window.post(f"lobby/tickets/{ticket}/miss")
    assert (early.status_code, early.json()["code"]) == (409, "miss-too-early")
    for _ in range(2):
        window.post(f"lobby/tickets/{ticket}/call-again")
    assert window.post(f"lobby/tickets/{ticket}/miss").json()["state"] == "missed"
    assert window.post(f"lobby/tickets/{ticket}/restore").json()["state"] == "waiting"
    assert window.post(f"lobby/tickets/{ticket}/leave").json()["state"] == "left"


@pytest.mark.parametrize(
    "path",
    [
        "lobby/arrivals",
        "lobby/windows/1/call-next",
        *(
            f"lobby/tickets/{uuid.UUID(int=0)}/{verb}"
            for verb in ("call-again", "start", "finish", "miss", "restore", "leave")
        ),
    ],
)
@pytest.mark.parametrize("key", [None, "", "not-a-uuid"])
def test_a_changing_request_without_a_key_is_told_so(window: HttpWindow, path: str, key: str | None) -> None:
    headers = {} if key is None else {"Idempotency-Key": key}
    answer = window.client.post(f"/api/{path}", data={}, content_type="application/json", headers=headers)
    assert answer.status_code == 422
    assert answer.json()["code"] == "key-missing"
    assert not Ticket.objects.exists()


def test_the_same_key_again_draws_no_second_number(window: HttpWindow) -> None:
    key = uuid.uuid4()
    answers = [window.post("lobby/arrivals", {}, key=key).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert Ticket.objects.count() == 1


def test_a_request_from_elsewhere_without_the_pages_token_changes_nothing(window: HttpWindow) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(window.counter.hall.clerks[0])
    answer = strict.post(
        "/api/lobby/arrivals", data={}, content_type="application/json", headers={"Idempotency-Key": str(uuid.uuid4())}
    )
    assert answer.status_code == 403
    assert not Ticket.objects.exists()


def test_picking_from_the_queue_is_a_right_of_its_own(window: HttpWindow) -> None:
    window.arrive()
    second = window.arrive()["id"]
    assert window.post("lobby/windows/1/call-next", {"ticket": second}).status_code == 403
    Grant.objects.create(account=window.counter.hall.clerks[0], role="supervisor", centre="LF")
    assert window.post("lobby/windows/1/call-next", {"ticket": second}).json()["ticket"]["id"] == second


def test_a_machine_draws_numbers_and_does_not_open_the_door_at_night(window: HttpWindow) -> None:
    window.client.force_login(make_account("device"))
    assert window.arrive()["number"] == "A001"
    assert window.post("lobby/arrivals", {"after_hours": True}).status_code == 403
    with time_machine.travel(NOW.replace(hour=12)):
        closed = window.post("lobby/arrivals")
        assert (closed.status_code, closed.json()["code"]) == (409, "closed")
        window.client.force_login(make_account("guide"))
        assert window.post("lobby/arrivals", {"after_hours": True}).json()["number"] == "A002"


def test_an_id_number_is_known_and_not_told_back(window: HttpWindow) -> None:
    number = synthetic_number()
    answer = window.post("lobby/arrivals", {"id_number": number})
    assert Ticket.objects.get().visit.resident == Resident.objects.get()
    assert number not in answer.content.decode()
    wrong = window.post("lobby/arrivals", {"id_number": number[:-1] + ("1" if number[-1] != "1" else "2")})
    assert wrong.status_code == 422
    assert number[:-1] not in wrong.content.decode()


def test_a_slip_scanned_twice_gives_its_number_again(window: HttpWindow) -> None:
    slip = window.counter.slip("card")
    first, again = window.arrive(slip=slip.token), window.arrive(slip=slip.token)
    assert first["id"] == again["id"]
    assert Ticket.objects.get().visit.wanted == ["card"]


@pytest.mark.parametrize(
    "body",
    [
        '{"slip": "' + "x" * 100_000 + '"}',
        '{"slip": "\\u0000"}',
        '{"slip": "\\ud800"}',
        '{"reason": "\\u0000"}',
        '{"id_number": "\\u0000"}',
        '{"id_number": {"a": 1}}',
        "[[[[",
        '"' + "a" * 300_000 + '"',
        '"aaa"',
        "[]",
        "7",
        "\xff\xfe",
    ],
)
def test_hostile_input_is_a_sentence_and_changes_nothing(window: HttpWindow, body: str) -> None:
    answer = window.client.post(
        "/api/lobby/arrivals",
        data=body.encode("latin-1"),
        content_type="application/json",
        headers={"Idempotency-Key": str(uuid.uuid4())},
    )
    assert 400 <= answer.status_code < 500
    assert answer.json()["zh"]
    assert not Ticket.objects.exists()


def test_a_hall_of_a_hundred_is_told_in_twenty_kilobytes_and_once(window: HttpWindow) -> None:
    for _ in range(100):
        window.counter.hall.arrive()
    queries.forget()
    first = window.client.get("/api/lobby/hall")
    assert len(first.content) <= 20_000
    told = json.loads(first.content)
    assert len(told["waiting"]) == 100
    assert [one["number"] for one in told["windows"]] == [1, 2]
    again = window.client.get("/api/lobby/hall", headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    window.post("lobby/windows/1/call-next")
    changed = window.client.get("/api/lobby/hall", headers={"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert len(changed.json()["waiting"]) == 99
    assert changed.json()["windows"][0]["ticket"]["number"] == "A001"


def test_the_hall_costs_few_statements_however_many_wait(
    window: HttpWindow, django_assert_max_num_queries: object
) -> None:
    for _ in range(20):
        window.counter.hall.arrive()
    with django_assert_max_num_queries(8):
        window.client.get("/api/lobby/hall")
