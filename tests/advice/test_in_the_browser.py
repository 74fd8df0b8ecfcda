"""The desk from the keyboard alone, and the phone at every width, in a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from onetrip.advice import actions
from tests.advice.conftest import BY, Talk
from tests.advice.town import CONSISTENT, TOWN_WITH_A_CHOICE, published_town
from tests.factories import NOW, make_account, make_centre, synthetic_number

AXE = Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js"

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def house(chromium: Browser, live_server: Any, monkeypatch: pytest.MonkeyPatch) -> str:
    """The address of a served house; its threads let go of the database after each request."""
    monkeypatch.setitem(connections.settings["default"], "CONN_MAX_AGE", 0)
    make_centre()
    published_town(TOWN_WITH_A_CHOICE)
    return str(live_server.url)


@pytest.fixture
def opened(chromium: Browser) -> Iterator[Callable[..., BrowserContext]]:
    contexts: list[BrowserContext] = []

    def open_context(
        house: str, width: int, height: int, *, language: str = "zh", scale: str = "normal"
    ) -> BrowserContext:
        context = chromium.new_context(viewport={"width": width, "height": height})
        context.add_cookies(
            [
                {"name": "onetrip_language", "value": language, "url": house},
                {"name": "onetrip_scale", "value": scale, "url": house},
            ]
        )
        contexts.append(context)
        return context

    yield open_context
    for context in contexts:
        context.close()


def signed_in(context: BrowserContext, house: str) -> Page:
    client = Client()
    client.force_login(make_account("guide"))
    context.add_cookies(
        [{"name": name, "value": morsel.value, "url": house} for name, morsel in client.cookies.items()]
    )
    return context.new_page()


def size_over_window(page: Page) -> tuple[int, int]:
    """By how many pixels the page is wider and taller than its window."""
    wide, high = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth, document.documentElement.scrollHeight - innerHeight]"
    )
    return wide, high


def violations(page: Page) -> list[object]:
    """What axe finds on the page as it is."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
    return list(found)


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (1366, 768)])
def test_the_desk_goes_from_words_to_slip_by_keyboard_without_scrolling_the_page(
    house: str, opened: Callable[..., BrowserContext], width: int, height: int
) -> None:
    context = opened(house, width, height)
    # A headless browser makes a download of a PDF and closes its page at once, sometimes before anybody has seen it.
    context.route("**/*.pdf*", lambda route: route.fulfill(body="the slip", content_type="text/plain"))
    page = signed_in(context, house)
    page.goto(f"{house}/desk/")
    expect(page.get_by_label("居民要办什么")).to_be_focused()
    page.keyboard.type("坐车的卡")
    expect(page.locator(".found-list li").first).to_contain_text("敬老卡申领")
    assert violations(page) == []
    page.keyboard.press("ArrowDown")
    page.keyboard.press("1")
    expect(page.locator(".heard")).to_contain_text("坐车的卡 → 敬老卡申领")
    page.keyboard.press("F6")
    expect(page.get_by_label("身份证号，18 位")).to_be_focused()
    assert violations(page) == []
    page.keyboard.type(synthetic_number(date(1961, 11, 1)))
    page.keyboard.press("Enter")
    expect(page.locator("#question-text")).to_contain_text("您的户口在哪里？")
    expect(page.locator(".question .choice").first).to_be_focused()
    page.keyboard.press("1")
    expect(page.locator("#question-text")).to_contain_text("您退休了吗？")
    page.keyboard.press("ArrowLeft")
    expect(page.locator("#question-text")).to_contain_text("您的户口在哪里？")
    page.keyboard.press("1")
    expect(page.locator("#question-text")).to_contain_text("您退休了吗？")
    page.keyboard.press("0")
    expect(page.locator(".question-done")).to_be_visible()
    expect(page.get_by_label("居民要办什么")).to_be_focused()
    page.keyboard.press("Escape")  # out of the field, so that letters are keys again
    page.keyboard.press("d")
    expect(page.locator(".dense .paper-row").filter(has_text="委托书")).to_be_visible()
    with context.expect_page() as printed:
        page.keyboard.press("F9")
    assert printed.value.url.split("?")[0].endswith(".pdf")
    expect(page.locator(".slip .ticket-number")).to_contain_text("LF")
    assert size_over_window(page) == (0, 0)
    assert violations(page) == []
    page.bring_to_front()
    page.keyboard.press("Escape")
    expect(page.get_by_text("下一位居民想办什么？")).to_be_visible()
    expect(page.get_by_label("居民要办什么")).to_be_focused()
    page.get_by_role("link", name="回到上一位").click()
    expect(page.locator(".slip .ticket-number")).to_be_visible()


@pytest.mark.parametrize(("width", "language", "scale"), [(320, "en", "elder"), (390, "zh", "normal")])
def test_every_page_of_a_phone_fits_its_width_and_axe_finds_nothing(
    house: str, opened: Callable[..., BrowserContext], width: int, language: str, scale: str
) -> None:
    page = opened(house, width, 844, language=language, scale=scale).new_page()

    def fits(name: str) -> None:
        assert size_over_window(page)[0] <= 0, name
        assert violations(page) == [], name

    for address in ("/", "/ask/?q=卡", "/ask/?q=xyzzy", "/slip", "/matters/", "/matters/elder-card", "/matters/points"):
        page.goto(house + address)
        fits(address)
    page.goto(f"{house}/ask/?q=老年卡")
    page.locator(".matter-list button").first.click()
    page.locator("input[value=shanghai]").check()
    page.locator(".foot .button-primary").click()
    for answer in ("soon", "19611101"):
        fits("question")
        page.locator("#answer").fill(answer)
        page.locator(".foot .button-primary").click()
    page.wait_for_url("**/plan")
    fits("plan")
    page.locator("#h-take ~ form button").click()
    page.wait_for_url("**/s/*")
    fits("slip")
    expect(page.locator(".slip .promise")).to_be_visible()


