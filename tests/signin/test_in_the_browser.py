"""Passkeys in a real browser, with a security key that the browser itself simulates (Chromium's virtual authenticator)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, CDPSession, Page, expect

from onetrip.signin.models import Factor
from onetrip.staff.models import Account
from tests.factories import PASSWORD, make_centre
from tests.signin.people import somebody

AXE = Path(__file__).resolve().parents[1] / "vendor/axe/axe.min.js"
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
KEY = {
    "protocol": "ctap2",
    "transport": "usb",
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def page(chromium: Browser, live_server: object) -> Iterator[Page]:
    """A page of the house under the name localhost, where browsers have passkeys without TLS."""
    make_centre()
    phone = {"width": 390, "height": 844}
    context = chromium.new_context(viewport=phone, base_url=live_server.url.replace("127.0.0.1", "localhost"))  # type: ignore[attr-defined]
    page = context.new_page()
    blocked: list[str] = []
    page.on("console", lambda message: blocked.append(message.text) if "Content Security" in message.text else None)
    yield page
    context.close()
    assert blocked == []


def plug_in(page: Page) -> tuple[CDPSession, str]:
    """A new security key is plugged in."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    plugged = devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return devtools, plugged["authenticatorId"]


def reads_well(page: Page) -> None:
    """Axe finds nothing on the page, and it is no wider than a phone."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("async () => (await axe.run()).violations.map((v) => [v.id, v.nodes.map((n) => n.html)])")
    assert found == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url


def first_step(page: Page, account: Account) -> None:
    """Username and password."""
    page.context.clear_cookies()
    page.goto("/staff/sign-in")
    page.get_by_label("账号").fill(account.username)
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_label("密码").press("Enter")


def test_a_passkey_is_set_up_and_lets_its_owner_in_and_nobody_else(page: Page) -> None:
    mine, theirs = somebody(demonstration=False), somebody(demonstration=False)
    devtools, my_key = plug_in(page)
    first_step(page, mine)
    reads_well(page)
    page.goto("/staff/sign-in/app")
    reads_well(page)
    page.goto("/staff/sign-in/set-up")
    page.get_by_role("link", name="通行密钥").click()
    reads_well(page)
    page.get_by_label("给它起个名").fill("抽屉里的蓝钥匙")
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    reads_well(page)
    page.get_by_role("link", name="收好了").click()
    page.wait_for_url("**/staff/")
    for address in ("/staff/account/", "/staff/prove?next=/staff/"):
        page.goto(address)
        reads_well(page)
    first_step(page, mine)
    reads_well(page)
    page.get_by_role("button", name="用通行密钥").click()
    page.wait_for_url("**/staff/")
    assert Factor.objects.get(account=mine, kind="passkey").signatures > 0

    devtools.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": my_key})
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    first_step(page, theirs)
    page.get_by_role("link", name="通行密钥").click()
    page.get_by_role("button", name="登记").click()
    expect(page.get_by_text("只显示这一次")).to_be_visible()
    first_step(page, mine)
    page.get_by_role("button", name="用通行密钥").click()
    expect(page.get_by_text("没有收到通行密钥")).to_be_visible()
    assert "/staff/sign-in/second" in page.url
