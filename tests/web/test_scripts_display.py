"""display.js in a real browser: a call is painted from the event alone, and set right a little later."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser

PLACE = 'data-ticket="{0}" data-window="{1}" data-calls="1" data-state="{2}"'
INNER = "<span data-number>{0}</span> <b data-door>{1}</b>"


def place(kind: str, ticket: str, window: str, state: str = "called", *, fresh: bool = False) -> str:
    tag = "li" if kind == "" else "div"
    name = f' class="{kind}"' if kind else ""
    more = " data-fresh" if fresh else ""
    return f"<{tag}{name} {PLACE.format(ticket, window, state)}{more}>{INNER.format(ticket, window)}</{tag}>"


TEMPLATE = (
    f'<template id="paint">{place("latest", "", "")}{place("call", "", "")}<ol>{place("", "", "")}</ol></template>'
)


def calls(latest: str, also: str = "", last: str = "", layout: str = "0-0") -> str:
    return (
        f'<section id="calls" data-layout="{layout}" data-most="6" hx-get="/display/calls" hx-target="#main" '
        'hx-swap="innerHTML" hx-trigger="onetrip:reconcile from:body, onetrip:poll from:body">'
        f'{latest}<div class="two">{also}</div></section><section class="last"><ol>{last}</ol></section>'
    )


def open_display(stage: Stage, screen: Page, body: str, *, windows: str = "") -> None:
    frame = f'<div id="main">{body}</div>{TEMPLATE}<p data-speak-caption></p><span data-live-state="starting" hidden></span>'
    frame += '<script src="/static/lobby/display.js" data-calls="/display/calls" defer></script>'
    more = f'data-live="/live" data-speak="zh" data-windows="{windows}"'
    scripts = ("vendor/htmx/htmx.min.js", "once.js", "live.js", "calls.js", "speak.js")
    screen.goto(stage.show("/", frame, scripts=scripts, more=more))
    expect(screen.locator("[data-live-state]")).to_have_text("连接正常")


def call(stage: Stage, ticket: str, window: int) -> None:
    stage.tell("call", json.dumps({"ticket": ticket, "window": window}))


def numbers(screen: Page) -> list[str]:
    return [each for each in screen.locator("#main [data-number]").all_text_contents() if each]


NONE = '<div class="latest latest-none"><h2>还没有叫号</h2></div>'


def test_a_call_is_on_the_screen_without_asking_the_server(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE))
    call(stage, "A001", 3)
    expect(screen.locator(".latest [data-number]")).to_have_text("A001", timeout=1000)
    expect(screen.locator(".latest [data-door]")).to_have_text("3")
    assert "/display/calls" not in stage.pages


def test_a_call_to_another_hall_says_which(stage: Stage, screen: Page) -> None:
    hall = "<b data-hall hidden></b><i data-no-hall>window</i>"
    paint = TEMPLATE.replace("</b></div>", f"</b>{hall}</div>")
    body = calls(NONE).replace("data-most", """data-halls='{"12": "二号厅"}' data-most""") + paint
    open_display(stage, screen, body)
    call(stage, "A001", 12)
    expect(screen.locator(".latest [data-hall]")).to_have_text("二号厅", timeout=1000)
    expect(screen.locator(".latest [data-no-hall]")).to_be_hidden()
    call(stage, "A002", 3)
    expect(screen.locator(".latest [data-no-hall]")).to_be_visible(timeout=3000)
    expect(screen.locator(".latest [data-hall]")).to_be_hidden()
    expect(screen.locator(".two [data-hall]")).to_have_text("二号厅")


def test_the_newest_stands_large_and_none_of_the_last_nine_is_lost(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE))
    for number in range(1, 12):
        call(stage, f"A{number:03d}", number % 5 + 1)
    expect(screen.locator(".latest [data-number]")).to_have_text("A011", timeout=3000)
    assert numbers(screen) == [f"A{number:03d}" for number in range(11, 2, -1)]


def test_a_number_called_again_moves_to_the_large_place_and_stands_once(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(place("latest", "A002", "2"), place("call", "A001", "1")))
    call(stage, "A001", 1)
    expect(screen.locator(".latest [data-number]")).to_have_text("A001", timeout=1000)
    assert numbers(screen) == ["A001", "A002"]
    assert screen.locator(".latest").get_attribute("data-calls") == "2"


def test_a_call_to_a_window_of_another_hall_is_neither_shown_nor_spoken(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE), windows="1 2")
    call(stage, "A007", 3)
    call(stage, "A008", 2)
    expect(screen.locator(".latest [data-number]")).to_have_text("A008", timeout=1000)
    assert numbers(screen) == ["A008"]
    assert "A零零七" not in screen.evaluate("sessionStorage.getItem('onetrip-calls')")
    assert "A007" not in screen.evaluate("sessionStorage.getItem('onetrip-calls')")


def test_a_little_later_the_screen_sets_itself_right(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE))
    stage.pages["/display/calls"] = (200, calls(place("latest", "A009", "4"), place("call", "A001", "3", "done")))
    call(stage, "A001", 3)
    expect(screen.locator(".latest [data-number]")).to_have_text("A001", timeout=1000)
    expect(screen.locator(".latest [data-number]")).to_have_text("A009", timeout=12000)


def test_what_was_called_while_the_screen_was_away_is_announced_once(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE))
    stage.pages["/display/calls"] = (200, calls(place("latest", "A005", "4", fresh=True)))
    screen.evaluate(
        "window.spoken = []; document.body.addEventListener('onetrip:spoken', (e) => spoken.push(e.detail.ticket))"
    )
    for _ in range(2):
        screen.evaluate("document.body.dispatchEvent(new CustomEvent('onetrip:poll', {detail: {}}))")
        screen.wait_for_timeout(800)
    screen.wait_for_timeout(5000)
    assert screen.evaluate("spoken") == ["A005"]


def test_a_display_that_was_set_up_anew_loads_itself_again(stage: Stage, screen: Page) -> None:
    open_display(stage, screen, calls(NONE))
    stage.pages["/display/calls"] = (200, calls(NONE, layout="0-1"))
    with screen.expect_navigation(timeout=10000):
        screen.evaluate("document.body.dispatchEvent(new CustomEvent('onetrip:poll', {detail: {}}))")
