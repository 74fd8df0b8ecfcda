"""What people do in the browsers of a visit, one function a deed; each waits for what the screen then says."""

from __future__ import annotations

import re
from datetime import date, timedelta

from playwright.sync_api import Page, expect

DEMONSTRATION_PASSWORD = "onetrip-demo"


def sixty_five_soon(today: date) -> date:
    """The birth date of somebody who turns 65 in three weeks: old enough for the elder card, too young for the allowance."""
    birthday = today + timedelta(days=21)
    return birthday.replace(year=birthday.year - 65)


def sign_in(page: Page, address: str, username: str) -> None:
    """Staff sign in."""
    page.goto(f"{address}/staff/sign-in")
    page.get_by_label("账号").fill(username)
    page.get_by_label("密码").fill(DEMONSTRATION_PASSWORD)
    page.get_by_label("密码").press("Enter")
    page.wait_for_url("**/staff/")


def ask_at_desk(page: Page, words: str, born: date) -> None:
    """The front desk, keyboard only: what the caller says, then every question until none is left.

    Choices are answered with their first key, which in the vocabulary is "Shanghai", "retired", "yes"; only the reward
    was not claimed before.
    """
    search = page.get_by_role("textbox").first
    expect(search).to_be_focused()
    page.keyboard.type(words)
    expect(page.locator("[data-key='1']").first).to_be_visible()
    page.keyboard.press("Enter")
    question = page.locator("#question-text")
    expect(page.get_by_text("听到的：")).to_be_visible()
    for _ in range(12):
        expect(page.locator(".question").first).to_be_visible()
        if question.count() == 0:
            return
        asked = question.inner_text()
        if page.locator(".question input[name='answer']").count():
            page.keyboard.type(f"{born:%Y%m%d}")
            page.keyboard.press("Enter")
        else:
            page.keyboard.press("2" if "领过" in asked else "1")
        expect(page.locator("#question-text", has_text=asked)).to_have_count(0)
    raise AssertionError(f"the desk still asks: {question.inner_text()}")


def issue_at_desk(page: Page) -> tuple[str, str]:
    """F9; the number on the slip and its token."""
    page.keyboard.press("F9")
    number = page.locator(".slip .ticket-number")
    expect(number).to_be_visible()
    link = page.get_by_role("link", name=re.compile("打印小贴士")).get_attribute("href") or ""
    return number.inner_text().replace(" ", ""), re.search(r"/s/([^./?]+)\.pdf", link).group(1)


def ask_on_phone(page: Page, address: str, words: str, born: date, last_four: str) -> str:
    """A resident on their own phone, from the start page to a slip of their own; returns its number."""
    page.goto(address)
    page.get_by_label("您要办什么").fill(words)
    page.get_by_role("button", name="找", exact=True).click()
    page.locator("main button, main a").filter(has_text="敬老卡").first.click()
    for _ in range(15):
        page.wait_for_load_state()
        if page.locator("#question").count() == 0:
            break
        if page.locator("#question input[name='answer']:not([type='radio'])").count():
            page.locator("#answer").fill(f"{born:%Y%m%d}")
        else:
            page.locator("#question input[type='radio']").first.check()
        before = page.locator("main h1").inner_text()
        page.get_by_role("button", name=re.compile("下一|好|继续")).first.click()
        expect(page.locator("main h1", has_text=before)).to_have_count(0)
    page.get_by_label(re.compile("后四位")).fill(last_four)
    page.get_by_role("button", name=re.compile("出小贴士|要这张小贴士|拿小贴士")).last.click()
    page.wait_for_url("**/s/*")
    return page.locator(".slip .ticket-number").first.inner_text().replace(" ", "")


def draw_ticket(page: Page, address: str, scanned: str) -> tuple[str, str]:
    """At the ticket machine: scan (a reader types and presses Enter); the number and the waiting page's path."""
    page.goto(f"{address}/hall/")
    page.locator("#scan").fill(scanned)
    page.locator("#scan").press("Enter")
    page.wait_for_url("**/hall/tickets/*")
    ticket = page.url.rsplit("/", 1)[1]
    return page.locator(".ticket-number").first.inner_text().strip(), f"/t/{ticket}"


def take_window(page: Page, address: str, number: int) -> None:
    """A clerk sits down at a window."""
    page.goto(f"{address}/window/")
    page.keyboard.press(str(number))
    expect(page.get_by_role("button", name=re.compile("叫下一位"))).to_be_visible()


def call_next(page: Page, number: str) -> None:
    """F2 calls `number`; F6 begins to serve."""
    page.keyboard.press("F2")
    expect(page.locator("#work")).to_contain_text(number)
    page.keyboard.press("F6")
    expect(page.locator("#checklist")).to_be_visible()


def tick_all(page: Page) -> int:
    """Tick every paper that the checklist asks for; how many there were."""
    boxes = page.locator("#checklist input.paper-box[data-needed]")
    wanted = boxes.count()
    for index in range(wanted):
        box = boxes.nth(index)
        box.focus()
        page.keyboard.press("Space")
        expect(box).to_be_checked()
    return wanted


def accept_all(page: Page) -> str:
    """F9; the path of the receipt that the page then offers to print."""
    page.keyboard.press("F9")
    link = page.get_by_role("link", name=re.compile("回执")).first
    expect(link).to_be_visible()
    return (link.get_attribute("href") or "").removesuffix(".pdf")


def rate(page: Page, address: str, receipt: str, level: int, words: str = "") -> None:
    """The resident opens the receipt's code and says how it was."""
    page.goto(address + receipt)
    page.locator(f"#level-{level}").check()
    if words:
        page.locator("#words").fill(words)
    page.locator("#rating button, form[action*='rating'] button").last.click()
    expect(page.locator("#level-5")).to_have_count(0)
