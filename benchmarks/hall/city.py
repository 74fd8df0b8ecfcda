"""Many centres in one house: each with windows, clerks at them and a door, all signed in."""

from __future__ import annotations

from datetime import datetime, time

from tests.lean_browser import Browser

from benchmarks.hall.replay import WINDOWS, Town

PEOPLE = "onetrip-demo"


def codes(number: int) -> list[str]:
    """ "QA" to "QX" and on: codes that no centre of the demonstration has."""
    return [f"Q{chr(ord('A') + place // 26)}{chr(ord('A') + place % 26)}" for place in range(number)]


def make(number: int, now: datetime) -> None:
    """Make `number` centres with nine windows and a clerk at each, in the house that is open."""
    from onetrip.centres.actions import take_window
    from onetrip.centres.models import Centre, OpeningHours, Window
    from onetrip.staff.actions import create_account
    from onetrip.staff.models import Account

    shared = Account.objects.get(username="clerk1").password  # hashing it two hundred times would take half a minute
    for code in codes(number):
        name = f"{code} 中心"
        centre = Centre.objects.create(
            code=code,
            name_zh=name,
            name_en=f"Centre {code}",
            short_zh=name,
            short_en=code,
            district_zh="测试区",
            district_en="Test",
            is_demonstration=True,
            numbers_at_any_hour=True,
        )
        OpeningHours.objects.create(centre=centre, on_working_days=True, opens=time(8, 30), closes=time(16, 30))
        for window in range(1, WINDOWS + 1):
            Window.objects.create(centre=centre, number=window)
        for who, role in [*((f"c{window}", "clerk") for window in range(1, WINDOWS + 1)), ("door", "guide")]:
            account = create_account(
                username=f"{code.lower()}-{who}",
                name="测试",
                password=None,
                roles=[(role, code)],
                by="system:soak",
                now=now,
                demonstration=True,
            )
            Account.objects.filter(pk=account.pk).update(password=shared)
            if role == "clerk":
                take_window(centre=code, number=int(who[1:]), account=account, now=now)


def opened(number: int, address: str) -> list[Town]:
    """Every centre with everybody signed in."""
    from onetrip.ledger.live_pass import issue_pass

    return [
        Town(
            code,
            _signed_in(address, f"{code.lower()}-door"),
            tuple(_signed_in(address, f"{code.lower()}-c{window}") for window in range(1, WINDOWS + 1)),
            issue_pass(code),
        )
        for code in codes(number)
    ]


def _signed_in(address: str, username: str) -> Browser:
    browser = Browser(address)
    browser.sign_in(username, PEOPLE)
    return browser
