"""A test taken in a real browser, by keyboard alone."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from onetrip.centres import queries as centres
from onetrip.centres.models import Centre
from onetrip.staff.models import Account
from onetrip.training import actions, queries
from onetrip.training.models import FollowUp, Path, Quiz, QuizItem
from tests import browsing
from tests.training.school import School, cases, right_of
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def opened(chromium: Browser, server: LiveServer, school: School, account: Account | None = None) -> Page:
    """A browser in which the clerk is signed in, or somebody else."""
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    cookies = browsing.visitor(account or school.clerk).cookies
    context.add_cookies([{"name": name, "value": one.value, "url": server.url} for name, one in cookies.items()])
    return context.new_page()


def on_question(page: Page, number: int) -> None:
    """The page asks that question, and its keys work."""
    expect(page.locator("#progress")).to_have_text(f"第 {number} 题，共 10 题")
    page.wait_for_load_state("load")


def asked(quiz: Quiz) -> QuizItem:
    found = queries.next_item(queries.items_of(quiz))
    assert found is not None
    return found


def test_a_clerk_takes_a_test_by_keyboard_is_interrupted_goes_on_and_passes(
    chromium: Browser, live_server: LiveServer, school: School
) -> None:
    school.enrol()
    page = opened(chromium, live_server, school)
    page.goto(f"{live_server.url}/training/")
    page.get_by_role("button", name="考 养老与老年优待").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#progress")).to_have_text("第 1 题，共 10 题")
    quiz = Quiz.objects.get()
    assert found_by_axe(page) == []
    for number in range(1, 11):
        on_question(page, number)
        item = asked(quiz)
        right = right_of(item)
        assert item.item not in page.content()
        for place, option in enumerate(item.shown["options"], 1):
            if option["id"] in right:
                page.keyboard.press(str(place))
        if number == 4:  # called away: whatever was not sent is chosen again
            page.goto(f"{live_server.url}/training/")
            page.wait_for_load_state("load")
            page.keyboard.press("F2")
            on_question(page, 4)
            for place, option in enumerate(item.shown["options"], 1):
                if option["id"] in right:
                    page.keyboard.press(str(place))
        page.keyboard.press("Enter")
    expect(page.locator(".score")).to_contain_text("通过")
    expect(page.locator(".score")).to_contain_text("从今天起试岗")
    assert found_by_axe(page) == []
    assert Path.objects.get().state == "trial"
    page.context.close()


def test_a_question_answered_in_another_tab_is_said_so_and_goes_on(
    chromium: Browser, live_server: LiveServer, school: School
) -> None:
    quiz = school.begin()
    page = opened(chromium, live_server, school)
    page.goto(f"{live_server.url}/training/tests/{quiz.pk}")
    other = page.context.new_page()
    other.goto(f"{live_server.url}/training/tests/{quiz.pk}")
    for tab in (page, other):
        tab.keyboard.press("1")
        tab.keyboard.press("Enter")
        on_question(tab, 2)
    expect(other.get_by_role("status").filter(has_text="以第一次为准")).to_be_visible()
    assert QuizItem.objects.filter(answered_at__isnull=False).count() == 1
    page.context.close()


def test_somebody_new_from_the_first_day_to_a_qualification_for_good(
    chromium: Browser, live_server: LiveServer, school: School
) -> None:
    """New clerk → plan → test → trial → the hall gives her those matters → three months of cases → follow-up → confirmed."""
    now, hall = timezone.now(), school.hall
    hall.now = now
    Centre.objects.update(numbers_at_any_hour=True)  # whatever the clock says while this runs
    centres.forget()
    cases(school.other, "elder-card", 12, at=now - timedelta(days=30), minutes=10)
    head = opened(chromium, live_server, school, school.head)
    head.goto(f"{live_server.url}/training/people/{school.clerk.pk}")
    head.get_by_role("button", name="登记，开始培训").click()
    expect(head.get_by_role("heading", name="接下来学什么")).to_be_visible()
    expect(head.locator(".plan li").first).to_contain_text("敬老卡申领")

    before = hall.arrive(wanted=["elder-card"])
    assert hall.call(0) is None, "she has not learnt it yet"
    assert hall.call(1).pk == before.pk

    clerk = opened(chromium, live_server, school)
    clerk.goto(f"{live_server.url}/training/")
    expect(clerk.locator(".card").first).to_contain_text("一年 12 件；还没考过")
    clerk.get_by_role("button", name="考 养老与老年优待").click()
    expect(clerk.locator("#progress")).to_be_visible()
    quiz = Quiz.objects.get()
    for number in range(1, 11):
        expect(clerk.locator("#progress")).to_have_text(f"第 {number} 题，共 10 题")
        for option in right_of(asked(quiz)):
            clerk.locator(f'input[name=chosen][value="{option}"]').check()
        clerk.get_by_role("button", name="交这一题").click()
    expect(clerk.locator(".score")).to_contain_text("从今天起试岗")
    after = hall.arrive(wanted=["elder-card"])
    assert hall.call(0).pk == after.pk

    cases(school.clerk, "elder-card", 15, at=now + timedelta(days=40), minutes=11)
    actions.tend(now=now + timedelta(days=92), by="house")
    head.goto(f"{live_server.url}/training/people/")
    head.get_by_role("link", name=re.compile("养老与老年优待")).click()
    expect(head.get_by_text("办了 15 件，退补、更正和用时都在线内。建议确认。")).to_be_visible()
    assert found_by_axe(head) == []
    head.get_by_label("确认，长期有效").check()
    head.get_by_label("给本人的话").fill("办得稳，放心")
    head.get_by_role("button", name="定下来").click()
    expect(head.locator("blockquote")).to_have_text("办得稳，放心")

    clerk.goto(f"{live_server.url}/training/my-follow-ups/{FollowUp.objects.get().pk}")
    expect(clerk.locator("blockquote")).to_have_text("办得稳，放心")
    assert Path.objects.get().state == "confirmed"
    for page in (head, clerk):
        page.context.close()
