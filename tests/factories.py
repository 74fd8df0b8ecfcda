"""Synthetic people and centres for tests. Nobody can own these ID numbers: no county has the code 310000."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path

from stdnum.iso7064 import mod_11_2

from onetrip.catalogue.models import CatalogueVersion
from onetrip.centres.actions import add_device
from onetrip.centres.models import CalendarDay, CalendarYear, Centre, Device, Duty, OpeningHours, Window
from onetrip.centres.working_days import DayKind
from onetrip.people.identity import Identity, read_number
from onetrip.staff.actions import create_account
from onetrip.staff.models import Account

NOW = datetime(2026, 11, 24, 1, 30, tzinfo=UTC)
"""A Tuesday, 9:30 in Shanghai."""

TODAY = date(2026, 11, 24)
PASSWORD = "correct horse battery staple"
CATALOGUE = Path(__file__).resolve().parent.parent / "catalogue" / "shanghai"
CAPABILITIES_OF_A_KIOSK = ("printer", "a4_printer", "scanner", "id_reader", "camera", "signature")
_serial = itertools.count(1)


def synthetic_number(birth_date: date = date(1961, 12, 18), *, sex: str = "female", serial: int | None = None) -> str:
    """An ID number with a right check digit that nobody can own; different at each call unless `serial` (0–499) is given."""
    order = 2 * ((next(_serial) if serial is None else serial) % 500) + (1 if sex == "male" else 0)
    body = f"310000{birth_date:%Y%m%d}{order:03d}"
    return body + mod_11_2.calc_check_digit(body)


def synthetic_identity(birth_date: date = date(1961, 12, 18), *, sex: str = "female") -> Identity:
    """The same, read."""
    return read_number(synthetic_number(birth_date, sex=sex), day=TODAY)


def make_centre(code: str = "LF", *, windows: int = 3) -> Centre:
    """An open centre with `windows` windows, the hours of domain.md 3.1 and the calendar of 2026."""
    centre = Centre.objects.create(
        code=code,
        name_zh="测试街道社区事务受理服务中心",
        name_en="Test Street Community Affairs Centre",
        short_zh="测试街道中心",
        short_en="Test Street",
        district_zh="测试区",
        district_en="Test District",
        is_demonstration=True,
    )
    OpeningHours.objects.create(centre=centre, on_working_days=True, opens=time(8, 30), closes=time(16, 30))
    OpeningHours.objects.create(centre=centre, on_working_days=False, opens=time(8, 30), closes=time(11, 30))
    make_windows(centre, windows)
    make_calendar()
    return centre


def make_windows(centre: Centre, number: int) -> list[Window]:
    """Windows 1 to `number` of `centre`."""
    return [Window.objects.create(centre=centre, number=n) for n in range(1, number + 1)]


def make_calendar() -> None:
    """New Year's Day and the National Day week of 2026, enough for tests; once."""
    notice, made = CalendarYear.objects.get_or_create(year=2026, version=1, defaults={"source": "test"})
    if made:
        CalendarDay.objects.create(notice=notice, day=date(2026, 1, 1), kind=DayKind.HOLIDAY)
        for day in range(1, 8):
            CalendarDay.objects.create(notice=notice, day=date(2026, 10, day), kind=DayKind.HOLIDAY)
        CalendarDay.objects.create(notice=notice, day=date(2026, 10, 10), kind=DayKind.MAKE_UP_WORKDAY)


def make_account(role: str = "clerk", *, centre: str = "LF", username: str | None = None) -> Account:
    """An account with one role in one centre and the password PASSWORD."""
    username = username or f"{role}-{next(_serial)}"
    return create_account(
        username=username,
        name="李测",
        name_en="Li Ce",
        password=PASSWORD,
        roles=[(role, centre)],
        department="civil-affairs" if role == "reviewer" else "",
        by="system",
        now=NOW,
        demonstration=True,
    )


def kiosk(number: int = 1, *, centre: str = "LF", capabilities: Sequence[str] = CAPABILITIES_OF_A_KIOSK) -> Device:
    """Machine `number` of the centre's 24-hour hall, made when it is first asked for."""
    found = Device.objects.filter(centre_id=centre, kind=Device.Kind.KIOSK, number=number).first()
    if found is None:
        found, _ = add_device(
            centre=Centre.objects.get(pk=centre),
            kind=Device.Kind.KIOSK,
            number=number,
            by="system",
            now=NOW,
            capabilities=capabilities,
        )
    return found


def make_duty(window: Window, account: Account) -> Duty:
    """`account` works at `window`."""
    return Duty.objects.create(window=window, account=account, began=NOW)


def published_catalogue(folder: Path = CATALOGUE) -> CatalogueVersion:
    """The catalogue in `folder`, published."""
    from onetrip.catalogue import actions as catalogue_actions

    return catalogue_actions.publish(path=folder, by="system", now=NOW)
