"""What can be asked about bookings: what is free, who comes, and whether the door takes people without one."""

from __future__ import annotations

import hmac
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Count, Q, Subquery
from django.db.models.functions import Coalesce

from onetrip.appointments.models import Appointment, BookingDay, Rules, SaidQuota, Service
from onetrip.appointments.quotas import Mode, Offer, SlotQuota, offer_for, quotas_of
from onetrip.appointments.slots import LENGTH, moment, slots_of
from onetrip.appointments.wording import short_weekday
from onetrip.catalogue import queries as catalogues
from onetrip.centres.models import Centre, Window
from onetrip.centres.opening import SpecialDay, hours_on, special_on
from onetrip.centres.queries import Settled, opening_of, settled
from onetrip.centres.working_days import Calendar
from onetrip.ledger.refusals import NotFound
from onetrip.people.contacts import stored
from onetrip.people.crypto import keyed_hash
from onetrip.rules import Text
from onetrip.walls.scope import everywhere

ANYTHING = Offer("anything", "anything", "", 50, 10.0)
"""What is offered where nobody has set anything up: half of the hall, ten minutes a person (examples)."""

TAKES_PLACE = (Appointment.State.BOOKED, Appointment.State.ARRIVED, Appointment.State.MISSED)
"""States that use up a place of their half hour; only what was cancelled gives it back."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{16,40}")
_NUMBER = re.compile(r"B?([0-9]{1,8})")


@dataclass(frozen=True)
class SlotNow:
    """A half hour: how many may be booked and are, whether it is over, whether usually few people walk in then."""

    starts: time
    quota: int
    booked: int
    is_over: bool = False
    is_said: bool = False
    is_quiet: bool = False

    @property
    def free(self) -> int:
        """Places left; none once it is over, and none where more are booked than the quota is now."""
        return 0 if self.is_over else max(0, self.quota - self.booked)


@dataclass(frozen=True)
class DayNow:
    """A day of a centre for one service, as somebody sees it who wants to book. `number`: of a day of bookings only;
    `booked`: of all services, which that number limits."""

    day: date
    mode: Mode
    slots: tuple[SlotNow, ...]
    special: SpecialDay | None
    reason: Text | None
    number: int | None
    booked: int

    @property
    def is_closed(self) -> bool:
        """Whether the doors stay shut, or open for less than half an hour."""
        return not self.slots

    @property
    def weekday(self) -> Text:
        """周二, Tue."""
        return short_weekday(self.day)

    @property
    def free(self) -> int:
        """Places left on this day."""
        left = sum(slot.free for slot in self.slots)
        return left if self.number is None else min(left, max(0, self.number - self.booked))

    @property
    def quota(self) -> int:
        """Places in all."""
        return sum(slot.quota for slot in self.slots)

    @property
    def taken(self) -> int:
        """Places of this service that are booked."""
        return sum(slot.booked for slot in self.slots)

    def slot(self, starts: time) -> SlotNow | None:
        """The half hour that begins at `starts`, if this day has it."""
        return next((slot for slot in self.slots if slot.starts == starts), None)

    def first_free(self) -> SlotNow | None:
        """The first half hour with a place."""
        return next((slot for slot in self.slots if slot.free), None) if self.free else None


@dataclass(frozen=True)
class Setting:
    """What decides about quotas in a stretch of days, read once: rules, services, what was said of days and half hours,
    and what is booked."""

    place: Settled
    rules: Rules
    offers: tuple[Offer, ...]
    windows: int
    said_days: Mapping[date, BookingDay] = field(default_factory=dict)
    said_quotas: Mapping[tuple[str, date | None], Mapping[time, int]] = field(default_factory=dict)
    booked: Counter[tuple[date, time, str]] = field(default_factory=Counter)

    def offer(self, code: str) -> Offer:
        """The service of this code; that for anything where there is none such."""
        return next((offer for offer in self.offers if offer.code == code), self.anything)

    @property
    def anything(self) -> Offer:
        """The service that takes every matter."""
        return next(offer for offer in self.offers if offer.kind == "anything")

    def mode(self, day: date) -> Mode:
        """How the day takes people."""
        said = self.said_days.get(day)
        return Mode(said.mode if said and said.mode else self.rules.mode)

    def windows_on(self, day: date) -> int:
        """The windows planned for the day."""
        said = self.said_days.get(day)
        if said and said.windows is not None:
            return said.windows
        return self.windows if self.rules.windows is None else self.rules.windows

    def number(self, day: date) -> int | None:
        """How many are taken in all on a day of bookings only; None on every other."""
        if self.mode(day) is not Mode.BOOKINGS_ONLY:
            return None
        said = self.said_days.get(day)
        return said.number if said and said.number is not None else self.rules.day_number

    def quotas(self, offer: Offer, day: date) -> list[SlotQuota]:
        """The quota of every half hour of the day for one service."""
        hours = hours_on(self.place.hours, self.place.calendar, day)
        every_day = self.said_quotas.get((offer.code, None), {})
        return quotas_of(
            offer,
            slots_of(hours, day, self.place.centre.zone),
            mode=self.mode(day),
            windows=self.windows_on(day),
            day_number=self.number(day) or 0,
            said={**every_day, **self.said_quotas.get((offer.code, day), {})},
        )

    def booked_at(self, offer: Offer, day: date, starts: time) -> int:
        """How many places of a half hour are taken: of the service, or of all where one number counts for them all."""
        if self.mode(day) is Mode.BOOKINGS_ONLY:
            return sum(self.booked[(day, starts, each.code)] for each in self.offers)
        return self.booked[(day, starts, offer.code)]

    def day(self, offer: Offer, day: date, now: datetime, *, quiet: frozenset[time] = frozenset()) -> DayNow:
        """The day as somebody sees it who wants to book. A half hour that has begun is over, for who is not here yet."""
        zone = self.place.centre.zone
        slots = tuple(
            SlotNow(
                each.starts,
                each.number,
                self.booked_at(offer, day, each.starts),
                is_over=moment(day, each.starts, zone) <= now,
                is_said=each.is_said,
                is_quiet=each.starts in quiet,
            )
            for each in self.quotas(offer, day)
        )
        said, special = self.said_days.get(day), special_on(self.place.hours, day)
        reason = Text(said.reason_zh, said.reason_en) if said and said.reason_zh else None
        in_all = sum(count for (on, _, _), count in self.booked.items() if on == day)
        return DayNow(
            day,
            self.mode(day),
            slots,
            special,
            reason or (special.reason if special else None),
            self.number(day),
            in_all,
        )


@dataclass(frozen=True)
class Place:
    """A half hour of a day with a place left."""

    day: date
    starts: time


def rules_of(code: str) -> Rules:
    """How the centre books; the examples of the house where it has set nothing."""
    return Rules.objects.filter(pk=code).first() or Rules(centre_id=code)


def offers_of(code: str) -> tuple[Offer, ...]:
    """What can be booked in the centre; one service takes anything."""
    found = [service.offer for service in Service.objects.filter(centre_id=code).order_by("pk")]
    return tuple(found if any(offer.kind == "anything" for offer in found) else [ANYTHING, *found])


def setting(code: str, first: date, last: date, *, place: Settled | None = None) -> Setting:
    """What decides about the days from `first` to `last`, in six statements however many they are. Raises NotFound.

    `place` is given by who must not go by hours that are some seconds old (`with_hours_of_now`).
    """
    place = place or settled(code)
    said: dict[tuple[str, date | None], dict[time, int]] = {}
    quotas = SaidQuota.objects.select_related("service").filter(service__centre_id=code)
    for each in quotas.filter(Q(day=None) | Q(day__range=(first, last))):
        said.setdefault((each.service.code, each.day), {})[each.starts] = each.number
    return Setting(
        place,
        rules_of(code),
        offers_of(code),
        Window.objects.filter(centre_id=code, is_tidal=False).count(),
        {each.day: each for each in BookingDay.objects.filter(centre_id=code, day__range=(first, last))},
        said,
        booked(code, first, last),
    )


def booked(code: str, first: date, last: date) -> Counter[tuple[date, time, str]]:
    """How many places are taken, by day, half hour and service."""
    rows = (
        Appointment.objects.filter(centre_id=code, day__range=(first, last), state__in=TAKES_PLACE)
        .values_list("day", "starts", "service__kind", "service__of")
        .annotate(people=Count("pk"))
        .order_by()
    )
    return Counter({(day, starts, f"{kind}:{of}" if of else kind): people for day, starts, kind, of, people in rows})


def offer_of(setting: Setting, matters: Sequence[str]) -> Offer:
    """In which service these matters are booked."""
    if len(setting.offers) == 1:
        return setting.anything
    known = catalogues.current().matters
    return offer_for(
        setting.offers, matters, {matter: known[matter].terms.category for matter in matters if matter in known}
    )


def last_day(setting: Setting, now: datetime) -> date:
    """The last day that can be booked today."""
    return last_day_of(setting.rules, setting.place.centre.day_of(now), setting.place.calendar)


def last_day_of(rules: Rules, today: date, calendar: Calendar) -> date:
    """The last day that can be booked `today`: so many days ahead, or so many working days where the rules say that."""
    if rules.working_days_ahead is None:
        return today + timedelta(days=rules.days_ahead)
    day, left = today, rules.working_days_ahead
    while left:
        day += timedelta(days=1)
        left -= calendar.is_working_day(day)
    return day


def mode_of_day(code: str, day: date) -> Mode:
    """How a day takes people, in one statement."""
    said = BookingDay.objects.filter(centre_id=code, day=day).values("mode")[:1]
    rules = Rules.objects.filter(pk=code).values("mode")[:1]
    found = Centre.objects.filter(pk=code).values_list(Coalesce(Subquery(said), Subquery(rules)), flat=True).first()
    return Mode(found) if found else Mode.MIXED


def next_free(setting: Setting, offer: Offer, now: datetime, *, after: date | None = None) -> Place | None:
    """The next half hour with a place, from today (or `after`) on, among the days that can be booked and were read."""
    day = after or setting.place.centre.day_of(now)
    while day <= last_day(setting, now):
        if slot := setting.day(offer, day, now).first_free():
            return Place(day, slot.starts)
        day += timedelta(days=1)
    return None


def hash_token(token: str) -> bytes:
    """By what a booking is found from its secret link."""
    return keyed_hash("appointment-token", token)


def by_token(token: str) -> Appointment:
    """The booking behind a secret link. Raises NotFound; callers count how often that happens (`brakes`)."""
    if _TOKEN.fullmatch(token):
        digest = hash_token(token)
        with everywhere("a booking is found by its code, at whichever centre it is"):
            found = _appointments().filter(token_hash=digest).first()
        if found is not None and hmac.compare_digest(bytes(found.token_hash), digest):
            return found
    raise unknown()


def by_id(appointment_id: uuid.UUID, centre: str) -> Appointment:
    """The booking, when it is one of the centre with this code. Raises NotFound."""
    found = _appointments().filter(pk=appointment_id, centre_id=centre).first()
    if found is None:
        raise unknown()
    return found


def plain_number(number: str) -> str:
    """The one way to write a booking's number, however it was typed (b482, B 00482); "" for what is none."""
    plain = _NUMBER.fullmatch(re.sub(r"[\s\-]", "", number.upper()))
    return number_of(int(plain[1])) if plain else ""


