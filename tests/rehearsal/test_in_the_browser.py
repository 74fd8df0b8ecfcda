"""The director signs in, plans the re-opening Monday, reads the answer, prints the sheet; on a phone and for every reader."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from onetrip.centres.queries import Settled
from onetrip.rehearsal import answers
from onetrip.rehearsal.answers import windows
from onetrip.rehearsal.asking import Asked
from onetrip.rehearsal.grounds import grounds
from onetrip.rehearsal.models import KeptPlan
from onetrip.rehearsal.running import Limit
from onetrip.rehearsal.views import pages
from onetrip.staff.models import Account
from onetrip.web.demonstration import year
from tests import browsing
from tests.factories import NOW
from tests.rehearsal.conftest import DAYS
from tests.visit import steps
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def address(demonstration: Settled, live_server: object, monkeypatch: pytest.MonkeyPatch) -> str:
    """A served demonstration with its past; answers as sharp as a test needs them."""
    monkeypatch.setattr(pages, "LIMIT", Limit(precision=2.0, seconds=5.0, days=200))
    monkeypatch.setattr(windows, "SEARCH_SECONDS", 0.5)
    year.play(code="LF", now=NOW, days=DAYS)
    # The first simulated day of a checkout compiles the kernel, which no browser is to wait for.
    answers.answer(grounds("LF", NOW), Asked("windows", date(2026, 11, 30)), pages.LIMIT)
    return str(live_server.url)  # type: ignore[attr-defined]


def _signed_in(chromium: Browser, address: str, **cookies: str) -> tuple[BrowserContext, Page]:
    client = browsing.visitor(Account.objects.get(username="director"))
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    kept = {name: one.value for name, one in client.cookies.items()} | cookies
    context.add_cookies([{"name": name, "value": value, "url": address} for name, value in kept.items()])
    page = context.new_page()
    page.set_default_timeout(60_000)
    return context, page


def test_a_director_signs_in_plans_the_reopening_monday_keeps_it_and_prints_it(
    address: str, chromium: Browser, tmp_path: Path
) -> None:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.set_default_timeout(60_000)
    steps.sign_in(page, address, "director")
    page.get_by_role("link", name=re.compile("^推演")).click()
    page.wait_for_url("**/rehearsal/")
    expect(page.get_by_role("link", name=re.compile("^排重新开门的星期一"))).to_be_visible()
    page.keyboard.press("F2")
    expect(page.locator("#answer-title")).to_contain_text("11 月 30 日 星期一，重新开门")
    sentence = page.locator(".reh-sentence").inner_text()
    assert "95 %" in sentence
    page.get_by_role("button", name="留下这个方案").click()
    page.wait_for_url("**/rehearsal/kept/*")
    expect(page.locator(".reh-sentence")).to_have_text(KeptPlan.objects.get().answer["zh"])
    page.go_back()
    expect(page.locator("#answer-title")).to_be_visible()
    page.keyboard.press("F9")
    page.wait_for_url("**/rehearsal/print?*")
    printed = tmp_path / "plan.pdf"
    page.pdf(path=str(printed), prefer_css_page_size=True)
    paper = pypdf.PdfReader(printed)
    assert len(paper.pages) == 1
    width, height = (float(each) / 72 * 25.4 for each in paper.pages[0].mediabox[2:])
    assert (round(width), round(height)) == (210, 297)
    words = paper.pages[0].extract_text()
    for said in ("8:30", "16:00"):
        assert said in words
    context.close()


def test_a_wrong_number_is_said_and_the_keyboard_is_led_to_it(address: str, chromium: Browser) -> None:
    context, page = _signed_in(chromium, address)
    page.goto(f"{address}/rehearsal/ask/ill")
    page.get_by_label("少几个人").fill("99")
    page.keyboard.press("F2")
    page.get_by_role("link", name="请填 1 到 30 的数").click()
    expect(page.get_by_label("少几个人")).to_be_focused()
    expect(page.get_by_label("少几个人")).to_have_value("99")
    context.close()


def test_a_phone_needs_no_sideways_scrolling_and_axe_finds_nothing_in_any_look(address: str, chromium: Browser) -> None:
    asked = [f"ask/{code}?day=2026-11-30" for code in ("windows", "quota", "days-on-end", "training")]
    for look in ({}, {"onetrip_language": "en", "onetrip_scale": "elder"}):
        context, page = _signed_in(chromium, address, **look)
        for path in ("", *asked, "print?day=2026-11-30", "replay?day=2026-11-30", "trust"):
            page.set_viewport_size({"width": 390, "height": 844})
            page.goto(f"{address}/rehearsal/{path}")
            assert page.evaluate("document.documentElement.scrollWidth") <= 390, path
            assert found_by_axe(page) == [], path
        context.close()


def test_a_simulated_day_is_watched_scrubbed_and_counts_what_the_table_says(address: str, chromium: Browser) -> None:
    context, page = _signed_in(chromium, address)
    page.goto(f"{address}/rehearsal/replay?day=2026-11-30&reopening=1")
    slider = page.get_by_label("哪一分钟")
    for minute in (60, 150, 300):
        slider.evaluate(
            "(at, minute) => { at.value = minute; at.dispatchEvent(new Event('input', { bubbles: true })); }", minute
        )
        clock = page.locator("[data-hall-clock]").inner_text()
        row = page.locator(f"tr:has(th:text-is('{clock}')) td")
        counted = [
            int(page.locator(f"[data-count={name}]").inner_text())
            for name in ("waiting", "windows", "kiosks", "served", "home")
        ]
        told = [int(row.nth(place).inner_text()) for place in (1, 3, 4, 5, 6)]
        assert all(abs(one - other) <= 1 for one, other in zip(counted, told, strict=True)), (clock, counted, told)
        assert page.locator(".hall-waiting:visible").count() == counted[0]
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert slider.input_value() == "301"
    page.keyboard.press("Shift+ArrowRight")
    assert slider.input_value() == "316"
    page.keyboard.press("Space")
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("[data-hall-clock]")).to_have_text(re.compile("^14:"), timeout=30_000)
    page.keyboard.press("Space")
    expect(page.locator("[data-play]")).to_have_attribute("aria-pressed", "false")
    stopped = slider.input_value()
    page.wait_for_timeout(300)
    assert slider.input_value() == stopped
    page.locator(".hall-waiting").first.click(force=True)
    page.wait_for_url("**visitor=*")
    expect(page.locator("#stories")).to_contain_text("取号时前面")
    assert abs(int(page.get_by_label("哪一分钟").input_value()) - int(stopped)) <= 1
    context.close()
