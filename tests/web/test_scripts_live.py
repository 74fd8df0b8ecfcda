"""live.js in a real browser: news reach the page, and a lost line is told with the hour."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser

SCRIPTS = ("vendor/htmx/htmx.min.js", "once.js", "live.js")
LIVE = 'data-live="/live"'
BOARD = """<span data-live-state="starting" hidden></span><b data-lost-at></b>
<div id="board" hx-get="/board" hx-trigger="onetrip:hall from:body, onetrip:poll from:body">旧</div>"""


def open_board(stage: Stage, screen: Page, *, lang: str = "zh-CN") -> None:
    """A page that listens, connected."""
    stage.pages["/board"] = (200, "新")
    screen.goto(stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE, lang=lang))
    expect(screen.locator("[data-live-state]")).to_have_text("Connected" if lang == "en" else "连接正常")


def test_an_event_makes_the_page_fetch_what_changed(stage: Stage, screen: Page) -> None:
    open_board(stage, screen)
    expect(screen.locator("#board")).to_have_text("旧")
    stage.tell("hall")
    expect(screen.locator("#board")).to_have_text("新")


def test_who_looks_at_errands_alone_is_not_told_of_every_call(stage: Stage, screen: Page) -> None:
    open_board(stage, screen)
    screen.evaluate("document.body.addEventListener('onetrip:errand', () => console.log('an errand'))")
    heard: list[str] = []
    screen.on("console", lambda message: heard.append(message.text))
    stage.tell("call", '{"number": "A093", "window": 3}')
    stage.tell("hall", '{"thing": "ticket"}')
    expect(screen.locator("#board")).to_have_text("新")
    assert "an errand" not in heard
    with screen.expect_console_message(lambda message: message.text == "an errand"):
        stage.tell("hall", '{"thing": "errand", "verb": "submit"}')


def test_an_event_brings_its_details(stage: Stage, screen: Page) -> None:
    open_board(stage, screen)
    screen.evaluate(
        "document.body.addEventListener('onetrip:call', (e) => console.log(e.detail.number, e.detail.window))"
    )
    with screen.expect_console_message(lambda message: message.text == "A093 3"):
        stage.tell("call", '{"number": "A093", "window": 3}')


@pytest.mark.parametrize(
    ("lang", "lost", "back"),
    [
        ("zh-CN", r"^连接中断，\d{1,2}:\d\d 起$", r"^已恢复，断了 \d+ 分钟$"),
        ("en", r"^Connection lost since \d{1,2}:\d\d$", r"^Connected again, after \d+ min$"),
    ],
)
def test_a_lost_line_is_told_with_the_hour_and_so_is_its_return(
    stage: Stage, screen: Page, lang: str, lost: str, back: str
) -> None:
    open_board(stage, screen, lang=lang)
    stage.cut()
    state = screen.locator("[data-live-state]")
    expect(state).to_have_text(re.compile(lost), timeout=8000)
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost")
    expect(screen.locator("[data-lost-at]")).to_have_text(re.compile(r"^\d{1,2}:\d\d$"))
    stage.stream_is_up = True
    expect(state).to_have_text(re.compile(back), timeout=30000)
    expect(screen.locator("body")).to_have_attribute("data-connection", "live")
    # What happened meanwhile was not heard, so the page asked for it.
    expect(screen.locator("#board")).to_have_text("新")


def test_while_the_line_is_down_the_page_asks_by_itself(stage: Stage, screen: Page) -> None:
    open_board(stage, screen)
    stage.cut()
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost", timeout=8000)
    expect(screen.locator("#board")).to_have_text("新", timeout=15000)
    assert not stage.stream_is_up


def test_a_short_break_is_not_worth_a_word(stage: Stage, screen: Page) -> None:
    open_board(stage, screen)
    stage.cut()
    stage.stream_is_up = True
    screen.wait_for_timeout(2500)
    expect(screen.locator("[data-live-state]")).to_have_text("连接正常")


def test_a_page_on_which_nothing_waits_for_news_opens_no_stream(stage: Stage, screen: Page) -> None:
    screen.goto(stage.show("/", "<p>方案</p>", scripts=SCRIPTS, more=LIVE))
    screen.wait_for_timeout(500)
    assert stage.opened == 0


def test_an_address_that_is_not_valid_any_more_is_taken_anew_from_the_page(stage: Stage, screen: Page) -> None:
    address = stage.show("/", BOARD, scripts=SCRIPTS, more='data-live="/gone"')
    screen.goto(address)
    stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE)
    expect(screen.locator("[data-live-state]")).to_have_text(re.compile("已恢复|连接正常"), timeout=30000)
