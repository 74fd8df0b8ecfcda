"""Taking a place of a half hour, under the lock of its day, so that never more are booked than its quota."""

from __future__ import annotations

from datetime import date, datetime, time

from onetrip.appointments import queries
from onetrip.appointments.models import Appointment, BookingDay, Service
from onetrip.appointments.queries import Setting
from onetrip.appointments.quotas import Mode, Offer
from onetrip.appointments.slots import LENGTH, is_slot, moment
from onetrip.appointments.wording import (
    SlotFull,
    closed_then,
    day_over,
    day_words,
    not_booked_that_day,
    too_far,
    when,
)
from onetrip.centres.queries import settled


def take_place(
    centre: str,
    matters: list[str],
    day: date,
    starts: time,
    now: datetime,
    *,
    by_staff: bool,
    beyond: bool = False,
    moving: Appointment | None = None,
) -> tuple[Setting, Service, bool]:
    """Lock the day and make sure that the half hour has a place; the place is taken by the booking's own row, in the same
    transaction.

    Staff may take a half hour that has begun and is not over, because the person stands before them. `beyond`: also one
    that is full (nobody who needs it is turned away). `moving`: the booking that gives up its own place for this one, which
    therefore does not count. Raises Refused in words, SlotFull with the next free one.

    The last of what is given: whether the half hour was full, so that the place is beyond its quota.
    """
    # Whoever else books a half hour of this day waits here until this transaction ends.
    BookingDay.objects.bulk_create([BookingDay(centre_id=centre, day=day)], ignore_conflicts=True)
    BookingDay.objects.select_for_update().get(centre_id=centre, day=day)
    place = queries.with_hours_of_now(settled(centre))
    until = queries.last_day_of(queries.rules_of(centre), place.centre.day_of(now), place.calendar)
    setting = queries.setting(centre, day, until, place=place)
    if moving is not None and moving.state in queries.TAKES_PLACE:
        setting.booked[(moving.day, moving.starts, moving.service.code)] -= 1
    offer = queries.offer_of(setting, matters)
    _refuse_impossible(setting, offer, day, starts, now, by_staff=by_staff)
    full = _full(setting, offer, day, starts, now)
    if full is not None and not beyond:
        raise full
    return setting, _row_of(centre, offer), full is not None


def _refuse_impossible(
    setting: Setting, offer: Offer, day: date, starts: time, now: datetime, *, by_staff: bool
) -> None:
    if day < setting.place.centre.day_of(now):
        raise day_over()
    if day > queries.last_day(setting, now):
        raise too_far(queries.last_day(setting, now))
    begins = moment(day, starts, setting.place.centre.zone)
    if (begins + LENGTH if by_staff else begins) <= now:
        raise day_over()
    now_of_day = setting.day(offer, day, now)
    if not is_slot(starts) or now_of_day.slot(starts) is None:
        words = when(day, starts) if now_of_day.slots else day_words(day)
        raise closed_then(words, now_of_day.special.reason if now_of_day.special else None)
    if setting.mode(day) is Mode.OPEN and not by_staff:
        raise not_booked_that_day(day_words(day))


def _full(setting: Setting, offer: Offer, day: date, starts: time, now: datetime) -> SlotFull | None:
    """The refusal of a half hour without a place; None: it has one."""
    today = setting.day(offer, day, now)
    slot = today.slot(starts)
    if slot is not None and slot.booked < slot.quota and (today.number is None or today.booked < today.number):
        return None
    following = queries.next_free(setting, offer, now, after=day)
    words = when(day, starts)
    return SlotFull(
        f"{words.zh} 约满了。",
        f"{words.en} is full.",
        (following.day, following.starts) if following else None,
    )


def _row_of(centre: str, offer: Offer) -> Service:
    """The row of a service; that for anything is made the first time somebody books it."""
    found, _ = Service.objects.get_or_create(
        centre_id=centre, kind=offer.kind, of=offer.of, defaults={"share": offer.share, "minutes": offer.minutes}
    )
    return found
