"""Quiet hours in words."""

from __future__ import annotations

from onetrip.lobby.quiet_hours import QuietHour, QuietHours
from onetrip.rules import Text

_DAYS = (
    Text("周一", "Monday"),
    Text("周二", "Tuesday"),
    Text("周三", "Wednesday"),
    Text("周四", "Thursday"),
    Text("周五", "Friday"),
    Text("周六", "Saturday"),
    Text("周日", "Sunday"),
)


def in_words(found: QuietHours) -> tuple[Text, ...]:
    """A line for each hour: when, and how long people wait then."""
    return tuple(_line(hour) for hour in found.hours)


def _line(hour: QuietHour) -> Text:
    day = _DAYS[hour.weekday]
    span = f"{hour.opens.hour}:{hour.opens:%M}–{hour.closes.hour}:{hour.closes:%M}"
    if hour.minutes < 1:
        return Text(f"{day.zh} {span}，一般不用等", f"{day.en} {span}, usually no wait")
    minutes = "1 minute" if hour.minutes == 1 else f"{hour.minutes} minutes"
    return Text(f"{day.zh} {span}，一般等 {hour.minutes} 分钟", f"{day.en} {span}, usually {minutes}")
