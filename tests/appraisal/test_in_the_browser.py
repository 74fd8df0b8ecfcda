"""A month in a real browser: a clerk objects, a colleague who did not set it answers, the director settles and exports."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from playwright.sync_api import Browser, Page, expect

from onetrip.appraisal.models import FrozenMonth
from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from tests import browsing, factories
from tests.appraisal.a_month import NOV_3, october
from tests.cases import matters
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
Open = Callable[..., Page]


@pytest.fixture(autouse=True)
def third_of_november() -> Iterator[None]:
    with time_machine.travel(NOV_3):
        yield


@pytest.fixture
def worked(transactional_db: None) -> list[Account]:
    centre: Centre = factories.make_centre()
    matters.publish()
    clerks = [browsing.account("clerk") for _ in range(6)]
    october(centre, clerks)
    return clerks


@pytest.fixture
def opened(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Open]:
    """Opens a page of the served house for somebody, at a width, in a language and type; a script that throws fails it."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    contexts, thrown = [], []

    def open_page(path: str, who: Account, *, width: int = 1440, language: str = "zh", scale: str = "normal") -> Page:
        context = chromium.new_context(viewport={"width": width, "height": 900}, accept_downloads=True)
        contexts.append(context)
        client = browsing.visitor(who)
        cookies = {name: morsel.value for name, morsel in client.cookies.items()}
        cookies |= {"onetrip_language": language, "onetrip_scale": scale}
        context.add_cookies([{"name": name, "value": value, "url": live_server.url} for name, value in cookies.items()])
        page = context.new_page()
        page.on("pageerror", lambda error: thrown.append(str(error)))
        page.goto(live_server.url + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert thrown == []


def test_from_the_objection_to_the_answer_to_the_settled_month_and_its_table(
    worked: list[Account], opened: Open
) -> None:
    clerk, director, deputy = worked[0], browsing.account("director"), browsing.account("director")
    mine = opened("/sheet/2026-10", clerk)
    mine.get_by_label("哪里不对", exact=True).fill("效率这一项，请再看看")
    mine.get_by_role("button", name="我有不同意见").click()
    expect(mine.get_by_text("等答复")).to_be_visible()

    listed = opened("/sheets/2026-10", deputy)
    listed.get_by_role("link", name="去答复").click()
    listed.get_by_label("写给本人").fill("按同一事项、同一钟点比过，没有算错。")
    listed.get_by_role("button", name="答复").click()
    expect(listed.get_by_text("没有算错")).to_be_visible()

    settling = opened("/sheets/2026-10", director)
    settling.get_by_role("button", name="定下来").click()
    expect(settling.get_by_role("link", name="第 1 版")).to_be_visible()
    with settling.expect_download() as download:
        settling.get_by_role("link", name="CSV").click()
    assert FrozenMonth.objects.get().digest in download.value.path().read_text(encoding="utf-8")

    mine.goto(mine.url)
    expect(mine.get_by_text("没有算错")).to_be_visible()
    mine.get_by_role("button", name="看过了，签字").click()
    expect(mine.get_by_text("签过了：看过")).to_be_visible()


def test_no_page_has_a_fault_that_axe_finds_or_is_wider_than_the_screen(worked: list[Account], opened: Open) -> None:
    director = browsing.account("director")
    looks = {"width": 1440}, {"width": 320, "scale": "elder"}, {"width": 320, "language": "en"}
    pages = {
        "/sheet/2026-10": worked[0],
        "/sheet/2026-10/efficiency": worked[0],
        "/sheets/2026-10": director,
        f"/sheets/2026-10/{worked[0].pk}": director,
        "/sheets/model": director,
        "/sheets/coefficients": director,
    }
    for path, who in pages.items():
        for look in looks:
            page = opened(path, who, **look)
            assert found_by_axe(page) == [], (path, look)
            assert page.evaluate("document.documentElement.scrollWidth") <= look["width"], (path, look)
