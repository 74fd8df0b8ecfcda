"""once.js in a real browser: pressed once, done once, and nothing is lost in silence."""

from __future__ import annotations

import threading
import uuid

import pytest
from playwright.sync_api import Page, expect

from tests.web.stage import Stage

pytestmark = pytest.mark.browser

SCRIPTS = ("vendor/htmx/htmx.min.js", "once.js")
FORM = """<form hx-post="/accept" hx-target="#answer" method="post" action="/accept">
<input type="hidden" name="idempotency_key" value=""><button id="go">全部收下</button></form><div id="answer"></div>"""
PLAIN = """<form method="post" action="/accept"><input type="hidden" name="idempotency_key" value="{key}">
<button id="go" name="way" value="1">收下</button></form>"""


def test_a_form_without_a_key_gets_one_that_is_a_uuid(stage: Stage, screen: Page) -> None:
    stage.answers["/accept"] = lambda form: (200, "<p>收下了</p>")
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("#answer")).to_have_text("收下了")
    assert uuid.UUID(stage.sent[0]["idempotency_key"]).version == 4


def test_a_key_written_by_the_server_is_kept(stage: Stage, screen: Page) -> None:
    stage.answers["/accept"] = lambda form: (200, "<p>收下了</p>")
    screen.goto(stage.show("/", PLAIN.format(key="given-by-the-server"), scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("p")).to_have_text("收下了")
    assert stage.sent == [{"idempotency_key": "given-by-the-server", "way": "1"}]


def test_a_second_press_while_the_first_is_under_way_is_not_sent(stage: Stage, screen: Page) -> None:
    release = threading.Event()

    def slow(form: dict[str, str]) -> tuple[int, str]:
        release.wait(60)
        return 200, "<p>收下了</p>"

    stage.answers["/accept"] = slow
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("form")).to_have_attribute("aria-busy", "true")
    expect(screen.locator("#go")).to_have_attribute("aria-busy", "true")
    screen.click("#go")
    screen.keyboard.press("Enter")
    release.set()
    expect(screen.locator("#answer")).to_have_text("收下了")
    expect(screen.locator("form")).not_to_have_attribute("aria-busy", "true")
    assert len(stage.sent) == 1


def test_a_double_click_on_a_plain_form_is_sent_once(stage: Stage, screen: Page) -> None:
    stage.answers["/accept"] = lambda form: (200, "<p>收下了</p>")
    screen.goto(stage.show("/", PLAIN.format(key="a"), scripts=SCRIPTS))
    screen.evaluate("() => { go.click(); go.click(); setTimeout(() => go.click()); }")
    expect(screen.locator("p")).to_have_text("收下了")
    assert len(stage.sent) == 1


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("zh-CN", "没有收到回音，再按一次不会办两遍。"),
        ("en", "No answer came back. Press again: it is not done twice."),
    ],
)
def test_a_lost_answer_is_told_and_pressing_again_carries_the_same_key(
    stage: Stage, screen: Page, lang: str, words: str
) -> None:
    answers: list[tuple[int, str] | None] = [None, (200, "<p>收下了</p>")]
    stage.answers["/accept"] = lambda form: answers.pop(0)
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS, lang=lang))
    screen.click("#go")
    expect(screen.locator("#said")).to_have_text(words)
    screen.click("#go")
    expect(screen.locator("#answer")).to_have_text("收下了")
    expect(screen.locator("#said")).to_be_empty()
    first, second = stage.sent
    assert first["idempotency_key"] == second["idempotency_key"]


def test_a_mistake_of_the_server_keeps_the_key_because_nobody_knows_what_was_done(stage: Stage, screen: Page) -> None:
    answers = [(500, "<main data-said>是我们出了错</main>"), (200, "<p>收下了</p>")]
    stage.answers["/accept"] = lambda form: answers.pop(0)
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("#said")).to_have_text("是我们出了错")
    screen.click("#go")
    expect(screen.locator("#answer")).to_have_text("收下了")
    assert stage.sent[0]["idempotency_key"] == stage.sent[1]["idempotency_key"]


def test_after_an_answer_the_next_press_is_a_new_one(stage: Stage, screen: Page) -> None:
    stage.answers["/accept"] = lambda form: (200, f"<p>{len(stage.sent)}</p>")
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("#answer")).to_have_text("1")
    screen.click("#go")
    expect(screen.locator("#answer")).to_have_text("2")
    assert stage.sent[0]["idempotency_key"] != stage.sent[1]["idempotency_key"]


@pytest.mark.parametrize("status", [403, 409, 422, 429])
def test_a_refusal_is_read_out_and_the_page_stays_as_it_was(stage: Stage, screen: Page, status: int) -> None:
    refusal = '<html><body><h1>一页</h1><div class="notice" data-said>这个号已经在办。</div></body></html>'
    stage.answers["/accept"] = lambda form: (status, refusal)
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("#said")).to_have_text("这个号已经在办。")
    expect(screen.locator("#answer")).to_be_empty()
    expect(screen.locator("#go")).to_be_enabled()


def test_a_page_that_was_wiped_meanwhile_is_not_told_and_throws_nothing(stage: Stage, screen: Page) -> None:
    release, thrown = threading.Event(), []
    screen.on("pageerror", lambda error: thrown.append(str(error)))

    def gone(form: dict[str, str]) -> tuple[int, str]:
        release.wait(60)
        return 404, "<p data-said>没有这一页</p>"

    stage.answers["/accept"] = gone
    screen.goto(stage.show("/", FORM, scripts=SCRIPTS))
    with screen.expect_response("**/accept"):
        screen.click("#go")
        screen.evaluate("document.querySelector('#said').remove()")
        release.set()
    expect(screen.locator("#go")).to_be_enabled()
    assert thrown == []


