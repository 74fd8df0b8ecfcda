"""The day to come: its hours, what yesterday left behind, and how many are expected."""

from __future__ import annotations

from datetime import date, time, timedelta

from django.db.models import Count
from django.db.models.functions import Extract

from onetrip.centres.opening import hours_on, special_on
from onetrip.days.checks.check import Check, Moment
from onetrip.days.expecting import Expected, expected
from onetrip.days.judging import Found, mind, well, wrong
from onetrip.lobby.models import Ticket
from onetrip.lobby.quiet_hours import ordinary
from onetrip.rules import Text

WEEKS = 8
"""How many weeks are looked back on (example)."""
_DAY = Text("今天", "The day")


def hours(at: Moment) -> Found:
    """When the doors open and close today."""
    stretches = hours_on(at.place.hours, at.place.calendar, at.day)
    why = _why_different(at)
    if not stretches:
        return mind(
            Text(f"今天不开门{why.zh}。", f"The centre is closed today{why.en}."),
            Text("要加开，请在开放时间里改。", "To open all the same, change the opening hours."),
        )
    times = "、".join(f"{_clock(one.opens)}–{_clock(one.closes)}" for one in stretches)
    return well(f"今天 {times}{why.zh}。", f"Today {times.replace('、', ', ')}{why.en}.")


def _why_different(at: Moment) -> Text:
    """The reason that somebody gave for a day that is not as its week says."""
    special = special_on(at.place.hours, at.day)
    if special is None:
        return Text("", "")
    return Text(f"，和平常不一样：{special.reason.zh}", f", unlike other days: {special.reason.en}")


def left_over(at: Moment) -> Found:
    """Numbers of earlier days that nobody ended."""
    left = (
        Ticket.objects.filter(centre=at.place.centre, day__lt=at.day)
        .exclude(state__in=[Ticket.State.DONE, Ticket.State.LEFT])
        .count()
    )
    if left:
        return wrong(
            Text(f"前几天有 {left} 个号没了结。", f"{left} numbers of earlier days were never ended."),
            Text(
                "打开“日结”，按“现在结前几天的”，再测。",
                "Open the page of the day's accounts, press “Close the days before now”, and try again.",
            ),
        )
    return well("前几天的号都有着落。", "Every number of the days before has its fate.")


def demand(at: Moment) -> Found:
    """How many people usually come on a day like this."""
    likely = expected_of(at)
    if likely is None:
        return well(
            "以前这样的日子太少，说不准今天多少人。", "Too few days like this on record to say how many will come."
        )
    busiest = "" if likely.busiest is None else _clock(time(likely.busiest // 2, 30 * (likely.busiest % 2)))
    return well(
        f"约 {likely.likely} 人（{likely.days} 个同样的日子，{likely.fewest}–{likely.most} 人），{busiest} 起最忙。",
        f"About {likely.likely} people ({likely.fewest}–{likely.most} on {likely.days} days like it), busiest from {busiest}.",
    )


def expected_of(at: Moment) -> Expected | None:
    """By the same weekday of the last weeks; days with the hours of another weekday (holidays, make-up days) count
    neither as like it nor, when it is today, have anything like them."""
    calendar, zone = at.place.calendar, at.place.centre.zone
    if not ordinary(at.day, working=calendar.is_working_day(at.day)):
        return None
    days = [at.day - timedelta(weeks=week) for week in range(1, WEEKS + 1)]
    like = [day for day in days if ordinary(day, working=calendar.is_working_day(day))]
    rows = (
        Ticket.objects.filter(centre=at.place.centre, day__in=like)
        .annotate(
            hour=Extract("drawn_at", "hour", tzinfo=zone),
            minute=Extract("drawn_at", "minute", tzinfo=zone),
        )
        .values_list("day", "hour", "minute")
        .annotate(people=Count("id"))
        .order_by()
    )
    drawn: dict[date, list[int]] = {}
    for day, hour, minute, number in rows:
        drawn.setdefault(day, [0] * 48)[hour * 2 + minute // 30] += number
    return expected(drawn)


def _clock(at: time) -> str:
    return f"{at.hour}:{at.minute:02d}"


CHECKS = (
    Check("hours", _DAY, Text("开放时间", "Opening hours"), hours),
    Check("left-over", _DAY, Text("前几天的号", "Numbers of earlier days"), left_over),
    Check("demand", _DAY, Text("今天多少人", "How many will come"), demand),
)