def test_what_fits_appears_below_the_field_while_one_types(house: str, opened: Callable[..., BrowserContext]) -> None:
    page = opened(house, 390, 844).new_page()
    page.goto(house)
    field = page.get_by_label("您要办什么")
    field.press_sequentially("老年")
    expect(page.locator("#found").get_by_role("button", name="敬老卡申领")).to_be_visible()
    field.fill("病历")
    expect(page.locator("#found").get_by_role("button", name="敬老卡申领")).to_have_count(0)
    field.fill("")
    expect(page.locator("#found")).to_be_empty()


def test_a_long_number_typed_into_the_field_never_reaches_an_address(
    house: str, opened: Callable[..., BrowserContext]
) -> None:
    page = opened(house, 390, 844).new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(house)
    field = page.get_by_label("您要办什么")
    field.fill(synthetic_number(date(1961, 11, 1)))
    field.fill("老年卡")
    expect(page.locator("#found").get_by_role("button", name="敬老卡申领")).to_be_visible()
    field.press_sequentially(synthetic_number(date(1961, 11, 1)))
    page.wait_for_timeout(400)  # longer than the pause after which the page asks
    assert not [address for address in asked if "1961" in address]


def test_earlier_answers_come_with_one_key_and_a_contradiction_goes_with_a_click(
    house: str, opened: Callable[..., BrowserContext]
) -> None:
    published_town(CONSISTENT)
    page = signed_in(opened(house, 1366, 768), house)
    number = synthetic_number(date(1995, 11, 1))

    def say(words: str) -> None:
        page.get_by_label("居民要办什么").fill(words)
        page.keyboard.press("Enter")
        expect(page.locator(".heard")).to_contain_text(words)

    def read_card() -> None:
        page.keyboard.press("F6")
        page.get_by_label("身份证号，18 位").fill(number)
        page.keyboard.press("Enter")
        expect(page.locator(".known")).to_contain_text("31 岁")

    earlier = Talk(actions.begin(centre="LF", channel="desk", now=NOW, by=BY).pk)
    earlier.read_card(number)
    earlier.answer("hukou", "shanghai")

    page.goto(f"{house}/desk/")
    say("认证")
    expect(page.locator("#question-text")).to_contain_text("您退休了吗？")
    page.keyboard.press("1")
    expect(page.locator(".known")).to_contain_text("退休")
    read_card()
    expect(page.locator(".contradiction")).to_contain_text("退休最早也要 45 岁")
    expect(page.locator(".earlier")).to_contain_text("本人同意，带过来")
    assert violations(page) == []
    assert max(size_over_window(page)) <= 0
    page.keyboard.press("Escape")  # out of the field, so that letters are keys again
    page.keyboard.press("y")
    expect(page.locator(".known")).to_contain_text("以前答过")
    expect(page.locator(".earlier")).to_contain_text("撤回同意")
    assert violations(page) == []

    page.get_by_role("link", name="改“退休”").click()
    expect(page.locator("#question-text")).to_contain_text("您退休了吗？")
    page.keyboard.press("2")
    expect(page.locator(".contradiction")).to_have_count(0)


def test_a_resident_brings_another_paper_instead_and_takes_it_back_on_the_phone(
    house: str, opened: Callable[..., BrowserContext]
) -> None:
    page = opened(house, 390, 844).new_page()
    page.goto(f"{house}/ask/?q=查档")
    page.locator('button[value="archive"]').click()
    page.get_by_role("button", name=re.compile("改带这个.*护照")).click()

    expect(page.locator("#h-bring")).to_be_in_viewport()
    expect(page.locator("label.paper-name")).to_have_text(["护照"])
    expect(page.get_by_text("您手里有这个，就带它。")).to_be_visible()
    assert violations(page) == []
    assert size_over_window(page)[0] <= 0

    page.get_by_role("button", name=re.compile("收回.*身份证")).first.click()
    page.get_by_role("button", name=re.compile("收回.*护照")).first.click()
    expect(page.locator("label.paper-name")).to_have_text(["身份证"])


def test_the_desk_notes_that_a_paper_is_not_at_hand(house: str, opened: Callable[..., BrowserContext]) -> None:
    page = signed_in(opened(house, 1440, 900), house)
    page.goto(f"{house}/desk/")
    page.locator("[name=said]").fill("查档")
    page.locator("[name=said]").press("Enter")
    page.get_by_text("没有这个，或者换一样").click()
    page.get_by_role("button", name=re.compile("没有这个.*身份证")).click()

    expect(page.get_by_text("您说带不了“身份证”，改带它。").first).to_be_visible()
    expect(page.locator(".known")).to_contain_text("带不了")
    assert violations(page) == []
    assert size_over_window(page) == (0, 0)
