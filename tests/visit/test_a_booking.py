"""A booking on a phone, in a browser that checks forms as browsers do: made, moved, cancelled by mistake, had back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser


def test_every_button_of_a_booking_does_what_it_says(screens: Screens, served: House) -> None:
    phone = screens.phone()
    phone.goto(f"{served.address}/book/")
    phone.locator("main a[href*='/book/2']").last.click()  # the last day: all of its half hours are to come
    choose(phone, 0)
    heading = phone.get_by_role("heading", level=1)
    expect(heading).to_have_text("约好了")
    number = phone.locator(".slip-number").inner_text()
    first = phone.locator(".booking-time").inner_text()

    phone.get_by_role("link", name="改时间").click()
    phone.locator("main a[href*='/change/2']").last.click()
    choose(phone, -1)
    expect(heading).to_have_text("改好了")
    expect(phone.locator(".slip-number")).to_have_text(number)
    expect(phone.locator(".booking-time")).not_to_have_text(first)

    phone.get_by_text("来不了，取消").click()
    phone.get_by_role("button", name="取消预约").click()
    expect(heading).to_have_text("预约取消了")
    phone.get_by_role("button", name="取消错了").click()
    expect(heading).to_have_text("还是您的")

    desk = screens.desk()
    steps.sign_in(desk, served.address, "guide")
    desk.goto(f"{served.address}/desk/bookings/")
    desk.get_by_label(re.compile("扫预约码")).fill(number)
    desk.get_by_role("button", name="找").click()
    expect(desk.locator(".booking-aloud")).to_contain_text(number)
    expect(desk.locator(".booking-aloud")).to_contain_text("已约好")


def choose(phone: Page, place: int) -> None:
    """Take a half hour of the day that is shown."""
    free = phone.locator("input[name=starts]:not([disabled])")
    free.nth(place if place >= 0 else free.count() + place).check(force=True)
    phone.locator("form button.button-primary").first.click()
