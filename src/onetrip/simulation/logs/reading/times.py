"""Times as offices write them. A column is written one way, which is found out from a part of it and then followed.

A time is read into (day, seconds, offset): `day` its ordinal (`date.toordinal`) or None for a time of day alone, `seconds`
since midnight or None for a day alone, `offset` seconds east of Greenwich or None where nobody said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum
from functools import lru_cache
from typing import NamedTuple


class Read(NamedTuple):
    """A time as it stands there."""

    day: int | None
    seconds: float | None
    offset: int | None


class Order(Enum):
    """How a day in numbers is ordered, where the year does not come first."""

    DAY_FIRST = "d/m/y"
    MONTH_FIRST = "m/d/y"


EARLIEST, LATEST = date(1980, 1, 1).toordinal(), date(2100, 1, 1).toordinal()
_EPOCH = date(1970, 1, 1).toordinal()
_EXCEL = date(1899, 12, 30).toordinal()
_DAY = 86400.0

_CLOCK = (
    r"(?P<noon>上午|下午|中午|凌晨|晚上|[AaPp]\.?[Mm]\.?)?\s*(?P<h>\d{1,2})\s*[:：时点h]\s*(?P<mi>\d{1,2})"
    r"(?:\s*[:：分]\s*(?P<s>\d{1,2})(?:[.,](?P<f>\d{1,9}))?)?\s*[分秒]?\s*(?P<noon2>[AaPp]\.?[Mm]\.?)?"
)
_ZONE = r"\s*(?P<zone>Z|UTC|GMT|[+-](?:0\d|1[0-4])(?::?\d{2})?(?::?\d{2})?)?"
_YEAR_FIRST = r"(?P<y>\d{4})\s*[-/.年]\s*(?P<mo>\d{1,2})\s*[-/.月]\s*(?P<d>\d{1,2})\s*日?"
_YEAR_LAST = r"(?P<a>\d{1,2})\s*[-/.]\s*(?P<b>\d{1,2})\s*[-/.]\s*(?P<y>\d{4}|\d{2})"
_NAMED = r"(?P<d>\d{1,2})[-\s./]*(?P<name>[A-Za-z]{3,9})\.?[-\s./,]*(?P<y>\d{4}|\d{2})"
_NAMED_FIRST = r"(?P<name>[A-Za-z]{3,9})\.?\s*(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y>\d{4})"
_COMPACT = r"(?P<y>\d{4})(?P<mo>\d{2})(?P<d>\d{2})"
_SHORT = r"(?P<y>\d{2})(?P<mo>\d{2})(?P<d>\d{2})"
_WEEKDAY = r"(?:(?:周|星期)[一二三四五六日天],?\s*|[A-Za-z]{3,9},\s*)?"
_BETWEEN = r"(?:\s*[T,;_]?\s*(?:(?:周|星期)[一二三四五六日天])?\s*"

_DATED = [
    re.compile(rf"{_WEEKDAY}{day}{_BETWEEN}{_CLOCK}{_ZONE})?\Z")
    for day in (_YEAR_FIRST, _YEAR_LAST, _NAMED, _NAMED_FIRST, _COMPACT, _SHORT)
]
_COMPACT_CLOCK = re.compile(r"(\d{4})(\d{2})(\d{2})[T ]?(\d{2})(\d{2})(\d{2})?(?:\.?\d{1,6})?\Z")
_CLOCK_ALONE = re.compile(rf"{_CLOCK}{_ZONE}\Z")
_NUMBER = re.compile(r"-?\d+(?:\.\d*)?\Z")
_MONTHS = {
    name: place + 1
    for place, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"))
}


@lru_cache(maxsize=1 << 16)
def read(text: str, order: Order = Order.DAY_FIRST) -> Read | None:
    """One time, or None for what is none. Numbers are seconds or milliseconds since 1970 or days as spreadsheets count."""
    text = text.strip()
    if not text or len(text) > 60:
        return None
    if text.isascii() and len(text) >= 19 and text[4] == "-" and text[10] in "T ":
        quick = _iso(text)
        if quick is not None:
            return quick
    if _NUMBER.match(text):
        found = _compact(text) or _number(float(text))
        return found or _matched(_DATED[5].match(text), order) or _matched(_DATED[4].match(text), order)
    return _compact(text) or next((at for form in _DATED if (at := _matched(form.match(text), order))), _clock(text))


def _iso(text: str) -> Read | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    shift = at.utcoffset()
    seconds = at.hour * 3600 + at.minute * 60 + at.second + at.microsecond / 1e6
    return Read(at.toordinal(), seconds, None if shift is None else int(shift.total_seconds()))


def _compact(text: str) -> Read | None:
    found = _COMPACT_CLOCK.match(text)
    if found is None:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups())
    on = _day(year, month, day)
    if on is None or hour > 23 or minute > 59 or second > 59:
        return None
    return Read(on, hour * 3600 + minute * 60 + second, None)


def _number(value: float) -> Read | None:
    """1.7e9 is seconds, 1.7e12 milliseconds, up to nanoseconds; 46350.4 is a spreadsheet's day."""
    for unit in (1, 1e3, 1e6, 1e9):
        if 4e8 <= value / unit < 4.2e9:
            days, seconds = divmod(value / unit, _DAY)
            return Read(_EPOCH + int(days), seconds, 0)
    if 29000 < value < 74000:
        days, part = divmod(value, 1)
        return Read(_EXCEL + int(days), round(part * _DAY, 3) if part else None, None)
    return None


