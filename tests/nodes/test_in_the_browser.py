"""The pages of the line in a real browser: at every width, in both languages and in large type; decided by keyboard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from playwright.sync_api import Browser, Page, expect
from pytest_django import Settings

from onetrip.nodes import queries
from onetrip.nodes.models import Conflict, Here, Line, Node
from tests import browsing
from tests.factories import NOW, make_centre
from tests.nodes.test_pages import a_conflict

AXE = (Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js").read_text(encoding="utf-8")
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
SIZES = [(320, 800, "zh", "normal"), (1440, 900, "en", "normal"), (1440, 900, "zh", "elder")]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def opened(
    chromium: Browser, live_server: Any, transactional_db: None, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Open]:
    """Opens a page as the director of LF; a script that throws fails the test."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    settings.NODE = "centre"
    queries.forget()
    make_centre("LF")
    make_centre("PX")
    director = browsing.visitor("director")
    contexts, thrown = [], []

    def show(path: str, width: int = 1440, height: int = 900, language: str = "zh", scale: str = "normal") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": height})
        contexts.append(context)
        cookies = {name: morsel.value for name, morsel in director.cookies.items()}
        cookies |= {"onetrip_language": language, "onetrip_scale": scale}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield show
    for context in contexts:
        context.close()
    queries.forget()
    assert thrown == []


def looked_at(page: Page) -> None:
    """Nothing hangs out sideways, and axe finds nothing."""
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    page.evaluate(AXE)
    found = page.evaluate(
        "async (rules) => (await axe.run({runOnly: rules})).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])",
        RULES,
    )
    assert found == [], page.url


def test_the_state_of_the_line_is_readable_at_every_width(opened: Open) -> None:
    Here.objects.create(role="centre", centre="LF", number=1, since=NOW)
    Line.objects.create(city="https://city.example", since=NOW, is_up=False, trouble={"zh": "停了。", "en": "Stopped."})
    conflict = a_conflict()
    for size in SIZES:
        page = opened("/nodes/", *size)
        expect(page.locator(".line-down")).to_be_visible()
        looked_at(page)
        looked_at(opened(f"/nodes/conflicts/{conflict.pk}", *size))


def test_the_nodes_and_a_conflict_are_readable_at_the_city_and_it_is_decided_by_keyboard(opened: Open) -> None:
    Here.objects.create(role="city", since=NOW)
    Node.objects.create(centre_id="LF", number=1, added_at=NOW)
    conflict = a_conflict()
    for size in SIZES:
        looked_at(opened("/nodes/", *size))
        looked_at(opened(f"/nodes/conflicts/{conflict.pk}", *size))
    page = opened(f"/nodes/conflicts/{conflict.pk}")
    page.get_by_role("radio").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("打过电话，先来的算")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="定了：先来的算")).to_be_visible()
    looked_at(page)
    assert Conflict.objects.get().decision == "first-stands"
