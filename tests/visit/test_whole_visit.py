"""A resident's whole visit, from the telephone to a rated case, in the browsers of everybody who has a part in it."""

from __future__ import annotations

import io
import re
import uuid
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser


def pdf_words(page: Page, address: str) -> str:
    """The text of a PDF, fetched with the page's own session, blanks left out (Chinese lines break anywhere)."""
    answer = page.request.get(address)
    assert answer.headers["content-type"] == "application/pdf"
    text = "".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(answer.body())).pages)
    return re.sub(r"\s+", "", text)


def test_a_visit_from_the_telephone_to_a_rated_case(
    screens: Screens, served: House, events: Callable[..., list[tuple]]
) -> None:
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    born = steps.sixty_five_soon(today)
    at = served.address
    display = screens.device("display-1", 1920, 1080)
    expect(display.locator("[data-live-state]").first).to_have_text("连接正常")

    # A daughter telephones: the front desk types her words, answers few questions, and issues the slip. Keyboard only.
    desk = screens.desk()
    steps.sign_in(desk, at, "guide")
    desk.goto(f"{at}/desk/")
    steps.ask_at_desk(desk, "老娘满65了坐车的卡", born)
    for words in ("敬老卡申领", "年老退休一次性计划生育奖励", "老年综合津贴", "自动来"):
        expect(desk.locator("main")).to_contain_text(words)
    expect(desk.locator("main")).to_contain_text("独生子女父母光荣证")
    expect(desk.locator("main")).to_contain_text("户口簿")  # not needed, and why
    number, token = steps.issue_at_desk(desk)
    assert re.fullmatch(r"LF\d{8}", number)
    slip = pdf_words(desk, f"{at}/s/{token}.pdf")
    for words in (
        "办事小贴士",
        number[:2] + number[2:],
        "敬老卡申领",
        "身份证",
        "独生子女父母光荣证",
        "任何窗口都收",
        "12345",
    ):
        assert words in slip, words
    assert "敬老卡申领" in pdf_words(desk, f"{at}/s/{token}/80mm.pdf")

    # The same by themselves, on a phone, without an account; and found again later on another phone.
    phone = screens.phone()
    own_number = steps.ask_on_phone(phone, at, "老年卡", born, "002X")
    expect(phone.locator("main")).to_contain_text("任何窗口都收")
    other = screens.phone()
    other.goto(f"{at}/slip")
    other.get_by_label(re.compile("小贴士号")).fill(own_number)
    other.get_by_label(re.compile("后四位")).fill("0029")
    other.get_by_role("button", name="找").click()
    expect(other.get_by_role("heading", name="找回小贴士")).to_be_visible()  # wrong: nothing is shown
    other.get_by_label(re.compile("小贴士号")).fill(own_number.lower())
    other.get_by_label(re.compile("后四位")).fill("002x")
    other.get_by_role("button", name="找").click()
    other.wait_for_url("**/s/*")
    expect(other.locator("main")).to_contain_text(f"{own_number[:2]} {own_number[2:6]} {own_number[6:]}")

    # In the hall: the slip's code gives a number; scanned again it gives the same one.
    machine = screens.device("check-in-1", 1080, 1920)
    ticket, waiting_path = steps.draw_ticket(machine, at, f"{at}/s/{token}")
    assert steps.draw_ticket(machine, at, f"{at}/s/{token}")[0] == ticket
    ticket_id = waiting_path.rsplit("/", 1)[1]
    waiting = screens.phone()
    waiting.goto(at + waiting_path)
    expect(waiting.locator("main")).to_contain_text(ticket)

    # Any window: the next is called once, the display and the phone say where to go.
    window = screens.desk()
    steps.sign_in(window, at, "clerk3")
    steps.take_window(window, at, 3)
    window.keyboard.press("F2")
    expect(window.locator("#work")).to_contain_text(ticket)
    expect(display.locator(".latest")).to_contain_text(ticket)
    expect(display.locator(".latest .door")).to_contain_text("3")
    expect(waiting.locator("main")).to_contain_text(re.compile("3\\s*号窗口"))

    # The same plan, its papers; all matters accepted in one go, one receipt.
    window.keyboard.press("F6")
    expect(window.locator("#checklist")).to_contain_text("敬老卡申领")
    expect(window.locator("#checklist")).to_contain_text("年老退休一次性计划生育奖励")
    assert steps.tick_all(window) >= 3
    receipt_path = steps.accept_all(window)
    cases = served.ask(
        "SELECT c.number, c.matter, c.state FROM cases_case c JOIN lobby_ticket t USING (visit_id) WHERE t.id = %s ORDER BY 1",
        uuid.UUID(ticket_id),
    )
    assert [matter for _, matter, _ in cases] == ["elder-card", "family-planning-reward"]
    receipt = pdf_words(window, f"{at}{receipt_path}.pdf")
    for case_number, _, _ in cases:
        assert case_number.replace("-", "") in receipt  # printed in groups, for reading aloud
        expect(window.locator("#work")).to_contain_text(case_number)
    assert "独生子女父母光荣证" in receipt
    window.keyboard.press("F2")
    expect(window.locator("#work")).not_to_contain_text(case_number)

    # The resident rates from the receipt; a bad rating opens a rectification.
    phone.goto(at + receipt_path)
    expect(phone.locator("main")).to_contain_text(cases[0][0])
    steps.rate(phone, at, receipt_path, 2, "等得有点久")
    expect(phone.locator("main")).to_contain_text("接下来会这样")
    expect(phone.locator("main")).to_contain_text("前有人负责")

    # The director sees it, today.
    director = screens.open(1600, 1000)
    steps.sign_in(director, at, "director")
    director.goto(f"{at}/director/")
    expect(director.locator("main")).to_contain_text("一趟办成率")
    expect(director.locator("main")).to_contain_text("等得有点久")
    expect(director.locator("main")).to_contain_text("敬老卡申领")

    # What the database remembers, event by event.
    assert [verb for verb, _, _ in events("ticket", ticket_id)] == ["draw", "call", "start", "finish"]
    assert events("ticket", ticket_id)[-1] == ("finish", "serving", "done")
    (slip_id,) = served.ask("SELECT id::text FROM advice_slip WHERE token = %s", token)[0]
    assert [verb for verb, _, _ in events("slip", slip_id)] == ["issue", "honour"]
    assert served.ask(
        "SELECT outcome FROM lobby_visit v JOIN lobby_ticket t ON t.visit_id = v.id WHERE t.id = %s",
        uuid.UUID(ticket_id),
    ) == [("all",)]
    rated = """
        SELECT r.level, r.words, x.state FROM ratings_rating r
        JOIN ratings_invitation i ON i.id = r.invitation_id JOIN lobby_ticket t ON t.visit_id = i.visit_id
        LEFT JOIN ratings_rectification x ON x.rating_id = r.id WHERE t.id = %s
    """
    assert served.ask(rated, uuid.UUID(ticket_id)) == [(2, "等得有点久", "open")]


