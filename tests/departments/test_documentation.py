"""The example of docs/departments.md, run as it stands there against a house that is served over HTTP."""

from __future__ import annotations

import re
import time
import uuid
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from onetrip.cases.models import Case
from onetrip.departments import actions, feed
from onetrip.departments.webhooks import signing
from tests.cases.counter import open_counter
from tests.cases.test_following import accepted
from tests.departments.systems import a_system
from tests.departments.test_api import PDF

TEXT = (Path(__file__).resolve().parents[2] / "docs/departments.md").read_text(encoding="utf-8")
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    """What the blocks of the page define, one after the other."""
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", TEXT, re.S):
        exec(compile(block, "docs/departments.md", "exec"), names)  # noqa: S102 -- our own page
    return names


@pytest.mark.django_db(transaction=True)
def test_a_stranger_who_follows_the_page_gets_a_case_done(example: dict[str, Any], live_server: Any) -> None:
    case = accepted(open_counter())
    Case.objects.update(received_at=timezone.now(), accepted_at=timezone.now())
    a_system()
    made = actions.give_key(code="minzheng-core", public="", now=timezone.now(), by="t", key=uuid.uuid4())
    house = example["Department"](f"{live_server.url}/api/v1/departments", made.key.pk, made.private)
    assert house.get("/me")[1]["department"] == "civil-affairs"
    status, done = example["work"](house, PDF)
    assert (status, done["number"], done["state"]) == (200, case.number, "completed")
    _, changes = house.get("/changes?after=0&limit=50")
    assert [one["type"] for one in changes["changes"]][-3:] == ["case.taken", "case.decided", "case.completed"]
    status, refused = house.post(f"/cases/{case.number}/decide", {"granted": True})
    assert (status, refused["code"]) == (409, "decide-not-allowed")


def test_the_check_of_a_webhook_on_the_page_is_right(example: dict[str, Any]) -> None:
    now = timezone.now()
    headers = signing.headers("msg_1", b"{}", [SECRET], now)
    check = example["is_from_the_house"]
    assert check(SECRET, headers, b"{}", now.timestamp())
    assert not check(SECRET, headers, b"{ }", now.timestamp())
    assert not check(SECRET, headers, b"{}", now.timestamp() + 400)
    assert abs(time.time() - now.timestamp()) < 60


def test_every_kind_of_change_stands_on_the_page() -> None:
    for name in set(feed.TYPES.values()):
        assert name in TEXT or f"`.{name.removeprefix('case.')}`" in TEXT, name
