"""Practice in a real browser: a phone under a thumb, a desk without a mouse, and what axe says of each page."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings as house
from django.utils import timezone
from playwright.sync_api import Browser, Page, expect

from onetrip.staff.models import Account
from onetrip.training.practice.models import PracticeCard, PracticeReview
from tests import browsing
from tests.factories import make_centre
from tests.training.practice import school
from tests.visit.test_accessibility import found_by_axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOO_SMALL = """() => [...document.querySelectorAll('main a.button, main button, .choice, .foot a, .foot button')]
    .filter((one) => one.offsetParent && one.getBoundingClientRect().height < 43.5).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def clerk() -> Account:
    make_centre()
    school.publish()
    school.follow(timezone.now())
    return browsing.account("clerk")


def opened(
    chromium: Browser, address: str, account: Account, *, width: int, height: int, language: str, touch: bool
) -> Iterator[Page]:
    cookie = browsing.visitor(account).cookies[house.SESSION_COOKIE_NAME].value
    context = chromium.new_context(viewport={"width": width, "height": height}, has_touch=touch)
    context.add_cookies(
        [
            {"name": house.SESSION_COOKIE_NAME, "value": cookie, "url": address},
            {"name": "onetrip_language", "value": language, "url": address},
        ]
    )
    page = context.new_page()
    thrown: list[str] = []
    page.on("pageerror", lambda error: thrown.append(str(error)))
    yield page
    context.close()
    assert thrown == []


@pytest.fixture
def phone(chromium: Browser, live_server: object, clerk: Account) -> Iterator[Page]:
    yield from opened(chromium, live_server.url, clerk, width=390, height=844, language="zh", touch=True)


@pytest.fixture
def desk(chromium: Browser, live_server: object, clerk: Account) -> Iterator[Page]:
    yield from opened(chromium, live_server.url, clerk, width=1440, height=900, language="en", touch=False)


def is_fit(page: Page) -> None:
    assert found_by_axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_a_thumb_answers_says_it_was_a_guess_takes_that_back_and_goes_on(phone: Page, live_server: object) -> None:
    phone.goto(f"{live_server.url}/training/practice/")
    is_fit(phone)
    assert phone.evaluate(TOO_SMALL) == []
    phone.get_by_role("link", name="开始").tap()
    expect(phone.get_by_role("button", name="就答这个")).to_be_visible()
    is_fit(phone)
    assert phone.evaluate(TOO_SMALL) == []
    for _ in range(6):  # until one is right: what is right is not to be seen
        phone.locator(".choice").first.tap()
        phone.get_by_role("button", name="就答这个").tap()
        expect(phone.get_by_role("link", name="下一题")).to_be_visible()
        is_fit(phone)
        assert phone.evaluate(TOO_SMALL) == []
        if phone.get_by_role("button", name="其实是猜的").count():
            break
        phone.get_by_role("link", name="下一题").tap()
        expect(phone.get_by_role("button", name="就答这个")).to_be_visible()
    phone.get_by_role("button", name="其实是猜的").tap()
    expect(phone.get_by_text("记下了：是猜的。")).to_be_visible()
    assert PracticeReview.objects.filter(rating=2).count() == 1
    phone.get_by_role("button", name="按错了，撤回").tap()
    expect(phone.get_by_role("button", name="其实是猜的")).to_be_visible()
    assert not PracticeReview.objects.filter(rating=2).exists()
    phone.get_by_role("link", name="下一题").tap()
    expect(phone.get_by_role("button", name="就答这个")).to_be_visible()


def test_without_a_mouse_and_in_english_a_number_chooses_and_enter_answers(desk: Page, live_server: object) -> None:
    desk.goto(f"{live_server.url}/training/practice/next")
    is_fit(desk)
    desk.keyboard.press("1")
    expect(desk.locator("input[name=chosen]").first).to_be_checked()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("link", name="Next")).to_be_visible()
    is_fit(desk)
    assert PracticeReview.objects.count() == 1
    desk.get_by_role("link", name="Next").focus()
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("button", name="That is my answer")).to_be_visible()


def test_leaving_in_the_middle_loses_nothing_and_going_back_answers_nothing_twice(
    phone: Page, live_server: object
) -> None:
    phone.goto(f"{live_server.url}/training/practice/next")
    phone.locator(".choice").first.tap()
    phone.get_by_role("button", name="就答这个").tap()
    phone.wait_for_url("**/answers/**")
    phone.go_back()
    phone.locator(".choice").nth(1).tap()
    phone.get_by_role("button", name="就答这个").tap()
    phone.wait_for_url("**/answers/**")
    assert not PracticeCard.objects.filter(edition__gt=1).exists()  # going back shows the next one, not the old form
    phone.goto(f"{live_server.url}/training/practice/")
    expect(phone.get_by_role("link", name="接着做")).to_be_visible()


def test_a_rule_to_come_is_told_on_the_phone(phone: Page, live_server: object) -> None:
    now = timezone.now()
    school.scheduled(school.YOUNGER, (now + timedelta(days=400)).date())
    school.follow(now)
    phone.goto(f"{live_server.url}/training/practice/next")
    expect(phone.get_by_text("现在窗口还按老规则办")).to_be_visible()
    is_fit(phone)