def test_a_missing_paper_is_told_at_once_and_an_unpromised_one_breaks_the_promise(
    screens: Screens, served: House
) -> None:
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    at = served.address
    desk = screens.desk()
    steps.sign_in(desk, at, "guide2")
    desk.goto(f"{at}/desk/")
    steps.ask_at_desk(desk, "老年卡", steps.sixty_five_soon(today))
    _, token = steps.issue_at_desk(desk)
    machine = screens.device("check-in-1", 1080, 1920)
    ticket, _ = steps.draw_ticket(machine, at, f"{at}/s/{token}")
    window = screens.desk()
    steps.sign_in(window, at, "clerk5")
    steps.take_window(window, at, 5)
    steps.call_next(window, ticket)
    # The certificate was promised as needed and is not there: told, no broken promise. The booklet, said the slip, was not needed.
    boxes = window.locator("#checklist input.paper-box[data-needed]")
    boxes.first.check()
    window.keyboard.press("F10")
    window.locator("#extra-paper").select_option(label="户口簿")
    window.locator("#extra-cause").select_option("rule")
    window.get_by_role("button", name=re.compile("加到清单")).click()
    expect(window.locator("#checklist .check-extra")).to_contain_text("记失约")
    window.keyboard.press("F8")
    notice = window.get_by_role("link", name=re.compile("告知单"))
    expect(notice.first).to_be_visible()
    words = pdf_words(window, at + (notice.first.get_attribute("href") or ""))
    assert "一次性告知" in words
    assert "失约" in words
    broken = served.ask(
        "SELECT b.cause, s.state FROM ratings_brokenpromise b JOIN advice_slip s ON s.id = b.slip_id WHERE s.token = %s",
        token,
    )
    assert broken == [("rule", "broken")]
    phone = screens.phone()
    phone.goto(f"{at}/s/{token}")
    expect(phone.locator("main")).to_contain_text("我们失约了")


def test_a_second_press_a_second_tab_and_the_back_button_make_one_case(screens: Screens, served: House) -> None:
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    at = served.address
    desk = screens.desk()
    steps.sign_in(desk, at, "guide3")
    desk.goto(f"{at}/desk/")
    steps.ask_at_desk(desk, "敬老卡", steps.sixty_five_soon(today))
    _, token = steps.issue_at_desk(desk)
    machine = screens.device("check-in-1", 1080, 1920)
    ticket, path = steps.draw_ticket(machine, at, f"{at}/s/{token}")
    window = screens.desk()
    steps.sign_in(window, at, "clerk7")
    steps.take_window(window, at, 7)
    steps.call_next(window, ticket)
    tab = window.context.new_page()
    tab.goto(f"{at}/window/")
    steps.tick_all(window)
    steps.tick_all(tab)
    accept = window.get_by_role("button", name=re.compile("全部收下"))
    accept.dblclick()
    expect(window.get_by_role("link", name=re.compile("回执")).first).to_be_visible()
    tab.keyboard.press("F9")
    tab.wait_for_load_state()
    window.go_back()
    window.go_forward()
    count = (
        "SELECT count(*), count(DISTINCT matter) FROM cases_case c JOIN lobby_ticket t USING (visit_id) WHERE t.id = %s"
    )
    assert served.ask(count, uuid.UUID(path.rsplit("/", 1)[1])) == [(2, 2)]
    assert served.ask(
        "SELECT count(*) FROM cases_receipt r JOIN lobby_ticket t USING (visit_id) WHERE t.id = %s",
        uuid.UUID(path.rsplit("/", 1)[1]),
    ) == [(1,)]
