"""The API keeps what its OpenAPI description says, whatever is sent: random, malformed and hostile requests by Schemathesis."""

from __future__ import annotations

import json
import uuid
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, time
from typing import Any

import pytest
import schemathesis
import time_machine
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.middleware.csrf import _get_new_csrf_string
from hypothesis import HealthCheck, Phase, settings
from ninja import Schema
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from onetrip.advice.models import Consultation, Slip
from onetrip.appointments.actions import book
from onetrip.appointments.models import Appointment
from onetrip.cases.actions import AcceptedMatter
from onetrip.cases.models import Case as CityCase
from onetrip.departments import actions, checking
from onetrip.ledger.models import Event
from onetrip.lobby.models import Ticket
from onetrip.web.api import api
from tests.cases.window import HttpWindow, open_http_window
from tests.departments.systems import SigningOnTheWay, a_system
from tests.factories import NOW

KEPT = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
"""Nothing breaks, and each answer has a status, a type and a shape that the description names."""

INSIDE = ("Traceback", "psycopg", "django", "pydantic", "SELECT ", "INSERT ", "/src/", "site-packages")
"""Words that would tell a stranger about the inside."""

schemathesis.serializer.alias(list(checking.TYPES), "application/octet-stream")
schema = schemathesis.openapi.from_dict(api.get_openapi_schema())
schema.app = signing = SigningOnTheWay(get_wsgi_application())
FOR_EVERYBODY = {
    "/api/advice/find": 0,
    "/api/advice/compute": 0,
    "/api/advice/consultations": 1,
    "/api/advice/slips/{token}": 0,
    "/api/advice/slips/{token}/again": 1,
    "/api/appointments/days": 0,
    "/api/appointments/bookings": 1,
    "/api/appointments/bookings/{token}": 0,
    "/api/appointments/bookings/{token}/change": 1,
    "/api/appointments/bookings/{token}/late": 1,
    "/api/appointments/bookings/{token}/cancel": 1,
}
"""What answers anybody who asks, and the events it makes: a question keeps nothing, a consultation of one's own begins,
and whoever holds the token of a slip may read it."""
OF_DEPARTMENTS = "/api/v1/departments"
DONE_ALREADY = {
    "/api/appointments/bookings",
    *(f"/api/appointments/bookings/{{token}}/{verb}" for verb in ("change", "late", "cancel")),
}
"""What is answered without an event when it is so already: a booking cancelled twice, a request sent again by its key."""
BRIEFLY = settings(
    max_examples=12,
    deadline=None,
    derandomize=True,  # what lands does not depend on luck
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
AT_LENGTH = settings(BRIEFLY, max_examples=150, derandomize=False)
"""`make soak` tries more, and others each time."""


@pytest.fixture
def window(db: None) -> Iterator[HttpWindow]:
    """A clerk at window 1 and people in every state: waiting, at the window, gone."""
    with time_machine.travel(NOW, tick=True):
        window = open_http_window()
        window.serving()
        a_case_of_a_department(window)
        for _ in range(3):
            window.arrive()
        window.counter.slip("card")
        a_booking()
        signing.calling = a_system()
        actions.let_see_identity(code="minzheng-core", allowed=True, now=NOW, by="t", key=uuid.uuid4())
        signals = (request_started, request_finished)
        for signal in signals:  # the connection is this test's transaction; Django's own test client spares it likewise
            signal.disconnect(close_old_connections)
        yield window
        for signal in signals:
            signal.connect(close_old_connections)


def a_case_of_a_department(window: HttpWindow) -> None:
    """Somebody at the second window, who has just applied."""
    ticket = window.counter.serving(place=1)
    window.counter.accept(ticket, AcceptedMatter("unlimited", ("id-card",)), place=1)
    CityCase.objects.update(received_at=NOW, accepted_at=NOW)  # the clock of the hall has run ahead of the one out here


def a_booking() -> Appointment:
    """Somebody who has booked tomorrow's half past nine."""
    return book(
        centre="LF",
        day=date(2026, 11, 25),
        starts=time(9, 30),
        channel="phone",
        now=NOW,
        by="resident",
        key=uuid.uuid4(),
    )


def sent(case: Case, window: HttpWindow | None) -> schemathesis.Response:
    """What the house answers to a case, sent by the clerk of a window or by somebody without a session."""
    token = _get_new_csrf_string()
    cookies = {"onetrip_csrf": token}
    if window is not None:
        cookies["onetrip_session"] = window.client.cookies["onetrip_session"].value
    headers = {"X-CSRFToken": token, "Idempotency-Key": str(uuid.uuid4()), **(case.headers or {})}
    if window is not None and case.path.startswith(OF_DEPARTMENTS):
        headers[SigningOnTheWay.WANTED] = "yes"
    return case.call(headers=headers, cookies=cookies)


def aimed(case: Case) -> Case:
    """The case with a ticket or a consultation that exists, two times out of three: what comes after the look-up is to be
    reached too."""
    tickets = list(Ticket.objects.order_by("drawn_at").values_list("pk", flat=True))
    choice = zlib.crc32(repr((case.path_parameters, case.body)).encode()) % (len(tickets) * 3 // 2)
    if choice >= len(tickets):
        return case
    if "ticket" in (case.path_parameters or {}):
        case.path_parameters["ticket"] = str(tickets[choice])
    if "number" in (case.path_parameters or {}) and case.path.startswith("/api/lobby/windows"):
        case.path_parameters["number"] = 1
    if isinstance(case.body, dict) and "ticket" in case.body:
        case.body["ticket"] = str(tickets[choice])
    if "consultation" in (case.path_parameters or {}):
        case.path_parameters["consultation"] = str(Consultation.objects.earliest("started_at").pk)
        if isinstance(case.body, dict) and "matter" in case.body and choice:
            case.body["matter"] = "card"
    if "number" in (case.path_parameters or {}) and case.path.startswith(OF_DEPARTMENTS):
        case.path_parameters["number"] = CityCase.objects.latest("number").number
    if case.path.startswith("/api/appointments"):
        aimed_at_booking(case, choice)
    if "token" in (case.path_parameters or {}) and case.path.startswith("/api/advice/slips"):
        case.path_parameters["token"] = Slip.objects.earliest("issued_at").token
    return case


def aimed_at_booking(case: Case, choice: int) -> None:
    """The case with the booking that exists and half hours that can be booked."""
    booking = Appointment.objects.earliest("booked_at")
    if "token" in (case.path_parameters or {}):
        case.path_parameters["token"] = booking.token
    if "booking" in (case.path_parameters or {}):
        case.path_parameters["booking"] = str(booking.pk)
    if isinstance(case.body, dict) and "day" in case.body and choice:
        case.body |= {"day": f"2026-11-{25 + choice % 3}", "starts": f"{9 + choice % 4}:30"}


def told(response: schemathesis.Response) -> dict[str, Any]:
    """The body of a refusal: a word for programs and a sentence in both languages, nothing about the inside."""
    body = json.loads(response.content)
    assert body["code"]
    assert body["zh"].endswith("。")
    assert body["en"].endswith(".")
    assert not [word for word in INSIDE if word.lower() in response.text.lower()]
    return body


def answered_as_described(case: Case, window: HttpWindow) -> None:
    """A clerk's request is answered as described, and changes nothing when it is refused."""
    case = aimed(case)
    before = Event.objects.count()
    response = sent(case, window)
    case.validate_response(response, checks=KEPT)
    if response.status_code >= 400:
        told(response)
        assert Event.objects.count() == before, "a refused request changed something"


@schema.parametrize()
@BRIEFLY
def test_a_clerk_may_send_anything_and_is_answered_as_described(case: Case, window: HttpWindow) -> None:
    answered_as_described(case, window)


@pytest.mark.soak
@schema.parametrize()
@AT_LENGTH
def test_a_clerk_may_send_anything_at_all_and_is_answered_as_described(case: Case, window: HttpWindow) -> None:
    answered_as_described(case, window)


@schema.parametrize()
@settings(BRIEFLY, max_examples=5)
def test_somebody_without_a_session_gets_nowhere_and_changes_nothing(case: Case, window: HttpWindow) -> None:
    before = Event.objects.count()
    response = sent(aimed(case), None)
    case.validate_response(response, checks=KEPT)
    if response.status_code == 200:
        written = Event.objects.count() - before
        assert written == FOR_EVERYBODY[case.path] or (written == 0 and case.path in DONE_ALREADY)
        return
    assert response.status_code in {400, 401, 403, 404, 405, 409, 413, 415, 422}
    told(response)
    assert Event.objects.count() == before


def every_schema(of: type[Schema] = Schema) -> list[type[Schema]]:
    """The schemas of the house, each below the one it extends."""
    return [each for one in of.__subclasses__() for each in (one, *every_schema(one))]


def test_no_two_schemas_have_one_name_or_one_of_them_would_describe_both() -> None:
    ours = {one for one in every_schema() if one.__module__.startswith("onetrip.")}
    counted = Counter(one.__name__ for one in ours)
    assert [name for name, times in counted.items() if times > 1] == []
