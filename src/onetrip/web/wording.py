"""Days, times, numbers and counts in words, in both languages. Pure: the language and the zone are given."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo
from decimal import Decimal

from onetrip.web.language import Language

_DIGITS = "零一二三四五六七八九"
_ENGLISH = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_WEEKDAYS_ZH = "一二三四五六日"
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS_EN = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


def as_day(value: date | datetime | str, zone: tzinfo) -> date:
    """The calendar day of a date, a moment (in `zone`) or an ISO text; raises ValueError for another text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else date.fromisoformat(value)
    if isinstance(value, datetime):
        return value.astimezone(zone).date() if value.tzinfo else value.date()
    return value


def as_clock(value: time | datetime | str, zone: tzinfo) -> time:
    """The time of day of a time, a moment (in `zone`) or an ISO text; raises ValueError for another text."""
    if isinstance(value, str):
        value = datetime.fromisoformat(value) if "T" in value else time.fromisoformat(value)
    if isinstance(value, datetime):
        return (value.astimezone(zone) if value.tzinfo else value).time()
    return value


def day(on: date, language: Language, form: str = "long") -> str:
    """A day in words. `form`: "long" with the year, "short" without, "weekday" without year and with the weekday."""
    if language == "en":
        words = f"{on.day} {_MONTHS_EN[on.month - 1]}"
        if form == "weekday":
            return f"{_WEEKDAYS_EN[on.weekday()]} {words}"
        return words if form == "short" else f"{words} {on.year}"
    words = f"{on.month} 月 {on.day} 日"
    if form == "weekday":
        return f"{words} 星期{_WEEKDAYS_ZH[on.weekday()]}"
    return words if form == "short" else f"{on.year} 年 {words}"


def clock(at: time) -> str:
    """A time of day as on a clock, without a leading zero: 9:41."""
    return f"{at.hour}:{at.minute:02}"


def minutes(lasting: timedelta | float, language: Language) -> str:
    """A length of time to the full minute: 6 分钟, 1 小时 5 分钟. A plain number counts minutes; never below zero."""
    whole = int(lasting.total_seconds() // 60) if isinstance(lasting, timedelta) else int(lasting)
    hours, rest = divmod(max(whole, 0), 60)
    if language == "en":
        said = [f"{hours} hour{'s' if hours != 1 else ''}"] if hours else []
        if rest or not hours:
            said.append(f"{rest} minute{'s' if rest != 1 else ''}")
    else:
        said = [f"{hours} 小时"] if hours else []
        if rest or not hours:
            said.append(f"{rest} 分钟")
    return " ".join(said)


def count_zh(n: int) -> str:
    """A count as read before a measure word, for headings: 一, 两, 十二, 三十五. Digits from 100 on."""
    if not 0 <= n < 100:
        return str(n)
    if n == 2:
        return "两"
    tens, ones = divmod(n, 10)
    if tens == 0:
        return _DIGITS[ones]
    return ("" if tens == 1 else _DIGITS[tens]) + "十" + (_DIGITS[ones] if ones else "")


def count_en(n: int) -> str:
    """A count in an English heading: in words to twelve, digits after."""
    return _ENGLISH[n] if 0 <= n < len(_ENGLISH) else str(n)


def number(value: float | Decimal, decimals: int = 0) -> str:
    """A figure with its thousands set apart, and exactly `decimals` places."""
    return f"{value:,.{decimals}f}"


def spaced(text: str) -> str:
    """A slip or case number in groups for reading aloud: LF11250386 becomes LF 1125 0386."""
    plain = re.sub(r"[\s-]", "", text)
    return " ".join(re.findall(r"[^\W\d]+|\d{1,4}", plain))
