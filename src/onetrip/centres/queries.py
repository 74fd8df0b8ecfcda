"""What can be asked about centres."""

from __future__ import annotations

import threading
import time as clock
from dataclasses import dataclass
from datetime import date

from django.db.models import Max, Q

from onetrip.centres.models import (
    CalendarDay,
    CalendarYear,
    Centre,
    ChangedDay,
    Device,
    Duty,
    Hall,
    OpeningHours,
    Window,
    hash_pairing,
)
from onetrip.centres.opening import Hours, Opening, SpecialDay
from onetrip.centres.working_days import Calendar, DayKind
from onetrip.ledger.refusals import NotFound
from onetrip.rules import Text

_KEEP_SECONDS = 10.0
_lock = threading.Lock()
_settled: dict[str, tuple[float, object]] = {}


@dataclass(frozen=True)
class Settled:
    """What rarely changes of a centre, kept in memory for a few seconds: itself, its hours, the calendar."""

    centre: Centre
    hours: Opening
    calendar: Calendar


def forget() -> None:
    """Drop what is kept in memory (after a change of centre, hours or calendar, and between tests)."""
    with _lock:
        _settled.clear()


def settled(code: str) -> Settled:
    """The centre with `code`, its hours and the calendar, at most ten seconds old. Raises NotFound."""
    kept = _settled.get(code)
    if kept and kept[0] > clock.monotonic():
        assert isinstance(kept[1], Settled)  # noqa: S101 -- narrows the type; the dictionary holds nothing else
        return kept[1]
    centre = Centre.objects.filter(pk=code).first()
    if centre is None:
        raise NotFound("centre-unknown", "没有这个中心。", "There is no such centre.")
    value = Settled(centre, opening_of(centre), calendar())
    with _lock:
        _settled[code] = (clock.monotonic() + _KEEP_SECONDS, value)
    return value


def opening_of(centre: Centre) -> Opening:
    """The hours of the week and every changed day, read anew."""
    week = tuple(Hours(h.on_working_days, h.opens, h.closes) for h in OpeningHours.objects.filter(centre=centre))
    changed = ChangedDay.objects.filter(centre=centre).prefetch_related("stretches")
    return Opening(week, {each.day: special_day(each) for each in changed})


def special_day(changed: ChangedDay) -> SpecialDay:
    """A changed day as plain values; its stretches read beforehand."""
    stretches = sorted((stretch.opens, stretch.closes) for stretch in changed.stretches.all())
    return SpecialDay(changed.day, tuple(stretches), Text(changed.reason_zh, changed.reason_en))


def changed_day(code: str, day: date) -> ChangedDay | None:
    """What was said about `day` in the centre, and by whom; None: nothing."""
    return ChangedDay.objects.prefetch_related("stretches").filter(centre_id=code, day=day).first()


def halls_of(code: str) -> list[Hall]:
    """The halls of a centre by number, with their windows and devices read in three statements."""
    return list(Hall.objects.filter(centre_id=code).order_by("number").prefetch_related("windows", "devices"))


def branches_of(code: str) -> list[Centre]:
    """Where a resident of this centre may be sent as well: its branches and, of a branch, the centre it belongs to and
    the other branches; without the centre itself."""
    centre = settled(code).centre
    root = centre.belongs_to_id or centre.code
    return list(Centre.objects.filter(Q(belongs_to_id=root) | Q(pk=root)).exclude(pk=code).order_by("code"))


def calendar() -> Calendar:
    """The working-day calendar from the newest version of each year's notice."""
    newest = CalendarYear.objects.values("year").annotate(version=Max("version"))
    return _calendar_of({row["year"]: row["version"] for row in newest})


def calendar_by(version: str) -> Calendar:
    """The calendar as it was when dates were counted by `version` (as `Calendar.version` names it); other years unknown.

    ValueError: it names no versions.
    """
    named = {int(year): int(number) for year, number in (part.split(":") for part in version.split())}
    return _calendar_of({year: number for year, number in named.items() if number})


def _calendar_of(versions: dict[int, int]) -> Calendar:
    days = {
        row.day: DayKind(row.kind)
        for row in CalendarDay.objects.select_related("notice").filter(notice__year__in=versions)
        if versions[row.notice.year] == row.notice.version
    }
    return Calendar(days, frozenset(versions), versions)


def duty_of(account_id: int) -> Duty | None:
    """The duty of this account that is going on, with its window."""
    return Duty.objects.select_related("window").filter(account_id=account_id, ended=None).first()


def duties_now(code: str) -> list[Duty]:
    """Who works at which window of the centre right now, by window number."""
    return list(
        Duty.objects.select_related("window", "account")
        .filter(window__centre_id=code, ended=None)
        .order_by("window__number")
    )


def find_device(secret: str) -> Device | None:
    """The device that pairs with `secret`, with its account."""
    return Device.objects.select_related("account", "centre").filter(pairing_hash=hash_pairing(secret)).first()


def kiosks(code: str) -> list[Device]:
    """The machines of the centre's 24-hour hall, by number."""
    return list(Device.objects.filter(centre_id=code, kind=Device.Kind.KIOSK).order_by("number"))


def codes() -> list[str]:
    """The codes of all centres of the house, in their order."""
    return list(Centre.objects.order_by("code").values_list("code", flat=True))


def names() -> dict[str, Text]:
    """The names of all centres of the house by their code, in the order of the codes."""
    found = Centre.objects.order_by("code").values_list("code", "name_zh", "name_en")
    return {code: Text(zh, en) for code, zh, en in found}


def low_counters(code: str) -> list[int]:
    """The numbers of the centre's windows that a wheelchair reaches under."""
    return list(
        Window.objects.filter(centre_id=code, is_low_counter=True).order_by("number").values_list("number", flat=True)
    )
