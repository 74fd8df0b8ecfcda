"""keys.js, clock.js, speak.js and retry.js in a real browser."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests import browsing
from tests.lobby.hall import open_hall
from tests.web.stage import Stage

pytestmark = pytest.mark.browser

DESK = """<label for="s">居民要办什么</label><input id="s" data-key="/"><span class="key">/</span>
<button id="print" data-key="F9">打印小贴士 <span class="key">F9</span></button>
<label class="choice" data-key="1"><input type="radio" name="q" value="yes"><span>有</span><span class="key">1</span></label>
<button id="next" data-key="Escape">下一位 <span class="key">Esc</span></button>
<button type="button" data-keys-list data-key="?">按键 <span class="key">?</span></button><output id="pressed"></output>"""
LISTEN = "addEventListener('click', (e) => { const b = e.target.closest('button'); if (b?.id) pressed.value += b.id + ' '; })"


def at_the_desk(stage: Stage, screen: Page) -> None:
    """A page with shortcuts that notes which buttons were pressed."""
    screen.goto(stage.show("/", DESK, scripts=("keys.js",)))
    screen.evaluate(LISTEN)


def test_a_function_key_presses_its_button_also_from_within_a_field(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.focus("#s")
    screen.keyboard.press("F9")
    expect(screen.locator("#pressed")).to_have_text("print ")


def test_a_slash_leads_to_the_search_and_is_not_typed(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.keyboard.press("/")
    expect(screen.locator("#s")).to_be_focused()
    assert screen.input_value("#s") == ""


def test_a_digit_chooses_an_answer_but_is_typed_where_somebody_types(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.focus("#s")
    screen.keyboard.type("1/?")
    assert screen.input_value("#s") == "1/?"
    expect(screen.get_by_role("radio")).not_to_be_checked()
    screen.locator("#s").blur()
    screen.keyboard.press("1")
    expect(screen.get_by_role("radio")).to_be_checked()


def test_escape_does_not_wipe_what_is_being_typed(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.focus("#s")
    screen.keyboard.press("Escape")
    expect(screen.locator("#pressed")).to_have_text("")


def test_a_key_held_down_or_with_control_presses_nothing_more(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.keyboard.down("F9")
    screen.keyboard.down("F9")
    screen.keyboard.up("F9")
    screen.keyboard.press("Control+F9")
    expect(screen.locator("#pressed")).to_have_text("print ")


def test_a_hidden_or_disabled_button_is_not_pressed(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.evaluate("document.querySelector('#print').disabled = true; document.querySelector('#next').hidden = true")
    screen.keyboard.press("F9")
    screen.keyboard.press("Escape")
    expect(screen.locator("#pressed")).to_have_text("")


def test_every_key_is_listed_and_can_be_changed_for_good(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.keyboard.press("?")
    listed = screen.get_by_role("dialog", name="这一页的按键")
    expect(listed.get_by_role("listitem")).to_have_count(4)
    listed.get_by_role("button", name="改 打印小贴士").click()
    screen.keyboard.press("F6")
    listed.get_by_role("button", name="关闭").click()
    expect(screen.locator("#print .key")).to_have_text("F6")
    screen.reload()
    screen.evaluate(LISTEN)
    screen.keyboard.press("F9")
    screen.keyboard.press("F6")
    expect(screen.locator("#pressed")).to_have_text("print ")
    screen.keyboard.press("?")
    screen.get_by_role("button", name="全部恢复").click()
    expect(screen.locator("#print .key")).to_have_text("F9")


def test_a_key_that_is_taken_is_not_given_twice(stage: Stage, screen: Page) -> None:
    at_the_desk(stage, screen)
    screen.keyboard.press("?")
    screen.get_by_role("button", name="改 打印小贴士").click()
    screen.keyboard.press("1")
    expect(screen.get_by_text("已经用在别处")).to_be_visible()
    screen.keyboard.press("Escape")
    expect(screen.locator("#print .key")).to_have_text("F9")


def test_the_clock_of_the_server_counts_in_the_zone_of_the_centre(stage: Stage, screen: Page) -> None:
    server_says = datetime.now(UTC) + timedelta(hours=5)
    address = stage.show("/", "<time data-clock></time>", scripts=("clock.js",))
    status, html = stage.pages["/"]
    stage.pages["/"] = (status, html.replace("<html ", f'<html data-now="{server_says.isoformat()}" '))
    screen.goto(address)
    local = server_says + timedelta(hours=8)
    near = {f"{(local + timedelta(minutes=late)):%-H:%M}" for late in (0, 1)}
    expect(screen.locator("time")).to_have_text(re.compile("|".join(near)))


@pytest.mark.parametrize(
    ("lang", "form", "words"),
    [("zh-CN", "seconds", r"^4 分 1\d 秒$"), ("en", "seconds", r"^4 min 1\d s$"), ("zh-CN", "minutes", "^4 分钟$")],
)
def test_elapsed_time_is_told_and_marked_when_it_is_over(
    stage: Stage, screen: Page, lang: str, form: str, words: str
) -> None:
    since = (datetime.now(UTC) - timedelta(minutes=4, seconds=12)).isoformat()
    body = f'<span data-since="{since}" data-form="{form}" data-over="4"></span><i data-since="{since}" data-over="15"></i>'
    screen.goto(stage.show("/", body, scripts=("clock.js",), lang=lang))
    expect(screen.locator("span")).to_have_text(re.compile(words))
    expect(screen.locator("span")).to_have_attribute("data-is-over", "")
    expect(screen.locator("i")).not_to_have_attribute("data-is-over", "")


CALL = (
    "document.body.dispatchEvent(new CustomEvent('onetrip:call', {{detail: {{ticket: '{ticket}', window: {window}}}}}))"
)
NOTE = """window.said = [];
new MutationObserver(() => { const w = document.querySelector('[data-speak-caption]').textContent; if (w) said.push(w); })
  .observe(document.querySelector('[data-speak-caption]'), {childList: true, characterData: true, subtree: true});
