"""Announcements that survive a reload, and the voice of a machine that has none, in a real browser."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.web.stage import ROOMS, Stage

pytestmark = pytest.mark.browser

VOICE = ROOMS / "web/static/web/voice"
CALL = "document.body.dispatchEvent(new CustomEvent('onetrip:{kind}', {{detail: {detail}}}))"
FILES = " ".join(
    f'data-{language}-{what}="/static/web/voice/{language}.{ending}"'
    for language in ("zh", "en")
    for what, ending in (("sound", "opus"), ("places", "json"))
)
SPOKEN = """window.spoken = JSON.parse(sessionStorage.getItem('test') || '[]');
document.body.addEventListener('onetrip:spoken', (event) => {
  spoken.push(event.detail.ticket); sessionStorage.setItem('test', JSON.stringify(spoken)); });"""
STARTED = """window.started = [];
const start = AudioBufferSourceNode.prototype.start;
AudioBufferSourceNode.prototype.start = function (at, from, length) { started.push([at, from, length]); return start.call(this, at, from, length); };"""


def display(stage: Stage, screen: Page, *, languages: str = "zh", shown: str = "") -> None:
    body = f"<p data-speak-caption></p>{shown}<script src='/static/web/voice.js' {FILES} defer></script>"
    screen.goto(stage.show("/", body, scripts=("calls.js", "speak.js"), more=f'data-speak="{languages}"'))
    screen.evaluate(SPOKEN)


def call(screen: Page, ticket: str, window: int = 3) -> None:
    screen.evaluate(CALL.format(kind="call", detail=json.dumps({"ticket": ticket, "window": window})))


def seen(screen: Page, ticket: str, calls: int, window: int = 3) -> None:
    screen.evaluate(CALL.format(kind="seen", detail=json.dumps({"ticket": ticket, "window": window, "calls": calls})))


def until_spoken(screen: Page, number: int) -> None:
    for _ in range(200):
        if screen.evaluate("spoken.length") >= number:
            return
        screen.wait_for_timeout(150)
    raise AssertionError(f"{screen.evaluate('spoken')} and no more")


def all_spoken(screen: Page, number: int) -> list[str]:
    until_spoken(screen, number)
    screen.wait_for_timeout(2500)  # and no more than that
    found: list[str] = screen.evaluate("spoken")
    return found


@pytest.mark.soak
def test_what_was_not_announced_before_a_reload_is_announced_after_it_and_nothing_twice(
    stage: Stage, screen: Page
) -> None:
    display(stage, screen)
    for ticket in ("A001", "A002", "A003"):
        call(screen, ticket)
    until_spoken(screen, 1)
    screen.reload()
    screen.evaluate(SPOKEN)
    assert all_spoken(screen, 3) == ["A001", "A002", "A003"]


@pytest.mark.soak
def test_a_number_called_again_while_it_waits_its_turn_is_announced_once(stage: Stage, screen: Page) -> None:
    display(stage, screen)
    for ticket in ("A001", "A002", "A002", "A002"):
        call(screen, ticket)
    assert all_spoken(screen, 2) == ["A001", "A002"]


@pytest.mark.soak
def test_a_number_called_again_while_it_is_being_spoken_is_announced_again(stage: Stage, screen: Page) -> None:
    display(stage, screen)
    call(screen, "A001")
    call(screen, "A001")
    assert all_spoken(screen, 2) == ["A001", "A001"]


@pytest.mark.soak
def test_a_call_made_while_the_page_was_away_is_announced_and_one_that_was_heard_is_not(
    stage: Stage, screen: Page
) -> None:
    display(stage, screen)
    call(screen, "A001")
    seen(screen, "A001", 1)  # the page shows what was heard already
    seen(screen, "A002", 1)
    seen(screen, "A001", 2)  # and a second call of the first, which nobody heard
    assert sorted(all_spoken(screen, 3)) == ["A001", "A001", "A002"]


def test_a_display_that_is_switched_on_does_not_read_out_the_morning(stage: Stage, screen: Page) -> None:
    display(stage, screen, shown='<b data-ticket="A001" data-window="3" data-calls="1">A001</b>')
    seen(screen, "A001", 1)
    call(screen, "A002")
    assert all_spoken(screen, 1) == ["A002"]


def test_without_a_voice_on_the_machine_fragments_are_joined_one_after_another(stage: Stage, screen: Page) -> None:
    screen.add_init_script(STARTED)
    display(stage, screen, languages="zh en")
    screen.mouse.click(5, 5)
    screen.wait_for_timeout(200)
    call(screen, "A093", 12)
    assert all_spoken(screen, 1) == ["A093"]
    places = {language: json.loads((VOICE / f"{language}.json").read_text()) for language in ("zh", "en")}
    said = [*("please", *"A093", "number", "to", "10", "2", "window")], [*("number", *"A093", "window", "12")]
    wanted = [places[language][name] for language, names in zip(("zh", "en"), said, strict=True) for name in names]
    started = screen.evaluate("started")
    assert [[from_, length] for _, from_, length in started] == wanted
    for (at, _, length), (after, _, _) in itertools.pairwise(started):
        assert after >= at + length, "never two at once"


def test_every_number_and_every_window_has_its_fragments() -> None:
    signs = set("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789")
    zh, en = (json.loads((VOICE / f"{language}.json").read_text()) for language in ("zh", "en"))
    assert signs | {"10", "please", "number", "to", "window"} <= set(zh)
    assert signs | {str(number) for number in (*range(10, 20), *range(20, 100, 10))} | {"number", "window"} <= set(en)
    for places in (zh, en):
        assert all(0.08 < length < 1.5 for _, length in places.values())


def test_the_sound_stays_small() -> None:
    assert sum(file.stat().st_size for file in Path(VOICE).iterdir()) < 400_000
