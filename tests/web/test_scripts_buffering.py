"""live.js behind a proxy that holds the stream back: it opens the line and lets nothing through, or only late."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.buffering import BufferingProxy
from tests.web.stage import Stage
from tests.web.test_scripts_live import BOARD, LIVE, SCRIPTS

pytestmark = pytest.mark.browser


@pytest.fixture
def proxy(stage: Stage) -> Iterator[BufferingProxy]:
    found = BufferingProxy(stage.address)
    yield found
    found.close()


def test_a_line_that_is_open_and_silent_counts_as_lost_and_is_polled_around(
    stage: Stage, screen: Page, proxy: BufferingProxy
) -> None:
    stage.pages["/board"] = (200, "新")
    stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE)
    screen.goto(proxy.address + "/")
    stage.tell("hall")  # held back on the way: the page cannot hear it
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost", timeout=20000)
    assert stage.opened >= 1, "the line itself is open"
    expect(screen.locator("#board")).to_have_text("新", timeout=15000)


@pytest.mark.soak
def test_it_is_not_told_as_restored_while_nothing_comes_through(
    stage: Stage, screen: Page, proxy: BufferingProxy
) -> None:
    stage.pages["/board"] = (200, "新")
    stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE)
    screen.goto(proxy.address + "/")
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost", timeout=20000)
    before = stage.opened
    screen.wait_for_timeout(5000)
    assert stage.opened >= before
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost")


def test_beats_that_come_in_a_heap_show_that_they_were_held_back(stage: Stage, screen: Page) -> None:
    screen.goto(stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE))
    stage.pages["/board"] = (200, "新")
    expect(screen.locator("[data-live-state]")).to_have_text("连接正常")
    stage.stream_is_up = False
    for at in (1000, 1015, 1030, 1045):
        stage.tell("beat", f'{{"at": {at}}}')
    expect(screen.locator("body")).to_have_attribute("data-connection", "lost", timeout=10000)


def test_beats_in_time_are_no_reason_to_doubt_whatever_the_clocks_say(stage: Stage, screen: Page) -> None:
    screen.goto(stage.show("/", BOARD, scripts=SCRIPTS, more=LIVE))
    expect(screen.locator("[data-live-state]")).to_have_text("连接正常")
    for at in (1000, 1001, 1002):  # a clock that stands in 1970
        stage.tell("beat", f'{{"at": {at}}}')
        screen.wait_for_timeout(1000)
    screen.wait_for_timeout(2500)
    expect(screen.locator("[data-live-state]")).to_have_text("连接正常")
