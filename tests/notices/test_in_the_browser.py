"""The pages of messages in a real browser: nothing hangs out sideways, axe finds nothing, and the number is where one looks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, Page, expect

from tests import browsing
from tests.factories import NOW
from tests.notices.gateway import Gateway
from tests.notices.house import TELEPHONE, open_post
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture
def browser_of(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of the served house for somebody, in a language and at a width."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    contexts = []

    def opened(path: str, who: str, language: str, width: int) -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900})
        contexts.append(context)
        client = Client()
        client.force_login(browsing.account(who))
        cookies = {"onetrip_language": language, **{name: each.value for name, each in client.cookies.items()}}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.goto(live_server.url + path)
        return page

    yield opened
    for context in contexts:
        context.close()


def looked_at(page: Page) -> None:
    assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, page.url
    assert found_by_axe(page) == [], page.url


@pytest.mark.parametrize(("language", "width"), [("zh", 390), ("en", 1440)])
def test_the_pages_of_messages_are_fit_for_everybody(sms: Gateway, browser_of: Open, language: str, width: int) -> None:
    post = open_post()
    post.tell(kind="case-papers-wanted")
    sms.behaves.append("no-such-number")
    post.send()
    with time_machine.travel(NOW):
        looked_at(browser_of("/notices/", "director", language, width))
        page = browser_of("/notices/undelivered/", "clerk", language, width)
        looked_at(page)
        page.get_by_role("button", name="看电话号码" if language == "zh" else "Show the number").click()
        expect(page.get_by_role("status").filter(has_text=TELEPHONE)).to_be_focused()
        looked_at(page)