document.body.addEventListener('onetrip:spoken', (event) => said.push('done ' + event.detail.ticket));"""


def test_calls_are_announced_one_after_another_in_every_language(stage: Stage, screen: Page) -> None:
    screen.goto(
        stage.show("/", "<p data-speak-caption></p>", scripts=("calls.js", "speak.js"), more='data-speak="zh en"')
    )
    screen.evaluate(NOTE)
    screen.evaluate(CALL.format(ticket="A093", window=3))
    screen.evaluate(CALL.format(ticket="Y012", window=7))
    with screen.expect_console_message(lambda message: message.text == "Y012", timeout=20000):
        screen.evaluate("document.body.addEventListener('onetrip:spoken', (event) => console.log(event.detail.ticket))")
    assert screen.evaluate("said") == [
        *("请A零九三号，到3号窗口", "Number A 0 9 3, window 3", "done A093"),
        *("请Y零一二号，到7号窗口", "Number Y 0 1 2, window 7", "done Y012"),
    ]
    expect(screen.locator("[data-speak-caption]")).to_be_empty()


def test_a_display_can_be_muted_and_stays_so(stage: Stage, screen: Page) -> None:
    body = "<p data-speak-caption></p><button data-speak-mute>静音</button><button data-speak-start hidden>打开声音</button>"
    screen.goto(stage.show("/", body, scripts=("calls.js", "speak.js"), more='data-speak="zh"'))
    expect(screen.get_by_role("button", name="打开声音")).to_be_visible()
    screen.get_by_role("button", name="静音").click()
    expect(screen.get_by_role("button", name="打开声音")).to_be_hidden()
    screen.reload()
    expect(screen.get_by_role("button", name="静音")).to_have_attribute("aria-pressed", "true")


def test_a_page_that_could_not_be_reached_opens_itself(stage: Stage, screen: Page) -> None:
    away = '<span data-retry data-words-waiting="自动再试" data-words-back="好了">暂时连不上</span>'
    address = stage.show("/", away, scripts=("retry.js",))
    stage.pages["/"] = (503, stage.pages["/"][1])
    screen.goto(address)
    expect(screen.locator("[data-retry]")).to_have_text("自动再试")
    stage.show("/", "<p id='back'>方案</p>")
    expect(screen.locator("#back")).to_have_text("方案", timeout=15000)


@pytest.mark.django_db
def test_minutes_that_are_typed_leave_token_and_key_of_their_form_out_of_the_address(
    stage: Stage, screen: Page
) -> None:
    open_hall()
    page = browsing.visitor("supervisor").get("/hall/weights").content.decode()
    form = re.search(r'<form class="card stack gap-m".*?</form>', page, re.DOTALL)
    assert form is not None
    asked: list[str] = []
    screen.on("request", lambda request: asked.append(request.url) if "/effect" in request.url else None)
    stage.pages["/hall/weights/effect"] = (200, "<p>新的图</p>")
    screen.goto(stage.show("/", f'<section id="effect"></section>{form[0]}', scripts=("vendor/htmx/htmx.min.js",)))
    screen.fill("#minutes-elder", "12")
    expect(screen.locator("#effect")).to_have_text("新的图")
    (sent,) = (parse_qs(urlsplit(address).query) for address in asked)
    assert sent["elder"] == ["12"]
    assert not {"csrfmiddlewaretoken", "idempotency_key", "onto"} & set(sent)
