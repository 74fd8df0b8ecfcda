"""Days, half hours and refusals of bookings, in words. Pure."""

from __future__ import annotations

from datetime import date, time

from onetrip.appointments.slots import LENGTH
from onetrip.ledger.refusals import Refused
from onetrip.rules import Text

_WEEKDAYS_ZH = "一二三四五六日"


def clock(at: time) -> str:
    """9:30."""
    return f"{at.hour}:{at.minute:02}"


def until(starts: time) -> time:
    """When the half hour is over; midnight comes out as 0:00."""
    minutes = starts.hour * 60 + starts.minute + int(LENGTH.total_seconds() // 60)
    return time(minutes // 60 % 24, minutes % 60)


def half_hour(starts: time) -> str:
    """9:30–10:00."""
    return f"{clock(starts)}–{clock(until(starts))}"


def short_weekday(day: date) -> Text:
    """周二, Tue."""
    return Text(f"周{_WEEKDAYS_ZH[day.weekday()]}", f"{day:%a}")


def day_words(day: date) -> Text:
    """12 月 1 日 周二, Tuesday 1 December."""
    return Text(f"{day.month} 月 {day.day} 日 周{_WEEKDAYS_ZH[day.weekday()]}", f"{day:%A} {day.day} {day:%B}")


def when(day: date, starts: time) -> Text:
    """A half hour of a day, in words."""
    words = day_words(day)
    return Text(f"{words.zh} {half_hour(starts)}", f"{words.en}, {half_hour(starts)}")


class SlotFull(Refused):
    """Nobody can be booked for that half hour any more; `day` and `starts` are the next that is free, if one is."""

    def __init__(self, zh: str, en: str, following: tuple[date, time] | None) -> None:
        nearest = when(*following) if following else None
        super().__init__(
            "slot-full",
            zh + (f"最近的空位：{nearest.zh}。" if nearest else "这些天都约满了，可以直接来现场取号。"),
            f"{en} "
            + (
                f"The next free one: {nearest.en}."
                if nearest
                else "All these days are full; you may come and draw a number."
            ),
        )
        self.day: date | None = following[0] if following else None
        self.starts: time | None = following[1] if following else None


def day_over() -> Refused:
    """The refusal of a half hour that has passed or begun."""
    return Refused(
        "slot-over",
        "这个时间已经过了。请选后面的时间。",
        "That time has passed. Please choose a later one.",
    )


def cancelled_for_good() -> Refused:
    """The refusal to have a booking back that was cancelled a while ago."""
    return Refused(
        "cancelled-for-good",
        "取消有一会儿了，位置已经让出去。请重新约一个时间。",
        "It was cancelled a while ago and its place was given away. Please book again.",
    )


def closed_then(words: Text, why: Text | None) -> Refused:
    """The refusal of a half hour at which the doors are shut."""
    return Refused(
        "slot-closed",
        f"{words.zh} 不开门{f'（{why.zh}）' if why else ''}。请另选一个时间。",
        f"We are closed on {words.en}{f' ({why.en})' if why else ''}. Please choose another time.",
    )


def not_booked_that_day(words: Text) -> Refused:
    """The refusal of a day on which everybody comes as they like."""
    return Refused(
        "no-bookings",
        f"{words.zh} 不用预约，开门时间里直接来取号就行。",
        f"No booking is needed on {words.en}: come while we are open and draw a number.",
    )


def too_far(last: date) -> Refused:
    """The refusal of a day that cannot be booked yet; `last` is the last that can."""
    words = day_words(last)
    return Refused(
        "day-too-far",
        f"太远了，现在只能约到 {words.zh}。",
        f"That is too far ahead: the last day that can be booked now is {words.en}.",
    )


def too_many(number: int) -> Refused:
    """The refusal of somebody who holds enough bookings."""
    return Refused(
        "too-many-bookings",
        f"您已经有 {number} 个没用的预约。先用掉或取消一个；要给家人多约，打 12345 或到前台，帮您约。",
        f"You have {number} bookings to come already. Use or cancel one first; for more of your family, call 12345 or ask "
        "the front desk.",
    )


def too_many_today(number: int) -> Refused:
    """The refusal of somebody who books and cancels all day."""
    return Refused(
        "too-many-today",
        f"今天已经约了 {number} 次。明天再约，或打 12345、到前台，帮您约。",
        f"{number} bookings were made from here today. Please book tomorrow, or call 12345 or ask the front desk.",
    )


def same_half_hour() -> Refused:
    """The refusal of a second booking of one person for one half hour."""
    return Refused(
        "same-half-hour",
        "这个半小时您已经约过了，一个人一个时间约一次。给家人约，请选前后的时间，或请前台约。",
        "You have a booking for this half hour already: one person, one booking. For your family choose the half hour "
        "before or after, or ask the front desk.",
    )


def slip_booked(number: str) -> Refused:
    """The refusal of a second open booking with one slip."""
    return Refused(
        "slip-booked",
        f"这张小贴士已经约过了，预约号 {number}。要换时间，打开那个预约改就行。",
        f"This slip has a booking already, number {number}. To choose another time, open that booking and change it.",
    )
