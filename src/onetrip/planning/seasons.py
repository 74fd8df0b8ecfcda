"""The days of every year on which a matter can be handled."""

from __future__ import annotations

from datetime import date, timedelta

from onetrip.planning.terms import Season


def opening(day: date, season: Season) -> date:
    """`day` if the season is open on it, else the day on which it opens next."""
    inside = _in_season(day, season)
    if inside:
        return day
    opens = _dated(day.year, season.first)
    return opens if opens > day else _dated(day.year + 1, season.first)


def last_day(day: date, season: Season) -> date:
    """The last day of the season that is open on `day`."""
    ends = _dated(day.year, season.last)
    return ends if ends >= day else _dated(day.year + 1, season.last)


def _in_season(day: date, season: Season) -> bool:
    today = (day.month, day.day)
    if season.first <= season.last:
        return season.first <= today <= season.last
    return today >= season.first or today <= season.last


def _dated(year: int, month_day: tuple[int, int]) -> date:
    """That day of the year; 28 February where there is no 29th."""
    month, day = month_day
    if (month, day) == (2, 29):
        return date(year, 3, 1) - timedelta(days=1)
    return date(year, month, day)