POLL = """<div id="part" hx-post="/part" hx-trigger="load" data-changes-nothing></div>"""
TAKEN_AWAY = "document.querySelector('form, #part').remove()"


@pytest.mark.parametrize(
    ("page", "address", "wiped", "told"),
    [
        (FORM, "/accept", False, "这个号已经在办。"),
        (FORM, "/accept", True, ""),
        (POLL, "/part", False, ""),
    ],
    ids=["who pressed is told", "a wiped kiosk tells nobody", "a look is dropped"],
)
def test_a_refusal_of_what_has_left_the_page_meanwhile_throws_nothing(
    stage: Stage, screen: Page, page: str, address: str, *, wiped: bool, told: str
) -> None:
    release, thrown = threading.Event(), []
    screen.on("pageerror", lambda error: thrown.append(str(error)))

    def late(form: dict[str, str]) -> tuple[int, str]:
        release.wait(60)
        return 409, "<p data-said>这个号已经在办。</p>"

    stage.answers[address] = late
    with screen.expect_response(f"**{address}"):  # heard from before the page asks: however slow the machine is
        screen.goto(stage.show("/", page, scripts=SCRIPTS))
        if page == FORM:
            screen.click("#go")
        if wiped:
            screen.evaluate("document.dispatchEvent(new CustomEvent('kiosk:wipe'))")
        screen.evaluate(TAKEN_AWAY)
        release.set()
    screen.wait_for_timeout(200)
    expect(screen.locator("#said")).to_have_text(told)
    assert thrown == []


def test_a_form_that_comes_back_with_errors_takes_its_place_and_the_focus(stage: Stage, screen: Page) -> None:
    form = FORM.replace('hx-target="#answer"', 'hx-swap="outerHTML"')
    wrong = form.replace("<button", '<p id="wrong" tabindex="-1" data-take-focus>还差 1 处</p><button')
    stage.answers["/accept"] = lambda sent: (422, wrong)
    screen.goto(stage.show("/", form, scripts=SCRIPTS))
    screen.click("#go")
    expect(screen.locator("#wrong")).to_be_focused()
    assert screen.input_value('[name="idempotency_key"]')


def test_a_part_that_cannot_be_read_says_so_until_it_can(stage: Stage, screen: Page) -> None:
    stage.pages["/queue"] = (503, "<main data-said>暂时连不上</main>")
    screen.goto(
        stage.show(
            "/", '<button id="go" hx-get="/queue" hx-target="#queue">看</button><p id="queue"></p>', scripts=SCRIPTS
        )
    )
    screen.click("#go")
    expect(screen.locator("#said")).to_have_text("暂时连不上")
    stage.pages["/queue"] = (200, "等候 14 人")
    screen.click("#go")
    expect(screen.locator("#queue")).to_have_text("等候 14 人")
    expect(screen.locator("#said")).to_be_empty()


def test_what_comes_into_a_page_hears_the_first_key_and_the_first_press(stage: Stage, screen: Page) -> None:
    """A scanner types faster than a twentieth of a second; what it types must not be lost on a field just put there."""
    field = '<input id="words" name="q" hx-get="/find" hx-trigger="input changed" hx-target="#found"><p id="found"></p>'
    form = '<form hx-post="/accept" hx-target="#found"><button id="take">收下</button></form>'
    stage.pages |= {"/work": (200, field + form), "/find": (200, "生育保险待遇申领")}
    stage.answers["/accept"] = lambda sent: (200, "收下了")
    look = '<button id="go" hx-get="/work" hx-target="#work">看</button><div id="work"></div>'
    screen.goto(stage.show("/", look, scripts=SCRIPTS))
    screen.evaluate(
        """() => addEventListener("htmx:afterSwap", ({ target }) => target.id === "work" && setTimeout(() => {
          const words = document.getElementById("words");
          words.value = "生育金";
          words.dispatchEvent(new Event("input", { bubbles: true }));
        }))"""
    )
    screen.click("#go")
    expect(screen.locator("#found")).to_have_text("生育保险待遇申领")
    screen.evaluate(
        """() => addEventListener("htmx:afterSwap", ({ target }) => target.id === "work" && setTimeout(() => take.click()))"""
    )
    screen.click("#go")
    expect(screen.locator("#found")).to_have_text("收下了")
    assert screen.url == f"{stage.address}/"


def test_a_read_that_fails_says_nothing_about_pressing_twice(stage: Stage, screen: Page) -> None:
    screen.goto(stage.show("/", '<button id="go" hx-get="/gone">看</button>', scripts=SCRIPTS))
    with screen.expect_response("**/gone"):
        screen.click("#go")
    expect(screen.locator("#said")).to_be_empty()


def test_the_answer_to_a_form_loaded_again_asks_for_the_page_of_the_form_and_sends_nothing(
    stage: Stage, screen: Page
) -> None:
    stage.show("/answer", "<p>没有读出来</p>", scripts=SCRIPTS, more='data-came-from="/form?day=7"')
    stage.answers["/accept"] = lambda form: stage.pages["/answer"]
    screen.goto(stage.show("/form", PLAIN.format(key="a"), scripts=SCRIPTS) + "?day=7")
    screen.click("#go")
    expect(screen.locator("p")).to_have_text("没有读出来")
    expect(screen).to_have_url(f"{stage.address}/form?day=7")
    answer = screen.reload()
    assert answer
    assert (answer.request.method, answer.url) == ("GET", f"{stage.address}/form?day=7")
    screen.go_back()
    assert len(stage.sent) == 1
