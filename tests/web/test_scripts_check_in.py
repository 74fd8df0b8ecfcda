"""check_in.js in a real browser: a machine without a bridge prints through the browser, once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser

TICKET = "0b6f4f0e-6f0c-4a53-8ad0-1c0f4a1c2d3e"
COUNT = "window.print = () => { window.name = String(Number(window.name || 0) + 1); };"


def prints(screen: Page) -> int:
    """How often this tab has printed."""
    return screen.evaluate("Number(window.name || 0)")


def test_a_number_is_printed_once_also_when_the_page_is_loaded_again(stage: Stage, screen: Page) -> None:
    script = '<script src="/static/lobby/check_in.js" defer></script>'
    screen.add_init_script(COUNT)
    address = stage.show("/drawn", f'<div data-print-now="{TICKET}">A007</div>{script}')
    screen.goto(address)
    screen.wait_for_function("window.name === '1'")
    screen.reload()
    screen.wait_for_load_state("load")
    screen.wait_for_timeout(200)
    assert prints(screen) == 1


def test_whoever_comes_next_finds_nothing_of_the_number_before_in_the_browser(stage: Stage, screen: Page) -> None:
    script = '<script src="/static/lobby/check_in.js" defer></script>'
    screen.add_init_script(COUNT)
    stage.show("/hall/", "<p>取号</p>")
    returns = (
        f'<div data-print-now="{TICKET}" data-return="/hall/" data-return-after="1"><b data-return-count></b></div>'
    )
    screen.goto(stage.show("/drawn", returns + script))
    expect(screen.get_by_text("取号")).to_be_visible(timeout=5000)
    kept = screen.evaluate(
        "JSON.stringify([Object.entries(sessionStorage), Object.entries(localStorage), history.state])"
    )
    assert TICKET not in kept
