"""waiting.js in a real browser: when the phone of somebody who waits asks where they stand."""

from __future__ import annotations

import json
import time

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser


def standing(state: str, ahead: int = 5) -> str:
    return f'<section data-state="{state}" data-ahead="{ahead}"><strong>前面还有 {ahead} 位</strong></section>'


def open_phone(stage: Stage, phone: Page, state: str = "waiting") -> list[float]:
    """The page of number A007; the moments at which it asks are in the list."""
    asked: list[float] = []
    phone.on("request", lambda request: asked.append(time.monotonic()) if request.url.endswith("/now") else None)
    frame = (
        '<div id="standing" data-number="A007" hx-get="/now" hx-swap="innerHTML" '
        f'hx-trigger="onetrip:look from:body, onetrip:poll from:body">{standing(state)}</div>'
        '<span data-live-state="starting" hidden></span><script src="/static/lobby/waiting.js" defer></script>'
    )
    stage.pages["/now"] = (200, standing(state, 4))
    phone.goto(stage.show("/", frame, scripts=("vendor/htmx/htmx.min.js", "live.js"), more='data-live="/live"'))
    expect(phone.locator("[data-live-state]")).to_have_text("连接正常")
    phone.wait_for_timeout(100)
    asked.clear()  # the poll of a line that has just come up
    return asked


def call(stage: Stage, ticket: str) -> None:
    stage.tell("call", json.dumps({"ticket": ticket, "window": 3}))


def test_a_call_of_its_own_number_is_asked_for_at_once(stage: Stage, screen: Page) -> None:
    asked = open_phone(stage, screen)
    began = time.monotonic()
    call(stage, "A007")
    screen.wait_for_timeout(280)
    assert len(asked) == 1, "before the earliest moment at which others ask"
    assert asked[0] - began < 0.28


def test_calls_of_others_are_asked_for_once_a_little_later(stage: Stage, screen: Page) -> None:
    asked = open_phone(stage, screen)
    for number in range(1, 6):
        call(stage, f"A00{number}")
    screen.wait_for_timeout(200)
    assert asked == []
    expect(screen.locator("#standing")).to_contain_text("前面还有 4 位", timeout=4000)
    screen.wait_for_timeout(1000)
    assert len(asked) == 1


def test_what_moves_nobody_in_line_is_not_asked_for_again_and_again(stage: Stage, screen: Page) -> None:
    asked = open_phone(stage, screen)
    for _ in range(12):
        stage.tell("hall")
        screen.wait_for_timeout(300)
    assert asked == []


def test_phones_of_one_hall_ask_each_at_a_moment_of_its_own(stage: Stage, screen: Page) -> None:
    open_phone(stage, screen)
    pauses = screen.evaluate(
        """() => { const real = setTimeout; const pauses = [];
        window.setTimeout = (run, ms, ...more) => { if (ms > 250 && ms <= 3000) pauses.push(ms); return real(() => {}, ms, ...more); };
        for (let phone = 0; phone < 40; phone += 1) {
          document.body.dispatchEvent(new CustomEvent("onetrip:call", { detail: { ticket: "A007" } }));
          document.body.dispatchEvent(new CustomEvent("onetrip:call", { detail: { ticket: "A001" } }));
        }
        return pauses; }"""
    )
    assert len(pauses) == 40
    assert max(pauses) - min(pauses) > 1500
    assert len({round(pause) for pause in pauses}) > 30


def test_a_number_that_is_over_asks_for_nothing_more(stage: Stage, screen: Page) -> None:
    asked = open_phone(stage, screen, "done")
    call(stage, "A001")
    stage.tell("hall")
    screen.wait_for_timeout(3300)
    assert asked == []