def by_number(number: str, centre: str) -> Appointment:
    """For staff: the booking of this number in the centre, however it is written. Raises NotFound."""
    plain = plain_number(number)
    found = _appointments().filter(centre_id=centre, number=plain).first() if plain else None
    if found is None:
        raise unknown()
    return found


def number_of(serial: int) -> str:
    """How a booking is called aloud; with another letter than the numbers of the hall, so that nobody waits for the wrong one."""
    return f"B{serial:05d}"


def of_day(code: str, day: date) -> list[Appointment]:
    """Everybody expected in the centre on a day, by half hour, whatever became of them since."""
    return list(_appointments().filter(centre_id=code, day=day).order_by("starts", "booked_at"))


def expected_of(code: str, day: date, slip_id: uuid.UUID | None, resident_id: uuid.UUID | None) -> Appointment | None:
    """The booking of today by which somebody is expected who shows a slip or an ID card instead of its code; the earliest
    of several. None: none, or nothing was shown."""
    same = Q()
    if slip_id is not None:
        same |= Q(slip_id=slip_id)
    if resident_id is not None:
        same |= Q(resident_id=resident_id)
    if not same:
        return None
    to_come = (Appointment.State.BOOKED, Appointment.State.MISSED)
    return _appointments().filter(same, centre_id=code, day=day, state__in=to_come).order_by("starts").first()


