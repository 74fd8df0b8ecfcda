"""live.js behind a proxy that holds the stream back: it opens the line and lets nothing through, or only late."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage
from tests.web.test_scripts_live import BOARD, LIVE, SCRIPTS

pytestmark = pytest.mark.browser


class BufferingProxy:
    """Passes everything on at once but the body of the stream, of which it waits for a whole block, as proxies do."""

    BLOCK = 4096

    def __init__(self, target: str) -> None:
        host, _, port = target.removeprefix("http://").partition(":")
        self.target = (host, int(port))
        self.server = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.server.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                browser, _ = self.server.accept()
                threading.Thread(target=self._pass_on, args=(browser,), daemon=True).start()

    def _pass_on(self, browser: socket.socket) -> None:
        with suppress(OSError), browser, socket.create_connection(self.target) as house:
            request = browser.recv(65536)
            first, _, rest = request.partition(b"\r\n")
            house.sendall(first + b"\r\nConnection: close\r\n" + rest)
            holds = b" /live" in first
            threading.Thread(target=self._until_gone, args=(browser, house), daemon=True).start()
            held = b""
            while b"\r\n\r\n" not in held and (part := house.recv(65536)):
                held += part
            head, _, held = held.partition(b"\r\n\r\n")
            browser.sendall(head + b"\r\nConnection: close\r\n\r\n")
            while True:
                if not holds or len(held) >= self.BLOCK:
                    browser.sendall(held)
                    held = b""
                part = house.recv(65536)
                if not part:
                    break
                held += part
            browser.sendall(held)
            browser.shutdown(socket.SHUT_RDWR)

    def _until_gone(self, browser: socket.socket, house: socket.socket) -> None:
        with suppress(OSError):
            while browser.recv(4096):
                pass
            house.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self.server.close()


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
