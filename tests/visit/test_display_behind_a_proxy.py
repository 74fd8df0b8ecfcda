"""A proxy before the house's live stream holds everything back: the display says that it hears nothing, shows who is called
all the same, and goes on by itself when the proxy has been set right. A real house, a real proxy, a real browser."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from onetrip.web.demonstration import PASSWORD
from onetrip.web.serving import free_port
from tests import house as houses
from tests import lean_browser
from tests.buffering import BufferingProxy
from tests.house import House
from tests.visit.conftest import Screens

# Of a proxy before the stream alone tests/web/test_scripts_buffering.py tries every way; this is a whole house behind one.
pytestmark = [pytest.mark.browser, pytest.mark.soak]

LISTEN = """
window.told = [];
document.addEventListener("DOMContentLoaded", () => {
  for (const how of ["call", "seen"])
    document.body.addEventListener(`onetrip:${how}`, (event) => window.told.push([how, event.detail.ticket]));
});
"""


@pytest.fixture(scope="module")
def live_port() -> int:
    return free_port()


@pytest.fixture(scope="module")
def proxy(live_port: int) -> Iterator[BufferingProxy]:
    proxy = BufferingProxy(f"http://127.0.0.1:{live_port}")
    yield proxy
    proxy.close()


@pytest.fixture(scope="module")
def house(live_port: int, proxy: BufferingProxy) -> Iterator[House]:
    environ = {"ONETRIP_LIVE_ADDRESS": proxy.address}
    with (
        houses.folder() as folder,
        houses.running(folder / "var", "--live-port", str(live_port), environ=environ) as house,
    ):
        yield house


@pytest.fixture
def hall(chromium: Browser, house: House) -> Iterator[Screens]:
    opened = Screens(chromium, house)
    yield opened
    for context in chromium.contexts:
        context.close()
    assert opened.thrown == []


@pytest.fixture(scope="module")
def window(house: House) -> Iterator[lean_browser.Browser]:
    """A clerk at window 1."""
    clerk = lean_browser.Browser(house.address)
    clerk.sign_in("clerk1", PASSWORD)
    clerk.get("/window/")
    clerk.send("/window/take", number="1", idempotency_key=str(uuid.uuid4()))
    yield clerk
    clerk.reconnect()


def call_somebody(window: lean_browser.Browser) -> str:
    """Somebody draws a number and is called; whoever was called before is done."""
    drawn = window.post("lobby/arrivals")
    called = window.post("lobby/windows/1/call-next")["ticket"]
    assert called["number"] == drawn["number"]
    window.post(f"lobby/tickets/{called['id']}/start")
    window.post(f"lobby/tickets/{called['id']}/finish")
    return str(called["number"])


def test_a_display_behind_a_proxy_that_holds_the_stream_back_still_shows_who_is_called(
    hall: Screens, window: lean_browser.Browser, proxy: BufferingProxy
) -> None:
    display = hall.device("display-1", 1920, 1080)
    display.add_init_script(LISTEN)
    display.reload()
    state = display.locator("[data-live-state]")
    expect(state).to_have_text(re.compile(r"^连接中断，\d{1,2}:\d\d 起$"))
    held_back = call_somebody(window)
    expect(display.locator(".latest")).to_contain_text(held_back)  # it has asked by itself
    assert ["call", held_back] not in display.evaluate("told"), "nothing came through"

    proxy.is_buffering = False
    expect(state).to_have_text(re.compile(r"^已恢复，断了 \d+ 分钟$"), timeout=60_000)
    heard = call_somebody(window)
    expect(display.locator(".latest")).to_contain_text(heard)
    assert ["call", heard] in display.evaluate("told")
