"""Whether the door takes people without a booking, and what happens to them when it does not.

On a day of bookings only nobody who comes is sent away: they are told the next free half hour and may take it on the
spot, and whoever cannot (no phone, hard to come twice) is given one by staff, although it is beyond the number.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time

from onetrip.appointments import queries
from onetrip.appointments.queries import Place
from onetrip.appointments.quotas import Mode
from onetrip.appointments.wording import half_hour, when
from onetrip.centres.queries import settled
from onetrip.ledger.refusals import Refused
from onetrip.rules import Text


@dataclass(frozen=True)
class Door:
    """How today takes people: its mode, why, the next free half hour today and on any day, and on a day of bookings only
    how many there are and are left."""

    mode: Mode
    reason: Text | None
    today: time | None
    following: Place | None
    number: int | None
    left: int

    @property
    def takes_walk_ins(self) -> bool:
        """Whether somebody without a booking may simply draw a number."""
        return self.mode is not Mode.BOOKINGS_ONLY


class BookingsOnly(Refused):
    """Today is for bookings only: the next free half hour is `following`, which may be taken on the spot."""

    def __init__(self, door: Door) -> None:
        why = f"（{door.reason.zh}）" if door.reason else ""
        why_en = f" ({door.reason.en})" if door.reason else ""
        nearest = door.following
        if nearest is None:
            zh, en = (
                "这些天都约满了，请找导办，给您安排。",
                "All these days are full: please ask the guide, who will find you a time.",
            )
        elif door.today == nearest.starts and door.today is not None:
            zh = f"最近的空位是今天 {half_hour(nearest.starts)}，现在就能约上。"
            en = f"The next free half hour is today, {half_hour(nearest.starts)}: you can take it now."
        else:
            found = when(nearest.day, nearest.starts)
            zh = f"最近的空位是 {found.zh}，现在就能约上。今天一定要办，请找导办。"
            en = f"The next free half hour is {found.en}: you can take it now. If it has to be today, please ask the guide."
        super().__init__("bookings-only", f"今天只办预约的{why}。{zh}", f"Today is for bookings only{why_en}. {en}")
        self.door = door
        self.following = nearest


def door_of(code: str, now: datetime) -> Door:
    """How the centre takes people today. Raises NotFound."""
    place = settled(code)
    today = place.centre.day_of(now)
    setting = queries.setting(code, today, queries.last_day_of(queries.rules_of(code), today, place.calendar))
    now_of_day = setting.day(setting.anything, today, now)
    first = now_of_day.first_free()
    following = queries.next_free(setting, setting.anything, now)
    left = now_of_day.free
    return Door(
        setting.mode(today), now_of_day.reason, first.starts if first else None, following, now_of_day.number, left
    )


def refuse_walk_in(code: str, now: datetime) -> None:
    """For whoever draws a number without a booking and without staff. Raises BookingsOnly on such a day; else nothing.

    On an ordinary day it is one statement.
    """
    if not _may_be_bookings_only(code, now):
        return
    door = door_of(code, now)
    if not door.takes_walk_ins:
        raise BookingsOnly(door)


def _may_be_bookings_only(code: str, now: datetime) -> bool:
    """Whether the rules or the day say so."""
    day = settled(code).centre.day_of(now)
    return queries.mode_of_day(code, day) is Mode.BOOKINGS_ONLY
