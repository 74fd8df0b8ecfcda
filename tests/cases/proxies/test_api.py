"""Who came, over HTTP: said before the acceptance, masked in every answer."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from onetrip.cases.models import Case
from tests.cases.counter import Counter
from tests.cases.window import HttpWindow
from tests.factories import synthetic_number

pytestmark = pytest.mark.django_db

MOTHER, SON = synthetic_number(date(1958, 3, 2)), synthetic_number(date(1985, 1, 1), sex="male")


@pytest.fixture
def window(counter: Counter):
    client = Client()
    client.force_login(counter.hall.clerks[0])
    with time_machine.travel(counter.hall.now, tick=False):
        yield HttpWindow(counter, client)


def accepted(window: HttpWindow, ticket: dict[str, Any], **more: Any):
    matter = {"matter": "pension", "papers": ["id-card", "proxy-id-card"], "by_proxy": True, **more}
    return window.post("cases/accept", {"ticket": ticket["id"], "matters": [matter]})


def test_a_program_says_who_came_and_on_what_and_accepts(window: HttpWindow) -> None:
    ticket = window.serving(id_number=MOTHER)
    refused = accepted(window, ticket)
    assert (refused.status_code, refused.json()["code"]) == (409, "proxy-unknown")
    came = window.post(
        "cases/who-came", {"ticket": ticket["id"], "id_number": SON, "name": "李子", "relation": "agent"}
    )
    assert came.status_code == 200
    assert came.json() == {
        "concerned": MOTHER[:3] + "*" * 11 + MOTHER[-4:],
        "came": SON[:3] + "*" * 11 + SON[-4:],
        "relation": "agent",
    }
    told = window.post(
        "cases/authority",
        {
            "ticket": ticket["id"],
            "proof": "letter",
            "matters": ["pension"],
            "until": "2026-12-31",
            "principal_last_four": MOTHER[-4:],
            "agent_last_four": SON[-4:],
        },
    )
    assert told.status_code == 200
    assert (told.json()["kind"], told.json()["until"]) == ("letter", "2026-12-31")
    assert accepted(window, ticket).status_code == 200
    case = Case.objects.get()
    assert (case.resident.number, case.proxy.number, case.authority.until) == (MOTHER, SON, date(2026, 12, 31))


def test_they_came_themselves_after_all(window: HttpWindow) -> None:
    ticket = window.serving(id_number=MOTHER)
    window.post("cases/who-came", {"ticket": ticket["id"], "id_number": SON, "relation": "relative"})
    told = window.post("cases/who-came", {"ticket": ticket["id"]}).json()
    assert (told["came"], told["relation"]) == (None, "")


def test_what_cannot_be_is_refused(window: HttpWindow) -> None:
    ticket = window.serving(id_number=MOTHER)
    wrong = window.post("cases/who-came", {"ticket": ticket["id"], "id_number": "31010119000101", "relation": "agent"})
    assert wrong.status_code == 422
    assert "31010119000101" not in wrong.content.decode()
    assert window.post("cases/who-came", {"ticket": ticket["id"], "id_number": SON, "relation": "x"}).status_code == 422
    early = window.post("cases/authority", {"ticket": ticket["id"], "proof": "letter"})
    assert (early.status_code, early.json()["code"]) == (409, "two-persons-needed")
