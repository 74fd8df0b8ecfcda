"""The stretches of time the figures can be asked for. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum


class Period(StrEnum):
    """What the tabs of the director's page offer."""

    TODAY = "today"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Span:
    """Calendar days of a centre from `first` to `last`, both counted."""

    first: date
    last: date

    def moments(self, zone: tzinfo) -> tuple[datetime, datetime]:
        """From the first moment of the first day up to, not including, the first moment after the last."""
        return (
            datetime.combine(self.first, time(), zone),
            datetime.combine(self.last + timedelta(days=1), time(), zone),
        )


def span_of(period: Period, day: date) -> Span:
    """The days of `period` up to and with `day`: the day, its month so far, or the twelve months that end with it."""
    if period is Period.TODAY:
        return Span(day, day)
    if period is Period.MONTH:
        return Span(day.replace(day=1), day)
    return Span(_a_year_before(day) + timedelta(days=1), day)


def span_before(period: Period, day: date) -> Span:
    """What to compare with: the day a week ago, the whole month before, or the twelve months before."""
    if period is Period.TODAY:
        week_ago = day - timedelta(days=7)
        return Span(week_ago, week_ago)
    first = span_of(period, day).first
    if period is Period.MONTH:
        last = first - timedelta(days=1)
        return Span(last.replace(day=1), last)
    return Span(_a_year_before(first), first - timedelta(days=1))


def _a_year_before(day: date) -> date:
    """The same day a year earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)
