"""The director walks the hall in a real browser, in a real house with its live stream."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests import house
from tests.visit.test_accessibility import found_by_axe

pytestmark = pytest.mark.browser


def test_the_round_tries_everything_by_itself_and_the_hall_is_declared_ready(chromium: Browser) -> None:
    with house.furnished() as served:
        served.ask(
            "INSERT INTO centres_duty (window_id, account_id, began, paused) SELECT place.id, account.id, now(), ''"
            " FROM centres_window place, staff_account account WHERE place.number = 1 AND account.username = 'clerk1'"
        )
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        page.goto(f"{served.address}/staff/sign-in?next=/morning/")
        page.fill("[name=username]", "director")
        page.fill("[name=password]", "onetrip-demo")
        page.keyboard.press("Enter")
        page.wait_for_url("**/morning/")
        page.locator("button[data-key=F2]").click()
        page.wait_for_url(re.compile(r"/morning/[0-9a-f-]{36}$"))
        expect(page.locator("#check-live-stream .tag")).to_have_text("好的", timeout=20_000)
        expect(page.locator("#walk-sum")).to_contain_text("能开门", timeout=60_000)
        expect(page.locator("#check-clock")).to_contain_text("细看 2 项")
        form = page.locator("#check-backup .tried-form")
        form.locator("input[name=words]").fill("今晚补做")
        form.locator("button").click()
        expect(page.locator("#check-backup .tried-answer")).to_contain_text("今晚补做")
        assert found_by_axe(page) == []
        page.keyboard.press("F4")
        expect(page.locator("#walk-sum")).to_contain_text("宣布可以开门")
        assert page.locator(".tried-head form").count() == 0
        kept = served.ask("SELECT count(*) FROM days_roundfinding WHERE answer <> ''")
        assert kept == [(1,)]
        page.close()