def unknown() -> NotFound:
    """The refusal for a booking that does not exist, or not for who asks."""
    return NotFound(
        "booking-unknown",
        "没有找到这个预约。链接可能不全。请从短信里再点一次，或把预约号告诉前台。",
        "This booking was not found; the link may not be whole. Please open it from the message again, or tell the front "
        "desk its number.",
    )


def _appointments() -> models.QuerySet[Appointment]:
    return Appointment.objects.select_related("centre", "service", "slip").defer("slip__plan", "slip__facts")


def is_open_then(appointment: Appointment) -> bool:
    """Whether the doors are open at its half hour, by what is said of its day now."""
    place = with_hours_of_now(settled(appointment.centre_id))
    hours = hours_on(place.hours, place.calendar, appointment.day)
    return appointment.starts in slots_of(hours, appointment.day, place.centre.zone)


def with_hours_of_now(place: Settled) -> Settled:
    """The place with its opening read anew: what is kept in memory may be some seconds old."""
    return replace(place, hours=opening_of(place.centre))


def is_over(appointment: Appointment, now: datetime) -> bool:
    """Whether its half hour is past."""
    return appointment.starts_at + LENGTH <= now


def by_number_and_contact(number: str, last_four: str, centre: str) -> Appointment:
    """For a resident who has lost the link: number and the last four characters of the mobile number (of an address: of
    the name before the @). Raises NotFound with one sentence, whichever of the two is wrong."""
    try:
        found = by_number(number, centre)
    except NotFound:
        found = None
    contact = stored(found.contact) if found else None
    expected = contact.to.split("@")[0][-4:].lower() if contact else ""
    if found is not None and expected and hmac.compare_digest(expected.encode(), last_four.lower().encode()):
        return found
    raise NotFound(
        "booking-not-found",
        "没有找到。请再看一遍预约号和后四位；没留手机号的，到前台报预约号。",
        "Nothing was found. Please check the number and the four characters; without a contact, say the number at the "
        "front desk.",
    )
