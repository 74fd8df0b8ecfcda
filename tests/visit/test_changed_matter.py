"""A matter is changed in the browser by one editor and published by another: the next slip says so, an older one keeps its word."""

from __future__ import annotations

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Page, expect

from tests.house import House
from tests.visit import steps
from tests.visit.conftest import Screens

pytestmark = pytest.mark.browser


def slip_of(page: Page, served: House) -> str:
    """A slip for the elder card, asked for at the front desk; its token."""
    today = datetime.now(tz=ZoneInfo("Asia/Shanghai")).date()
    page.goto(f"{served.address}/desk/")
    steps.ask_at_desk(page, "老年卡", steps.sixty_five_soon(today))
    return steps.issue_at_desk(page)[1]


def identity_card_on(page: Page, served: House, token: str) -> str:
    """What the slip says about the identity card."""
    page.goto(f"{served.address}/s/{token}")
    return " ".join(page.locator("li").filter(has_text="身份证").first.inner_text().split())


def until_in_force(page: Page, served: House, version: int) -> None:
    """Wait until the guide has the change, and as long again as a process may take its version for granted."""
    for _ in range(60):
        page.goto(f"{served.address}/matters/elder-card")
        if re.search(r"复印\s*3", page.locator("main").inner_text()):
            page.wait_for_timeout(1100)
            return
        page.wait_for_timeout(200)
    raise AssertionError(f"version {version} did not come into force")


def test_the_next_slip_shows_what_two_editors_changed_and_an_older_one_keeps_its_promise(
    screens: Screens, served: House
) -> None:
    desk, reader = screens.desk(), screens.phone()
    steps.sign_in(desk, served.address, "guide3")
    older = slip_of(desk, served)
    promised = identity_card_on(reader, served, older)

    wu = screens.desk()
    steps.sign_in(wu, served.address, "editor")
    wu.goto(f"{served.address}/catalogue/")
    chooser = wu.locator("form").filter(has=wu.locator("select[name='matter']"))
    chooser.locator("select").select_option("elder-card")
    chooser.get_by_role("button").click()
    wu.wait_for_url("**/file/matters/elder-card.yaml")
    wu.locator("[name='papers.0.copies']").fill("3")
    expect(wu.locator("#preview")).to_contain_text(re.compile(r"复印\s*3"))
    wu.get_by_role("button", name="存进草稿").last.click()
    expect(wu.locator("#saved-at")).to_contain_text("存于")
    wu.get_by_role("link", name=re.compile("送审")).click()
    wu.get_by_label("改了什么，为什么").fill("窗口要留复印件")
    wu.get_by_role("button", name="送审，不直接发布").click()
    expect(wu.get_by_text("要另一位编辑来审").first).to_be_visible()
    expect(wu.get_by_role("button", name="审过")).to_have_count(0)

    han = screens.desk()
    steps.sign_in(han, served.address, "editor2")
    han.goto(wu.url)
    han.get_by_role("button", name="审过，现在就发布").click()
    expect(han.get_by_text("已经是第 2 版").first).to_be_visible()

    until_in_force(reader, served, 2)
    newer = slip_of(desk, served)
    assert "3" in identity_card_on(reader, served, newer)
    assert identity_card_on(reader, served, older) == promised
    assert "3" not in promised
