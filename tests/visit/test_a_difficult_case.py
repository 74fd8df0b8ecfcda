"""A window asks, a supervisor answers, and the window sees it: two browsers, the keyboard, and no page loaded anew."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser

QUESTION = "居住证签注过期三天还能不能续"
ANSWER = "过期六十天内可以补签注，带原件来。"


def nobody_asked_before(served: House) -> None:
    """What another test of this house asked, or this one before it ran once more, is not in the way."""
    served.ask("DELETE FROM knowledge_given")
    served.ask(
        "UPDATE knowledge_question"
        " SET state = 'withdrawn', ended_at = now(), read_at = now(), answer_id = NULL, helped = ''"
    )
    served.ask("DELETE FROM knowledge_answerversion")
    served.ask("DELETE FROM knowledge_answer")


def test_what_a_window_asks_by_keyboard_is_answered_on_its_screen(screens: Screens, served: House) -> None:
    nobody_asked_before(served)
    window, supervisor = screens.desk(), screens.desk()
    steps.sign_in(window, served.address, "clerk1")
    steps.take_window(window, served.address, 1)
    steps.sign_in(supervisor, served.address, "supervisor")
    supervisor.goto(f"{served.address}/knowledge/asked")
    expect(supervisor.locator("main")).to_contain_text("没有人在叫")

    expect(window.locator("#difficult-now [data-key='h']")).to_be_visible()
    window.keyboard.press("h")
    expect(window.locator("#ask-words")).to_be_focused()
    window.keyboard.type(QUESTION)
    window.keyboard.press("Tab")
    window.keyboard.press("Enter")
    expect(window.locator("#difficult-now")).to_contain_text("在叫值班长")
    expect(window.locator("#ask-words")).to_have_count(0)

    expect(supervisor.locator("#asked-list")).to_contain_text(QUESTION)
    supervisor.get_by_role("link", name=QUESTION).click()
    expect(window.locator("#difficult-now")).to_contain_text("值班长看到了")
    supervisor.locator("body").press("g")
    expect(window.locator("#difficult-now")).to_contain_text("正在过来")
    expect(supervisor.locator("#question-now")).to_contain_text("有人过来")
    supervisor.get_by_label("答复").fill(ANSWER)
    supervisor.get_by_role("button", name="答给窗口").click()
    expect(window.locator("#difficult-now")).to_contain_text(ANSWER)
    expect(supervisor.locator("main")).to_contain_text("没有人在叫")

    window.keyboard.press("h")
    expect(window.locator("#ask-words")).to_be_focused()
    window.keyboard.type("签注过期了")
    expect(window.locator("#near")).to_contain_text(ANSWER)
    window.get_by_role("button", name="就是这个，不用叫人").click()
    expect(window.locator("#difficult-form")).to_contain_text("不用叫人了")
    assert len(served.ask("SELECT 1 FROM knowledge_given WHERE how = 'spared'")) == 1
    expect(window.get_by_role("button", name="有用，收起")).to_have_count(1)
    window.get_by_role("button", name="有用，收起").click()
    expect(window.locator("#difficult-now")).not_to_contain_text("答了")


def test_a_question_outlives_the_browser_of_the_supervisor_who_was_coming(screens: Screens, served: House) -> None:
    nobody_asked_before(served)
    window, supervisor = screens.desk(), screens.desk()
    steps.sign_in(window, served.address, "clerk1")
    window.goto(f"{served.address}/knowledge/ask")
    window.get_by_role("button", name="叫人").click()
    expect(window.locator("#difficult-now")).to_contain_text("没写问题")
    steps.sign_in(supervisor, served.address, "supervisor")
    supervisor.goto(f"{served.address}/knowledge/asked")
    supervisor.get_by_role("button", name="我来").click()
    expect(window.locator("#difficult-now")).to_contain_text("正在过来")
    supervisor.context.close()
    again = screens.desk()
    steps.sign_in(again, served.address, "supervisor")
    again.goto(f"{served.address}/knowledge/asked")
    again.get_by_role("link", name="没写问题，请过去看看").click()
    again.get_by_role("button", name="当面说好了").click()
    expect(window.locator("#difficult-now")).to_contain_text("当面说好了")
