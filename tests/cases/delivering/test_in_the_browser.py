"""A signature drawn at the window goes with the press."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, expect

from onetrip.cases.delivering.signatures import opened
from tests import browsing
from tests.cases.counter import open_counter
from tests.cases.delivering.room import open_room, row_of
from tests.factories import NOW

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def a_tuesday_morning() -> Iterator[None]:
    with time_machine.travel(NOW.replace(hour=2, minute=20)):
        yield


def test_what_is_drawn_is_kept_with_the_delivery(
    transactional_db: None, chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    case = open_room(open_counter()).done()
    client = Client()
    client.force_login(browsing.account("clerk"))
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    try:
        for name, value in ((name, morsel.value) for name, morsel in client.cookies.items()):
            context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page = context.new_page()
        page.goto(f"{live_server.url}/deliver/{case.receipt.number}")
        page.get_by_text("请他签名，或写一句").click()
        box = page.locator("canvas").bounding_box()
        assert box is not None
        page.mouse.move(box["x"] + 40, box["y"] + 60)
        page.mouse.down()
        page.mouse.move(box["x"] + 300, box["y"] + 120, steps=8)
        page.mouse.up()
        page.keyboard.press("F9")
        expect(page.get_by_text("交过了")).to_be_visible()
    finally:
        context.close()
    row = row_of(case)
    assert row.signature is not None
    assert opened(row.signature, row.pk).startswith(b"\x89PNG")