def _clock(text: str) -> Read | None:
    found = _CLOCK_ALONE.match(text)
    seconds = _seconds(found) if found else None
    return None if seconds is None else Read(None, seconds, _offset(found["zone"]) if found else None)


def _matched(found: re.Match[str] | None, order: Order) -> Read | None:
    if found is None:
        return None
    parts = found.groupdict()
    if parts.get("name") is not None:
        month = _MONTHS.get(parts["name"][:3].lower(), 0)
        day = _day(_year(parts["y"]), month, int(parts["d"]))
    elif parts.get("a") is not None:
        first, second = int(parts["a"]), int(parts["b"])
        of_month, month = (first, second) if order is Order.DAY_FIRST else (second, first)
        day = _day(_year(parts["y"]), month, of_month)
    else:
        day = _day(_year(parts["y"]), int(parts["mo"]), int(parts["d"]))
    if day is None:
        return None
    if parts["h"] is None:
        return Read(day, None, None)
    seconds = _seconds(found)
    return None if seconds is None else Read(day, seconds, _offset(parts["zone"]))


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else int(text) + (1900 if int(text) >= 70 else 2000)


def _day(year: int, month: int, day: int) -> int | None:
    try:
        return date(year, month, day).toordinal()
    except ValueError:
        return None


def _seconds(found: re.Match[str]) -> float | None:
    hour, minute, second = int(found["h"]), int(found["mi"]), int(found["s"] or 0)
    half = (found["noon"] or found["noon2"] or "").lower()
    if (half[:1] == "p" or half in ("下午", "晚上", "中午")) and hour < 12 and not (half == "中午" and hour == 11):
        hour += 12
    elif (half[:1] == "a" or half == "凌晨") and hour == 12:
        hour = 0
    if hour > 23 or minute > 59 or second > 60:
        return None
    return hour * 3600 + minute * 60 + second + float(f"0.{found['f'] or 0}")


def _offset(zone: str | None) -> int | None:
    if not zone:
        return None
    if zone[0] not in "+-":
        return 0
    digits = zone[1:].replace(":", "")
    seconds = int(digits[:2]) * 3600 + int(digits[2:4] or 0) * 60
    return -seconds if zone[0] == "-" else seconds


@dataclass(frozen=True)
class Ordered:
    """In which order a column writes its days; `certain` False: every day can be read both ways."""

    order: Order
    certain: bool


_BOTH_WAYS = re.compile(r"\s*(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(?:\d{4}|\d{2})(?!\d)")


def order_of(texts: Iterable[str]) -> Ordered:
    """Which comes first, day or month: a number above 12 says it, else the order in which the days lie nearest together."""
    pairs = [(int(found[1]), int(found[2]), text) for text in texts if (found := _BOTH_WAYS.match(text))]
    if not pairs:
        return Ordered(Order.DAY_FIRST, certain=True)
    first, second = sum(pair[0] > 12 for pair in pairs), sum(pair[1] > 12 for pair in pairs)
    if first != second:
        return Ordered(Order.DAY_FIRST if first > second else Order.MONTH_FIRST, certain=True)
    spans = {order: _span([read(text, order) for _, _, text in pairs]) for order in Order}
    best = min(Order, key=lambda order: spans[order])
    return Ordered(best, certain=all(one == other for one, other, _ in pairs))


def _span(times: list[Read | None]) -> int:
    days = [at.day for at in times if at is not None and at.day is not None]
    return max(days) - min(days) if days else 0


_LONGEST_LENGTH = 40
_LASTING = re.compile(r"(?:(\d+)\s*[:：时h]\s*)?(\d+)\s*[:：分m]\s*(\d+(?:\.\d+)?)\s*[秒s]?\Z")
_WITH_UNIT = re.compile(r"(-?\d+(?:[.,]\d+)?)\s*(秒|s|sec|seconds|分|分钟|m|min|minutes|小时|h)?\Z", re.IGNORECASE)
_UNITS = {"秒": 1, "s": 1, "分": 60, "m": 60, "小": 3600, "h": 3600}


def lasting(text: str, unit: float) -> float | None:
    """How long something took, in seconds; a bare number counts `unit` seconds. None for what is no length of time."""
    text = text.strip()
    if len(text) > _LONGEST_LENGTH:
        return None
    if found := _LASTING.match(text):
        return int(found[1] or 0) * 3600 + int(found[2]) * 60 + float(found[3])
    if found := _WITH_UNIT.match(text):
        return float(found[1].replace(",", ".")) * (_UNITS[found[2][0].lower()] if found[2] else unit)
    return None
