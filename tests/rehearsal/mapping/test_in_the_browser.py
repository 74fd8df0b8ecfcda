"""The map in a real browser: it fits desk, phone and paper, and everybody can read it."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import browsing
from tests.rehearsal.morning import Morning
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

ADDRESS = "/rehearsal/map?week=2026-11-24"


def opened(chromium: Browser, server: LiveServer, width: int) -> Page:
    context = chromium.new_context(viewport={"width": width, "height": 900})
    cookies = browsing.visitor("director").cookies
    context.add_cookies([{"name": name, "value": one.value, "url": server.url} for name, one in cookies.items()])
    page = context.new_page()
    page.goto(server.url + ADDRESS)
    return page


@pytest.mark.parametrize("width", [1440, 390])
def test_the_map_is_read_by_everybody_and_no_page_scrolls_aside(
    chromium: Browser, live_server: LiveServer, morning: Morning, width: int
) -> None:
    page = opened(chromium, live_server, width)
    expect(page.get_by_role("img", name="这一周居民在大厅里怎么走")).to_be_visible()
    expect(page.get_by_role("cell", name="等候").first).to_be_visible()
    assert found_by_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_on_paper_the_picture_has_a_page_and_the_table_the_next(
    chromium: Browser, live_server: LiveServer, morning: Morning
) -> None:
    page = opened(chromium, live_server, 1440)
    page.emulate_media(media="print")
    expect(page.locator("#week")).to_be_hidden()
    expect(page.locator("svg.map")).to_be_visible()
