"""People wait: the phone tells who is third in line, a window is reloaded, a colleague takes over. A real house."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

LISTEN = """
window.trembled = [];
window.tones = 0;
navigator.vibrate = (pattern) => { window.trembled.push(pattern); return true; };
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...given) { window.tones += 1; return start.apply(this, given); };
"""


def draw(machine: Page, address: str) -> tuple[str, str]:
    """A number for somebody with nothing in hand, and the path of its waiting page."""
    machine.goto(f"{address}/hall/")
    machine.get_by_role("button", name="没有小贴士，直接取号").click()
    machine.wait_for_url("**/hall/tickets/*")
    return machine.locator("#number .ticket-number").inner_text(), "/t/" + machine.url.rsplit("/", 1)[1]


def seated(screens: Screens, served: House, clerk: str, window: int) -> Page:
    page = screens.desk()
    steps.sign_in(page, served.address, clerk)
    steps.take_window(page, served.address, window)
    return page


def finish_and_call(window: Page) -> None:
    """Whoever is there is done; the next is called and begins."""
    window.keyboard.press("F2")
    expect(window.get_by_role("button", name=re.compile("人到了"))).to_be_visible()
    window.keyboard.press("F6")
    expect(window.get_by_text("正在办理")).to_be_visible()


def test_who_takes_the_number_on_the_phone_is_told_too_and_may_go(screens: Screens, served: House) -> None:
    _, path = draw(screens.device("check-in-1", 1080, 1920), served.address)
    ticket = path.rsplit("/", 1)[1]
    served.ask("UPDATE lobby_ticket SET state = 'unissued', paper = 'failed' WHERE id = %s", ticket)
    phone = screens.phone()
    phone.goto(served.address + path)
    expect(phone.locator("[data-state]")).to_have_attribute("data-state", "waiting")
    expect(phone.get_by_role("button", name="快到的时候响一声")).to_be_visible()
    phone.get_by_text("不等了").click()
    phone.get_by_role("button", name="取消").click()
    expect(phone.get_by_text("已经取消")).to_be_visible()
    expect(phone.get_by_role("button", name="快到的时候响一声")).to_be_hidden()


def test_who_is_back_after_a_missed_call_is_told_again_without_a_reload(screens: Screens, served: House) -> None:
    _, path = draw(screens.device("check-in-1", 1080, 1920), served.address)
    ticket = path.rsplit("/", 1)[1]
    served.ask("UPDATE lobby_ticket SET state = 'missed', called_at = drawn_at WHERE id = %s", ticket)
    phone = screens.phone()
    phone.goto(served.address + path)
    expect(phone.get_by_text("叫过您，没等到")).to_be_visible()
    expect(phone.get_by_role("button", name="快到的时候响一声")).to_be_hidden()
    guide = screens.desk()
    steps.sign_in(guide, served.address, "guide")
    guide.goto(f"{served.address}/hall/")
    guide.get_by_role("button", name="恢复").click()
    expect(phone.get_by_role("button", name="快到的时候响一声")).to_be_visible()


def test_the_phone_tells_who_is_third_in_line_also_behind_another_page(screens: Screens, served: House) -> None:
    machine = screens.device("check-in-1", 1080, 1920)
    window = seated(screens, served, "clerk3", 3)
    numbers = [draw(machine, served.address) for _ in range(5)]
    number, path = numbers[-1]
    phone = screens.phone()
    phone.add_init_script(LISTEN)
    phone.goto(served.address + path)
    expect(phone.get_by_text("连接正常")).to_be_visible()
    assert phone.title().startswith(number)
    phone.get_by_role("button", name="快到的时候响一声").click()
    expect(phone.get_by_role("button", name="声音开了")).to_have_attribute("aria-pressed", "true")
    before = phone.evaluate("tones")
    assert before == 2  # pressing it lets them hear what it will sound like
    phone.context.new_page().goto("about:blank")  # something else is in front now

    finish_and_call(window)
    assert not phone.title().startswith("前面")
    finish_and_call(window)
    expect(phone).to_have_title(re.compile(r"^前面还有 2 位 · "))
    phone.wait_for_function("window.tones === 4")
    assert phone.evaluate("trembled") == [[300, 200, 300]]

    finish_and_call(window)
    expect(phone).to_have_title(re.compile(r"^前面还有 1 位 · "))
    finish_and_call(window)
    window.keyboard.press("F2")
    expect(phone).to_have_title(re.compile(r"^请到 3 号窗口 · "))
    phone.wait_for_function("window.tones === 7")
    assert len(phone.evaluate("trembled")) == 2


def test_a_window_reloaded_at_each_step_goes_on_where_it_was(
    screens: Screens, served: House, events: Callable[..., list[tuple]]
) -> None:
    machine = screens.device("check-in-1", 1080, 1920)
    window = seated(screens, served, "clerk5", 5)
    number, path = draw(machine, served.address)
    while True:  # whoever other tests left waiting is called first
        window.keyboard.press("F2")
        expect(window.get_by_role("button", name=re.compile("人到了"))).to_be_visible()
        if number in window.locator(".caller").inner_text():
            break
        window.keyboard.press("F6")
        expect(window.get_by_text("正在办理")).to_be_visible()
    window.reload()
    expect(window.locator(".caller .ticket-number")).to_have_text(number)
    window.keyboard.press("F6")
    expect(window.get_by_text("正在办理")).to_be_visible()
    window.reload()
    window.keyboard.press("F5")
    window.locator("#hold-words").fill("去复印户口簿")
    window.get_by_role("button", name="挂起", exact=True).click()
    expect(window.get_by_text("挂起的，人回来就接着办")).to_be_visible()
    window.reload()
    colleague = seated(screens, served, "clerk6", 6)
    colleague.get_by_role("button", name=f"接着办 {number}").click()
    expect(colleague.get_by_text("正在办理")).to_be_visible()
    expect(colleague.get_by_text("去复印户口簿")).to_be_visible()
    colleague.reload()
    expect(colleague.locator(".caller .ticket-number")).to_have_text(number)
    verbs = [verb for verb, _, _ in events("ticket", path.rsplit("/", 1)[1])]
    assert verbs == ["draw", "call", "start", "hold", "resume"]
