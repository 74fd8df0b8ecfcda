"""What the scanner and the card reader beside a kiosk hear, in a real browser: taken once, refused in words, never silent."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.factories import synthetic_number
from tests.web.stage import Stage

pytestmark = pytest.mark.browser

WORDS = (
    '<span hidden data-reader-words data-words-unread="码没扫出来" data-words-no-code="这一页不扫码" '
    'data-words-no-card="这一页不放证"></span>'
)
SCAN = '<form method="post" action="/scan"><input name="scan" maxlength="300" data-scanner></form>'
CARD = (
    '<p data-card-words data-words-present="正在读" data-words-reading="读到了" data-words-unread="没读出来" '
    'data-words-elsewhere="换一台" data-words-expired="过期了" data-words-closed="没连上">等您放证</p>'
    '<form method="post" action="/card" data-card-form hidden><input name="id_number"><input name="name">'
    '<input type="hidden" name="proof"></form>'
)


class Kiosk:
    """A page with the scripts of a kiosk, and what is held before its devices."""

    def __init__(self, stage: Stage, page: Page, body: str) -> None:
        self.stage, self.page = stage, page
        scripts = ("vendor/htmx/htmx.min.js", "once.js")
        self.address = stage.show("/here", WORDS + body, scripts=scripts, more='data-kiosk hx-boost="true"')
        status, html = stage.pages["/here"]
        stage.pages["/here"] = (
            status,
            html.replace("</body>", '<script src="/static/kiosk/reader.js" defer></script></body>').replace(
                "<html ", '<html data-now="2026-11-30T01:00:00+08:00" '
            ),
        )
        page.goto(self.address)

    def hears(self, kind: str, **detail: object) -> None:
        said = json.dumps({"v": 1, "type": kind, **detail})
        self.page.evaluate(
            f"document.body.dispatchEvent(new CustomEvent('onetrip:{kind}', {{detail: {said}, bubbles: true}}))"
        )

    def scans(self, text: str) -> None:
        self.hears("scan", state="read", text=text)

    def says(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)


@pytest.fixture
def stage() -> Iterator[Stage]:
    opened = Stage()
    yield opened
    opened.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1080, "height": 1920})
    screen = context.new_page()
    thrown: list[str] = []
    screen.on("pageerror", lambda error: thrown.append(str(error)))
    yield screen
    context.close()
    assert thrown == []


def test_a_code_that_is_held_there_is_sent_once(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, SCAN)
    stage.answers["/scan"] = lambda _: (200, "<main>你的小贴士</main>")
    for _ in range(3):
        kiosk.scans("http://x/s/abc")
    kiosk.says("你的小贴士")
    kiosk.scans("http://x/s/abc")
    page.wait_for_timeout(200)
    assert [form["scan"] for form in stage.sent] == ["http://x/s/abc"]
    assert page.evaluate("JSON.stringify([{...sessionStorage}, {...localStorage}, location.href])").count("abc") == 0


def test_what_cannot_be_read_and_what_is_not_wanted_here_is_said(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, SCAN)
    kiosk.hears("scan", state="unreadable")
    kiosk.says("码没扫出来")
    kiosk.hears("card", state="read", number=synthetic_number(), name="王测试")
    kiosk.says("这一页不放证")
    kiosk = Kiosk(stage, page, CARD)
    kiosk.scans("http://x/s/abc")
    kiosk.says("这一页不扫码")
    assert stage.sent == []


def test_a_card_goes_into_its_form_with_the_proof_of_the_bridge(stage: Stage, page: Page) -> None:
    kiosk, number = Kiosk(stage, page, CARD), synthetic_number()
    stage.answers["/card"] = lambda _: (200, "<main>您好</main>")
    kiosk.hears("card", state="present")
    kiosk.says("正在读")
    kiosk.hears("card", state="read", number=number, name="王测试", proof="p")
    kiosk.hears("card", state="read", number=number, name="王测试", proof="q")
    kiosk.says("您好")
    assert stage.sent == [{"id_number": number, "name": "王测试", "proof": "p"}]


def test_a_card_that_cannot_be_read_is_never_answered_with_silence(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, CARD)
    for words in ("没读出来", "没读出来", "换一台"):
        kiosk.hears("card", state="present")
        kiosk.says("正在读")
        kiosk.hears("card", state="unreadable", code="half-read")
        kiosk.hears("card", state="removed")
        kiosk.says(words)
    assert stage.sent == []


def test_a_card_taken_away_too_early_is_waited_for_again(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, CARD)
    kiosk.hears("card", state="present")
    kiosk.hears("card", state="removed")
    kiosk.says("等您放证")


def test_a_reader_whose_licence_is_over_sends_people_elsewhere_at_once(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, CARD)
    kiosk.hears("card", state="unreadable", code="expired-sam")
    kiosk.says("换一台")


@pytest.mark.parametrize(("until", "taken"), [("2026-11-29", False), ("2026-11-30", True), (None, True)])
def test_a_card_that_has_expired_is_refused_in_words(stage: Stage, page: Page, until: str | None, taken: bool) -> None:
    kiosk = Kiosk(stage, page, CARD)
    stage.answers["/card"] = lambda _: (200, "<main>您好</main>")
    more = {} if until is None else {"valid_until": until}
    kiosk.hears("card", state="read", number=synthetic_number(), name="王测试", **more)
    kiosk.says("您好" if taken else "过期了")
    assert len(stage.sent) == taken


def test_a_bridge_that_is_away_is_said_and_forgotten_once_it_is_back(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, CARD)
    kiosk.hears("bridge", open=False)
    kiosk.says("没连上")
    kiosk.hears("bridge", open=True)
    kiosk.says("等您放证")


def test_after_a_refusal_the_next_code_is_taken(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, SCAN)
    stage.answers["/scan"] = lambda form: (
        (409, "<p data-said>不是小贴士</p>") if form["scan"] == "a" else (200, "<main>小贴士</main>")
    )
    kiosk.scans("a")
    kiosk.says("不是小贴士")
    page.wait_for_timeout(2100)
    kiosk.scans("b")
    kiosk.says("小贴士")
    assert [form["scan"] for form in stage.sent] == ["a", "b"]


def test_after_the_screen_was_wiped_nothing_is_taken_and_nothing_said(stage: Stage, page: Page) -> None:
    kiosk = Kiosk(stage, page, SCAN)
    page.evaluate("document.dispatchEvent(new CustomEvent('kiosk:wipe'))")
    kiosk.scans("http://x/s/abc")
    kiosk.hears("scan", state="unreadable")
    page.wait_for_timeout(200)
    assert stage.sent == []
    expect(page.locator("#said")).to_be_empty()
